"""Strokes, boxes and circles for icons and faces, in a box of 100 x 100."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import pygame

from rps_game.ui.drawing.palette import Colour

Point = tuple[float, float]

_CURVE_STEPS: Final = 12


class Pen:
    """Draws on a transparent square of 100 x 100 units, x to the right and y down.

    Args:
        side: of the square, in pixels.
        colour: of everything drawn, until `use` takes another one.
    """

    def __init__(self, side: int, colour: Colour) -> None:
        self.surface = pygame.Surface((side, side), pygame.SRCALPHA)
        # Transparent, but of the right colour: scaling down mixes it into the edges.
        self._nothing = (*colour, 0)
        self._colour = (*colour, 255)
        self._scale = side / 100
        self.surface.fill(self._nothing)

    def use(self, colour: Colour) -> None:
        """Draw in this colour from now on."""
        self._colour = (*colour, 255)

    def line(self, *points: Point, radius: float, margin: float = 0.0) -> None:
        """Draw a line with round ends, `2 * radius` wide, and erase `margin` around it first."""
        if margin:
            self.cut(*points, radius=radius + margin)
        self._stroke(points, radius, self._colour)

    def cut(self, *points: Point, radius: float) -> None:
        """Erase a line with round ends, `2 * radius` wide."""
        self._stroke(points, radius, self._nothing)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float) -> None:
        """Draw a filled box with rounded corners."""
        corners = [self._at((left, top)), self._at((right, bottom))]
        rect = pygame.Rect(*corners[0], corners[1][0] - corners[0][0], corners[1][1] - corners[0][1])
        pygame.draw.rect(self.surface, self._colour, rect, border_radius=round(radius * self._scale))

    def polygon(self, *points: Point) -> None:
        """Draw a filled polygon."""
        self._fill(points, self._colour)

    def disc(self, centre: Point, radius: float) -> None:
        """Draw a filled circle."""
        self._stroke((centre,), radius, self._colour)

    def ellipse(self, centre: Point, across: float, down: float) -> None:
        """Draw a filled ellipse, `2 * across` wide and `2 * down` high."""
        left, top = self._at((centre[0] - across, centre[1] - down))
        right, bottom = self._at((centre[0] + across, centre[1] + down))
        pygame.draw.ellipse(self.surface, self._colour, (left, top, right - left, bottom - top))

    def curve(self, start: Point, bend: Point, end: Point, radius: float) -> None:
        """Draw a curved line with round ends: from `start` towards `bend`, arriving at `end` from there."""
        self.line(*_bezier(start, bend, end), radius=radius)

    def shape(self, *points: Point) -> None:
        """Draw a filled shape without corners, drawn towards each of these points as by `curve`.

        It has a corner at a point that is given twice.
        """
        self._fill(_rounded(points), self._colour)

    def cut_shape(self, *points: Point) -> None:
        """Erase a shape as `shape` draws it."""
        self._fill(_rounded(points), self._nothing)

    def hole(self, centre: Point, radius: float) -> None:
        """Erase a filled circle."""
        self._stroke((centre,), radius, self._nothing)

    def arc(self, centre: Point, radius: float, start_deg: float, end_deg: float, width: float) -> None:
        """Draw part of a circle's line, clockwise from `start_deg` (0 is to the right)."""
        steps = max(int(abs(end_deg - start_deg) / 4), 2)
        angles = [math.radians(start_deg + (end_deg - start_deg) * i / steps) for i in range(steps + 1)]
        points = [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]
        self.line(*points, radius=width / 2)

    def _fill(self, points: Sequence[Point], colour: tuple[int, int, int, int]) -> None:
        pygame.draw.polygon(self.surface, colour, [self._at(point) for point in points])

    def _stroke(self, points: tuple[Point, ...], radius: float, colour: tuple[int, int, int, int]) -> None:
        for point in points:
            pygame.draw.circle(self.surface, colour, self._at(point), round(radius * self._scale))
        for start, end in pairwise(points):
            if start != end:
                corners = line_corners(start, end, radius)
                self._fill(corners, colour)

    def _at(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self._scale), round(point[1] * self._scale)


def _middle(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _rounded(points: Sequence[Point]) -> list[Point]:
    # The outline of a shape: curves from the middle of each side to the next, bent by the corner between.
    following = (*points[1:], points[0])
    middles = [_middle(one, other) for one, other in zip(points, following, strict=True)]
    parts = zip(middles, following, (*middles[1:], middles[0]), strict=True)
    return [point for part in parts for point in _bezier(*part)]


def _bezier(start: Point, bend: Point, end: Point) -> list[Point]:
    # Points of a quadratic Bezier curve.
    shares = [i / _CURVE_STEPS for i in range(_CURVE_STEPS + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t * t * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t * t * end[1],
        )
        for t in shares
    ]


def line_corners(start: Point, end: Point, radius: float) -> list[Point]:
    """Return the corners of a straight line `2 * radius` wide; its ends must differ."""
    length = math.dist(start, end)
    x, y = (end[1] - start[1]) / length * radius, (start[0] - end[0]) / length * radius
    return [
        (start[0] + x, start[1] + y),
        (end[0] + x, end[1] + y),
        (end[0] - x, end[1] - y),
        (start[0] - x, start[1] - y),
    ]
