"""Sentences and buttons that offer to record again when the head could read better."""

from functools import partial

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.heads.base import Probabilities
from rps_game.network.backbone import BackboneName
from rps_game.session import TOP_UP_FRAMES, Session, TopUp
from rps_game.ui.bindings import Press
from rps_game.ui.context import Context
from rps_game.ui.drawing import Symbol
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.calibration import redo_word
from rps_game.ui.words.i18n import ntr, tr


def recalibration_advice(context: Context) -> str:
    """Return why the player might want to record more; "" for no reason."""
    session = context.session
    if session.is_starter:
        return tr("You play without calibration. With it the game reads your hand better.")
    if session.needs_top_up:
        return tr("Your hand is read less surely than when it was learnt: in another light, or another room?")
    return former_hint() if context.network.spec == BackboneName.FORMER else ""


def former_hint() -> str:
    """Return what calibrating anew brings a player who was calibrated on the former network."""
    return tr(
        "Since you calibrated, the game has learnt to read more hands: from the edge, from behind, from far "
        "away. Calibrate anew, and it reads yours so, too."
    )


def gain_sentence(before: float | None, now: float | None) -> str:
    """Return a sentence on how much calibrating has helped; "" where that is not known.

    Args:
        before: the share of the kept-out pictures that the starter reads right, 0..1.
        now: the share of the same that the player's own head reads right.
    """
    if before is None or now is None:
        return ""
    shares = {"before": round(100 * before), "now": round(100 * now)}
    if shares["now"] == shares["before"] == 100:
        return tr("100 of 100 before and after: there was nothing left to gain.")
    if shares["now"] == shares["before"]:
        return tr("{now} of 100 before and after.", **shares)
    if shares["now"] > shares["before"]:
        return tr("It was {before} of 100 before you showed me your hand. Now it is {now}!", **shares)
    return tr("It was {before} of 100 before, and is {now} now: show me a few more pictures.", **shares)


def track_confidence(context: Context, probabilities: Probabilities, how: str) -> None:
    """Update the head's drift, and tell the player once when its confidence has fallen.

    Args:
        context: of the screen.
        probabilities: float32 (n, classes), what the head gave for frames with a hand in them.
        how: what to press for a top-up, in a sentence.
    """
    session = context.session
    if session.drift is None or session.drift.fallen:
        return
    session.drift.add(probabilities)
    if session.needs_top_up:
        context.show_message(f"{recalibration_advice(context)} {how}")


def top_up_hint() -> str:
    """Return what a top-up is, in a few words."""
    return ntr("{n} more picture of each gesture", "{n} more pictures of each gesture", TOP_UP_FRAMES)


def top_up_button(session: Session, back: Outcome) -> Button:
    """Return a button that begins a top-up, which leads back with PLAY or TRY."""
    return Button(
        tr("More pictures"), partial(_top_up, session, back), symbol=Symbol.PLUS, hint=top_up_hint()
    )


def recalibrate_buttons(context: Context, back: Outcome, words: str, ask: Press) -> list[Button]:
    """Return buttons that record again: everything for the starter, else more of all, or one gesture.

    Args:
        context: of the screen.
        back: where more pictures lead back to, PLAY or TRY.
        words: on the button that asks which gesture.
        ask: what that button does.
    """
    session = context.session
    if session.is_starter:
        return [Button(tr("Calibrate"), Outcome.NEW, symbol=Symbol.PLUS)]
    more = [top_up_button(session, back)] if session.needs_top_up else []
    if context.network.spec == BackboneName.FORMER:
        more = [Button(tr("Calibrate anew"), Outcome.NEW, symbol=Symbol.PLUS)]
    return [*more, Button(words, ask, symbol=Symbol.REDO)]


def redo_buttons(session: Session) -> list[Button]:
    """Return a button for each gesture, which records it again."""
    return [Button(redo_word(g), partial(redo, session, g), gesture=g) for g in session.rules.moves]


def _top_up(session: Session, back: Outcome) -> Outcome:
    session.top_up = TopUp(back)
    return Outcome.TOP_UP


def redo(session: Session, gesture: Gesture) -> Outcome:
    """Record a gesture again, from scratch."""
    session.redo = gesture
    return Outcome.REDO
