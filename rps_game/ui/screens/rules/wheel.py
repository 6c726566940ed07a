"""The moves of a rule set in a circle, with an arrow from each winner to its loser."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import pygame

from rps_game.ui.drawing import Box, Colour, Theme, Tone
from rps_game.ui.drawing.pen import Pen, Point

Arrow = tuple[int, int]
"""The numbers of the winner and of the loser."""

NODE_RADII: Final = {3: 15.0, 5: 12.5, 7: 10.5, 9: 9.0}
"""Of a move's disc by the number of moves, in hundredths of the circle's box."""

_DRAWN_PX: Final = 1000
"""Up to this size the arrows are drawn twice as large as they are shown, which takes up to 20 ms."""

_KEPT: Final = 16


def node_boxes(box: Box, count: int) -> list[Box]:
    """Return the boxes of the moves' discs, from the top clockwise."""
    side = min(box.size)
    radius = NODE_RADII[count] * side / 100
    middle = box.centred(side)
    boxes = []
    for number in range(count):
        x, y = _place(number, count)
        disc = Box(0, 0, round(2 * radius), round(2 * radius))
        disc.center = round(middle.left + x * side / 100), round(middle.top + y * side / 100)
        boxes.append(disc)
    return boxes


def _place(number: int, count: int) -> Point:
    angle = math.tau * number / count
    reach = 49 - NODE_RADII[count]
    return 50 + reach * math.sin(angle), 50 - reach * math.cos(angle)


def wheel_picture(
    theme: Theme, side: int, count: int, arrows: Sequence[Arrow], chosen: int | None = None
) -> pygame.Surface:
    """Return the arrows between the discs in a transparent square of `side` pixels.

    Those of the chosen move stand out: what it beats in the colour of what is good, the others not.
    """
    tones = Tone.LINE if chosen is not None else Tone.MUTED, Tone.GOOD, Tone.BAD
    colours = tuple(theme.colour(tone) for tone in tones)
    return _picture(side, count, tuple(sorted(arrows)), chosen, colours)


@lru_cache(_KEPT)
def _picture(
    side: int, count: int, arrows: tuple[Arrow, ...], chosen: int | None, colours: tuple[Colour, ...]
) -> pygame.Surface:
    others, good, bad = colours
    side = max(side, 1)
    pen = Pen(max(min(2 * side, _DRAWN_PX), side), others)
    told = [arrow for arrow in arrows if chosen in arrow]
    for arrow in [*(arrow for arrow in arrows if arrow not in told), *told]:
        pen.use(others if arrow not in told else good if arrow[0] == chosen else bad)
        _draw_arrow(pen, arrow, count, wide=arrow in told)
    return pygame.transform.smoothscale(pen.surface, (side, side))


def _draw_arrow(pen: Pen, arrow: Arrow, count: int, *, wide: bool) -> None:
    start, end = (_place(number, count) for number in arrow)
    length = math.dist(start, end)
    ahead = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    room = NODE_RADII[count] + 1.2
    size = 3.4 if wide else 2.6

    def at(along: float, aside: float = 0.0) -> Point:
        return start[0] + ahead[0] * along - ahead[1] * aside, start[1] + ahead[1] * along + ahead[0] * aside

    tip = length - room
    pen.line(at(room), at(tip - size), radius=0.62 if wide else 0.36)
    pen.polygon(at(tip), at(tip - 1.7 * size, 0.75 * size), at(tip - 1.7 * size, -0.75 * size))
