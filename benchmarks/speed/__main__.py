"""`python -m benchmarks.speed`: how fast the game is, in figures taken side by side.

    python -m benchmarks.speed [PART ...] [--quick] [--runs N] [--write]

Every run goes through all rows; a figure is the median of up to five runs. Writes the tables into
docs/benchmarks.md if asked to, and draws its picture if all parts were measured. Exits with 1 when a bound is
missed. The rows of TensorFlow.js need Node and, once, in
benchmarks/tfjs: npm install --no-save --no-package-lock
"""

import argparse
import contextlib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import ROOT, charts
from benchmarks.recognition.tables import blocks, commit, filled, short
from benchmarks.speed import choice, growth, interface, process, smoothness, training, verdict
from benchmarks.speed.apart import kind_of_screen, tfjs_versions
from benchmarks.speed.figures import QUICK, Effort, Figure, Part, Place, Run, gathered, rounded
from rps_game.files import write_whole
from rps_game.paths import assets
from rps_game.ui.drawing.palette import Tone

PARTS: Final[Sequence[Part]] = (
    verdict.PART,
    interface.PART,
    training.PART,
    process.START,
    smoothness.PART,
    smoothness.SCREENS,
    smoothness.REVEALS,
    choice.PART,
    process.MEMORY,
    growth.PART,
)

DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
PICTURE: Final = ROOT / "docs" / "images" / "benchmarks.png"
PACKAGES: Final = ("numpy", "opencv-python", "ai-edge-litert", "tensorflow", "keras", "pygame")
CORES: Final = 2


def main() -> int:
    """Measure, print, and write if that is wanted; 1 when a bound is missed."""
    options = _options()
    effort = QUICK if options.quick else Effort(runs=options.runs)
    few_cores()
    parts = [part for part in PARTS if not options.parts or part.key in options.parts]
    runs: dict[str, list[Run]] = {part.key: [] for part in parts}
    for number in range(1, effort.runs + 1):
        for part in parts:
            if number <= part.runs:
                started_s = time.monotonic()
                runs[part.key].append(part.measure(effort))
                took_s = time.monotonic() - started_s
                print(f"run {number}, {part.key}: {took_s:.0f} s", file=sys.stderr, flush=True)
        if options.write:  # after each run: minutes are not to be lost
            text = with_tables(DOCUMENT.read_text(encoding="utf-8"), runs)
            write_whole(DOCUMENT, text.encode(), replace=True)
            if len(parts) == len(PARTS):
                draw_chart(runs, PICTURE)
            print(f"written: {DOCUMENT}", file=sys.stderr, flush=True)
    for part in parts:
        print(f"## {part.key}\n\n{part.markdown(runs[part.key])}\n")
    return int(any(part.missed(runs[part.key]) for part in parts))


def few_cores() -> None:
    """Keep to two cores, where there are more and the system allows it: so does everything started here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    keys = [part.key for part in PARTS]
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(keys)} [all]")
    parser.add_argument("--quick", action="store_true", help="a first look, one run of few repetitions")
    parser.add_argument("--runs", type=int, default=5, help="of everything, at most [5]")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(keys):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.runs < 1:
        parser.error("at least one run")
    if options.write and options.quick:
        parser.error("what is written down is measured in full: --write without --quick")
    return options


def with_tables(text: str, runs: Mapping[str, Sequence[Run]]) -> str:
    """Return the document with the tables of those parts that have runs; with the facts if all have."""
    tables = {name: block.strip() for name, block in blocks(text).items()}
    for part in PARTS:
        if runs.get(part.key):
            count = f"{len(runs[part.key])} run{'s' if len(runs[part.key]) > 1 else ''}"
            tables[part.key] = f"{part.markdown(runs[part.key])}\n\n{count} at commit `{commit()}`."
    if all(runs.get(part.key) for part in PARTS):
        tables["facts"] = facts()
    return filled(text, tables)


def facts() -> str:
    """List the code, the network, the computer and the versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    network = json.loads((assets() / "backbone.json").read_text(encoding="utf-8"))["fingerprint"]
    lines = [
        f"Commit `{commit()}`, network `{short(network)}`",
        f"{date.today().isoformat()}, {platform.system()} on {processor()}, {cores} cores used",
        f"Python {platform.python_version()}, {packages}",
        tfjs_versions(),
        f"Windows are drawn {kind_of_screen()}",
    ]
    return "\n".join(f"- {line}" for line in lines)


def processor() -> str:
    """Return the processor's name, as it calls itself, and the memory where the system tells them."""
    with contextlib.suppress(OSError, TypeError, AttributeError):
        name = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
        memory_gb = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
        return f"{name[1]}, {memory_gb:.0f} GB of memory"  # type: ignore[index]
    return platform.processor() or platform.machine()


PANELS: Final[Sequence[tuple[Part, str, list[Place]]]] = (
    (
        verdict.PART,
        "From a picture to a verdict, ms",
        [(row, verdict.AT) for row in verdict.TOGETHER if row != verdict.EAGER],
    ),
    (
        training.PART,
        "Training on 3 x 40 frames, s",
        [
            *((row, training.WINDOW) for row in (training.POOLED_VIEWS, training.DENSE)),
            *((row, training.ONCE) for row in (training.STEPS, *training.OTHERS)),
        ],
    ),
    (
        process.START,
        "Start, ms",
        [(row, process.MS) for row in (process.BARE, process.FRAME, process.VERDICT)],
    ),
    (process.MEMORY, "Memory, MB", [(row, process.SIZE) for row in process.SHOWN]),
)
"""Of the picture: a part, a title with the unit, the bars."""

WORDS: Final = (
    "Scales are logarithmic, from half of the least figure. In colour: the game. Shorter is better."
)

OTHERS: Final = {*verdict.OTHERS, *training.OTHERS, process.BARE}
"""Rows that are not the game's."""


def draw_chart(runs: Mapping[str, Sequence[Run]], path: Path) -> None:
    """Draw the comparison, and write it as PNG: bars on logarithmic scales, the game's own in colour."""
    figure = charts.new_figure(1280, 760)
    for axes, (part, title, bars) in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
        found = gathered(runs[part.key])
        cells = {row: found.get(row, {}).get(column) for row, column in bars}
        medians = {row: cell.median for row, cell in cells.items() if isinstance(cell, Figure)}
        tones = [charts.colour(Tone.MUTED if row in OTHERS else Tone.ACCENT) for row in medians]
        drawn = axes.barh([row.partition(" (")[0] for row in medians], list(medians.values()), color=tones)
        axes.bar_label(drawn, [rounded(value) for value in medians.values()], padding=4, color="white")
        axes.set_xscale("log")
        axes.set_xlim(min(medians.values()) / 2, max(medians.values()) * 2)
        axes.xaxis.set_visible(False)
        axes.invert_yaxis()
        charts.style(axes, title)
    figure.supxlabel(WORDS, color=charts.colour(Tone.MUTED), fontsize="medium")
    charts.write(figure, path)


if __name__ == "__main__":
    raise SystemExit(main())
