"""Arrays as pictures: pixels, maps of the 7 x 7 places, and a map laid over a picture."""

from typing import Final, TypeVar

import cv2
import numpy as np
import numpy.typing as npt
import pygame

from rps_game.ui.drawing.palette import DARK, Colour, Tone
from rps_game.ui.drawing.theme import Theme

FOR: Final[Colour] = (60, 210, 255)
AGAINST: Final[Colour] = (213, 64, 20)
"""Sky and vermilion, over a picture whose light no theme changes: far from the colours of skin, and from one
another whether or not an eye tells red from green, or blue from yellow."""

STRONGEST_VEIL: Final = 0.72
"""How much of the picture the strongest place hides."""

STRONGEST_GLOW: Final = 0.6
"""The same over the live picture: the hand is to be seen below it."""

GLOW_SIDE: Final = 56
"""Pixels to which a map is smoothed before it is coloured; from there to the window's, lines are enough."""

SIGNED_FROM: Final = 0.35
"""Places with less heat than this get no sign: only what matters is marked."""

Square = npt.NDArray[np.uint8]
Values = npt.NDArray[np.float32]

_Number = TypeVar("_Number", bound=np.generic)


def picture(square: Square, side: int, *, smooth: bool = True) -> pygame.Surface:
    """Pixels, uint8 (n, n, 3) RGB, as a picture of `side` x `side`; each a block unless `smooth`."""
    height, width = square.shape[:2]
    small = pygame.image.frombuffer(np.ascontiguousarray(square).tobytes(), (width, height), "RGB")
    scale = pygame.transform.smoothscale if smooth else pygame.transform.scale
    return scale(small, (side, side))


def tile(values: Values, side: int, low: Colour, high: Colour) -> pygame.Surface:
    """A map, float32 (n, n) in 0..1, as n x n blocks between two colours."""
    share = np.clip(values, 0, 1)[..., None]  # (n, n, 1)
    colours = np.asarray(low) + (np.asarray(high) - np.asarray(low)) * share
    return picture(np.rint(colours).astype(np.uint8), side, smooth=False)


def veil(heat: Values, side: int) -> pygame.Surface:
    """A map of heat, float32 (n, n) in -1..1, to be laid over a picture.

    Above 0 is drawn in one colour and with a plus, below 0 in another and with a minus, the stronger the less
    one can see through it: neither colour nor sign is needed to understand the other.
    """
    layer = pygame.Surface((side, side), pygame.SRCALPHA)
    for row, column in np.ndindex(heat.shape):
        warmth = float(heat[row, column])
        cell = _cell(heat, side, row, column)
        alpha = round(255 * STRONGEST_VEIL * min(abs(warmth), 1.0))
        layer.fill((*(FOR if warmth > 0 else AGAINST), alpha), cell)
        if abs(warmth) >= SIGNED_FROM:
            _sign(layer, cell, plus=warmth > 0)
    return layer


def warmed(frame: Square, heat: Values) -> Square:
    """A frame, uint8 (height, width, 3) BGR, with a map mixed into its square, without edges between places.

    In the frame's own pixels, of which a window may show six times as many.
    """
    fine = cv2.resize(heat, (GLOW_SIDE, GLOW_SIDE), interpolation=cv2.INTER_CUBIC)[..., None]
    share = STRONGEST_GLOW * np.minimum(np.abs(fine), 1)  # (n, n, 1)
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


def draw_signs(surface: pygame.Surface, square: pygame.Rect, heat: Values) -> None:
    """Mark what matters in a map that lies over a picture's square, as in `veil`."""
    for row, column in np.argwhere(np.abs(heat) >= SIGNED_FROM):
        cell = _cell(heat, square.width, row, column).move(square.topleft)
        small = cell.inflate(-cell.width // 3, -cell.height // 3)  # the hand is to be seen between them
        _sign(surface, small, plus=bool(heat[row, column] > 0))


def heated(square: Square | None, heat: Values, side: int, theme: Theme) -> pygame.Surface:
    """A picture under its map of heat, both as they are to be seen; a plain ground where it is None."""
    if square is None:
        drawn = pygame.Surface((side, side))
        drawn.fill(theme.colour(Tone.LINE))
    else:
        drawn = picture(square, side)
    drawn.blit(veil(heat, side), (0, 0))
    return drawn


def mirrored(array: npt.NDArray[_Number], *, mirror: bool) -> npt.NDArray[_Number]:
    """Swap left and right of (rows, columns, ...) if `mirror`, as the player sees themselves."""
    return array[:, ::-1] if mirror else array


def _cell(heat: Values, side: int, row: int, column: int) -> pygame.Rect:
    # A place's part of the picture.
    rows, columns = heat.shape
    left, right = side * column // columns, side * (column + 1) // columns
    top, bottom = side * row // rows, side * (row + 1) // rows
    return pygame.Rect(left, top, right - left, bottom - top)


def draw_swatch(surface: pygame.Surface, box: pygame.Rect, *, plus: bool) -> None:
    """What stands for one side of a map in its legend: the colour, with its sign."""
    pygame.draw.rect(surface, FOR if plus else AGAINST, box, border_radius=box.width // 4)
    _sign(surface, box.inflate(box.width // 2, box.height // 2), plus=plus)


def _sign(layer: pygame.Surface, cell: pygame.Rect, *, plus: bool) -> None:
    arm = max(min(cell.size) // 6, 2)
    width = max(arm // 2, 1)
    dark = (*DARK[Tone.ON_ACCENT], 255)
    pygame.draw.rect(layer, dark, pygame.Rect(cell.centerx - arm, cell.centery - width // 2, 2 * arm, width))
    if plus:
        pygame.draw.rect(
            layer, dark, pygame.Rect(cell.centerx - width // 2, cell.centery - arm, width, 2 * arm)
        )
