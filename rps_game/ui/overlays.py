"""Overlays of every screen: status line, help with the keys, short messages, a lost camera."""

from typing import Final

import pygame

from rps_game.camera.feed import FeedState
from rps_game.network.loader import NetworkState
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.screens.base import Screen, status_height
from rps_game.ui.widgets.panels import Status, StatusLine, draw_message, draw_veil
from rps_game.ui.widgets.poses import PoseButtons, PosedCamera
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr, tr_error

MESSAGE_S: Final = 5.0
"""How long a message is shown: time to read twenty words."""


def _camera(context: Context) -> Status:
    feed = context.feed
    match feed.state:
        case FeedState.RUNNING:
            name = camera_word(feed.source.name) if feed.source is not None else ""
            return Status(Symbol.CAMERA, tr("{camera}, {fps} frames/s", camera=name, fps=f"{feed.fps:2.0f}"))
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


def _draw_lost_camera(surface: pygame.Surface, context: Context, area: pygame.Rect) -> None:
    error = context.feed.error
    if error is not None:
        title, words = tr("No picture"), " ".join(tr_error(error))
    elif context.feed.state is FeedState.ENDED:
        title, words = tr("The recording is over"), tr("Press Esc, and choose another camera.")
    else:
        title, words = tr("Opening the camera"), tr("One moment.")
    draw_message(surface, context.theme, area, symbol=Symbol.CAMERA, title=title, words=words)


def _draw_help(surface: pygame.Surface, theme: Theme, keys: list[tuple[str, str]]) -> None:
    """Draw a card with the keys, the screen's own first: its word on a key replaces the general one."""
    everywhere = [
        (tr("Enter, Space"), tr("press what is marked")),
        (tr("Tab, arrows"), tr("go to the next button")),
        (tr("Esc"), tr("back")),
        ("F11", tr("full screen")),
        ("M", tr("sound on or off")),
        ("F1", tr("close this")),
    ]
    width, height = theme.size
    own = {key for key, _ in keys}
    lines = [*keys, *(line for line in everywhere if line[0] not in own)]
    line = theme.line() + theme.unit(6)
    widest = max(theme.width(effect) for _, effect in lines)  # effects take three fifths of the card
    wanted = max(theme.unit(720), widest * 5 // 3 + theme.unit(64))
    card = pygame.Rect(0, 0, min(wanted, width - theme.unit(40)), 0)
    card.height = min(theme.unit(64) + theme.line(Size.TITLE) + line * len(lines), height - theme.unit(20))
    card.center = width // 2, height // 2
    draw_veil(surface, theme, surface.get_rect())
    theme.card(surface, card, Tone.CARD, border=Tone.LINE)
    inner = card.inflate(-theme.unit(56), -theme.unit(36))
    title = pygame.Rect(inner.left, inner.top, inner.width, theme.line(Size.TITLE))
    theme.text(surface, tr("Keys"), title, size=Size.TITLE, bold=True)
    top = title.bottom + theme.unit(10)
    step = (inner.bottom - top) / len(lines)
    for i, (key, effect) in enumerate(lines):
        row = pygame.Rect(inner.left, round(top + step * i), inner.width * 2 // 5, int(step))
        right = pygame.Rect(row.right, row.top, inner.right - row.right, row.height)
        theme.text(surface, key, row, tone=Tone.ACCENT, bold=True)
        theme.text(surface, effect, right)


class Overlays:
    """Everything that lies over the screen."""

    def __init__(self) -> None:
        self.help = False  # whether the keys are shown
        self._line = StatusLine()
        self._hand = PoseButtons()
        self._poses: PosedCamera | None = None
        self._message = ""
        self._message_until_s = 0.0

    def show_message(self, words: str, now: float) -> None:
        """Show a sentence from now on, for `MESSAGE_S`."""
        self._message, self._message_until_s = words, now + MESSAGE_S

    def handle(self, event: pygame.event.Event, source: object, *, typing: bool) -> bool:
        """Take an event of the help or the drawn hand; return whether it was one.

        Args:
            event: what has come.
            source: the open camera, or None.
            typing: whether letters are text now.
        """
        if self.help:
            pressed = {pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.JOYBUTTONDOWN}
            self.help = event.type not in pressed
            return event.type in {*pressed, pygame.MOUSEBUTTONUP, pygame.JOYHATMOTION}
        if not isinstance(source, PosedCamera) or (typing and event.type == pygame.KEYDOWN):
            return False
        gesture = self._hand.chosen(event)
        if gesture is not None:
            source.show(gesture)
        return gesture is not None

    def place(self, theme: Theme, source: object) -> None:
        """Lay out the status line and the drawn hand's buttons for this window and this camera."""
        width, height = theme.size
        line = status_height(theme)
        self._line.rect = pygame.Rect(0, height - line, width, line)
        hand = min(self._hand.width(theme), width // 3) if isinstance(source, PosedCamera) else 0
        self._hand.rect = pygame.Rect(width - hand - theme.unit(12), height - line, hand, line)

    def draw(self, surface: pygame.Surface, context: Context, screen: Screen) -> None:
        """Draw all that is shown now."""
        theme, line = context.theme, self._line.rect
        if screen.needs_camera and not context.camera_live:
            _draw_lost_camera(surface, context, pygame.Rect(0, 0, line.width, line.top))
        hand = self._hand.rect.width > 0
        right = self._hand.rect.left if hand else line.right
        statuses = [_camera(context), _head(context)]
        if context.network.state is NetworkState.LOADING:
            statuses.append(Status(Symbol.LEARN, tr("loading the network")))
        self._line.draw(surface, theme, statuses, "" if hand else tr("F1  keys"), right)
        if hand:
            self._hand.draw(surface, theme)
        if context.now < self._message_until_s:
            _draw_message(surface, theme, self._message)
        if self.help:
            keys = screen.keys()
            if hand:
                keys.append((tr("R, P, S, N"), tr("pose the drawn hand; 1, 2, 3, 0 as well")))
            _draw_help(surface, theme, keys)


def _draw_message(surface: pygame.Surface, theme: Theme, words: str) -> None:
    """Draw a sentence on a card at the top, where no buttons are."""
    width = min(theme.width(words) + theme.unit(48), theme.size[0] - theme.unit(48))
    lines = len(theme.lines(words, width - theme.unit(44)))
    card = pygame.Rect(0, 0, width, theme.line(Size.BODY, lines) + theme.unit(20))
    card.midtop = theme.size[0] // 2, theme.unit(10)
    theme.card(surface, card, Tone.RAISED, border=Tone.ACCENT)
    inner = card.inflate(-theme.unit(40), -theme.unit(12))
    theme.text(surface, words, inner, align=Align.CENTER, wrap=True)
