"""The beats of a throw: ready, rock, paper, scissors, shoot, the window in which the hand counts, reveal."""

import math
from dataclasses import astuple, dataclass, replace
from enum import Enum, StrEnum, auto
from itertools import accumulate
from typing import Self


class Beat(Enum):
    """The parts of a throw, in their order."""

    READY = auto()
    ROCK = auto()
    PAPER = auto()
    SCISSORS = auto()
    SHOOT = auto()
    WINDOW = auto()
    REVEAL = auto()  # has no end of its own


class Pace(StrEnum):
    """How fast the beats follow one another."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"

    @property
    def factor(self) -> float:
        """The beats last so many times as long: slow for a child, fast for a practised hand."""
        return {Pace.SLOW: 1.4, Pace.NORMAL: 1.0, Pace.FAST: 0.8}[self]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The lengths of the beats, in seconds and in the order of `Beat`.

    Every method counts time in seconds from the start of READY. A beat includes its start and excludes its
    end.

    Raises:
        ValueError: for a beat that does not last longer than 0 s, or lasts for ever.
    """

    ready_s: float = 0.8  # to bring the hand up
    rock_s: float = 0.6  # 100 beats a minute: slow enough for an arm to swing with each
    paper_s: float = 0.6
    scissors_s: float = 0.6
    shoot_s: float = 0.15  # from the word to the window: the hand is still opening
    window_s: float = 0.3  # nine frames at 30 a second; longer would let a player change the hand

    def __post_init__(self) -> None:
        for beat, seconds in self._beats():
            if not 0 < seconds < math.inf:
                raise ValueError(
                    f"every beat lasts longer than 0 s, and not for ever; {beat.name} got {seconds}"
                )

    def at(self, pace: Pace) -> Self:
        """Return the rhythm at a pace. "Shoot" and the window last as long at any."""
        return replace(
            self,
            ready_s=self.ready_s * pace.factor,
            rock_s=self.rock_s * pace.factor,
            paper_s=self.paper_s * pace.factor,
            scissors_s=self.scissors_s * pace.factor,
        )

    def start_of(self, beat: Beat) -> float:
        """Return when a beat starts; REVEAL starts when the window ends."""
        starts = accumulate((seconds for _, seconds in self._beats()), initial=0.0)
        return dict(zip(Beat, starts, strict=True))[beat]

    def beat_at(self, elapsed_s: float) -> tuple[Beat, float]:
        """Return the beat of a moment, and the share of it that has passed, 0 to 1.

        Before the start it is READY with 0, after the window REVEAL with 1.
        """
        start_s = 0.0
        for beat, seconds in self._beats():
            end_s = start_s + seconds
            if elapsed_s < end_s:
                # The division may round up to 1.0 just before the end, and down below 0 before the start.
                return beat, min(max((elapsed_s - start_s) / seconds, 0.0), 1.0)
            start_s = end_s
        return Beat.REVEAL, 1.0

    def in_window(self, elapsed_s: float) -> bool:
        """Return whether a frame captured at this moment counts for the throw."""
        return self.beat_at(elapsed_s)[0] is Beat.WINDOW

    def _beats(self) -> tuple[tuple[Beat, float], ...]:
        return tuple(zip(Beat, astuple(self), strict=False))  # all but REVEAL
