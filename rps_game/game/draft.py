"""A rule set that is being written: it need not be fair yet, and says what is not."""

import re
from collections import deque
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from rps_game.game.gestures import CLASSIC, MOST_LETTERS, NO_HAND, Move, Point, RuleSet

COUNTS: Final = (3, 5, 7, 9)
"""The numbers of moves that can be fair."""

DEVICE: Final = re.compile(r"aux|con|nul|prn|(com|lpt)\d")
"""What no file can be called on Windows, whatever its suffix."""


@dataclass(slots=True)
class DraftMove:
    """A move that can be changed; the attributes are those of `Move`."""

    id: str
    title: str
    icon: str
    outline: tuple[Point, ...] = ()


class RulesDraft:
    """The moves of a rule set, and an arrow with a verb for each pair: from the winner to the loser.

    Attributes:
        id: of the rule set; "" while it has none.
        title: its name.
        moves: in class order.
        verbs: by the ids of winner and loser what the one does to the other.
    """

    def __init__(
        self, id: str, title: str, moves: list[DraftMove], verbs: dict[tuple[str, str], str]
    ) -> None:
        self.id = id
        self.title = title
        self.moves = moves
        self.verbs = verbs
        self._taken_away: list[tuple[list[DraftMove], dict[tuple[str, str], str]]] = []

    @classmethod
    def of(cls, rules: RuleSet) -> "RulesDraft":
        """Return a draft with the content of a rule set."""
        moves = [DraftMove(move.id, move.title, move.icon, move.outline) for move in rules.moves]
        verbs = {(winner.id, loser.id): verb for (winner, loser), verb in rules.verbs.items()}
        return cls(rules.id, rules.title, moves, verbs)

    def build(self) -> RuleSet:
        """Return the rule set; raise RulesRefused, which says what to change, while nobody can play by it."""
        moves = [Move(move.id, move.title.strip(), move.icon, move.outline) for move in self.moves]
        verbs = {pair: verb.strip() for pair, verb in self.verbs.items()}
        return RuleSet.of(self.id or new_id(self.title, ()), self.title.strip(), moves, verbs)

    def beats(self, one: str, other: str) -> bool:
        """Return whether a move beats another, both by their ids."""
        return (one, other) in self.verbs

    def wins(self, id: str) -> int:
        """Return how many moves this one beats."""
        return sum(winner == id for winner, _ in self.verbs)

    @property
    def unfair(self) -> list[DraftMove]:
        """The moves that beat more or fewer than they lose to."""
        return [move for move in self.moves if 2 * self.wins(move.id) != len(self.moves) - 1]

    def let_beat(self, winner: str, loser: str, verb: str) -> None:
        """Make one move beat another, with this verb; a pair that is so already keeps its verb."""
        if not self.beats(winner, loser):
            self.verbs.pop((loser, winner), None)
            self.verbs[winner, loser] = verb

    def resize(self, count: int, title: str, verb: str) -> None:
        """Add moves, two at a time, or take away the last ones; those that were taken away come back first.

        New ones leave fair what is fair.

        Args:
            count: of the moves there shall be; odd.
            title: of a new one, a template over `n`, its number.
            verb: what a new one does to those that it beats.
        """
        while len(self.moves) < count:
            if self._taken_away:
                moves, verbs = self._taken_away.pop()
                self.moves += moves
                self.verbs |= verbs
            else:
                self._add_two(title, verb)
        while len(self.moves) > count:
            self._take_two_away()

    def _take_two_away(self) -> None:
        moves = self.moves[-2:]
        gone = {move.id for move in moves}
        verbs = {pair: verb for pair, verb in self.verbs.items() if not gone.isdisjoint(pair)}
        del self.moves[-2:]
        for pair in verbs:
            del self.verbs[pair]
        self._taken_away.append((moves, verbs))

    def _add_two(self, title: str, verb: str) -> None:
        # Each of the old ones beats one of the two: the first loses to half of them, and to no more.
        old = [move.id for move in self.moves]
        one, other = (self._new_move(title) for _ in range(2))
        half = len(old) // 2
        for number, id in enumerate(old):
            stronger, weaker = (one, other) if number < half else (other, one)
            self.verbs[stronger.id, id] = self.verbs[id, weaker.id] = verb
        self.verbs[one.id, other.id] = verb

    def _new_move(self, title: str) -> DraftMove:
        taken = {move.id for move in self.moves}
        number = next(n for n in range(len(self.moves) + 1, 100) if f"move-{n}" not in taken)
        move = DraftMove(f"move-{number}", title.format(n=len(self.moves) + 1), str(len(self.moves) + 1))
        self.moves.append(move)
        return move

    def balance(self, verb: str) -> None:
        """Turn arrows round, as few as make every move beat as many as it loses to."""
        half = len(self.moves) // 2
        while any(self.wins(move.id) > half for move in self.moves):
            for winner, loser in self._way_down(half):
                self.let_beat(loser, winner, verb)

    def _way_down(self, half: int) -> list[tuple[str, str]]:
        """Return the shortest row of arrows from a move that beats too many to one that beats too few."""
        before: dict[str, str] = {}
        strong = [move.id for move in self.moves if self.wins(move.id) > half]
        seen, waiting = set(strong), deque(strong)
        while waiting:
            here = waiting.popleft()
            if self.wins(here) < half:
                way = [here]
                while way[-1] in before:
                    way.append(before[way[-1]])
                return [(winner, loser) for loser, winner in pairwise(way)]
            for winner, loser in self.verbs:
                if winner == here and loser not in seen:
                    before[loser] = here
                    seen.add(loser)
                    waiting.append(loser)
        raise AssertionError("wins above half have wins below half that they lead to")

    def name_new_moves(self) -> None:
        """Give moves that were added here, and hands that have become others, ids like their titles.

        A hand that the network knows keeps its id while it keeps its icon. What was taken away is gone.
        """
        self._taken_away.clear()
        for move in self.moves:
            another = move.id in CLASSIC and move.icon != move.id
            if another or re.fullmatch(r"move-\d+", move.id):
                taken = {NO_HAND, "", *(each.id for each in self.moves)}
                numbers = (f"move-{n}" for n in range(1, 2 * len(self.moves)))
                if (wanted := slug(move.title)) not in taken:
                    self._call(move, wanted)
                elif another:
                    self._call(move, next(id for id in numbers if id not in taken))

    def _call(self, move: DraftMove, id: str) -> None:
        ids = {each.id: each.id for each in self.moves} | {move.id: id}
        self.verbs = {(ids[one], ids[other]): verb for (one, other), verb in self.verbs.items()}
        move.id = id


def slug(title: str) -> str:
    """Return an id that reads like a title; "" for one without a letter a to z or a digit."""
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:MOST_LETTERS].strip("-")


def new_id(title: str, taken: Container[str]) -> str:
    """Return an id for a new rule set of this title, which its file can be called by.

    Args:
        title: of the rule set.
        taken: ids that others have.
    """
    name = slug(title) or "rules"
    ids = [name, *(f"{name[: MOST_LETTERS - 3]}-{n}" for n in range(2, 1000))]
    return next(id for id in ids if id not in taken and id != NO_HAND and not DEVICE.fullmatch(id))
