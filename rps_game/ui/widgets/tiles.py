"""Buttons of the title: a picture above its word, and a value that is changed in place."""

from collections.abc import Callable

from rps_game.ui.bindings import Press
from rps_game.ui.drawing import Align, Box, Painter, Size, Tone
from rps_game.ui.widgets.focus import Button


def _ground(painter: Painter, rect: Box, *, focused: bool, held: bool, enabled: bool) -> tuple[Box, Tone]:
    # Draws the tile's card, and returns where and in which colour to write on it.
    theme = painter.theme
    rect = rect.inset(theme.unit(2)) if held else rect
    painter.card(rect, Tone.ACCENT if focused else Tone.CARD, radius=14)
    if not enabled:
        return rect, Tone.MUTED
    return rect, Tone.ON_ACCENT if focused else Tone.INK


class BigButton(Button):
    """The one that everybody looks for: its label and symbol are large, in the middle."""

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw it; a line lies around it where it has the focus."""
        theme = painter.theme
        rect, ink = _ground(painter, self.rect, focused=focused, held=held, enabled=self.enabled)
        if focused:
            gap = theme.unit(8)
            painter.rect(self.rect.inset(-gap), Tone.ACCENT, max(theme.unit(3), 2), theme.unit(20))
        side, gap = min(theme.unit(40), rect.height * 2 // 3), theme.unit(16)
        width = theme.width(self.label, Size.TITLE, bold=True)
        inner = rect.inset(theme.unit(16), theme.unit(4))
        inner = inner.centred(min(side + gap + width, inner.width), inner.height)
        if self.symbol is not None:
            painter.icon(self.symbol, inner.take_left(side, gap), ink)
        painter.title(self.label, inner, tone=ink)


class IconTile(Button):
    """A symbol, and below it its word."""

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the tile, filled in the accent where it has the focus."""
        rect, ink = _ground(painter, self.rect, focused=focused, held=held, enabled=self.enabled)
        theme = painter.theme
        inner, gap = rect.inset(theme.unit(6)), theme.unit(6)
        line = theme.line(Size.SMALL, len(theme.lines(self.label, inner.width, Size.SMALL)))
        side = max(min(theme.unit(34), inner.height - line - gap), 1)
        inner = inner.centred(inner.width, side + gap + line)
        if self.symbol is not None:
            painter.icon(self.symbol, inner.take_top(side, gap), ink)
        painter.text(self.label, inner, size=Size.SMALL, tone=ink, align=Align.CENTER, bold=True, wrap=True)


class ValueTile(Button):
    """A name, and below it the value that it has now; perhaps a picture at the left.

    Args:
        label: the name.
        press: what a press leads to.
        value: returns the value's words.
        picture: draws a picture into a box; None for none.
        hint: a sentence about it.
    """

    def __init__(
        self,
        label: str,
        press: Press,
        value: Callable[[], str],
        picture: Callable[[Painter, Box], None] | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(label, press, hint=hint)
        self._value, self._picture = value, picture

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:
        """Draw the tile, filled in the accent where it has the focus."""
        rect, ink = _ground(painter, self.rect, focused=focused, held=held, enabled=self.enabled)
        theme = painter.theme
        inner = rect.inset(theme.unit(12), theme.unit(5))
        if self._picture is not None:
            self._picture(painter, inner.take_left(min(inner.height, inner.width // 3), theme.unit(10)))
        name, value = theme.line(Size.SMALL), theme.line()
        if inner.height >= name + value:
            inner = inner.centred(inner.width, name + value)
            tone = ink if focused else Tone.MUTED
            painter.text(self.label, inner.take_top(name), size=Size.SMALL, tone=tone)
        painter.text(self._value(), inner, tone=ink, bold=True, wrap=True)
