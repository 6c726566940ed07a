"""Starts a recording without a key: when its hand has been held, or no hand been seen, for a while."""

from typing import Final

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.smoothing import Smoother
from rps_game.heads.dataset import Features
from rps_game.heads.starter import Starter

HOLD_S: Final = 1.0
"""How long the right gesture is held before its recording starts: long enough not to be an accident."""

EMPTY_S: Final = 2.0
"""The same without a hand: the player has just pressed a key, and leans back."""

OTHER_S: Final = 2.0
"""How long another gesture is held before it is named: the last one takes its time to change."""

PATIENCE_S: Final = 8.0
"""A hand that has not been recognised by then may never be: the player is told of the key."""


class HandsFree:
    """Watches the frames before and during the recording of one class.

    Args:
        asked: the class.
        starter: reads the frames; None where the network has none, and then nothing starts by itself.
        now: when the class was asked for, in seconds of the frames' clock.

    Attributes:
        smoother: what is read, smoothed for the eye.
    """

    def __init__(self, asked: Gesture, starter: Starter | None, now: float) -> None:
        self.smoother = Smoother()
        self._asked = asked
        self._starter = starter
        self._from_s = self._word_from_s = now

    @property
    def right(self) -> bool:
        """Return True if the camera shows the class that is asked for."""
        return self.smoother.word is self._asked

    def look(self, features: Features, now: float) -> None:
        """Read a frame, float32 (7, 7, 256)."""
        if self._starter is None:
            return
        before = self.smoother.word
        self.smoother.add(now, self._starter.head.predict(features[None])[0])
        if self.smoother.word is not before:
            self._word_from_s = now

    def starts(self, now: float) -> bool:
        """Return whether the class has been shown for long enough."""
        hold_s = EMPTY_S if self._asked is Gesture.NONE else HOLD_S
        return self.right and now - self._word_from_s >= hold_s

    def other(self, now: float) -> Gesture | None:
        """Return the gesture that has been shown for a while in place of the class; None for none."""
        word = self.smoother.word
        held = word in GESTURES and not self.right and now - self._word_from_s >= OTHER_S
        return word if held else None

    def needs_key(self, now: float) -> bool:
        """Return whether the player had better press the key."""
        return self._starter is None or (not self.right and now - self._from_s >= PATIENCE_S)
