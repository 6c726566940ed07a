"""The words of calibration and of its report.

Of the rule sets that ship every sentence stands here whole, one for each gesture where it names one:
languages bend their nouns. The moves of other rule sets stand in quotation marks.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from rps_game.calibration.capture import Hint
from rps_game.calibration.coach import FrameVerdict
from rps_game.camera.sources import DEMO
from rps_game.game.findings import Finding, Reading
from rps_game.game.gestures import Gesture
from rps_game.ui.words.i18n import ntr, tr, tr_marked, tr_sentence
from rps_game.words import Sentence


def camera_word(name: str) -> str:
    """Return a source's name in the player's language; only the drawn hand's is translated."""
    return tr("drawn hand") if name == DEMO else name


def gesture_word(gesture: Gesture) -> str:
    """Name a class, as it stands alone."""
    if gesture.is_none:
        return tr("No hand")
    return tr_marked(gesture.title) if gesture.rules.ships else gesture.title


def word_id(gesture: Gesture) -> str:
    """Return the id of a class that the game has sentences of its own for; "" for one of another's."""
    return gesture.id if gesture.rules.ships or gesture.is_none else ""


def _named(gesture: Gesture) -> dict[str, str]:
    """Return what a sentence about any move is completed with."""
    return {"move": gesture_word(gesture), "MOVE": gesture_word(gesture).upper()}


def step_word(gesture: Gesture) -> str:
    """Name a step of the calibration."""
    return tr("Empty") if gesture.is_none else gesture_word(gesture)


def show_word(gesture: Gesture) -> str:
    """Ask for a gesture in two words."""
    return {
        "rock": tr("Show ROCK"),
        "paper": tr("Show PAPER"),
        "scissors": tr("Show SCISSORS"),
        "none": tr("Show NOTHING"),
    }.get(word_id(gesture)) or tr("Show {MOVE}", **_named(gesture))


def see_word(gesture: Gesture) -> str:
    """Say what is read from the hand; of the moves."""
    return {
        "rock": tr("I see ROCK"),
        "paper": tr("I see PAPER"),
        "scissors": tr("I see SCISSORS"),
    }.get(word_id(gesture)) or tr("I see {MOVE}", **_named(gesture))


def show_sentence(gesture: Gesture) -> str:
    """Ask for a gesture in one sentence."""
    return {
        "rock": tr("Hold your fist in the bright square and keep it moving a little."),
        "paper": tr("Hold your open hand in the bright square and keep it moving a little."),
        "scissors": tr("Hold two spread fingers in the bright square and keep them moving a little."),
        "lizard": tr("Hold your hand like a lizard's head, thumb below, and keep it moving a little."),
        "spock": tr("Part your fingers in the middle, two and two, and keep them moving a little."),
        "none": tr("Take your hands away: the game learns what your room looks like."),
    }.get(word_id(gesture)) or tr(
        "Hold your “{move}” in the bright square and keep it moving a little.", **_named(gesture)
    )


def pose_sentence(gesture: Gesture) -> str:
    """Ask for a gesture of the drawn hand, which is posed by keys."""
    return {
        "rock": tr("Press R for a fist, and again now and then: it moves a little each time."),
        "paper": tr("Press P for an open hand, and again now and then: it moves a little each time."),
        "scissors": tr("Press S for two fingers, and again now and then: they move a little each time."),
        "lizard": tr("Press L for a lizard, and again now and then: it moves a little each time."),
        "spock": tr("Press K for Spock, and again now and then: it moves a little each time."),
        "none": tr("Press N to take the hand away: the game learns what the room looks like."),
    }.get(word_id(gesture)) or tr(
        "Press {key} for “{move}”, and again now and then: it moves a little each time.",
        key=int(gesture) + 1,
        **_named(gesture),
    )


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
        "rock": tr("That looks like ROCK"),
        "paper": tr("That looks like PAPER"),
        "scissors": tr("That looks like SCISSORS"),
    }.get(word_id(gesture)) or tr("That looks like {MOVE}", **_named(gesture))


def asked_sentence(gesture: Gesture) -> str:
    """Say which gesture was asked for, below `looks_word`."""
    return {
        "rock": tr("I asked for ROCK. Show a fist, or keep it if that is your rock."),
        "paper": tr("I asked for PAPER. Show an open hand, or keep it if that is your paper."),
        "scissors": tr("I asked for SCISSORS. Show two fingers, or keep it if those are your scissors."),
    }.get(word_id(gesture)) or tr(
        "I asked for “{move}”. Show it, or keep this if it is yours.", **_named(gesture)
    )


def keep_word(gesture: Gesture) -> str:
    """Label a button that takes the hand for the gesture that was asked for."""
    return {
        "rock": tr("It is my rock, keep"),
        "paper": tr("It is my paper, keep"),
        "scissors": tr("They are my scissors, keep"),
    }.get(word_id(gesture)) or tr("It is mine, keep")


def redo_word(gesture: Gesture) -> str:
    """Label a button that records a class again."""
    return {
        "rock": tr("Redo rock"),
        "paper": tr("Redo paper"),
        "scissors": tr("Redo scissors"),
        "lizard": tr("Redo lizard"),
        "spock": tr("Redo Spock"),
        "none": tr("Redo the empty picture"),
    }.get(word_id(gesture)) or tr("Redo “{move}”", **_named(gesture))


def swap_word(one: Gesture, other: Gesture) -> str:
    """Label a button that exchanges the pictures of two gestures."""
    return {
        frozenset({"rock", "paper"}): tr("Swap rock and paper"),
        frozenset({"rock", "scissors"}): tr("Swap rock and scissors"),
        frozenset({"paper", "scissors"}): tr("Swap paper and scissors"),
    }.get(frozenset({word_id(one), word_id(other)})) or tr(
        "Swap “{one}” and “{other}”", one=gesture_word(one), other=gesture_word(other)
    )


def looks_like_word(gesture: Gesture) -> str:
    """Say what a hand looks like that was meant to show another gesture."""
    return {
        "rock": tr("looks like rock"),
        "paper": tr("looks like paper"),
        "scissors": tr("looks like scissors"),
        "lizard": tr("looks like lizard"),
        "spock": tr("looks like Spock"),
    }.get(word_id(gesture)) or tr("looks like “{move}”", **_named(gesture))


def wrong_hand_sentence(asked: Gesture, seen: Gesture) -> str:
    """Ask whether a gesture was shown for another."""
    return {
        ("rock", "paper"): tr("Your rock looks like paper: did you show the right gesture?"),
        ("rock", "scissors"): tr("Your rock looks like scissors: did you show the right gesture?"),
        ("paper", "rock"): tr("Your paper looks like rock: did you show the right gesture?"),
        ("paper", "scissors"): tr("Your paper looks like scissors: did you show the right gesture?"),
        ("scissors", "rock"): tr("Your scissors look like rock: did you show the right gesture?"),
        ("scissors", "paper"): tr("Your scissors look like paper: did you show the right gesture?"),
    }.get((word_id(asked), word_id(seen))) or tr(
        "Your “{asked}” looks like “{seen}”: did you show the right gesture?",
        asked=gesture_word(asked),
        seen=gesture_word(seen),
    )


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
            return _confusion_sentence(finding)


def _confusion_sentence(finding: Finding) -> str:
    shown, read = finding.shown, finding.taken_for
    assert shown is not None
    assert read is not None
    sentence = _CONFUSIONS.get((word_id(shown), word_id(read)))
    if sentence is not None:
        return tr_sentence(replace(sentence, values={"of": finding.frames}, n=finding.times))
    return tr(
        "“{shown}” and “{read}” look alike to me: I read {right} of {of} right. Redo “{shown}”.",
        shown=gesture_word(shown),
        read=gesture_word(read),
        right=finding.frames - finding.times,
        of=finding.frames,
    )


_CONFUSIONS: Final[Mapping[tuple[str, str], Sentence]] = {
    ("rock", "paper"): Sentence(
        "Rock was taken for paper {n} time in {of}: redo rock.",
        plural="Rock was taken for paper {n} times in {of}: redo rock.",
    ),
    ("rock", "scissors"): Sentence(
        "Rock was taken for scissors {n} time in {of}: redo rock.",
        plural="Rock was taken for scissors {n} times in {of}: redo rock.",
    ),
    ("paper", "rock"): Sentence(
        "Paper was taken for rock {n} time in {of}: redo paper.",
        plural="Paper was taken for rock {n} times in {of}: redo paper.",
    ),
    ("paper", "scissors"): Sentence(
        "Paper was taken for scissors {n} time in {of}: redo paper.",
        plural="Paper was taken for scissors {n} times in {of}: redo paper.",
    ),
    ("scissors", "rock"): Sentence(
        "Scissors were taken for rock {n} time in {of}: redo scissors.",
        plural="Scissors were taken for rock {n} times in {of}: redo scissors.",
    ),
    ("scissors", "paper"): Sentence(
        "Scissors were taken for paper {n} time in {of}: redo scissors.",
        plural="Scissors were taken for paper {n} times in {of}: redo scissors.",
    ),
}
"""By the ids of the gesture shown, and of what it was taken for."""
