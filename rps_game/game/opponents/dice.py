"""Pip, a die: chance alone."""

from collections.abc import Sequence

import numpy as np

from rps_game.game.gestures import Gesture
from rps_game.game.match import Round
from rps_game.game.opponents.base import Opponent, any_gesture
from rps_game.words import mark


class Dice(Opponent):
    """Throws at random: the honest default, which nobody beats in the long run and which beats nobody."""

    name = "random"
    title = mark("Pip")
    against = mark("against Pip")
    line = mark("A die. No plan, no tricks: pure luck.")

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:  # noqa: ARG002
        return any_gesture(rng, self.rules)
