"""Small players for the tests of saving. Imports no more than saving does: child processes use it too."""

from typing import Any

import numpy as np

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import NetworkId
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.saves.format import Profile
from rps_game.saves.store import SaveStore


def make_head(seed: int = 0, units: int = 1, classes: tuple[Gesture, ...] = GESTURES) -> DenseHead:
    rng = np.random.default_rng(seed)
    hidden, bias, output = (
        rng.standard_normal(shape, np.float32) for shape in ((INPUTS, units), units, (units, len(classes)))
    )
    return DenseHead(hidden, bias, output, classes)


def make_profile(
    seed: int = 0,
    name: str = "Anna",
    frames: int = 1,
    classes: tuple[Gesture, ...] = GESTURES,
    **others: Any,
) -> Profile:
    """About 50 kB of head, 50 kB for each frame of each class. The second of a class has no views."""
    rng = np.random.default_rng(seed + 1)
    samples = {gesture: rng.random((frames, 7, 7, 256), np.float32) for gesture in classes}
    views = {
        gesture: [rng.random((0 if i == 1 else 2, 256), np.float32) for i in range(frames)]
        for gesture in classes
    }
    fields = {
        "name": name,
        "head": make_head(seed, classes=classes),
        "samples": samples,
        "views": {} if "samples" in others else views,
        "network": NetworkId(
            others.pop("backbone_name", "random"),
            others.pop("fingerprint", "ab" * 32),
            others.pop("preprocess_version", 1),
        ),
        "created": "2025-03-01T12:00:00+01:00",
        "holdout_accuracy": 0.975,
    }
    return Profile(**{**fields, **others})


def content(profile: Profile) -> dict[str, object]:
    """Everything in a player, as values that compare exactly."""
    arrays = {f"head/{name}": array for name, array in profile.head.tensors().items()}
    arrays |= {f"samples/{gesture.name}": array for gesture, array in profile.samples.items()}
    arrays |= {
        f"views/{gesture.name}/{i}": rows
        for gesture, of_sample in profile.views.items()
        for i, rows in enumerate(of_sample)
        if len(rows)
    }
    values = {name: (str(array.dtype), array.shape, array.tobytes()) for name, array in arrays.items()}
    plain = "name", "network", "created", "holdout_accuracy"
    return {
        **values,
        **{name: getattr(profile, name) for name in plain},
        "kind": profile.head.kind,
        "classes": profile.head.classes,
        "gestures": [gesture for gesture in CLASSES if gesture in profile.samples],
    }


def load(store: SaveStore, name: str) -> Profile:
    return store.load(store.find(name))
