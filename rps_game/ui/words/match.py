"""The words of throws and matches."""

from typing import Final

from rps_game.game.gestures import GESTURES, Gesture, RoundResult
from rps_game.game.match import Match, Rules, Side
from rps_game.game.voting import Verdict, VoteReason
from rps_game.ui.words.calibration import gesture_word
from rps_game.ui.words.i18n import ntr, tr


def throw_again_sentence(
    verdict: Verdict, frames: int, *, drawn: bool = False, slow_camera: bool = False
) -> str:
    """Say why a throw does not count.

    Args:
        verdict: of its window.
        frames: were in its window.
        drawn: whether the hand is drawn, and posed by keys.
        slow_camera: whether it gives too few frames for any throw.
    """
    match verdict.reason:
        case VoteReason.NO_HAND:
            return (
                tr("No gesture was seen: press R, P or S.")
                if drawn
                else tr("No gesture was seen: keep your hand in the bright square.")
            )
        case VoteReason.DOUBTFUL:
            return {
                Gesture.ROCK: tr("Rock perhaps, but not surely: show it clearly."),
                Gesture.PAPER: tr("Paper perhaps, but not surely: show it clearly."),
                Gesture.SCISSORS: tr("Scissors perhaps, but not surely: show them clearly."),
            }[verdict.contenders[0]]
        case VoteReason.TOO_FEW if not slow_camera:
            return ntr(
                "Only {n} picture came in time: the computer was busy.",
                "Only {n} pictures came in time: the computer was busy.",
                frames,
            )
        case VoteReason.TOO_FEW:
            return ntr(
                "The camera gave only {n} picture in time: more light helps.",
                "The camera gave only {n} pictures in time: more light helps.",
                frames,
            )
        case _:
            one, other = (g for g in GESTURES if g in verdict.contenders)
            if not verdict.counts[one] or not verdict.counts[other]:
                return tr(
                    "{one} or {other}? Show it clearly.",
                    one=gesture_word(one),
                    other=gesture_word(other).casefold(),
                )
            return tr(
                "Two gestures in your window: {one} {n}, {other} {m}.",
                one=gesture_word(one).casefold(),
                other=gesture_word(other).casefold(),
                n=verdict.counts[one],
                m=verdict.counts[other],
            )


def return_sentence(*, drawn: bool) -> str:
    """Say how a match goes on that nobody has shown a hand in; `drawn`: by keys that pose it."""
    if drawn:
        return tr("Press R, P or S for rock, paper or scissors: the match goes on then.")
    return tr("Show your hand in the bright square: the match goes on then.")


def result_word(result: RoundResult) -> str:
    """Say how a round ended."""
    return {
        RoundResult.WIN: tr("You win"),
        RoundResult.LOSE: tr("You lose"),
        RoundResult.DRAW: tr("Draw"),
    }[result]


LONGEST_BEST_OF: Final = 7
"""In longer matches nobody counts the rounds that are left."""


def rules_word(rules: Rules) -> str:
    """Name the length of a match: "best of" for a short one, "first to" for a long one."""
    if rules.best_of is None:
        return tr("endless")
    if rules.best_of <= LONGEST_BEST_OF:
        return tr("best of {n}", n=rules.best_of)
    return tr("first to {n}", n=rules.wins_needed)


def match_word(match: Match) -> str:
    """Say how a match ended, or stands."""
    if match.winner is Side.PLAYER:
        return tr("You won the match!")
    if match.winner is Side.COMPUTER:
        return tr("The computer won the match")
    return {
        Side.PLAYER: tr("You are ahead"),
        Side.COMPUTER: tr("The computer is ahead"),
        None: tr("You are level"),
    }[match.leader]
