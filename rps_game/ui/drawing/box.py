"""Boxes that split themselves, so that screens need no arithmetic of rectangles."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import pygame


class Box(pygame.Rect):
    """A part of the window, in pixels. What is taken from a box is no longer in it.

        rest = area.inset(20)
        title = rest.take_top(40, gap=8)
        back, forward = rest.take_bottom(56, gap=16).columns(2, gap=12)
        picture, words = rest.columns([2, 3], gap=16)

    Gaps and sizes are in pixels. A box with too little room gets sides below 0. Take parts from a `copy` of a
    box that is still needed as a whole.
    """

    def __init__(self, left: float = 0, top: float = 0, width: float = 0, height: float = 0) -> None:
        super().__init__(left, top, width, height)

    if TYPE_CHECKING:  # pygame returns boxes here, but its types say rectangles

        def copy(self) -> "Box": ...
        def move(self, x: float, y: float) -> "Box": ...  # type: ignore[override]
        def inflate(self, x: float, y: float) -> "Box": ...  # type: ignore[override]
        def unionall(self, rects: Sequence[pygame.Rect]) -> "Box": ...  # type: ignore[override]

    @property
    def pixels(self) -> tuple[int, int]:
        """The size of a picture in this box: at least a pixel, as pygame crashes on scaling an empty one."""
        return max(self.width, 1), max(self.height, 1)

    def take_top(self, height: float, gap: int = 0) -> "Box":
        """Take the upper part, and drop the gap below it."""
        taken = Box(self.left, self.top, self.width, height)
        self.update(self.left, taken.bottom + gap, self.width, self.bottom - taken.bottom - gap)
        return taken

    def take_bottom(self, height: float, gap: int = 0) -> "Box":
        """Take the lower part, and drop the gap above it."""
        taken = Box(self.left, 0, self.width, height)
        taken.bottom = self.bottom
        self.height = taken.top - gap - self.top
        return taken

    def take_left(self, width: float, gap: int = 0) -> "Box":
        """Take the left part, and drop the gap beside it."""
        taken = Box(self.left, self.top, width, self.height)
        self.update(taken.right + gap, self.top, self.right - taken.right - gap, self.height)
        return taken

    def take_right(self, width: float, gap: int = 0) -> "Box":
        """Take the right part, and drop the gap beside it."""
        taken = Box(0, self.top, width, self.height)
        taken.right = self.right
        self.width = taken.left - gap - self.left
        return taken

    def columns(self, weights: int | Sequence[float], gap: int = 0) -> "list[Box]":
        """Return boxes side by side that fill this one: so many of one width, or one for each weight."""
        return [
            Box(left, self.top, width, self.height)
            for left, width in _split(self.left, self.width, weights, gap)
        ]

    def rows(self, weights: int | Sequence[float], gap: int = 0) -> "list[Box]":
        """Return boxes one below another, as `columns` does side by side."""
        return [
            Box(self.left, top, self.width, height)
            for top, height in _split(self.top, self.height, weights, gap)
        ]

    def cell(self, row: int, column: int, rows: int, columns: int) -> "Box":
        """Return one cell, counted from 0, of a table that fills this box."""
        left, right = (self.left + self.width * i // columns for i in (column, column + 1))
        top, bottom = (self.top + self.height * i // rows for i in (row, row + 1))
        return Box(left, top, right - left, bottom - top)

    def inset(self, x: int, y: int | None = None) -> "Box":
        """Return this box without a margin of `x` at the left and right, and `y` (or `x`) above and below."""
        y = x if y is None else y
        return Box(self.left + x, self.top + y, self.width - 2 * x, self.height - 2 * y)

    def centred(self, width: float, height: float | None = None) -> "Box":
        """Return a box of this size, or a square, around the same middle."""
        box = Box(0, 0, width, width if height is None else height)
        box.center = self.center
        return box

    def above(self, height: float, gap: int = 0) -> "Box":
        """Return a box outside this one, above it and as wide."""
        box = Box(self.left, 0, self.width, height)
        box.bottom = self.top - gap
        return box

    def below(self, height: float, gap: int = 0) -> "Box":
        """Return a box outside this one, below it and as wide."""
        return Box(self.left, self.bottom + gap, self.width, height)


def _split(start: int, length: int, weights: int | Sequence[float], gap: int) -> list[tuple[int, int]]:
    # The start and length of each part.
    shares = [1.0] * weights if isinstance(weights, int) else weights
    room = length - gap * (len(shares) - 1)
    edges = [start + round(room * sum(shares[:i]) / sum(shares)) for i in range(len(shares) + 1)]
    return [(one + gap * i, other - one) for i, (one, other) in enumerate(pairwise(edges))]
