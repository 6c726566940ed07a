"""The bundled font, at any size, and pictures of its text. Open Sans, which pygame-menu carries."""

from collections import OrderedDict
from functools import cache
from typing import Final

import pygame
import pygame.freetype
from pygame_menu.font import FONT_OPEN_SANS, FONT_OPEN_SANS_BOLD

from rps_game.ui.drawing.palette import Colour

KEPT_PICTURES: Final = 512
"""More texts than any two screens show; at 2560 x 1440 these are about 30 MB."""

_DIGITS: Final = str.maketrans("123456789", "0" * 9)

Picture = tuple[pygame.Surface, pygame.Rect]
"""Of a text, and where in it there is something to see."""


class Fonts:
    """Draws words, and keeps what it has drawn. A name in a script that Open Sans lacks gets another font."""

    def __init__(self) -> None:
        pygame.font.init()
        pygame.freetype.init()
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._pictures: OrderedDict[tuple[str, int, bool, Colour], Picture] = OrderedDict()
        self._known = pygame.freetype.Font(FONT_OPEN_SANS, 12)
        self._files: dict[str, str | None] = {}

    def size(self, string: str, height: int, *, bold: bool = False) -> tuple[int, int]:
        """Width and height in pixels that `picture` has, about: the same whatever digits are in it.

        The digits of Open Sans are all of one width, but for a pixel's rounding; with this they are so
        exactly, and nothing jumps when a number changes.
        """
        return self._font(string, height, bold=bold).size(string.translate(_DIGITS))

    def line_height(self, height: int) -> int:
        """From one line of text to the next, in pixels."""
        return self._font("", height, bold=False).get_linesize()

    def picture(self, string: str, height: int, colour: Colour, *, bold: bool = False) -> Picture:
        """One line of text, smooth, on nothing; and where in it there is something to see.

        Args:
            string: without line breaks.
            height: of the font, in pixels.
            colour: RGB, 0..255.
            bold: whether it is set in the bold cut.
        """
        key = string, height, bold, colour
        picture = self._pictures.get(key)
        if picture is None:
            surface = self._font(string, height, bold=bold).render(string, True, colour)
            picture = self._pictures[key] = surface, surface.get_bounding_rect()
            if len(self._pictures) > KEPT_PICTURES:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _font(self, string: str, height: int, *, bold: bool) -> pygame.font.Font:
        file = self._foreign_font(string) or (FONT_OPEN_SANS_BOLD if bold else FONT_OPEN_SANS)
        key = file, height
        if key not in self._fonts:
            self._fonts[key] = pygame.font.Font(file, height)
        return self._fonts[key]

    def _foreign_font(self, string: str) -> str | None:
        # Only names can hold letters that Open Sans lacks: our own sentences are Latin and Cyrillic.
        if string.isascii():
            return None
        if string not in self._files:
            self._files[string] = None if _covers(self._known, string) else _system_font(string)
        return self._files[string]


def _covers(font: pygame.freetype.Font, string: str) -> bool:
    return all(metrics is not None for metrics in font.get_metrics(string))


@cache
def _system_fonts() -> tuple[str, ...]:
    wanted = (
        "noto",
        "dejavusans",
        "arialunicode",
        "segoeui",
        "msgothic",
        "malgun",
        "pingfang",
        "hiragino",
        "wqy",
    )
    names = [name for name in pygame.font.get_fonts() if name and name.startswith(wanted)]
    return tuple(path for path in map(pygame.font.match_font, sorted(names)) if path)


def _system_font(string: str) -> str | None:
    # The first of the system's fonts that has every letter; without one the letters show as boxes.
    for path in _system_fonts():
        try:
            if _covers(pygame.freetype.Font(path, 12), string):
                return path
        except (OSError, RuntimeError, pygame.error):  # a collection or a format that SDL cannot read
            continue
    return None
