"""Samples as small pictures, each of which can be taken back, and put back again."""

from collections.abc import Callable, Collection, Mapping

import numpy as np
import numpy.typing as npt
import pygame

from rps_game.flow import Outcome
from rps_game.ui.drawing import Box, Painter, Symbol, Theme, Tone
from rps_game.ui.drawing.arrays import picture
from rps_game.ui.widgets.focus import Button
from rps_game.ui.words.i18n import tr


class Thumbnails(Button):
    """The samples of a class in a row that scrolls, the newest first; one of them is marked.

    Args:
        theme: the scale.
        press: called with the number of the picture that is pressed.
        mirror: whether they are drawn as in a mirror.
    """

    def __init__(self, theme: Theme, press: Callable[[int], None], *, mirror: bool = True) -> None:
        super().__init__(tr("Pictures"), self._press_marked, enabled=False)
        self.mirror = mirror
        self._theme = theme
        self._press_number = press
        self._marked: int | None = None
        self._squares: dict[int, npt.NDArray[np.uint8]] = {}  # by number, the newest first
        self._dropped: Collection[int] = ()
        self._first = 0  # how many newer ones are scrolled out of sight
        self._pictures: dict[tuple[int, int], pygame.Surface] = {}

    def show(self, squares: Mapping[int, npt.NDArray[np.uint8]], dropped: Collection[int]) -> None:
        """Show these from now on: by number the picture, uint8 (n, n, 3) RGB; those taken back are dimmed.

        While one is marked, what is shown stays where it is.
        """
        numbers, before = sorted(squares, reverse=True), list(self._squares)
        if self._marked in before and self._marked in squares:
            self._first += numbers.index(self._marked) - before.index(self._marked)
        else:
            self._marked, self._first = None, self._first if squares else 0
        self._squares = {number: squares[number] for number in numbers}
        self._dropped, self.enabled = dropped, bool(numbers)
        self._pictures = {
            key: cached
            for key, cached in self._pictures.items()
            if key[0] in squares and key[1] == self.rect.height
        }

    def mark_first(self) -> None:
        """Mark the first that is shown, unless one is marked."""
        if self._marked is None:
            self._marked = next((shown for shown, _ in self.places() if isinstance(shown, int)), None)

    def mark_at(self, place: tuple[int, int]) -> None:
        """Mark the picture at a place of the window, if there is one."""
        for shown, rect in self.places():
            if isinstance(shown, int) and rect.collidepoint(place):
                self._marked = shown

    def mark_next(self, by: int) -> None:
        """Mark the next picture to the right, or with -1 to the left, and have it shown."""
        numbers = list(self._squares)
        here = numbers.index(self._marked) if self._marked in numbers else -1
        there = (here + by) % len(numbers)
        self._marked = numbers[there]
        self._first = min(max(self._first, there - self._page + 1), there)

    def unmark(self) -> None:
        self._marked = None

    def scroll(self, by: int) -> None:
        """Show so many older pictures, or with a negative number newer ones; none stays marked."""
        self._marked = None
        self._first = min(max(self._first + by, 0), max(len(self._squares) - self._page, 0))

    @property
    def _room(self) -> int:
        side, gap = self.rect.height, self._theme.unit(8)
        return max((self.rect.width + gap) // max(side + gap, 1), 3)

    @property
    def _page(self) -> int:
        """How many pictures are shown; with more of them, both ends have a sign."""
        return self._room if len(self._squares) <= self._room else self._room - 2

    def places(self) -> list[tuple[int | Symbol, Box]]:
        """Return the number of each picture that is shown, or the sign that leads to more, and its place."""
        shown: list[int | Symbol] = [*list(self._squares)[self._first : self._first + self._page]]
        if self._page < len(self._squares):
            shown = [Symbol.BACK, *shown, Symbol.FORWARD]
        row = self.rect.copy()
        return [(one, row.take_left(self.rect.height, self._theme.unit(8))) for one in shown]

    def clicked(self, place: tuple[int, int]) -> Outcome | None:
        """Press the picture at this place, or scroll by the sign there."""
        for shown, rect in self.places():
            if rect.collidepoint(place):
                if isinstance(shown, int):
                    self._press_number(shown)
                else:
                    self.scroll(self._page if shown is Symbol.FORWARD else -self._page)
                break
        return None

    def _press_marked(self) -> None:
        if self._marked is not None:
            self._press_number(self._marked)

    def draw(self, painter: Painter, *, focused: bool = False, held: bool = False) -> None:  # noqa: ARG002
        """Draw the row, and on the marked picture, and those taken back, the sign of what a press does."""
        for shown, rect in self.places():
            if isinstance(shown, Symbol):
                painter.card(rect, radius=8)
                painter.icon(shown, rect.centred(rect.height // 2), Tone.MUTED)
                continue
            key = shown, rect.width
            if key not in self._pictures:
                small = picture(self._squares[shown], rect.width)
                self._pictures[key] = pygame.transform.flip(small, self.mirror, flip_y=False)
            painter.picture(self._pictures[key], rect)
            self._draw_sign(
                painter, rect, marked=focused and shown == self._marked, dropped=shown in self._dropped
            )

    def _draw_sign(self, painter: Painter, rect: Box, *, marked: bool, dropped: bool) -> None:
        theme = painter.theme
        if dropped:
            painter.veil(rect)
        if marked:
            painter.rect(rect, Tone.ACCENT, max(theme.unit(3), 2), theme.unit(8))
        if marked or dropped:
            side = rect.height * 9 // 20
            badge = rect.copy().take_top(side).take_right(side)
            painter.backdrop(badge, side // 2)
            symbol, tone = (Symbol.REDO, Tone.INK) if dropped else (Symbol.CROSS, Tone.BAD)
            painter.icon(symbol, badge.inset(side // 5), tone)
