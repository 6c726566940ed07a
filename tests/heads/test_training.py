"""The training of a head against Keras as an independent oracle, and what train_head makes of it."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from rps_game.errors import TrainingStuck
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.dense_training import DenseTrainer, variance_scaled
from rps_game.heads.report import Stage, Step, TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.convert import import_tensorflow

QUICK = TrainingSettings(head=DenseHead.kind, epochs=6, batch=8, units=50)


@pytest.fixture(scope="module")
def keras(tensorflow: None) -> Any:
    return import_tensorflow().keras


def frames(frames_each: int, classes: tuple[Gesture, ...] = CLASSES, seed: int = 0) -> TrainingSet:
    """Noisy frames around one pattern a class, not negative, as the features are."""
    rng = np.random.default_rng(seed)
    return TrainingSet.of(
        {
            gesture: list(
                np.abs(
                    np.random.default_rng(gesture).normal(size=(7, 7, 256))
                    + 0.3 * rng.normal(size=(n, 7, 7, 256))
                )
                .clip(0, 6)
                .astype(np.float32)
            )
            for gesture, n in zip(classes, [frames_each] * len(classes), strict=True)
        }
    )


def keras_head(keras: Any, weights: list[np.ndarray]) -> Any:
    units, classes = weights[2].shape
    model = keras.Sequential(
        [
            keras.Input((7, 7, 256)),
            keras.layers.Flatten(),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(classes, use_bias=False, activation="softmax"),
        ]
    )
    model.set_weights(weights)
    return model


@pytest.mark.parametrize("classes", [GESTURES, CLASSES])
def test_training_is_the_one_that_keras_does(keras: Any, classes: tuple[Gesture, ...]) -> None:
    data = frames(11, classes)
    # Inputs that are never on: the trainer leaves their weights alone, Keras finds no slope.
    data.features[:, 1:3, :, ::3] = 0
    seed = 5
    trainer = DenseTrainer(QUICK)
    steps = [step for step in trainer.steps(data, seed) if step is not None]

    # Keras, from the same first weights and with the same batches, drawn from the same generator.
    rng = np.random.default_rng(seed)
    kernels = variance_scaled(rng, INPUTS, QUICK.units), variance_scaled(rng, QUICK.units, len(classes))
    model = keras_head(keras, [kernels[0], np.zeros(QUICK.units, np.float32), kernels[1]])
    model.compile(
        keras.optimizers.Adam(QUICK.learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    wanted = []
    for _ in range(QUICK.epochs):
        order = rng.permutation(len(data))
        for start in range(0, len(data), QUICK.batch):
            rows = order[start : start + QUICK.batch]
            model.reset_metrics()
            wanted.append(model.train_on_batch(data.features[rows], data.labels[rows]))

    np.testing.assert_allclose([(step.loss, step.accuracy) for step in steps], wanted, rtol=1e-3, atol=1e-5)
    for ours, theirs in zip(trainer.head().tensors().values(), model.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, atol=2e-5)


def test_frames_without_anything_in_them_still_give_a_head() -> None:
    data = frames(11)
    data.features[:] = 0
    trainer = DenseTrainer(QUICK)
    losses = [step.loss for step in trainer.steps(data, 0) if step is not None]
    assert losses == pytest.approx([math.log(len(CLASSES))] * len(losses), rel=0.05)
    assert np.isfinite(trainer.head().predict(data.features)).all()


def test_the_numpy_head_is_the_keras_head(keras: Any) -> None:
    rng = np.random.default_rng(3)
    hidden, output = (variance_scaled(rng, *shape) for shape in ((INPUTS, 100), (100, 4)))
    bias = rng.normal(size=100).astype(np.float32)
    head = DenseHead(hidden, bias, output, CLASSES)
    features = rng.uniform(0, 6, (20, 7, 7, 256)).astype(np.float32)
    wanted = keras_head(keras, [hidden, bias, output])(features).numpy()
    np.testing.assert_allclose(head.predict(features), wanted, atol=1e-5)


def test_first_weights_are_spread_as_keras_spreads_them(keras: Any) -> None:
    ours = variance_scaled(np.random.default_rng(0), 400, 500)
    theirs = keras.initializers.VarianceScaling(seed=0)((400, 500)).numpy()
    assert ours.dtype == np.float32
    assert ours.std() == pytest.approx(theirs.std(), rel=0.01)
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.01)
    assert abs(ours.mean()) < 1e-3


def test_train_head_tests_on_the_last_quarter_and_then_learns_everything() -> None:
    data = frames(12)
    steps = [step for step in train_head(data, QUICK) if step is not None]
    head, report = finish(train_head(data, QUICK))

    tested = [step.stage for step in steps].index(Stage.FINAL)
    assert {step.stage for step in steps[:tested]} == {Stage.HOLDOUT}
    assert {step.stage for step in steps[tested:]} == {Stage.FINAL}
    assert report.losses == tuple(step.loss for step in steps[tested:])
    assert len(report.losses) == QUICK.epochs * math.ceil(len(data) / QUICK.batch)
    assert (steps[-1].epoch, steps[-1].batch) == (steps[-1].epochs, steps[-1].batches) == (6, 6)
    assert report.losses[0] == pytest.approx(math.log(4), rel=0.5)
    assert report.train_loss == pytest.approx(np.mean(report.losses[-6:]))
    assert report.confusion.tolist() == [[3, 0, 0], [0, 3, 0], [0, 0, 3]]
    assert report.holdout_accuracy == report.train_accuracy == 1
    assert report.seconds > 0
    assert head.classes == CLASSES

    again, _ = finish(train_head(data, QUICK))
    for one, other in zip(head.tensors().values(), again.tensors().values(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_too_few_frames_for_a_test_are_still_learnt_from() -> None:
    _, report = finish(train_head(frames(3), QUICK))
    assert report.holdout_accuracy is None
    assert report.confusion.sum() == 0


def test_a_training_that_is_left_gives_back_what_it_took() -> None:
    before = [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]
    training = train_head(frames(12), QUICK)
    while next(training) is None:
        pass
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
    training.close()
    assert [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"] == before
    with pytest.raises(StopIteration):
        next(training)


def test_a_loss_that_stays_at_chance_is_noticed_after_a_fresh_start() -> None:
    told: list[Step] = []
    blind = TrainingSet(np.zeros((40, 7, 7, 256), np.float32), np.repeat(np.arange(4), 10))
    with pytest.raises(TrainingStuck):
        told.extend(step for step in train_head(blind, QUICK) if step is not None)
    assert [step.epoch for step in told].count(1) == 2 * 4  # of 4 batches, twice


class Flaky:
    """A trainer whose loss is NaN from the first weights, and fine from the second."""

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step]:
        for epoch in range(1, QUICK.epochs + 1):
            yield Step(epoch, QUICK.epochs, 1, 1, math.nan if seed == QUICK.seed else 0.1, 0.5)

    def head(self) -> Head:
        zeros = np.zeros((INPUTS, 1), np.float32), np.zeros(1, np.float32), np.zeros((1, 4), np.float32)
        return DenseHead(*zeros, CLASSES)

    def calibrate_confidence(self, holdout: TrainingSet) -> None:
        """Not asked: there are too few frames."""


def test_a_loss_that_is_no_number_gets_one_fresh_start() -> None:
    training = train_head(frames(3), QUICK, trainer=Flaky())
    epochs = [step.epoch for step in (next(training) for _ in range(8)) if step is not None]
    assert epochs == [1, 1, 2, 3, 4, 5, 6]  # it stops at once, and starts again
    _, report = finish(training)
    assert report.train_loss == pytest.approx(0.1)
