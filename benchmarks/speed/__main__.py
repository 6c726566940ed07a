"""`python -m benchmarks.speed`: how fast the game is, in figures taken side by side.

    python -m benchmarks.speed [--quick] [--only CHAPTER ...] [--write]

Every run goes through all rows; a figure is the median of five runs. Writes docs/benchmarks.md and its
picture if asked to. Exits with 1 when a bound is missed. The rows of TensorFlow.js need Node and, once, in
benchmarks/tfjs: npm install --no-save --no-package-lock
"""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Final

from benchmarks.speed import memory, smoothness, start, training, verdict
from benchmarks.speed.figures import QUICK, Chapter, Effort, Run, bounds_table, gathered, missed

CHAPTERS: Final[Sequence[Chapter]] = (
    verdict.CHAPTER,
    training.CHAPTER,
    start.CHAPTER,
    smoothness.CHAPTER,
    memory.CHAPTER,
)


def main() -> int:
    """Measure, print, and write if that is wanted; 1 when a bound is missed."""
    options = _options()
    effort = QUICK if options.quick else Effort()
    chapters = [chapter for chapter in CHAPTERS if not options.only or chapter.key in options.only]
    runs: dict[str, list[Run]] = {chapter.key: [] for chapter in chapters}
    for number in range(1, effort.runs + 1):
        for chapter in chapters:
            started_s = time.monotonic()
            runs[chapter.key].append(chapter.measure(effort))
            took_s = time.monotonic() - started_s
            print(f"run {number} of {effort.runs}, {chapter.key}: {took_s:.0f} s", file=sys.stderr)
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    keys = [chapter.key for chapter in CHAPTERS]
    parser.add_argument("--quick", action="store_true", help="a first look, one run of few repetitions")
    parser.add_argument("--only", nargs="+", choices=keys, metavar="CHAPTER", help=", ".join(keys))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
