"""The training set of a head: the features of the frames that the player calibrated on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet

FEATURE_SHAPE: Final = (7, 7, 256)
"""Of the backbone's output for one frame: 49 places, 256 channels each."""

POOLED: Final = FEATURE_SHAPE[-1]
"""Values of one frame, averaged over its 49 places: one for each channel."""

HOLDOUT_ONE_IN: Final = 4
"""One frame in this many is held out for the report: a quarter, the last one in time."""

Features = npt.NDArray[np.float32]
Pooled = npt.NDArray[np.float32]

NO_VIEWS: Final[Pooled] = np.empty((0, POOLED), np.float32)
"""The views of a frame that has none."""


@dataclass(frozen=True, slots=True)
class NetworkId:
    """Identifies the network that made features; a head understands only those of its own.

    Two are equal where weights and preparation are, however they are called.
    """

    name: str = field(compare=False)  # the frozen network's, as the settings call it
    fingerprint: str  # of its weights, SHA-256 in hexadecimal
    preprocess_version: int  # how a frame became the network's input, from 1


@dataclass(frozen=True, slots=True, eq=False)
class TrainingSet:
    """Frames as the backbone saw them, and what each of them shows.

    Attributes:
        features: float32 (n, 7, 7, 256), at least 0.
        labels: int64 (n,), a class's number for each; those of one class in the order of their time.
        views: float32 (m, 256), `pooled` features of augmented views of the frames, m from 0.
        view_of: int64 (m,), the frame that each view was made of, 0 to n - 1, rising.
        rules: what the labels are of.

    Raises:
        ValueError: for other shapes or dtypes, unknown labels, or a gesture without a frame.
    """

    features: Features
    labels: npt.NDArray[np.int64]
    views: Pooled = field(default_factory=lambda: NO_VIEWS)
    view_of: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    rules: RuleSet = CLASSIC

    def __post_init__(self) -> None:
        if self.features.dtype != np.float32 or self.features.shape[1:] != FEATURE_SHAPE:
            got = f"{self.features.dtype} {self.features.shape}"
            raise ValueError(f"expected features as float32 (n, 7, 7, 256), got {got}")
        if self.labels.dtype != np.int64 or self.labels.shape != self.features.shape[:1]:
            got = f"{self.labels.dtype} {self.labels.shape}"
            raise ValueError(f"expected labels as int64 ({len(self.features)},), got {got}")
        present = set(np.unique(self.labels).tolist())
        if not set(self.rules.moves) <= present <= set(self.rules.classes):
            raise ValueError(f"expected frames of all gestures, and of none perhaps, got {present}")
        check_views(self.views, self.view_of, len(self.features))

    @classmethod
    def of(
        cls,
        frames: Mapping[Gesture, Sequence[Features] | Features],
        views: Mapping[Gesture, Sequence[Pooled]] = MappingProxyType({}),
    ) -> "TrainingSet":
        """Put the recorded frames of each class together; a class without frames is left out.

        Args:
            frames: of each class float32 (7, 7, 256) each, in the order in which they were taken.
            views: of each class, for each of its frames, its views, float32 (v, 256), v from 0; a class that
                is not there has none.
        """
        if not any(len(frames[gesture]) for gesture in frames):
            raise ValueError("expected frames of all gestures, got none at all")
        rules = next(iter(frames)).rules
        recorded = [gesture for gesture in rules.classes if len(frames.get(gesture, ()))]
        features = [np.stack(list(frames[gesture])) for gesture in recorded]
        labels = [np.full(len(frames[gesture]), gesture, np.int64) for gesture in recorded]
        of_frame = [
            rows for gesture in recorded for rows in views.get(gesture, [NO_VIEWS] * len(frames[gesture]))
        ]
        return cls(np.concatenate(features), np.concatenate(labels), *stack_views(of_frame), rules)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def classes(self) -> tuple[Gesture, ...]:
        """The classes of a head trained on this, in the order of its columns."""
        return self.rules.classes if (self.labels == self.rules.none).any() else self.rules.moves

    def views_by_class(self) -> dict[Gesture, list[Pooled]]:
        """Return the views of each frame of each class, as `of` takes them."""
        of_frame = split_views(self.views, self.view_of, len(self))
        return {
            gesture: [of_frame[row] for row in np.flatnonzero(self.labels == gesture)]
            for gesture in self.classes
        }

    def split_in_time(self) -> tuple["TrainingSet", "TrainingSet | None"]:
        """Return the frames to learn from, and the last quarter of each class to be tested on.

        Neighbouring frames are near copies, so only a cut in time says how the head does on what comes
        next. None instead of the test when a gesture has fewer than four frames.
        """
        held_out = np.zeros(len(self), bool)
        for gesture in self.classes:
            where = np.flatnonzero(self.labels == gesture)
            held_out[where[len(where) - len(where) // HOLDOUT_ONE_IN :]] = True
        if not set(self.rules.moves) <= set(self.labels[held_out].tolist()):
            return self, None
        return self._rows(~held_out), self._rows(held_out)

    def _rows(self, mask: npt.NDArray[np.bool_]) -> "TrainingSet":
        kept = mask[self.view_of]
        new_row = np.cumsum(mask) - 1
        views, view_of = self.views[kept], new_row[self.view_of[kept]]
        return TrainingSet(self.features[mask], self.labels[mask], views, view_of, self.rules)


def pooled(features: Features) -> Pooled:
    """Average features, float32 (n, 7, 7, 256), over the places: float32 (n, 256)."""
    averages: Pooled = features.mean(axis=(1, 2), dtype=np.float32)
    return averages


def stack_views(of_frame: Sequence[Pooled]) -> tuple[Pooled, npt.NDArray[np.int64]]:
    """Join the views of each frame, at least one frame, to `TrainingSet.views` and `TrainingSet.view_of`."""
    counts = [len(rows) for rows in of_frame]
    return np.concatenate(of_frame), np.repeat(np.arange(len(of_frame)), counts)


def split_views(views: Pooled, view_of: npt.NDArray[np.int64], frames: int) -> list[Pooled]:
    """Undo `stack_views`: the views of each of so many frames, float32 (v, 256), v from 0."""
    return np.split(views, np.searchsorted(view_of, np.arange(1, frames)))


def check_views(views: Pooled, view_of: npt.NDArray[np.int64], frames: int) -> None:
    """Raise ValueError unless these are views, and frames that they can be of, of so many frames."""
    if views.dtype != np.float32 or views.shape != (len(views), POOLED):
        raise ValueError(f"expected views as float32 (m, {POOLED}), got {views.dtype} {views.shape}")
    if view_of.dtype != np.int64 or view_of.shape != (len(views),):
        raise ValueError(f"expected view_of as int64 ({len(views)},), got {view_of.dtype} {view_of.shape}")
    if len(view_of) and not (view_of[0] >= 0 and view_of[-1] < frames and (np.diff(view_of) >= 0).all()):
        raise ValueError(f"expected view_of to rise within 0 to {frames - 1}")
