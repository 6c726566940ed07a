"""What a player's arrays are called in a save, and how they are read back, as docs/save-format.md says."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.base import Tensors
from rps_game.heads.dataset import Features, Pooled, check_views, split_views, stack_views
from rps_game.saves.container import Tensor, TensorParts

Samples = Mapping[Gesture, Features]
Views = Mapping[Gesture, Sequence[Pooled]]
"""Of each class, for each of its samples, float32 (v, 256), v from 0; a class without any may be missing."""


def named(head: Tensors, samples: Samples, views: Views) -> dict[str, Tensor]:
    """Everything that a save holds, by name."""
    tensors: dict[str, Tensor] = {f"head/{name}": tensor for name, tensor in head.items()}
    tensors |= {f"samples/{gesture.name.lower()}": array for gesture, array in samples.items()}
    for gesture, of_sample in views.items():
        if any(len(rows) for rows in of_sample):
            rows, view_of = stack_views(of_sample)
            tensors[f"views/{gesture.name.lower()}"] = rows
            tensors[f"view_of/{gesture.name.lower()}"] = view_of.astype(np.int32)
    return tensors


def head_and_samples(
    parts: Mapping[str, TensorParts],
) -> tuple[dict[str, npt.NDArray[np.float32]], dict[Gesture, Features]]:
    """What version 1 knows: the head's tensors by their own names, and the samples.

    Raises:
        ValueError: for anything else.
    """
    head: dict[str, npt.NDArray[np.float32]] = {}
    samples: dict[Gesture, Features] = {}
    for path, part in parts.items():
        group, _, name = path.partition("/")
        if group == "head":
            head[name] = _float32(path, part)
        elif group == "samples":
            samples[gesture_named(name)] = _float32(path, part)
        else:
            raise ValueError(f"expected tensors of head/ and samples/, got {path!r}")
    return head, samples


def take_views(parts: dict[str, TensorParts], samples: Samples) -> dict[Gesture, list[Pooled]]:
    """What version 2 has besides.

    Args:
        parts: those of views/ and view_of/, and no others.
        samples: that they can be of.

    Raises:
        KeyError: something is missing that they are of.
        ValueError: they do not fit together.
    """
    views: dict[Gesture, list[Pooled]] = {}
    for path in [path for path in parts if path.startswith("views/")]:
        name = path.removeprefix("views/")
        rows = _float32(path, parts.pop(path))
        view_of = _int32(f"view_of/{name}", parts.pop(f"view_of/{name}"))
        frames = len(samples[gesture_named(name)])
        if not len(rows):
            raise ValueError(f"expected at least one view in {path}, got none")
        check_views(rows, view_of, frames)
        views[gesture_named(name)] = split_views(rows, view_of, frames)
    if parts:
        raise ValueError(f"expected views for each view_of, got none for {sorted(parts)}")
    return views


def gesture_named(name: str) -> Gesture:
    """The gesture that a save calls so.

    Raises:
        ValueError: there is none.
    """
    for gesture in CLASSES:
        if gesture.name.lower() == name:
            return gesture
    raise ValueError(f"expected the name of a gesture, got {name!r}")


def _float32(path: str, part: TensorParts) -> npt.NDArray[np.float32]:
    _check_kind(path, part, "F32")
    return np.frombuffer(part["data"], "<f4").astype(np.float32, copy=False).reshape(part["shape"])


def _int32(path: str, part: TensorParts) -> npt.NDArray[np.int64]:
    _check_kind(path, part, "I32")
    return np.frombuffer(part["data"], "<i4").astype(np.int64).reshape(part["shape"])


def _check_kind(path: str, part: TensorParts, dtype: str) -> None:
    if part["dtype"] != dtype or not part["shape"]:
        raise ValueError(f"expected {path} as rows of {dtype}, got {part['dtype']} {part['shape']}")
