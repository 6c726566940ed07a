"""Each player's rounds in figures: by gesture, by opponent, in streaks, and beside chance."""

import math
import reprlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from rps_game.game.gestures import CLASSIC, Gesture, RoundResult, RuleSet, judge
from rps_game.game.match import Round
from rps_game.game.rules import fingerprint, from_json, to_json

FORMAT: Final = 3
"""Format 2 knows rock, paper, scissors alone, and is written while nothing else was played."""

UNNAMED: Final = "unnamed"
"""The record of whoever plays without a saved file: with the starter, or before the player has a name."""

EVERYONE: Final = "everyone"
"""The record of nobody in particular: the rounds of format 1, and those that deleted players have left."""

MOST_ROUNDS: Final = 10**9
"""The largest count of a cell that is believed: at one round in three seconds it takes a century."""

MOST_OPPONENTS: Final = 100
MOST_LETTERS: Final = 100
"""Of an opponent's name."""

Table = tuple[tuple[int, ...], ...]
"""How often each pair was played, [player][computer], both in class order."""


class LaterFormatError(ValueError):
    """Statistics that a later version of the game wrote, and that are nothing to be mended."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Rounds by how they ended; `chance` is the share that chance wins."""

    wins: int = 0
    losses: int = 0
    draws: int = 0
    chance: float = CLASSIC.chance

    @property
    def rounds(self) -> int:
        return self.wins + self.losses + self.draws

    @property
    def by_chance(self) -> float:
        """The wins that chance brings: of three moves one round in three."""
        return self.rounds * self.chance

    @property
    def deviation(self) -> float:
        """How many standard deviations the wins are above (or below) those of chance; 0 without rounds."""
        spread = math.sqrt(self.rounds * self.chance * (1 - self.chance))
        return (self.wins - self.by_chance) / spread if self.rounds else 0.0


@dataclass(frozen=True, slots=True)
class Statistics:
    """All rounds of a player by one rule set. Immutable: `record` returns new statistics.

    Attributes:
        tables: for each opponent's name, how often each pair of gestures was played.
        streak: the present run of wins, or of losses as a negative number. A draw does not change it.
        longest_wins: the longest run of wins so far.
        longest_losses: the longest run of losses so far.
        rules: what was played by.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    streak: int = 0
    longest_wins: int = 0
    longest_losses: int = 0
    rules: RuleSet = CLASSIC

    def record(self, played: Round, opponent: str) -> Self:
        """Return the statistics with one more round against this opponent, or as they are at MOST_ROUNDS."""
        table = [list(row) for row in self._table(opponent)]
        counts = table[played.player][played.computer], self.longest_wins, self.longest_losses
        if max(counts) >= MOST_ROUNDS:
            return self
        table[played.player][played.computer] += 1
        streak = self.streak
        if played.result is RoundResult.WIN:
            streak = max(streak, 0) + 1
        elif played.result is RoundResult.LOSE:
            streak = min(streak, 0) - 1
        return replace(
            self,
            tables={**self.tables, opponent: tuple(map(tuple, table))},
            streak=streak,
            longest_wins=max(self.longest_wins, streak),
            longest_losses=max(self.longest_losses, -streak),
        )

    def __add__(self, other: Self) -> Self:
        """Return the rounds of both; the present run is the other's, if it has one."""
        tables = dict(self.tables)
        for opponent, table in other.tables.items():
            pairs = (zip(*rows, strict=True) for rows in zip(self._table(opponent), table, strict=True))
            tables[opponent] = tuple(
                tuple(min(ours + others, MOST_ROUNDS) for ours, others in row) for row in pairs
            )
        return replace(
            self,
            tables=tables,
            streak=other.streak or self.streak,
            longest_wins=max(self.longest_wins, other.longest_wins),
            longest_losses=max(self.longest_losses, other.longest_losses),
        )

    @property
    def total(self) -> Tally:
        return self._tally(self.tables.values())

    @property
    def by_gesture(self) -> dict[Gesture, Tally]:
        """The rounds in which the player threw each gesture."""
        return {gesture: self._tally(self.tables.values(), (gesture,)) for gesture in self.rules.moves}

    def against(self, opponent: str) -> Tally:
        return self._tally([self._table(opponent)])

    def _table(self, opponent: str) -> Table:
        moves = len(self.rules.moves)
        return self.tables.get(opponent, ((0,) * moves,) * moves)

    def _tally(self, tables: Iterable[Table], players: Sequence[Gesture] | None = None) -> Tally:
        ended = dict.fromkeys(RoundResult, 0)
        for table in tables:
            for player in players or self.rules.moves:
                for computer in self.rules.moves:
                    ended[judge(player, computer)] += table[player][computer]
        return Tally(
            ended[RoundResult.WIN], ended[RoundResult.LOSE], ended[RoundResult.DRAW], self.rules.chance
        )

    def to_json(self) -> dict[str, Any]:
        """Return a dictionary that `json.dumps` takes and `from_json` reads."""
        return {
            "tables": {opponent: [list(row) for row in table] for opponent, table in self.tables.items()},
            "streak": self.streak,
            "longest_wins": self.longest_wins,
            "longest_losses": self.longest_losses,
            **({} if self.rules is CLASSIC else {"rules": to_json(self.rules)}),
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read the statistics that `to_json` wrote.

        Raises:
            ValueError: a key too few or too many, another type, more than these limits, a count below 0,
                streaks that these rounds cannot have held.
        """
        fields = {"tables", "streak", "longest_wins", "longest_losses"}
        if not isinstance(data, dict) or set(data) - {"rules"} != fields:
            raise ValueError(f"expected a dictionary with the keys {sorted(fields)}, and rules perhaps")
        tables = data["tables"]
        rules = from_json(data["rules"]) if "rules" in data else CLASSIC
        if not isinstance(tables, dict) or len(tables) > MOST_OPPONENTS:
            raise ValueError(f"expected tables of at most {MOST_OPPONENTS} opponents")
        if not all(isinstance(name, str) and len(name) <= MOST_LETTERS for name in tables):
            raise ValueError("expected a table for each opponent's name")
        statistics = cls(
            tables={name: _table(rows, len(rules.moves)) for name, rows in tables.items()},
            streak=_whole(data["streak"], -MOST_ROUNDS),
            longest_wins=_whole(data["longest_wins"]),
            longest_losses=_whole(data["longest_losses"]),
            rules=rules,
        )
        if not statistics._streaks_are_possible():
            raise ValueError("expected streaks that fit the rounds won and lost")
        return statistics

    def _streaks_are_possible(self) -> bool:
        total = self.total
        wins_run, losses_run = max(self.streak, 0), max(-self.streak, 0)
        # Whoever won or lost at all has a run of at least one, and the last decided round is in a run.
        return (
            wins_run <= self.longest_wins <= total.wins
            and losses_run <= self.longest_losses <= total.losses
            and (self.longest_wins > 0) == (total.wins > 0)
            and (self.longest_losses > 0) == (total.losses > 0)
            and (self.streak != 0) == (total.wins + total.losses > 0)
        )


@dataclass(frozen=True, slots=True)
class Records:
    """The statistics of each player, for each rule set that was played. Immutable.

    Attributes:
        players: by the name of the player's file, or UNNAMED or EVERYONE; for other rule sets than rock,
            paper, scissors with the fingerprint and a slash before it, which no file's name has.
    """

    players: Mapping[str, Statistics] = field(default_factory=dict)

    def of(self, player: str, rules: RuleSet = CLASSIC) -> Statistics:
        return self.players.get(_key(player, rules), Statistics(rules=rules))

    def rounds_of(self, player: str) -> int:
        """Return how many rounds a player has played, by whatever rules."""
        return sum(of.total.rounds for key, of in self.players.items() if key == _key(player, of.rules))

    def together(self, rules: RuleSet = CLASSIC) -> Statistics:
        """Return the rounds of all players; runs go on for one player alone, so there is no present one."""
        of_all = (statistics for statistics in self.players.values() if statistics.rules is rules)
        return replace(sum(of_all, Statistics(rules=rules)), streak=0)

    def record(self, player: str, played: Round, opponent: str) -> Self:
        """Return the records with one more round of a player."""
        rules = played.player.rules
        changed = self.of(player, rules).record(played, opponent)
        return replace(self, players={**self.players, _key(player, rules): changed})

    def without(self, player: str | None, rules: RuleSet | None = None) -> Self:
        """Return the records without a player's rounds, or everyone's for None; with rules of those alone."""
        others = {
            key: of
            for key, of in self.players.items()
            if (player is not None and key != _key(player, of.rules))
            or (rules is not None and of.rules is not rules)
        }
        return replace(self, players=others)

    def moved(self, old: str, new: str) -> Self:
        """Return the records with the rounds of `old` added to those of `new`."""
        if old == new:
            return self
        players = dict(self.without(old).players)
        for key, statistics in self.players.items():
            if key not in players:
                players[_key(new, statistics.rules)] = self.of(new, statistics.rules) + statistics
        return replace(self, players=players)

    def to_json(self) -> dict[str, Any]:
        """Return a dictionary that `json.dumps` takes and `from_json` reads."""
        players = {player: statistics.to_json() for player, statistics in self.players.items()}
        classic = all(statistics.rules is CLASSIC for statistics in self.players.values())
        return {"format": 2 if classic else FORMAT, "players": players}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Read the records that `to_json` wrote, or the statistics of format 1 as those of EVERYONE.

        Raises:
            LaterFormatError: a later version of the game wrote them.
            ValueError: for anything else.
        """
        rest = dict(data) if isinstance(data, dict) else {}
        written = rest.pop("format", None)
        if isinstance(written, int) and written > FORMAT:
            raise LaterFormatError(f"expected format {FORMAT}, got a later one")
        if _whole(written) == 1:
            return cls({EVERYONE: Statistics.from_json(rest)})
        if written not in {2, FORMAT} or set(rest) != {"players"} or not isinstance(rest["players"], dict):
            raise ValueError(f"expected format 2 or {FORMAT}, with a dictionary of players")
        players = {player: Statistics.from_json(of) for player, of in rest["players"].items()}
        for key, statistics in players.items():
            if key != _key(key.rpartition("/")[2], statistics.rules):
                raise ValueError(f"expected the rules of {reprlib.repr(key)}, got {statistics.rules}")
        return cls(players)


def _key(player: str, rules: RuleSet) -> str:
    return player if rules is CLASSIC else f"{fingerprint(rules)}/{player}"


def _table(rows: object, moves: int) -> Table:
    if not isinstance(rows, list) or len(rows) != moves:
        raise ValueError(f"expected a table of {moves} rows")
    return tuple(_row(row, moves) for row in rows)


def _row(row: object, moves: int) -> tuple[int, ...]:
    if not isinstance(row, list) or len(row) != moves:
        raise ValueError(f"expected a row of {moves} counts")
    return tuple(_whole(count) for count in row)


def _whole(value: object, least: int = 0) -> int:
    # bool is an int to Python, and no count to us.
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST_ROUNDS:
        raise ValueError(f"expected a whole number from {least} to {MOST_ROUNDS}, got {reprlib.repr(value)}")
    return value
