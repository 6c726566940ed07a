"""Chapter 3: from the start of the process to the first frame, and to the first verdict."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.apart import ROOT, TOLD_OF_FAILURE, Failed, apart, threads
from benchmarks.speed.figures import Bound, Cell, Chapter, Effort, Run, Table
from benchmarks.speed.screen import screen

TIMEOUT_S: Final = 60.0
PACKAGES: Final = (
    "pygame",
    "numpy",
    "cv2",
    "safetensors",
    "multiprocessing",
    "ai_edge_litert",
    "pygame_menu",
    "cv2_enumerate_cameras",
    "tensorflow",
)
MS: Final = "ms"
WHEN: Final = "imported"
BARE: Final = "import pygame and set_mode, bare"
FIRST_FRAME: Final = "the game, to its first frame"
FIRST_VERDICT: Final = "the game, to its first verdict"

_BARE_WINDOW: Final = """
import pygame
pygame.display.set_mode((1280, 720))
pygame.display.flip()
import pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(time.monotonic()))
"""


def measure(effort: Effort) -> Run:
    """One run: some starts in turn, after one of each that does not count."""
    starts = max(1, effort.calls // 100)
    with screen() as shown, tempfile.TemporaryDirectory() as home:
        # The game asks for one thread itself, but here NumPy is there before it can.
        own = {"RPS_GAME_HOME": home, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **threads(1), **shown}
        apart("benchmarks.speed.player:save_last_player", own)
        bare, games = [], []
        for _ in range(starts + 1):
            bare.append(_started(["-c", _BARE_WINDOW], own))
            games.append(_started(["-m", "benchmarks.speed.started"], own))
    found: dict[str, dict[str, Cell]] = {
        BARE: {MS: _median_ms([float(told) - began_s for began_s, told in bare[1:]])}
    }
    answers = [(began_s, json.loads(told)) for began_s, told in games[1:]]
    for row, key in ((FIRST_FRAME, "frame_s"), (FIRST_VERDICT, "verdict_s")):
        found[row] = {MS: _median_ms([answer[key] - began_s for began_s, answer in answers])}
    return found | {name: {WHEN: imported(name, answers[-1][1])} for name in PACKAGES}


def imported(name: str, answer: Mapping[str, Any]) -> str:
    """When a package was, in words."""
    if name in answer["before_frame"]:
        return "before the first frame"
    return "before the first verdict" if name in answer["before_verdict"] else "not until then"


def _started(command: list[str], variables: Mapping[str, str]) -> tuple[float, str]:
    """Start Python so, with a file to write into: when it was started, and what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        began_s = time.monotonic()  # the system's clock, the same in every process
        done = subprocess.run(
            [sys.executable, *command, str(answer)],
            cwd=ROOT,
            env={**os.environ, **variables},
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        if not answer.exists():
            raise Failed(f"{command[0]} told nothing: {done.stderr[-TOLD_OF_FAILURE:]!r}")
        return began_s, answer.read_text(encoding="utf-8")


def _median_ms(seconds: list[float]) -> float:
    return 1e3 * statistics.median(seconds)


CHAPTER: Final = Chapter(
    key="start",
    title="Start",
    words="""From the moment before the process is started; files are in the system's cache. The game
is started as `rps-game --camera demo`, with a player in its last player's slot, 30 frames a gesture.
Its first frame is the title. The first verdict is the first word that the screen for trying shows,
which is entered right after the first frame: until then the network is loaded beside the window, and a
camera frame has arrived, been seen, and been drawn with what was read in it.""",
    tables=(
        Table("from the start of the process", (BARE, FIRST_FRAME, FIRST_VERDICT), (MS,)),
        Table("package", PACKAGES, (WHEN,)),
    ),
    bounds=(
        Bound(
            "first frame over a bare window", lambda take: take(FIRST_FRAME, MS) / take(BARE, MS), at_most=5
        ),
        Bound(
            "from the first frame to the first verdict",
            lambda take: take(FIRST_VERDICT, MS) - take(FIRST_FRAME, MS),
            at_most=1000,
            unit="ms",
        ),
    ),
    measure=measure,
)
