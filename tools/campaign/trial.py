"""What a trial is."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rps_game.errors import GameError

ROOT: Final = Path(__file__).parents[2]
VISIT: Final = "visit "
"""Before a phase's name, in what is counted."""

LIMIT_S: Final = 1200.0
"""A seed that takes longer hangs, however busy the machine is."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind of trial.

    Attributes:
        name: of it.
        unit: what is counted; a key of what `run` returns.
        target: how many of them the long campaign makes.
        what: one sentence for the table.
        run: makes the trial of a seed in an empty folder, and counts what happened by its names. Whatever it
            raises is a failure.
        seeds: how many of them one process makes; it is a new one after that.
        limit_s: how long one seed may take, in seconds.
        at_least: how many visits of each phase of the game the campaign makes; 0 where it counts none.
    """

    name: str
    unit: str
    target: int
    what: str
    run: Callable[[int, Path], Counter[str]]
    seeds: int = 500
    limit_s: float = LIMIT_S
    at_least: int = 0


def check_words(error: GameError) -> None:
    """Fail unless an error is two short sentences that can be shown."""
    for words in (error.what, error.remedy):
        assert words.isprintable(), words
        assert words.endswith("."), words
        assert len(words) < 1500, words
