"""A head of this benchmark only: logistic regression on the averages of 2 x 2 or 3 x 3 cells."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.base import Head, Probabilities, softmax
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features, TrainingSet
from rps_game.heads.explanation import Explanation
from rps_game.heads.pooled_training import PooledRecipe, calibrate_confidence, solve
from rps_game.heads.report import Step
from rps_game.heads.starter import Starter

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


def cell_features(features: Features, cells: int) -> Floats:
    """Average each of cells x cells parts of the map: float32 (n, cells * cells * 256).

    Each is multiplied by the square root of its share of the 49 places. Then a kernel that is the same in all
    cells gives the logits of the pooled head's kernel, and has the same norm: the same decay costs the same,
    and differences between cells cost extra.
    """
    parts = []
    for rows, columns in _cells(cells):
        cell = features[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        parts.append(cell.mean(axis=(1, 2), dtype=np.float32) * _root_share(len(rows) * len(columns)))
    return np.concatenate(parts, axis=1)


def lifted(kernel: Floats, cells: int) -> Floats:
    """Convert a pooled head's kernel, (256, classes), for `cell_features`: (cells * cells * 256, classes)."""
    return np.concatenate([kernel * _root_share(len(rows) * len(columns)) for rows, columns in _cells(cells)])


def _cells(cells: int) -> list[tuple[Places, Places]]:
    """Return the rows and columns of each cell."""
    rows, columns = (np.array_split(np.arange(side), cells) for side in FEATURE_SHAPE[:2])
    return list(itertools.product(rows, columns))


def _root_share(places: int) -> np.float32:
    return np.float32(np.sqrt(places / (FEATURE_SHAPE[0] * FEATURE_SHAPE[1])))


@dataclass(slots=True, eq=False)
class SpatialHead(Head):
    """Multinomial logistic regression on cells, with softmax."""

    kernel: Floats
    bias: Floats
    thresholds: Floats
    classes: tuple[Gesture, ...]

    kind = "spatial"
    tensor_names = ("kernel", "bias", "thresholds")

    @property
    def cells(self) -> int:
        """Cells along a side."""
        return math.isqrt(len(self.kernel) // POOLED)

    def predict(self, features: Features) -> Probabilities:
        return softmax(cell_features(features, self.cells) @ self.kernel + self.bias)

    def explain_all(self, features: Features) -> dict[Gesture, Explanation]:
        raise NotImplementedError("nobody looks at it")


class SpatialTrainer:
    """Trains `SpatialHead` as `PooledTrainer` trains its own, without views and negatives.

    Args:
        cells: along a side of the map.
        starter: whose head is the prior; None for zeros.
    """

    def __init__(self, cells: int, starter: Starter | None) -> None:
        self._cells = cells
        self._starter = starter
        self._recipe = PooledRecipe()
        self._fitted: Any = None
        self._doubt: tuple[float, Floats, float] | None = None

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step]:  # noqa: ARG002 - nothing is left to chance
        """Train, a pass at a time."""
        recipe, starter = self._recipe, self._starter
        classes = data.classes if starter is None else CLASSES
        rows = cell_features(data.features, self._cells)
        targets = (data.labels[:, None] == np.array(classes)).astype(np.float32)
        # Every class counts alike, however many frames it has.
        of_class = np.bincount(data.labels, minlength=len(CLASSES))[data.labels]
        weights = (1 / of_class / len(data.classes)).astype(np.float32)
        prior = np.zeros((self._cells**2 * POOLED + 1, len(classes)), np.float32)
        if starter is not None:
            prior = np.concatenate([lifted(starter.head.kernel, self._cells), starter.head.bias[None]])
        truth = targets.argmax(axis=1)
        passes = solve(rows, targets, weights, prior, decay=recipe.decay, epochs=recipe.epochs)
        for epoch, (kernel, bias, read) in enumerate(passes, start=1):
            self._fitted = kernel, bias, classes
            loss = float(-np.log(np.maximum(read[np.arange(len(truth)), truth], 1e-12)).mean())
            yield Step(epoch, recipe.epochs, 1, 1, loss, float((read.argmax(axis=1) == truth).mean()))

    def calibrate_confidence(self, test: TrainingSet) -> None:
        """Set temperature and thresholds, as for the pooled head."""
        kernel, bias, classes = self._fitted
        logits = cell_features(test.features, self._cells) @ kernel + bias
        self._doubt = calibrate_confidence(logits, np.searchsorted(classes, test.labels), self._recipe)

    def head(self) -> SpatialHead:
        """Return the head after the steps so far."""
        kernel, bias, classes = self._fitted
        lowest = np.full(len(classes), self._recipe.lowest_threshold, np.float32)
        temperature, thresholds, _ = self._doubt or (1.0, lowest, 0.0)
        cold = np.float32(1 / temperature)
        return SpatialHead(kernel * cold, bias * cold, thresholds, classes)
