"""The learning rate over a training."""

import math
import time
from typing import Final

LONGEST_STEP_S: Final = 300.0
"""More than ten steps take, between two meetings, even on a very busy machine: what is longer was a pause, in
which nothing was learnt."""


class Rate:
    """The learning rate over a training: a rise, then a cosine, by steps or by the clock.

    By the clock, progress moves from where it is to 1 evenly over the time that is left. So a training that
    was stopped for a while (SIGSTOP) learns on at the rate that it had, falls faster from there, and ends in
    time.

    Args:
        peak: the highest rate.
        warmup: steps of the rise.
        steps: of the whole training.
        minutes: from now to its end; when given, progress is time and not steps.
        progress: share that lies behind already, where a training goes on.
    """

    def __init__(
        self, peak: float, warmup: int, steps: int, minutes: float | None = None, progress: float = 0.0
    ) -> None:
        self.peak, self.warmup, self.steps = peak, warmup, steps
        self.first = 0  # step of the whole training at which the present stage began
        self.until = 1.0  # share of the whole training at which it ends
        self.agreed = progress  # share that lies behind, as all workers know it, when progress is time
        self._begun_s = self._measured_s = time.monotonic()
        self._end_s = None if minutes is None else self._begun_s + 60 * minutes

    def seconds(self) -> float:
        """Since the training began, or went on."""
        return time.monotonic() - self._begun_s

    @property
    def by_clock(self) -> bool:
        """Whether progress is time."""
        return self._end_s is not None

    def progress(self, batch: int) -> float:
        """Share of the whole training that lies behind, 0..1."""
        return self.agreed if self.by_clock else (self.first + batch) / self.steps

    def measured(self, batch: int) -> float:
        """Return the same, by this worker's own clock."""
        if self._end_s is None:
            return self.progress(batch)
        now = time.monotonic()
        worked = min(now - self._measured_s, LONGEST_STEP_S)
        self._measured_s = now
        left = self._end_s - now + worked
        return 1.0 if left <= worked else self.agreed + worked / left * (1 - self.agreed)

    def at(self, batch: int) -> float:
        """Return the rate of the stage's `batch`-th step."""
        rise = min(1.0, (batch + 1) / self.warmup)
        fall = 0.505 + 0.495 * math.cos(math.pi * min(1.0, self.progress(batch)))
        return self.peak * rise * fall
