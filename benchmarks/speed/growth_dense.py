"""How the dense head's training grows with frames and classes."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.speed.timing import seconds
from rps_game.game.gestures import GESTURES
from rps_game.vision.dataset import FEATURE_SHAPE, Features, TrainingSet
from rps_game.vision.dense_head import DenseHead
from rps_game.vision.dense_training import DenseTrainer
from rps_game.vision.head_training import train_head
from rps_game.vision.training import TrainingSettings

FRAMES: Final = 40
SETTINGS: Final = TrainingSettings(head=DenseHead.kind)


@dataclass(frozen=True)
class ManyClasses:
    """What the trainer asks of a training set, for more classes than the game has gestures."""

    features: Features
    labels: npt.NDArray[np.int64]
    classes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.labels)


def made_up(frames: int, classes: int) -> ManyClasses:
    """Noise, in which each class has some channels that are brighter."""
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(classes, dtype=np.int64), frames)
    features = rng.random((len(labels), *FEATURE_SHAPE), np.float32)
    width = FEATURE_SHAPE[-1] // classes
    for label in range(classes):
        features[labels == label, :, :, label * width : (label + 1) * width] += 1
    return ManyClasses(features, labels, tuple(range(classes)))


def by_frames(counts: list[int]) -> dict[str, dict[str, float]]:
    """By frames of each of three gestures: seconds of both trainings."""
    return {str(frames): {"training, dense, s": _training_s(frames)} for frames in counts}


def _training_s(frames: int) -> float:
    made = made_up(frames, len(GESTURES))
    data = TrainingSet(made.features, made.labels)
    return seconds(lambda: train_head(data, SETTINGS))


def by_classes(counts: list[int]) -> dict[str, dict[str, float]]:
    """By classes: seconds of one training on 40 frames of each."""
    return {str(classes): {"dense head's steps, s": _steps_s(classes)} for classes in counts}


def _steps_s(classes: int) -> float:
    data, trainer = made_up(FRAMES, classes), DenseTrainer(SETTINGS)
    return seconds(lambda: [None for _ in trainer.steps(data, seed=0)])  # type: ignore[arg-type]
