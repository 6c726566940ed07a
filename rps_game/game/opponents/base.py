"""An opponent: its name, its words and its way of choosing a move."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.match import Round
from rps_game.words import Sentence


class Opponent(ABC):
    """The computer's side. It chooses before the player's hand is read, and keeps nothing between throws.

    Attributes:
        name: the key in settings and statistics; it never changes, since players' files hold it.
        title: what players call it, marked English, such as "Pip".
        against: marked English that completes "You won 40 % of 5 rounds ...", such as "against Pip".
        line: what it is like, in one short sentence, marked English.
        counts: whether rounds against it are in the statistics.

    Its face is in `ui.drawing.faces`, by its name.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    against: ClassVar[str]
    line: ClassVar[str]
    counts: ClassVar[bool] = True

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
