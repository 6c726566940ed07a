"""Pictures of text, in Open Sans (of the package ttf-opensans) or a font of the system."""

from collections import OrderedDict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pygame
import pygame.freetype

from rps_game.ui.drawing.palette import Colour
from rps_game.words import printable

_FOLDER: Final = Path(find_spec("ttf_opensans").origin).parent / "ttf"  # type: ignore[union-attr, arg-type]
"""Found without importing the package, which would import Pillow where that is installed."""

OPEN_SANS: Final = str(_FOLDER / "OpenSans-Regular.ttf")
OPEN_SANS_BOLD: Final = str(_FOLDER / "OpenSans-Bold.ttf")

CACHED_TEXTS: Final = 512
"""More texts than any two screens show; at 2560 x 1440 these are about 30 MB."""

MOST_FONTS: Final = 64
"""Open at once, each with its file: a window that is dragged goes through hundreds of sizes, and a system
allows few hundred open files. A screen uses about six."""

_DIGITS: Final = str.maketrans("123456789", "0" * 9)

Picture = tuple[pygame.Surface, pygame.Rect]
"""A picture of text, and the box of its visible pixels in it."""


class Fonts:
    """Draws text, and caches it. A name in a script that Open Sans lacks gets a font of the system."""

    def __init__(self) -> None:
        pygame.font.init()
        pygame.freetype.init()
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._pictures: OrderedDict[tuple[str, int, bool, Colour], Picture] = OrderedDict()
        self._known = pygame.freetype.Font(OPEN_SANS, 12)
        self._files: dict[str, str | None] = {}

    def width(self, string: str, height: int, *, bold: bool = False) -> int:
        """Return the width in pixels of `picture`, with every digit as wide as a 0.

        The digits of Open Sans have one width up to a pixel's rounding; without that pixel nothing jumps when
        a number changes.
        """
        string = printable(string)
        return self._font(string, height, bold=bold).size(string.translate(_DIGITS))[0]

    def line_height(self, height: int) -> int:
        """Return the distance from one line of text to the next, in pixels."""
        return self._font("", height, bold=False).get_linesize()

    def picture(self, string: str, height: int, colour: Colour, *, bold: bool = False) -> Picture:
        """Return one antialiased line of text on a transparent ground, and the box of its visible pixels.

        The height is that of the font, in pixels.
        """
        string = printable(string)
        key = string, height, bold, colour
        picture = self._pictures.get(key)
        if picture is None:
            font = self._font(string, height, bold=bold)
            visible = string if font.size(string)[0] else ""  # pygame fails on letters without any width
            surface = font.render(visible, True, colour)
            picture = self._pictures[key] = surface, surface.get_bounding_rect()
            if len(self._pictures) > CACHED_TEXTS:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _font(self, string: str, height: int, *, bold: bool) -> pygame.font.Font:
        file = self._foreign_font(string) or (OPEN_SANS_BOLD if bold else OPEN_SANS)
        key = file, height
        if key not in self._fonts:
            if len(self._fonts) >= MOST_FONTS:
                self._fonts.clear()
            self._fonts[key] = pygame.font.Font(file, height)
        return self._fonts[key]

    def _foreign_font(self, string: str) -> str | None:
        # Only names can hold letters that Open Sans lacks: our own sentences are Latin and Cyrillic.
        if string.isascii():
            return None
        if string not in self._files:
            if len(self._files) >= CACHED_TEXTS:
                self._files.clear()
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
    # The first system font that has every letter; without one the letters show as boxes.
    for path in _system_fonts():
        try:
            if _covers(pygame.freetype.Font(path, 12), string):
                return path
        except (OSError, RuntimeError, pygame.error):  # a collection or a format that SDL cannot read
            continue
    return None
