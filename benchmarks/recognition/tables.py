"""Formats tables in Markdown, and writes them into a document."""

import functools
import re
import subprocess
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks import ROOT

DOCUMENT: Final = ROOT / "docs" / "recognition.md"

FINGERPRINT_LETTERS: Final = 16
"""Letters of a fingerprint, by which a table names its backbone."""

_BLOCK: Final = re.compile(r"(<!-- table: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1) -> str:
    """Format a Markdown table with aligned columns.

    Args:
        head: of the columns.
        rows: cells.
        texts: how many of the first columns are text; the others are numbers, and stand to the right.
    """
    widths = [max(3, *(len(row[k]) for row in [head, *rows])) for k in range(len(head))]
    rule = ["-" * width if k < texts else "-" * (width - 1) + ":" for k, width in enumerate(widths)]

    def line(row: Sequence[str]) -> str:
        cells = zip(row, widths, strict=True)
        aligned = [cell.ljust(n) if k < texts else cell.rjust(n) for k, (cell, n) in enumerate(cells)]
        return f"| {' | '.join(aligned)} |"

    return "\n".join(map(line, [head, rule, *rows]))


def share(value: float | None, digits: int = 3) -> str:
    """Format a share of 1, or a dash where there is none."""
    return "-" if value is None else f"{value:.{digits}f}"


def between(values: Sequence[float]) -> str:
    """Format the mean of shares of 1, and their range if they differ."""
    low, high = min(values), max(values)
    spread = "" if f"{low:.3f}" == f"{high:.3f}" else f" ({low:.3f}-{high:.3f})"
    return f"{np.mean(values):.3f}{spread}"


def matrix(counts: npt.NDArray[np.int64], rows: Sequence[str], columns: Sequence[str]) -> str:
    """Format a confusion table; a row without any count is left out."""
    filled = [(name, line) for name, line in zip(rows, counts.tolist(), strict=True) if sum(line)]
    return table(["true \\ read", *columns], [[name, *map(str, line)] for name, line in filled])


def stamped(text: str, networks: Sequence[tuple[str, str]], shipped: str | None) -> str:
    """Format a table, and below it the commit and the networks it was measured with.

    Args:
        text: the table.
        networks: names and fingerprints.
        shipped: the fingerprint of the network that the game comes with; None before there is one.
    """
    named = ", ".join(f"{name} `{short(fingerprint)}`" for name, fingerprint in networks)
    game = "" if shipped is None else f" The game's own network was `{short(shipped)}`."
    return f"{text}\n\nMeasured at commit `{commit()}` with {named}.{game}\n"


@functools.cache  # asked once for each table
def commit() -> str:
    """Return the short hash of the checkout's commit, with "+" behind it where files have been changed."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
            cwd=DOCUMENT.parent,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        return "unknown"
    return found.stdout.strip() or "unknown"


def short(fingerprint: str) -> str:
    """Shorten a fingerprint to enough letters to distinguish networks."""
    return fingerprint[:FINGERPRINT_LETTERS]


def blocks(document: str) -> dict[str, str]:
    """Return the tables in a document, by their names."""
    return {found["name"]: document[found.end(1) : found.start(3)] for found in _BLOCK.finditer(document)}


def filled(document: str, tables: dict[str, str]) -> str:
    """Return the document with these tables in their places.

    Raises:
        ValueError: a table has no place, or a place no table.
    """
    if set(blocks(document)) != set(tables):
        missing = sorted(set(blocks(document)) ^ set(tables))
        raise ValueError(f"the document's places and the tables differ: {', '.join(missing)}")
    return _BLOCK.sub(lambda found: f"{found[1]}\n{tables[found['name']]}\n{found[3]}", document)
