"""Base class of all screens. Building a screen enters it; the outcome that it returns ends it."""

from collections.abc import Sequence
from functools import partial

import pygame

from rps_game.flow import Outcome
from rps_game.ui.bindings import (
    ENTER,
    ENTER_SPACE,
    ESC,
    TAB,
    TAB_ARROWS,
    Binding,
    pressed,
    presses_of,
)
from rps_game.ui.context import Context
from rps_game.ui.drawing import Box, Painter, Size, Theme
from rps_game.ui.inputs import action_of
from rps_game.ui.widgets.focus import Button, FocusRing
from rps_game.ui.widgets.layout import button_height, place_row
from rps_game.ui.words.i18n import tr

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
    subclass overrides what it needs of `place`, `keys`, `on_event`, `tick` and `paint`.

    Attributes:
        edge: margin around everything, in pixels of the design.
        above_status: space above the status line, in pixels of the design.
        focus: the buttons.
        typing: whether letters are text now, and not keys of the game.
        composing: whether an input method is composing text: all keys are its own then.
    """

    edge = 36
    above_status = 20
    typing = False
    composing = False

    def __init__(self, context: Context) -> None:
        self.context = context
        self.theme = context.theme
        self.focus = FocusRing()
        self._placed: tuple[object, ...] = ()

    @property
    def front(self) -> "Screen":
        """The screen that is handed the events: this one, or the card over it."""
        return self

    @property
    def area(self) -> Box:
        """The part of the window to draw in: without its margins and the status line."""
        area, edge = self.theme.window, self.theme.unit(self.edge)
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
        press = presses_of(self.bindings()).get(action)
        return None if press is None else pressed(press)

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
        """Set every widget's `rect`, before anything else, and after window, text size or theme changed.

        Args:
            area: the part of the window to draw in, to be taken apart.
        """

    def keys(self) -> list[Binding]:
        """Return the screen's own keys that do something now; they replace those of every screen."""
        return []

    def bindings(self) -> list[Binding]:
        """Return all keys that do something now, the screen's own first."""
        bindings = self.keys()
        confirm, move = (ENTER, TAB) if self.typing else (ENTER_SPACE, TAB_ARROWS)
        if self.focus.focused is not None and self.focus.focused.enabled:
            bindings.append(Binding(confirm, tr("press what is marked"), self.focus.press))
        if len(self.focus.usable) > 1:
            moves = [partial(self.focus.move, action) for action in move.actions]
            bindings.append(Binding(move, tr("go to the next button"), *moves))
        return [*bindings, Binding(ESC, tr("back"), Outcome.BACK)]

    def notes(self) -> list[tuple[str, str]]:
        """Return what else the help explains: a name and a sentence, in the player's language."""
        return []

    def on_event(self, event: pygame.event.Event) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Handle a raw event: text, or a click on no button."""
        return None

    def tick(self, now: float) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Advance to this time, in seconds of the app's clock, once a frame."""
        return None

    def paint(self, painter: Painter) -> None:
        """Draw what lies below the buttons."""

    def request_layout(self) -> None:
        """Call `place` again before anything else: after buttons have come or gone."""
        self._placed = ()

    def place_buttons(self, area: Box, buttons: Sequence[Button] | None = None, gap: int = 0) -> None:
        """Take a row for these buttons, or all, from the bottom of an area, and a gap in pixels above it."""
        row = area.take_bottom(button_height(self.theme), gap)
        place_row(self.focus.buttons if buttons is None else buttons, row, self.theme)

    def heading(self, painter: Painter, title: str) -> None:
        """Draw the screen's title at the top of its area."""
        painter.title(title, self.area.take_top(self.theme.line(Size.TITLE)))

    def _place_if_changed(self) -> None:
        if self._placed != self.theme.layout_key:
            self._placed = self.theme.layout_key
            self.place(self.area)
