"""One throw: the rhythm, the frames of the window in which the hand counts, and the vote over them."""

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, RuleSet
from rps_game.game.rhythm import Beat, Pace, Rhythm
from rps_game.game.voting import Verdict, vote

LATE_FRAME_S: Final = 0.1
"""The longest wait for a frame of the window that is still on its way through the network. A frame from after
the window ends the wait at once, so at 30 frames a second it is a thirtieth of a second."""

FRAMES_PER_WINDOW: Final = 3.5
LONGEST_WINDOW_S: Final = 0.8
"""In the dark many cameras give 7 frames a second, and 0.3 s holds two: too few for a vote. The window then
lasts as long as three frames and a half take, but never so long that a hand could change in it."""


def rhythm_for(fps: float, pace: Pace = Pace.NORMAL) -> Rhythm:
    """Return the rhythm for a camera of so many frames a second, with a window that holds enough of them."""
    rhythm = Rhythm().at(pace)
    needed_s = FRAMES_PER_WINDOW / fps if fps > 0 else 0.0
    return replace(rhythm, window_s=max(rhythm.window_s, min(needed_s, LONGEST_WINDOW_S)))


class Throw:
    """One throw from "ready" to the verdict. Times are in seconds of one clock, the camera's.

    Args:
        rhythm: the lengths of the beats.
        started_s: when READY begins.
        thresholds: float (classes,) of the head, or None; see `vote`.
        rules: what can be thrown.

    Attributes:
        verdict: the result of the vote; None until the window is over.
    """

    def __init__(
        self,
        rhythm: Rhythm,
        started_s: float,
        thresholds: npt.NDArray[np.float32] | None = None,
        rules: RuleSet = CLASSIC,
    ) -> None:
        self.rhythm = rhythm
        self.started_s = started_s
        self.verdict: Verdict | None = None
        self._thresholds = thresholds
        self._rules = rules
        self._rows: list[npt.NDArray[np.float32]] = []
        self._all_in = False

    def beat_at(self, now: float) -> tuple[Beat, float]:
        """Return the beat, and the share of it that has passed; REVEAL only once there is a verdict."""
        beat, progress = self.rhythm.beat_at(now - self.started_s)
        if self.verdict is None and beat is Beat.REVEAL:
            return Beat.WINDOW, 1.0
        return beat, progress

    def offer(self, captured_s: float, probabilities: npt.NDArray[np.float32]) -> bool:
        """Count a frame if it was captured in the window, and return whether it was.

        Frames come in the order of their capture, each once, as the head's float32 (classes,).
        """
        if self.verdict is not None:
            return False
        elapsed_s = captured_s - self.started_s
        if self.rhythm.in_window(elapsed_s):
            self._rows.append(probabilities)
            return True
        self._all_in = elapsed_s >= self.rhythm.start_of(Beat.REVEAL)
        return False

    def update(self, now: float) -> Verdict | None:
        """Return the verdict, as soon as the window is over and every frame of it has arrived."""
        late_s = now - self.started_s - self.rhythm.start_of(Beat.REVEAL)
        if self.verdict is None and (late_s >= LATE_FRAME_S or (late_s >= 0 and self._all_in)):
            rows = np.stack(self._rows) if self._rows else np.empty((0, len(self._rules.moves)), np.float32)
            thresholds = self._thresholds if self._rows else None
            self.verdict = vote(rows, thresholds, self._rules)
        return self.verdict
