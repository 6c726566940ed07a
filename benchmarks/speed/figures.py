"""Figures of several runs: medians and spread, tables of them, and bounds that they keep or miss."""

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.recognition.tables import table

Cell = float | str
"""A figure; or, in words, why there is none."""

Run = dict[str, dict[str, Cell]]
"""What one run measured: by row, then by column."""

DIGITS: Final = 3
"""That count: a run's figures hardly agree in more."""

SPREAD_DIGITS: Final = 2


def medians_ms(rows: Mapping[str, Callable[[], object]], calls: int, warm: int = 3) -> dict[str, float]:
    """Time several functions, a call of each in turn: what slows the computer slows all alike."""
    took_s: dict[str, list[float]] = {name: [] for name in rows}
    for do in rows.values():
        for _ in range(warm):
            do()
    for _ in range(calls):
        for name, do in rows.items():
            took_s[name].append(seconds(do))
    return {name: 1e3 * statistics.median(times) for name, times in took_s.items()}


def seconds(do: Callable[[], object]) -> float:
    """Time one call, by the clock on the wall."""
    before_s = time.perf_counter()
    do()
    return time.perf_counter() - before_s


@dataclass(frozen=True, slots=True)
class Figure:
    """The same measured in several runs."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        """Write the median, and the range of the runs where its ends differ."""
        low, high = (rounded(value, SPREAD_DIGITS) for value in (min(self.values), max(self.values)))
        spread = "" if low == high else f" ({low} to {high})"
        return f"{rounded(self.median)}{spread}"


def rounded(value: float, digits: int = DIGITS) -> str:
    """Write a number with so many significant digits, never as a power of ten; counts are whole."""
    if isinstance(value, int) or value == 0 or not math.isfinite(value):
        return f"{value:,.0f}"
    places = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{places}f}"


def gathered(runs: Sequence[Run]) -> dict[str, dict[str, Figure | str]]:
    """Collect the cells of all runs by row and column; one without any figure keeps its words."""
    cells: dict[str, dict[str, list[Cell]]] = {}
    for row, of_run in (item for run in runs for item in run.items()):
        for column, cell in of_run.items():
            cells.setdefault(row, {}).setdefault(column, []).append(cell)
    return {row: {column: _figure(many) for column, many in of_row.items()} for row, of_row in cells.items()}


def _figure(cells: Sequence[Cell]) -> Figure | str:
    values = tuple(cell for cell in cells if not isinstance(cell, str))
    return Figure(values) if values else str(cells[0])


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a part."""

    name: str  # its heading
    columns: tuple[str, ...]  # with their units
    rows: tuple[str, ...] = ()  # in their order; all that have one of the columns if it is empty

    def markdown(self, found: Mapping[str, Mapping[str, Figure | str]]) -> str:
        """Write the table with these figures."""
        rows = self.rows or [row for row, cells in found.items() if set(cells) & set(self.columns)]
        lines = [[row, *(str(found[row].get(column) or "-") for column in self.columns)] for row in rows]
        return table([self.name, *self.columns], lines)


Place = tuple[str, str]
"""A row and a column."""

HELD: Final = {True: "held", False: "missed", None: "not measured"}


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a figure: computed in each run, then compared as the median over the runs."""

    words: str  # what is compared
    figure: Place
    at_most: float | None = None
    at_least: float | None = None
    over: Place | None = None  # what the figure is divided by
    above: Place | None = None  # what is subtracted from it
    unit: str = "times"

    @property
    def places(self) -> list[Place]:
        """The table cells that the figure is computed from."""
        return [place for place in (self.figure, self.over, self.above) if place]

    def measured(self, runs: Sequence[Run]) -> Figure | str:
        """Return the figure that is bounded; or why there is none."""
        found: list[Cell] = []
        for run in runs:
            cells = [run.get(row, {}).get(column, "not measured") for row, column in self.places]
            words = [cell for cell in cells if isinstance(cell, str)]
            found.append(words[0] if words else self._computed(*cells))  # type: ignore[arg-type]
        return _figure(found or ["not measured"])

    def _computed(self, figure: float, other: float = 0) -> float:
        return figure / other if self.over else figure - other

    def held(self, figure: Figure | str) -> bool | None:
        """Whether it holds; None where it could not be measured."""
        if isinstance(figure, str):
            return None
        low = self.at_least is None or figure.median >= self.at_least
        return low and (self.at_most is None or figure.median <= self.at_most)

    def wanted(self) -> str:
        """Write the bound in words."""
        limits = [("at least", self.at_least), ("at most", self.at_most)]
        return ", ".join(f"{word} {limit:g} {self.unit}" for word, limit in limits if limit is not None)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured, from a first look to figures that are written down."""

    runs: int = 5  # at most, of each part
    calls: int = 100  # of what takes about a millisecond, in a run
    slow_calls: int = 12  # of what takes some hundredths of a second
    tries: int = 3  # of starts, and of trainings of the game
    epochs: int = 5  # of Keras' training through the frozen network; made up to 20 by multiplication
    watched: int = 240  # frames of a screen
    compared: int = 500  # frames of a screen that is compared with itself while something is done
    players: int = 50  # in the list that is opened
    minutes: float = 30.0  # of simulated play
    frames: int = 500  # of a gesture, at most, where growth is measured


QUICK: Final = Effort(1, 20, 4, 1, 1, 30, 60, 5, 0.5, 40)
"""To see that everything works; its figures say little."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question about speed."""

    key: str  # what the command and the document call it
    measure: Callable[[Effort], Run]  # one run of it; its rows have different names
    tables: tuple[Table, ...]
    bounds: tuple[Bound, ...] = ()
    runs: int = 5  # at most; one where the figures hardly vary and take minutes

    def markdown(self, runs: Sequence[Run]) -> str:
        """Write its tables, and one of its bounds, the figures, and which were held."""
        found = gathered(runs)
        parts = [each.markdown(found) for each in self.tables]
        if self.bounds:
            figures = [(bound, bound.measured(runs)) for bound in self.bounds]
            lines = [[each.words, each.wanted(), str(what), HELD[each.held(what)]] for each, what in figures]
            parts.append(table(["bound", "wanted", "measured", ""], lines, texts=4))
        return "\n\n".join(parts)

    def missed(self, runs: Sequence[Run]) -> list[str]:
        """Which bounds do not hold; those that could not be measured are not among them."""
        return [bound.words for bound in self.bounds if bound.held(bound.measured(runs)) is False]
