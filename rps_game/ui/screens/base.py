"""Base class of all screens. Building a screen enters it; the outcome that it returns ends it."""

from collections.abc import Sequence

import pygame

from rps_game.flow import Outcome
from rps_game.ui.context import Context
from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.painter import Painter
from rps_game.ui.drawing.theme import Size, Theme
from rps_game.ui.inputs import Action, action_of
from rps_game.ui.widgets.focus import Button, FocusRing
from rps_game.ui.widgets.layout import button_height, place_row

STATUS_HEIGHT = 40
"""Height of the status line at the bottom, in pixels of the design; screens end above it."""


def status_height(theme: Theme) -> int:
    """Return the height of the status line, in pixels."""
    return max(theme.unit(STATUS_HEIGHT), theme.line(Size.SMALL) + theme.unit(8))


def is_text_key(event: pygame.event.Event) -> bool:
    """Return whether an event is a key that a text field takes."""
    if event.type != pygame.KEYDOWN:
        return False
    editing = {pygame.K_BACKSPACE, pygame.K_DELETE, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_SPACE}
    return event.key in editing or pygame.K_SPACE < event.key < pygame.K_DELETE


class Screen:
    """One screen of the game.

    The app calls `handle` for each event, `update` once a frame and then `draw`, which changes nothing. A
    subclass overrides what it needs of `place`, `act`, `on_event`, `tick`, `paint` and `keys`.

    Attributes:
        edge: margin around everything, in pixels of the design.
        above_status: space above the status line, in pixels of the design.
        focus: the buttons.
        needs_camera: whether the app lays a message over the screen while the camera gives no picture. The
            screen is updated all the same, and pauses by itself: see `Context.camera_live`.
        typing: whether letters are text now, and not keys of the game.
    """

    edge = 36
    above_status = 20
    needs_camera = False
    typing = False

    def __init__(self, context: Context) -> None:
        self.context = context
        self.theme = context.theme
        self.focus = FocusRing()
        self._placed: tuple[object, ...] = ()

    @property
    def area(self) -> Box:
        """The part of the window to draw in: without its margins and the status line."""
        area, edge = Box(0, 0, *self.theme.size), self.theme.unit(self.edge)
        area.take_bottom(status_height(self.theme) + self.theme.unit(self.above_status) - edge)
        return area.inset(edge)

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Handle one event; return the outcome when the screen ends."""
        self._place_if_changed()
        outcome = self.focus.handle(event) or self.on_event(event)
        if outcome is not None:
            return outcome
        action = action_of(event)
        if action is None or (self.typing and is_text_key(event)):
            return None
        taken, outcome = self.navigate(action)
        return outcome if taken else self.act(action)

    def update(self, now: float) -> Outcome | None:
        """Advance to this time; return the outcome when the screen ends.

        Args:
            now: in seconds of the app's clock; never earlier than before.
        """
        self._place_if_changed()
        outcome = self.tick(now)
        self._place_if_changed()
        return outcome

    def draw(self, painter: Painter) -> None:
        """Draw everything above the status line."""
        self.paint(painter)
        self.focus.draw(painter)

    def place(self, area: Box) -> None:
        """Set every widget's `rect`: before anything else, and after window, text size or theme changed."""

    def act(self, action: Action) -> Outcome | None:
        """Handle an action that no button took."""
        return Outcome.BACK if action is Action.BACK else None

    def navigate(self, action: Action) -> tuple[bool, Outcome | None]:
        """Move or press the focus; return whether the action was for that, and its outcome."""
        return self.focus.act(action)

    def on_event(self, event: pygame.event.Event) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Handle a raw event: text, or a click on no button."""
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Advance to this time, in seconds of the app's clock, once a frame."""
        return None

    def paint(self, painter: Painter) -> None:
        """Draw what lies below the buttons."""

    def keys(self) -> list[tuple[str, str]]:
        """Return the screen's own keys and what they do, for the help, in the player's language."""
        return []

    def request_layout(self) -> None:
        """Call `place` again before anything else: after buttons have come or gone."""
        self._placed = ()

    def place_buttons(self, area: Box, buttons: Sequence[Button] | None = None, gap: int = 0) -> Box:
        """Take a row for these buttons, or all, from the bottom of an area, and a gap in pixels above it."""
        row = area.take_bottom(button_height(self.theme), gap)
        place_row(self.focus.buttons if buttons is None else buttons, row, self.theme)
        return row

    def heading(self, painter: Painter, title: str) -> None:
        """Draw the screen's title at the top of its area."""
        painter.title(title, self.area.take_top(self.theme.line(Size.TITLE)))

    def _place_if_changed(self) -> None:
        if self._placed != self.theme.layout_key:
            self._placed = self.theme.layout_key
            self.place(self.area)
