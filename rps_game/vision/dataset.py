"""What a head is trained on: the features of the frames that the player calibrated on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSES, GESTURES, Gesture

FEATURE_SHAPE: Final = (7, 7, 256)
"""What the backbone makes of one frame: 49 places, 256 channels each."""

HELD_OUT_SHARE: Final = 4
"""One frame in this many is kept out for the report: a quarter, the last one in time."""

Features = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """Frames as the backbone saw them, and what each of them shows.

    Attributes:
        features: float32 (n, 7, 7, 256), at least 0.
        labels: int64 (n,), values of `Gesture`; the frames of one class stand in the order of their time.

    Raises:
        ValueError: for other shapes or dtypes, unknown labels, or a gesture without a frame.
    """

    features: Features
    labels: npt.NDArray[np.int64]

    def __post_init__(self) -> None:
        if self.features.dtype != np.float32 or self.features.shape[1:] != FEATURE_SHAPE:
            got = f"{self.features.dtype} {self.features.shape}"
            raise ValueError(f"expected features as float32 (n, 7, 7, 256), got {got}")
        if self.labels.dtype != np.int64 or self.labels.shape != self.features.shape[:1]:
            got = f"{self.labels.dtype} {self.labels.shape}"
            raise ValueError(f"expected labels as int64 ({len(self.features)},), got {got}")
        present = set(np.unique(self.labels).tolist())
        if not set(GESTURES) <= present <= set(CLASSES):
            raise ValueError(f"expected frames of all three gestures, and of none perhaps, got {present}")

    @classmethod
    def of(cls, frames: Mapping[Gesture, Sequence[Features] | Features]) -> "TrainingSet":
        """Put the recorded frames of each class together; a class without frames is left out.

        Args:
            frames: of each class float32 (7, 7, 256) each, in the order in which they were taken.
        """
        recorded = [gesture for gesture in CLASSES if len(frames.get(gesture, ()))]
        features = [np.stack(list(frames[gesture])) for gesture in recorded]
        labels = [np.full(len(frames[gesture]), gesture, np.int64) for gesture in recorded]
        if not recorded:
            raise ValueError("expected frames of all three gestures, got none at all")
        return cls(np.concatenate(features), np.concatenate(labels))

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> tuple[Gesture, ...]:
        """What a head trained on this tells apart, in the order of its columns."""
        return CLASSES if (self.labels == Gesture.NONE).any() else GESTURES

    def split_in_time(self) -> tuple["TrainingSet", "TrainingSet | None"]:
        """The frames to learn from, and the last quarter of each class to be tested on.

        Neighbouring frames are near copies, so only a cut in time says how the head does on what comes
        next. None instead of the test when a gesture has fewer than four frames.
        """
        held_out = np.zeros(len(self), bool)
        for gesture in self.classes:
            where = np.flatnonzero(self.labels == gesture)
            held_out[where[len(where) - len(where) // HELD_OUT_SHARE :]] = True
        if not set(GESTURES) <= set(self.labels[held_out].tolist()):
            return self, None
        return self._where(~held_out), self._where(held_out)

    def _where(self, mask: npt.NDArray[np.bool_]) -> "TrainingSet":
        return TrainingSet(self.features[mask], self.labels[mask])
