"""The words of calibration and of its report.

Every sentence stands here whole, one for each gesture where it names one: languages bend their nouns.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rps_game.calibration.capture import Hint
from rps_game.calibration.coach import FrameVerdict
from rps_game.camera.sources import DEMO
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import Gesture
from rps_game.ui.words.i18n import ntr, tr, tr_sentence
from rps_game.words import Sentence


def camera_word(name: str) -> str:
    """Return a source's name in the player's language; only the drawn hand's is translated."""
    return tr("drawn hand") if name == DEMO else name


def gesture_word(gesture: Gesture) -> str:
    """Name a class, as it stands alone."""
    return {
        Gesture.ROCK: tr("Rock"),
        Gesture.PAPER: tr("Paper"),
        Gesture.SCISSORS: tr("Scissors"),
        Gesture.NONE: tr("No hand"),
    }[gesture]


def step_word(gesture: Gesture) -> str:
    """Name a step of the calibration."""
    return tr("Empty") if gesture is Gesture.NONE else gesture_word(gesture)


def show_word(gesture: Gesture) -> str:
    """Ask for a gesture in two words."""
    return {
        Gesture.ROCK: tr("Show ROCK"),
        Gesture.PAPER: tr("Show PAPER"),
        Gesture.SCISSORS: tr("Show SCISSORS"),
        Gesture.NONE: tr("Show NOTHING"),
    }[gesture]


def see_word(gesture: Gesture) -> str:
    """Say what is read from the hand; of the three gestures."""
    return {
        Gesture.ROCK: tr("I see ROCK"),
        Gesture.PAPER: tr("I see PAPER"),
        Gesture.SCISSORS: tr("I see SCISSORS"),
    }[gesture]


def show_sentence(gesture: Gesture) -> str:
    """Ask for a gesture in one sentence."""
    return {
        Gesture.ROCK: tr("Hold your fist in the bright square and keep it moving a little."),
        Gesture.PAPER: tr("Hold your open hand in the bright square and keep it moving a little."),
        Gesture.SCISSORS: tr("Hold two spread fingers in the bright square and keep them moving a little."),
        Gesture.NONE: tr("Take your hands away: the game learns what your room looks like."),
    }[gesture]


def pose_sentence(gesture: Gesture) -> str:
    """Ask for a gesture of the drawn hand, which is posed by keys."""
    return {
        Gesture.ROCK: tr("Press R for a fist, and again now and then: it moves a little each time."),
        Gesture.PAPER: tr("Press P for an open hand, and again now and then: it moves a little each time."),
        Gesture.SCISSORS: tr(
            "Press S for two fingers, and again now and then: they move a little each time."
        ),
        Gesture.NONE: tr("Press N to take the hand away: the game learns what the room looks like."),
    }[gesture]


def hint_word(hint: Hint) -> str:
    """Invite the player to vary the hand."""
    return {
        Hint.NEARER: tr("A little nearer"),
        Hint.TURN: tr("Turn it a little"),
        Hint.OTHER_SIDE: tr("Show the other side"),
        Hint.MOVE: tr("Move it about a little"),
        Hint.STAY_AWAY: tr("Keep your hands out of the picture"),
    }[hint]


def advice_word(advice: FrameVerdict) -> str:
    """Say what the player can do about a fault of their frames; "" where there is none."""
    return {
        FrameVerdict.GOOD: "",
        FrameVerdict.TOO_DARK: tr("A little more light, please"),
        FrameVerdict.TOO_BRIGHT: tr("Too bright: turn from the light"),
        FrameVerdict.NO_HAND: tr("Show your hand in the square"),
        FrameVerdict.CUT_OFF: tr("Your whole hand in the square"),
        FrameVerdict.BLURRED: tr("Hold still for a moment"),
        FrameVerdict.SAME_AS_LAST: tr("Move or turn your hand a little"),
    }[advice]


def looks_word(gesture: Gesture) -> str:
    """Say what the hand looks like, in place of the gesture that was asked for."""
    return {
        Gesture.ROCK: tr("That looks like ROCK"),
        Gesture.PAPER: tr("That looks like PAPER"),
        Gesture.SCISSORS: tr("That looks like SCISSORS"),
    }[gesture]


def asked_sentence(gesture: Gesture) -> str:
    """Say which gesture was asked for, below `looks_word`."""
    return {
        Gesture.ROCK: tr("I asked for ROCK. Show a fist, or keep it if that is your rock."),
        Gesture.PAPER: tr("I asked for PAPER. Show an open hand, or keep it if that is your paper."),
        Gesture.SCISSORS: tr(
            "I asked for SCISSORS. Show two fingers, or keep it if those are your scissors."
        ),
    }[gesture]


def keep_word(gesture: Gesture) -> str:
    """Label a button that takes the hand for the gesture that was asked for."""
    return {
        Gesture.ROCK: tr("It is my rock, keep"),
        Gesture.PAPER: tr("It is my paper, keep"),
        Gesture.SCISSORS: tr("They are my scissors, keep"),
    }[gesture]


def redo_word(gesture: Gesture) -> str:
    """Label a button that records a class again."""
    return {
        Gesture.ROCK: tr("Redo rock"),
        Gesture.PAPER: tr("Redo paper"),
        Gesture.SCISSORS: tr("Redo scissors"),
        Gesture.NONE: tr("Redo the empty picture"),
    }[gesture]


def swap_word(one: Gesture, other: Gesture) -> str:
    """Label a button that exchanges the pictures of two gestures."""
    return {
        frozenset({Gesture.ROCK, Gesture.PAPER}): tr("Swap rock and paper"),
        frozenset({Gesture.ROCK, Gesture.SCISSORS}): tr("Swap rock and scissors"),
        frozenset({Gesture.PAPER, Gesture.SCISSORS}): tr("Swap paper and scissors"),
    }[frozenset({one, other})]


def looks_like_word(gesture: Gesture) -> str:
    """Say what a hand looks like that was meant to show another gesture."""
    return {
        Gesture.ROCK: tr("looks like rock"),
        Gesture.PAPER: tr("looks like paper"),
        Gesture.SCISSORS: tr("looks like scissors"),
    }[gesture]


def wrong_hand_sentence(asked: Gesture, seen: Gesture) -> str:
    """Ask whether a gesture was shown for another."""
    return {
        (Gesture.ROCK, Gesture.PAPER): tr("Your rock looks like paper: did you show the right gesture?"),
        (Gesture.ROCK, Gesture.SCISSORS): tr(
            "Your rock looks like scissors: did you show the right gesture?"
        ),
        (Gesture.PAPER, Gesture.ROCK): tr("Your paper looks like rock: did you show the right gesture?"),
        (Gesture.PAPER, Gesture.SCISSORS): tr(
            "Your paper looks like scissors: did you show the right gesture?"
        ),
        (Gesture.SCISSORS, Gesture.ROCK): tr("Your scissors look like rock: did you show the right gesture?"),
        (Gesture.SCISSORS, Gesture.PAPER): tr(
            "Your scissors look like paper: did you show the right gesture?"
        ),
    }[asked, seen]


def finding_sentence(finding: Finding) -> str:
    """Put the report's finding in a sentence."""
    match finding.reading:
        case Reading.UNTESTED:
            return tr("I can read your hand now!")
        case Reading.PERFECT:
            return tr("I read your hand every time. Let us play!")
        case Reading.GOOD:
            return ntr(
                "I read {right} of your {n} picture right. Let us play!",
                "I read {right} of your {n} pictures right. Let us play!",
                finding.total,
                right=finding.right,
            )
        case Reading.CONFUSED:
            sentence = _CONFUSIONS[finding.shown, finding.taken_for]
            return tr_sentence(replace(sentence, values={"of": finding.frames}, n=finding.times))


_CONFUSIONS: Final[Mapping[tuple[Gesture | None, Gesture | None], Sentence]] = {
    (Gesture.ROCK, Gesture.PAPER): Sentence(
        "Rock was taken for paper {n} time in {of}: redo rock.",
        plural="Rock was taken for paper {n} times in {of}: redo rock.",
    ),
    (Gesture.ROCK, Gesture.SCISSORS): Sentence(
        "Rock was taken for scissors {n} time in {of}: redo rock.",
        plural="Rock was taken for scissors {n} times in {of}: redo rock.",
    ),
    (Gesture.PAPER, Gesture.ROCK): Sentence(
        "Paper was taken for rock {n} time in {of}: redo paper.",
        plural="Paper was taken for rock {n} times in {of}: redo paper.",
    ),
    (Gesture.PAPER, Gesture.SCISSORS): Sentence(
        "Paper was taken for scissors {n} time in {of}: redo paper.",
        plural="Paper was taken for scissors {n} times in {of}: redo paper.",
    ),
    (Gesture.SCISSORS, Gesture.ROCK): Sentence(
        "Scissors were taken for rock {n} time in {of}: redo scissors.",
        plural="Scissors were taken for rock {n} times in {of}: redo scissors.",
    ),
    (Gesture.SCISSORS, Gesture.PAPER): Sentence(
        "Scissors were taken for paper {n} time in {of}: redo scissors.",
        plural="Scissors were taken for paper {n} times in {of}: redo scissors.",
    ),
}
"""For the gesture shown, and what it was taken for."""
