"""Starts a recording without a key: when its hand has been held, or no hand been seen, for a while."""

from typing import Final

import numpy as np

from rps_game.calibration.coach import NO_HAND_BELOW_SHARE
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.quality import halve
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Square
from rps_game.game.gestures import Gesture
from rps_game.game.smoothing import Smoother
from rps_game.heads.base import Probabilities
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
        wrong_hand: names another gesture where the starter does not know all moves of the rule set. A hand
            that is none of the others is then taken for the right one.
        empty: the scene without a hand, likewise; None where it was skipped, and then nothing starts.

    Attributes:
        smoother: what is read, smoothed for the eye.
    """

    def __init__(
        self,
        asked: Gesture,
        starter: Starter | None,
        now: float,
        wrong_hand: WrongHand | None = None,
        empty: EmptyScene | None = None,
    ) -> None:
        self.smoother = Smoother()
        self._asked = asked
        self._starter = starter
        self._wrong_hand, self._empty = wrong_hand, empty
        self._from_s = self._word_from_s = now

    @property
    def right(self) -> bool:
        """Return True if the camera shows the class that is asked for."""
        return self.smoother.word is self._asked

    def look(self, features: Features, square: Square, now: float) -> None:
        """Read a frame: float32 (7, 7, 256), and the network's square, uint8 (224, 224, 3), RGB."""
        probabilities = self._read(features, square)
        if probabilities is None:
            return
        before = self.smoother.word
        self.smoother.add(now, probabilities, self._asked.rules)
        if self.smoother.word is not before:
            self._word_from_s = now

    def _read(self, features: Features, square: Square) -> Probabilities | None:
        """Return what a frame shows, float32 (classes,); None where nobody can tell."""
        if self._starter is None:
            return None
        rules = self._asked.rules
        read: Probabilities = self._starter.head.predict(features[None])[0]
        if rules is self._starter.head.rules:
            return read
        seen = np.zeros(len(rules.classes), np.float32)
        if self._asked.is_none:
            seen[:-1], seen[-1] = (1 - read[-1]) / len(rules.moves), read[-1]
            return seen
        if self._empty is None or self._wrong_hand is None:
            return None
        if self._empty.hand_in(halve(square)).share < NO_HAND_BELOW_SHARE:
            seen[rules.none] = 1
        else:
            other = self._wrong_hand.looks_like(features)
            seen[self._asked if other is None else other] = 1
        return seen

    def starts(self, now: float) -> bool:
        """Return whether the class has been shown for long enough."""
        hold_s = EMPTY_S if self._asked.is_none else HOLD_S
        return self.right and now - self._word_from_s >= hold_s

    def other(self, now: float) -> Gesture | None:
        """Return the gesture that has been shown for a while in place of the class; None for none."""
        word = self.smoother.word
        if word is None or word.is_none or self.right:
            return None
        return word if now - self._word_from_s >= OTHER_S else None

    def needs_key(self, now: float) -> bool:
        """Return whether the player had better press the key."""
        return self._starter is None or (not self.right and now - self._from_s >= PATIENCE_S)
