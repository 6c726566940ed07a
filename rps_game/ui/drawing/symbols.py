"""Symbols that stand beside words."""

from enum import Enum, auto
from typing import Final

from rps_game.ui.drawing.pen import Pen

GAP: Final = 4.2
"""Between the two people of PEOPLE, in hundredths of the icon."""


class Symbol(Enum):
    """A small picture beside a word."""

    PLAY = auto()
    PAUSE = auto()
    PLUS = auto()
    CHECK = auto()
    CROSS = auto()
    BACK = auto()
    FORWARD = auto()
    DOWN = auto()
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
    CHART = auto()
    LOCK = auto()
    UNLOCKED = auto()
    RULES = auto()


def draw_symbol(pen: Pen, symbol: Symbol) -> None:  # noqa: PLR0912, PLR0915 - a table of drawings
    """Draw a symbol on a pen's empty square."""
    match symbol:
        case Symbol.PLAY:
            pen.polygon((30, 16), (30, 84), (82, 50))
            pen.line((30, 18), (80, 50), (30, 82), (30, 18), radius=5)
        case Symbol.PAUSE:
            pen.box(22, 16, 42, 84, 6)
            pen.box(58, 16, 78, 84, 6)
        case Symbol.PLUS:
            pen.line((50, 18), (50, 82), radius=7)
            pen.line((18, 50), (82, 50), radius=7)
        case Symbol.CHECK:
            pen.line((18, 54), (41, 76), (82, 26), radius=7.5)
        case Symbol.CROSS:
            pen.line((24, 24), (76, 76), radius=7.5)
            pen.line((76, 24), (24, 76), radius=7.5)
        case Symbol.BACK:
            pen.line((62, 18), (30, 50), (62, 82), radius=7)
        case Symbol.FORWARD:
            pen.line((38, 18), (70, 50), (38, 82), radius=7)
        case Symbol.DOWN:
            pen.line((18, 38), (50, 70), (82, 38), radius=7)
        case Symbol.REDO:
            pen.arc((50, 53), 31, -40, 250, 12)
            pen.polygon((58, 4), (58, 50), (88, 27))
        case Symbol.REMOVE:
            pen.line((18, 27), (82, 27), radius=5)
            pen.line((41, 15), (59, 15), radius=5)
            pen.box(26, 37, 74, 90, 9)
            for x in (41, 59):
                pen.cut((x, 49), (x, 78), radius=3.5)
        case Symbol.RENAME:
            pen.line((24, 76), (70, 30), radius=10)
            pen.polygon((10, 90), (18, 64), (36, 82))
            pen.cut((58, 28), (72, 42), radius=2.5)
            pen.line((74, 26), (76, 24), radius=10)
        case Symbol.SAVE:
            pen.line((50, 14), (50, 58), radius=6.5)
            pen.line((30, 42), (50, 62), (70, 42), radius=6.5)
            pen.line((16, 66), (16, 84), (84, 84), (84, 66), radius=6)
        case Symbol.PEOPLE:
            pen.disc((68, 34), 13)
            pen.box(50, 54, 94, 84, 18)
            for radius, paint in ((17 + GAP, pen.hole), (17.0, pen.disc)):
                paint((36, 30), radius)
            pen.cut((26, 72), (46, 72), radius=22)
            pen.box(8, 53, 64, 88, 20)
        case Symbol.LEARN:
            pen.disc((50, 40), 29)
            pen.box(37, 58, 63, 74, 3)
            pen.cut((34, 72), (66, 72), radius=1.8)
            pen.line((41, 80), (59, 80), radius=4)
            pen.line((46, 90), (54, 90), radius=4)
        case Symbol.SETTINGS:
            for y, knob in ((24, 66), (50, 34), (76, 60)):
                pen.line((14, y), (86, y), radius=4.5)
                pen.hole((knob, y), 15)
                pen.disc((knob, y), 11)
        case Symbol.QUIT:
            pen.arc((50, 54), 33, -55, 235, 12)
            pen.line((50, 14), (50, 48), radius=6.5)
        case Symbol.CAMERA:
            pen.box(8, 28, 92, 84, 13)
            pen.polygon((32, 30), (39, 16), (61, 16), (68, 30))
            pen.hole((50, 55), 20)
            pen.disc((50, 55), 12)
        case Symbol.WARNING:
            pen.polygon((50, 16), (10, 84), (90, 84))
            pen.line((50, 16), (11, 83), (89, 83), (50, 16), radius=6)
            pen.cut((50, 40), (50, 60), radius=4.5)
            pen.hole((50, 74), 5)
        case Symbol.SOUND:
            _loudspeaker(pen)
            pen.arc((50, 50), 18, -45, 45, 8)
            pen.arc((50, 50), 36, -45, 45, 8)
        case Symbol.MUTED:
            _loudspeaker(pen)
            pen.line((64, 38), (88, 62), radius=5)
            pen.line((88, 38), (64, 62), radius=5)
        case Symbol.DOT:
            pen.disc((50, 50), 30)
        case Symbol.CIRCLE:
            pen.arc((50, 50), 30, 0, 360, 9)
        case Symbol.EYE:
            pen.arc((50, 82), 53, 217, 323, 9)
            pen.arc((50, 18), 53, 37, 143, 9)
            pen.disc((50, 50), 15)
        case Symbol.EQUAL:
            pen.line((22, 36), (78, 36), radius=7)
            pen.line((22, 64), (78, 64), radius=7)
        case Symbol.CHART:
            for left, top in ((14, 54), (41, 16), (68, 36)):
                pen.box(left, top, left + 18, 86, 4)
        case Symbol.LOCK:
            pen.line((32, 50), (32, 36), radius=5)
            pen.line((68, 50), (68, 36), radius=5)
            pen.arc((50, 35), 18, 180, 360, 10)
            _lock_body(pen)
        case Symbol.UNLOCKED:
            pen.line((54, 50), (54, 30), radius=5)
            pen.line((90, 34), (90, 30), radius=5)
            pen.arc((72, 29), 18, 180, 360, 10)
            _lock_body(pen)
        case Symbol.RULES:
            _rules(pen)


def _rules(pen: Pen) -> None:
    for place in ((50, 20), (80, 76), (20, 76)):
        pen.disc(place, 14)
    pen.line((58, 36), (68, 55), radius=3.4)
    pen.line((62, 76), (40, 76), radius=3.4)
    pen.line((32, 58), (41, 40), radius=3.4)


def _lock_body(pen: Pen) -> None:
    pen.box(18, 46, 82, 92, 9)
    pen.hole((50, 65), 7)
    pen.cut((50, 66), (50, 77), radius=3.5)


def _loudspeaker(pen: Pen) -> None:
    pen.polygon((10, 36), (28, 36), (50, 16), (50, 84), (28, 64), (10, 64))
