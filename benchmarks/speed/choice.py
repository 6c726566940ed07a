"""The next throw of an opponent that looks for habits, and what it says after it."""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Bound, Effort, Part, Run, Table, medians_ms
from rps_game.game.gestures import GESTURES
from rps_game.game.match import Round
from rps_game.game.opponents.fox import Fox
from rps_game.game.opponents.learner import Learner

ROUNDS: Final = (60, 1000)
COLUMNS: Final = tuple(f"after {rounds} rounds, ms" for rounds in ROUNDS)
FOX: Final = "the fox's choice"


def measure(effort: Effort) -> Run:
    """One run."""
    found: Run = apart(choices, threads(1), calls=effort.calls)
    return found


def choices(calls: int) -> dict[str, dict[str, float]]:
    """Milliseconds by row and column, of rounds by chance."""
    rng = np.random.default_rng(0)
    thrown = rng.integers(len(GESTURES), size=(max(ROUNDS), 2)).tolist()
    history = [Round(GESTURES[player], GESTURES[computer]) for player, computer in thrown]
    learner, fox = Learner(), Fox()
    found: dict[str, dict[str, float]] = {}
    for rounds, column in zip(ROUNDS, COLUMNS, strict=True):
        seen = history[:rounds]
        rows: dict[str, Callable[[], object]] = {
            "the learner's choice": partial(learner.choose, seen, rng),
            "the learner's remark": partial(learner.remark, seen),
            FOX: partial(fox.choose, seen, rng),
            "the fox's remark": partial(fox.remark, seen),
        }
        for row, ms in medians_ms(rows, calls).items():
            found.setdefault(row, {})[column] = ms
    return found


PART: Final = Part(
    key="choice",
    measure=measure,
    runs=3,
    tables=(Table("opponents", COLUMNS),),
    bounds=tuple(
        Bound(f"{FOX} {column.removesuffix(', ms')}", (FOX, column), at_most=2, unit="ms")
        for column in COLUMNS
    ),
)
