"""An opponent: its name, its words and its way of choosing a move."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.match import Round
from rps_game.words import Sentence


class Opponent(ABC):
    """The computer's side. It keeps nothing between throws, and chooses before the player's hand is read.

    Attributes:
        name: the key in settings and statistics; it never changes, since players' files hold it.
        title: marked English, such as "The dice".
        against: marked English that completes "You won 40 % of 5 rounds ...", such as "against the dice".
        symbol: the picture beside the title, the name of a `Symbol` in `ui.drawing.symbols`.
        peeks: whether it openly reads the hand instead, and throws what beats it. Its move is not sealed, and
            its rounds are in no statistics.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    against: ClassVar[str]
    symbol: ClassVar[str] = "PEOPLE"
    peeks: ClassVar[bool] = False

    @abstractmethod
    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Return the next move, never `Gesture.NONE`, after a history of rounds, oldest first."""

    def remark(self, history: Sequence[Round]) -> Sentence | None:  # noqa: ARG002 - for subclasses
        """Return a sentence about the last round of `history`, which was just played; None for nothing."""
        return None

    @property
    def speaks(self) -> bool:
        """Whether it has remarks at all: the match keeps a line for them."""
        return type(self).remark is not Opponent.remark


def any_gesture(rng: np.random.Generator) -> Gesture:
    """Return one of the three gestures, each as likely."""
    return GESTURES[rng.integers(len(GESTURES))]
