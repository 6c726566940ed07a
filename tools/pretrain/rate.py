"""The learning rate over a training."""

import math
import time
from typing import Final

LONGEST_STEP_S: Final = 60.0
"""More than a step takes, even on a very busy machine: what is longer was a pause, in which nothing was
learnt."""


class Rate:
    """The learning rate over a training: a rise, then a cosine to a hundredth, by steps or by the clock.

    By the clock, progress moves from where it is to 1 evenly over the time that is left. So a training that
    was stopped for a while (SIGSTOP) learns on at the rate that it had, falls faster from there, and ends in
    time.

    Args:
        table: `learning_rate`, the highest; `warmup_steps`, of the rise; `steps`, of the whole training.
        minutes: from now to its end; when given, progress is time and not steps.
        progress: share that lies behind already, where a training goes on.
    """

    def __init__(self, table: dict[str, float], minutes: float | None = None, progress: float = 0.0) -> None:
        self.table, self.progress, self.steps = table, progress, 0
        self._begun_s = self._measured_s = time.monotonic()
        self._end_s = None if minutes is None else self._begun_s + 60 * minutes

    def seconds(self) -> float:
        """Since the training began, or went on."""
        return time.monotonic() - self._begun_s

    def advance(self) -> None:
        """Count one step."""
        self.steps += 1
        now = time.monotonic()
        worked = min(now - self._measured_s, LONGEST_STEP_S)
        self._measured_s = now
        if self._end_s is None:
            self.progress = min(1.0, self.progress + 1 / self.table["steps"])
            return
        left = self._end_s - now + worked
        self.progress = 1.0 if left <= worked else self.progress + worked / left * (1 - self.progress)

    def now(self) -> float:
        """Return the rate of the next step."""
        rise = min(1.0, (self.steps + 1) / self.table["warmup_steps"])
        return self.table["learning_rate"] * rise * (0.505 + 0.495 * math.cos(math.pi * self.progress))
