"""What lies over any screen: the line at the bottom, the keys, a sentence for a moment, a lost camera."""

from typing import Final

import pygame

from rps_game.camera.feed import FeedState
from rps_game.network.loader import NetworkState
from rps_game.trainer.process import TrainerState
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, Theme
from rps_game.ui.screens.base import Screen, status_height
from rps_game.ui.widgets.panels import Status, StatusLine, draw_message, draw_veil
from rps_game.ui.widgets.poses import PoseButtons, PosedCamera
from rps_game.ui.words.calibration import camera_word
from rps_game.ui.words.i18n import tr, tr_error

TOLD_FOR_S: Final = 5.0
"""How long a sentence is shown: time to read twenty words."""


def statuses(context: Context) -> list[Status]:
    """What the line at the bottom tells: the camera, the head, the trainer."""
    return [_camera(context), _head(context), _trainer(context)]


def camera_name(context: Context) -> str:
    """What the open camera is called, in the player's language."""
    source = context.feed.source
    return camera_word(source.name) if source is not None else ""


def _camera(context: Context) -> Status:
    match context.feed.state:
        case FeedState.RUNNING:
            words = tr(
                "{camera}, {fps} frames/s", camera=camera_name(context), fps=f"{context.feed.fps:2.0f}"
            )
            return Status(Symbol.CAMERA, words)
        case FeedState.OPENING:
            return Status(Symbol.CAMERA, tr("opening the camera"))
        case FeedState.ENDED:
            return Status(Symbol.CAMERA, tr("the recording is over"))
        case _:
            return Status(Symbol.WARNING, tr("no camera"), Tone.WARN)


def _head(context: Context) -> Status:
    session = context.session
    if session.head is None:
        return Status(Symbol.PEOPLE, tr("no player yet"))
    if session.is_starter:
        return Status(Symbol.PEOPLE, tr("not calibrated"))
    if session.profile is None:
        return Status(Symbol.PEOPLE, tr("unsaved player"))
    return Status(Symbol.PEOPLE, session.profile)


def _trainer(context: Context) -> Status:
    if context.network.state is NetworkState.LOADING:
        return Status(Symbol.LEARN, tr("loading the network"))
    words = {
        TrainerState.OFF: tr("trainer off"),
        TrainerState.WARMING: tr("trainer is starting"),
        TrainerState.READY: tr("trainer ready"),
        TrainerState.BUSY: tr("trainer at work"),
        TrainerState.DEAD: tr("trainer ended"),
    }
    return Status(Symbol.LEARN, words[context.trainer.state])


def draw_lost_camera(surface: pygame.Surface, theme: Theme, context: Context, area: pygame.Rect) -> None:
    """Say that there is no picture, and why."""
    error = context.feed.error
    if error is None:
        title, words = tr("Opening the camera"), tr("One moment.")
        if context.feed.state is FeedState.ENDED:
            title, words = tr("The recording is over"), tr("Press Esc, and choose another camera.")
    else:
        what, remedy = tr_error(error)
        title, words = tr("No picture"), f"{what} {remedy}"
    draw_message(surface, theme, area, symbol=Symbol.CAMERA, title=title, words=words)


def draw_help(surface: pygame.Surface, theme: Theme, keys: list[tuple[str, str]]) -> None:
    """Show which keys there are, the screen's own first; what it does with a key is the only word on it."""
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
    does_width = max(theme.width(does) for _, does in lines)  # three fifths of the card are for it
    wanted = max(theme.unit(720), does_width * 5 // 3 + theme.unit(64))
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
    for i, (names, does) in enumerate(lines):
        row = pygame.Rect(inner.left, round(top + step * i), inner.width, int(step))
        left = row.copy()
        left.width = row.width * 2 // 5
        right = pygame.Rect(left.right, row.top, row.right - left.right, row.height)
        theme.text(surface, names, left, tone=Tone.ACCENT, bold=True)
        theme.text(surface, does, right)


class Frame:
    """All of that, around the screen.

    Attributes:
        help: whether the keys are shown.
    """

    def __init__(self) -> None:
        self.help = False
        self._line = StatusLine()
        self._hand = PoseButtons()
        self._poses: PosedCamera | None = None
        self._told = ""
        self._told_until_s = 0.0

    def tell(self, words: str, now: float) -> None:
        """Show a sentence from now on, for some seconds."""
        self._told, self._told_until_s = words, now + TOLD_FOR_S

    def handle(self, event: pygame.event.Event, source: object, *, typing: bool) -> bool:
        """Take an event that is for what lies over the screen, and say whether it was one.

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
        if gesture is None:
            return False
        source.show(gesture)
        return True

    def place(self, theme: Theme, source: object) -> None:
        """Set where things are, for a window of this size and this camera."""
        width, height = theme.size
        line = status_height(theme)
        self._line.rect = pygame.Rect(0, height - line, width, line)
        self._hand.rect = pygame.Rect(0, 0, 0, 0)
        if isinstance(source, PosedCamera):
            hand_width = min(self._hand.width(theme), width // 3)
            self._hand.rect = pygame.Rect(
                width - hand_width - theme.unit(12), height - line, hand_width, line
            )

    def draw(self, surface: pygame.Surface, context: Context, screen: Screen) -> None:
        """Draw what there is."""
        theme, line = context.theme, self._line.rect
        above = pygame.Rect(0, 0, theme.size[0], line.top)
        if screen.needs_camera and not context.seeing:
            draw_lost_camera(surface, theme, context, above)
        hand = self._hand.rect.width > 0
        room = self._hand.rect.left if hand else line.right
        self._line.draw(surface, theme, statuses(context), "" if hand else tr("F1  keys"), room)
        if hand:
            self._hand.draw(surface, theme)
        if context.now < self._told_until_s:
            draw_told(surface, theme, self._told)
        if self.help:
            keys = screen.keys()
            if hand:
                keys.append((tr("R, P, S, N"), tr("pose the drawn hand; 1, 2, 3, 0 as well")))
            draw_help(surface, theme, keys)


def draw_told(surface: pygame.Surface, theme: Theme, words: str) -> None:
    """Draw a sentence on a card at the top, where no buttons are."""
    width = min(theme.width(words) + theme.unit(48), theme.size[0] - theme.unit(48))
    lines = len(theme.lines(words, width - theme.unit(44)))
    card = pygame.Rect(0, 0, width, theme.line(Size.BODY, lines) + theme.unit(20))
    card.midtop = theme.size[0] // 2, theme.unit(10)
    theme.card(surface, card, Tone.RAISED, border=Tone.ACCENT)
    inner = card.inflate(-theme.unit(40), -theme.unit(12))
    theme.text(surface, words, inner, align=Align.CENTER, wrap=True)
