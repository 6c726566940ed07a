"""A list of rows that scrolls."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from rps_game.ui.drawing import Box, Painter, Theme, Tone
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP
from rps_game.ui.widgets.widget import Widget

Row = TypeVar("Row", bound=Button)


class ScrollList(Widget, Generic[Row]):
    """Rows, of which as many are visible as fit. The screen draws them as its buttons.

    Args:
        rows: from the top; may be replaced before `place`.

    Attributes:
        rows: all of them.
    """

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.rows = list(rows)
        self._first, self._height, self._gap = 0, 0, 0  # the first visible row
        self._above: Callable[[Row], int] = lambda row: 0  # noqa: ARG005

    def place(
        self, theme: Theme, rect: Box, height: int, gap: int, above: Callable[[Row], int] | None = None
    ) -> None:
        """Lay out the rows in a box.

        Args:
            theme: the scale.
            rect: the box.
            height: of a row, in pixels.
            gap: between two rows, in pixels.
            above: returns the room, in pixels, that is kept free above a row; None for none.
        """
        self.rect, self._height, self._gap = rect, height, gap
        self._above = above or self._above
        self.scroll(theme, 0)

    def scroll(self, theme: Theme, by: int) -> None:
        """Scroll so many rows down, or up where negative."""
        last = len(self.rows) - self._fitting(self.rows[::-1])
        self._first = min(max(self._first + by, 0), last)
        rest = self.rect.copy()
        rest.take_right(theme.unit(GAP + 4) if last else 0)
        shown = range(self._first, self._first + self._fitting(self.rows[self._first :]))
        rest.top -= sum(self._above(row) + self._height + self._gap for row in self.rows[: self._first])
        for i, row in enumerate(self.rows):
            row.visible = i in shown
            rest.take_top(self._above(row))
            row.rect = rest.take_top(self._height, self._gap)

    def _fitting(self, rows: Sequence[Row]) -> int:
        # How many of these rows fit, one at least if there is any.
        used = 0
        for i, row in enumerate(rows):
            used += self._above(row) + self._height
            if used > self.rect.height and i > 0:
                return i
            used += self._gap
        return len(rows)

    def scroll_to(self, theme: Theme, row: Row) -> None:
        """Scroll as little as makes a row visible."""
        index = self.rows.index(row)
        if index < self._first:
            self.scroll(theme, index - self._first)
        while not row.visible and self._first < index:
            self.scroll(theme, 1)

    def visible_near(self, row: Row) -> Row:
        """Return the visible row that is nearest to this one: after the mouse wheel, so as not to lose it."""
        index = self.rows.index(row)
        shown = [i for i, each in enumerate(self.rows) if each.visible]
        return self.rows[min(max(index, shown[0]), shown[-1])]

    def draw(self, painter: Painter) -> None:
        """Draw the scroll bar, if there is something to scroll."""
        shown = sum(row.visible for row in self.rows)
        if shown < len(self.rows):
            theme, track = painter.theme, self.rect.copy().take_right(painter.theme.unit(8))
            painter.card(track, radius=4)
            height = max(track.height * shown // len(self.rows), theme.unit(24))
            track.take_top((track.height - height) * self._first // (len(self.rows) - shown))
            painter.card(track.take_top(height), Tone.LINE, radius=4)
