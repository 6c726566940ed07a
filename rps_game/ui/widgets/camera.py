"""The camera's picture, with the square that the network sees."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from rps_game.ui.drawing import Align, Box, Painter, Tone
from rps_game.ui.drawing.arrays import blend_heat, draw_signs, mirrored
from rps_game.ui.widgets.widget import Widget

Frame = npt.NDArray[np.uint8]

DIMMED: Final = 0.37
"""Share of black over what the network does not see: dimmed, but still visible."""

BLACK: Final = (0, 0, 0)


class CameraView(Widget):
    """Shows frames as large as they fit, dimmed outside the network's square; converts each frame once.

    Attributes:
        mirror: whether the picture is drawn as in a mirror. What the network gets never is.
        heat: the heat map that is shown, see `show_heat`; None for none.
    """

    def __init__(self, *, mirror: bool = True) -> None:
        super().__init__()
        self.mirror = mirror
        self._frame: Frame | None = None
        self._number = 0
        self.heat: npt.NDArray[np.float32] | None = None
        self._heats = 0  # counts the maps shown, to tell them apart
        self._picture = pygame.Surface((0, 0))
        self._key: tuple[object, ...] = ()

    def show(self, frame: Frame, number: int) -> None:
        """Show this frame from now on: uint8 (height, width, 3), BGR, not mirrored.

        Its number tells frames apart: the frame that is shown already is not converted again.
        """
        self._frame, self._number = frame, number

    def show_heat(self, heat: npt.NDArray[np.float32] | None) -> None:
        """Show this heat map over the square from now on: float32 (7, 7) in -1..1, not mirrored; or none.

        The array must not be changed afterwards: it is drawn again only with a new frame or a new array.
        """
        if heat is not self.heat:
            self.heat, self._heats = heat, self._heats + 1

    def clear(self) -> None:
        """Show no frame."""
        self._frame = None

    @property
    def picture_rect(self) -> Box:
        """The picture's place in the window: the middle of the box."""
        height, width = (3, 4) if self._frame is None else self._frame.shape[:2]
        scale = min(self.rect.width / width, self.rect.height / height)
        return self.rect.centred(*Box(0, 0, round(width * scale), round(height * scale)).pixels)

    @property
    def square_rect(self) -> Box:
        """The place of the network's square in the window."""
        whole = self.picture_rect
        return whole.centred(min(whole.size))

    def draw(self, painter: Painter, *, nothing: str = "") -> None:
        """Draw the picture, or the words `nothing` without one."""
        theme = painter.theme
        if self._frame is None:
            painter.card(self.rect)
            box = self.rect.inset(theme.unit(12), theme.unit(8))
            painter.text(nothing, box, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
            return
        place = self.picture_rect
        key = self._number, self._heats, place.size, self.mirror, theme.layout_key
        if key != self._key:
            self._picture, self._key = self._prepare(self._frame, place, painter), key
        painter.surface.blit(self._picture, place)

    def _prepare(self, frame: Frame, place: Box, painter: Painter) -> pygame.Surface:
        # Heat, dimming and corners are drawn once a frame: a window draws twice as often as a camera looks.
        if self.heat is not None:
            frame = blend_heat(frame, self.heat)
        drawn = frame_picture(frame, place.size, mirror=self.mirror).convert(painter.surface)
        square = self.square_rect.move(-place.left, -place.top)
        if self.heat is not None:
            draw_signs(drawn, square, mirrored(self.heat, mirror=self.mirror))
        inner, whole = Painter(drawn, painter.theme), Box(0, 0, *place.size)
        for side in (
            whole.copy().take_left(square.left),
            whole.copy().take_right(whole.width - square.right),
            whole.copy().take_top(square.top),
            whole.copy().take_bottom(whole.height - square.bottom),
        ):
            inner.veil(side, DIMMED, BLACK)
        inner.round_corners(whole, painter.theme.unit(16))
        return drawn


def frame_picture(frame: Frame, size: tuple[int, int], *, mirror: bool) -> pygame.Surface:
    """Return a frame, uint8 (height, width, 3) BGR, as a picture of `size`, width and height in pixels.

    OpenCV scales five to seven times as fast as pygame: at 1500 x 1125, 2.5 ms instead of 19.
    """
    shrinks = size[0] < frame.shape[1]
    scaled = cv2.resize(frame, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    if mirror:
        scaled = cv2.flip(scaled, 1)
    return pygame.image.frombuffer(scaled.data, size, "BGR")
