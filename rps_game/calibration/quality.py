"""Measures light, sharpness, and likeness of pictures, each in a fraction of a millisecond."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.observation import Square

Half = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]

HALF_SIDE: Final = 112
"""Side of a halved picture: the mean of four pixels has half the noise."""

SMALL_SIDE: Final = 28
"""Side of a small picture, for light and likeness: of a sensor's noise a quarter of a grey level is left."""

BRIGHTEST_SHARE: Final = 0.05
WASHED_OUT: Final = 250
"""Grey level from which a pixel is overexposed and holds no detail."""

FINE_SIGMA_PX: Final = 0.7
COARSE_SIGMA_PX: Final = 2.0
MARGIN_PX: Final = 4
"""Around the part that is measured: as far as smoothing carries."""

EDGE_FLOOR: Final = 0.25
"""Added to the strength of the coarse edges, in grey levels: noise alone is no edge."""

BENDS: Final = tuple(
    np.array(kernel, np.float32)
    for kernel in (
        [[0, 0, 0], [1, -2, 1], [0, 0, 0]],
        [[0, 1, 0], [0, -2, 0], [0, 1, 0]],
        [[1, 0, 0], [0, -2, 0], [0, 0, 1]],
        [[0, 0, 1], [0, -2, 0], [1, 0, 0]],
    )
)
"""Second derivatives along four directions."""


def halve(square: Square) -> Half:
    """Average uint8 (224, 224, 3), RGB, down to uint8 (112, 112, 3), from which everything is measured."""
    return shrink(square, HALF_SIDE)


def shrink(picture: npt.NDArray[np.uint8], side: int) -> npt.NDArray[np.uint8]:
    """Average a square picture, uint8 (n, n) or (n, n, 3), down to `side` pixels."""
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def brightest(small: Floats) -> float:
    """Return the grey level that the brightest twentieth of a small picture begins at, 0..255."""
    last = small.size - 1 - int(small.size * BRIGHTEST_SHARE)
    return float(np.partition(small, last, axis=None)[last])


def sharpness(grey: npt.NDArray[np.uint8], where: Mask | None = None) -> float:
    """Return how much stronger a picture's edges are than after smoothing it: about 3 to 4 when it is sharp.

    An edge's second derivative falls with its width. Smoothing hardly widens a blurred edge, so the ratio of
    before to after measures the width of the edges, whatever their contrast and number. The fourth power
    gives the strong edges more weight. The lowest of four directions counts: a moving hand is blurred along
    its motion only.

    Args:
        grey: uint8 (112, 112).
        where: uint8 (112, 112), not 0 where to measure, with at least one such pixel; None for everywhere.
    """
    if where is not None:  # nothing is computed elsewhere
        left, top, width, height = cv2.boundingRect(where)
        rows = slice(max(top - MARGIN_PX, 0), top + height + MARGIN_PX)
        columns = slice(max(left - MARGIN_PX, 0), left + width + MARGIN_PX)
        grey, where = grey[rows, columns], where[rows, columns]
    fine = grey.astype(np.float32)
    both = cv2.merge([cv2.GaussianBlur(fine, (0, 0), sigma) for sigma in (FINE_SIGMA_PX, COARSE_SIGMA_PX)])
    lowest = np.inf
    for bend in BENDS:
        squared = cv2.pow(cv2.filter2D(both, -1, bend), 2)
        before, after = (mean**0.25 for mean in cv2.mean(cv2.multiply(squared, squared), where)[:2])
        lowest = min(lowest, before / (after + EDGE_FLOOR))
    return float(lowest)


def difference(small: Floats, other: Floats) -> float:
    """Return how different two small grey pictures are, in grey levels, mostly where they differ most.

    A change of the light as a whole (a flickering lamp, a camera that adapts) is divided out first. The
    fourth power gives a finger that moved more weight than a wall that did not.
    """
    ratio = np.median((small + 1) / (other + 1))
    return float(np.mean((small / ratio - other) ** 4) ** 0.25)
