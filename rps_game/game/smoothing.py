"""Smooths a head's probabilities for the eye: bars that do not tremble, and a word that stays."""

from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet

SETTLE_S: Final = 0.2
"""Time constant: after a change of hand the bars make two thirds of their way in it. Quick, yet not
nervous."""

SURE: Final = 0.6
"""The probability from which a word is shown ..."""

UNSURE: Final = 0.45
"""... and that below which it is taken back, so that a value that trembles between the two changes
nothing."""


class Smoother:
    """An exponential mean in time, whatever the camera's rate, and a word with hysteresis.

    Attributes:
        shares: float64 (classes,), the smoothed probabilities; None before the first frame.
        word: the class that is shown as read; None while none is sure enough.
    """

    def __init__(self) -> None:
        self.shares: npt.NDArray[np.float64] | None = None
        self.word: Gesture | None = None
        self._last_s = 0.0
        self._rules = CLASSIC

    def add(
        self, captured_s: float, probabilities: npt.NDArray[np.float32], rules: RuleSet = CLASSIC
    ) -> None:
        """Take in the probabilities, float32 (classes,), of a frame captured at this time."""
        if rules is not self._rules:
            self.shares, self.word, self._rules = None, None, rules
        if self.shares is None or len(self.shares) != len(probabilities):
            self.shares = np.asarray(probabilities, dtype=np.float64)
        else:
            weight = 1 - np.exp(-max(captured_s - self._last_s, 0.0) / SETTLE_S)
            self.shares = self.shares + weight * (probabilities - self.shares)
        self._last_s = captured_s
        leader = rules.classes[int(self.shares.argmax())]
        if self.shares[leader] >= SURE:
            self.word = leader
        elif self.word is not None and (self.word >= len(self.shares) or self.shares[self.word] < UNSURE):
            self.word = None
