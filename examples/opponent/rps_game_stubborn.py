"""An opponent for rps-game: it throws again what has won, and anything else after that."""

from collections.abc import Sequence

import numpy as np

from rps_game.game.gestures import GESTURES, Gesture, RoundResult
from rps_game.game.match import Round


class Stubborn:
    """Stays with a gesture until it does not win."""

    def __init__(self) -> None:
        self._said = ""

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Return the next move; `history` is oldest first, and `computer` is our own gesture."""
        if history and history[-1].result is RoundResult.LOSE:  # seen from the player
            self._said = "It won, so I threw it again."
            return history[-1].computer
        self._said = "Time for something else."
        return GESTURES[rng.integers(len(GESTURES))]

    def explain(self) -> str:
        """Return a sentence about the last choice."""
        return self._said
