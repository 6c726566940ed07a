"""Chapter 5: what the game holds in memory."""

import tempfile
from typing import Final

from benchmarks.speed.apart import apart, threads
from benchmarks.speed.figures import Bound, Cell, Chapter, Effort, Run, Table
from benchmarks.speed.screen import screen

GAME, CHILD, BOTH = "game, MB", "child, MB", "both, MB"
HEAD_KINDS: Final = ("pooled", "dense")
PLAYING: Final = "playing a saved head"
MINUTES: Final = (5, 15, 30)
HELD: Final = "held, MB"


def after(minutes: int) -> str:
    """Name the row of so many minutes."""
    return f"after {minutes} simulated minutes"


def measure(effort: Effort) -> Run:
    """One run."""
    rows = "benchmarks.speed.memory_rows"
    found: dict[str, dict[str, Cell]] = {}
    with screen() as shown, tempfile.TemporaryDirectory() as home:
        own = {"RPS_GAME_HOME": home, **threads(1), **shown}
        # By a process of its own: making a player takes memory that playing does not.
        apart("benchmarks.speed.player:save_last_player", own)
        # The default head's process comes last: playing is the same in both, and is to be told of it.
        for head in reversed(HEAD_KINDS):
            found |= apart(f"{rows}:phases", own, head=head)
        # A quick run is as many times shorter, under the same names.
        shares = [effort.minutes * minutes / MINUTES[-1] for minutes in MINUTES]
        held = apart(f"{rows}:growth", own, minutes=shares)
    return found | {after(minutes): {HELD: cell} for minutes, cell in zip(MINUTES, held, strict=True)}


CHAPTER: Final = Chapter(
    key="memory",
    title="Memory",
    words="""What of a process is in memory (Rss in /proc, MB of 2^20 bytes). The game has a saved
player of 30 frames a gesture with their views. In the first row the child has not been started.
Training is the most of all frames of the window. The camera is the drawn hand, whose drawing is in the
figures.

Below, an endless match is played by a simulated clock, 15 steps and camera frames a second, with
pictures of the drawn hand that were made beforehand and are held as well, 80 MB: the whole loop, camera
thread and network, as fast as it goes.""",
    tables=(
        Table(
            "phase",
            (
                PLAYING,
                *(
                    row
                    for head in HEAD_KINDS
                    for row in (
                        f"calibrating, {head} head",
                        f"training, {head} head, at most",
                        f"playing after it, {head} head",
                    )
                ),
            ),
            (GAME, CHILD, BOTH),
        ),
        Table("playing", tuple(map(after, MINUTES)), (HELD,)),
    ),
    bounds=(
        Bound("playing a saved head, child ended", lambda take: take(PLAYING, GAME), at_most=250, unit="MB"),
        Bound(
            "growth from 5 to 15 simulated minutes",
            lambda take: take(after(15), HELD) - take(after(5), HELD),
            at_most=1,
            unit="MB",
        ),
    ),
    measure=measure,
)
