"""docs/benchmarks.md: what was measured, with what, and by which benchmark."""

import json
import os
import platform
import re
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from benchmarks.recognition.tables import commit, short
from benchmarks.speed import tfjs
from benchmarks.speed.apart import ROOT
from benchmarks.speed.figures import Chapter, Effort, Run, bounds_table, gathered
from benchmarks.speed.screen import kind
from rps_game.paths import assets

DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
PICTURE: Final = ROOT / "docs" / "images" / "benchmarks.png"
PACKAGES: Final = ("numpy", "opencv-python", "ai-edge-litert", "tensorflow", "keras", "pygame", "pygame-menu")


def written(chapters: Sequence[Chapter], runs: Mapping[str, Sequence[Run]], effort: Effort) -> str:
    """Write the whole document."""
    parts = [
        "# How fast it is",
        f"""Written by `python -m benchmarks.speed --write`, not by hand. A figure is the median of
{effort.runs} runs; what the runs lie between stands behind it. Each run goes through all rows, so that what
is compared was measured side by side, and a ratio is taken within each run first. Every part has a process
of its own.""",
        facts(),
        f"![The comparison](images/{PICTURE.name})",
    ]
    bounds = [bound for chapter in chapters for bound in chapter.bounds]
    every = [combined(number, runs) for number in range(effort.runs)]
    parts += ["## What was to hold", bounds_table(bounds, every)]
    for chapter in chapters:
        found = gathered(runs[chapter.key])
        parts += [f"## {chapter.title}", chapter.words]
        for part in chapter.tables:
            parts += [text for text in (part.words, part.markdown(found)) if text]
    return "\n\n".join(parts) + "\n"


def combined(number: int, runs: Mapping[str, Sequence[Run]]) -> Run:
    """One run of all chapters; their rows have different names."""
    return {row: cells for chapter in runs.values() for row, cells in chapter[number].items()}


def facts() -> str:
    """List the code, the network, the computer and the versions."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {found}" for name in PACKAGES if (found := _version(name)))
    network = json.loads((assets() / "backbone.json").read_text(encoding="utf-8"))["fingerprint"]
    lines = [
        f"Commit `{commit()}`, network `{short(network)}`",
        f"{date.today().isoformat()}, {platform.system()} on {processor()}, {cores} cores used{_memory()}",
        f"Python {platform.python_version()}, {packages}",
        tfjs.versions() or f"TensorFlow.js: {tfjs.why_not()}",
        f"Windows are drawn {kind()}",
    ]
    return "\n".join(f"- {line}" for line in lines)


def processor() -> str:
    """Return the processor's name, as it calls itself."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        told = ""
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1].strip() if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return ""
    return f", {pages * size / 2**30:.0f} GB of memory"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
