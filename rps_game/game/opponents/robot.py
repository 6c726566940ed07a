"""Beep, a robot: it reads the hand first, says so, and always wins. It shows what seals are for."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.game.opponents.base import Opponent, any_gesture
from rps_game.words import Sentence, mark

LESSON_EVERY: Final = 3
"""Throws until it says what a seal is for."""


class Robot(Opponent):
    """Waits until the hand is read, and throws what beats it."""

    name = "robot"
    title = mark("Beep")
    against = mark("against Beep")
    line = mark("Peeks at your hand, and always wins. Shameless.")
    peeks = True

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:  # noqa: ARG002
        """Throw blindly: there is no hand to read."""
        return any_gesture(rng, self.rules)

    def remark(self, history: Sequence[Round]) -> Sentence:
        if len(history) % LESSON_EVERY == 0:
            return Sentence("I cheat: I look first. A sealed move cannot change: that is what a lock is for.")
        if len(history) % LESSON_EVERY == 1:
            return Sentence("I saw your hand first. Easy!")
        return Sentence("Saw it again. Did you notice that my card has no lock?")
