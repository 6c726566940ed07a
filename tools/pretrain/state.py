"""Where a training stands: saved every so often, to be gone on from after a kill."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np


@dataclass(slots=True)
class State:
    """Where a training stands, to be saved and gone on from.

    Attributes:
        stage: number of the stage.
        batch: steps of it that were done.
        progress: share of the whole training that lies behind.
        network, heads, optimizer: values of all variables.
    """

    stage: int
    batch: int
    progress: float
    network: list[Any]
    heads: list[Any]
    optimizer: list[Any]

    def write(self, path: Path) -> None:
        """Save it; a file that is there is replaced only by a whole one."""
        part = path.with_suffix(".part")
        arrays: dict[str, Any] = {"where": np.array([self.stage, self.batch, self.progress])}
        for name in ("network", "heads", "optimizer"):
            arrays |= {f"{name}_{number}": value for number, value in enumerate(getattr(self, name))}
        with part.open("wb") as file:
            np.savez(file, **arrays)
        part.replace(path)

    @classmethod
    def read(cls, path: Path) -> "State":
        """Read what `write` saved.

        Raises:
            SystemExit: there is none.
        """
        if not path.exists():
            raise SystemExit(f"no state to go on from: {path}")
        with np.load(path) as stored:

            def values(name: str) -> list[Any]:
                count = sum(key.startswith(f"{name}_") for key in stored.files)
                return [stored[f"{name}_{number}"] for number in range(count)]

            stage, batch, progress = stored["where"].tolist()
            return cls(
                int(stage), int(batch), progress, values("network"), values("heads"), values("optimizer")
            )


def state_path(weights: Path) -> Path:
    """Where the state of a training lies, from where its weights lie."""
    return weights.with_name(weights.name.removesuffix(".weights.h5") + ".state")
