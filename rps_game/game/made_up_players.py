"""Made-up players, for the arena: each has one habit, or has understood an opponent."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np

from rps_game.game.gestures import GESTURES, Gesture, RoundResult, counter
from rps_game.game.match import Round
from rps_game.game.opponents.base import any_gesture
from rps_game.game.opponents.fox import Fox
from rps_game.game.opponents.learner import Learner

Player = Callable[[Sequence[Round], np.random.Generator], Gesture]
"""Returns the player's next gesture, after a history of rounds, oldest first."""


def favours(history: Sequence[Round], rng: np.random.Generator) -> Gesture:  # noqa: ARG001
    """Throw rock, paper and scissors as 5 to 3 to 2."""
    return GESTURES[rng.choice(3, p=(0.5, 0.3, 0.2))]


def cycles(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw rock, paper, scissors in turn, in 70 % of throws."""
    return counter(history[-1].player) if history and rng.random() < 0.7 else any_gesture(rng)


def stays_on_a_win(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Repeat what won, and go on to the next after anything else, in 60 % of throws."""
    if not history or rng.random() >= 0.6:
        return any_gesture(rng)
    last = history[-1]
    return last.player if last.result is RoundResult.WIN else counter(last.player)


def beats_your_last(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw what beats the opponent's last throw, in 70 % of throws."""
    return counter(history[-1].computer) if history and rng.random() < 0.7 else any_gesture(rng)


def knows_the_learner(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw what beats the learner's next throw."""
    expected = Learner().expect(history)
    return counter(counter(expected.gesture)) if expected else any_gesture(rng)


def knows_the_fox(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw what wins most against the odds of the fox's next throw."""
    odds = Fox().plan(history).odds
    won = [
        odds[gesture - 1] - odds[counter(gesture)] for gesture in GESTURES
    ]  # what it beats comes before it
    best = [gesture for gesture in GESTURES if won[gesture] >= max(won) - 1e-6]
    return best[rng.integers(len(best))]


def _any(history: Sequence[Round], rng: np.random.Generator) -> Gesture:  # noqa: ARG001
    return any_gesture(rng)


# Four that no figure of an opponent was chosen with.


def repeats_you(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw the opponent's last throw, in 60 % of throws."""
    return history[-1].computer if history and rng.random() < 0.6 else any_gesture(rng)


def seldom_repeats(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw anything but the last throw, in 85 % of throws: what people do who mean to be random."""
    if not history or rng.random() >= 0.85:
        return any_gesture(rng)
    return GESTURES[(history[-1].player + rng.integers(1, 3)) % 3]


def changes_favourite(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw one gesture in 60 % of throws, and after 20 rounds another."""
    return GESTURES[len(history) // 20 % 3] if rng.random() < 0.6 else any_gesture(rng)


def beats_your_favourite(history: Sequence[Round], rng: np.random.Generator) -> Gesture:
    """Throw what beats the most frequent throw of the opponent's last ten."""
    if not history or rng.random() >= 0.8:
        return any_gesture(rng)
    lately = [played.computer for played in history[-10:]]
    return counter(max(GESTURES, key=lambda gesture: (lately.count(gesture), -gesture)))


MADE_UP_PLAYERS: Final[Mapping[str, Player]] = MappingProxyType(
    {
        "chance": _any,
        "favourite": favours,
        "cycles": cycles,
        "win-stay": stays_on_a_win,
        "beats-your-last": beats_your_last,
        "knows-learner": knows_the_learner,
        "knows-fox": knows_the_fox,
        "repeats-you": repeats_you,
        "seldom-repeats": seldom_repeats,
        "changes-favourite": changes_favourite,
        "beats-your-favourite": beats_your_favourite,
    }
)
"""Every made-up player by its name."""

UNUSED_IN_TUNING: Final = ("repeats-you", "seldom-repeats", "changes-favourite", "beats-your-favourite")
