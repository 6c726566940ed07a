"""Figures of several runs: medians and spread, tables of them, and bounds that they keep or miss."""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.recognition.tables import table

Cell = float | str
"""A figure; or, in words, why there is none."""

Run = Mapping[str, Mapping[str, Cell]]
"""What one run measured: by row, then by column."""

DIGITS: Final = 3
"""That count: a run's figures hardly agree in more."""

SPREAD_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """The same measured in several runs."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def told(self) -> str:
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
    places = [(row, column) for run in runs for row in run for column in run[row]]
    found: dict[str, dict[str, Figure | str]] = {}
    for row, column in dict.fromkeys(places):
        cells = [run[row][column] for run in runs if column in run.get(row, {})]
        values = tuple(cell for cell in cells if not isinstance(cell, str))
        words = next((cell for cell in cells if isinstance(cell, str)), "")
        found.setdefault(row, {})[column] = Figure(values) if values else words
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a chapter.

    Attributes:
        name: its heading.
        rows: in their order; one that no run has is left out.
        columns: likewise, with their units.
        words: what is to be known about it.
    """

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    words: str = ""

    def markdown(self, found: Mapping[str, Mapping[str, Figure | str]]) -> str:
        """Write the table with these figures; "" without a row of it."""
        lines = [
            [row, *(_told(found[row].get(column)) for column in self.columns)]
            for row in self.rows
            if row in found
        ]
        return table([self.name, *self.columns], lines) if lines else ""


def _told(cell: Figure | str | None) -> str:
    if isinstance(cell, Figure):
        return cell.told()
    return cell or "-"


Take = Callable[[str, str], float]
"""The figure of one run in a row and a column."""


class NotMeasured(Exception):
    """There is no such figure, for the reason that its cell gives."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is to hold, of the median over the runs.

    Attributes:
        words: what is compared.
        formula: from the figures of one run, so that what is compared was measured side by side.
        at_most: the bound from above, if there is one.
        at_least: the bound from below, if there is one.
        unit: behind the number; "times" for ratios.
    """

    words: str
    formula: Callable[[Take], float]
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "times"

    def over(self, runs: Sequence[Run]) -> Figure | str:
        """Return the figure that is bounded; or why there is none."""
        values, why = [], "not measured"
        for run in runs:
            try:
                values.append(self.formula(taker(run)))
            except NotMeasured as missing:
                why = str(missing) or why
        return Figure(tuple(values)) if values else why

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


def taker(run: Run) -> Take:
    """How a formula reads the figures of a run."""

    def take(row: str, column: str) -> float:
        cell = run.get(row, {}).get(column, "")
        if isinstance(cell, str):
            raise NotMeasured(cell)
        return cell

    return take


HELD: Final = {True: "held", False: "missed", None: "not measured"}


def bounds_table(bounds: Sequence[Bound], runs: Sequence[Run]) -> str:
    """Write a table of the bounds, the figures, and which were held."""
    lines = []
    for bound in bounds:
        figure = bound.over(runs)
        told = figure if isinstance(figure, str) else figure.told()
        lines.append([bound.words, bound.wanted(), told, HELD[bound.held(figure)]])
    return table(["bound", "wanted", "measured", ""], lines, texts=4)


def missed(bounds: Sequence[Bound], runs: Sequence[Run]) -> list[str]:
    """Which do not hold; those that could not be measured are not among them."""
    return [bound.words for bound in bounds if bound.held(bound.over(runs)) is False]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured, from a first look to figures that are written down.

    Attributes:
        runs: of everything.
        calls: of what takes about a millisecond, in a run.
        slow_calls: of what takes some hundredths of a second.
        epochs: of Keras' training through the frozen network; made up to 20 by multiplication.
        watched_s: how long the frames of a phase are watched.
        minutes: of simulated play.
        frames: of a gesture, at most, where growth is measured.
    """

    runs: int = 5
    calls: int = 300
    slow_calls: int = 40
    epochs: int = 20
    watched_s: float = 8.0
    minutes: float = 30.0
    frames: int = 500


QUICK: Final = Effort(runs=1, calls=20, slow_calls=4, epochs=1, watched_s=1.0, minutes=0.5, frames=40)
"""To see that everything works; its figures say little."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question about speed.

    Attributes:
        key: what `--only` calls it.
        title: its heading.
        words: how it was measured.
        tables: what is shown; rows are unique within the chapter.
        bounds: what is to hold.
        measure: one run of it.
    """

    key: str
    title: str
    words: str
    tables: tuple[Table, ...]
    bounds: tuple[Bound, ...]
    measure: Callable[[Effort], Run]
