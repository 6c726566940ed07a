"""Buttons and the focus that moves between them, by keys, gamepad, mouse or touch."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Final, NamedTuple

import pygame

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.ui.bindings import Press, pressed
from rps_game.ui.drawing import Align, Painter, Symbol, Theme, Tone
from rps_game.ui.inputs import Action
from rps_game.ui.widgets.widget import Widget

_WAYS: Final = {Action.UP: (0, -1), Action.DOWN: (0, 1), Action.LEFT: (-1, 0), Action.RIGHT: (1, 0)}
_FOCUS_GAP: Final = 4
"""Between a button and the line around it that shows the focus, in pixels of the design."""


@dataclass(eq=False)
class Button(Widget):
    """A button with a label, and perhaps an icon beside it.

    Attributes:
        label: in the player's language.
        press: what a press leads to.
        symbol: beside the label.
        gesture: a hand beside the label, in place of a symbol.
        primary: whether it is the main action; one on a screen.
        enabled: whether it can be pressed.
        hint: a sentence for screens that show the focused button's: what it does, or why it is disabled.
        visible: whether it is drawn and can be clicked on; a list scrolls some of its buttons out of sight.
    """

    label: str
    press: Press
    _: KW_ONLY
    symbol: Symbol | None = None
    gesture: Gesture | None = None
    primary: bool = False
    enabled: bool = True
    hint: str = ""
    visible: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        super().__init__()

    def pressed(self) -> Outcome | None:
        """Press it, and return the outcome, if any."""
        return pressed(self.press)

    def clicked(self, place: tuple[int, int]) -> Outcome | None:  # noqa: ARG002 - for subclasses
        """Press it by a click on this place of it; return the outcome, if any."""
        return self.pressed()

    def width(self, theme: Theme) -> int:
        """Return the width, in pixels, that the label needs."""
        picture = theme.unit(34) if self.symbol or self.gesture is not None else 0
        return theme.width(self.label, bold=True) + picture + theme.unit(48)

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the button; `held` while the mouse is down on it."""
        theme = painter.theme
        ground, ink = (Tone.ACCENT, Tone.ON_ACCENT) if focused else (Tone.RAISED, Tone.INK)
        if not self.enabled:
            ground, ink = Tone.CARD, Tone.MUTED
        rect = self.rect.inset(theme.unit(2)) if held else self.rect
        painter.card(rect, ground, radius=12)
        if focused:
            gap = 2 * theme.unit(_FOCUS_GAP) if self.primary else 0
            around = self.rect.inset(-gap)
            radius = 12 + (_FOCUS_GAP * 2 if self.primary else 0)
            corner = min(theme.unit(radius), around.height // 2)
            painter.rect(around, Tone.ACCENT if self.enabled else Tone.LINE, max(theme.unit(3), 2), corner)
        inner = rect.inset(theme.unit(16), theme.unit(4))
        icon = self.symbol if self.gesture is None else self.gesture
        if icon is None:
            painter.text(self.label, inner, tone=ink, align=Align.CENTER, bold=True)
        elif not self.label:
            painter.icon(icon, rect.centred(min(rect.size) * 6 // 10), ink)
        else:
            side = min(theme.unit(26 if self.gesture is None else 34), inner.height)
            painter.icon(icon, inner.take_left(side, theme.unit(12)), ink)
            painter.text(self.label, inner, tone=ink, bold=True)


class FocusRing:
    """The buttons of a screen, of which at most one has the focus; at first the primary one.

    Tab and Shift+Tab move the focus in order, the arrows and a gamepad's cross along its row or column, the
    mouse to the button under it; Enter, Space or A presses the focused button.
    """

    def __init__(self, buttons: Sequence[Button] = ()) -> None:
        self.buttons: list[Button] = []
        self.focused: Button | None = None
        self._held: Button | None = None
        self.show(buttons)

    def show(self, buttons: Sequence[Button], focus: Button | None = None) -> None:
        """Replace the buttons. The focus stays if its button is still enabled, else the primary gets it.

        A button that the mouse is held down on stays held, or the one that bears its label now.
        """
        self.buttons = list(buttons)
        held = self._held
        if held is not None and held not in self.buttons:
            same = (button for button in self.usable if button.label == held.label != "")
            self._held = next(same, None)
        usable = self.usable
        if focus is not None:
            self.focused = focus
        elif self.focused not in usable:
            primary = [button for button in usable if button.primary]
            self.focused = next(iter(primary or usable), None)

    def handle(self, event: pygame.event.Event) -> Outcome | None:
        """Move the focus with the mouse, and press the button that is clicked on; return its outcome."""
        if event.type == pygame.MOUSEMOTION:
            under = self._at(event.pos)
            if under is not None and under.enabled:
                self.focused = under
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            under = self._at(event.pos)
            self._held = under if under is not None and under.enabled else None
            self.focused = self._held or self.focused
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            held, self._held = self._held, None
            if held is not None and held is self._at(event.pos):
                return held.clicked(event.pos)
        return None

    def press(self) -> Outcome | None:
        """Press the focused button; return its outcome."""
        return self.focused.pressed() if self.focused is not None and self.focused.enabled else None

    def move(self, action: Action) -> None:
        """Move the focus: to the next button or the previous one, or round its row or column.

        A button that stands alone in its row or column leaves it for the nearest that is wholly beyond it.
        """
        if action in _WAYS:
            self._go(*_WAYS[action])
        else:
            self._step(1 if action is Action.NEXT else -1)

    @property
    def usable(self) -> list[Button]:
        """The buttons that can be pressed."""
        return [button for button in self.buttons if button.enabled]

    def draw(self, painter: Painter) -> None:
        """Draw the visible buttons."""
        for button in self.buttons:
            if button.visible:
                button.draw(painter, focused=button is self.focused, held=button is self._held)

    def _at(self, place: tuple[int, int]) -> Button | None:
        under = (button for button in self.buttons if button.visible and button.rect.collidepoint(place))
        return next(under, None)

    def _step(self, way: int) -> None:
        usable = self.usable
        if usable:
            here = usable.index(self.focused) if self.focused in usable else -1
            self.focused = usable[(here + way) % len(usable)]

    def _go(self, right: int, down: int) -> None:
        focused, others = self.focused, [button for button in self.usable if button is not self.focused]
        if focused is None:
            self.focused = next(iter(others), None)
            return
        here = focused.rect
        ways = {button: _way(here, button.rect, right, down) for button in others}
        line = [button for button in others if ways[button].aside == 0 and ways[button].ahead]
        onward = [button for button in line if ways[button].ahead > 0]
        if line:  # round: from the last of the line on to the first, which is farthest behind
            self.focused = min(onward or line, key=lambda button: ways[button].cost)
        else:
            beyond = [button for button in others if ways[button].gap >= 0]
            self.focused = min(beyond, key=lambda button: ways[button].cost, default=focused)


class _Way(NamedTuple):
    """The way from one button to another in a direction, in pixels."""

    ahead: int  # from centre to centre
    gap: int  # between the edges that face each other; negative where the other one is not wholly beyond
    aside: int  # between the nearer edges across the direction; 0 in the same row or column
    shift: int  # from centre to centre across the direction

    @property
    def cost(self) -> tuple[int, int]:
        return self.ahead + 2 * self.aside, self.shift


def _way(here: pygame.Rect, there: pygame.Rect, right: int, down: int) -> _Way:
    across, along = there.centerx - here.centerx, there.centery - here.centery
    if right:
        gap = there.left - here.right if right > 0 else here.left - there.right
        aside = max(there.top - here.bottom, here.top - there.bottom, 0)
        return _Way(across * right, gap, aside, abs(along))
    gap = there.top - here.bottom if down > 0 else here.top - there.bottom
    aside = max(there.left - here.right, here.left - there.right, 0)
    return _Way(along * down, gap, aside, abs(across))
