"""Messages of the trainer process to the window: frozen values, each with the number of its job."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from rps_game.errors import GameError
from rps_game.heads.base import Head
from rps_game.heads.report import Step, TrainingReport


class Preparation(Enum):
    """The steps of making a backbone, in their order."""

    STARTING = auto()  # TensorFlow is being imported
    FETCHING = auto()  # the weights: from Keras's cache, or a download of 2 MB
    CONVERTING = auto()
    CHECKING = auto()  # the converted network against the one it was made of


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
    """A head was trained on one batch."""

    job: int
    step: Step


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A head is trained."""

    job: int
    head: Head
    report: TrainingReport


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """The job has ended with an error."""

    job: int
    error: GameError


Message = Ready | Preparing | Prepared | Progress | Trained | Failed
