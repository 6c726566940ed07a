"""Our own icons, of moves and symbols: drawn as vectors at several times their size, then scaled down."""

from functools import lru_cache
from typing import Final

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.fonts import OPEN_SANS_BOLD
from rps_game.ui.drawing.hand_icons import HAND_ICONS
from rps_game.ui.drawing.palette import Colour
from rps_game.ui.drawing.pen import Pen
from rps_game.ui.drawing.symbols import Symbol, draw_symbol
from rps_game.ui.drawing.thing_icons import THING_ICONS

OVERSAMPLING: Final = 4
CACHED_ICONS: Final = 256
_DRAWN_PX: Final = (256, 1024)
"""Least and greatest size at which icons are drawn before they are scaled down: at 60 px a finger is 3 px
wide, and one of 800 px that is drawn four times as large takes 100 ms. Larger ones: one and a half times."""

MOVE_ICONS: Final = {**HAND_ICONS, **THING_ICONS}
"""What draws the icon of a move, by its id. "none" is that of the empty scene."""

Outline = tuple[tuple[int, int], ...]
"""A closed line that is an icon's edge: hundredths of the icon from its left and from its top."""

_GLYPH: Final = 0.82
"""Height of a number or a letter that stands for an icon, as a share of the icon's."""


def icon_picture(
    what: Gesture | Symbol | Outline | str, side: int, colour: Colour, *, flip: bool = False
) -> pygame.Surface:
    """Return an icon in a transparent square of `side` pixels.

    Args:
        what: a symbol, a gesture, or what a move's icon can be: an outline, one of `MOVE_ICONS` by its id,
            or any other word, of which the first letter or digit is drawn.
        side: of the square, in pixels.
        colour: of the icon.
        flip: whether it is mirrored; numbers and letters never are.
    """
    # By its content: gestures of two rule sets may be equal numbers.
    return _picture((what.outline or what.icon) if isinstance(what, Gesture) else what, side, colour, flip)


@lru_cache(CACHED_ICONS)
def _picture(what: Symbol | Outline | str, side: int, colour: Colour, flip: bool) -> pygame.Surface:
    least, most = _DRAWN_PX
    pen = Pen(max(min(side * OVERSAMPLING, most), least, side * 3 // 2), colour)
    if isinstance(what, Symbol):
        draw_symbol(pen, what)
    elif not isinstance(what, str):
        pen.shape(*what)
    elif what in MOVE_ICONS:
        MOVE_ICONS[what](pen)
    else:
        _draw_glyph(pen.surface, what[:1].upper() or "?", colour)
        flip = False
    picture = pygame.transform.smoothscale(pen.surface, (side, side))
    return pygame.transform.flip(picture, flip, flip_y=False)


def _draw_glyph(surface: pygame.Surface, glyph: str, colour: Colour) -> None:
    pygame.font.init()
    side = surface.get_height()
    picture = pygame.font.Font(OPEN_SANS_BOLD, side).render(glyph, True, colour)
    ink = picture.subsurface(picture.get_bounding_rect())
    scale = _GLYPH * side / max(ink.get_size())
    grown = pygame.transform.smoothscale(ink, [max(round(n * scale), 1) for n in ink.get_size()])
    surface.blit(grown, grown.get_rect(center=surface.get_rect().center))
