"""What all screens have in common. To build one is to enter it; the outcome that it returns ends it."""

import pygame

from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Size, Theme
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.widgets.focus import FocusRing

STATUS_HEIGHT = 40
"""Of the line at the bottom, in pixels of the design; screens end above it."""

EDGE = 36
"""Around everything, in pixels of the design."""


def status_height(theme: Theme) -> int:
    """Of the line at the bottom, in pixels."""
    return max(theme.unit(STATUS_HEIGHT), theme.line(Size.SMALL) + theme.unit(8))


def writes(event: pygame.event.Event) -> bool:
    """Whether an event is a key that a text field wants for itself."""
    if event.type != pygame.KEYDOWN:
        return False
    editing = {pygame.K_BACKSPACE, pygame.K_DELETE, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_SPACE}
    return event.key in editing or pygame.K_SPACE < event.key < pygame.K_DELETE


class Screen:
    """One screen of the game.

    The app calls `handle` for each event, `update` once a frame and then `draw`, which changes nothing. A
    subclass overrides what it needs:

    - `place` sets the `rect` of every widget; it is called before anything else, and after each change of
      the window, the text size or the theme;
    - `act` for actions that no button took, `on_event` for raw events (text, clicks on no button);
    - `tick` once a frame;
    - `paint` to draw what is not a button;
    - `keys` for the help overlay.

    Attributes:
        focus: the buttons.
        needs_camera: whether the app lays a message over the screen while the camera gives no picture. The
            screen is updated all the same, and pauses what it has running: it sees it by `Context.seeing`.
        typing: whether letters are text now, and not keys of the game.
    """

    needs_camera = False
    typing = False

    def __init__(self, context: Context) -> None:
        self.context = context
        self.theme = context.theme
        self.focus = FocusRing()
        self._placed: tuple[object, ...] = ()

    @property
    def area(self) -> pygame.Rect:
        """Where the screen may draw: the window without its edges and the line at the bottom."""
        width, height = self.theme.size
        edge = self.theme.unit(EDGE)
        bottom = height - status_height(self.theme) - self.theme.unit(20)
        return pygame.Rect(edge, edge, width - 2 * edge, bottom - edge)

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Take one event; the outcome, when the screen ends."""
        self._fit()
        outcome = self.focus.handle(event)
        if outcome is not None:
            return outcome
        outcome = self.on_event(event)
        if outcome is not None:
            return outcome
        action = action_of(event)
        if action is None or (self.typing and writes(event)):
            return None
        taken, outcome = self.navigate(action)
        return outcome if taken else self.act(action)

    def update(self, now: float) -> Outcome | None:
        """Let time pass; the outcome, when the screen ends.

        Args:
            now: in seconds of the app's clock; never earlier than before.
        """
        self._fit()
        outcome = self.tick(now)
        self._fit()
        return outcome

    def draw(self, surface: pygame.Surface) -> None:
        """Draw everything above the line at the bottom."""
        self.paint(surface)
        self.focus.draw(surface, self.theme)

    def place(self, area: pygame.Rect) -> None:
        """Set every widget's `rect` within `area`."""

    def act(self, action: Action) -> Outcome | None:
        """Take an action that no button took."""
        return Outcome.BACK if action is Action.BACK else None

    def navigate(self, action: Action) -> tuple[bool, Outcome | None]:
        """Move the focus, or press what has it. Whether the action was one for that, and its outcome."""
        return self.focus.act(action)

    def on_event(self, event: pygame.event.Event) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Take a raw event."""
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Let time pass."""
        return None

    def paint(self, surface: pygame.Surface) -> None:
        """Draw what lies below the buttons."""

    def keys(self) -> list[tuple[str, str]]:
        """The screen's own keys and what they do, in the player's language; without those of all screens."""
        return []

    def replace(self) -> None:
        """Have `place` called again before anything else: after buttons have come or gone."""
        self._placed = ()

    def heading(self, surface: pygame.Surface, title: str, words: str = "") -> int:
        """Draw the screen's title, and a sentence below it; the y below both."""
        area, theme = self.area, self.theme
        box = pygame.Rect(area.left, area.top, area.width, theme.line(Size.TITLE))
        theme.text(surface, title, box, size=Size.TITLE, bold=True)
        if not words:
            return box.bottom + theme.unit(16)
        below = pygame.Rect(area.left, box.bottom + theme.unit(2), area.width, theme.line(Size.BODY))
        theme.text(surface, words, below, tone=Tone.MUTED)
        return below.bottom + theme.unit(16)

    def _fit(self) -> None:
        if self._placed != self.theme.layout_key:
            self._placed = self.theme.layout_key
            self.place(self.area)
