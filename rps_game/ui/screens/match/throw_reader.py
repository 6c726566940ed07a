"""Reading of one throw: the frames of its window, read by the head as they come, and kept."""

import numpy as np

from rps_game.camera.observation import Observation
from rps_game.game.gestures import CLASSIC
from rps_game.game.rhythm import Beat, Pace
from rps_game.game.throw import Throw, rhythm_for
from rps_game.game.voting import MIN_FRAMES, Verdict
from rps_game.heads.base import Head, Probabilities


class ThrowReader:
    """Reads the camera's frames for a `Throw`.

    Args:
        head: reads the hand; None reads nothing.
        fps: the camera's frames a second.
        now: when READY begins, in seconds of the camera's clock.
        pace: of the beats.

    Attributes:
        beat: of the rhythm, as of the last `update`.
        verdict: what was read; None until the window is over.
        window: the frames of the window so far.
        deciding: the frame in which the gesture is surest, for the picture; None where nothing was read.
    """

    def __init__(self, head: Head | None, fps: float, now: float, pace: Pace = Pace.NORMAL) -> None:
        self.beat = Beat.READY
        self.verdict: Verdict | None = None
        self.deciding: Observation | None = None
        self._head, self._fps = head, fps
        thresholds, rules = (None, CLASSIC) if head is None else (head.thresholds, head.rules)
        self._throw = Throw(rhythm_for(fps, pace), now, thresholds, rules)
        self.window: list[Observation] = []
        self._rows: list[Probabilities] = []

    @property
    def probabilities(self) -> Probabilities:
        """What the head gave for each frame of the window, float32 (n, classes)."""
        return np.stack(self._rows) if self._rows else np.empty((0, 3), np.float32)

    @property
    def slow_camera(self) -> bool:
        """Whether the camera gives too few frames for any throw, not only for this one."""
        return 0 < self._fps * self._throw.rhythm.window_s < MIN_FRAMES

    def beat_at(self, now: float) -> tuple[Beat, float]:
        """Return the beat, and how much of it has passed, 0..1."""
        return self._throw.beat_at(now)

    def read(self, observation: Observation | None) -> None:
        """Read a new frame, if there is one, and keep it if it lies in the window."""
        if self._head is None or observation is None or observation.features is None:
            return
        probabilities = self._head.predict(observation.features[None])[0]  # (classes,)
        if self._throw.offer(observation.captured_s, probabilities):
            self.window.append(observation)
            self._rows.append(probabilities)

    def update(self, now: float) -> bool:
        """Advance to this time; return whether that has decided the throw."""
        self.beat, _ = self._throw.beat_at(now)
        if self.verdict is not None:
            return False
        self.verdict = self._throw.update(now)
        if self.verdict is not None and self.verdict.deciding is not None:
            self.deciding = self.window[self.verdict.deciding]
        return self.verdict is not None
