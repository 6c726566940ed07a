"""Numbers as pictures: rings, bars and curves."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pygame

from rps_game.ui.drawing import Colour, Painter, Size, Tone
from rps_game.ui.drawing.pen import Point, line_corners
from rps_game.ui.widgets.widget import Widget

_STEPS_PER_CORNER: Final = 10


class ProgressRing(Widget):
    """A line along the edge of a rounded box that fills with progress, clockwise from the top."""

    def draw(
        self,
        painter: Painter,
        progress: float,
        *,
        tone: Tone = Tone.ACCENT,
        width: float = 8,
        track: bool = True,
    ) -> None:
        """Draw the ring, filled in `tone` up to `progress`, 0..1.

        `width` is that of the line, in pixels of the design; `track` shows the part that is not filled.
        """
        theme = painter.theme
        path = _around(self.rect, min(theme.unit(18), *(side // 2 for side in self.rect.size)))
        line = max(theme.unit(width), 2)
        if track:
            _trace(painter, Tone.RAISED, path, line)
        if progress > 0:
            _trace(painter, tone, _part(path, min(progress, 1.0)), line)


class Bar(Widget):
    """A horizontal bar that is filled from the left."""

    def draw(
        self,
        painter: Painter,
        share: float,
        *,
        tone: Tone | Colour = Tone.ACCENT,
        mark: float | None = None,
    ) -> None:
        """Draw the bar filled to `share`, 0..1, with a thin line at `mark`, 0..1."""
        painter.rect(self.rect, Tone.RAISED, radius=self.rect.height // 2)
        filled = self.rect.copy()
        filled.width = round(self.rect.width * min(max(share, 0.0), 1.0))
        if filled.width > 0:
            filled.width = max(filled.width, min(self.rect.height, self.rect.width))
            painter.rect(filled, tone, radius=self.rect.height // 2)
        if mark is not None:
            x = self.rect.left + round(self.rect.width * min(max(mark, 0.0), 1.0))
            painter.line((x, self.rect.top), (x, self.rect.bottom - 1), Tone.INK, painter.theme.unit(2))


class LossBar(Bar):
    """A bar for a loss, full at the first value and empty at 0, with its number in it."""

    def show(self, painter: Painter, loss: float | None, first: float, label: str) -> None:
        """Draw the bar for a loss of 0 or more (None before there is one); `first` is above 0."""
        theme = painter.theme
        share = 1.0 if loss is None or not math.isfinite(loss) else loss / first
        self.draw(painter, share, tone=Tone.ACCENT)
        inner = self.rect.inset(theme.unit(20), 0)
        fits = share * self.rect.width > theme.width(label, Size.BODY) + theme.unit(40)
        if not fits:
            filled = max(round(self.rect.width * max(share, 0)), self.rect.height)  # as `draw` does
            inner = self.rect.inset(theme.unit(16), 0)
            inner.take_left(filled)
        painter.text(label, inner, tone=Tone.ON_ACCENT if fits else Tone.INK, bold=True)


class Curve(Widget):
    """A line through values, with a dot at the last one."""

    def draw(
        self,
        painter: Painter,
        values: Sequence[float],
        *,
        highest: float,
        expected: int | None = None,
        tone: Tone = Tone.ACCENT,
    ) -> None:
        """Draw `values`, the oldest first and each 0 or more; `highest`, above 0, is at the top edge.

        With `expected`, the number of values that there will be, the curve grows from left to right.
        """
        theme = painter.theme
        for share in (0.0, 0.5, 1.0):
            y = self.rect.bottom - round(self.rect.height * share)
            painter.line((self.rect.left, y), (self.rect.right, y), Tone.RAISED)
        finite = [value if math.isfinite(value) else highest for value in values]
        points = [
            (
                self.rect.left + self.rect.width * i / max((expected or len(finite)) - 1, 1),
                self.rect.bottom - self.rect.height * min(value / highest, 1.0),
            )
            for i, value in enumerate(finite)
        ]
        if len(points) > 1:
            _trace(painter, tone, points, max(theme.unit(3), 2))
        if points:
            painter.circle(points[-1], max(theme.unit(6), 3), tone)


def _around(rect: pygame.Rect, corner: float) -> list[Point]:
    # The closed edge of a rounded box, clockwise from the middle of its top.
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


def _trace(painter: Painter, tone: Tone, path: Sequence[Point], width: int) -> None:
    for start, end in pairwise(path):
        if start != end:
            corners = line_corners(start, end, width / 2)
            pygame.draw.polygon(painter.surface, painter.theme.colour(tone), corners)
    for place in path if width > 3 else (path[0], path[-1]):
        painter.circle(place, width / 2, tone)
