"""What the learner says after a throw: what it expected of the player, and which habit told it so."""

from rps_game.game.gestures import Gesture, RoundResult
from rps_game.game.opponents.all import Expectation, Pattern
from rps_game.ui.words.i18n import ntr, tr

ROCK, PAPER, SCISSORS = Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS


def expectation_sentence(expected: Expectation | None) -> str:
    """What was expected and why; None for nothing."""
    if expected is None:
        return tr("I guessed blindly: I do not know your habits yet.")
    return ntr(
        "{expected}: {situation} it came {n} time out of {of}.",
        "{expected}: {situation} it came {n} times out of {of}.",
        expected.followed,
        expected=_expected(expected.gesture),
        situation=_situation(expected),
        of=expected.seen,
    )


def _expected(gesture: Gesture) -> str:
    return {
        ROCK: tr("I expected rock"),
        PAPER: tr("I expected paper"),
        SCISSORS: tr("I expected scissors"),
    }[gesture]


def _situation(expected: Expectation) -> str:
    # Languages bend their nouns: each situation is a phrase of its own.
    match expected.pattern, expected.context:
        case Pattern.AFTER_GESTURE, (last,):
            return {ROCK: tr("after rock"), PAPER: tr("after paper"), SCISSORS: tr("after scissors")}[last]
        case Pattern.AFTER_TWO, (first, last):
            return {
                (ROCK, ROCK): tr("after rock twice"),
                (ROCK, PAPER): tr("after rock and paper"),
                (ROCK, SCISSORS): tr("after rock and scissors"),
                (PAPER, ROCK): tr("after paper and rock"),
                (PAPER, PAPER): tr("after paper twice"),
                (PAPER, SCISSORS): tr("after paper and scissors"),
                (SCISSORS, ROCK): tr("after scissors and rock"),
                (SCISSORS, PAPER): tr("after scissors and paper"),
                (SCISSORS, SCISSORS): tr("after scissors twice"),
            }[first, last]
        case Pattern.AFTER_ROUND, (last,) if expected.result is not None:
            return {
                (ROCK, RoundResult.WIN): tr("after you won with rock"),
                (ROCK, RoundResult.LOSE): tr("after you lost with rock"),
                (ROCK, RoundResult.DRAW): tr("after a draw with rock"),
                (PAPER, RoundResult.WIN): tr("after you won with paper"),
                (PAPER, RoundResult.LOSE): tr("after you lost with paper"),
                (PAPER, RoundResult.DRAW): tr("after a draw with paper"),
                (SCISSORS, RoundResult.WIN): tr("after you won with scissors"),
                (SCISSORS, RoundResult.LOSE): tr("after you lost with scissors"),
                (SCISSORS, RoundResult.DRAW): tr("after a draw with scissors"),
            }[last, expected.result]
    return tr("lately")
