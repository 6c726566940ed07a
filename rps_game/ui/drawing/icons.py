"""Our own icons: hands that show the gestures, and small symbols. Vectors, smooth at any size.

Each is drawn at several times its size and scaled down.
"""

from collections.abc import Callable
from typing import Final

import pygame

from rps_game.game.gestures import Gesture
from rps_game.ui.drawing.hand_icons import HANDS
from rps_game.ui.drawing.palette import Colour
from rps_game.ui.drawing.pen import Pen
from rps_game.ui.drawing.symbols import SYMBOLS, Symbol

__all__ = ["Icons", "Symbol"]

OVERSAMPLING: Final = 4
KEPT_PICTURES: Final = 256
_LEAST_DRAWN_PX: Final = 256
"""Small icons are drawn at least so large before they are scaled down: at 60 px a finger is 3 px wide."""


class Icons:
    """Draws icons and keeps what it has drawn."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], pygame.Surface] = {}

    def gesture(self, gesture: Gesture, side: int, colour: Colour, *, flip: bool = False) -> pygame.Surface:
        """The hand that shows `gesture`, in a transparent square of `side` pixels; `flip` for the other."""
        return self._picture((gesture, side, colour, flip), side, HANDS[gesture], colour, flip=flip)

    def symbol(self, symbol: Symbol, side: int, colour: Colour) -> pygame.Surface:
        """A symbol, in a transparent square of `side` pixels."""
        return self._picture((symbol, side, colour), side, SYMBOLS[symbol], colour)

    def _picture(
        self,
        key: tuple[object, ...],
        side: int,
        paint: Callable[[Pen], None],
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
