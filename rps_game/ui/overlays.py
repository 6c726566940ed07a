"""Overlays of every screen: status line, help with the keys, short messages."""

from collections.abc import Sequence
from typing import Final

import pygame

from rps_game.camera.feed import FeedState
from rps_game.game.gestures import RuleSet
from rps_game.ui.bindings import Binding, help_lines
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Painter, Size, Symbol, Theme, Tone
from rps_game.ui.screens.base import Screen, status_height
from rps_game.ui.widgets.panels import Status, StatusLine
from rps_game.ui.widgets.poses import PoseButtons, PosedCamera
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr

MESSAGE_S: Final = 5.0
"""How long a message is shown: time to read twenty words."""


def _camera(context: Context) -> Status:
    feed = context.feed
    match feed.state:
        case FeedState.RUNNING:
            name = camera_word(feed.source.name) if feed.source is not None else ""
            return Status(Symbol.CAMERA, name)
        case FeedState.OPENING:
            return Status(Symbol.CAMERA, tr("opening the camera"))
        case FeedState.ENDED:
            return Status(Symbol.CAMERA, tr("the recording is over"))
        case _:
            return Status(Symbol.WARNING, tr("no camera"), Tone.WARN)


def _head(context: Context) -> Status:
    session = context.session
    if session.head is None and not session.loading:
        words = tr("no player yet")
    elif session.is_starter:
        words = tr("not calibrated")
    else:
        words = session.saved_name or tr("unsaved player")
    return Status(Symbol.PEOPLE, words)


def _sound(context: Context) -> Status:
    sound = context.sound
    if sound.muted or sound.volume <= 0:
        return Status(Symbol.MUTED, tr("sound off"))
    return Status(Symbol.SOUND, f"{100 * sound.volume:.0f} %")


def _draw_help(painter: Painter, lines: list[tuple[str, str]]) -> None:
    """Draw a card with keys and what they do."""
    theme, window = painter.theme, painter.theme.window
    line = theme.line() + theme.unit(6)
    widest = max(theme.width(effect) for _, effect in lines)  # effects take three fifths of the card
    width = max(theme.unit(720), widest * 5 // 3 + theme.unit(64))
    height = theme.unit(64) + theme.line(Size.TITLE) + line * len(lines)
    most = window.inset(theme.unit(20), theme.unit(10))
    card = window.centred(min(width, most.width), min(height, most.height))
    painter.veil(window)
    painter.card(card, border=Tone.LINE)
    inner = card.inset(theme.unit(28), theme.unit(18))
    painter.title(tr("Keys"), inner.take_top(theme.line(Size.TITLE), theme.unit(10)))
    for (key, effect), row in zip(lines, inner.rows(len(lines)), strict=True):
        painter.text(key, row.take_left(row.width * 2 // 5), tone=Tone.ACCENT, bold=True)
        painter.text(effect, row)


class Overlays:
    """Everything that lies over the screen."""

    def __init__(self) -> None:
        self.help = False  # whether the keys are shown
        self._line = StatusLine()
        self._hand = PoseButtons()
        self._new: list[str] = []  # messages since the last frame
        self._message = ""
        self._message_until_s = 0.0

    def show_message(self, words: str) -> None:
        """Show a sentence from the next `place` on, for `MESSAGE_S`; those of one frame stand together."""
        if words not in self._new:
            self._new.append(words)

    def handle(self, event: pygame.event.Event, source: object, *, typing: bool) -> bool:
        """Take an event of the help or the drawn hand; return whether it was one.

        Args:
            event: what has come.
            source: the open camera, or None.
            typing: whether letters are text now.
        """
        if self.help:
            pressed = {pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.CONTROLLERBUTTONDOWN}
            self.help = event.type not in pressed
            return event.type in {*pressed, pygame.MOUSEBUTTONUP}
        if not isinstance(source, PosedCamera) or (typing and event.type == pygame.KEYDOWN):
            return False
        gesture = self._hand.chosen(event)
        if gesture is not None:
            source.show(gesture)
        return gesture is not None

    def place(self, theme: Theme, source: object, rules: RuleSet, now: float) -> None:
        """Lay out the status line and the drawn hand's buttons; show the messages that have come."""
        if self._new:
            self._message, self._message_until_s = "\n".join(self._new), now + MESSAGE_S * len(self._new)
            self._new.clear()
        self._line.rect = theme.window.take_bottom(status_height(theme))
        posed = isinstance(source, PosedCamera)
        self._hand.rules = rules
        hand = self._line.rect.copy()
        hand.take_right(theme.unit(12) if posed else 0)
        self._hand.rect = hand.take_right(
            min(self._hand.width(theme), theme.size[0] * 2 // 5) if posed else 0
        )

    def draw(self, painter: Painter, context: Context, screen: Screen, everywhere: Sequence[Binding]) -> None:
        """Draw all that is shown now; `everywhere` are the app's own keys, for the help."""
        hand = self._hand.rect.width > 0
        statuses = [_camera(context), _head(context), _sound(context)]
        self._line.draw(painter, statuses, "" if hand else tr("F1  keys"), self._hand.rect.left)
        if hand:
            self._hand.draw(painter)
        if context.now < self._message_until_s:
            _draw_message(painter, self._message, self._hand.rect.left if hand else painter.theme.size[0])
        if self.help:
            _draw_help(painter, self._help_lines(screen, everywhere))

    def _help_lines(self, screen: Screen, everywhere: Sequence[Binding]) -> list[tuple[str, str]]:
        own = len(screen.keys())
        lines = help_lines([*screen.bindings(), *everywhere])
        if self._hand.rect.width > 0:
            lines.insert(own, self._hand.help_line())
        if screen.typing:  # letters are text
            lines = [line for line in lines if any(len(key) > 1 for key in line[0].split(", "))]
        return screen.notes() + lines


def _draw_message(painter: Painter, words: str, right: int) -> None:
    """Draw a sentence on a card over the status line, up to `right`: it covers neither title nor score."""
    theme = painter.theme
    room = theme.window.inset(theme.unit(24), theme.unit(2))
    room.width = right - room.left - theme.unit(12)
    width = min(max(map(theme.width, words.split("\n"))) + theme.unit(48), room.width)
    lines = len(theme.lines(words, width - theme.unit(44)))
    height = min(theme.line(Size.BODY, lines) + theme.unit(12), room.height)
    card = room.take_bottom(height).centred(width, height)
    painter.card(card, Tone.RAISED, border=Tone.ACCENT)
    inner = card.inset(theme.unit(20), theme.unit(6))
    painter.text(words, inner, align=Align.CENTER, wrap=True)
