"""The order in which classes are recorded, and the recording of one class: countdown, rate, count."""

import bisect
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet


def recording_order(rules: RuleSet) -> tuple[Gesture, ...]:
    """Return the classes as they are recorded.

    The empty scene comes first, while the player's hands are still at the keyboard or in the lap.
    """
    return (rules.none, *rules.moves)


@dataclass(frozen=True, slots=True)
class CaptureRules:
    """Rules of recording a class.

    Attributes:
        frames: of each gesture. The game's setting offers 30 to 50; a top-up takes fewer.
        empty_frames: of the empty scene: a few seconds. It hardly changes, so fewer teach as much.
        rate_hz: new frames a second at most. Neighbours at a camera's full rate are copies of each other.
        countdown_s: from pressing start to the first frame: 3, 2, 1.
    """

    frames: int = 40
    empty_frames: int = 30
    rate_hz: float = 8.0
    countdown_s: float = 3.0

    def __post_init__(self) -> None:
        if min(self.frames, self.empty_frames) < 1:
            raise ValueError(f"at least 1 frame of each class; got {self}")
        if not self.rate_hz > 0 or not self.countdown_s >= 0:
            raise ValueError(f"a rate above 0 and no negative countdown; got {self}")

    def wanted(self, gesture: Gesture) -> int:
        """Return how many frames of this class are to be taken."""
        return self.empty_frames if gesture.is_none else self.frames


class CaptureState(Enum):
    """State of the recording of one class."""

    WAITING = auto()  # for the player to start
    COUNTDOWN = auto()
    RECORDING = auto()
    PAUSED = auto()
    DONE = auto()


class Hint(Enum):
    """An invitation to vary the hand, so that the head learns the hand and not one picture of it."""

    TURN = auto()
    OTHER_SIDE = auto()
    MOVE = auto()
    NEARER = auto()  # for a small hand
    STAY_AWAY = auto()  # for a hand in the empty scene


HINTS: Final = (Hint.TURN, Hint.OTHER_SIDE, Hint.MOVE)
"""Those that fit any hand."""

FRAMES_PER_HINT: Final = 6
"""0.75 s at eight frames a second: time to read two words and follow them. All are shown before the last
quarter of the frames, which the report tests on: no variation must be new there."""


class Capture:
    """The recording of one class, from WAITING to DONE. Time is passed in, in seconds of any clock.

    A request that does not fit the state, such as `resume` while not paused, changes nothing: buttons may be
    pressed at any moment.
    """

    def __init__(self, gesture: Gesture, rules: CaptureRules | None = None) -> None:
        self.gesture = gesture
        self.rules = rules or CaptureRules()
        self._state = CaptureState.WAITING
        self._recording_from_s = 0.0
        self._last_taken_s = -math.inf
        self._numbers: list[int] = []
        self._used: set[int] = set()

    @property
    def state(self) -> CaptureState:
        """The state as of the last `update` or `offer`."""
        return self._state

    @property
    def wanted(self) -> int:
        """How many frames are to be taken."""
        return self.rules.wanted(self.gesture)

    @property
    def taken(self) -> int:
        """How many frames have been taken and kept."""
        return len(self._numbers)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the frames taken and kept, oldest first."""
        return tuple(self._numbers)

    @property
    def hint(self) -> Hint | None:
        """The invitation for the next frame, whatever the hand; None for the empty scene."""
        if self.gesture.is_none:
            return None
        return HINTS[self.taken // FRAMES_PER_HINT % len(HINTS)]

    def start(self, now: float, *, at_once: bool = False) -> None:
        """Begin the countdown, when waiting; `at_once` without one: the hand is there already."""
        if self._state is CaptureState.WAITING:
            self._count_down(now, 0.0 if at_once else self.rules.countdown_s)

    def pause(self) -> None:
        """Stop taking frames until `resume`."""
        if self._state in {CaptureState.COUNTDOWN, CaptureState.RECORDING}:
            self._state = CaptureState.PAUSED

    def resume(self, now: float) -> None:
        """Go on after a pause, with a countdown of its own: the hand has just pressed a key."""
        if self._state is CaptureState.PAUSED:
            self._count_down(now, self.rules.countdown_s)

    def update(self, now: float) -> CaptureState:
        """Go from COUNTDOWN to RECORDING when the countdown is over; return the state."""
        if self._state is CaptureState.COUNTDOWN and now >= self._recording_from_s:
            self._state = CaptureState.RECORDING
        return self._state

    def countdown_left(self, now: float) -> float:
        """Return the seconds until the first frame while counting down, else 0."""
        if self._state is not CaptureState.COUNTDOWN:
            return 0.0
        return max(self._recording_from_s - now, 0.0)

    def due(self, number: int, now: float) -> bool:
        """Return whether `offer` would take frame `number` now."""
        takes = self.update(now) is CaptureState.RECORDING and number not in self._used
        return takes and now - self._last_taken_s >= 1 / self.rules.rate_hz

    def offer(self, number: int, now: float) -> bool:
        """Take frame `number` if it is due; return whether it was."""
        if not self.due(number, now):
            return False
        self._numbers.append(number)
        self._used.add(number)
        self._last_taken_s = now
        if self.taken == self.wanted:
            self._state = CaptureState.DONE
        return True

    def take_back(self, index: int = -1) -> int | None:
        """Drop a taken frame, by default the last, and return its number; None when there is no such frame.

        It is not taken again. A recording that was DONE becomes PAUSED: `resume` takes another frame.
        """
        if not -self.taken <= index < self.taken:
            return None
        if self._state is CaptureState.DONE:
            self._state = CaptureState.PAUSED
        return self._numbers.pop(index)

    def put_back(self, number: int) -> bool:
        """Keep a frame again that was taken back; False where there are enough."""
        if self.taken == self.wanted:
            return False
        bisect.insort(self._numbers, number)
        if self.taken == self.wanted:
            self._state = CaptureState.DONE
        return True

    def redo(self) -> None:
        """Drop all frames, none of which is taken again, and wait for a new start."""
        self._numbers.clear()
        self._state = CaptureState.WAITING

    def _count_down(self, now: float, seconds: float) -> None:
        self._state = CaptureState.COUNTDOWN
        self._recording_from_s = now + seconds


class Plan:
    """The classes recorded so far, and the next one.

    Args:
        done: the classes that have their frames already. Gestures without an empty scene mean that it was
            skipped, since it comes first: it is then not recorded.
        rules: of the classes.
    """

    def __init__(self, done: Iterable[Gesture] = (), rules: RuleSet = CLASSIC) -> None:
        self._order, self._none = recording_order(rules), rules.none
        self._done = set(done)
        self._skipped = bool(self._done) and self._none not in self._done
        self._redo: Gesture | None = None

    @property
    def done(self) -> tuple[Gesture, ...]:
        """The classes that have their frames, in recording order, without one that is being redone."""
        return tuple(g for g in self._order if g in self._done and g is not self._redo)

    @property
    def current(self) -> Gesture | None:
        """The class to record now; None when all are done."""
        if self._redo is not None:
            return self._redo
        passed = {*self._done, self._none} if self._skipped else self._done
        return next((g for g in self._order if g not in passed), None)

    @property
    def can_skip(self) -> bool:
        """Whether the current class can be skipped: only the empty scene can."""
        return self.current is self._none

    def finish(self) -> None:
        """Count the current class as recorded."""
        if self.current is not None:
            self._done.add(self.current)
        self._redo = None

    def skip(self) -> None:
        """Skip the empty scene; where it was being redone, the frames it had are kept.

        Raises:
            ValueError: when the current class is a gesture, which the head needs.
        """
        if not self.can_skip:
            raise ValueError(f"only the empty scene can be skipped; the current class is {self.current!r}")
        self._redo = None
        self._skipped = self._none not in self._done

    def redo(self, gesture: Gesture) -> None:
        """Record this class next, whatever its place in the order."""
        self._redo = gesture
        self._skipped = self._skipped and not gesture.is_none
