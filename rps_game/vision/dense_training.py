"""How the origin's head is trained: Adam on shuffled batches, in NumPy.

Keras' `fit` takes most of its time for its own bookkeeping, and a compiled TensorFlow step is still held up
by memory: it writes the gradient of 1.25 million weights out, and reads it back. Here a block of weights
comes into the processor's cache once, gets its gradient, and leaves updated.
"""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.vision.dataset import TrainingSet
from rps_game.vision.dense_head import INPUTS, DenseHead
from rps_game.vision.head import softmax
from rps_game.vision.starter import Starter
from rps_game.vision.training import Step, TrainingSettings

ADAM_BETA_1: Final = 0.9
ADAM_BETA_2: Final = 0.999
ADAM_EPSILON: Final = 1e-7
"""Adam's constants as in Keras and in TensorFlow.js, the origin's framework."""

BLOCK: Final = 512
"""Inputs whose weights are updated together: 0.6 MB with means and squares, a core's own cache holds it."""

Floats = npt.NDArray[np.float32]


class DenseTrainer:
    """Trains `DenseHead`: categorical cross-entropy, Adam, shuffled batches, as the origin does."""

    def __init__(self, settings: TrainingSettings, starter: Starter | None = None) -> None:  # noqa: ARG002
        self._settings = settings
        self._classes: tuple[Gesture, ...] = ()
        self._weights: list[Floats] = []
        self._gradient = np.empty((0, 0), np.float32)

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step]:
        """Train from fresh weights, a batch at a time; the last batch of an epoch may be smaller."""
        settings, rng = self._settings, np.random.default_rng(seed)
        self._classes = data.classes
        kernels = (
            variance_scaled(rng, INPUTS, settings.units),
            variance_scaled(rng, settings.units, len(data.classes)),
        )
        self._weights = [kernels[0], np.zeros(settings.units, np.float32), kernels[1]]
        adam = Adam(settings.learning_rate, self._weights)
        self._gradient = np.empty((BLOCK, settings.units), np.float32)
        features = data.features.reshape(len(data), INPUTS)
        targets = np.eye(len(data.classes), dtype=np.float32)[data.labels]
        chosen = np.empty((settings.batch, INPUTS), np.float32)  # memory that is there, for every batch
        batches = math.ceil(len(data) / settings.batch)
        for epoch in range(1, settings.epochs + 1):
            order = rng.permutation(len(data))
            for batch in range(1, batches + 1):
                rows = order[(batch - 1) * settings.batch : batch * settings.batch]
                frames = np.take(features, rows, axis=0, out=chosen[: len(rows)], mode="clip")
                loss, accuracy = self._learn(frames, targets[rows], adam)
                yield Step(epoch, settings.epochs, batch, batches, loss, accuracy)

    def tested(self, test: TrainingSet) -> None:
        """Learns nothing from the test: the origin has neither thresholds nor calibration."""

    def head(self) -> DenseHead:
        """The head as the steps so far have made it."""
        hidden_kernel, hidden_bias, output_kernel = (weight.copy() for weight in self._weights)
        return DenseHead(hidden_kernel, hidden_bias, output_kernel, self._classes)

    def _learn(self, features: Floats, targets: Floats, adam: "Adam") -> tuple[float, float]:
        """One step, from float32 (batch, 12544) and (batch, classes); loss and accuracy before it."""
        hidden_kernel, hidden_bias, output_kernel = self._weights
        hidden = np.maximum(features @ hidden_kernel + hidden_bias, 0)  # (batch, units)
        probabilities = softmax(hidden @ output_kernel)  # (batch, classes)
        # Backwards: the slope of the mean cross-entropy in the logits, in what the hidden units see, in both
        # kernels and the bias.
        errors = (probabilities - targets) / np.float32(len(targets))
        hidden_errors = (errors @ output_kernel.T) * (hidden > 0)
        adam.begin_step()
        for first in range(0, INPUTS, BLOCK):
            block = slice(first, min(first + BLOCK, INPUTS))
            gradient = self._gradient[: block.stop - first]
            adam.update(0, np.matmul(features[:, block].T, hidden_errors, out=gradient), block)
        adam.update(1, hidden_errors.sum(axis=0))
        adam.update(2, hidden.T @ errors)
        chosen = (probabilities * targets).sum(axis=1)
        right = probabilities.argmax(axis=1) == targets.argmax(axis=1)
        return float(-np.log(np.maximum(chosen, 1e-12)).mean()), float(right.mean())


class Adam:
    """Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, as Keras has it, on some rows at a time.

    Kept are the sums that the running means are (1 - beta) times of: a pass over the weights less for each.

    Args:
        learning_rate: how far a step goes.
        weights: float32 arrays, changed in place.
    """

    def __init__(self, learning_rate: float, weights: list[Floats]) -> None:
        self._learning_rate = learning_rate
        self._weights = weights
        self._sums = [np.zeros_like(weight) for weight in weights]
        self._sums_of_squares = [np.zeros_like(weight) for weight in weights]
        self._work = np.empty(0, np.float32)
        self._steps = 0
        self._rate = np.float32(0)

    def begin_step(self) -> None:
        """Count a step: means that start at zero are too small at first, and the rate makes up for it."""
        self._steps += 1
        unbiased = math.sqrt(1 - ADAM_BETA_2**self._steps) / (1 - ADAM_BETA_1**self._steps)
        of_sums = (1 - ADAM_BETA_1) / math.sqrt(1 - ADAM_BETA_2)
        self._rate = np.float32(self._learning_rate * unbiased * of_sums)

    def update(self, number: int, gradient: Floats, rows: slice = slice(None)) -> None:
        """Change some rows of the weights with that number.

        Args:
            number: in `weights`.
            gradient: of these rows; is overwritten.
            rows: which.
        """
        weight, total, squares = (
            arrays[number][rows] for arrays in (self._weights, self._sums, self._sums_of_squares)
        )
        if self._work.size < gradient.size:
            self._work = np.empty(gradient.size, np.float32)
        work = self._work[: gradient.size].reshape(gradient.shape)
        total *= np.float32(ADAM_BETA_1)
        total += gradient
        gradient *= gradient
        squares *= np.float32(ADAM_BETA_2)
        squares += gradient
        np.sqrt(squares, out=work)
        work += np.float32(ADAM_EPSILON / math.sqrt(1 - ADAM_BETA_2))
        np.divide(total, work, out=work)
        work *= self._rate
        weight -= work


def variance_scaled(rng: np.random.Generator, inputs: int, outputs: int) -> Floats:
    """First weights, float32 (inputs, outputs), as by Keras: variance 1/inputs, cut off at 2 sigma."""
    values = rng.standard_normal(inputs * outputs, np.float32)
    far = np.flatnonzero(np.abs(values) > 2)
    while len(far):
        values[far] = rng.standard_normal(len(far), np.float32)
        far = far[np.abs(values[far]) > 2]
    # A normal distribution cut at 2 sigma keeps 0.8796 of its standard deviation.
    values *= np.float32(math.sqrt(1 / inputs) / 0.87962566103423978)
    return values.reshape(inputs, outputs)
