"""The words of the statistics."""

from typing import Final

from rps_game.game.opponents.base import Opponent
from rps_game.game.statistics import Statistics, Tally
from rps_game.ui.words.i18n import ntr, tr, tr_marked

ENOUGH_ROUNDS: Final = 10
"""With fewer rounds luck can do nearly anything."""

BEYOND_LUCK: Final = 1.65
"""Standard deviations that luck alone exceeds once in twenty times, to either side."""


def total_sentences(total: Tally) -> str:
    """Compare all rounds with what chance would have won, and say whether that is luck."""
    if not total.rounds:
        return tr("No round was counted yet.")
    won = ntr(
        "You won {wins} of {n} round; by chance it would be {chance}.",
        "You won {wins} of {n} rounds; by chance it would be {chance}.",
        total.rounds,
        wins=total.wins,
        chance=round(total.by_chance),
    )
    return f"{won} {_luck(total)}"


def _luck(total: Tally) -> str:
    if total.rounds < ENOUGH_ROUNDS:
        return tr("Too few rounds to tell skill from luck.")
    if total.deviation > BEYOND_LUCK:
        return tr("That is more than luck.")
    if total.deviation < -BEYOND_LUCK:
        return tr("Throwing blindly would win more.")
    return tr("That is what luck does.")


def tally_words(tally: Tally) -> str:
    """Compare the rounds of a gesture, or against an opponent, with chance, in a few words."""
    if not tally.rounds:
        return tr("not played yet")
    return tr(
        "{wins} won of {n}; by chance {chance}",
        wins=tally.wins,
        n=tally.rounds,
        chance=round(tally.by_chance),
    )


def share_sentence(tally: Tally, opponent: Opponent) -> str:
    """Name the share of the rounds against this opponent that the player won, beside chance's."""
    if not tally.rounds:
        return tr("No round was counted yet.")
    return ntr(
        "You won {share} % of {n} round {against}; blind luck wins 33 %.",
        "You won {share} % of {n} rounds {against}; blind luck wins 33 %.",
        tally.rounds,
        share=round(100 * tally.wins / tally.rounds),
        against=tr_marked(opponent.against),
    )


def streak_sentences(statistics: Statistics) -> str:
    """Name the longest runs, and the present one from two rounds on."""
    longest = tr(
        "Longest run of wins: {wins}, of losses: {losses}.",
        wins=statistics.longest_wins,
        losses=statistics.longest_losses,
    )
    run = abs(statistics.streak)
    if run < 2:
        return longest
    if statistics.streak > 0:
        return f"{longest} " + ntr("Now {n} win in a row.", "Now {n} wins in a row.", run)
    return f"{longest} " + ntr("Now {n} loss in a row.", "Now {n} losses in a row.", run)
