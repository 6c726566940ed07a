"""Makes pictures harder than those calibrated on, each in one way, and more than augmented views are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from benchmarks.recognition.sets import Square, strips
from rps_game.camera.pictures import pictures_in
from rps_game.camera.preprocess import INPUT_SIDE
from tools.pretrain.cutting import cut_from_green, cut_from_plain, with_alpha

Change = Callable[[Square, np.random.Generator], Square]

DARKER: Final = 0.4
"""Factor of the light: 1.3 stops less, where a view has half a stop less at most."""

WARMER: Final = (1.25, 1.0, 0.7)
"""Gains of red, green, blue: from daylight to a bulb without white balance."""

BLUR_SIGMA_PX: Final = 3.0
SMALLER: Final = 0.65
"""Factor of the hand's size: half as far away again."""

SHIFT_SHARE: Final = 0.18
"""Shift across and down to one of the four corners, as a share of the side."""

NOISE_LEVELS: Final = 15.0

CUTTERS: Final = {"best_of_one": cut_from_plain, "rps_cv": cut_from_green}
"""Functions that separate the hands of a set from their background."""

NOT_IN_THE_BANK: Final = 2
"""The bank takes each fourth picture of drone_gestures for its rooms: these are two further on. The legs of
training before it took each second."""


def darker(square: Square, rng: np.random.Generator) -> Square:
    """Reduce the light, and add the noise of a dark picture."""
    return _levels(square * DARKER + rng.normal(0, 3, square.shape))


def warmer(square: Square, rng: np.random.Generator) -> Square:  # noqa: ARG001 - nothing is left to chance
    """Change the colour of the light."""
    return _levels(square * np.array(WARMER))


def blurred(square: Square, rng: np.random.Generator) -> Square:  # noqa: ARG001 - likewise
    """Blur."""
    return cv2.GaussianBlur(square, (0, 0), BLUR_SIGMA_PX).astype(np.uint8, copy=False)


def smaller(square: Square, rng: np.random.Generator) -> Square:  # noqa: ARG001 - likewise
    """Shrink the picture, as of a hand farther away; the edges are replicated."""
    return _moved(square, SMALLER, 0, 0)


def shifted(square: Square, rng: np.random.Generator) -> Square:
    """Shift the picture to a corner; the edges are replicated."""
    across, down = rng.choice([-1, 1], 2) * SHIFT_SHARE * len(square)
    return _moved(square, 1, across, down)


def noisy(square: Square, rng: np.random.Generator) -> Square:
    """Add the noise of a poor sensor."""
    return _levels(square + rng.normal(0, NOISE_LEVELS, square.shape))


HARDER: Final[Mapping[str, Change]] = {
    change.__name__: change for change in (darker, warmer, blurred, smaller, shifted, noisy)
}


def made_harder(squares: Sequence[Square], change: Change) -> Iterator[Square]:
    """Yield each picture changed; the same pictures always in the same way."""
    for number, square in enumerate(squares):
        yield change(square, np.random.default_rng(number))


def cut_out(name: str, square: Square) -> Square | None:
    """Cut out the hand of a picture of a set: uint8 (224, 224, 4), RGBA; None where that fails."""
    bgr = np.ascontiguousarray(square[..., ::-1])
    mask = CUTTERS[name](bgr)
    return None if mask is None else with_alpha(bgr, mask, INPUT_SIDE)


def before(hand: Square, room: Square) -> Square:
    """Put a cut-out hand, RGBA, before a picture of the same size, RGB."""
    alpha = hand[..., 3:].astype(np.float32) / 255
    return _levels(alpha * hand[..., :3] + (1 - alpha) * room)


def rooms(hands: Path) -> list[Square]:
    """Crop rooms from pictures that pretraining does not take: uint8 (224, 224, 3), RGB."""
    files = pictures_in(hands / "drone_gestures")[NOT_IN_THE_BANK :: 4 * 4]
    return [strip[..., ::-1] for strip in strips(files)]


def _levels(values: np.ndarray) -> Square:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def _moved(square: Square, scale: float, across: float, down: float) -> Square:
    middle = (len(square) - 1) / 2
    start = middle * (1 - scale)
    matrix = np.array([[scale, 0, start + across], [0, scale, start + down]])
    size = (len(square), len(square))
    return cv2.warpAffine(square, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )
