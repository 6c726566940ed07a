"""Measures heads: the figures of `rps-game evaluate`, confusions, throws, and misread frames."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.cli.evaluation import THROW_FRAMES, Figures, FramesByClass, measure
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.game.voting import vote
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features, TrainingSet
from rps_game.heads.report import TrainingReport
from rps_game.heads.training import confusion_of

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """One head on one test."""

    figures: Figures  # as `rps-game evaluate` counts them
    read: Counts  # int64 (3, 3), frames by [true gesture, likeliest gesture]

    @classmethod
    def of(cls, head: Head, test: FramesByClass, report: TrainingReport | None = None) -> "Result":
        """Test a head."""
        return cls(measure("", head, test, report), confusion_of(head, TrainingSet.of(test)))

    @property
    def recall(self) -> list[float]:
        """The share of each gesture's frames that are read right."""
        shares: list[float] = (self.read.diagonal() / self.read.sum(axis=1)).tolist()
        return shares


def mean(results: Sequence[Result], figure: str) -> float | None:
    """Return the mean of one of `Figures` over several results; None where one of them has none."""
    values = [getattr(result.figures, figure) for result in results]
    return None if any(value is None for value in values) else float(np.mean(values))


def counted(test: FramesByClass, read: Callable[[Features], Sequence[int]]) -> Counts:
    """Count what is read of each class, none among them, by [true class, what is read]: int64 (4, 4)."""
    counts = np.zeros((len(CLASSES), len(CLASSES)), np.int64)
    for true, rows in test.items():
        counts[true] += np.bincount(np.array(read(rows), np.int64), minlength=len(CLASSES))
    return counts


def confusion(head: Head, test: FramesByClass) -> Counts:
    """Count frames by [true class, likeliest class], as `counted` does."""
    return counted(test, lambda rows: head.predict(rows).argmax(axis=1).tolist())


AGAIN: Final = len(GESTURES)
"""The column of throws in which no gesture was clear."""


def thrown(head: Head, features: Features) -> list[int]:
    """Read each whole window of consecutive frames: a gesture, or `AGAIN`."""
    probabilities = head.predict(features)
    starts = range(0, len(probabilities) - THROW_FRAMES + 1, THROW_FRAMES)
    return [_read(head, probabilities[start : start + THROW_FRAMES]) for start in starts]


def held(head: Head, features: Features) -> list[int]:
    """Read each picture as if the hand had been held so for a whole window: a gesture, or `AGAIN`."""
    return [_read(head, np.repeat(row[None], THROW_FRAMES, axis=0)) for row in head.predict(features)]


def _read(head: Head, window: npt.NDArray[np.float32]) -> int:
    gesture = vote(window, thresholds=head.thresholds).gesture
    return AGAIN if gesture is None else int(gesture)


def throws(head: Head, test: FramesByClass) -> Counts:
    """Count windows by [true class, gesture read or `AGAIN`], as `counted` does."""
    return counted(test, partial(thrown, head))


@dataclass(frozen=True, slots=True)
class Misread:
    """A frame with a likelier gesture than the true one; its row in the test, that gesture's probability."""

    true: Gesture
    row: int
    read: Gesture
    probability: float


def misread(head: Head, test: Mapping[Gesture, Features]) -> list[Misread]:
    """Find the misread frames, the surest errors first."""
    found = []
    for true in GESTURES:
        probabilities = head.predict(test[true])[:, : len(GESTURES)]
        for row in np.flatnonzero(probabilities.argmax(axis=1) != true).tolist():
            read = int(probabilities[row].argmax())
            found.append(Misread(true, row, GESTURES[read], float(probabilities[row, read])))
    return sorted(found, key=lambda error: -error.probability)
