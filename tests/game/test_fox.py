"""The fox: what it says is what it goes by, and it depends on nothing but the history and the seed."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture, counter
from rps_game.game.made_up_players import MADE_UP_PLAYERS
from rps_game.game.match import Round
from rps_game.game.opponents.base import Level
from rps_game.game.opponents.fox import CLOSE, COUNTS_FADE, HORIZON, LONGEST_MATCH, REASONS, Fox, Plan, Steps
from rps_game.game.opponents.learner import Learner

ROCK, PAPER, SCISSORS = GESTURES
gestures = st.sampled_from(GESTURES)
histories = st.lists(st.builds(Round, gestures, gestures), max_size=40)

Throws = Sequence[tuple[Gesture, Gesture]]
"""The predicted side's gesture and the other's, of each round."""


def counted(
    situation: Callable[[Throws, int], object], base: Callable[[Throws, int], int] = lambda throws, i: 0
) -> Callable[[Throws], set[Gesture]]:
    """What came most often in the present situation, counted from `base`; a situation of None is unknown."""

    def predict(throws: Throws) -> set[Gesture]:
        now, found = situation(throws, len(throws)), Counter[int]()
        for i, (own, _) in enumerate(throws):
            if now is not None and situation(throws, i) == now:
                found[(own - base(throws, i)) % 3] += COUNTS_FADE ** (len(throws) - i)  # type: ignore[assignment]
        most = max(found.values(), default=0)
        return {GESTURES[(base(throws, len(throws)) + g) % 3] for g, n in found.items() if n > most - 1e-4}

    return predict


def matched(part: Callable[[tuple[Gesture, Gesture]], object]) -> Callable[[Throws], set[Gesture]]:
    """What came after the longest match of the latest rounds."""

    def length(throws: Throws, i: int) -> int:
        n = 0
        while n < min(LONGEST_MATCH, i) and part(throws[i - n - 1]) == part(throws[len(throws) - n - 1]):
            n += 1
        return n

    def predict(throws: Throws) -> set[Gesture]:
        found = Counter[Gesture]()
        for i, (own, _) in enumerate(throws):
            if n := length(throws, i):
                found[own] += 8**n * COUNTS_FADE ** (len(throws) - i)
        most = max(found.values(), default=0)
        return {g for g, n in found.items() if n > most * (1 - 1e-4)}

    return predict


def learner(throws: Throws) -> set[Gesture]:
    expected = Learner().expect([Round(own, other) for own, other in throws])
    return set() if expected is None else {expected.gesture}


def last(throws: Throws, i: int, side: int = 0) -> int:
    return throws[i - 1][side]


PREDICTORS: dict[int, Callable[[Throws], set[Gesture]]] = {
    0: counted(lambda throws, i: ()),
    1: counted(lambda throws, i: throws[i - 1][0] if i else None),
    2: counted(lambda throws, i: (throws[i - 2][0], throws[i - 1][0]) if i > 1 else None),
    3: counted(lambda throws, i: throws[i - 1] if i else None),
    4: counted(lambda throws, i: throws[i - 1][1] if i else None),
    5: counted(lambda throws, i: tuple(throws[i - 2 : i]) if i > 1 else None),
    6: counted(lambda throws, i: () if i else None, last),
    7: counted(lambda throws, i: () if i else None, lambda throws, i: last(throws, i, 1)),
    8: counted(lambda throws, i: (throws[i - 1][0] - throws[i - 1][1]) % 3 if i else None, last),
    9: matched(lambda both: both),
    10: matched(lambda both: both[0]),
    11: matched(lambda both: both[1]),
    16: learner,
}
"""The predictors, written anew and plainly; 12 to 15 are parts of the learner."""

FURTHER = dict(zip(Steps, (0, 2, 4, 1, 3, 5), strict=True))
"""By how much a guess's expectation is above what its predictor expects."""


def what_its_predictor_expects(plan: Plan, history: Sequence[Round]) -> set[Gesture]:
    own = "READING" not in plan.steps.name
    throws = [(p.player, p.computer) if own else (p.computer, p.player) for p in history]
    return {GESTURES[(g + FURTHER[plan.steps]) % 3] for g in PREDICTORS[plan.predictor](throws)}


@settings(max_examples=200, deadline=None)
@given(histories)
def test_what_it_says_is_what_it_goes_by(history: list[Round]) -> None:
    plan = Fox().plan(history)
    if plan.expected is None:
        assert not history
        return
    if plan.predictor in PREDICTORS:
        assert plan.expected in what_its_predictor_expects(plan, history)
    assert plan.odds.argmax() == counter(plan.expected)
    followed = str(Fox().remark([*history, Round(ROCK, counter(plan.expected))]))
    if plan.odds.max() < CLOSE:
        assert followed == "My guesses were all much the same, so I left it to chance."
        return
    assert followed.startswith(f"I reckoned on {plan.expected.name.lower()}: ")
    if plan.steps is Steps.HABIT:
        assert followed.endswith(f": {REASONS[plan.predictor]}.")
    else:
        words = {"OUTGUESSED": "one step further", "TWICE": "two steps further", "READING": "habits"}
        assert words[plan.steps.name.split("_")[-1]] in followed
    other = str(Fox().remark([*history, Round(ROCK, plan.expected)]))
    assert other.startswith(f"I reckoned on {plan.expected.name.lower()}, but left this throw to chance")


def test_it_thinks_a_step_further_than_who_outguesses_it() -> None:
    player, rng = MADE_UP_PLAYERS["knows-learner"], np.random.default_rng(3)
    history: list[Round] = []
    for _ in range(40):
        move = Fox().choose(history, rng)  # before the player's, as in the game
        history.append(Round(player(history, rng), move))
    assert "step" in str(Fox().remark(history))


@settings(max_examples=30, deadline=None)
@given(histories, st.integers(0, 9), st.sampled_from(Level))
def test_history_and_seed_decide_whoever_played_before(history: list[Round], seed: int, level: Level) -> None:
    used, fresh = Fox(level), Fox(level)
    used.choose([Round(ROCK, PAPER)] * 9, np.random.default_rng(0))
    assert used.choose(history, np.random.default_rng(seed)) is fresh.choose(
        history, np.random.default_rng(seed)
    )


def test_its_throws_have_the_odds_of_its_plan() -> None:
    history = [Round(ROCK, SCISSORS), Round(PAPER, ROCK)] * 10
    for level in Level:
        rng = np.random.default_rng(1)
        thrown = Counter(Fox(level).choose(history, rng) for _ in range(1000))
        odds = Fox().plan(history).odds * (1 - level.chance) + level.chance / 3
        for gesture in GESTURES:
            assert thrown[gesture] / 1000 == pytest.approx(odds[gesture], abs=0.06)
    assert odds.max() > 0.8


def test_before_anything_is_known_every_throw_is_as_likely() -> None:
    plan = Fox().plan([])
    assert plan.expected is None
    assert plan.odds == pytest.approx(1 / 3)


def test_more_rounds_than_it_looks_back_on_change_nothing() -> None:
    rng = np.random.default_rng(5)
    rounds = [Round(GESTURES[rng.integers(3)], GESTURES[rng.integers(3)]) for _ in range(3 * HORIZON)]
    assert Fox().plan(rounds).odds == pytest.approx(Fox().plan(rounds[-HORIZON:]).odds)
