"""The words of the statistics."""

from collections import Counter
from dataclasses import replace
from typing import Final

from rps_game.game.gestures import RoundResult
from rps_game.game.match import Match, Side
from rps_game.game.opponents.base import Opponent
from rps_game.game.statistics import Statistics, Tally
from rps_game.ui.words.calibration import gesture_word, word_id
from rps_game.ui.words.i18n import ntr, tr, tr_marked, tr_sentence
from rps_game.words import Sentence

ENOUGH_ROUNDS: Final = 10
"""With fewer rounds luck can do nearly anything."""

WORTH_TELLING: Final = 3
"""So many wins running, or throws of one gesture, are worth a sentence."""

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
        return tr("Luck alone would have won you more.")
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


def record_words(opponent: Opponent, statistics: Statistics) -> str:
    """Say what the player has won against an opponent, in a few words."""
    tally = statistics.against(opponent.name)
    if not opponent.counts:
        return tr("does not count")
    if not tally.rounds:
        return tr("not played yet")
    return tr("{wins} of {n} throws won", wins=tally.wins, n=tally.rounds)


def result_sentence(match: Match, statistics: Statistics, opponent: Opponent) -> str:
    """Say the one thing about a match that is most worth reading."""
    run = statistics.streak if opponent.counts else 0
    if run >= WORTH_TELLING:
        words = ntr("{n} win in a row.", "{n} wins in a row.", run)
        return f"{words} {tr('Your best so far!')}" if run == statistics.longest_wins else words
    if match.winner is Side.PLAYER and not match.losses:
        return tr("Not one throw lost.")
    if match.winner is Side.PLAYER and _furthest_behind(match) >= 2:
        return tr("You were behind, and turned it round.")
    for favourite, times in Counter(played.player for played in match.rounds).most_common(1):
        if times >= WORTH_TELLING and times > 0.6 * len(match.rounds):
            known = _FAVOURITES.get(word_id(favourite), _FAVOURITE)
            values = {"of": len(match.rounds), "move": gesture_word(favourite)}
            return tr_sentence(replace(known, values=values, n=times))
    tally = statistics.against(opponent.name)
    if not tally.rounds:
        return tr_marked(opponent.line)
    return ntr(
        "You have won {wins} of {n} throw {against} so far.",
        "You have won {wins} of {n} throws {against} so far.",
        tally.rounds,
        wins=tally.wins,
        against=tr_marked(opponent.against),
    )


def _furthest_behind(match: Match) -> int:
    lead, behind = 0, 0
    for played in match.rounds:
        lead += (played.result is RoundResult.WIN) - (played.result is RoundResult.LOSE)
        behind = max(behind, -lead)
    return behind


_FAVOURITE: Final = Sentence(
    "You threw “{move}” {n} time out of {of}: that can be guessed.",
    plural="You threw “{move}” {n} times out of {of}: that can be guessed.",
)
_FAVOURITES: Final = {
    "rock": Sentence(
        "You threw rock {n} time out of {of}: that can be guessed.",
        plural="You threw rock {n} times out of {of}: that can be guessed.",
    ),
    "paper": Sentence(
        "You threw paper {n} time out of {of}: that can be guessed.",
        plural="You threw paper {n} times out of {of}: that can be guessed.",
    ),
    "scissors": Sentence(
        "You threw scissors {n} time out of {of}: that can be guessed.",
        plural="You threw scissors {n} times out of {of}: that can be guessed.",
    ),
}


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
