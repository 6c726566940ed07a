"""Chapter 6: how everything grows with frames and classes."""

from typing import Final

from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Cell, Chapter, Effort, Run, Table

FRAMES: Final = (30, 40, 100, 200, 500)
CLASSES: Final = (3, 4, 6, 8, 10)


def frames_row(frames: str | int) -> str:
    """Name the row of so many frames."""
    return f"{frames} frames"


def classes_row(classes: str | int) -> str:
    """Name the row of so many classes."""
    return f"{classes} classes"


def measure(effort: Effort) -> Run:
    """One run."""
    frames = [count for count in FRAMES if count <= effort.frames]
    found: dict[str, dict[str, Cell]] = {}
    name, own = "benchmarks.speed.growth_rows", threads(1)
    for count, row in apart(f"{name}:by_frames", own, counts=frames).items():
        found[frames_row(count)] = row
    for count, row in apart(f"{name}:by_classes", own, counts=list(CLASSES)).items():
        found[classes_row(count)] = row
    return found


CHAPTER: Final = Chapter(
    key="growth",
    title="How it grows",
    words="""The first table is by the frames of each of three gestures: the game itself takes 30 to
50. Capture is what the rules give to it, with the countdowns, when the coach refuses nothing; the views
are made meanwhile in the background, and their time is that of one frame, times the frames. Training is
both trainings, in this process, of frames that are drawn up to 40 of a gesture and varied by noise
beyond; the dense head's are noise with brighter channels. Saving ends when the file is on the disk;
loading checks it in full.

The second table is by classes, 40 frames of each. The game and its save format know four; beyond, only
what learns is measured: the pooled head's solver, with the views, and the dense head's steps, one
training each.""",
    tables=(
        Table(
            "frames of a gesture",
            tuple(map(frames_row, FRAMES)),
            (
                "capture, s",
                "views, s",
                "training, pooled, s",
                "training, dense, s",
                "save, MB",
                "saving, ms",
                "loading, ms",
            ),
        ),
        Table(
            "classes",
            tuple(map(classes_row, CLASSES)),
            ("pooled head's solver, s", "dense head's steps, s"),
        ),
    ),
    bounds=(),
    measure=measure,
)
