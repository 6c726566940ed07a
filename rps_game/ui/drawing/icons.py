"""Our own icons, hands and symbols: drawn as vectors at several times their size, then scaled down."""

from functools import lru_cache
from typing import Final

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.hand_icons import draw_hand
from rps_game.ui.drawing.palette import Colour
from rps_game.ui.drawing.pen import Pen
from rps_game.ui.drawing.symbols import Symbol, draw_symbol

OVERSAMPLING: Final = 4
CACHED_ICONS: Final = 256
_DRAWN_PX: Final = (256, 1024)
"""Least and greatest size at which icons are drawn before they are scaled down: at 60 px a finger is 3 px
wide, and one of 800 px that is drawn four times as large takes 100 ms. Larger ones: one and a half times."""


def icon_picture(what: Gesture | Symbol, side: int, colour: Colour, *, flip: bool = False) -> pygame.Surface:
    """Return a hand or a symbol, in a transparent square of `side` pixels; `flip` mirrors it."""
    return _picture(what if isinstance(what, Symbol) else what.icon, side, colour, flip=flip)


@lru_cache(CACHED_ICONS)
def _picture(what: str | Symbol, side: int, colour: Colour, *, flip: bool) -> pygame.Surface:
    least, most = _DRAWN_PX
    pen = Pen(max(min(side * OVERSAMPLING, most), least, side * 3 // 2), colour)
    if not isinstance(what, Symbol):
        draw_hand(pen, what)
    else:
        draw_symbol(pen, what)
    picture = pygame.transform.smoothscale(pen.surface, (side, side))
    return pygame.transform.flip(picture, flip, flip_y=False)
