"""The laws of a match, for any rules and any throws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture, RoundResult, judge
from rps_game.game.match import Match, Round, Rules, Side

ROCK, PAPER, SCISSORS = GESTURES
throws = st.lists(st.tuples(st.sampled_from(GESTURES), st.sampled_from(GESTURES)), max_size=40)
rules = st.sampled_from([1, 3, 5, 7]).map(Rules.from_best_of)


def played(match: Match, pairs: list[tuple[Gesture, Gesture]]) -> Match:
    for pair in pairs:
        if match.over:
            break
        match = match.play(*pair)
    return match


@given(throws, rules | st.just(Rules(None)))
def test_the_score_is_the_rounds(pairs: list[tuple[Gesture, Gesture]], rules: Rules) -> None:
    match = played(Match(rules), pairs)
    assert [(r.player, r.computer) for r in match.rounds] == pairs[: len(match.rounds)]
    assert all(r.result is judge(r.player, r.computer) for r in match.rounds)
    ended = [played.result for played in match.rounds]
    assert (match.wins, match.losses) == (ended.count(RoundResult.WIN), ended.count(RoundResult.LOSE))
    assert (match.winner is not None) == match.over
    leaders = {True: Side.PLAYER, False: Side.COMPUTER}
    assert match.leader is (None if match.wins == match.losses else leaders[match.wins > match.losses])


@given(throws, rules)
def test_best_of_ends_with_the_round_that_decides_it(
    pairs: list[tuple[Gesture, Gesture]], rules: Rules
) -> None:
    match = played(Match(rules), pairs)
    assert rules.wins_needed is not None
    assert rules.best_of is not None
    assert max(match.wins, match.losses) <= rules.wins_needed
    assert match.wins + match.losses <= rules.best_of
    if match.over:
        before = played(Match(rules), pairs[: len(match.rounds) - 1])
        assert not before.over
        assert match.rounds[-1].result is not RoundResult.DRAW
        assert match.winner is match.leader
        with pytest.raises(ValueError, match="over"):
            match.play(ROCK, PAPER)
    else:
        assert len(match.rounds) == len(pairs)


@given(throws, rules, st.integers(0, 40), st.sampled_from(GESTURES))
def test_a_draw_brings_nobody_nearer_to_the_end(
    pairs: list[tuple[Gesture, Gesture]], rules: Rules, at: int, level: Gesture
) -> None:
    without = played(Match(rules), pairs)
    with_draw = played(Match(rules), [*pairs[:at], (level, level), *pairs[at:]])
    assert (with_draw.wins, with_draw.losses, with_draw.winner) == (
        without.wins,
        without.losses,
        without.winner,
    )


@given(throws)
def test_an_endless_match_is_never_over(pairs: list[tuple[Gesture, Gesture]]) -> None:
    match = played(Match(Rules(None)), pairs)
    assert len(match.rounds) == len(pairs)
    assert not match.over
    assert match.winner is None


def test_playing_leaves_the_match_before_as_it_was() -> None:
    before = Match(Rules.from_best_of(3)).play(ROCK, SCISSORS)
    after = before.play(PAPER, ROCK)
    assert (before.wins, before.over) == (1, False)
    assert (after.wins, after.winner) == (2, Side.PLAYER)
    assert after.rounds == (Round(ROCK, SCISSORS), Round(PAPER, ROCK))


@pytest.mark.parametrize("rounds", [0, -3, 4])
def test_best_of_is_odd(rounds: int) -> None:
    with pytest.raises(ValueError, match="odd"):
        Rules.from_best_of(rounds)


def test_impossible_rules_and_rounds_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 win"):
        Rules(0)
    with pytest.raises(ValueError, match="NONE"):
        Match().play(Gesture.NONE, ROCK)
