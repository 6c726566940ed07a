"""The player's picture, as in a mirror, with the square that the network sees; and samples in small."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from rps_game.ui.drawing.maps import draw_signs, mirrored, warmed
from rps_game.ui.drawing.palette import Tone
from rps_game.ui.drawing.theme import Align, Theme

Frame = npt.NDArray[np.uint8]

VEIL: Final = (160, 160, 160)
"""What the network does not see is multiplied with this, of 255: one sees where it looks, and oneself."""


class CameraView:
    """Shows frames in a box, as large as they fit, each converted once.

    Attributes:
        rect: the box; set by the screen's `place`.
        mirror: whether the picture is drawn as in a mirror. What the network gets never is.
        square: whether the network's square is drawn over it.
    """

    def __init__(self, *, mirror: bool = True, square: bool = True) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.mirror = mirror
        self.square = square
        self._frame: Frame | None = None
        self._number = 0
        self._heat: npt.NDArray[np.float32] | None = None
        self._heats = 0  # how many maps there were: their number tells them apart
        self._picture = pygame.Surface((0, 0))
        self._key: tuple[object, ...] = ()

    def show(self, frame: Frame, number: int) -> None:
        """Have this frame from now on.

        Args:
            frame: uint8 (height, width, 3), BGR, not mirrored.
            number: tells frames apart: one that is shown already is not converted again.
        """
        self._frame, self._number = frame, number

    def lay(self, heat: npt.NDArray[np.float32] | None) -> None:
        """Have this map over the square from now on, float32 (7, 7) in -1..1, not mirrored; None for none.

        It is drawn into the picture, as often as that changes: an array is not to be changed afterwards.
        """
        if heat is not self._heat:
            self._heat, self._heats = heat, self._heats + 1

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None

    @property
    def picture_rect(self) -> pygame.Rect:
        """Where the picture is in the box: in its middle, all of it."""
        height, width = (3, 4) if self._frame is None else self._frame.shape[:2]
        scale = min(self.rect.width / width, self.rect.height / height)
        picture = pygame.Rect(0, 0, round(width * scale), round(height * scale))
        picture.center = self.rect.center
        return picture

    @property
    def square_rect(self) -> pygame.Rect:
        """Where the network's square is in the window."""
        picture = self.picture_rect
        side = min(picture.size)
        square = pygame.Rect(0, 0, side, side)
        square.center = picture.center
        return square

    def draw(self, surface: pygame.Surface, theme: Theme, *, nothing: str = "") -> None:
        """Draw the picture; `nothing` is said where there is none."""
        if self._frame is None:
            theme.card(surface, self.rect, Tone.CARD)
            box = self.rect.inflate(-theme.unit(24), -theme.unit(16))
            theme.text(surface, nothing, box, tone=Tone.MUTED, align=Align.CENTER, wrap=True)
            return
        place = self.picture_rect
        key = self._number, self._heats, place.size, self.mirror, self.square, theme.look
        if key != self._key:
            self._picture, self._key = self._finished(self._frame, place, surface, theme), key
        surface.blit(self._picture, place)

    def _finished(
        self, frame: Frame, place: pygame.Rect, surface: pygame.Surface, theme: Theme
    ) -> pygame.Surface:
        # With the veil and the corners in it: a window draws twice as often as a camera looks.
        if self._heat is not None:
            frame = warmed(frame, self._heat)
        picture = picture_of(frame, place.size, mirror=self.mirror).convert(surface)
        square = self.square_rect.move(-place.left, -place.top)
        if self._heat is not None:
            draw_signs(picture, square, mirrored(self._heat, mirror=self.mirror))
        if self.square:
            for left, right in ((0, square.left), (square.right, place.width)):
                picture.fill(VEIL, (left, 0, right - left, place.height), pygame.BLEND_RGB_MULT)
            for top, bottom in ((0, square.top), (square.bottom, place.height)):
                picture.fill(VEIL, (0, top, place.width, bottom - top), pygame.BLEND_RGB_MULT)
        round_corners(picture, picture.get_rect(), theme.unit(16), theme.colour(Tone.GROUND))
        return picture


class Thumbnails:
    """The newest samples as small pictures in a row, the newest first.

    Attributes:
        rect: the row; set by the screen's `place`.
    """

    def __init__(self, *, mirror: bool = True) -> None:
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.mirror = mirror
        self._squares: list[tuple[int, npt.NDArray[np.uint8]]] = []
        self._pictures: dict[tuple[int, int], pygame.Surface] = {}

    def show(self, squares: list[tuple[int, npt.NDArray[np.uint8]]]) -> None:
        """Have these from now on: (number, picture), the picture uint8 (n, n, 3) RGB; the newest last."""
        self._squares = squares[::-1]
        kept = {number for number, _ in squares}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key[0] in kept}

    def rects(self, theme: Theme) -> list[tuple[int, pygame.Rect]]:
        """The number and the place of every picture that there is room for."""
        side, gap = self.rect.height, theme.unit(8)
        count = max((self.rect.width + gap) // max(side + gap, 1), 0)
        return [
            (number, pygame.Rect(self.rect.left + i * (side + gap), self.rect.top, side, side))
            for i, (number, _) in enumerate(self._squares[:count])
        ]

    def at(self, place: tuple[int, int], theme: Theme) -> int | None:
        """The number of the picture at a place of the window."""
        return next((number for number, rect in self.rects(theme) if rect.collidepoint(place)), None)

    def draw(self, surface: pygame.Surface, theme: Theme) -> None:
        """Draw as many as there is room for."""
        for (number, square), (_, rect) in zip(self._squares, self.rects(theme), strict=False):
            key = number, rect.width
            if key not in self._pictures:
                self._pictures[key] = sample_picture(square, rect.width, mirror=self.mirror)
            surface.blit(self._pictures[key], rect)
            round_corners(surface, rect, theme.unit(8), theme.colour(Tone.GROUND))


def sample_picture(square: npt.NDArray[np.uint8], side: int, *, mirror: bool) -> pygame.Surface:
    """What the network saw, uint8 (n, n, 3) RGB, as a picture of `side` x `side` pixels."""
    height, width = square.shape[:2]
    picture = pygame.image.frombuffer(np.ascontiguousarray(square).tobytes(), (width, height), "RGB")
    scaled = pygame.transform.smoothscale(picture, (side, side))
    return pygame.transform.flip(scaled, flip_x=True, flip_y=False) if mirror else scaled


def round_corners(
    surface: pygame.Surface, rect: pygame.Rect, radius: int, colour: tuple[int, int, int]
) -> None:
    """Paint what lies outside a box's rounded corners."""
    radius = min(radius, rect.width // 2, rect.height // 2)
    if radius <= 0:
        return
    corner = pygame.Surface((radius, radius), pygame.SRCALPHA)
    corner.fill((*colour, 255))
    pygame.draw.circle(corner, (*colour, 0), (radius, radius), radius)
    for flip_x, x in ((False, rect.left), (True, rect.right - radius)):
        for flip_y, y in ((False, rect.top), (True, rect.bottom - radius)):
            surface.blit(pygame.transform.flip(corner, flip_x, flip_y), (x, y))


def picture_of(frame: Frame, size: tuple[int, int], *, mirror: bool) -> pygame.Surface:
    """A frame, uint8 (height, width, 3) BGR, as a picture of `size`, width and height in pixels.

    OpenCV scales five to seven times as fast as pygame: at 1500 x 1125, 2.5 ms instead of 19.
    """
    shrinks = size[0] < frame.shape[1]
    scaled = cv2.resize(frame, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    if mirror:
        scaled = cv2.flip(scaled, 1)
    return pygame.image.frombuffer(scaled.data, size, "BGR")
