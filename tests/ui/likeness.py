"""A comparison of pictures of a window that tolerates another font rasteriser.

Both are halved and blurred over some 18 pixels of the window before they are compared. A letter that another
rasteriser draws a little fatter, or half a pixel farther right, then hardly differs, as its ink is where it
was; a word that is missing, or a button that has moved by 8 pixels, takes its ink elsewhere. In our pictures
the first puts no pixel far off, the loss of the digit 1 puts 38, of a letter 73, a moved button 290 and more.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pygame

Picture = np.ndarray
"""uint8 (360, 640, 3), RGB."""

BLUR_PX = 9
"""Of the halved picture; about the height of a small word."""

FAR_LEVELS = 12
"""Of 255, after the blur."""

MOST_FAR = 0.00013
"""Share of the picture that may be farther off than that: 30 pixels of 230,400."""

MOST_MEAN = 1.0
"""Levels of 255: catches what is pale and large, such as another ground. Another rasteriser: 0.75 at most."""


@dataclass(frozen=True)
class Likeness:
    """How far two pictures are from each other.

    Attributes:
        mean: difference in levels of 255, blurred.
        far: the share of the picture that differs by more than `FAR_LEVELS`, blurred.
        levels: uint8 (360, 640), the difference itself.
    """

    mean: float
    far: float
    levels: np.ndarray

    @property
    def alike(self) -> bool:
        return self.mean <= MOST_MEAN and self.far <= MOST_FAR


def halved(surface: pygame.Surface) -> Picture:
    """Return the pixels of a window of 1280 x 720 at half its size."""
    pixels = np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))
    return cv2.resize(pixels, (pixels.shape[1] // 2, pixels.shape[0] // 2), interpolation=cv2.INTER_AREA)


def compare(one: Picture, other: Picture) -> Likeness:
    if one.shape != other.shape:
        raise ValueError(f"expected pictures of one size, got {one.shape} and {other.shape}")
    blurred = [cv2.blur(picture.astype(np.float32), (BLUR_PX, BLUR_PX)) for picture in (one, other)]
    levels = np.abs(blurred[0] - blurred[1]).max(axis=2)
    return Likeness(
        float(levels.mean()), float((levels > FAR_LEVELS).mean()), np.round(levels).astype(np.uint8)
    )


def load(path: Path) -> Picture:
    return np.ascontiguousarray(pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1))


def difference(one: Picture, likeness: Likeness) -> Picture:
    """Return the picture in grey, with the differences in red: the larger, the redder."""
    grey = (one.mean(axis=2, keepdims=True) / 3).repeat(3, axis=2)
    grey[..., 0] += np.minimum(likeness.levels.astype(np.float64) * 8, 255)
    return np.asarray(np.clip(grey, 0, 255), np.uint8)
