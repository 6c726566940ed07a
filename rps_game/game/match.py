"""A match: rounds against the computer until one side has won often enough."""

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Self

from rps_game.game.gestures import Gesture, RoundResult, judge


class Side(Enum):
    """The two sides of a match."""

    PLAYER = "player"
    COMPUTER = "computer"


@dataclass(frozen=True, slots=True)
class Rules:
    """The length of a match.

    Attributes:
        wins_needed: the first side with so many won rounds wins the match, at least 1; None for an endless
            match, which the player ends.
    """

    wins_needed: int | None = 3

    def __post_init__(self) -> None:
        if self.wins_needed is not None and self.wins_needed < 1:
            raise ValueError(f"a match needs at least 1 win, or None to be endless; got {self.wins_needed}")

    @classmethod
    def from_best_of(cls, rounds: int | None) -> Self:
        """Return the rules of "best of `rounds`"; None is endless.

        Raises:
            ValueError: for an even or non-positive number, by which a match could end level.
        """
        if rounds is None:
            return cls(None)
        if rounds < 1 or rounds % 2 == 0:
            raise ValueError(f"best of an odd number of rounds, or None; got {rounds}")
        return cls(rounds // 2 + 1)

    @property
    def best_of(self) -> int | None:
        """The greatest number of decided rounds; None when endless."""
        return None if self.wins_needed is None else 2 * self.wins_needed - 1


@dataclass(frozen=True, slots=True)
class Round:
    """One counted throw. Its result follows from the two gestures.

    Raises:
        ValueError: when either side threw `Gesture.NONE`.
    """

    player: Gesture
    computer: Gesture
    result: RoundResult = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "result", judge(self.player, self.computer))


@dataclass(frozen=True, slots=True)
class Match:
    """The rounds so far. Immutable: `play` returns a new match."""

    rules: Rules = Rules()
    rounds: tuple[Round, ...] = ()

    def play(self, player: Gesture, computer: Gesture) -> Self:
        """Return the match with one more round.

        Raises:
            ValueError: when the match is over, or either side threw `Gesture.NONE`.
        """
        if self.over:
            raise ValueError("the match is over: no round can be added")
        return replace(self, rounds=(*self.rounds, Round(player, computer)))

    @property
    def wins(self) -> int:
        return sum(played.result is RoundResult.WIN for played in self.rounds)

    @property
    def losses(self) -> int:
        return sum(played.result is RoundResult.LOSE for played in self.rounds)

    @property
    def leader(self) -> Side | None:
        """The side with more won rounds; None when level, as draws count for neither."""
        if self.wins == self.losses:
            return None
        return Side.PLAYER if self.wins > self.losses else Side.COMPUTER

    @property
    def over(self) -> bool:
        """Whether a side has the wins it needs; never in an endless match."""
        needed = self.rules.wins_needed
        return needed is not None and max(self.wins, self.losses) >= needed

    @property
    def winner(self) -> Side | None:
        """The side that won the match; None while it is not over."""
        return self.leader if self.over else None
