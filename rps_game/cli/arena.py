"""The command `arena`: opponents against each other and against made-up players."""

import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final, Self

import numpy as np

from rps_game.game.gestures import RoundResult
from rps_game.game.made_up_players import MADE_UP_PLAYERS
from rps_game.game.match import Round
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.base import Level, Opponent
from rps_game.game.opponents.fox import Fox

CONFIDENCE_99: Final = 2.576
"""Standard errors to either side of a mean."""

BAR: Final = 40
"""Letters of the progress bar."""

VALUES: Final = {RoundResult.WIN: -1, RoundResult.DRAW: 0, RoundResult.LOSE: 1}
"""Of a round for the computer's side."""


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one opponent against another, or against a made-up player.

    Attributes:
        won: wins less losses, a round.
        interval: the 99 % interval of `won` is so much less to so much more.
    """

    opponent: str
    against: str
    matches: int
    rounds: int
    won: float
    interval: float

    @classmethod
    def of(cls, opponent: str, against: str, rounds: int, values: Sequence[float]) -> Self:
        """Make it of the wins less losses a round in each match."""
        error = float(np.std(values, ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.inf
        return cls(opponent, against, len(values), rounds, float(np.mean(values)), CONFIDENCE_99 * error)


def opponents() -> dict[str, Opponent]:
    """Return who can be in an arena: all but those that peek, and the fox at each level."""
    found = {name: opponent for name, opponent in OPPONENTS.items() if not opponent.peeks}
    return found | {f"{Fox.name}-{level}": Fox(level) for level in Level if level is not Level.HARD}


def play(
    opponent: str, against: str, *, rounds: int, matches: int, seed: int, tick: Callable[[], None]
) -> Result:
    """Play matches, each from an empty history; the same seed gives the same rounds.

    Args:
        opponent: a name of `opponents`.
        against: another, or one of MADE_UP_PLAYERS.
        rounds: of a match.
        matches: how many.
        seed: of all chance.
        tick: called after each match.
    """
    values = []
    for match in range(matches):
        one, other = (np.random.default_rng((seed, match, side)) for side in range(2))
        values.append(_match(opponents()[opponent].start(), against, rounds, one, other))
        tick()
    return Result.of(opponent, against, rounds, values)


def _match(
    opponent: Opponent, against: str, rounds: int, rng: np.random.Generator, other_rng: np.random.Generator
) -> float:
    history: list[Round] = []
    turned: list[Round] = []  # as the other side sees it, if that is an opponent too
    made_up = MADE_UP_PLAYERS.get(against)
    throw, seen = (made_up, history) if made_up else (opponents()[against].start().choose, turned)
    for _ in range(rounds):
        move, thrown = opponent.choose(history, rng), throw(seen, other_rng)
        history.append(Round(thrown, move))
        turned.append(Round(move, thrown))
    return sum(VALUES[played.result] for played in history) / rounds


def arena(
    opponent: str, against: Sequence[str], *, rounds: int, matches: int, seed: int, as_json_only: bool
) -> None:
    """Print what an opponent wins of each of the others."""
    bar = ProgressBar(len(against) * matches)
    results = [
        play(opponent, name, rounds=rounds, matches=matches, seed=seed, tick=bar.tick) for name in against
    ]
    bar.clear()
    if as_json_only:
        # JSON has no infinity: the interval of a single match is null.
        found = [
            asdict(result) | {"interval": result.interval if math.isfinite(result.interval) else None}
            for result in results
        ]
        print(json.dumps({"seed": seed, "results": found}, indent=2, allow_nan=False))
    else:
        print(as_table(results))


def as_table(results: Sequence[Result]) -> str:
    """Lay the results of one opponent out as text."""
    width = max(len(result.against) for result in results)
    first = results[0]
    lines = [
        f"{first.opponent}: {first.matches} matches of {first.rounds} rounds; wins less losses a round,"
        " with 99 % intervals"
    ]
    lines += [f"{r.against:{width}}  {r.won:+.3f}  ± {r.interval:.3f}" for r in results]
    return "\n".join(lines)


class ProgressBar:
    """A bar in the terminal; nothing where stderr is none.

    Args:
        steps: until it is full.
    """

    def __init__(self, steps: int) -> None:
        self._steps, self._done, self._shown = steps, 0, -1

    def tick(self) -> None:
        """Go on by one step."""
        self._done += 1
        percent = 100 * self._done // self._steps
        if sys.stderr.isatty() and percent != self._shown:
            self._shown = percent
            full = BAR * self._done // self._steps
            print(f"\r[{'#' * full}{' ' * (BAR - full)}] {percent} %", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take it away."""
        if self._shown >= 0:
            print("\r" + " " * (BAR + 8) + "\r", end="", file=sys.stderr, flush=True)
