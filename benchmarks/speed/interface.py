"""The interface for other programs: its first reading, and what a reading takes beside the game's own."""

import statistics
from typing import Final

from benchmarks.speed.apart import answer_of, apart, threads
from benchmarks.speed.figures import Bound, Effort, Part, Run, Table, medians_ms
from benchmarks.speed.verdict import SHAPES, noise
from rps_game.camera.preprocess import to_square
from rps_game.recognizer import Recognizer

MS: Final = "ms"
BARE: Final = "import NumPy, OpenCV and LiteRT, bare"
FIRST: Final = "import rps_game, to the first reading"
GAME, READ = "the game: crop, network, head", "Recognizer.read"

_TIMED: Final = """
import time
began_s = time.perf_counter()
{work}
took_s = time.perf_counter() - began_s
import pathlib, sys
pathlib.Path(sys.argv[1]).write_text(str(took_s))
"""
_BARE: Final = "import numpy, cv2, ai_edge_litert.interpreter"
_FIRST: Final = """
from rps_game import Recognizer
import numpy
Recognizer.starter().read(numpy.zeros((480, 640, 3), numpy.uint8))
"""


def measure(effort: Effort) -> Run:
    """One run: some starts in turn, after one of each that does not count; then readings."""
    times: dict[str, list[float]] = {BARE: [], FIRST: []}
    for _ in range(effort.tries + 1):
        for row, work in ((BARE, _BARE), (FIRST, _FIRST)):
            times[row].append(float(answer_of(["-c", _TIMED.format(work=work)])[0]))
    found: Run = {row: {MS: 1e3 * statistics.median(took[1:])} for row, took in times.items()}
    found |= {row: {MS: ms} for row, ms in apart(readings, threads(1), calls=effort.calls).items()}
    return found


def readings(calls: int) -> dict[str, float]:
    """Milliseconds of one picture, by row."""
    hand, picture = Recognizer.starter(), noise(SHAPES["640x480"])
    network, head = hand.backbone, hand.head
    rows = {
        GAME: lambda: head.predict(network.embed(to_square(picture))[None])[0],
        READ: lambda: hand.read(picture),
    }
    return medians_ms(rows, calls)


PART: Final = Part(
    key="interface",
    measure=measure,
    runs=3,
    tables=(Table("from Python", (MS,)),),
    bounds=(
        Bound("first reading over the bare imports", (FIRST, MS), over=(BARE, MS), at_most=1.5),
        Bound("a reading over the game's own", (READ, MS), over=(GAME, MS), at_most=1.05),
    ),
)
