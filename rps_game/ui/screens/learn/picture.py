"""Lesson 1: what the network gets is a square of numbers."""

from typing import Final

import numpy as np
import pygame

from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.game.gestures import CLASSES
from rps_game.ui.context import Context
from rps_game.ui.drawing.maps import Square, picture
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align
from rps_game.ui.screens.learn.lesson import (
    GAP,
    Lesson,
    LiveView,
    caption,
    caption_height,
    draw_icons,
    grouped,
    newest_picture,
    specimen_words,
)
from rps_game.ui.widgets import Bar, round_corners
from rps_game.ui.words.i18n import tr

DETAIL_PX: Final = 14
"""Side of the detail, in pixels of the picture: so few that each can be seen, so many that it is a finger."""

NUMBERS: Final = INPUT_SIDE * INPUT_SIDE * 3

_COLOURS: Final = (210, 74, 66), (60, 150, 84), (66, 116, 214)
"""Red, green and blue that show on either ground."""


class PictureLesson(Lesson):
    """The square, a detail of it, and the three numbers of one pixel."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title = tr("A picture is numbers")
        self._live = LiveView(context)
        self._specimen = newest_picture(context.session)
        self._from_camera = self._specimen is None
        self._detail: tuple[int, int] | None = None  # row and column of its corner, not mirrored
        self._square = self._zoomed = pygame.Surface((1, 1))
        self._boxes = [pygame.Rect(0, 0, 0, 0)] * 3
        self._rgb = 0, 0, 0
        self._bars = [Bar() for _ in _COLOURS]
        self._tell()

    def tick(self, now: float) -> None:
        """Follow the camera when there are no pictures of the player's own."""
        specimen = self._live.look(now) if self._from_camera else None
        if specimen is not None:
            self._specimen = specimen
            self._tell()
            self.build()

    def _tell(self) -> None:
        words = tr(
            "The network does not see your room, only the bright square, shrunk to {side} x {side} pixels of "
            "three numbers each: {n} in all. Nothing in them says what a hand is, or where.",
            side=INPUT_SIDE,
            n=grouped(NUMBERS),
        )
        if self._specimen is None:
            more = tr("Once there is a camera, you see here what it sees.")
        else:
            more = tr("No picture leaves this computer or is written to its disk.")
        self.words = f"{words} {more}"

    def build(self) -> None:
        if self._specimen is None or self._specimen.square is None:
            return
        square = self._specimen.square
        if self._detail is None:
            self._detail = liveliest(square)
        row, column = self._detail
        detail = self.seen(square[row : row + DETAIL_PX, column : column + DETAIL_PX])
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
        self._square = picture(self.seen(square), side)
        self._zoomed = picture(detail, side, smooth=False)
        red, green, blue = detail[DETAIL_PX // 2, DETAIL_PX // 2].tolist()
        self._rgb = red, green, blue

    def draw(self, surface: pygame.Surface) -> None:
        specimen, theme = self._specimen, self.theme
        if specimen is None or self._detail is None:
            draw_icons(surface, theme, self.stage, CLASSES)
            return
        whole, zoomed, numbers = self._boxes
        surface.blit(self._square, whole)
        round_corners(surface, whole, theme.unit(8), theme.colour(Tone.CARD))
        surface.blit(self._zoomed, zoomed)
        self._draw_looking_glass(surface, whole, zoomed)
        self._draw_pixel(surface, zoomed, numbers)
        caption(surface, theme, specimen_words(specimen.gesture), whole)
        caption(surface, theme, tr("{n} x {n} of its pixels", n=DETAIL_PX), zoomed)

    def _draw_looking_glass(self, surface: pygame.Surface, whole: pygame.Rect, zoomed: pygame.Rect) -> None:
        # The place in the picture, the enlarged one, and the lines from one to the other.
        theme = self.theme
        assert self._detail is not None
        row, column = self._detail
        if self.mirror:
            column = INPUT_SIDE - column - DETAIL_PX
        scale = whole.width / INPUT_SIDE
        place = pygame.Rect(
            whole.left + round(column * scale),
            whole.top + round(row * scale),
            *(round(DETAIL_PX * scale),) * 2,
        ).inflate(theme.unit(4), theme.unit(4))
        tone, width = theme.colour(Tone.ACCENT), max(theme.unit(3), 2)
        for start, end in ((place.topright, zoomed.topleft), (place.bottomright, zoomed.bottomleft)):
            pygame.draw.line(surface, tone, start, end, max(theme.unit(2), 1))
        pygame.draw.rect(surface, tone, place, width)
        pygame.draw.rect(surface, tone, zoomed.inflate(width, width), width)

    def _draw_pixel(self, surface: pygame.Surface, zoomed: pygame.Rect, numbers: pygame.Rect) -> None:
        theme = self.theme
        block = zoomed.width / DETAIL_PX
        pixel = pygame.Rect(
            zoomed.left + round(block * (DETAIL_PX // 2)),
            zoomed.top + round(block * (DETAIL_PX // 2)),
            round(block),
            round(block),
        ).inflate(4, 4)
        swatch = pygame.Rect(numbers.left, numbers.top, numbers.width, numbers.height * 2 // 5)
        tone, width = theme.colour(Tone.ACCENT), max(theme.unit(3), 2)
        for start, end in ((pixel.topright, swatch.topleft), (pixel.bottomright, swatch.bottomleft)):
            pygame.draw.line(surface, tone, start, end, max(theme.unit(2), 1))
        pygame.draw.rect(surface, tone, pixel, width)
        pygame.draw.rect(surface, self._rgb, swatch)
        pygame.draw.rect(surface, tone, swatch.inflate(width, width), width)
        names = tr("Red"), tr("Green"), tr("Blue")
        room = numbers.bottom - swatch.bottom - theme.unit(12)
        for i, (name, value, bar, colour) in enumerate(
            zip(names, self._rgb, self._bars, _COLOURS, strict=True)
        ):
            row = pygame.Rect(
                numbers.left, swatch.bottom + theme.unit(12) + room * i // 3, numbers.width, room // 3
            )
            bar.rect = pygame.Rect(row.left, 0, row.width, min(theme.unit(12), row.height // 4))
            bar.rect.bottom = row.bottom - theme.unit(4)
            label = pygame.Rect(row.left, row.top, row.width, bar.rect.top - row.top)
            theme.text(surface, name, label, tone=Tone.MUTED)
            theme.text(surface, str(value), label, align=Align.RIGHT, bold=True)
            bar.draw(surface, theme, value / 255, tone=colour)
        caption(surface, theme, tr("One pixel, 0 to 255 each"), numbers)


def liveliest(square: Square) -> tuple[int, int]:
    """Row and column of the corner of the detail with the greatest contrast, not too near to the edge."""
    grey = square.mean(axis=2, dtype=np.float32)
    step = DETAIL_PX // 2
    places = [
        (row, column)
        for row in range(INPUT_SIDE // 4, INPUT_SIDE * 3 // 4, step)
        for column in range(INPUT_SIDE // 4, INPUT_SIDE * 3 // 4, step)
    ]
    return max(places, key=lambda at: grey[at[0] : at[0] + DETAIL_PX, at[1] : at[1] + DETAIL_PX].std())
