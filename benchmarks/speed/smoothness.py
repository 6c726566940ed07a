"""Chapter 4: intervals between frames of the window."""

from collections.abc import Callable
from typing import Final

from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Bound, Cell, Chapter, Effort, Run, Table, Take
from benchmarks.speed.screen import kind, screen

COLUMNS: Final = ("median, ms", "99th, ms", "longest, ms", "frames")
LATE, LONGEST = COLUMNS[1], COLUMNS[2]
HEAD_KINDS: Final = ("pooled", "dense")


def measure(effort: Effort) -> Run:
    """One run."""
    rows = "benchmarks.speed.smoothness_rows"
    found: dict[str, dict[str, Cell]] = {}
    with screen() as shown:
        own = {**threads(1), **shown}
        found |= apart(f"{rows}:phases", own, watched_s=effort.watched_s)
        for head in HEAD_KINDS:
            found |= apart(f"{rows}:beside", own, head=head, watched_s=effort.watched_s)
        found |= apart(f"{rows}:converting", own, watched_s=effort.watched_s)
    return found


CONVERTING: Final = "child importing TensorFlow and converting a network"
PAIRS: Final = {
    **{f"{head} head's child, both": f"no child ({head})" for head in HEAD_KINDS},
    CONVERTING: "no child (converting)",
}
"""Rows with a child at work, and the same loop without."""


def _more(row: str, column: str) -> Callable[[Take], float]:
    return lambda take: take(row, column) - take(PAIRS[row], column)


CHAPTER: Final = Chapter(
    key="smoothness",
    title="Smoothness",
    words=f"""Times from the end of one frame to the end of the next, {kind()}; the game asks for 60 a
second, which is 17 ms. The camera is the drawn hand, 30 frames a second, drawn by the same process: a
webcam takes less. The first table is the game's own way through its screens with its default head. The
second is one loop, the title screen, by itself and beside a child: its start and imports, three times,
and its trainings of 3 x 40 frames, one after the other. Last is what is done once, and only for a player
who chooses the origin's network: a child imports TensorFlow and converts a network of that kind.

A camera frame is seen by the network before the window gets it, so its picture and what was read in it
are drawn together; the time is from the frame's arrival to the end of the first frame of the window
that shows it.""",
    tables=(
        Table(
            "screen",
            (
                "title",
                "calibrating, the child starting",
                "training",
                "playing",
                "trying",
                "camera frame to its picture and verdict",
            ),
            COLUMNS,
        ),
        Table(
            "title screen",
            (
                *(
                    row
                    for head in HEAD_KINDS
                    for row in (
                        f"no child ({head})",
                        f"{head} head's child starting",
                        f"{head} head's child training",
                        f"{head} head's child, both",
                    )
                ),
                PAIRS[CONVERTING],
                CONVERTING,
            ),
            COLUMNS,
        ),
    ),
    bounds=tuple(
        Bound(f"{row}: {words} gap above that without", _more(row, column), most, unit="ms")
        for row in PAIRS
        for words, column, most in (("99th percentile", LATE, 2.0), ("longest", LONGEST, 17.0))
    ),
    measure=measure,
)
