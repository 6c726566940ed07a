"""What screens and widgets draw with: a painter, boxes, a theme; and pictures of arrays."""

from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.painter import Painter
from rps_game.ui.drawing.palette import Colour, Tone
from rps_game.ui.drawing.symbols import Symbol
from rps_game.ui.drawing.theme import Align, Size, Theme

__all__ = ["Align", "Box", "Colour", "Painter", "Size", "Symbol", "Theme", "Tone"]
