"""What the game's process takes: its start, until it answers, and its memory."""

import itertools
import json
import queue
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pygame

from benchmarks.speed import game
from benchmarks.speed.apart import answer_of, apart, screen
from benchmarks.speed.figures import Bound, Cell, Effort, Part, Run, Table
from benchmarks.speed.game import Picture
from rps_game.flow import Outcome, Phase
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.settings import Settings

PACKAGES: Final = (
    "pygame numpy cv2 safetensors multiprocessing ai_edge_litert cv2_enumerate_cameras tensorflow"
)
MS: Final = "ms"
WHEN: Final = "imported"
BARE: Final = "import pygame and set_mode, bare"
FRAME: Final = "the game, to the title's buttons"
ENTER: Final = "the game, to the next frame, which answers Enter"
VERDICT: Final = "the game, to its first verdict"
FORMER_VERDICT: Final = 2.45
"""Times a bare window, when a trainer process stood beside the game: 625 over 255 ms."""

_BARE_WINDOW: Final = """
import pygame
pygame.display.set_mode((1280, 720))
pygame.display.flip()
import pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(time.monotonic()))
"""


def measure_start(effort: Effort) -> Run:
    """One run: some starts in turn, after one of each that does not count."""
    bare, frames, enters, verdicts = (list[float]() for _ in range(4))
    with screen() as shown, tempfile.TemporaryDirectory() as home:
        own = {**shown, "RPS_GAME_HOME": home}
        apart(game.save_last_player, own)
        for _ in range(effort.tries + 1):
            told, began_s = answer_of(["-c", _BARE_WINDOW], own)
            bare.append(float(told) - began_s)
            for presses, times in (("Enter", enters), ("", verdicts)):
                told, began_s = answer_of(["-m", "benchmarks.speed.started", presses], own)
                answer = json.loads(told)
                frames.append(answer["frame_s"] - began_s)
                times.append(answer["end_s"] - began_s)
    rows = {BARE: bare[1:], FRAME: frames[2:], ENTER: enters[1:], VERDICT: verdicts[1:]}
    found: Run = {row: {MS: 1e3 * statistics.median(times)} for row, times in rows.items()}
    return found | {name: {WHEN: imported(name, answer)} for name in PACKAGES.split()}


def imported(name: str, answer: Mapping[str, Any]) -> str:
    """When a package was, in words."""
    if name in answer["before_frame"]:
        return "before the first frame"
    return "before the first verdict" if name in answer["before_end"] else "not until then"


START: Final = Part(
    key="start",
    measure=measure_start,
    runs=3,
    tables=(Table("from the start of the process", (MS,)), Table("package", (WHEN,))),
    bounds=(
        Bound("title's buttons over a bare window", (FRAME, MS), over=(BARE, MS), at_most=1.6),
        Bound("first verdict over a bare window", (VERDICT, MS), over=(BARE, MS), at_most=FORMER_VERDICT),
        Bound(
            "from the buttons to the first verdict", (VERDICT, MS), above=(FRAME, MS), at_most=1000, unit="ms"
        ),
    ),
)


SIZE, PROCESSES, HELD = "MB", "processes", "held, MB"
HEADS: Final = (PooledHead.kind, DenseHead.kind)
PLAYING: Final = "playing a saved head"
MINUTES: Final = (5, 15, 30)
WATCHED: Final = 120
"""Frames of the window in a phase."""

STEP_S: Final = 1 / 15
"""Of simulated play: four frames still fall into the window of a throw."""

PICTURES: Final = 30
"""Of each gesture, drawn beforehand; they come again and again."""

GESTURE_S: Final = 2.5
SHOWN: Final = (
    PLAYING,
    f"calibrating, {PooledHead.kind} head",
    *(f"training, {head} head, at most" for head in HEADS),
)
"""Rows of the picture."""


def measure_memory(effort: Effort) -> Run:
    """One run."""
    found: Run = {}
    with screen() as shown, tempfile.TemporaryDirectory() as home:
        own = {**shown, "RPS_GAME_HOME": home}
        # By a process of its own: making a player takes memory that playing does not.
        apart(game.save_last_player, own)
        # The default head's process comes last: playing is the same in both, and is to be told of it.
        for head in reversed(HEADS):
            found |= apart(phases, own, head=head)
        # A quick run is as many times shorter, under the same names.
        shares = [effort.minutes * minutes / MINUTES[-1] for minutes in MINUTES]
        held = apart(growth, own, minutes=shares)
    return found | {after(minutes): {HELD: cell} for minutes, cell in zip(MINUTES, held, strict=True)}


def after(minutes: int) -> str:
    """Name the row of so many minutes."""
    return f"after {minutes} simulated minutes"


def phases(head: str) -> Run:
    """Playing a saved head, calibrating, training, and playing after it."""
    found: Run = {}
    with game.opened(Settings(muted=True, best_of=None, head=head)) as app:
        game.settled(app)
        game.go_to(app, Phase.PREPARE, Outcome.PLAY)
        game.loop_for(app, WATCHED)
        found[PLAYING] = held()
        game.calibrate(app)
        game.loop_for(app, WATCHED)
        found[f"calibrating, {head} head"] = held()
        game.load_last_player(app)
        most: list[dict[str, Cell]] = []
        game.train(app, lambda: most.append(held()))
        found[f"training, {head} head, at most"] = {
            column: max((cells[column] for cells in most), key=lambda cell: (isinstance(cell, str), cell))
            for column in (SIZE, PROCESSES)
        }
        game.go_to(app, Phase.PREPARE, Outcome.PLAY)
        game.loop_for(app, WATCHED)
        found[f"playing after it, {head} head"] = held()
    return found


def held() -> dict[str, Cell]:
    """Return what this process holds, and how many processes there are: this one and what it has started."""
    children = [path.read_text().split() for path in Path("/proc/self/task").glob("*/children")]
    return {SIZE: resident_mb(), PROCESSES: 1 + sum(map(len, children))}


def resident_mb() -> float | str:
    """Return the resident memory of this process, in MB of 2**20 bytes; else why it is not known."""
    try:
        return parsed_mb(Path("/proc/self/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return "not measured: no /proc here"


def parsed_mb(text: str) -> float:
    """Read the line Rss of a smaps_rollup.

    Raises:
        ValueError: there is none.
    """
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name == "Rss" and rest.endswith(" kB"):
            return int(rest.removesuffix(" kB")) / 1024
    raise ValueError("expected a line Rss in kB")


class HandedOut:
    """A camera whose frames are given to it, one at a time."""

    name = "simulated play"
    live = False

    def __init__(self) -> None:
        self._frames: queue.Queue[Picture | None] = queue.Queue()
        self.give = self._frames.put
        self.read = self._frames.get

    def close(self) -> None:
        """None from now on."""
        self.give(None)


def growth(minutes: list[float]) -> list[Cell]:
    """Play a saved head by a simulated clock; what the game holds after each of these minutes, which rise."""
    source, now_s = HandedOut(), 1000.0
    pictures = list(game.drawn(PICTURES).values())
    rng = np.random.default_rng(0)
    found = []
    with game.opened(Settings(muted=True, best_of=None), source, lambda: now_s) as app:

        def step(picture: Picture) -> None:
            nonlocal now_s
            now_s += STEP_S
            before = app.context.feed.latest()
            source.give(picture)
            if not app.step(pygame.event.get(), now_s):  # draws the picture before, while this one is seen
                raise RuntimeError("the game has ended")
            until_s = time.monotonic() + game.PATIENCE_S
            while app.context.feed.latest() is before:
                if time.monotonic() > until_s:
                    raise TimeoutError("the camera thread is stuck")
                time.sleep(0.0002)

        while app.context.network.backbone is None:
            step(pictures[0][0])
            time.sleep(0.01)
        game.go_to(app, Phase.PREPARE, Outcome.PLAY)
        began_s = now_s
        for until in minutes:
            while now_s - began_s < 60 * until:
                shown = itertools.cycle(pictures[int(rng.integers(len(pictures)))])
                for _ in range(round(GESTURE_S / STEP_S)):
                    step(next(shown))
            if app.phase is not Phase.MATCH:
                raise RuntimeError(f"the match has ended: {app.phase}")
            found.append(resident_mb())
        if not app.context.session.history:
            raise RuntimeError("not one throw was read")
        source.close()
    return found


MEMORY: Final = Part(
    key="memory",
    measure=measure_memory,
    tables=(Table("phase", (SIZE, PROCESSES)), Table("playing", (HELD,))),
    bounds=(
        Bound("playing a saved head", (PLAYING, SIZE), at_most=180, unit="MB"),
        Bound("processes while playing", (PLAYING, PROCESSES), at_most=1, unit="process"),
        Bound(
            f"{after(15)} above {after(5)}", (after(15), HELD), at_most=1, above=(after(5), HELD), unit="MB"
        ),
    ),
    runs=1,
)
