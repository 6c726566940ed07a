"""The gestures, and which beats which."""

from enum import Enum, IntEnum
from typing import Final


class Gesture(IntEnum):
    """A class of the recogniser; its value is its column in every head's output.

    `NONE` is the empty scene: no hand, or a hand that shows none of the three. It comes last, so that a
    head without it has the same columns for the others.
    """

    ROCK = 0
    PAPER = 1
    SCISSORS = 2
    NONE = 3


GESTURES: Final = (Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS)
"""The gestures that can be thrown, in class order."""

CLASSES: Final = (*GESTURES, Gesture.NONE)
"""All classes that a head may learn, in class order."""


class RoundResult(Enum):
    """The end of a round, seen from the player."""

    WIN = "win"
    LOSE = "lose"
    DRAW = "draw"


def counter(gesture: Gesture) -> Gesture:
    """Return the gesture that beats `gesture`: paper for rock, scissors for paper, rock for scissors.

    Raises:
        ValueError: for `Gesture.NONE`, which nothing beats.
    """
    if gesture is Gesture.NONE:
        raise ValueError("an empty scene cannot be beaten: expected one of GESTURES, got Gesture.NONE")
    return GESTURES[(gesture + 1) % len(GESTURES)]


def judge(player: Gesture, computer: Gesture) -> RoundResult:
    """Return the result of one round for the player.

    Raises:
        ValueError: when either threw `Gesture.NONE`.
    """
    if player is counter(computer):
        return RoundResult.WIN
    if computer is counter(player):
        return RoundResult.LOSE
    return RoundResult.DRAW
