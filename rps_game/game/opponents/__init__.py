"""Whom the player throws against: each opponent has a file of its own, and its place in `OPPONENTS`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rps_game.game.opponents.base import Opponent
from rps_game.game.opponents.dice import Dice
from rps_game.game.opponents.fox import Fox
from rps_game.game.opponents.learner import Learner
from rps_game.game.opponents.mirror import Mirror
from rps_game.game.opponents.plugins import Guest, guests
from rps_game.game.opponents.robot import Robot

DEFAULT_OPPONENT: Final = Dice.name


class Registry(Mapping[str, Opponent]):
    """Opponents by name: the game's own, then the guests, which are looked for when first needed.

    Args:
        own: the game's own.
    """

    def __init__(self, own: Sequence[Opponent]) -> None:
        self._own: dict[str, Opponent] = {opponent.name: opponent for opponent in own}
        self._guests: dict[str, Guest] | None = None

    def look_for_guests(self) -> None:
        """Find the guests that are installed now. It reads a file of every package: 10 ms and more."""
        self._guests = guests(taken=list(self._own))

    @property
    def _all(self) -> dict[str, Opponent]:
        if self._guests is None:
            self.look_for_guests()
        return {**self._own, **(self._guests or {})}

    def __getitem__(self, name: str) -> Opponent:
        return self._own[name] if name in self._own else self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def playing(self, name: str) -> Opponent:
        """Return the opponent of that name; the default where it is not installed any more."""
        return self.get(name, self._own[DEFAULT_OPPONENT])


OPPONENTS: Final = Registry((Dice(), Learner(), Mirror(), Fox(), Robot()))
"""Every opponent, in the order of the settings and the statistics."""
