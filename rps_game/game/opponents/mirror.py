"""Polly, a parrot: the player's own throws, one round later."""

from collections.abc import Sequence

import numpy as np

from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.game.opponents.base import Opponent, any_gesture
from rps_game.words import mark


class Mirror(Opponent):
    """Throws what the player threw last."""

    name = "mirror"
    title = mark("Polly")
    against = mark("against Polly")
    line = mark("Repeats after you: your last throw comes back.")

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        return history[-1].player if history else any_gesture(rng, self.rules)
