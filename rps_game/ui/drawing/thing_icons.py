"""Icons of things that a move may stand for, by the moves' ids."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from rps_game.ui.drawing.pen import Pen


def _well(pen: Pen) -> None:
    pen.polygon((50, 6), (92, 36), (8, 36))
    pen.line((50, 8), (90, 35), (10, 35), (50, 8), radius=2.5)
    for x in (22, 78):
        pen.line((x, 34), (x, 62), radius=3.5)
    pen.line((50, 36), (50, 44), radius=2)
    pen.box(43, 44, 57, 56, 3)
    pen.box(10, 60, 90, 94, 6)
    pen.cut((10, 77), (90, 77), radius=1.6)
    for x, top in ((37, 60), (63, 60), (24, 78), (50, 78), (76, 78)):
        pen.cut((x, top), (x, top + 15), radius=1.6)


def _fire(pen: Pen) -> None:
    pen.shape(
        *((56, 4), (56, 4), (58, 24), (84, 44), (88, 74), (72, 98), (28, 98), (12, 76), (16, 50), (30, 34)),
        *((30, 34), (31, 48), (44, 46), (50, 26)),
    )
    pen.cut_shape((52, 54), (52, 54), (54, 64), (68, 76), (62, 93), (38, 93), (32, 76), (44, 68))


def _water(pen: Pen) -> None:
    pen.shape((50, 3), (50, 3), (56, 22), (84, 54), (82, 88), (50, 102), (18, 88), (16, 54), (44, 22))
    pen.cut((29, 64), (32, 74), (40, 82), radius=3.4)


def _air(pen: Pen) -> None:
    pen.line((8, 37), (46, 37), radius=4.6)
    pen.arc((46, 24), 13, -180, 90, 9.2)
    pen.line((8, 56), (80, 56), radius=4.6)
    pen.arc((80, 42), 14, -180, 90, 9.2)
    pen.line((22, 73), (54, 73), radius=4.6)
    pen.arc((54, 83), 10, -90, 160, 9.2)


def _tree(pen: Pen) -> None:
    pen.polygon((44, 60), (56, 60), (60, 96), (40, 96))
    for place, radius in (((50, 28), 24.0), ((28, 46), 20.0), ((72, 46), 20.0), ((50, 52), 20.0)):
        pen.disc(place, radius)
    pen.cut((50, 58), (50, 72), radius=2)
    pen.cut((50, 68), (60, 58), radius=2)


def _dragon(pen: Pen) -> None:
    pen.shape((44, 32), (44, 32), (62, 22), (78, 3), (78, 3), (80, 24), (62, 42), (62, 42))
    pen.shape((58, 38), (58, 38), (76, 34), (96, 18), (96, 18), (92, 42), (70, 54), (70, 54))
    for y in (60, 78):
        pen.polygon((78, y - 8), (98, y - 2), (82, y + 10))
    pen.shape(
        *((3, 46), (8, 32), (24, 36), (40, 26), (62, 30), (80, 50), (86, 98), (86, 98), (42, 98), (42, 98)),
        *((52, 82), (36, 82), (14, 82), (8, 72)),
    )
    pen.cut_shape((0, 60), (0, 60), (26, 56), (50, 66), (50, 66), (28, 68), (0, 74), (0, 74))
    pen.polygon((17, 55), (25, 55), (20, 65))
    pen.cut((37, 41), (47, 44), radius=3)
    pen.hole((14, 42), 2.6)


def _sponge(pen: Pen) -> None:
    pen.box(6, 22, 94, 80, 18)
    holes = ((24, 40, 7), (46, 36, 4.5), (68, 42, 8.5), (32, 64, 5), (52, 58, 6.5), (78, 66, 4.5))
    for x, y, radius in holes:
        pen.hole((x, y), radius)


def _human(pen: Pen) -> None:
    pen.disc((50, 17), 13)
    pen.box(31, 34, 69, 66, 13)
    for x, side in ((36, -1), (64, 1)):
        pen.line((x, 42), (x + 12 * side, 62), radius=5.4)
        pen.line((x + 5 * -side, 62), (x + 3 * -side, 92), radius=6.8)
    pen.cut((50, 66), (50, 97), radius=1.6)


def _snake(pen: Pen) -> None:
    pen.arc((50, 76), 14, -90, 90, 13)
    pen.arc((50, 48), 14, 90, 270, 13)
    pen.line((50, 90), (18, 90), radius=6.5)
    pen.line((18, 90), (8, 84), radius=3.5)
    pen.curve((50, 34), (66, 34), (66, 22), 6.5)
    pen.ellipse((63, 18), 15, 11)
    pen.hole((60, 15), 3)
    pen.line((77, 20), (88, 22), radius=1.8)
    pen.line((88, 22), (94, 17), radius=1.8)
    pen.line((88, 22), (94, 28), radius=1.8)


def _lightning(pen: Pen) -> None:
    bolt = ((58, 6), (18, 56), (44, 56), (38, 94), (82, 38), (54, 38))
    pen.polygon(*bolt)
    pen.line(*bolt, bolt[0], radius=3)


def _star(pen: Pen) -> None:
    corners = [
        (50 + r * math.sin(math.radians(36 * i)), 53 - r * math.cos(math.radians(36 * i)))
        for i, r in enumerate((44, 19) * 5)
    ]
    pen.polygon(*corners)
    pen.line(*corners, corners[0], radius=3)


def _moon(pen: Pen) -> None:
    pen.disc((46, 50), 42)
    pen.hole((66, 38), 36)


def _heart(pen: Pen) -> None:
    for x in (29, 71):
        pen.disc((x, 36), 22)
    pen.polygon((50, 34), (85.5, 50), (50, 92), (14.5, 50))
    pen.line((50, 88), (87, 49), radius=2)
    pen.line((50, 88), (13, 49), radius=2)


THING_ICONS: Final[Mapping[str, Callable[[Pen], None]]] = {
    "well": _well,
    "fire": _fire,
    "water": _water,
    "air": _air,
    "tree": _tree,
    "dragon": _dragon,
    "sponge": _sponge,
    "human": _human,
    "snake": _snake,
    "lightning": _lightning,
    "star": _star,
    "moon": _moon,
    "heart": _heart,
}
