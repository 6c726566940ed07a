"""Numbers as pictures: rings, bars, a curve and a table."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pygame

from rps_game.ui.drawing.palette import Colour, Tone
from rps_game.ui.drawing.theme import Align, Size, Theme

_STEPS_PER_CORNER: Final = 10


class ProgressRing:
    """A line around a box that fills with progress, clockwise from the top; round or along a rounded box.

    Attributes:
        rect: the box around which it lies; set by the screen's `place`.
    """

    def __init__(self, *, square: bool = False) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.square = square

    def draw(
        self,
        surface: pygame.Surface,
        theme: Theme,
        progress: float,
        *,
        tone: Tone = Tone.ACCENT,
        width: float = 8,
        track: bool = True,
    ) -> None:
        """Draw it.

        Args:
            surface: where to.
            theme: how.
            progress: 0..1.
            tone: of the part that is filled.
            width: of the line, in pixels of the design.
            track: whether the rest of the way shows.
        """
        corner = (
            min(theme.unit(18), *(side // 2 for side in self.rect.size))
            if self.square
            else self.rect.width / 2
        )
        path = _around(self.rect, corner)
        line = max(theme.unit(width), 2)
        if track:
            _trace(surface, theme.colour(Tone.RAISED), path, line)
        if progress > 0:
            _trace(surface, theme.colour(tone), _part(path, min(progress, 1.0)), line)


class Bar:
    """A lying bar that is filled from the left.

    Attributes:
        rect: where it is; set by the screen's `place`.
    """

    def __init__(self) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)

    def draw(
        self,
        surface: pygame.Surface,
        theme: Theme,
        share: float,
        *,
        tone: Tone | Colour = Tone.ACCENT,
        mark: float | None = None,
    ) -> None:
        """Draw it filled to `share`, 0..1, with a thin line at `mark`."""
        radius = self.rect.height // 2
        pygame.draw.rect(surface, theme.colour(Tone.RAISED), self.rect, border_radius=radius)
        filled = self.rect.copy()
        filled.width = round(self.rect.width * min(max(share, 0.0), 1.0))
        if filled.width > 0:
            filled.width = max(filled.width, min(self.rect.height, self.rect.width))
            pygame.draw.rect(surface, theme.colour(tone), filled, border_radius=radius)
        if mark is not None:
            x = self.rect.left + round(self.rect.width * min(max(mark, 0.0), 1.0))
            pygame.draw.line(
                surface,
                theme.colour(Tone.INK),
                (x, self.rect.top),
                (x, self.rect.bottom - 1),
                max(theme.unit(2), 1),
            )


class LossBar(Bar):
    """How much a loss has still to fall: full at the first, empty at nothing.

    The bar is wide, since it is what the eye meets first; its number stands in it.
    """

    def show(
        self, surface: pygame.Surface, theme: Theme, loss: float | None, first: float, label: str
    ) -> None:
        """Draw it for a loss of 0 or more, beside a `first` above 0; None before there is one."""
        share = 1.0 if loss is None or not math.isfinite(loss) else loss / first
        self.draw(surface, theme, share, tone=Tone.ACCENT)
        inner = self.rect.inflate(-theme.unit(40), 0)
        inside = (
            Tone.ON_ACCENT
            if share * self.rect.width > theme.width(label, Size.BODY) + theme.unit(40)
            else Tone.INK
        )
        if inside is Tone.INK:
            filled = max(round(self.rect.width * max(share, 0)), self.rect.height)  # as `draw` does
            inner.left = self.rect.left + filled + theme.unit(16)
            inner.width = self.rect.right - theme.unit(16) - inner.left
        theme.text(surface, label, inner, tone=inside, bold=True)


class Curve:
    """A line through numbers, with its first and last value written beside it.

    Attributes:
        rect: where it is; set by the screen's `place`.
    """

    def __init__(self) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)

    def draw(
        self,
        surface: pygame.Surface,
        theme: Theme,
        values: Sequence[float],
        *,
        highest: float,
        expected: int | None = None,
        tone: Tone = Tone.ACCENT,
    ) -> None:
        """Draw it.

        Args:
            surface: where to.
            theme: how.
            values: oldest first, 0 or more each.
            highest: the value at the top edge, above 0.
            expected: how many values there will be, so that the curve grows from left to right.
            tone: of the line.
        """
        for share in (0.0, 0.5, 1.0):
            y = self.rect.bottom - round(self.rect.height * share)
            pygame.draw.line(surface, theme.colour(Tone.RAISED), (self.rect.left, y), (self.rect.right, y))
        finite = [value if math.isfinite(value) else highest for value in values]
        points = [
            (
                self.rect.left + self.rect.width * i / max((expected or len(finite)) - 1, 1),
                self.rect.bottom - self.rect.height * min(value / highest, 1.0),
            )
            for i, value in enumerate(finite)
        ]
        if len(points) > 1:
            _trace(surface, theme.colour(tone), points, max(theme.unit(3), 2))
        if points:
            pygame.draw.circle(surface, theme.colour(tone), points[-1], max(theme.unit(6), 3))


class Table:
    """Words and numbers in rows and columns.

    Attributes:
        rect: where it is; set by the screen's `place`.
    """

    def __init__(self) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)

    def cell(self, row: int, column: int, rows: int, columns: int) -> pygame.Rect:
        """Where a cell is, counted from 0."""
        left = self.rect.left + self.rect.width * column // columns
        right = self.rect.left + self.rect.width * (column + 1) // columns
        top = self.rect.top + self.rect.height * row // rows
        bottom = self.rect.top + self.rect.height * (row + 1) // rows
        return pygame.Rect(left, top, right - left, bottom - top)

    def draw(
        self, surface: pygame.Surface, theme: Theme, rows: Sequence[Sequence[str]], *, size: Size = Size.SMALL
    ) -> None:
        """Draw the rows, the first of which are headings."""
        for i, row in enumerate(rows):
            for j, string in enumerate(row):
                box = self.cell(i, j, len(rows), len(row)).inflate(-theme.unit(12), -theme.unit(4))
                tone = Tone.MUTED if i == 0 else Tone.INK
                theme.text(
                    surface, string, box, size=size, tone=tone, align=Align.LEFT if j == 0 else Align.CENTER
                )


Point = tuple[float, float]


def _around(rect: pygame.Rect, corner: float) -> list[Point]:
    # The edge of a rounded box, clockwise from the middle of its top, back to where it began.
    points: list[Point] = [(rect.centerx, rect.top)]
    centres = (
        ((rect.right - corner, rect.top + corner), -90),
        ((rect.right - corner, rect.bottom - corner), 0),
        ((rect.left + corner, rect.bottom - corner), 90),
        ((rect.left + corner, rect.top + corner), 180),
    )
    steps = max(_STEPS_PER_CORNER, int(corner / 5))
    for (x, y), start_deg in centres:
        for i in range(steps + 1):
            angle = math.radians(start_deg + 90 * i / steps)
            points.append((x + corner * math.cos(angle), y + corner * math.sin(angle)))
    points.append(points[0])
    return points


def _part(path: Sequence[Point], share: float) -> list[Point]:
    # The first `share` of a path's length.
    lengths = [math.dist(a, b) for a, b in pairwise(path)]
    left = sum(lengths) * share
    points = [path[0]]
    for length, start, end in zip(lengths, path, path[1:], strict=False):
        if left <= length:
            if length > 0:
                along = left / length
                points.append(
                    (start[0] + (end[0] - start[0]) * along, start[1] + (end[1] - start[1]) * along)
                )
            break
        points.append(end)
        left -= length
    return points


def _trace(surface: pygame.Surface, colour: tuple[int, int, int], path: Sequence[Point], width: int) -> None:
    for start, end in pairwise(path):
        length = math.dist(start, end)
        if length > 0:
            across = (end[1] - start[1]) / length * width / 2, (start[0] - end[0]) / length * width / 2
            corners = (
                (start[0] + across[0], start[1] + across[1]),
                (end[0] + across[0], end[1] + across[1]),
                (end[0] - across[0], end[1] - across[1]),
                (start[0] - across[0], start[1] - across[1]),
            )
            pygame.draw.polygon(surface, colour, corners)
    for x, y in path if width > 3 else (path[0], path[-1]):
        pygame.draw.circle(surface, colour, (x, y), width / 2)
