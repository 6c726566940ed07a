"""The settings of a training, its steps and its report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.kinds import DEFAULT_HEAD


class Stage(Enum):
    """The two trainings of one job."""

    HOLDOUT = auto()  # on the first three quarters, to be tested on the last
    FINAL = auto()  # on all frames: the head that plays


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """The settings of a training; the defaults are the origin's, but for the head."""

    head: str = DEFAULT_HEAD  # a key of `kinds.HEAD_KINDS`
    epochs: int = 20  # passes over all frames
    batch: int = 24  # frames per step
    learning_rate: float = 1e-4  # of Adam
    units: int = 100  # of the hidden layer
    seed: int = 0  # of the first weights and of the order of the frames; the same seed gives the same head


class Step(NamedTuple):
    """One batch of a training. Epoch and batch count from 1; loss and accuracy are that batch's."""

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    stage: Stage = Stage.FINAL


@dataclass(frozen=True, slots=True, eq=False)
class TrainingReport:
    """The outcome of a training.

    Attributes:
        losses: of each batch of the final training, in their order.
        train_loss: their mean over the last epoch.
        train_accuracy: the share of all frames that the final head reads right, 0..1.
        confusion: int64 (moves, moves), frames of the hold-out by [true gesture, gesture read]; zeros when
            there were too few frames for one.
        holdout_accuracy: its diagonal's share, 0..1; None when there were too few.
        seconds: of both trainings.
        readings: int64 (n,), the gesture read, of each gesture's frames of the hold-out in time; empty when
            there were too few for one.
        starter_accuracy: the share of the hold-out that the starter reads right, 0..1; None when there were
            too few frames, or there is no starter that knows these moves.
    """

    losses: tuple[float, ...]
    train_loss: float
    train_accuracy: float
    confusion: npt.NDArray[np.int64]
    holdout_accuracy: float | None
    seconds: float
    starter_accuracy: float | None = None
    readings: Mapping[Gesture, npt.NDArray[np.int64]] = field(default_factory=dict)
