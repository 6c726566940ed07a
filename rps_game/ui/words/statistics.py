"""What the statistics say, in the player's words."""

from typing import Final

from rps_game.game.statistics import AgainstChance, Statistics, Tally
from rps_game.ui.words.i18n import ntr, tr

ENOUGH_ROUNDS: Final = 10
"""Below this luck can do nearly anything."""

BEYOND_LUCK: Final = 1.65
"""Standard deviations that luck alone exceeds once in twenty times, to either side."""


def total_sentences(statistics: Statistics) -> str:
    """All rounds beside what chance would have won, and whether that is luck."""
    chance = statistics.against_chance()
    if not chance.rounds:
        return tr("No round was counted yet.")
    won = ntr(
        "You won {wins} of {n} round; by chance it would be {chance}.",
        "You won {wins} of {n} rounds; by chance it would be {chance}.",
        chance.rounds,
        wins=chance.wins,
        chance=round(chance.expected),
    )
    return f"{won} {_luck(chance)}"


def _luck(chance: AgainstChance) -> str:
    if chance.rounds < ENOUGH_ROUNDS:
        return tr("Too few rounds to tell skill from luck.")
    if chance.deviation > BEYOND_LUCK:
        return tr("That is more than luck.")
    if chance.deviation < -BEYOND_LUCK:
        return tr("Throwing blindly would win more.")
    return tr("That is what luck does.")


def tally_words(tally: Tally) -> str:
    """The rounds of a gesture, or against an opponent, beside chance's."""
    if not tally.rounds:
        return tr("not played yet")
    chance = round(tally.rounds / 3)
    return tr("{wins} won of {n}; by chance {chance}", wins=tally.wins, n=tally.rounds, chance=chance)


def streak_sentences(statistics: Statistics) -> str:
    """The longest runs, and the present one if it is one."""
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
