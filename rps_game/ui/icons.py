"""Our own icons: hands that show the gestures, and small symbols. Vectors, smooth at any size.

Each is drawn in a box of 100 x 100 at several times its size and scaled down. A part that lies over another
first cuts a margin out of it, which makes the fingers of one colour stand apart on any ground.
"""

import math
from collections.abc import Callable, Mapping
from enum import Enum, auto
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.palette import Colour

OVERSAMPLING: Final = 4
MARGIN: Final = 2.6
"""Between two parts of a hand, in hundredths of the icon."""

KEPT_PICTURES: Final = 256
_LEAST_DRAWN_PX: Final = 256
"""Small icons are drawn at least so large before they are scaled down: at 60 px a finger is 3 px wide."""

Point = tuple[float, float]


class Symbol(Enum):
    """A small picture beside a word."""

    PLAY = auto()
    PAUSE = auto()
    PLUS = auto()
    CHECK = auto()
    CROSS = auto()
    BACK = auto()
    FORWARD = auto()
    REDO = auto()
    REMOVE = auto()
    RENAME = auto()
    SAVE = auto()
    PEOPLE = auto()
    LEARN = auto()
    SETTINGS = auto()
    QUIT = auto()
    CAMERA = auto()
    WARNING = auto()
    SOUND = auto()
    MUTED = auto()
    DOT = auto()
    CIRCLE = auto()
    EYE = auto()
    EQUAL = auto()


class Icons:
    """Draws icons and keeps what it has drawn."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], pygame.Surface] = {}

    def gesture(self, gesture: Gesture, side: int, colour: Colour, *, flip: bool = False) -> pygame.Surface:
        """The hand that shows `gesture`, in a transparent square of `side` pixels; `flip` for the other."""
        return self._picture((gesture, side, colour, flip), side, _HANDS[gesture], colour, flip=flip)

    def symbol(self, symbol: Symbol, side: int, colour: Colour) -> pygame.Surface:
        """A symbol, in a transparent square of `side` pixels."""
        return self._picture((symbol, side, colour), side, _SYMBOLS[symbol], colour)

    def _picture(
        self,
        key: tuple[object, ...],
        side: int,
        paint: "Callable[[Pen], None]",
        colour: Colour,
        *,
        flip: bool = False,
    ) -> pygame.Surface:
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= KEPT_PICTURES:
                self._kept.clear()
            pen = Pen(max(side * OVERSAMPLING, _LEAST_DRAWN_PX), colour)
            paint(pen)
            picture = pygame.transform.smoothscale(pen.surface, (side, side))
            if flip:
                picture = pygame.transform.flip(picture, flip_x=True, flip_y=False)
            self._kept[key] = picture
        return picture


class Pen:
    """Draws in a box of 100 x 100, x to the right and y down."""

    def __init__(self, side: int, colour: Colour) -> None:
        self.surface = pygame.Surface((side, side), pygame.SRCALPHA)
        # Transparent, but of the right colour: scaling down mixes it into the edges.
        self._nothing = (*colour, 0)
        self._colour = (*colour, 255)
        self._scale = side / 100
        self.surface.fill(self._nothing)

    def bone(self, *points: Point, radius: float, margin: float = 0.0) -> None:
        """A line through points, round at both ends; `margin` cuts so much out of what is below it."""
        if margin:
            self._stroke(points, radius + margin, self._nothing)
        self._stroke(points, radius, self._colour)

    def cut(self, *points: Point, radius: float) -> None:
        """A line of nothing."""
        self._stroke(points, radius, self._nothing)

    def block(self, left: float, top: float, right: float, bottom: float, radius: float) -> None:
        """A rounded box."""
        corners = [self._at((left, top)), self._at((right, bottom))]
        rect = pygame.Rect(*corners[0], corners[1][0] - corners[0][0], corners[1][1] - corners[0][1])
        pygame.draw.rect(self.surface, self._colour, rect, border_radius=round(radius * self._scale))

    def area(self, *points: Point) -> None:
        """A filled polygon."""
        pygame.draw.polygon(self.surface, self._colour, [self._at(point) for point in points])

    def disc(self, centre: Point, radius: float) -> None:
        """A filled circle."""
        self._stroke((centre,), radius, self._colour)

    def hole(self, centre: Point, radius: float) -> None:
        """A circle of nothing."""
        self._stroke((centre,), radius, self._nothing)

    def arc(self, centre: Point, radius: float, start_deg: float, end_deg: float, width: float) -> None:
        """Part of a circle's line, clockwise from `start_deg` (0 is to the right)."""
        steps = max(int(abs(end_deg - start_deg) / 4), 2)
        angles = [math.radians(start_deg + (end_deg - start_deg) * i / steps) for i in range(steps + 1)]
        points = [(centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a)) for a in angles]
        self.bone(*points, radius=width / 2)

    def _stroke(self, points: tuple[Point, ...], radius: float, colour: tuple[int, int, int, int]) -> None:
        for point in points:
            pygame.draw.circle(self.surface, colour, self._at(point), round(radius * self._scale))
        for start, end in pairwise(points):
            length = math.dist(start, end)
            if length > 0:
                across = (end[1] - start[1]) / length * radius, (start[0] - end[0]) / length * radius
                corners = (
                    (start[0] + across[0], start[1] + across[1]),
                    (end[0] + across[0], end[1] + across[1]),
                    (end[0] - across[0], end[1] - across[1]),
                    (start[0] - across[0], start[1] - across[1]),
                )
                pygame.draw.polygon(self.surface, colour, [self._at(corner) for corner in corners])

    def _at(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self._scale), round(point[1] * self._scale)


def _wrist(pen: Pen) -> None:
    pen.block(38, 80, 66, 98, 5)


def _rock(pen: Pen) -> None:
    _wrist(pen)
    pen.block(24, 40, 79, 87, 17)
    for x, top, bottom in ((31, 29, 50), (44.5, 24, 51), (58, 25, 51), (71, 31, 50)):
        pen.bone((x, top), (x, bottom), radius=6.9, margin=MARGIN)
    pen.bone((27, 57), (33, 65), (56, 64), radius=7.2, margin=MARGIN)


def _paper(pen: Pen) -> None:
    _wrist(pen)
    pen.block(31, 48, 73, 88, 15)
    for tip, root in (
        ((30, 18), (37, 58)),
        ((46, 10), (48, 58)),
        ((62, 13), (58.5, 58)),
        ((77, 27), (67, 62)),
    ):
        pen.bone(tip, root, radius=5.6)
    pen.bone((12, 48), (26, 66), (42, 77), radius=6.4)


def _scissors(pen: Pen) -> None:
    _wrist(pen)
    pen.block(30, 50, 75, 88, 16)
    pen.bone((28, 12), (40, 58), radius=6.5)
    pen.bone((66, 10), (54, 58), radius=6.5)
    pen.bone((69.5, 53), (69.5, 66), radius=6.2, margin=MARGIN)
    pen.bone((57, 55), (57, 68), radius=6.4, margin=MARGIN)
    pen.bone((30, 60), (36, 72), (54, 70), radius=6.8, margin=MARGIN)


def _nothing(pen: Pen) -> None:
    for x, across in ((14, 1), (86, -1)):
        for y, down in ((14, 1), (86, -1)):
            pen.bone((x, y + 20 * down), (x, y), (x + 20 * across, y), radius=3.6)
    pen.arc((50, 50), 17, 0, 360, 5.5)
    pen.bone((38, 62), (62, 38), radius=2.8)


_HANDS: Final[Mapping[Gesture, Callable[[Pen], None]]] = MappingProxyType(
    {
        Gesture.ROCK: _rock,
        Gesture.PAPER: _paper,
        Gesture.SCISSORS: _scissors,
        Gesture.NONE: _nothing,
    }
)


def _play(pen: Pen) -> None:
    pen.area((30, 16), (30, 84), (82, 50))
    pen.bone((30, 18), (80, 50), (30, 82), (30, 18), radius=5)


def _pause(pen: Pen) -> None:
    pen.block(22, 16, 42, 84, 6)
    pen.block(58, 16, 78, 84, 6)


def _plus(pen: Pen) -> None:
    pen.bone((50, 18), (50, 82), radius=7)
    pen.bone((18, 50), (82, 50), radius=7)


def _check(pen: Pen) -> None:
    pen.bone((18, 54), (41, 76), (82, 26), radius=7.5)


def _cross(pen: Pen) -> None:
    pen.bone((24, 24), (76, 76), radius=7.5)
    pen.bone((76, 24), (24, 76), radius=7.5)


def _back(pen: Pen) -> None:
    pen.bone((62, 18), (30, 50), (62, 82), radius=7)


def _forward(pen: Pen) -> None:
    pen.bone((38, 18), (70, 50), (38, 82), radius=7)


def _redo(pen: Pen) -> None:
    pen.arc((50, 53), 31, -40, 250, 12)
    pen.area((58, 4), (58, 50), (88, 27))


def _remove(pen: Pen) -> None:
    pen.bone((18, 27), (82, 27), radius=5)
    pen.bone((41, 15), (59, 15), radius=5)
    pen.block(26, 37, 74, 90, 9)
    for x in (41, 59):
        pen.cut((x, 49), (x, 78), radius=3.5)


def _rename(pen: Pen) -> None:
    pen.bone((24, 76), (70, 30), radius=10)
    pen.area((10, 90), (18, 64), (36, 82))
    pen.cut((58, 28), (72, 42), radius=2.5)
    pen.bone((74, 26), (76, 24), radius=10)


def _save(pen: Pen) -> None:
    pen.bone((50, 14), (50, 58), radius=6.5)
    pen.bone((30, 42), (50, 62), (70, 42), radius=6.5)
    pen.bone((16, 66), (16, 84), (84, 84), (84, 66), radius=6)


def _people(pen: Pen) -> None:
    pen.disc((68, 34), 13)
    pen.block(50, 54, 94, 84, 18)
    for radius, paint in ((17 + MARGIN * 1.6, pen.hole), (17.0, pen.disc)):
        paint((36, 30), radius)
    pen.cut((26, 72), (46, 72), radius=22)
    pen.block(8, 53, 64, 88, 20)


def _learn(pen: Pen) -> None:
    pen.disc((50, 40), 29)
    pen.block(37, 58, 63, 74, 3)
    pen.cut((34, 72), (66, 72), radius=1.8)
    pen.bone((41, 80), (59, 80), radius=4)
    pen.bone((46, 90), (54, 90), radius=4)
    pen.arc((50, 40), 0.1, 0, 10, 0.1)


def _settings(pen: Pen) -> None:
    for y, knob in ((24, 66), (50, 34), (76, 60)):
        pen.bone((14, y), (86, y), radius=4.5)
        pen.hole((knob, y), 15)
        pen.disc((knob, y), 11)


def _quit(pen: Pen) -> None:
    pen.arc((50, 54), 33, -55, 235, 12)
    pen.bone((50, 14), (50, 48), radius=6.5)


def _camera(pen: Pen) -> None:
    pen.block(8, 28, 92, 84, 13)
    pen.area((32, 30), (39, 16), (61, 16), (68, 30))
    pen.hole((50, 55), 20)
    pen.disc((50, 55), 12)


def _warning(pen: Pen) -> None:
    pen.area((50, 16), (10, 84), (90, 84))
    pen.bone((50, 16), (11, 83), (89, 83), (50, 16), radius=6)
    pen.cut((50, 40), (50, 60), radius=4.5)
    pen.hole((50, 74), 5)


def _loudspeaker(pen: Pen) -> None:
    pen.area((10, 36), (28, 36), (50, 16), (50, 84), (28, 64), (10, 64))


def _sound(pen: Pen) -> None:
    _loudspeaker(pen)
    pen.arc((50, 50), 18, -45, 45, 8)
    pen.arc((50, 50), 36, -45, 45, 8)


def _muted(pen: Pen) -> None:
    _loudspeaker(pen)
    pen.bone((64, 38), (88, 62), radius=5)
    pen.bone((88, 38), (64, 62), radius=5)


def _dot(pen: Pen) -> None:
    pen.disc((50, 50), 30)


def _circle(pen: Pen) -> None:
    pen.arc((50, 50), 30, 0, 360, 9)


def _equal(pen: Pen) -> None:
    pen.bone((22, 36), (78, 36), radius=7)
    pen.bone((22, 64), (78, 64), radius=7)


def _eye(pen: Pen) -> None:
    pen.arc((50, 82), 53, 217, 323, 9)
    pen.arc((50, 18), 53, 37, 143, 9)
    pen.disc((50, 50), 15)


_SYMBOLS: Final[Mapping[Symbol, Callable[[Pen], None]]] = MappingProxyType(
    {
        Symbol.PLAY: _play,
        Symbol.PAUSE: _pause,
        Symbol.PLUS: _plus,
        Symbol.CHECK: _check,
        Symbol.CROSS: _cross,
        Symbol.BACK: _back,
        Symbol.FORWARD: _forward,
        Symbol.REDO: _redo,
        Symbol.REMOVE: _remove,
        Symbol.RENAME: _rename,
        Symbol.SAVE: _save,
        Symbol.PEOPLE: _people,
        Symbol.LEARN: _learn,
        Symbol.SETTINGS: _settings,
        Symbol.QUIT: _quit,
        Symbol.CAMERA: _camera,
        Symbol.WARNING: _warning,
        Symbol.SOUND: _sound,
        Symbol.MUTED: _muted,
        Symbol.DOT: _dot,
        Symbol.CIRCLE: _circle,
        Symbol.EYE: _eye,
        Symbol.EQUAL: _equal,
    }
)
