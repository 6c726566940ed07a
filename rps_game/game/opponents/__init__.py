"""Whom the player throws against: each opponent has a file of its own, and its place in `OPPONENTS`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rps_game.game.opponents.base import Opponent
from rps_game.game.opponents.dice import Dice
from rps_game.game.opponents.learner import Learner
from rps_game.game.opponents.mirror import Mirror
from rps_game.game.opponents.robot import Robot

OPPONENTS: Final[Mapping[str, Opponent]] = MappingProxyType(
    {opponent.name: opponent for opponent in (Dice(), Learner(), Mirror(), Robot())}
)
"""Every opponent by its name, in the order of the settings and the statistics."""

DEFAULT_OPPONENT: Final = Dice.name
