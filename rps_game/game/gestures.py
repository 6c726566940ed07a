"""The gestures, and the rule sets that say which beats which."""

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import combinations
from typing import ClassVar, Final, Self

from rps_game.words import Sentence, mark, printable

FEWEST_MOVES, MOST_MOVES = 3, 9
MOST_LETTERS: Final = 20
"""Of an id, and of a move's name."""

MOST_IN_A_LINE: Final = 40
"""Letters of a verb, and of a rule set's name."""

ID: Final = f"[a-z0-9-]{{1,{MOST_LETTERS}}}"
"""Of a rule set, a move or an icon, as a regular expression."""

NO_HAND: Final = "none"
"""The id of the empty scene, which no move can have."""

Point = tuple[int, int]
"""Of an outline: hundredths of an icon from its left and from its top."""

MOST_POINTS: Final = 80


class RoundResult(Enum):
    """The end of a round, seen from the player."""

    WIN = "win"
    LOSE = "lose"
    DRAW = "draw"


class RulesRefused(ValueError):
    """These are no rules to play by.

    Attributes:
        sentence: says what to change.
    """

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Move:
    """A move of a rule set, which itself says whom it beats.

    Attributes:
        id: for folders, saves, seals and statistics: small letters a to z, digits and hyphens.
        title: what players call it; marked English in the rule sets that ship.
        icon: the id of a picture that the game draws; one that it does not know has a plain picture.
        outline: a hand's shape as a closed line, drawn in place of the icon; empty for none.
    """

    id: str
    title: str
    icon: str
    outline: tuple[Point, ...] = ()


class Gesture(int):
    """A class of the recogniser: a move of a rule set, or its empty scene. The number is its column.

    A head without the empty scene has the same columns for the others, since that is the last one.

    Attributes:
        ROCK, PAPER, SCISSORS, NONE: those of rock, paper, scissors.
        rules: the rule set that it belongs to.
        id: "rock", or "none" for the empty scene.
        title: as in `Move`; "" for the empty scene.
        icon, outline: as in `Move`.
    """

    ROCK: ClassVar["Gesture"]
    PAPER: ClassVar["Gesture"]
    SCISSORS: ClassVar["Gesture"]
    NONE: ClassVar["Gesture"]

    rules: "RuleSet"
    id: str
    title: str
    icon: str
    outline: tuple[Point, ...]

    def __new__(cls, column: int, rules: "RuleSet", move: Move) -> Self:
        """Make a class of a rule set, which does so for each of its own."""
        self = super().__new__(cls, column)
        self.rules = rules
        self.id, self.title, self.icon, self.outline = move.id, move.title, move.icon, move.outline
        return self

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __reduce__(self) -> tuple[object, ...]:
        return operator.getitem, (self.rules, self.id)

    @property
    def name(self) -> str:
        """The id in capitals."""
        return self.id.upper()

    @property
    def is_none(self) -> bool:
        """True for the last class of a rule set, which is no move: no hand is there, or it shows none."""
        return self is self.rules.none

    @property
    def word(self) -> "Sentence | str":
        """The title, to stand in a sentence."""
        return Sentence.of_marked(self.title) if self.rules.ships else self.title


class RuleSet:
    """An odd number of moves, and which beats which. One with the same content is the same object.

    Made by `RuleSet.of`.

    Attributes:
        id: of the rule set, as a move's.
        title: its name; marked English in those that ship.
        moves: the gestures that can be thrown, in class order.
        none: the empty scene.
        classes: all classes that a head may learn, in class order: the moves, and `none`.
        verbs: by winner and loser what the one does to the other; marked English in those that ship.
    """

    def __init__(
        self, id: str, title: str, moves: Sequence[Move], verbs: Mapping[tuple[str, str], str]
    ) -> None:
        _check(id, title, moves, verbs)
        self.id = id
        self.title = title
        self.moves = tuple(Gesture(column, self, move) for column, move in enumerate(moves))
        self.none = Gesture(len(moves), self, Move(NO_HAND, "", NO_HAND))
        self.classes = (*self.moves, self.none)
        self._by_id = {gesture.id: gesture for gesture in self.classes}
        self.verbs = {(self[winner], self[loser]): verb for (winner, loser), verb in verbs.items()}

    @classmethod
    def of(
        cls, id: str, title: str, moves: Sequence[Move], verbs: Mapping[tuple[str, str], str]
    ) -> "RuleSet":
        """Return the rule set of this content.

        Args:
            id: its own.
            title: its name.
            moves: an odd number.
            verbs: by the ids of winner and loser, one for each pair of moves.

        Raises:
            RulesRefused: nobody can play by it, or not fairly.
        """
        return _made(id, title, tuple(moves), tuple(sorted(verbs.items())))

    def __repr__(self) -> str:
        return f"<rules {self.id}>"

    def __reduce__(self) -> tuple[object, ...]:
        moves = [Move(each.id, each.title, each.icon, each.outline) for each in self.moves]
        verbs = {(winner.id, loser.id): verb for (winner, loser), verb in self.verbs.items()}
        return RuleSet.of, (self.id, self.title, moves, verbs)

    def __getitem__(self, id: str) -> Gesture:
        """Return the class of an id; raise KeyError for another's."""
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    @property
    def ships(self) -> bool:
        """True for a rule set in `SHIPPED`; their titles, names and verbs are translated."""
        return self in SHIPPED

    @property
    def chance(self) -> float:
        """The share of rounds that chance wins: 1/3 of rock, paper, scissors."""
        return (len(self.moves) - 1) / (2 * len(self.moves))

    def classes_of(self, columns: int) -> tuple[Gesture, ...]:
        """Return the classes of a head with so many columns: with the empty scene, or without."""
        if columns not in {len(self.moves), len(self.classes)}:
            raise ValueError(f"expected {len(self.moves)} or {len(self.classes)} columns, got {columns}")
        return self.classes[:columns]


def _check(id: str, title: str, moves: Sequence[Move], verbs: Mapping[tuple[str, str], str]) -> None:
    sentences = (*_faults_of_names(id, title, moves, verbs), *_faults_of_pairs(moves, verbs))
    for sentence in sentences:
        raise RulesRefused(sentence)


def _faults_of_names(
    id: str, title: str, moves: Sequence[Move], verbs: Mapping[tuple[str, str], str]
) -> Iterator[Sentence]:
    if not FEWEST_MOVES <= len(moves) <= MOST_MOVES or len(moves) % 2 == 0:
        yield Sentence(
            "Choose 3, 5, 7 or 9 moves: with an even number none can be fair. There are {n}.",
            {"n": len(moves)},
        )
    for each in (id, *(move.id for move in moves)):
        if not re.fullmatch(ID, each) or each == NO_HAND:
            yield Sentence(
                "Call “{id}” by another id: 1 to {most} small letters a to z, digits, hyphens; not “none”.",
                {"id": each[: 2 * MOST_LETTERS], "most": MOST_LETTERS},
            )
    lines = ((title, MOST_IN_A_LINE), *((verb, MOST_IN_A_LINE) for verb in verbs.values()))
    for line, most in (*lines, *((move.title, MOST_LETTERS) for move in moves)):
        if not line.strip() or line != line.strip() or printable(line) != line or len(line) > most:
            yield Sentence(
                "Write “{text}” in another way: 1 to {most} letters in one line, without spaces around them.",
                {"text": line[: 2 * most], "most": most},
            )
    for names in ([move.id for move in moves], [move.title.casefold() for move in moves]):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            yield Sentence("Two moves are called “{name}”: give one of them another name.", {"name": twice})
    for move in moves:
        if not re.fullmatch(ID, move.icon):
            yield Sentence("Give “{name}” an icon of the game, such as “rock”.", {"name": move.title})
        inside = all(0 <= x <= 100 and 0 <= y <= 100 for x, y in move.outline)
        if not inside or not (not move.outline or 3 <= len(move.outline) <= MOST_POINTS):
            yield Sentence("Record the outline of “{name}” again: it leaves its icon.", {"name": move.title})


def _faults_of_pairs(moves: Sequence[Move], verbs: Mapping[tuple[str, str], str]) -> Iterator[Sentence]:
    titles = {move.id: move.title for move in moves}
    for winner, loser in verbs:
        if winner == loser:
            yield Sentence("“{name}” cannot beat itself: take that out.", {"name": titles[winner]})
        for id in (winner, loser):
            if id not in titles:
                yield Sentence("There is no move “{id}”: take out what it does.", {"id": id[:MOST_LETTERS]})
    for one, other in combinations(titles, 2):
        decided = ((one, other) in verbs) + ((other, one) in verbs)
        pair = {"one": titles[one], "other": titles[other]}
        if decided == 0:
            yield Sentence("Say which of “{one}” and “{other}” beats the other.", pair)
        elif decided == 2:
            yield Sentence("“{one}” and “{other}” beat each other: take one of that out.", pair)
    half = (len(moves) - 1) // 2
    for id, title in titles.items():
        wins = sum(winner == id for winner, _ in verbs)
        if wins != half:
            yield Sentence(
                "“{name}” beats {wins} and loses to {losses}: let every move beat {half}.",
                {"name": title, "wins": wins, "losses": len(moves) - 1 - wins, "half": half},
            )


@cache
def _made(
    id: str, title: str, moves: tuple[Move, ...], verbs: tuple[tuple[tuple[str, str], str], ...]
) -> RuleSet:
    return RuleSet(id, title, moves, dict(verbs))


CLASSIC: Final = RuleSet.of(
    "rock-paper-scissors",
    mark("Rock, paper, scissors"),
    (
        Move("rock", mark("Rock"), "rock"),
        Move("paper", mark("Paper"), "paper"),
        Move("scissors", mark("Scissors"), "scissors"),
    ),
    {("rock", "scissors"): "blunts", ("paper", "rock"): "wraps", ("scissors", "paper"): "cut"},
)
"""Rock, paper, scissors: what the game's network knows without a calibration."""

LIZARD_SPOCK: Final = RuleSet.of(
    "lizard-spock",
    mark("Rock, paper, scissors, lizard, Spock"),
    (
        Move("rock", mark("Rock"), "rock"),
        Move("paper", mark("Paper"), "paper"),
        Move("scissors", mark("Scissors"), "scissors"),
        Move("lizard", mark("Lizard"), "lizard"),
        Move("spock", mark("Spock"), "spock"),
    ),
    {
        ("scissors", "paper"): "cut",
        ("paper", "rock"): "wraps",
        ("rock", "lizard"): "crushes",
        ("lizard", "spock"): "poisons",
        ("spock", "scissors"): "smashes",
        ("scissors", "lizard"): "decapitate",
        ("lizard", "paper"): "eats",
        ("paper", "spock"): "disproves",
        ("spock", "rock"): "vaporizes",
        ("rock", "scissors"): "blunts",
    },
)
"""The five of Sam Kass and Karen Bryla."""

SHIPPED: Final = (CLASSIC, LIZARD_SPOCK)
"""The rule sets that come with the game. Their sentences are whole ones of their own: `ui.words`."""

GESTURES: Final = CLASSIC.moves
"""Of rock, paper, scissors."""

CLASSES: Final = CLASSIC.classes
"""Of rock, paper, scissors: the gestures, and `Gesture.NONE`."""

Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS = GESTURES
Gesture.NONE = CLASSIC.none


def counters(gesture: Gesture) -> tuple[Gesture, ...]:
    """Return the gestures that beat `gesture`, in class order: paper for rock.

    Raises:
        ValueError: for the empty scene, which nothing beats.
    """
    if gesture.is_none:
        raise ValueError("an empty scene cannot be beaten: expected a move, got NONE")
    rules = gesture.rules
    return tuple(each for each in rules.moves if (each, gesture) in rules.verbs)


def counter(gesture: Gesture) -> Gesture:
    """Return one gesture that beats `gesture`, and another one for each other gesture.

    Raises:
        ValueError: for the empty scene, which nothing beats.
    """
    counters(gesture)
    return _answers(gesture.rules)[gesture]


@cache
def _answers(rules: RuleSet) -> tuple[Gesture, ...]:
    # By Hall's theorem there is one where each move is beaten by as many as it beats.
    taken: dict[Gesture, Gesture] = {}  # the gesture that each answer is for

    def find(gesture: Gesture, seen: set[Gesture]) -> bool:
        for answer in counters(gesture):
            if answer not in seen:
                seen.add(answer)
                if answer not in taken or find(taken[answer], seen):
                    taken[answer] = gesture
                    return True
        return False

    for gesture in rules.moves:
        find(gesture, set())
    answers = {gesture: answer for answer, gesture in taken.items()}
    return tuple(answers[gesture] for gesture in rules.moves)


def judge(player: Gesture, computer: Gesture) -> RoundResult:
    """Return the result of one round for the player.

    Raises:
        ValueError: when either threw the empty scene, or gestures of another rule set.
    """
    if player.is_none or computer.is_none or player.rules is not computer.rules:
        raise ValueError(f"expected two moves of one rule set, got {player!r} and {computer!r}")
    if player == computer:
        return RoundResult.DRAW
    return RoundResult.WIN if (player, computer) in player.rules.verbs else RoundResult.LOSE
