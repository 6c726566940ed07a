"""The training of the origin's head: Adam on shuffled batches, in NumPy.

Keras' `fit` takes most of its time for its own bookkeeping, and a compiled TensorFlow step still waits for
memory: it writes the gradient of 1.25 million weights out, and reads it back. Here a block of weights is
loaded into the processor's cache once, and updated there. OpenCV needs the fewest passes for it: a running
mean is one.
"""

import math
from collections.abc import Generator, Iterator
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.base import softmax
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.report import Step, TrainingSettings
from rps_game.heads.starter import Starter

ADAM_BETA_1: Final = 0.9
ADAM_BETA_2: Final = 0.999
ADAM_EPSILON: Final = 1e-7
"""Adam's constants as in Keras and in TensorFlow.js, the origin's framework."""

BLOCK: Final = 256
"""Inputs whose weights are updated together: with gradient and means 0.5 MB, for a core's own cache."""

BLOCKS_AT_A_TIME: Final = 12
"""In 0.6 ms; a whole step takes 2.6 and more, and would often end after its share of a frame."""

PART: Final = 2**18
"""First weights drawn at a time: 3 ms. All of them take 13, most of a frame of the window."""

Floats = npt.NDArray[np.float32]


class DenseTrainer:
    """Trains `DenseHead`: categorical cross-entropy, Adam, shuffled batches, as the origin does.

    An input that is zero in every frame has no gradient, and its weights keep their first values: they are
    left out of the steps. Of the inputs of real sessions that is a seventh to a quarter.
    """

    def __init__(self, settings: TrainingSettings, starter: Starter | None = None) -> None:  # noqa: ARG002
        self._settings = settings
        self._classes: tuple[Gesture, ...] = ()
        self._first_kernel = np.empty((INPUTS, 0), np.float32)
        self._active = np.empty(0, np.intp)
        self._weights: list[Floats] = []

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step | None]:
        """Train from fresh weights, a batch at a time; the last batch of an epoch may be smaller."""
        settings, rng = self._settings, np.random.default_rng(seed)
        self._classes = data.classes
        self._first_kernel = np.empty((INPUTS, settings.units), np.float32)
        yield from draw_variance_scaled(rng, self._first_kernel)
        output_kernel = variance_scaled(rng, settings.units, len(data.classes))
        features = data.features.reshape(len(data), INPUTS)
        self._active = np.flatnonzero(features.any(axis=0))
        features = features[:, self._active]
        yield None
        hidden_kernel = self._first_kernel[self._active]
        self._weights = [hidden_kernel, np.zeros(settings.units, np.float32), output_kernel]
        blocks = [slice(first, first + BLOCK) for first in range(0, len(hidden_kernel), BLOCK)]
        adam = Adam(settings.learning_rate, [*(hidden_kernel[block] for block in blocks), *self._weights[1:]])
        yield None
        targets = np.eye(len(data.classes), dtype=np.float32)[data.labels]
        batches = math.ceil(len(data) / settings.batch)
        for epoch in range(1, settings.epochs + 1):
            order = rng.permutation(len(data))
            for batch in range(1, batches + 1):
                rows = order[(batch - 1) * settings.batch : batch * settings.batch]
                loss, accuracy = yield from self._learn(features[rows], targets[rows], blocks, adam)
                yield Step(epoch, settings.epochs, batch, batches, loss, accuracy)

    def calibrate_confidence(self, holdout: TrainingSet) -> None:
        """Do nothing: the origin has neither thresholds nor a temperature."""

    def head(self) -> DenseHead:
        active_kernel, hidden_bias, output_kernel = (weight.copy() for weight in self._weights)
        hidden_kernel = self._first_kernel.copy()
        hidden_kernel[self._active] = active_kernel
        return DenseHead(hidden_kernel, hidden_bias, output_kernel, self._classes)

    def _learn(
        self, features: Floats, targets: Floats, blocks: list[slice], adam: "Adam"
    ) -> Generator[None, None, tuple[float, float]]:
        """Take a step on float32 (batch, inputs) and (batch, classes), in parts of half a millisecond.

        Returns:
            Loss and accuracy before it.
        """
        hidden_kernel, hidden_bias, output_kernel = self._weights
        hidden = np.maximum(features @ hidden_kernel + hidden_bias, 0)  # (batch, units)
        probabilities = softmax(hidden @ output_kernel)  # (batch, classes)
        # Backwards: the gradient of the mean cross-entropy by the logits, by the sums in the hidden units, by
        # both kernels and the bias.
        errors = (probabilities - targets) / np.float32(len(targets))
        hidden_errors = (errors @ output_kernel.T) * (hidden > 0)
        adam.begin_step()
        for number, block in enumerate(blocks):
            if number % BLOCKS_AT_A_TIME == 0:
                yield
            adam.update(number, features[:, block].T @ hidden_errors)
        adam.update(len(blocks), hidden_errors.sum(axis=0))
        adam.update(len(blocks) + 1, hidden.T @ errors)
        chosen = (probabilities * targets).sum(axis=1)
        right = probabilities.argmax(axis=1) == targets.argmax(axis=1)
        return float(-np.log(np.maximum(chosen, 1e-12)).mean()), float(right.mean())


class Adam:
    """Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980) as in Keras, on one array at a time.

    The weights are float32 arrays, changed in place.
    """

    def __init__(self, learning_rate: float, weights: list[Floats]) -> None:
        self._learning_rate = learning_rate
        work = np.empty(max(weight.size for weight in weights), np.float32)
        self._arrays = [
            (weight, np.zeros_like(weight), np.zeros_like(weight), work[: weight.size].reshape(weight.shape))
            for weight in weights
        ]
        self._steps = 0
        self._rate = 0.0

    def begin_step(self) -> None:
        """Count a step, and correct the rate: means that start at zero are too small at first."""
        self._steps += 1
        unbiased = math.sqrt(1 - ADAM_BETA_2**self._steps) / (1 - ADAM_BETA_1**self._steps)
        self._rate = self._learning_rate * unbiased

    def update(self, number: int, gradient: Floats) -> None:
        """Change the weights with that number; their gradient is overwritten."""
        weight, mean, mean_square, work = self._arrays[number]
        cv2.accumulateWeighted(gradient, mean, 1 - ADAM_BETA_1)
        np.multiply(gradient, gradient, out=gradient)
        cv2.accumulateWeighted(gradient, mean_square, 1 - ADAM_BETA_2)
        cv2.sqrt(mean_square, dst=work)
        work += ADAM_EPSILON
        np.divide(mean, work, out=work)
        cv2.scaleAdd(work, -self._rate, weight, dst=weight)


def variance_scaled(rng: np.random.Generator, inputs: int, outputs: int) -> Floats:
    """Draw first weights, float32 (inputs, outputs), as Keras: variance 1/inputs, cut off at 2 sigma."""
    kernel = np.empty((inputs, outputs), np.float32)
    for _ in draw_variance_scaled(rng, kernel):
        pass
    return kernel


def draw_variance_scaled(rng: np.random.Generator, kernel: Floats) -> Iterator[None]:
    """Fill a kernel with first weights as `variance_scaled` does, `PART` of them at a time."""
    values = kernel.reshape(-1)
    for first in range(0, len(values), PART):
        rng.standard_normal(dtype=np.float32, out=values[first : first + PART])
        yield
    far = np.flatnonzero(np.abs(values) > 2)
    while len(far):
        values[far] = rng.standard_normal(len(far), np.float32)
        far = far[np.abs(values[far]) > 2]
    # A normal distribution cut at 2 sigma keeps 0.8796 of its standard deviation.
    values *= np.float32(math.sqrt(1 / len(kernel)) / 0.87962566103423978)
    yield
