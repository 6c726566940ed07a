"""Colours, type scale and measures of the game, and the one function that fits text into boxes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import Final

import pygame

from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.fonts import Fonts
from rps_game.ui.drawing.palette import DARK, Colour, Palette, Tone

DESIGN_SIZE: Final = (1280, 720)
"""The window size that all measures refer to, in pixels: its pixels are the "pixels of the design"."""

UPRIGHT_SIZE: Final = (900, 1280)
"""The same of a window that is higher than wide, where screens put the picture above the panel."""

SMALLEST_TEXT_PX: Final = 12
"""Below this, Open Sans is hard to read."""

MOST_SHRINKING: Final = 0.6
"""The share of its size to which a text may shrink to fit its box, before it is cut."""

LAST_TEXT_PX: Final = 10
"""To which it may shrink all the same: a word that is hard to read tells more than half a word."""

ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"


class Size(Enum):
    """The three text sizes, in pixels of the design; and DISPLAY, as large as its box."""

    TITLE = 34
    BODY = 21
    SMALL = 16
    DISPLAY = 0  # a word or number that is a picture: a countdown, a score, the game's name


class Align(Enum):
    """Horizontal place of a text in its box."""

    LEFT = auto()
    CENTER = auto()
    RIGHT = auto()


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text as it was drawn, for measuring.

    Attributes:
        string: the text.
        box: the box it was to fit into.
        drawn: what its letters cover.
        whole: whether all of it was drawn; if not, it ends in an ellipsis.
    """

    string: str
    box: pygame.Rect
    drawn: pygame.Rect
    whole: bool

    def move(self, x: int, y: int) -> "TextBox":
        """Return it as drawn at another place."""
        return replace(self, box=self.box.move(x, y), drawn=self.drawn.move(x, y))


class Theme:
    """One palette at one scale: what a `Painter` draws with, and what layouts measure.

    Args:
        size: the window's, width and height in pixels.
        palette: the colour of each tone.
        text_factor: the player's text size, 1.0 for normal.
        reduced_motion: whether things jump instead of being animated.

    Attributes:
        fonts: of all text.
        boxes: every text drawn since `begin_frame`.
    """

    def __init__(
        self,
        size: tuple[int, int] = DESIGN_SIZE,
        palette: Palette = DARK,
        *,
        text_factor: float = 1.0,
        reduced_motion: bool = False,
    ) -> None:
        self.size = size
        self.palette = palette
        self.text_factor = text_factor
        self.reduced_motion = reduced_motion
        self.boxes: list[TextBox] = []
        self.fonts = Fonts()

    @property
    def scale(self) -> float:
        """How much larger than `DESIGN_SIZE`, or `UPRIGHT_SIZE`, the window is, by its narrower side."""
        width, height = UPRIGHT_SIZE if self.size[1] > self.size[0] else DESIGN_SIZE
        return min(self.size[0] / width, self.size[1] / height)

    @property
    def window(self) -> Box:
        """The whole window."""
        return Box(0, 0, *self.size)

    @property
    def layout_key(self) -> tuple[object, ...]:
        """Everything that a layout depends on: when it changes, widgets have to be placed again."""
        return self.size, self.text_factor, self.palette

    def begin_frame(self) -> None:
        """Clear the list of texts drawn."""
        self.boxes.clear()

    def unit(self, n: float) -> int:
        """Convert `n` pixels of the design to pixels of this window; at least 1 if `n` is above 0."""
        return max(round(n * self.scale), 1) if n > 0 else round(n * self.scale)

    def text_px(self, size: Size) -> int:
        """Return the height of the font, in pixels. Text shrinks less than the window, to stay legible."""
        scale = self.scale if self.scale >= 1 else (1 + self.scale) / 2
        return max(round(size.value * scale * self.text_factor), SMALLEST_TEXT_PX)

    def line(self, size: Size = Size.BODY, lines: int = 1) -> int:
        """Return the height of so many lines of text, in pixels."""
        return self.fonts.line_height(self.text_px(size)) * lines

    def width(self, string: str, size: Size = Size.BODY, *, bold: bool = False) -> int:
        """Return the width of a line of text, in pixels."""
        return self.fonts.width(string, self.text_px(size), bold=bold)

    def lines(self, string: str, width: int, size: Size = Size.BODY) -> list[str]:
        """Wrap a text to a width, in pixels."""
        return wrapped(string, width, partial(self.fonts.width, height=self.text_px(size)))

    def colour(self, tone: Tone | Colour) -> Colour:
        """Return the colour of a tone; a colour stays as it is."""
        return self.palette[tone] if isinstance(tone, Tone) else tone

    def fit(
        self, string: str, rect: pygame.Rect, size: Size, *, bold: bool, wrap: bool
    ) -> tuple[list[str], int, bool]:
        """Fit a text into a box.

        Returns:
            The lines to draw, the height of the font, in pixels, and whether nothing had to be cut.
        """
        wanted = self.text_px(size) if size is not Size.DISPLAY else max(rect.height, SMALLEST_TEXT_PX)
        least = max(round(wanted * MOST_SHRINKING), LAST_TEXT_PX) if size is not Size.DISPLAY else 8
        px = wanted
        while True:
            measure = partial(self.fonts.width, height=px, bold=bold)
            lines = wrapped(string, rect.width, measure) if wrap else [string]
            tall = self.fonts.line_height(px) * len(lines)
            # The empty space above and below the letters of a single line may stick out of the box.
            fits = tall <= max(rect.height, 0) or (len(lines) == 1 and px <= rect.height)
            if fits and all(measure(line) <= rect.width for line in lines):
                return lines, px, True
            if px <= least:
                break
            px = max(least, min(px - 1, round(px * 0.94)))
        count = max(rect.height // self.fonts.line_height(px), 1)
        kept = lines[:count]
        if len(lines) > count:
            kept[-1] += ELLIPSIS
        return [_cut(line, rect.width, measure) for line in kept], px, False


def wrapped(string: str, width: int, measure: Callable[[str], int]) -> list[str]:
    """Wrap a text to a width; a word that is wider gets a line of its own.

    Args:
        string: paragraphs, with line breaks between them.
        width: in pixels.
        measure: returns the width of a line, in pixels.
    """
    lines = []
    for paragraph in string.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and measure(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _cut(line: str, width: int, measure: Callable[[str], int]) -> str:
    if measure(line) <= width:
        return line
    cut = (line[:end].rstrip() + ELLIPSIS for end in range(len(line), -1, -1))
    return next((shorter for shorter in cut if measure(shorter) <= width), "")
