"""Turns a frame into the network's input; nothing else does."""

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.observation import Frame, Square

PREPROCESS_VERSION: Final = 1
"""Stored in each save: a head fits only features of pictures that were cropped and scaled as its own were."""

INPUT_SIDE: Final = 224
"""Side of the network's input, in pixels."""

_MAX_LINEAR_RATIO: Final = 1.25
"""Bilinear scaling by more than this skips pixels of the picture (and small fingers flicker)."""


def crop_box(height: int, width: int) -> tuple[int, int, int]:
    """Return the square in the middle of a frame that is cropped, as (x, y, side) in the frame's pixels."""
    side = min(height, width)
    return (width - side) // 2, (height - side) // 2, side


def to_square(frame: Frame) -> Square:
    """Crop the middle of a frame and scale it to the network's size. The frame is not changed.

    Args:
        frame: uint8 (height, width, 3), BGR, any size.

    Returns:
        A new array, uint8 (224, 224, 3), RGB, contiguous.

    Raises:
        ValueError: for any other shape or dtype.
    """
    if frame.ndim != 3 or frame.shape[2] != 3 or frame.dtype != np.uint8 or frame.size == 0:
        raise ValueError(f"expected a BGR frame, uint8 (height, width, 3), got {frame.dtype} {frame.shape}")
    x, y, side = crop_box(*frame.shape[:2])
    square = _shrink(frame[y : y + side, x : x + side])
    return cv2.cvtColor(square, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def _shrink(square: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Resize (side, side, 3) to (224, 224, 3) by area.

    OpenCV's own INTER_AREA takes 1.3 ms from 480 pixels and 3 ms from 720, because only whole factors have a
    fast path. So: halve while that leaves enough, scale bilinearly by a factor near one to twice the input,
    halve again. From 480 pixels that is 0.4 ms and 0.15 grey levels away on average, 3 at most (bilinear
    alone: 2.2 and 38); from 720, 0.4 ms and 0.9.
    """
    side = square.shape[0]
    while side > 2 * INPUT_SIDE * _MAX_LINEAR_RATIO:
        side //= 2
        square = _resize(square[: 2 * side, : 2 * side], side, cv2.INTER_AREA)
    if side > INPUT_SIDE * _MAX_LINEAR_RATIO:
        square = _resize(_resize(square, 2 * INPUT_SIDE, cv2.INTER_LINEAR), INPUT_SIDE, cv2.INTER_AREA)
    return _resize(square, INPUT_SIDE, cv2.INTER_LINEAR)


def _resize(square: npt.NDArray[np.uint8], side: int, interpolation: int) -> npt.NDArray[np.uint8]:
    return cv2.resize(square, (side, side), interpolation=interpolation).astype(np.uint8, copy=False)


def to_input(squares: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Scale pixels to the range that MobileNet was trained on.

    Args:
        squares: uint8 (..., 224, 224, 3), RGB.

    Returns:
        A new array of the same shape, float32 in [-1, 1].
    """
    scaled = np.divide(squares, np.float32(127.5), dtype=np.float32)
    scaled -= 1.0
    return scaled
