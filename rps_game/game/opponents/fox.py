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
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import GESTURES, Gesture, counter
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
"""Odds of the likeliest throw below which its guesses count as equally good."""

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
_NONE: Final = -1
"""The gesture that is expected by what expects none."""


class Steps(Enum):
    """What a guess thinks of the player."""

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
        odds: float32 (3,), of the fox's throw, in class order; they sum to 1.
        expected: what that guess expects of the player; None while there is no guess.
        steps: how it thinks.
        predictor: its predictor's place in REASONS.
    """

    odds: Floats
    expected: Gesture | None
    steps: Steps
    predictor: int

    @property
    def sentence(self) -> Sentence:
        """The guess in words, for after a throw that followed it."""
        if self.expected is None or self.odds.max() < CLOSE:
            return Sentence("My guesses were all much the same, so I left it to chance.")
        return Sentence(
            "{expected}: {reason}.",
            {
                "expected": _EXPECTED[self.expected],
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
        odds = self.plan(history).odds * (1 - self._level.chance) + self._level.chance / 3
        return GESTURES[np.searchsorted(np.cumsum(odds[:2]), rng.random(), "right")]

    def remark(self, history: Sequence[Round]) -> Sentence:
        plan = self.plan(history[:-1])
        if plan.expected is None or plan.odds.max() < CLOSE or history[-1].computer is counter(plan.expected):
            return plan.sentence
        return Sentence(
            "{expected}, but left this throw to chance, so that you cannot read me.",
            {"expected": _EXPECTED[plan.expected]},
        )

    def plan(self, history: Sequence[Round]) -> Plan:
        """Return what it makes of a history on the hardest level: the same each time."""
        recent = history[-HORIZON:]
        player = np.array([played.player for played in recent], dtype=np.int64)
        own = np.array([played.computer for played in recent], dtype=np.int64)
        expected = _guesses(_predictions(player, own), _predictions(own, player))
        votes = _votes(expected, player)
        odds = np.stack([np.where((expected + 1) % 3 == move, votes, 0).sum((0, 1)) for move in GESTURES])
        odds = (odds + CHANCE_VOTES / 3) / (odds.sum(0) + CHANCE_VOTES)
        rounds = np.arange(len(player))
        values = odds[(player + 1) % 3, rounds] - odds[(player + 2) % 3, rounds]
        won = values @ _fading(len(player), GUARD_FADE)[-1]
        share = 1 / (1 + np.exp(-GUARD * (won + GUARD_FREE)))
        now = expected[:, :, -1]
        likeliest = int(odds[:, -1].argmax())
        best = int(np.where((now + 1) % 3 == likeliest, votes[:, :, -1], -1).argmax())
        steps, predictor = divmod(best, votes.shape[1])
        return Plan(
            odds[:, -1] * share + (1 - share) / 3,
            Gesture(now[steps, predictor]) if votes[:, :, -1].any() else None,
            tuple(Steps)[steps],
            predictor,
        )


def _guesses(player: Whole, own: Whole) -> Whole:
    """Return what each guess expects of the player, (steps, predictors, rounds + 1), from the predictions."""
    begun = [player, player + 2, player + 4, own + 1, own + 3, own + 5]
    found = [of != _NONE for of in (player, player, player, own, own, own)]
    return np.where(np.stack(found), np.stack(begun) % 3, _NONE)


def _votes(expected: Whole, player: Whole) -> Floats:
    """Return the votes of each guess before each round and now, from what it would have won until then."""
    values = np.array(
        [1, 0, -1, 0], dtype=np.float32
    )  # where the player's is so many above what was expected
    above = np.where(expected == _NONE, 3, (np.append(player, 0) - expected) % 3)[:, :, :-1]
    scores = values[above] @ _fading(len(player), SCORES_FADE).T
    prior = np.array(PRIOR, dtype=np.float32)[:, None, None]
    return np.where(expected == _NONE, np.float32(0), np.exp(TRUST * scores + prior))


def _predictions(own: Whole, other: Whole) -> Whole:
    """Return what each predictor expects of a side before each round and now, (predictors, n + 1).

    Args:
        own: what that side has thrown, (n,), oldest first.
        other: what the other side has thrown.
    """
    n = len(own)
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
    two, both = 3 * ago(own, 2) + last, 3 * last + last_other
    twice_both = 9 * (3 * ago(own, 2) + ago(other, 2)) + both
    ended = np.where(last == _NONE, _NONE, (last - last_other) % 3)
    # What a habit depends on, and the gesture from which it counts; in the order of REASONS.
    situations = np.stack([none, last, two, both, last_other, twice_both, begun, begun, ended])
    bases = np.stack([*[none] * 6, last, last_other, last, *[none] * 3])
    same = alike(situations)
    weights = [same * fading]
    for stream in (3 * own + other, own, other):
        longest, run = np.zeros((n + 1, n), dtype=np.float32), before
        for rounds in range(1, LONGEST_MATCH + 1):
            run = run & alike(ago(stream, rounds))
            longest = np.where(
                run, np.float32(8.0**rounds), longest
            )  # a longer one outweighs all shorter ones
        weights.append((longest * fading)[None])
    counts = np.concatenate(weights) @ _ONE_OF_THREE[(own - bases[:, :n]) % 3]
    found = np.where(counts.any(2), (bases + counts.argmax(2)) % 3, _NONE)
    return np.concatenate([found, _as_the_learner(same[:4], own)])


def _as_the_learner(same: npt.NDArray[np.bool_], own: Whole) -> Whole:
    """Return what the learner expects by each of its patterns, and then by all of them.

    `same` says, for each pattern, of which earlier rounds the situation was the same.
    """
    rank = same[:, :, ::-1].cumsum(2, dtype=np.float32)[:, :, ::-1]
    remembered = same & (rank <= MEMORY)
    counts = remembered @ _ONE_OF_THREE[own]
    latest = (remembered * np.exp2(-rank)) @ _ONE_OF_THREE[own]  # below 1: it only decides between equals
    found = (counts + latest).argmax(2)
    confidence = (counts.max(2).astype(np.float64) + 1) / (counts.sum(2) + 3)
    found = np.where(confidence > 1 / 3, found, _NONE)
    return np.concatenate([found, np.take_along_axis(found, confidence.argmax(0)[None], 0)])


def _fading(rounds: int, fade: float) -> Floats:
    """Return the weight of each round before each and now, float32 (rounds + 1, rounds): 1 for the latest."""
    since = np.arange(rounds + 1)[:, None] - 1 - np.arange(rounds)
    return np.where(since < 0, 0, fade ** np.maximum(since, 0)).astype(np.float32)


_ONE_OF_THREE: Final = np.eye(3, dtype=np.float32)

_EXPECTED: Final = {
    Gesture.ROCK: Sentence("I reckoned on rock"),
    Gesture.PAPER: Sentence("I reckoned on paper"),
    Gesture.SCISSORS: Sentence("I reckoned on scissors"),
}

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
