"""Augmented views of a frame: other light, colours, place, size, turn, blur, and the other hand.

A player calibrates in one light and at one place, and plays a little nearer, lower or after sunset. The
strengths are those that a webcam meets from one minute to the next, and keep every gesture recognisable: no
finger is cut off or turned upside down.

A view takes 0.3 ms (median, on a busy machine), most of it the warp.
"""

import math
from collections.abc import Iterable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.observation import Embed, Square
from rps_game.heads.dataset import POOLED, Pooled, pooled

VIEWS: Final = 8
"""Of each frame that is calibrated on: each of the first 8 helps, more hardly do
(`benchmarks.made_up_players`)."""

GAIN: Final = (0.7, 1.35)
"""Factor of the light: half a stop either way."""

GAMMA: Final = (0.8, 1.25)
"""Exponent: below 1 the shadows get brighter, above 1 darker."""

CAST_SIGMA: Final = 0.05
"""Standard deviation of the logarithm of each colour's own gain: another lamp, another white balance."""

SHIFT_SHARE: Final = 0.1
"""Largest shift across and down, as a share of the side."""

SCALE: Final = (0.8, 1.2)
"""Factor of the hand's size: farther and nearer."""

TURN_SIGMA_DEGREES: Final = 8.0
TURN_LIMIT_DEGREES: Final = 15.0

BLUR_CHANCE: Final = 0.2
BLUR_SIGMA_PX: Final = (0.5, 1.5)
"""Of a moving hand, or a camera that focuses; 2 pixels would cost a head much."""


def augmented(square: Square, rng: np.random.Generator, *, mirror: bool) -> Square:
    """Make one view.

    Args:
        square: uint8 (224, 224, 3), RGB, as `preprocess.to_square` cuts it; it is not changed.
        rng: makes all other choices.
        mirror: whether to show the other hand, which makes the same gestures.

    Returns:
        A new array, uint8 (224, 224, 3), RGB. Beyond its edges the picture is continued by reflection.
    """
    side, flags = len(square), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    placement = _placement(rng, side, mirror)
    view = cv2.warpAffine(square, placement, (side, side), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
    view = cv2.LUT(view, _tone(rng))
    if rng.random() < BLUR_CHANCE:
        view = cv2.GaussianBlur(view, (0, 0), rng.uniform(*BLUR_SIGMA_PX))
    return view.astype(np.uint8, copy=False)


def nth_view(square: Square, seed: int, number: int) -> Square:
    """Make view `number`, from 0, of those of `views_of`; every second one shows the other hand."""
    return augmented(square, np.random.default_rng((seed, number)), mirror=number % 2 == 1)


def views_of(square: Square, count: int, seed: int) -> list[Square]:
    """Make `count` views of one frame, uint8 (224, 224, 3) each.

    The same `seed`, from 0, makes the same ones; frames of one player should have different seeds.
    """
    return [nth_view(square, seed, number) for number in range(count)]


def pooled_views(squares: Iterable[Square], embed: Embed) -> Pooled:
    """Embed v views, or none, and average their features over the places: float32 (v, 256).

    That is what a head learns from.
    """
    rows = [pooled(embed(square)[None]) for square in squares]
    return np.concatenate([np.empty((0, POOLED), np.float32), *rows])


def _placement(rng: np.random.Generator, side: int, mirror: bool) -> npt.NDArray[np.float64]:
    """Choose a matrix, (2, 3), from a view's pixels to the frame's: shift, zoom and turn about the middle."""
    turn = float(np.clip(rng.normal(0, TURN_SIGMA_DEGREES), -TURN_LIMIT_DEGREES, TURN_LIMIT_DEGREES))
    zoom = math.exp(rng.uniform(*np.log(SCALE)))
    across, down = rng.uniform(-SHIFT_SHARE, SHIFT_SHARE, 2) * side
    cos, sin = math.cos(math.radians(turn)) / zoom, math.sin(math.radians(turn)) / zoom
    flip = -1 if mirror else 1
    rows = np.array([[flip * cos, -flip * sin], [sin, cos]])
    middle = (side - 1) / 2
    offset = middle - rows @ (middle + across, middle + down)
    return np.column_stack((rows, offset))


def _tone(rng: np.random.Generator) -> Square:
    """Choose a table for `cv2.LUT`, uint8 (1, 256, 3): gain and gamma of all, and a gain of each colour."""
    gain, gamma = (math.exp(rng.uniform(*np.log(limits))) for limits in (GAIN, GAMMA))
    levels = np.linspace(0, 1, 256)[:, None] ** gamma * gain * np.exp(rng.normal(0, CAST_SIGMA, 3))
    return np.round(np.clip(levels * 255, 0, 255)).astype(np.uint8)[None]
