"""One frame with its features: what the camera thread hands on, and what a player calibrates on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from rps_game.heads.dataset import Features, Pooled

Frame = npt.NDArray[np.uint8]
"""A camera's picture: uint8 (height, width, 3), BGR, not mirrored."""

Square = npt.NDArray[np.uint8]
"""The network's input, as `preprocess.to_square` cuts it: uint8 (224, 224, 3), RGB, not mirrored."""

Embed = Callable[[Square], Features]
"""The backbone: a Square to float32 (7, 7, 256), at least 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """One frame, and its features from the frozen network.

    Attributes:
        number: counts the frames of this feed from 1; a later frame has a greater number, and a gap means
            that frames were dropped.
        captured_s: when the frame arrived, in seconds of the feed's clock.
        frame: the picture.
        square: the network's input.
        features: the backbone's answer, float32 (7, 7, 256), at least 0; None while there is no backbone.
    """

    number: int
    captured_s: float
    frame: Frame
    square: Square
    features: Features | None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One frame that the player calibrated on.

    Attributes:
        number: of the Observation that it was.
        square: the network's input; None when the sample came out of a save, which holds no pictures.
        features: float32 (7, 7, 256).
        views: float32 (v, 256), pooled features of augmented views of it; None while there are none.
        confirmed: whether the player has said that it shows the right gesture, though it looks like another.
    """

    number: int
    square: Square | None
    features: Features
    views: Pooled | None = None
    confirmed: bool = False

    def with_views(self, views: Mapping[int, Pooled]) -> "Sample":
        """Return the sample with its entry of `views`, which are keyed by `number`; itself if it has none."""
        return replace(self, views=views[self.number]) if self.number in views else self
