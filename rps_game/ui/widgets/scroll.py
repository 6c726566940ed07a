"""A list of rows that scrolls."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from rps_game.ui.drawing import Box, Painter, Theme, Tone
from rps_game.ui.widgets.focus import Button
from rps_game.ui.widgets.layout import GAP
from rps_game.ui.widgets.widget import Widget

Row = TypeVar("Row", bound=Button)


class ScrollList(Widget, Generic[Row]):
    """Rows of one height, of which as many are visible as fit. The screen draws them as its buttons.

    Args:
        rows: from the top; may be replaced before `place`.

    Attributes:
        rows: all of them.
    """

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.rows = list(rows)
        self._first, self._fitting = 0, 1  # the first visible row, and how many fit
        self._height = self._gap = 0

    def place(self, theme: Theme, rect: Box, height: int, gap: int) -> None:
        """Lay out the rows in a box, so many pixels high, and so many apart."""
        self.rect, self._height, self._gap = rect, height, gap
        self._fitting = max((rect.height + gap) // (height + gap), 1)
        self.scroll(theme, 0)

    def scroll(self, theme: Theme, by: int) -> None:
        """Scroll so many rows down, or up where negative."""
        self._first = min(max(self._first + by, 0), max(len(self.rows) - self._fitting, 0))
        rest = self.rect.copy()
        rest.take_right(theme.unit(GAP + 4) if len(self.rows) > self._fitting else 0)
        rest.top -= self._first * (self._height + self._gap)
        for i, row in enumerate(self.rows):
            row.visible = self._first <= i < self._first + self._fitting
            row.rect = rest.take_top(self._height, self._gap)

    def scroll_to(self, theme: Theme, row: Row) -> None:
        """Scroll as little as makes a row visible."""
        index = self.rows.index(row)
        last = self._first + self._fitting - 1
        if not self._first <= index <= last:
            self.scroll(theme, index - (self._first if index < self._first else last))

    def visible_near(self, row: Row) -> Row:
        """Return the visible row that is nearest to this one: after the mouse wheel, so as not to lose it."""
        index = min(max(self.rows.index(row), self._first), self._first + self._fitting - 1)
        return self.rows[index]

    def draw(self, painter: Painter) -> None:
        """Draw the scroll bar, if there is something to scroll."""
        if len(self.rows) > self._fitting:
            theme, track = painter.theme, self.rect.copy().take_right(painter.theme.unit(8))
            painter.card(track, radius=4)
            height = max(track.height * self._fitting // len(self.rows), theme.unit(24))
            most = len(self.rows) - self._fitting
            track.take_top((track.height - height) * self._first // most)
            painter.card(track.take_top(height), Tone.LINE, radius=4)
