"""Augmented views: what else the camera might have seen of a frame that was taken.

A player calibrates in one light and at one place, and plays a little nearer, lower or after sunset. So each
frame is also embedded as if that had happened. The strengths are such as a webcam meets from one minute to
the next, and leave every gesture what it is: no finger is cut away or turned upside down.

A view takes 0.3 ms (median, on a busy machine), most of it the warp.
"""

import math
from collections.abc import Callable, Iterable
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.heads.dataset import POOLED, Features, Pooled, pooled

Square = npt.NDArray[np.uint8]
Embed = Callable[[Square], Features]

VIEWS: Final = 8
"""Of each frame that is calibrated on: up to 8 each helps, more hardly do (`benchmarks.made_up_players`)."""

GAIN: Final = (0.7, 1.35)
"""Light by so much: half a stop either way."""

GAMMA: Final = (0.8, 1.25)
"""Contrast: below 1 the shadows open, above 1 they close."""

CAST_SIGMA: Final = 0.05
"""Each colour's own share of the light, normal around 1: another lamp, another white balance."""

SHIFT_SHARE: Final = 0.1
"""Of the side, at most, across and down."""

SCALE: Final = (0.8, 1.2)
"""Of the hand's size: farther and nearer."""

TURN_SIGMA_DEGREES: Final = 8.0
TURN_LIMIT_DEGREES: Final = 15.0

BLUR_CHANCE: Final = 0.2
BLUR_SIGMA_PX: Final = (0.5, 1.5)
"""Of a hand that moves, or a camera that looks for its focus; 2 pixels would cost a head much."""


def augmented(square: Square, rng: np.random.Generator, *, mirror: bool | None = None) -> Square:
    """One view.

    Args:
        square: uint8 (224, 224, 3), RGB, as `preprocess.to_square` cuts it; it is not changed.
        rng: takes all the chances.
        mirror: whether to show the other hand: it makes the same gestures. None leaves it to chance.

    Returns:
        A new array of the same kind. Beyond its edges the picture goes on mirrored.
    """
    side = len(square)
    if mirror is None:
        mirror = bool(rng.random() < 0.5)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    view = cv2.warpAffine(
        square, _placement(rng, side, mirror), (side, side), flags=flags, borderMode=cv2.BORDER_REFLECT_101
    )
    view = cv2.LUT(view, _tone(rng))
    if rng.random() < BLUR_CHANCE:
        view = cv2.GaussianBlur(view, (0, 0), rng.uniform(*BLUR_SIGMA_PX))
    return view.astype(np.uint8, copy=False)


def nth_view(square: Square, seed: int, number: int) -> Square:
    """View `number`, from 0, of those that `views_of` makes; every second one shows the other hand."""
    return augmented(square, np.random.default_rng((seed, number)), mirror=number % 2 == 1)


def views_of(square: Square, count: int, seed: int) -> list[Square]:
    """So many views of one frame, uint8 (224, 224, 3) each; the same seed makes the same ones.

    Args:
        square: as for `augmented`.
        count: how many, from 0.
        seed: from 0; frames of one player should have different ones.
    """
    return [nth_view(square, seed, number) for number in range(count)]


def pooled_views(squares: Iterable[Square], embed: Embed) -> Pooled:
    """Views as a head learns from them, float32 (v, 256): embedded, and averaged over the places.

    Args:
        squares: the views, v of them; there may be none.
        embed: the backbone's.
    """
    rows = [pooled(embed(square)[None]) for square in squares]
    return np.concatenate([np.empty((0, POOLED), np.float32), *rows])


def _placement(rng: np.random.Generator, side: int, mirror: bool) -> npt.NDArray[np.float64]:
    """The matrix, (2, 3), from a view's pixels to the frame's: moved, zoomed and turned about the middle."""
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
    """A table for `cv2.LUT`, uint8 (1, 256, 3): gain and gamma of all colours, and each one's own share."""
    gain, gamma = (math.exp(rng.uniform(*np.log(limits))) for limits in (GAIN, GAMMA))
    levels = np.linspace(0, 1, 256)[:, None] ** gamma * gain * np.exp(rng.normal(0, CAST_SIGMA, 3))
    return np.round(np.clip(levels * 255, 0, 255)).astype(np.uint8)[None]
