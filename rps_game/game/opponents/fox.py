"""Sly, a fox: guesses by many rules, also what the player makes of its throws, and mixes where it is unsure.

Each predictor expects the next gesture of one side. One about the player is answered at once; one about the
fox itself says what a player who reads the fox would throw. Either may be thought one step or two further:
these are the six ways of Iocaine Powder (http://webdocs.cs.ualberta.ca/~darse/rsb-results1.html). A predictor
with a number of steps is a guess. Each guess is scored by what it would have won, with fading weights, and
votes by its score; the votes are the odds of the next throw. Where nobody stands out, or where the odds have
lost lately, which means that they are foreseen, chance throws.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture, RoundResult, RuleSet, counter, counters, judge
from rps_game.game.match import Round
from rps_game.game.opponents.base import Level, Opponent
from rps_game.game.opponents.learner import MEMORY
from rps_game.words import Sentence, mark

HORIZON: Final = 60
"""Rounds that the fox looks back on. The time of a choice grows with their square."""

COUNTS_FADE: Final = 0.98
"""Weight of a case in a predictor's counts, for each round since."""

SCORES_FADE: Final = 0.98
"""Weight of a round in a guess's score, for each round since."""

TRUST: Final = 1.0
"""Natural logarithm of what a guess's votes are multiplied by for each round won. With more it settles
sooner, and is sooner foreseen."""

PRIOR: Final = (0.0, -3.0, -4.0, -3.0, -4.0, -4.0)
"""Natural logarithm of a guess's votes at the start, by its steps: most players just have habits."""

CHANCE_VOTES: Final = 8.0
"""Votes of chance."""

GUARD_FADE: Final = 0.95
GUARD: Final = 1.0
GUARD_FREE: Final = 2.0
"""The odds count by 1 / (1 + exp(-GUARD (won + GUARD_FREE))), where `won` is what they would have won lately,
with weights that fade by GUARD_FADE; chance has the rest."""

LONGEST_MATCH: Final = 6
"""Rounds before now that are compared with those before another round."""

CLOSE: Final = 0.4
"""Odds of the likeliest of three throws below which its guesses count as equally good; of more, its share."""

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
_NONE: Final = -1
"""The gesture that is expected by what expects none."""


class Steps(Enum):
    """Whose habit a guess follows, the player's or the fox's, and how many steps further it thinks."""

    HABIT = auto()  # goes on as before
    HABIT_OUTGUESSED = auto()  # beats what the fox throws against that
    HABIT_TWICE = auto()  # beats what the fox throws against that, in turn
    READING = auto()  # beats the fox's own habit
    READING_OUTGUESSED = auto()
    READING_TWICE = auto()


@dataclass(frozen=True, slots=True)
class Plan:
    """The odds of the next throw, and the guess that has most votes of those for the likeliest throw.

    Attributes:
        odds: float32 (moves,), of the fox's throw, in class order; they sum to 1.
        expected: what that guess expects of the player; None while there is no guess.
        steps: how it thinks.
        predictor: its predictor's place in REASONS.
    """

    odds: Floats
    expected: Gesture | None
    steps: Steps
    predictor: int

    @property
    def is_clear(self) -> bool:
        """True if the odds of the likeliest throw reach `CLOSE`; of more than three moves, its share."""
        return bool(self.odds.max() >= CLOSE * 3 / len(self.odds))

    @property
    def sentence(self) -> Sentence:
        """The guess in words, for after a throw that followed it."""
        if self.expected is None or not self.is_clear:
            return Sentence("My guesses were all much the same, so I left it to chance.")
        return Sentence(
            "{expected}: {reason}.",
            {
                "expected": _of_expected(self.expected),
                "reason": _THOUGHTS.get(self.steps, REASONS[self.predictor]),
            },
        )


class Fox(Opponent):
    """Throws by the odds of its plan; at a lower level more is left to chance.

    Args:
        level: how well it plays. It never changes by itself.
    """

    name = "fox"
    title = mark("Sly")
    against = mark("against Sly")
    line = mark("Thinks one step further than you, or two.")
    has_levels = True

    def __init__(self, level: Level = Level.HARD) -> None:
        self._level = level

    def at(self, level: Level) -> "Fox":
        return Fox(level)

    def choose(self, history: Sequence[Round], rng: np.random.Generator) -> Gesture:
        moves = self.rules.moves
        odds = self.plan(history).odds * (1 - self._level.chance) + self._level.chance / len(moves)
        return moves[int(np.searchsorted(np.cumsum(odds[:-1]), rng.random(), "right"))]

    def remark(self, history: Sequence[Round]) -> Sentence:
        plan = self.plan(history[:-1])
        if plan.expected is None or not plan.is_clear or history[-1].computer in counters(plan.expected):
            return plan.sentence
        return Sentence(
            "{expected}, but left this throw to chance, so that you cannot read me.",
            {"expected": _of_expected(plan.expected)},
        )

    def plan(self, history: Sequence[Round]) -> Plan:
        """Return what it makes of a history on the hardest level: the same each time."""
        rules, count = self.rules, len(self.rules.moves)
        answers, wins = _answers(rules), _wins(rules)
        recent = history[-HORIZON:]
        player = np.array([played.player for played in recent], dtype=np.int64)
        own = np.array([played.computer for played in recent], dtype=np.int64)
        expected = _guesses(_predictions(player, own, rules), _predictions(own, player, rules), rules)
        votes = _votes(expected, player, rules)
        odds = np.stack([(votes * answers[expected, move]).sum((0, 1)) for move in range(count)])
        odds = (odds + CHANCE_VOTES / count) / (odds.sum(0) + CHANCE_VOTES)
        values = (odds[:, :-1] * wins[:, player]).sum(0)
        won = values @ _fading(len(player), GUARD_FADE)[-1]
        share = 1 / (1 + np.exp(-GUARD * (won + GUARD_FREE)))
        now = expected[:, :, -1]
        likeliest = int(odds[:, -1].argmax())
        best = int(np.where(answers[now, likeliest] > 0, votes[:, :, -1], -1).argmax())
        steps, predictor = divmod(best, votes.shape[1])
        return Plan(
            odds[:, -1] * share + (1 - share) / count,
            rules.moves[now[steps, predictor]] if votes[:, :, -1].any() else None,
            tuple(Steps)[steps],
            predictor,
        )


@cache
def _wins(rules: RuleSet) -> Floats:
    """Return what each throw wins of each other one, float32 (moves, moves): 1, 0 or -1."""
    value = {RoundResult.WIN: 1, RoundResult.DRAW: 0, RoundResult.LOSE: -1}
    rows = [[value[judge(one, other)] for other in rules.moves] for one in rules.moves]
    return np.array(rows, dtype=np.float32)


@cache
def _answers(rules: RuleSet) -> Floats:
    """Return the odds of each throw as an answer to each gesture, float32 (gestures, moves).

    What beats the gesture is thrown, each as likely.
    """
    beats = _wins(rules).T > 0
    answers: Floats = (beats / beats.sum(1, keepdims=True)).astype(np.float32)
    return answers


def _guesses(player: Whole, own: Whole, rules: RuleSet) -> Whole:
    """Return what each guess expects of the player, (steps, predictors, rounds + 1), from the predictions."""
    beaten_by = np.array([counter(gesture) for gesture in rules.moves] + [_NONE])
    found = []
    for of, steps in ((player, 0), (own, 1)):
        expected = of
        for _ in range(steps):
            expected = beaten_by[expected]
        for _ in range(3):
            found.append(expected)
            expected = beaten_by[beaten_by[expected]]
    return np.stack(found)


def _votes(expected: Whole, player: Whole, rules: RuleSet) -> Floats:
    """Return the votes of each guess before each round and now, from what it would have won until then."""
    known = expected[:, :, :-1]
    values = np.where(known == _NONE, np.float32(0), (_answers(rules) @ _wins(rules))[known, player])
    scores = values @ _fading(len(player), SCORES_FADE).T
    prior = np.array(PRIOR, dtype=np.float32)[:, None, None]
    return np.where(expected == _NONE, np.float32(0), np.exp(TRUST * scores + prior))


def _predictions(own: Whole, other: Whole, rules: RuleSet) -> Whole:
    """Return what each predictor expects of a side before each round and now, (predictors, n + 1).

    Args:
        own: what that side has thrown, (n,), oldest first.
        other: what the other side has thrown.
        rules: what both throw.
    """
    n, count = len(own), len(rules.moves)
    one_of = np.eye(count, dtype=np.float32)
    before = np.tri(n + 1, n, -1, dtype=bool)
    fading = _fading(n, COUNTS_FADE)

    def ago(of: Whole, rounds: int) -> Whole:
        return np.concatenate([np.full(rounds, _NONE), of])[: n + 1]

    def alike(situations: Whole) -> npt.NDArray[np.bool_]:
        known = before & (situations[..., :, None] >= 0)
        found: npt.NDArray[np.bool_] = known & (situations[..., :, None] == situations[..., None, :n])
        return found

    last, last_other = ago(own, 1), ago(other, 1)
    none, begun = np.zeros(n + 1, dtype=np.int64), np.where(last == _NONE, _NONE, 0)
    two, both = count * ago(own, 2) + last, count * last + last_other
    twice_both = count**2 * (count * ago(own, 2) + ago(other, 2)) + both
    ended = np.where(last == _NONE, _NONE, 1 + _wins(rules)[last, last_other].astype(np.int64))
    # What a habit depends on, and the gesture from which it counts; in the order of REASONS.
    situations = np.stack([none, last, two, both, last_other, twice_both, begun, begun, ended])
    bases = np.stack([*[none] * 6, last, last_other, last, *[none] * 3])
    same = alike(situations)
    weights = [same * fading]
    for stream in (count * own + other, own, other):
        longest, run = np.zeros((n + 1, n), dtype=np.float32), before
        for rounds in range(1, LONGEST_MATCH + 1):
            run = run & alike(ago(stream, rounds))
            longest = np.where(
                run, np.float32(8.0**rounds), longest
            )  # a longer one outweighs all shorter ones
        weights.append((longest * fading)[None])
    counts = np.concatenate(weights) @ one_of[(own - bases[:, :n]) % count]
    found = np.where(counts.any(2), (bases + counts.argmax(2)) % count, _NONE)
    return np.concatenate([found, _as_the_learner(same[:4], own, count)])


def _as_the_learner(same: npt.NDArray[np.bool_], own: Whole, moves: int) -> Whole:
    """Return what the learner expects by each of its patterns, and then by all of them.

    `same` says, for each pattern, of which earlier rounds the situation was the same.
    """
    rank = same[:, :, ::-1].cumsum(2, dtype=np.float32)[:, :, ::-1]
    remembered = same & (rank <= MEMORY)
    thrown = np.eye(moves, dtype=np.float32)[own]
    counts = remembered @ thrown
    latest = (remembered * np.exp2(-rank)) @ thrown  # below 1: it only decides between equals
    found = (counts + latest).argmax(2)
    confidence = (counts.max(2).astype(np.float64) + 1) / (counts.sum(2) + moves)
    found = np.where(confidence > 1 / moves, found, _NONE)
    return np.concatenate([found, np.take_along_axis(found, confidence.argmax(0)[None], 0)])


def _fading(rounds: int, fade: float) -> Floats:
    """Return the weight of each round before each and now, float32 (rounds + 1, rounds): 1 for the latest."""
    since = np.arange(rounds + 1)[:, None] - 1 - np.arange(rounds)
    return np.where(since < 0, 0, fade ** np.maximum(since, 0)).astype(np.float32)


_EXPECTED: Final = {
    "rock": Sentence("I reckoned on rock"),
    "paper": Sentence("I reckoned on paper"),
    "scissors": Sentence("I reckoned on scissors"),
}


def _of_expected(gesture: Gesture) -> Sentence:
    known = _EXPECTED.get(gesture.id) if gesture.rules.ships else None
    return known or Sentence("I reckoned on “{move}”", {"move": gesture.word})


_THOUGHTS: Final = {
    Steps.HABIT_OUTGUESSED: Sentence("you have begun to outguess me, so I went one step further"),
    Steps.HABIT_TWICE: Sentence("you had thought of that too, so I went two steps further"),
    Steps.READING: Sentence("you have read my habits, and I have noticed"),
    Steps.READING_OUTGUESSED: Sentence("you read my habits, so I went one step further"),
    Steps.READING_TWICE: Sentence("you read my habits, so I went two steps further"),
}

_FAVOURITE: Final = Sentence("lately you throw it most")
_AFTER_LAST: Final = Sentence("it often follows your last throw")
_AFTER_TWO: Final = Sentence("it often follows your last two throws")
_AFTER_ROUND: Final = Sentence("it often follows such a round")
_AFTER_MINE: Final = Sentence("you often answer my last throw so")
_BEEN_HERE: Final = Sentence("it went like this before")

REASONS: Final = (
    _FAVOURITE,
    _AFTER_LAST,
    _AFTER_TWO,
    _AFTER_ROUND,
    _AFTER_MINE,
    Sentence("it often follows two such rounds"),
    Sentence("you often go on so from your last throw"),
    _AFTER_MINE,
    Sentence("you often go on so after such a result"),
    _BEEN_HERE,
    _BEEN_HERE,
    _BEEN_HERE,
    _FAVOURITE,
    _AFTER_LAST,
    _AFTER_TWO,
    _AFTER_ROUND,
    Sentence("it is your strongest habit"),
)
"""What each predictor goes by, in their order: nine counts, three matches of history, the learner's five."""
