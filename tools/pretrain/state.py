"""Where a training stands: saved every so often, to be gone on from after a kill."""

from pathlib import Path
from typing import Any

import numpy as np


def write_state(path: Path, progress: float, weights: list[Any], optimizer: list[Any]) -> None:
    """Save a training; a file that is there is replaced only by a whole one.

    Args:
        path: of the file.
        progress: share of the training that lies behind.
        weights: values of all variables of the network and what it learns by.
        optimizer: values of all variables of the optimizer.
    """
    part = path.with_suffix(".part")
    arrays: dict[str, Any] = {"progress": np.array(progress)}
    for name, values in (("weights", weights), ("optimizer", optimizer)):
        arrays |= {f"{name}_{number}": value for number, value in enumerate(values)}
    with part.open("wb") as file:
        np.savez(file, **arrays)
    part.replace(path)


def read_state(path: Path) -> tuple[float, list[Any], list[Any]]:
    """Return what `write_state` saved: progress, weights, optimizer.

    Raises:
        SystemExit: there is none.
    """
    if not path.exists():
        raise SystemExit(f"no state to go on from: {path}")
    with np.load(path) as stored:

        def values(name: str) -> list[Any]:
            count = sum(key.startswith(f"{name}_") for key in stored.files)
            return [stored[f"{name}_{number}"] for number in range(count)]

        return float(stored["progress"]), values("weights"), values("optimizer")


def state_path(weights: Path) -> Path:
    """Where the state of a training lies, from where its weights lie."""
    return weights.with_name(weights.name.removesuffix(".weights.h5") + ".state")
