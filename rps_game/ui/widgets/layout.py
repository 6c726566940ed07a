"""Buttons in rows and columns."""

from collections.abc import Sequence

from rps_game.ui.drawing import Box, Theme
from rps_game.ui.widgets.focus import Button

BUTTON_HEIGHT = 56
"""In pixels of the design: large enough for a finger."""

GAP = 16
"""Between two things that belong together, in pixels of the design."""


def button_height(theme: Theme) -> int:
    """Return the height of a button in pixels, which grows with the window and with the text."""
    return max(theme.unit(BUTTON_HEIGHT), theme.line() + theme.unit(12))


def place_row(buttons: Sequence[Button], rect: Box, theme: Theme) -> None:
    """Place buttons side by side up to the right edge, as wide as their labels need; the widest give way."""
    gap = theme.unit(GAP)
    left = rect.width - gap * (len(buttons) - 1)
    widths: dict[Button, int] = {}
    for button in sorted(buttons, key=lambda each: each.width(theme)):
        wanted = max(button.width(theme), theme.unit(120))
        widths[button] = min(wanted, left // (len(buttons) - len(widths)))
        left -= widths[button]
    room = rect.copy()
    for button in reversed(buttons):
        button.rect = room.take_right(widths[button], gap)


def place_rows(buttons: Sequence[Button], area: Box, theme: Theme, gap: int) -> None:
    """Take a row for buttons from the bottom of an area, or two where one is too narrow for their labels."""
    room = theme.unit(GAP) * (len(buttons) - 1)
    widths = [max(button.width(theme), theme.unit(120)) for button in buttons]
    halves = [buttons]
    if sum(widths) + room > area.width and len(buttons) > 2:
        halves = [buttons[(len(buttons) + 1) // 2 :], buttons[: (len(buttons) + 1) // 2]]
    for half in halves:
        place_row(half, area.take_bottom(button_height(theme), gap), theme)


def place_column(buttons: Sequence[Button], rect: Box, theme: Theme, gap: float = 12) -> None:
    """Place buttons one below another from the top of `rect`, as wide as it, lower if there is no room."""
    if not buttons:
        return
    gap_px = theme.unit(gap)
    height = min(button_height(theme), (rect.height - gap_px * (len(buttons) - 1)) // len(buttons))
    room = rect.copy()
    for button in buttons:
        button.rect = room.take_top(height, gap_px)
