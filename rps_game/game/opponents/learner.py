"""Hoot: looks for habits in the player's throws, and says after each what it expected, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from typing import Final

import numpy as np

from rps_game.game.gestures import Gesture, RoundResult, counters
from rps_game.game.match import Round
from rps_game.game.opponents.base import Opponent, any_gesture, any_of
from rps_game.words import Sentence, mark

HORIZON: Final = 200
"""Rounds that the learner looks back on: a quarter of an hour of play. It bounds the time a choice takes."""

MEMORY: Final = 12
"""Latest cases of a situation that count. Wins less losses per round in simulations, with 8, 12, 40:
against a player with a favourite (5:3:2) 0.17, 0.20, 0.23; against one whose favourite changes every 30
rounds 0.42, 0.41, 0.31."""


class Pattern(Enum):
    """A habit that the learner looks for: what the player's next gesture may depend on."""

    ALWAYS = auto()  # on nothing: a favourite gesture
    AFTER_GESTURE = auto()  # on the player's last gesture
    AFTER_TWO = auto()  # on the player's last two
    AFTER_ROUND = auto()  # on the last round: both gestures, and so on who won it


Situation = tuple[tuple[Gesture, ...], RoundResult | None]
"""What a pattern looks back on: none, one or two gestures of the player, oldest first, and for AFTER_ROUND
how the last round ended."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """The gesture that the learner expects, and the habit that it follows from."""

    gesture: Gesture
    situation: Situation  # what the habit looks back on, as it is now
    seen: int  # how often that situation came up in what the learner remembers, at least 1
    followed: int  # in how many of those the player then threw `gesture`
    confidence: float  # how likely it holds `gesture` to be, above that of chance and below 1

    @property
    def sentence(self) -> Sentence:
        """The expectation in words, for after the throw."""
        return Sentence(
            "{expected}: {situation} it came {n} time out of {of}.",
            {
                "expected": _of_expected(self.gesture),
                "situation": _of_situation(self.situation),
                "of": self.seen,
            },
            plural="{expected}: {situation} it came {n} times out of {of}.",
            n=self.followed,
        )


class Learner(Opponent):
    """Looks for habits in the player's throws, and throws what beats the gesture it expects.

    For each pattern it counts what followed when the present situation came up before, and believes the one
    with the greatest (followed + 1) / (seen + moves): a count of three that was always right tells more than
    one of one, and a situation never met tells nothing (1/3 of three moves).
    """

    name = "learner"
    title = mark("Hoot")
    against = mark("against Hoot")
    line = mark("Learns your habits, and says what gave you away.")

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        expected = self.expect(history)
        return any_of(counters(expected.gesture), rng) if expected else any_gesture(rng, self.rules)

    def remark(self, history: Sequence[Round]) -> Sentence:
        expected = self.expect(history[:-1])
        if expected is None:
            return Sentence("I guessed blindly: I do not know your habits yet.")
        return expected.sentence

    def expect(self, history: Sequence[Round]) -> Expectation | None:
        """Return what it expects after `history`, the same each time; None while no gesture stands out."""
        best: Expectation | None = None
        for pattern in Pattern:
            found = _look_for(pattern, history)
            # The patterns come from plain to intricate, and of two equally likely the plainer is believed.
            if found and (best is None or found.confidence > best.confidence):
                best = found
        return best


def _look_for(pattern: Pattern, history: Sequence[Round]) -> Expectation | None:
    now = _situation(pattern, history, len(history))
    if now is None:
        return None
    rounds = range(len(history) - 1, max(len(history) - HORIZON, 0) - 1, -1)  # the latest first
    followed_by = (history[i].player for i in rounds if _situation(pattern, history, i) == now)
    followers = Counter(islice(followed_by, MEMORY))
    # Of gestures that followed equally often, the one that followed last: Counter keeps that order.
    gesture, followed = max(followers.items(), key=lambda item: item[1], default=(None, 0))
    seen = followers.total()
    if gesture is None:
        return None
    moves = len(gesture.rules.moves)
    confidence = (followed + 1) / (seen + moves)
    if confidence <= 1 / moves:
        return None
    return Expectation(gesture, now, seen, followed, confidence)


def _situation(pattern: Pattern, history: Sequence[Round], i: int) -> Situation | None:
    """Return what `pattern` sees just before round `i`; None where too few rounds lie before it."""
    match pattern:
        case Pattern.ALWAYS:
            return (), None
        case Pattern.AFTER_GESTURE if i >= 1:
            return (history[i - 1].player,), None
        case Pattern.AFTER_TWO if i >= 2:
            return (history[i - 2].player, history[i - 1].player), None
        case Pattern.AFTER_ROUND if i >= 1:
            return (history[i - 1].player,), history[i - 1].result
    return None


def _of_situation(situation: Situation) -> Sentence:
    """Return a situation in words: those of rock, paper, scissors whole, as languages bend their nouns."""
    gestures, result = situation
    known = _SITUATIONS.get((tuple(gesture.id for gesture in gestures), result))
    if known is not None and all(gesture.rules.ships for gesture in gestures):
        return known
    words: dict[str, object] = {"before": gestures[0].word, "move": gestures[-1].word}
    if len(gestures) > 1:
        twice = gestures[0] == gestures[1]
        return (
            Sentence("after “{move}” twice", words)
            if twice
            else Sentence("after “{before}” and “{move}”", words)
        )
    return {
        None: Sentence("after “{move}”", words),
        RoundResult.WIN: Sentence("after you won with “{move}”", words),
        RoundResult.LOSE: Sentence("after you lost with “{move}”", words),
        RoundResult.DRAW: Sentence("after a draw with “{move}”", words),
    }[result]


def _of_expected(gesture: Gesture) -> Sentence:
    known = _EXPECTED.get(gesture.id) if gesture.rules.ships else None
    return known or Sentence("I expected “{move}”", {"move": gesture.word})


_ROCK, _PAPER, _SCISSORS = "rock", "paper", "scissors"
_WIN, _LOSE, _DRAW = RoundResult.WIN, RoundResult.LOSE, RoundResult.DRAW

_EXPECTED: Final = {
    _ROCK: Sentence("I expected rock"),
    _PAPER: Sentence("I expected paper"),
    _SCISSORS: Sentence("I expected scissors"),
}

_SITUATIONS: Final[Mapping[tuple[tuple[str, ...], RoundResult | None], Sentence]] = {
    ((), None): Sentence("lately"),
    ((_ROCK,), None): Sentence("after rock"),
    ((_PAPER,), None): Sentence("after paper"),
    ((_SCISSORS,), None): Sentence("after scissors"),
    ((_ROCK, _ROCK), None): Sentence("after rock twice"),
    ((_ROCK, _PAPER), None): Sentence("after rock and paper"),
    ((_ROCK, _SCISSORS), None): Sentence("after rock and scissors"),
    ((_PAPER, _ROCK), None): Sentence("after paper and rock"),
    ((_PAPER, _PAPER), None): Sentence("after paper twice"),
    ((_PAPER, _SCISSORS), None): Sentence("after paper and scissors"),
    ((_SCISSORS, _ROCK), None): Sentence("after scissors and rock"),
    ((_SCISSORS, _PAPER), None): Sentence("after scissors and paper"),
    ((_SCISSORS, _SCISSORS), None): Sentence("after scissors twice"),
    ((_ROCK,), _WIN): Sentence("after you won with rock"),
    ((_ROCK,), _LOSE): Sentence("after you lost with rock"),
    ((_ROCK,), _DRAW): Sentence("after a draw with rock"),
    ((_PAPER,), _WIN): Sentence("after you won with paper"),
    ((_PAPER,), _LOSE): Sentence("after you lost with paper"),
    ((_PAPER,), _DRAW): Sentence("after a draw with paper"),
    ((_SCISSORS,), _WIN): Sentence("after you won with scissors"),
    ((_SCISSORS,), _LOSE): Sentence("after you lost with scissors"),
    ((_SCISSORS,), _DRAW): Sentence("after a draw with scissors"),
}
