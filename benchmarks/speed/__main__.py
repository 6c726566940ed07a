"""`python -m benchmarks.speed`: how fast the game is, in figures taken side by side.

    python -m benchmarks.speed [--quick] [--runs N] [--only CHAPTER ...] [--write]

Every run goes through all rows; a figure is the median of five runs. Writes docs/benchmarks.md and its
picture if asked to. Exits with 1 when a bound is missed. The rows of TensorFlow.js need Node and, once, in
benchmarks/tfjs: npm install --no-save --no-package-lock
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from benchmarks.speed import growth, memory, smoothness, start, training, verdict
from benchmarks.speed.chart import draw_chart
from benchmarks.speed.document import DOCUMENT, PICTURE, written
from benchmarks.speed.figures import QUICK, Chapter, Effort, Run, bounds_table, gathered, missed
from rps_game.files import write_whole

CORES: Final = 2

CHAPTERS: Final[Sequence[Chapter]] = (
    verdict.CHAPTER,
    training.CHAPTER,
    start.CHAPTER,
    smoothness.CHAPTER,
    memory.CHAPTER,
    growth.CHAPTER,
)


def main() -> int:
    """Measure, print, and write if that is wanted; 1 when a bound is missed."""
    options = _options()
    effort = QUICK if options.quick else Effort(runs=options.runs)
    few_cores()
    chapters = [chapter for chapter in CHAPTERS if not options.only or chapter.key in options.only]
    runs: dict[str, list[Run]] = {chapter.key: [] for chapter in chapters}
    for number in range(1, effort.runs + 1):
        for chapter in chapters:
            started_s = time.monotonic()
            runs[chapter.key].append(chapter.measure(effort))
            took_s = time.monotonic() - started_s
            print(
                f"run {number} of {effort.runs}, {chapter.key}: {took_s:.0f} s", file=sys.stderr, flush=True
            )
        if options.write:  # after each run: half an hour is not to be lost
            text = written(chapters, runs, replace(effort, runs=number))
            write_whole(DOCUMENT, text.encode(), replace=True)
            draw_chart(runs, PICTURE)
            print(f"written: {DOCUMENT}, {PICTURE}", file=sys.stderr, flush=True)
    for chapter in chapters:
        print(f"## {chapter.title}\n")
        found = gathered(runs[chapter.key])
        for part in chapter.tables:
            print(part.markdown(found), end="\n\n")
        if chapter.bounds:
            print(bounds_table(chapter.bounds, runs[chapter.key]), end="\n\n")
    misses = [words for chapter in chapters for words in missed(chapter.bounds, runs[chapter.key])]
    for words in misses:
        print(f"missed: {words}", file=sys.stderr)
    return int(bool(misses))


def few_cores() -> None:
    """Keep to two cores, where there are more and the system allows it: so does everything started here."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    keys = [chapter.key for chapter in CHAPTERS]
    parser.add_argument("--quick", action="store_true", help="a first look, one run of few repetitions")
    parser.add_argument("--runs", type=int, default=5, help="of everything [5]")
    parser.add_argument("--only", nargs="+", choices=keys, metavar="CHAPTER", help=", ".join(keys))
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and its picture")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("at least one run")
    if options.write and (options.quick or options.only):
        parser.error("what is written down is measured in full: --write without --quick and --only")
    return options


if __name__ == "__main__":
    raise SystemExit(main())
