"""The least time to train the dense head: its arithmetic and its memory, as fast as this computer is.

A step of Adam on a batch of B frames; the head has I inputs, U units, C classes, P = I U + U + U C weights:

    forward   2 B (I U + U C) operations; the weights are read once:                        4 P bytes
    backward  2 B (I U + 2 U C) operations; weights, means and squares read and written: 6 x 4 P bytes

The gradient counts for nothing: it could be used up while it comes into being. So do activations and
features, which fit into the cache. Each pass takes at least the longer of its arithmetic, at the rate of a
large matrix product, and its memory, at the rate of a plain copy.
"""

import math
import time
from collections.abc import Callable
from typing import Final

import numpy as np

from benchmarks.random_heads import UNITS
from rps_game.heads.dense import INPUTS
from rps_game.heads.report import TrainingSettings

BYTES: Final = 4
SIDE: Final = 1024
COPIES: Final = 8
TRIES: Final = 20


def measure(frames: int, classes: int) -> dict[str, float]:
    """Seconds of one training on so many frames; of the game's two; and the rates of this computer."""
    operations, bandwidth = operations_a_second(), bytes_a_second()
    settings = TrainingSettings()

    def limit_s(learnt: int) -> float:
        steps = settings.epochs * math.ceil(learnt / settings.batch)
        return steps * step_s(settings.batch, classes, operations, bandwidth)

    return {
        "one training": limit_s(frames),
        "both trainings": limit_s(frames) + limit_s(frames - frames // 4),
        "operations a second": operations,
        "bytes a second": bandwidth,
    }


def step_s(batch: int, classes: int, operations: float, bandwidth: float) -> float:
    """Seconds of one step, at so many operations and bytes a second."""
    hidden, output = INPUTS * UNITS, UNITS * classes
    weights = BYTES * (hidden + UNITS + output)
    forward = max(2 * batch * (hidden + output) / operations, weights / bandwidth)
    backward = max(2 * batch * (hidden + 2 * output) / operations, 6 * weights / bandwidth)
    return forward + backward


def operations_a_second() -> float:
    """Time products of large matrices; return the best."""
    rng = np.random.default_rng(0)
    one, other = (rng.random((SIDE, SIDE), np.float32) for _ in range(2))
    product = np.empty_like(one)
    return 2 * SIDE**3 / _best_s(lambda: np.matmul(one, other, out=product))


def bytes_a_second() -> float:
    """Time rounds of copying arrays as large as the head's, together as large as Adam's; return the best."""
    arrays = [np.ones(INPUTS * UNITS, np.float32) for _ in range(COPIES)]

    def copy() -> None:
        for source, target in zip(arrays[::2], arrays[1::2], strict=True):
            np.copyto(target, source)

    return COPIES * arrays[0].nbytes / _best_s(copy)


def _best_s(do: Callable[[], object]) -> float:
    took_s = []
    for _ in range(TRIES):
        before_s = time.perf_counter()
        do()
        took_s.append(time.perf_counter() - before_s)
    return min(took_s)
