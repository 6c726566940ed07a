"""What the window and the trainer process tell each other: frozen values, each with the number of its job."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rps_game.errors import GameError
from rps_game.vision.head import Head
from rps_game.vision.heads import DEFAULT_HEAD


class Preparation(Enum):
    """The steps of making a backbone, in their order."""

    STARTING = auto()  # TensorFlow is being imported
    FETCHING = auto()  # the weights: from Keras's cache, or a download of 2 MB
    CONVERTING = auto()
    CHECKING = auto()  # the converted network against the one it was made of


class Stage(Enum):
    """The two trainings of one job."""

    HOLDOUT = auto()  # on the first three quarters, to be tested on the last
    FINAL = auto()  # on all frames: the head that plays


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """How to train; the values are the origin's.

    Attributes:
        head: the kind of head, a key of `heads.HEADS`.
        epochs: how often every frame is learnt from.
        batch: frames per step.
        learning_rate: of Adam.
        units: of the hidden layer.
        seed: of the first weights and of the order of the frames; the same seed gives the same head.
    """

    head: str = DEFAULT_HEAD
    epochs: int = 20
    batch: int = 24
    learning_rate: float = 1e-4
    units: int = 100
    seed: int = 0


class Step(NamedTuple):
    """One batch of a training. Epoch and batch count from 1; loss and accuracy are that batch's."""

    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainingReport:
    """How a training went.

    Attributes:
        losses: of each batch of the final training, in their order.
        train_loss: their mean over the last epoch.
        train_accuracy: the share of all frames that the final head reads right, 0..1.
        confusion: int64 (3, 3), frames of the hold-out by [true gesture, gesture read]; zeros when there
            were too few frames for one.
        holdout_accuracy: its diagonal's share, 0..1; None when there were too few.
        seconds: of both trainings.
        starter_accuracy: what the starter reads right of the same frames, before any calibration, 0..1; None
            when there were too few or there is no starter.
    """

    losses: tuple[float, ...]
    train_loss: float
    train_accuracy: float
    confusion: npt.NDArray[np.int64]
    holdout_accuracy: float | None
    seconds: float
    starter_accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """The process is warm; this belongs to no job, and its number is 0."""

    job: int = 0


@dataclass(frozen=True, slots=True)
class Preparing:
    """A backbone is being made; `fraction` of the work lies behind, 0..1."""

    job: int
    stage: Preparation
    fraction: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A backbone is in the cache at `path`."""

    job: int
    name: str
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Progress:
    """One batch was learnt from. Epochs and batches count from 1; loss and accuracy are that batch's."""

    job: int
    stage: Stage
    epoch: int
    epochs: int
    batch: int
    batches: int
    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """The hold-out's result, before the final training: `confusion` as in `TrainingReport`."""

    job: int
    confusion: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A head that plays."""

    job: int
    head: Head
    report: TrainingReport


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """The job has come to nothing, and why."""

    job: int
    error: GameError


Message = Ready | Preparing | Prepared | Progress | Tested | Trained | Failed
