"""How training, saving and loading grow with frames and classes."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Cell, Effort, Part, Run, Table, medians_ms, seconds
from benchmarks.speed.game import FRAMES, backbone, made_up_player, training_set, webcam_frames
from benchmarks.speed.training import both_trainings_s, dense_steps
from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.calibration.capture import CaptureRules
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.heads.pooled_training import PooledRecipe, solve
from rps_game.paths import default_paths
from rps_game.saves.names import LAST_PLAYER, file_name
from rps_game.saves.store import SaveStore

COUNTS: Final = (30, 40, 100, 200, 500)
CLASSES: Final = (3, 4, 6, 8, 10)
SAMPLES: Final = 5
ON: Final = 0.8
"""Share of made-up inputs that are not zero, as of a webcam's frames."""

MB: Final = 2**20


def measure(effort: Effort) -> Run:
    """One run."""
    found: Run = apart(rows, threads(1), most=effort.frames)
    return found


def rows(most: int) -> Run:
    """Return all rows, without those of more frames than `most`."""
    by_count: Run = {f"{frames} frames": by_frames(frames) for frames in COUNTS if frames <= most}
    return by_count | {f"{classes} classes": by_classes(classes) for classes in CLASSES}


def by_frames(frames: int) -> dict[str, Cell]:
    """Seconds, milliseconds and MB, by what they are of, with so many frames of each of three gestures."""
    data, store = training_set(frames, views=True), SaveStore(default_paths().saves)
    profile = made_up_player(data)
    square = webcam_frames(1)[Gesture.ROCK][0]
    samples_ms = {
        "loading, ms": lambda: store.load(store.path(LAST_PLAYER)),
        "views": lambda: pooled_views(views_of(square, VIEWS, 0), backbone().embed),
    }
    saving_s = seconds(lambda: store.save(profile, LAST_PLAYER))
    found = medians_ms(samples_ms, SAMPLES, warm=1)
    return {
        "capture, s": capture_s(frames),
        "views, s": len(data) * found.pop("views") / 1e3,
        "training, pooled, s": both_trainings_s(PooledHead.kind, data),
        "training, dense, s": both_trainings_s(DenseHead.kind, data),
        "save, MB": (store.folder / file_name(LAST_PLAYER)).stat().st_size / MB,
        "saving, ms": 1e3 * saving_s,
        **found,
    }


def capture_s(frames: int) -> float:
    """Return the time that the rules give to recording three gestures, when the coach refuses nothing."""
    rules = CaptureRules(frames=frames)
    return len(GESTURES) * (rules.countdown_s + frames / rules.rate_hz)


@dataclass(frozen=True)
class ManyClasses:
    """A training set for `DenseTrainer` with more classes than the game has gestures."""

    features: Features
    labels: npt.NDArray[np.int64]
    classes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.labels)


def by_classes(classes: int) -> dict[str, Cell]:
    """Seconds of what learns 40 frames of each of so many classes; the pooled head has their views too."""
    rng, recipe = np.random.default_rng(0), PooledRecipe()
    labels = np.repeat(np.arange(classes, dtype=np.int64), FRAMES)
    # Noise, in which each class has some channels that are brighter.
    features = rng.random((len(labels), *FEATURE_SHAPE), np.float32)
    width = FEATURE_SHAPE[-1] // classes
    for label in range(classes):
        features[labels == label, :, :, label * width : (label + 1) * width] += 1
    features[:, rng.random(FEATURE_SHAPE) > ON] = 0
    many: Any = ManyClasses(features, labels, tuple(range(classes)))
    middles = rng.uniform(0, 1, (classes, POOLED))
    rows_of = np.repeat(labels, 1 + VIEWS)
    rows = (middles[rows_of] + rng.normal(0, 0.1, (len(rows_of), POOLED))).astype(np.float32)
    targets = np.eye(classes, dtype=np.float32)[rows_of]
    weights = np.full(len(rows), 1 / len(rows), np.float32)
    prior = np.zeros((POOLED + 1, classes), np.float32)

    def solved() -> None:
        for _ in solve(rows, targets, weights, prior, decay=recipe.decay, epochs=recipe.epochs):
            pass

    solved()
    return {
        "pooled head's solver, s": seconds(solved),
        "dense head's steps, s": seconds(lambda: dense_steps(many)),
    }


PART: Final = Part(
    key="growth",
    measure=measure,
    tables=(
        Table(
            "frames of a gesture",
            (
                "capture, s",
                "views, s",
                "training, pooled, s",
                "training, dense, s",
                "save, MB",
                "saving, ms",
                "loading, ms",
            ),
        ),
        Table("classes", ("pooled head's solver, s", "dense head's steps, s")),
    ),
    runs=1,
)
