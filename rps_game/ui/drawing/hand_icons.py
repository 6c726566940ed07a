"""Icons of hands that show the gestures.

A part that lies over another first erases a margin around itself, so that fingers of one colour stand apart
on any ground.
"""

from typing import Final

from rps_game.ui.drawing.pen import Pen

MARGIN: Final = 2.6
"""Erased between two parts of a hand, in hundredths of the icon."""


def draw_hand(pen: Pen, icon: str) -> None:
    """Draw a hand by the id of its icon on a pen's empty square."""
    if icon != "none":
        pen.box(38, 80, 66, 98, 5)  # the wrist
    match icon:
        case "rock":
            pen.box(24, 40, 79, 87, 17)
            for x, top, bottom in ((31, 29, 50), (44.5, 24, 51), (58, 25, 51), (71, 31, 50)):
                pen.line((x, top), (x, bottom), radius=6.9, margin=MARGIN)
            pen.line((27, 57), (33, 65), (56, 64), radius=7.2, margin=MARGIN)
        case "paper":
            pen.box(31, 48, 73, 88, 15)
            pen.line((30, 18), (37, 58), radius=5.6)
            pen.line((46, 10), (48, 58), radius=5.6)
            pen.line((62, 13), (58.5, 58), radius=5.6)
            pen.line((77, 27), (67, 62), radius=5.6)
            pen.line((12, 48), (26, 66), (42, 77), radius=6.4)
        case "scissors":
            pen.box(30, 50, 75, 88, 16)
            pen.line((28, 12), (40, 58), radius=6.5)
            pen.line((66, 10), (54, 58), radius=6.5)
            pen.line((69.5, 53), (69.5, 66), radius=6.2, margin=MARGIN)
            pen.line((57, 55), (57, 68), radius=6.4, margin=MARGIN)
            pen.line((30, 60), (36, 72), (54, 70), radius=6.8, margin=MARGIN)
        case "none":
            for x, across in ((14, 1), (86, -1)):
                for y, down in ((14, 1), (86, -1)):
                    pen.line((x, y + 20 * down), (x, y), (x + 20 * across, y), radius=3.6)
            pen.arc((50, 50), 17, 0, 360, 5.5)
            pen.line((38, 62), (62, 38), radius=2.8)
