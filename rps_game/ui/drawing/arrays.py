"""Arrays as pictures: pixels, feature maps, and heat maps over a picture."""

from typing import Final, TypeVar

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from rps_game.ui.drawing.box import Box
from rps_game.ui.drawing.palette import DARK, Colour, Tone
from rps_game.ui.drawing.theme import Theme

FOR: Final[Colour] = (60, 210, 255)
AGAINST: Final[Colour] = (213, 64, 20)
"""Sky and vermilion: the same in every theme, as the picture below is; far from skin colours, and far from
each other also for eyes that do not tell red from green, or blue from yellow."""

OVERLAY_OPACITY: Final = 0.72
"""Opacity of the strongest place over a still picture."""

LIVE_OPACITY: Final = 0.6
"""The same over the live picture, where the hand should stay visible."""

SMOOTH_SIDE: Final = 56
"""Pixels to which a map is scaled cubically before it is coloured; from there to the frame, linearly."""

SIGNED_FROM: Final = 0.35
"""Places with less heat than this get no sign: only what matters is marked."""

Square = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float32]

Number = TypeVar("Number", bound=np.generic)


def picture(square: Square, side: int, *, smooth: bool = True) -> pygame.Surface:
    """Return pixels, uint8 (n, n, 3) RGB, as a picture of `side` x `side`; each a block unless `smooth`."""
    height, width = square.shape[:2]
    small = pygame.image.frombuffer(np.ascontiguousarray(square).tobytes(), (width, height), "RGB")
    side = max(side, 1)
    scale = pygame.transform.smoothscale if smooth else pygame.transform.scale
    return scale(small, (side, side))


def map_picture(values: Values, side: int, low: Colour, high: Colour) -> pygame.Surface:
    """Return a feature map, float32 (n, n) in 0..1, as n x n blocks from colour `low` to colour `high`."""
    share = np.clip(values, 0, 1)[..., None]  # (n, n, 1)
    colours = np.asarray(low) + (np.asarray(high) - np.asarray(low)) * share
    return picture(np.rint(colours).astype(np.uint8), side, smooth=False)


def heat_picture(square: Square | None, heat: Values, side: int, theme: Theme) -> pygame.Surface:
    """Return a picture with its heat map over it, both oriented for display.

    Above 0 has one colour and a plus, below 0 another and a minus, the more opaque the stronger: colour and
    sign each tell it alone.

    Args:
        square: uint8 (n, n, 3) RGB; None for a plain ground.
        heat: float32 (n, n) in -1..1.
        side: of the picture returned, in pixels.
        theme: whose colour the plain ground has.
    """
    side = max(side, 1)
    if square is None:
        drawn = pygame.Surface((side, side))
        drawn.fill(theme.colour(Tone.LINE))
    else:
        drawn = picture(square, side)
    overlay = pygame.Surface((side, side), pygame.SRCALPHA)
    for row, column in np.ndindex(heat.shape):
        strength = float(heat[row, column])
        cell = Box(0, 0, side, side).cell(row, column, *heat.shape)
        alpha = round(255 * OVERLAY_OPACITY * min(abs(strength), 1.0))
        overlay.fill((*(FOR if strength > 0 else AGAINST), alpha), cell)
        if abs(strength) >= SIGNED_FROM:
            _draw_sign(overlay, cell, plus=strength > 0)
    drawn.blit(overlay, (0, 0))
    return drawn


def blend_heat(frame: Square, heat: Values) -> Square:
    """Return a frame, uint8 (height, width, 3) BGR, with a heat map blended smoothly into its square.

    It works in the frame's own pixels: a window may show six times as many.
    """
    fine = cv2.resize(heat, (SMOOTH_SIDE, SMOOTH_SIDE), interpolation=cv2.INTER_CUBIC)[..., None]
    share = LIVE_OPACITY * np.minimum(np.abs(fine), 1)  # (n, n, 1)
    colours = np.where(
        fine > 0, np.array(FOR[::-1], np.float32), np.array(AGAINST[::-1], np.float32)
    )  # (n, n, 3) BGR
    side = min(frame.shape[:2])
    kept, added = (
        cv2.resize(np.rint(part).astype(np.uint8), (side, side), interpolation=cv2.INTER_LINEAR)
        for part in (np.repeat(255 * (1 - share), 3, axis=2), colours * share)
    )
    mixed = frame.copy()
    top, left = (frame.shape[0] - side) // 2, (frame.shape[1] - side) // 2
    square = mixed[top : top + side, left : left + side]
    square[:] = cv2.add(cv2.multiply(square, kept, scale=1 / 255), added)
    return mixed


def draw_signs(surface: pygame.Surface, square: Box, heat: Values) -> None:
    """Draw a plus or minus at the strong places of a heat map over a picture's square."""
    for row, column in np.argwhere(np.abs(heat) >= SIGNED_FROM):
        cell = square.cell(row, column, *heat.shape)
        small = cell.inflate(-cell.width // 3, -cell.height // 3)  # the hand shows between them
        _draw_sign(surface, small, plus=bool(heat[row, column] > 0))


def draw_swatch(surface: pygame.Surface, box: pygame.Rect, *, plus: bool) -> None:
    """Draw a legend's swatch: the colour of one side of a heat map, with its sign."""
    pygame.draw.rect(surface, FOR if plus else AGAINST, box, border_radius=box.width // 4)
    _draw_sign(surface, box.inflate(box.width // 2, box.height // 2), plus=plus)


def mirrored(array: npt.NDArray[Number], *, mirror: bool) -> npt.NDArray[Number]:
    """Swap left and right of (rows, columns, ...) if `mirror`, as in a mirror."""
    return array[:, ::-1] if mirror else array


def _draw_sign(surface: pygame.Surface, cell: pygame.Rect, *, plus: bool) -> None:
    arm = max(min(cell.size) // 6, 2)
    width = max(arm // 2, 1)
    surface.fill(DARK.on_accent, (cell.centerx - arm, cell.centery - width // 2, 2 * arm, width))
    if plus:
        surface.fill(DARK.on_accent, (cell.centerx - width // 2, cell.centery - arm, width, 2 * arm))
