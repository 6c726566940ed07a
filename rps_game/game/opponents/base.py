"""An opponent: its name, its words and its way of choosing a move."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum
from typing import Self

import numpy as np

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.match import Round
from rps_game.words import Sentence


class Level(StrEnum):
    """How well an opponent with levels plays."""

    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"

    @property
    def chance(self) -> float:
        """The share of its throws that are left to chance."""
        return {Level.EASY: 0.5, Level.FAIR: 0.25, Level.HARD: 0.0}[self]


class Opponent(ABC):
    """The computer's side. It keeps nothing between throws, and chooses before the player's hand is read.

    Attributes:
        name: the key in settings and statistics; it never changes, since players' files hold it.
        title: what players call it, marked English, such as "Pip".
        against: marked English that completes "You won 40 % of 5 rounds ...", such as "against Pip".
        line: what it is like, in one short sentence, marked English.
        peeks: whether it openly reads the hand first, and throws what beats it: without a seal.
        has_levels: whether the player chooses how well it plays.
        rules: what it plays by; `start` sets it.

    Its face is in `ui.drawing.faces`, by its name.
    """

    name: str
    title: str
    against: str
    line: str
    peeks: bool = False
    has_levels: bool = False
    rules: RuleSet = CLASSIC

    @abstractmethod
    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        """Return the next move, never the empty scene, after a history of rounds, oldest first."""

    def remark(self, history: Sequence[Round]) -> Sentence | None:  # noqa: ARG002 - for subclasses
        """Return a sentence about the last round of `history`, which was just played; None for nothing."""
        return None

    def at(self, level: Level) -> "Opponent":  # noqa: ARG002 - for subclasses
        """Return it at a level."""
        return self

    def start(self, rules: RuleSet = CLASSIC) -> Self:
        """Return what plays one match by these rules."""
        playing = copy.copy(self)
        playing.rules = rules
        return playing

    @property
    def counts(self) -> bool:
        """Return True if the statistics count rounds against this opponent."""
        return not self.peeks


def any_gesture(rng: np.random.Generator, rules: RuleSet = CLASSIC) -> Gesture:
    """Return one of the gestures, each as likely."""
    return any_of(rules.moves, rng)


def any_of(gestures: Sequence[Gesture], rng: np.random.Generator) -> Gesture:
    """Return one of these gestures, each as likely; chance is asked only where there are several."""
    return gestures[int(rng.integers(len(gestures)))] if len(gestures) > 1 else gestures[0]
