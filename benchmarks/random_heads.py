"""One head of each kind with random weights, to measure speed."""

from typing import Final

import numpy as np

from rps_game.game.gestures import CLASSES
from rps_game.heads.base import Head
from rps_game.heads.dataset import POOLED
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.pooled import PooledHead

UNITS: Final = 100


def random_heads(rng: np.random.Generator) -> list[Head]:
    """Return the pooled head and the dense head."""
    count = len(CLASSES)
    return [
        PooledHead(
            rng.normal(0, 0.5, (POOLED, count)).astype(np.float32),
            np.zeros(count, np.float32),
            np.full(count, 0.5, np.float32),
            np.ones(1, np.float32),
            CLASSES,
        ),
        DenseHead(
            rng.normal(0, 0.01, (INPUTS, UNITS)).astype(np.float32),
            np.zeros(UNITS, np.float32),
            rng.normal(0, 1, (UNITS, count)).astype(np.float32),
            CLASSES,
        ),
    ]
