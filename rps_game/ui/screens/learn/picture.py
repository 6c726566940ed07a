"""Lesson 1: the network's input is a square of numbers."""

from itertools import product
from typing import Final

import numpy as np
import pygame

from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.ui.context import Context
from rps_game.ui.drawing import Align, Box, Painter, Tone
from rps_game.ui.drawing.arrays import Square, picture
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
        self._boxes = [Box()] * 3
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
        top, left = self._detail
        detail = self.for_display(square[top : top + DETAIL_PX, left : left + DETAIL_PX])
        theme, stage = self.theme, self.stage
        gap = theme.unit(GAP * 3)
        side = min(stage.height - caption_height(theme), (stage.width - 2 * gap) * 5 // 14)
        if side <= 0:
            return
        row = stage.centred(side * 14 // 5 + 2 * gap, stage.height)
        row.height = side
        self._boxes = [row.take_left(side, gap), row.take_left(side, gap), row]
        self._square = picture(self.for_display(square), side)
        self._zoomed = picture(detail, side, smooth=False)
        red, green, blue = detail[DETAIL_PX // 2, DETAIL_PX // 2].tolist()
        self._rgb = red, green, blue

    def draw(self, painter: Painter) -> None:
        example = self._example
        if example is None or self._detail is None:
            self.draw_icons(painter, self.context.session.rules.classes)
            return
        whole, zoomed, numbers = self._boxes
        painter.picture(self._square, whole, Tone.CARD)
        painter.surface.blit(self._zoomed, zoomed)
        self._draw_detail(painter, whole, zoomed)
        self._draw_pixel(painter, zoomed, numbers)
        aside = self.theme.unit(GAP)  # captions may be a little wider than their pictures: there are gaps
        self.caption(painter, example_caption(example.gesture), whole.inset(-aside, 0))
        self.caption(painter, tr("{n} x {n} of its pixels", n=DETAIL_PX), zoomed)
        self.caption(painter, tr("One pixel, 0 to 255 each"), numbers.inset(-2 * aside, 0))

    def _draw_detail(self, painter: Painter, whole: Box, zoomed: Box) -> None:
        assert self._detail is not None
        row, column = self._detail
        if self.context.settings.mirror:
            column = INPUT_SIDE - column - DETAIL_PX
        scale = whole.width / INPUT_SIDE
        side = round(DETAIL_PX * scale)
        place = Box(whole.left + round(column * scale), whole.top + round(row * scale), side, side)
        self._draw_zoom(painter, place.inset(-self.theme.unit(2)), zoomed)

    def _draw_zoom(self, painter: Painter, small: Box, large: Box) -> None:
        # An outline around each, and lines from one to the other.
        width = max(self.theme.unit(3), 2)
        for start, end in ((small.topright, large.topleft), (small.bottomright, large.bottomleft)):
            painter.line(start, end, Tone.ACCENT, self.theme.unit(2))
        painter.rect(small, Tone.ACCENT, width)
        painter.rect(large.inflate(width, width), Tone.ACCENT, width)

    def _draw_pixel(self, painter: Painter, zoomed: Box, numbers: Box) -> None:
        theme, rows = self.theme, numbers.copy()
        block = zoomed.width / DETAIL_PX
        middle = round(block * (DETAIL_PX // 2))
        pixel = Box(zoomed.left + middle, zoomed.top + middle, round(block), round(block))
        swatch = rows.take_top(rows.height * 2 // 5, theme.unit(12))
        painter.rect(swatch, self._rgb)
        self._draw_zoom(painter, pixel.inset(-2), swatch)
        names = tr("Red"), tr("Green"), tr("Blue")
        for i, (name, value, bar, colour) in enumerate(
            zip(names, self._rgb, self._bars, _COLOURS, strict=True)
        ):
            label = rows.cell(i, 0, 3, 1)
            label.height = rows.height // 3 - theme.unit(4)
            bar.rect = label.take_bottom(min(theme.unit(12), rows.height // 12))
            painter.text(name, label, tone=Tone.MUTED)
            painter.text(str(value), label, align=Align.RIGHT, bold=True)
            bar.draw(painter, value / 255, tone=colour)


def _liveliest(square: Square) -> tuple[int, int]:
    # Row and column of the detail with the greatest standard deviation of grey, away from the edges.
    grey = square.mean(axis=2, dtype=np.float32)
    starts = range(INPUT_SIDE // 4, INPUT_SIDE * 3 // 4, DETAIL_PX // 2)
    return max(
        product(starts, starts),
        key=lambda at: grey[at[0] : at[0] + DETAIL_PX, at[1] : at[1] + DETAIL_PX].std(),
    )
