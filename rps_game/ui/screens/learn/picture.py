"""Lesson 1: the network's input is a square of numbers."""

from itertools import product
from typing import Final

import numpy as np
import pygame

from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.game.gestures import CLASSES
from rps_game.ui.context import Context
from rps_game.ui.drawing.arrays import Square, picture
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align
from rps_game.ui.screens.learn.lesson import (
    GAP,
    Lesson,
    caption_height,
    example_caption,
    grouped,
    newest_picture,
)
from rps_game.ui.widgets.charts import Bar
from rps_game.ui.words.i18n import tr

DETAIL_PX: Final = 14
"""Side of the detail, in pixels of the picture: few enough to see each, enough to show a finger."""

NUMBERS: Final = INPUT_SIDE * INPUT_SIDE * 3
"""Of the network's input."""

_COLOURS: Final = (210, 74, 66), (60, 150, 84), (66, 116, 214)
"""Red, green and blue that are visible in the dark and the light palette."""


class PictureLesson(Lesson):
    """The network's square, an enlarged detail, and the three numbers of one pixel."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("A picture is numbers"))
        self._example = newest_picture(context.session)
        self._from_camera = self._example is None
        self._detail: tuple[int, int] | None = None  # row and column of its upper left corner, not mirrored
        self._square = self._zoomed = pygame.Surface((1, 1))
        self._boxes = [pygame.Rect(0, 0, 0, 0)] * 3
        self._rgb = 0, 0, 0
        self._bars = [Bar() for _ in _COLOURS]
        self._set_words()

    def tick(self, now: float) -> None:
        example = self.next_frame(now) if self._from_camera else None
        if example is not None:
            self._example = example
            self._set_words()
            self.build()

    def _set_words(self) -> None:
        words = tr(
            "The network does not see your room, only the bright square, shrunk to {side} x {side} pixels of "
            "three numbers each: {n} in all. Nothing in them says what a hand is, or where.",
            side=INPUT_SIDE,
            n=grouped(NUMBERS),
        )
        if self._example is None:
            more = tr("Once there is a camera, you see here what it sees.")
        else:
            more = tr("No picture leaves this computer or is written to its disk.")
        self.words = f"{words} {more}"

    def build(self) -> None:
        if self._example is None or self._example.square is None:
            return
        square = self._example.square
        if self._detail is None:
            self._detail = _liveliest(square)
        row, column = self._detail
        detail = self.for_display(square[row : row + DETAIL_PX, column : column + DETAIL_PX])
        theme, stage = self.theme, self.stage
        gap = theme.unit(GAP * 3)
        side = min(stage.height - caption_height(theme), (stage.width - 2 * gap) * 5 // 14)
        if side <= 0:
            return
        left = stage.centerx - (side * 14 // 5 + 2 * gap) // 2
        whole = pygame.Rect(left, stage.top, side, side)
        zoomed = pygame.Rect(whole.right + gap, stage.top, side, side)
        numbers = pygame.Rect(zoomed.right + gap, stage.top, side * 4 // 5, side)
        self._boxes = [whole, zoomed, numbers]
        self._square = picture(self.for_display(square), side)
        self._zoomed = picture(detail, side, smooth=False)
        red, green, blue = detail[DETAIL_PX // 2, DETAIL_PX // 2].tolist()
        self._rgb = red, green, blue

    def draw(self, surface: pygame.Surface) -> None:
        example = self._example
        if example is None or self._detail is None:
            self.draw_icons(surface, CLASSES)
            return
        whole, zoomed, numbers = self._boxes
        self.draw_picture(surface, self._square, whole)
        surface.blit(self._zoomed, zoomed)
        self._draw_detail(surface, whole, zoomed)
        self._draw_pixel(surface, zoomed, numbers)
        self.caption(surface, example_caption(example.gesture), whole)
        self.caption(surface, tr("{n} x {n} of its pixels", n=DETAIL_PX), zoomed)

    def _draw_detail(self, surface: pygame.Surface, whole: pygame.Rect, zoomed: pygame.Rect) -> None:
        theme = self.theme
        assert self._detail is not None
        row, column = self._detail
        if self.context.settings.mirror:
            column = INPUT_SIDE - column - DETAIL_PX
        scale = whole.width / INPUT_SIDE
        side = round(DETAIL_PX * scale)
        place = pygame.Rect(whole.left + round(column * scale), whole.top + round(row * scale), side, side)
        self._draw_zoom(surface, place.inflate(theme.unit(4), theme.unit(4)), zoomed)

    def _draw_zoom(self, surface: pygame.Surface, small: pygame.Rect, large: pygame.Rect) -> None:
        # An outline around each, and lines from one to the other.
        tone, width = self.theme.colour(Tone.ACCENT), max(self.theme.unit(3), 2)
        for start, end in ((small.topright, large.topleft), (small.bottomright, large.bottomleft)):
            pygame.draw.line(surface, tone, start, end, self.theme.unit(2))
        pygame.draw.rect(surface, tone, small, width)
        pygame.draw.rect(surface, tone, large.inflate(width, width), width)

    def _draw_pixel(self, surface: pygame.Surface, zoomed: pygame.Rect, numbers: pygame.Rect) -> None:
        theme = self.theme
        block = zoomed.width / DETAIL_PX
        middle = round(block * (DETAIL_PX // 2))
        pixel = pygame.Rect(zoomed.left + middle, zoomed.top + middle, round(block), round(block))
        swatch = pygame.Rect(numbers.left, numbers.top, numbers.width, numbers.height * 2 // 5)
        pygame.draw.rect(surface, self._rgb, swatch)
        self._draw_zoom(surface, pixel.inflate(4, 4), swatch)
        names = tr("Red"), tr("Green"), tr("Blue")
        top = swatch.bottom + theme.unit(12)
        room = numbers.bottom - top
        for i, (name, value, bar, colour) in enumerate(
            zip(names, self._rgb, self._bars, _COLOURS, strict=True)
        ):
            row = pygame.Rect(numbers.left, top + room * i // 3, numbers.width, room // 3)
            bar.rect = pygame.Rect(row.left, 0, row.width, min(theme.unit(12), row.height // 4))
            bar.rect.bottom = row.bottom - theme.unit(4)
            label = pygame.Rect(row.left, row.top, row.width, bar.rect.top - row.top)
            theme.text(surface, name, label, tone=Tone.MUTED)
            theme.text(surface, str(value), label, align=Align.RIGHT, bold=True)
            bar.draw(surface, theme, value / 255, tone=colour)
        self.caption(surface, tr("One pixel, 0 to 255 each"), numbers)


def _liveliest(square: Square) -> tuple[int, int]:
    # Row and column of the detail with the greatest standard deviation of grey, away from the edges.
    grey = square.mean(axis=2, dtype=np.float32)
    starts = range(INPUT_SIDE // 4, INPUT_SIDE * 3 // 4, DETAIL_PX // 2)
    return max(
        product(starts, starts),
        key=lambda at: grey[at[0] : at[0] + DETAIL_PX, at[1] : at[1] + DETAIL_PX].std(),
    )
