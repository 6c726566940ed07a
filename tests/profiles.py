"""Small players for the tests of saving. Imports no more than saving does: child processes use it too."""

from collections.abc import Callable
from typing import Any

import numpy as np

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import POOLED, NetworkId
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.saves.format import Profile
from rps_game.saves.store import SaveStore


def make_head(seed: int = 0, units: int = 1, classes: tuple[Gesture, ...] = GESTURES) -> DenseHead:
    rng = np.random.default_rng(seed)
    hidden, bias, output = (
        rng.standard_normal(shape, np.float32) for shape in ((INPUTS, units), units, (units, len(classes)))
    )
    return DenseHead(hidden, bias, output, classes)


def dense_head(
    classes: tuple[Gesture, ...] = CLASSES, units: int = 5, seed: int = 7, far: float = 0.0
) -> DenseHead:
    """Random weights; `far` moves each hidden unit so far from 0, to either side."""
    rng = np.random.default_rng(seed)
    bias = rng.normal(0, 1, units)
    return DenseHead(
        rng.normal(0, 0.01, (INPUTS, units)).astype(np.float32),
        (bias + far * np.sign(bias)).astype(np.float32),
        rng.normal(0, 1, (units, len(classes))).astype(np.float32),
        classes,
    )


def pooled_head(classes: tuple[Gesture, ...] = CLASSES, units: int = 0, seed: int = 7) -> PooledHead:
    """Random weights; `units` are none of its own."""
    rng = np.random.default_rng(seed)
    return PooledHead(
        rng.normal(0, 0.5, (POOLED, len(classes))).astype(np.float32),
        rng.normal(0, 1, len(classes)).astype(np.float32),
        rng.uniform(0.3, 0.7, len(classes)).astype(np.float32),
        np.array([0.9], np.float32),
        classes,
    )


BUILD: dict[str, Callable[..., Head]] = {DenseHead.kind: dense_head, PooledHead.kind: pooled_head}
"""How to make a head of each kind with random weights: every kind that can be chosen is tested with these."""


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
    plain = "name", "network", "created", "holdout_accuracy", "rules"
    return {
        **values,
        **{name: getattr(profile, name) for name in plain},
        "kind": profile.head.kind,
        "classes": profile.head.classes,
        "gestures": [gesture for gesture in profile.rules.classes if gesture in profile.samples],
    }


def load(store: SaveStore, name: str) -> Profile:
    return store.load(store.find(name))
