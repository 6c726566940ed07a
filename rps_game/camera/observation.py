"""What the camera thread tells everyone else: one frame, seen and embedded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """One frame and what the frozen network made of it.

    Attributes:
        number: counts the frames of this feed from 1; a later frame has a greater number, and a gap means
            that frames were dropped.
        captured_s: when the frame arrived, in seconds of the feed's clock.
        frame: the picture, uint8 (height, width, 3), BGR, not mirrored.
        square: what the network saw, uint8 (224, 224, 3), RGB, not mirrored.
        features: the backbone's answer, float32 (7, 7, 256), at least 0; None while there is no backbone.
    """

    number: int
    captured_s: float
    frame: npt.NDArray[np.uint8]
    square: npt.NDArray[np.uint8]
    features: npt.NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One frame that the player calibrated on.

    Attributes:
        number: the number of the Observation that it was.
        square: uint8 (224, 224, 3), RGB; None when the sample came out of a save, which holds no pictures.
        features: float32 (7, 7, 256).
        views: float32 (v, 256), pooled features of augmented views of it; None while there are none.
    """

    number: int
    square: npt.NDArray[np.uint8] | None
    features: npt.NDArray[np.float32]
    views: npt.NDArray[np.float32] | None = None

    def with_views(self, views: Mapping[int, npt.NDArray[np.float32]]) -> "Sample":
        """The same sample with its own of some views, which are named by their samples; itself if none is."""
        return replace(self, views=views[self.number]) if self.number in views else self
