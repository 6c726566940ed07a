"""How training, saving and loading grow with frames and classes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.speed.frames import backbone, drawn_squares, training_set
from benchmarks.speed.player import profile_of
from benchmarks.speed.timing import median_ms, seconds
from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.calibration.capture import CaptureRules
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features, TrainingSet
from rps_game.heads.dense import DenseHead
from rps_game.heads.dense_training import DenseTrainer
from rps_game.heads.pooled_training import PooledRecipe, solve
from rps_game.heads.report import TrainingSettings
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE
from rps_game.network.loader import starter_of
from rps_game.paths import default_paths
from rps_game.saves.names import LAST_PLAYER, file_name
from rps_game.saves.store import SaveStore

FRAMES: Final = 40
LOADS: Final = 5
SAMPLES: Final = 10
MB: Final = 2**20
DENSE: Final = TrainingSettings(head=DenseHead.kind)


@dataclass(frozen=True)
class ManyClasses:
    """What the dense head's trainer asks of a training set, for more classes than the game has gestures."""

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
    """By frames of each of three gestures: seconds, milliseconds and MB, by what they are of."""
    return {str(frames): _of_frames(frames) for frames in counts}


def _of_frames(frames: int) -> dict[str, float]:
    data, network = training_set(frames, views=True), backbone()
    starter = starter_of(DEFAULT_BACKBONE, default_paths().cache, network.fingerprint)
    began_s = time.perf_counter()
    head, _ = finish(train_head(data, TrainingSettings(), starter))
    training_s = time.perf_counter() - began_s
    store = SaveStore(default_paths().saves)
    profile = profile_of(head, data)
    saving_s = seconds(lambda: store.save(profile, LAST_PLAYER))
    size = (store.folder / file_name(LAST_PLAYER)).stat().st_size / MB
    return {
        "capture, s": capture_s(frames),
        "views, s": len(data) * _views_s(),
        "training, pooled, s": training_s,
        "training, dense, s": _dense_training_s(frames),
        "save, MB": size,
        "saving, ms": 1e3 * saving_s,
        "loading, ms": median_ms(lambda: store.load(store.path(LAST_PLAYER)), LOADS, warm=1),
    }


def _dense_training_s(frames: int) -> float:
    made = made_up(frames, len(GESTURES))
    data = TrainingSet(made.features, made.labels)
    return seconds(lambda: finish(train_head(data, DENSE)))


def capture_s(frames: int) -> float:
    """Return the time that the rules give to recording three gestures, when the coach refuses nothing."""
    rules = CaptureRules(frames=frames)
    return len(GESTURES) * (rules.countdown_s + frames / rules.rate_hz)


def _views_s() -> float:
    """Time making and embedding the views of one frame."""
    square, network = drawn_squares(1)[Gesture.ROCK][0], backbone()
    numbers = iter(range(SAMPLES + 3))
    return (
        median_ms(lambda: pooled_views(views_of(square, VIEWS, next(numbers)), network.embed), SAMPLES) / 1e3
    )


def by_classes(counts: list[int]) -> dict[str, dict[str, float]]:
    """By classes: seconds of what learns 40 frames of each; the pooled head's solver has their views too."""
    return {
        str(classes): {
            "pooled head's solver, s": _solving_s(classes),
            "dense head's steps, s": _steps_s(classes),
        }
        for classes in counts
    }


def _steps_s(classes: int) -> float:
    data, trainer = made_up(FRAMES, classes), DenseTrainer(DENSE)
    return seconds(lambda: [None for _ in trainer.steps(data, seed=0)])  # type: ignore[arg-type]


def _solving_s(classes: int) -> float:
    rng, recipe = np.random.default_rng(0), PooledRecipe()
    labels = np.repeat(np.arange(classes), FRAMES * (1 + VIEWS))
    middles = rng.uniform(0, 1, (classes, POOLED))
    rows = (middles[labels] + rng.normal(0, 0.1, (len(labels), POOLED))).astype(np.float32)
    targets = np.eye(classes, dtype=np.float32)[labels]
    weights = np.full(len(rows), 1 / len(rows), np.float32)
    prior = np.zeros((POOLED + 1, classes), np.float32)

    def steps() -> Iterator[object]:
        return solve(rows, targets, weights, prior, decay=recipe.decay, epochs=recipe.epochs)

    for _ in steps():
        pass
    return seconds(lambda: [None for _ in steps()])
