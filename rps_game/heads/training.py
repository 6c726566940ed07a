"""The training of a head, which the game, `calibrate` and `evaluate` share."""

import math
import time
from collections.abc import Generator, Iterator
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from rps_game.errors import TrainingStuck
from rps_game.game.gestures import Gesture, RuleSet
from rps_game.heads.base import Head
from rps_game.heads.dataset import TrainingSet
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.heads.report import Stage, Step, TrainingReport, TrainingSettings
from rps_game.heads.starter import Starter

STUCK_SHARE: Final = 0.9
"""A last epoch above this share of ln N, what guessing gives, learnt nothing; a good one ends below 0.01."""

TRIES: Final = 2
"""The first one, and one fresh start from other weights."""


class HeadTrainer(Protocol):
    """Trains one kind of head."""

    def steps(self, data: TrainingSet, seed: int) -> Iterator[Step | None]:
        """Train from fresh weights, a batch at a time; the same seed gives the same head.

        Yields:
            A step; or None in the middle of one that takes several milliseconds, for a window to go on.
        """

    def head(self) -> Head:
        """Return the head as the steps so far have made it."""

    def calibrate_confidence(self, holdout: TrainingSet) -> None:
        """Fit how sure the following heads may be on frames that the present one has not learnt from."""


Training = Generator[Step | None, None, tuple[Head, TrainingReport]]


def train_head(
    data: TrainingSet,
    settings: TrainingSettings,
    starter: Starter | None = None,
    *,
    trainer: HeadTrainer | None = None,
) -> Training:
    """Train twice: without the last quarter in time, for the report; then on everything, to play.

    A generator of the batches, which returns the head and the report: pull as many steps as there is time
    for, or `finish` it. A training that nobody pulls any more is cancelled. NumPy computes on one thread
    meanwhile: several would wait for each other longer than they compute, and take the window's cores.

    Args:
        data: what to learn.
        settings: how.
        starter: what is known before the first frame; None for a backbone without one.
        trainer: another than that of `settings.head`, for comparisons.

    Yields:
        What the trainer's `steps` do, and None between the two trainings.

    Raises:
        TrainingStuck: the loss became NaN or stayed at chance, and again from other weights.
    """
    with threadpool_limits(1, "blas"):
        return (yield from _train_head(data, settings, starter, trainer))


def _train_head(
    data: TrainingSet, settings: TrainingSettings, starter: Starter | None, trainer: HeadTrainer | None
) -> Training:
    started_s = time.perf_counter()
    trainer = trainer or HEAD_KINDS[settings.head].new_trainer(settings, starter)

    def fit(part: TrainingSet, stage: Stage) -> Generator[Step | None, None, list[Step]]:
        for attempt in range(TRIES):
            steps: list[Step] = []
            for step in trainer.steps(part, settings.seed + attempt):
                if step is None:
                    yield None
                    continue
                steps.append(step)
                yield step._replace(stage=stage)
                if not math.isfinite(step.loss):
                    break
            if _last_epoch_loss(steps) < STUCK_SHARE * math.log(len(part.classes)):
                return steps
        raise TrainingStuck(
            "The network did not learn to tell your gestures apart.",
            "Record them again, with your hand in the square and each gesture clearly different.",
        )

    learn, test = data.split_in_time()
    yield None
    confusion = _no_confusion(data.rules)
    readings: dict[Gesture, npt.NDArray[np.int64]] = {}
    if test is not None:
        yield from fit(learn, Stage.HOLDOUT)
        confusion = confusion_of(trainer.head(), test)
        shown, read = _read(trainer.head(), test)
        readings = {gesture: read[shown == gesture] for gesture in data.rules.moves}
        yield None
        trainer.calibrate_confidence(test)
        yield None
    steps = yield from fit(data, Stage.FINAL)
    head = trainer.head()
    yield None
    return head, TrainingReport(
        losses=tuple(step.loss for step in steps),
        train_loss=_last_epoch_loss(steps),
        train_accuracy=float((head.predict(data.features).argmax(axis=1) == data.labels).mean()),
        confusion=confusion,
        holdout_accuracy=None if test is None else share_right(confusion),
        starter_accuracy=None
        if test is None or starter is None or starter.head.rules is not data.rules
        else share_right(confusion_of(starter.head, test)),
        seconds=time.perf_counter() - started_s,
        readings=readings,
    )


def finish(training: Training) -> tuple[Head, TrainingReport]:
    """Run a training to its end.

    Raises:
        TrainingStuck: as `train_head`.
    """
    while True:
        try:
            next(training)
        except StopIteration as end:
            head, report = end.value
            return head, report


def confusion_of(head: Head, data: TrainingSet) -> npt.NDArray[np.int64]:
    """Count the frames that show a gesture by [true, most likely gesture], int64 (moves, moves)."""
    confusion = _no_confusion(data.rules)
    np.add.at(confusion, _read(head, data), 1)
    return confusion


def _no_confusion(rules: RuleSet) -> npt.NDArray[np.int64]:
    return np.zeros((len(rules.moves), len(rules.moves)), np.int64)


def _read(head: Head, data: TrainingSet) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    # The gestures of the frames that show one, and the most likely ones.
    shown = data.labels != data.rules.none
    moves = len(data.rules.moves)
    return data.labels[shown], head.predict(data.features[shown])[:, :moves].argmax(axis=1)


def share_right(confusion: npt.NDArray[np.int64]) -> float:
    """Return the diagonal's share of all, 0..1."""
    return float(confusion.trace() / confusion.sum())


def _last_epoch_loss(steps: list[Step]) -> float:
    # NaN in, NaN out, and NaN is below no bound.
    return float(np.mean([step.loss for step in steps[-steps[-1].batches :]]))
