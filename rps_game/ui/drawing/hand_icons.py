"""Icons of hands that show the moves, by the moves' ids.

A part that lies over another first erases a margin around itself, so that fingers of one colour stand apart
on any ground.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from rps_game.ui.drawing.pen import Pen, Point

MARGIN: Final = 2.6
"""Erased between two parts of a hand, in hundredths of the icon."""

_FINGERS: Final[tuple[tuple[Point, Point], ...]] = (
    ((29, 15), (38, 58)),
    ((46, 8), (48, 58)),
    ((62.5, 13), (58.5, 58)),
    ((77, 27), (67, 62)),
)
"""Tip and root of each straight finger, the one beside the thumb first."""

_FOLDED: Final = ((36, 53), (47.5, 52), (58.5, 53), (69, 56))
"""The knuckle of each folded finger."""


def _wrist(pen: Pen) -> None:
    pen.box(38, 80, 66, 98, 5)


def _rock(pen: Pen) -> None:
    _wrist(pen)
    pen.box(24, 40, 79, 87, 17)
    for x, top, bottom in ((31, 29, 50), (44.5, 24, 51), (58, 25, 51), (71, 31, 50)):
        pen.line((x, top), (x, bottom), radius=6.9, margin=MARGIN)
    pen.line((27, 57), (33, 65), (56, 64), radius=7.2, margin=MARGIN)


def _paper(pen: Pen) -> None:
    _wrist(pen)
    pen.box(31, 48, 73, 88, 15)
    pen.line((30, 18), (37, 58), radius=5.6)
    pen.line((46, 10), (48, 58), radius=5.6)
    pen.line((62, 13), (58.5, 58), radius=5.6)
    pen.line((77, 27), (67, 62), radius=5.6)
    pen.line((12, 48), (26, 66), (42, 77), radius=6.4)


def _scissors(pen: Pen) -> None:
    _wrist(pen)
    pen.box(30, 50, 75, 88, 16)
    pen.line((28, 12), (40, 58), radius=6.5)
    pen.line((66, 10), (54, 58), radius=6.5)
    pen.line((69.5, 53), (69.5, 66), radius=6.2, margin=MARGIN)
    pen.line((57, 55), (57, 68), radius=6.4, margin=MARGIN)
    pen.line((30, 60), (36, 72), (54, 70), radius=6.8, margin=MARGIN)


def _lizard(pen: Pen) -> None:
    # From the side: the fingers are the upper jaw, the thumb the lower one.
    pen.line((64, 84), (64, 62), radius=13)
    pen.line((62, 62), (60, 44), radius=19)
    pen.line((58, 34), (40, 27), (14, 41), radius=9.5)
    pen.line((60, 45), (40, 40), radius=9.5)
    pen.line((60, 66), (38, 68), (19, 60), radius=7.2, margin=MARGIN)
    pen.hole((54, 36), 4.6)


def _spock(pen: Pen) -> None:
    _wrist(pen)
    pen.box(31, 48, 73, 88, 15)
    pen.line((22, 21), (37, 60), radius=5.8)
    pen.line((35.5, 13), (48, 60), radius=5.8, margin=1.4)
    pen.line((81, 24), (67, 62), radius=5.8)
    pen.line((68.5, 14), (57, 60), radius=5.8, margin=1.4)
    pen.box(33, 52, 71, 84, 12)
    pen.line((11, 52), (25, 68), (42, 78), radius=6.4)


def _fingers(pen: Pen, *, up: str, thumb: str) -> None:
    """Draw a hand with some fingers up.

    Args:
        pen: draws it.
        up: the fingers that are straight, 1 to 4 from the thumb's side.
        thumb: "out" to the side, "up", or "in" over the palm.
    """
    _wrist(pen)
    for number in map(int, up):
        pen.line(*_FINGERS[number - 1], radius=6, margin=1.4)
    pen.box(29, 48, 75, 88, 16)
    for number, (x, y) in enumerate(_FOLDED, 1):
        if str(number) not in up:
            pen.line((x, y - 8), (x, y + 13), radius=6.2, margin=MARGIN)
    if thumb == "out":
        pen.line((12, 48), (26, 66), (42, 77), radius=6.4)
    elif thumb == "up":
        pen.line((24, 24), (27, 44), (38, 70), radius=7.2, margin=MARGIN)
    else:
        pen.line((30, 62), (36, 74), (55, 72), radius=6.8, margin=MARGIN)


def _none(pen: Pen) -> None:
    for x, across in ((14, 1), (86, -1)):
        for y, down in ((14, 1), (86, -1)):
            pen.line((x, y + 20 * down), (x, y), (x + 20 * across, y), radius=3.6)
    pen.arc((50, 50), 17, 0, 360, 5.5)
    pen.line((38, 62), (62, 38), radius=2.8)


HAND_ICONS: Final[Mapping[str, Callable[[Pen], None]]] = {
    "rock": _rock,
    "paper": _paper,
    "scissors": _scissors,
    "lizard": _lizard,
    "spock": _spock,
    "point": partial(_fingers, up="1", thumb="in"),
    "three": partial(_fingers, up="123", thumb="in"),
    "four": partial(_fingers, up="1234", thumb="in"),
    "little": partial(_fingers, up="4", thumb="in"),
    "horns": partial(_fingers, up="14", thumb="in"),
    "call": partial(_fingers, up="4", thumb="out"),
    "thumb": partial(_fingers, up="", thumb="up"),
    "none": _none,
}
