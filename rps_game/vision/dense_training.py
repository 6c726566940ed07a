"""How the origin's head is trained, by TensorFlow: the only training that needs it."""

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.vision.dataset import TrainingSet
from rps_game.vision.dense_head import INPUTS, DenseHead
from rps_game.vision.starter import Starter
from rps_game.vision.tensor_flow import import_tensorflow
from rps_game.vision.training import Step, TrainingSettings

ADAM_BETA_1: Final = 0.9
ADAM_BETA_2: Final = 0.999
ADAM_EPSILON: Final = 1e-7
"""Adam's constants as in Keras and in TensorFlow.js, the origin's framework."""

BATCHES_PER_CALL: Final = 8
"""About 40 ms on one core: the loss bar cannot fall more smoothly than its window is drawn."""


class DenseTrainer:
    """Trains `DenseHead`: categorical cross-entropy, Adam, shuffled batches, as the origin does."""

    def __init__(self, settings: TrainingSettings, starter: Starter | None = None) -> None:  # noqa: ARG002
        self._settings = settings
        self._classes: tuple[Gesture, ...] = ()
        self._weights: list[Any] = []

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step]:
        """Train from fresh weights, a batch at a time; the last batch of an epoch may be smaller."""
        tf = import_tensorflow()
        rng = np.random.default_rng(seed)
        size, units = self._settings.batch, self._settings.units
        self._classes = data.classes
        kernels = variance_scaled(rng, INPUTS, units), variance_scaled(rng, units, len(data.classes))
        initial = (kernels[0], np.zeros(units, np.float32), kernels[1])
        self._weights = [tf.Variable(value) for value in initial]
        moments = [[tf.Variable(tf.zeros_like(weight)) for weight in self._weights] for _ in range(2)]
        variables = [[variable.handle for variable in group] for group in (self._weights, *moments)]
        features = tf.constant(data.features.reshape(len(data), INPUTS))
        labels = tf.constant(data.labels)
        learn = _compiled_steps()
        rate = tf.constant(self._settings.learning_rate)
        batches, done = math.ceil(len(data) / size), 0
        for epoch in range(1, self._settings.epochs + 1):
            order = tf.constant(rng.permutation(len(data)))
            for first in range(0, batches, BATCHES_PER_CALL):
                rows = order[first * size : (first + BATCHES_PER_CALL) * size]
                results = learn(variables, (features, labels), rows, tf.constant([size, done]), rate).numpy()
                done += len(results)
                for batch, (loss, accuracy) in enumerate(results.tolist(), start=first + 1):
                    yield Step(epoch, self._settings.epochs, batch, batches, loss, accuracy)

    def tested(self, test: TrainingSet) -> None:
        """Learns nothing from the test: the origin has neither thresholds nor calibration."""

    def head(self) -> DenseHead:
        """The head as the steps so far have made it."""
        hidden_kernel, hidden_bias, output_kernel = (weight.numpy() for weight in self._weights)
        return DenseHead(hidden_kernel, hidden_bias, output_kernel, self._classes)


def variance_scaled(rng: np.random.Generator, inputs: int, outputs: int) -> npt.NDArray[np.float32]:
    """First weights, float32 (inputs, outputs), as by Keras: variance 1/inputs, cut off at 2 sigma."""
    values = rng.standard_normal((inputs, outputs), np.float32)
    while (far := np.abs(values) > 2).any():
        values[far] = rng.standard_normal(int(far.sum()), np.float32)
    # A normal distribution cut at 2 sigma keeps 0.8796 of its standard deviation.
    return values * np.float32(math.sqrt(1 / inputs) / 0.87962566103423978)


@functools.cache
def _compiled_steps() -> Callable[..., Any]:
    """Compile the steps of Adam, once for all dense heads.

    Keras' `fit` takes three times as long as the arithmetic, for its own bookkeeping. For the same reason the
    variables come as their handles: variables themselves would be compared in each call with those before,
    and the steps compiled anew for each training.
    """
    tf = import_tensorflow()
    handle = tf.TensorSpec((), tf.resource)
    numbers = tf.TensorSpec((None,), tf.int64)

    @tf.function(
        input_signature=[
            [[handle] * 3] * 3,  # hidden kernel, hidden bias, output kernel: weights, means, squares
            (tf.TensorSpec((None, INPUTS), tf.float32), numbers),  # features and labels
            numbers,  # the rows of them to learn from now, in batches
            tf.TensorSpec((2,), tf.int32),  # rows in a batch, steps done before
            tf.TensorSpec((), tf.float32),
        ]
    )
    def learn(variables, data, rows, counts, learning_rate):  # type: ignore[no-untyped-def]
        size, done = counts[0], counts[1]
        batches = (tf.size(rows) + size - 1) // size
        results = tf.TensorArray(tf.float32, batches, element_shape=(2,))
        for batch in tf.range(batches):
            chosen = rows[batch * size : (batch + 1) * size]
            step = tf.cast(done + batch + 1, tf.float32)
            features, labels = tf.gather(data[0], chosen), tf.gather(data[1], chosen)
            weights = [tf.raw_ops.ReadVariableOp(resource=one, dtype=tf.float32) for one in variables[0]]
            with tf.GradientTape() as tape:
                tape.watch(weights)
                hidden = tf.nn.relu(features @ weights[0] + weights[1])  # (batch, units)
                logits = hidden @ weights[2]  # (batch, classes)
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
            gradients = tape.gradient(loss, weights)
            for weight, mean, square, gradient in zip(*variables, gradients, strict=True):
                tf.raw_ops.ResourceApplyAdam(
                    var=weight,
                    m=mean,
                    v=square,
                    beta1_power=ADAM_BETA_1**step,
                    beta2_power=ADAM_BETA_2**step,
                    lr=learning_rate,
                    beta1=ADAM_BETA_1,
                    beta2=ADAM_BETA_2,
                    epsilon=ADAM_EPSILON,
                    grad=gradient,
                )
            right = tf.cast(tf.argmax(logits, axis=1) == labels, tf.float32)
            results = results.write(batch, tf.stack([loss, tf.reduce_mean(right)]))
        return results.stack()  # (batches, 2): loss, accuracy

    return learn  # type: ignore[no-any-return]
