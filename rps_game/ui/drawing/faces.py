"""Faces of the opponents, found by their names: calm, happy or sad, and blinking now and then."""

import math
import zlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

import pygame

from rps_game.ui.drawing.painter import Painter
from rps_game.ui.drawing.palette import Colour, mixed
from rps_game.ui.drawing.pen import Pen, Point

BLINK_EVERY_S: Final = 3.7
BLINK_S: Final = 0.14
BREATH_S: Final = 2.6
_BREATH: Final = 0.014
"""How far a face goes up and down as it breathes, of its side: it lives, and nobody need look."""

CACHED_FACES: Final = 32
"""Five opponents, blinking or not, in the sizes of three screens, with moods for one of them."""

_DRAWN_PX: Final = (256, 1024)
"""Least and greatest size at which a face is drawn before it is scaled down to its own."""

_NIGHT: Final[Colour] = (30, 27, 46)
_WHITE: Final[Colour] = (255, 255, 255)
_TONGUE: Final[Colour] = (242, 112, 124)
_TEAR: Final[Colour] = (112, 196, 255)


class Mood(StrEnum):
    """How a face looks."""

    CALM = "calm"
    HAPPY = "happy"
    SAD = "sad"


def draw_face(
    painter: Painter, rect: pygame.Rect, name: str, mood: Mood = Mood.CALM, now: float | None = None
) -> None:
    """Draw an opponent's face as large as fits into a box.

    Args:
        painter: draws it.
        rect: the box.
        name: of the opponent; one without a drawing of its own gets a plain face in a colour of its own.
        mood: the face that it makes.
        now: the time in seconds, at which it breathes, and blinks sometimes; None for a still one, as with
            less motion.
    """
    side = min(rect.size)
    if side <= 0:
        return
    blinks, up = False, 0
    if now is not None and not painter.theme.reduced_motion:
        # Each at another time: faces that stand side by side do not blink together.
        own_s = now + zlib.crc32(name.encode()) % 37 / 10
        blinks = own_s % BLINK_EVERY_S < BLINK_S
        up = round(side * _BREATH * math.sin(math.tau * own_s / BREATH_S))
    picture = face_picture(name, mood, side, blinks=blinks)
    painter.surface.blit(picture, picture.get_rect(center=(rect.centerx, rect.centery - up)))


def face_colour(name: str) -> Colour:
    """Return the colour of an opponent, for what belongs to it."""
    return _FACES[name][0] if name in _FACES else _colour_of(name)


@lru_cache(CACHED_FACES)
def face_picture(name: str, mood: Mood, side: int, *, blinks: bool = False) -> pygame.Surface:
    """Return a face in a transparent square of `side` pixels."""
    least, most = _DRAWN_PX
    body, draw = _FACES.get(name, (_colour_of(name), _draw_somebody))
    pen = Pen(max(min(3 * side, most), least, side), body)
    draw(pen, body, mood, blinks)
    return pygame.transform.smoothscale(pen.surface, (side, side))


def _colour_of(name: str) -> Colour:
    colour = pygame.Color(0)
    colour.hsla = (zlib.crc32(name.encode()) % 360, 55, 62, 100)
    return colour.r, colour.g, colour.b


def _darker(colour: Colour, share: float = 0.22) -> Colour:
    return mixed(colour, _NIGHT, share)


def _lighter(colour: Colour, share: float = 0.25) -> Colour:
    return mixed(colour, _WHITE, share)


# Parts that all faces have.


def _eye(pen: Pen, at: Point, size: float, mood: Mood, *, closed: bool) -> None:
    """Draw a dark eye with a glint; a happy one is an arc that bends up, a closed one bends down."""
    x, y = at
    pen.use(_NIGHT)
    if mood is Mood.HAPPY:
        pen.arc((x, y + size * 0.45), size * 0.92, 180, 360, size * 0.6)
    elif closed:
        pen.curve((x - size, y), (x, y + size * 0.8), (x + size, y), size * 0.26)
    else:
        down = size * 0.12 if mood is Mood.SAD else 0.0
        pen.ellipse((x, y + down), size * 0.8, size)
        pen.use(_WHITE)
        pen.disc((x + size * 0.26, y + down - size * 0.38), size * 0.27)
        pen.disc((x - size * 0.24, y + down + size * 0.42), size * 0.13)


def _brows(pen: Pen, colour: Colour, left: Point, right: Point, mood: Mood) -> None:
    """Draw brows: sad ones rise towards the middle, happy ones stand high."""
    length = 13.5
    pen.use(colour)
    lift = {Mood.CALM: 0.0, Mood.HAPPY: -length * 0.35, Mood.SAD: length * 0.1}[mood]
    slant = length * 0.42 if mood is Mood.SAD else 0.0
    for (x, y), inward in ((left, 1), (right, -1)):
        outer = x - inward * length / 2, y + lift + slant
        inner = x + inward * length / 2, y + lift - slant
        bend = x, y + lift - (length * 0.28 if mood is not Mood.SAD else 0)
        pen.curve(outer, bend, inner, length * 0.12)


def _mouth(pen: Pen, at: Point, width: float, mood: Mood) -> None:
    """Draw a small smile, a wide open one with a tongue, or one that hangs."""
    x, y = at
    half = width / 2
    pen.use(_NIGHT)
    if mood is Mood.HAPPY:
        half *= 1.25
        top, deep = y - half * 0.35, y + half * 1.45
        pen.shape(
            (x - half, top),
            (x, top + half * 0.12),
            (x + half, top),
            (x + half * 0.72, deep),
            (x - half * 0.72, deep),
        )
        pen.use(_TONGUE)
        pen.ellipse((x, y + half * 0.62), half * 0.42, half * 0.26)
    elif mood is Mood.SAD:
        pen.curve(
            (x - half * 0.8, y + half * 0.5), (x, y - half * 0.6), (x + half * 0.8, y + half * 0.5), 1.9
        )
    else:
        pen.curve((x - half, y - half * 0.1), (x, y + half * 0.75), (x + half, y - half * 0.1), 1.9)


def _tear(pen: Pen, at: Point, size: float) -> None:
    x, y = at
    pen.use(_TEAR)
    pen.disc((x, y), size)
    pen.polygon((x - size * 0.86, y - size * 0.5), (x + size * 0.86, y - size * 0.5), (x, y - size * 2.3))


def _cheeks(pen: Pen, colour: Colour, left: Point, right: Point, size: float) -> None:
    pen.use(colour)
    for at in (left, right):
        pen.ellipse(at, size, size * 0.62)


# The faces, each on an empty pen.


def _draw_die(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    top, side, pip = _lighter(body, 0.36), _darker(body, 0.26), (255, 247, 236)
    # A cube seen from the right and from above; lines round its corners.
    for colour, corners in (
        (side, ((72, 34), (90, 20), (90, 70), (72, 90))),
        (top, ((16, 32), (34, 16), (90, 16), (74, 32))),
    ):
        pen.use(colour)
        pen.polygon(*corners)
        pen.line(*corners, corners[0], radius=6)
    pen.use(body)
    pen.box(8, 27, 79, 96, 13)
    pen.use(_lighter(body, 0.14))
    pen.line((19, 32), (66, 32), radius=1.6)
    pen.use(pip)
    for x in (34, 53, 72):
        pen.ellipse((x + 1, 20), 4.6, 2.9)
    for at in ((87, 38), (87, 68)):
        pen.ellipse(at, 2.9, 4.8)
    _cheeks(pen, _darker(body, 0.16), (19, 70), (68, 70), 6.5)
    _eye(pen, (29, 56), 7.4, mood, closed=blinks)
    _eye(pen, (58, 56), 7.4, mood, closed=blinks)
    _brows(pen, _darker(body, 0.6), (28, 42), (59, 42), mood)
    _mouth(pen, (43.5, 74), 19, mood)
    if mood is Mood.SAD:
        _tear(pen, (20, 72), 3.4)


def _draw_owl(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    dark, pale, cap = _darker(body, 0.3), _lighter(body, 0.62), (44, 40, 68)
    droop = 7.0 if mood is Mood.SAD else 0.0
    pen.use(dark)  # ears and wings
    pen.polygon((13, 26 + droop), (38, 30), (20, 52))
    pen.polygon((87, 26 + droop), (62, 30), (80, 52))
    pen.line((16, 62), (17, 82), radius=9)
    pen.line((84, 62), (83, 82), radius=9)
    pen.use(body)
    pen.shape(
        (50, 22), (78, 22), (88, 50), (88, 78), (76, 98), (50, 98), (24, 98), (12, 78), (12, 50), (22, 22)
    )
    pen.use(pale)
    pen.ellipse((50, 84), 23, 13)
    pen.use(_lighter(body, 0.3))
    for x, y in ((38, 80), (50, 83), (62, 80), (44, 89), (56, 89)):
        pen.curve((x - 4, y), (x, y + 6), (x + 4, y), 1.1)
    for x in (33, 67):
        pen.use(pale)
        pen.disc((x, 51), 19)
        pen.use(_WHITE)
        pen.disc((x, 51), 15)
    _eye(pen, (34.5, 51), 10, mood, closed=blinks)
    _eye(pen, (65.5, 51), 10, mood, closed=blinks)
    if mood is Mood.SAD:  # lids that hang outwards
        pen.use(_darker(body, 0.12))
        pen.shape((34, 31), (51, 33), (49, 40), (33, 41), (13, 54), (14, 40))
        pen.shape((66, 31), (49, 33), (51, 40), (67, 41), (87, 54), (86, 40))
        _tear(pen, (25, 69), 3.6)
    pen.use((255, 178, 62))
    if mood is Mood.HAPPY:
        pen.polygon((42, 60), (58, 60), (50, 69))
        pen.use(_TONGUE)
        pen.ellipse((50, 71), 4.6, 3.4)
        pen.use((238, 146, 40))
        pen.polygon((43.5, 71), (56.5, 71), (50, 78))
    else:
        pen.shape((41, 58), (59, 58), (50, 76), (50, 76))
    pen.use(cap)  # a scholar's cap
    pen.shape((28, 16), (50, 20), (72, 16), (73, 36), (50, 30), (27, 36))
    pen.polygon((50, 3), (92, 16), (50, 29), (8, 16))
    pen.use(_lighter(cap, 0.16))
    pen.polygon((50, 3), (92, 16), (50, 17.5), (8, 16))
    pen.use((255, 205, 92))
    pen.line((50, 15.5), (80, 19), (81, 31), radius=1.3)
    pen.disc((81, 33), 3.2)


def _draw_parrot(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    dark, beak = _darker(body, 0.28), (255, 186, 66)
    left, middle = {
        Mood.CALM: ((29, 10), (50, 6)),
        Mood.HAPPY: ((25, 5), (50, 1)),
        Mood.SAD: ((19, 22), (44, 13)),
    }[mood]
    for colour, (x, y), root in (
        ((255, 92, 92), left, 41),
        ((255, 206, 84), (100 - left[0], left[1]), 59),
        ((255, 146, 72), middle, 50),
    ):
        pen.use(colour)
        pen.shape((x, y - 2), (x + 9, y + 6), (root + 7, 32), (root - 7, 32), (x - 9, y + 6))
    pen.use(dark)
    pen.ellipse((50, 62), 43, 37)
    pen.ellipse((50, 46), 33, 27)
    pen.use(body)
    pen.ellipse((47, 62), 40, 35)
    pen.ellipse((48.5, 46), 31.5, 25.5)
    pen.use((255, 246, 226))
    for x in (29, 71):
        pen.ellipse((x, 51), 15.5, 17)
    _cheeks(pen, (255, 124, 104), (20, 74), (80, 74), 6.5)
    _eye(pen, (31, 51), 8.8, mood, closed=blinks)
    _eye(pen, (69, 51), 8.8, mood, closed=blinks)
    _brows(pen, _darker(body, 0.5), (33, 30), (67, 30), mood)
    if mood is Mood.HAPPY:
        pen.use(_NIGHT)
        pen.shape((37, 70), (63, 70), (61, 95), (39, 95))
        pen.use(_TONGUE)
        pen.ellipse((50, 85), 6, 3.6)
        pen.use(_darker(beak, 0.16))
        pen.shape((38, 87), (62, 87), (57, 99), (43, 99))
    else:
        pen.use(_darker(beak, 0.22))
        pen.shape((40, 76), (60, 76), (57, 93), (43, 93))
    pen.use(beak)
    pen.shape((34, 66), (43, 50), (57, 50), (66, 66), (60, 78), (50, 90), (40, 78))
    pen.use(_lighter(beak, 0.42))
    pen.curve((43.5, 63), (44, 57), (50, 56.5), 1.6)
    pen.use(_darker(beak, 0.5))
    for nostril in ((45.5, 63.5), (54.5, 63.5)):
        pen.disc(nostril, 1.3)
    if mood is Mood.SAD:
        _tear(pen, (22, 71), 3.6)


def _draw_fox(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    dark, pale = _darker(body, 0.3), (255, 244, 230)
    fold = 9.0 if mood is Mood.SAD else 0.0
    for x, inward in ((16, 1), (84, -1)):
        outer = (x - inward * (4 + fold / 2), 6 + 2 * fold)
        pen.use(dark)
        pen.polygon((x - inward * 8, 50), outer, (x + inward * 27, 27))
        pen.line(outer, (x - inward * 6, 46), radius=3)
        pen.use((74, 44, 52))
        pen.polygon((x - inward * 1, 42), (outer[0] + inward * 5, outer[1] + 10), (x + inward * 17, 30))
    pen.use(dark)
    pen.shape((50, 24), (82, 26), (97, 58), (76, 86), (50, 100), (24, 86), (3, 58), (18, 26))
    pen.use(body)
    pen.shape((50, 22), (81, 24), (94, 56), (75, 82), (50, 96), (25, 82), (6, 56), (19, 24))
    pen.use(pale)
    for x, inward in ((6, 1), (94, -1)):
        pen.shape(
            (x, 60),
            (x + inward * 22, 54),
            (x + inward * 40, 70),
            (50, 94),
            (x + inward * 26, 88),
            (x + 8 * inward, 76),
        )
    pen.ellipse((50, 78), 17, 15)
    pen.use(_lighter(body, 0.22))
    pen.shape((44, 28), (50, 25), (56, 28), (55, 56), (50, 64), (45, 56))
    _eye(pen, (31, 53), 8.2, mood, closed=blinks)
    _eye(pen, (69, 53), 8.2, mood, closed=blinks)
    _brows(pen, _darker(body, 0.55), (31, 38), (69, 38), mood)
    _mouth(pen, (50, 84), 18, mood)
    pen.use(_NIGHT)
    pen.shape((42, 69), (50, 66), (58, 69), (56, 75), (50, 79), (44, 75))
    pen.use(_lighter(_NIGHT, 0.5))
    pen.ellipse((47.5, 70.5), 2.4, 1.3)
    if mood is Mood.SAD:
        _tear(pen, (22, 70), 3.6)


def _draw_robot(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    dark, glow = _darker(body, 0.34), (118, 240, 255)
    lamp = {Mood.CALM: (255, 206, 84), Mood.HAPPY: (128, 238, 138), Mood.SAD: (255, 112, 104)}[mood]
    lean = 8.0 if mood is Mood.SAD else 0.0
    pen.use(dark)
    pen.curve((50, 28), (50, 18), (50 + lean, 13 + lean / 2), 2.4)
    for left, right in ((3, 17), (83, 97)):
        pen.box(left, 48, right, 74, 6)
    pen.use(lamp)
    pen.disc((50 + lean, 9 + lean / 2), 7)
    pen.use(_lighter(lamp, 0.55))
    pen.disc((48 + lean, 7 + lean / 2), 2)
    pen.use(dark)
    pen.box(10, 27, 90, 97, 20)
    pen.use(body)
    pen.box(10, 24, 90, 93, 20)
    pen.use(_lighter(body, 0.4))
    pen.line((28, 29.5), (72, 29.5), radius=1.6)
    pen.use((24, 30, 52))
    pen.box(18, 37, 82, 84, 15)
    pen.use((36, 46, 78))
    pen.polygon((30, 37.5), (44, 37.5), (26, 83.5), (19, 74))
    pen.use(glow)
    for x, outward in ((36, -1), (64, 1)):
        if mood is Mood.HAPPY:
            pen.arc((x, 58), 8, 185, 355, 5)
        elif blinks:
            pen.line((x - 7, 55), (x + 7, 55), radius=2.2)
        elif mood is Mood.SAD:
            pen.line((x - outward * 7, 51), (x + outward * 7, 59), radius=2.6)
        else:
            pen.box(x - 6, 47, x + 6, 62, 5)
    if mood is Mood.HAPPY:
        pen.shape((34, 66), (50, 67), (66, 66), (62, 80), (50, 83), (38, 80))
        pen.use((24, 30, 52))
        pen.line((40, 72.5), (60, 72.5), radius=0.9)
    elif mood is Mood.SAD:
        pen.curve((40, 76), (50, 66), (60, 76), 2.2)
    else:
        pen.line((41, 73), (59, 73), radius=2.2)
    pen.use(dark)
    for x in (18, 82):
        pen.disc((x, 89), 1.6)


def _draw_somebody(pen: Pen, body: Colour, mood: Mood, blinks: bool) -> None:
    pen.use(_darker(body))
    pen.box(7, 7, 93, 97, 38)
    pen.use(body)
    pen.box(7, 7, 88, 94, 36)
    pen.use(_lighter(body, 0.2))
    pen.arc((42, 42), 27, 200, 255, 3.4)
    _cheeks(pen, _darker(body, 0.14), (22, 66), (76, 66), 7)
    _eye(pen, (34, 50), 8.6, mood, closed=blinks)
    _eye(pen, (64, 50), 8.6, mood, closed=blinks)
    _brows(pen, _darker(body, 0.55), (33, 34), (65, 34), mood)
    _mouth(pen, (49, 70), 22, mood)
    if mood is Mood.SAD:
        _tear(pen, (24, 68), 3.8)


_Draw = Callable[[Pen, Colour, Mood, bool], None]
_FACES: Final[Mapping[str, tuple[Colour, _Draw]]] = {
    "random": ((244, 96, 88), _draw_die),
    "learner": ((122, 104, 214), _draw_owl),
    "mirror": ((62, 186, 122), _draw_parrot),
    "fox": ((240, 132, 52), _draw_fox),
    "robot": ((150, 166, 190), _draw_robot),
}
"""The colour and the drawing of each opponent, by its name."""
