"""The opponents over many rounds, and what the learner expects of a player."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture, RoundResult, counter
from rps_game.game.match import Round
from rps_game.game.opponents import DEFAULT_OPPONENT, OPPONENTS
from rps_game.game.opponents.base import Opponent
from rps_game.game.opponents.dice import Dice
from rps_game.game.opponents.learner import MEMORY, Learner
from rps_game.game.opponents.mirror import Mirror
from rps_game.game.statistics import Tally

ROCK, PAPER, SCISSORS = GESTURES
gestures = st.sampled_from(GESTURES)
histories = st.lists(st.builds(Round, gestures, gestures), max_size=60)

Player = Callable[[list[Round], np.random.Generator], Gesture]


def simulate(player: Player, opponent: Opponent, rounds: int, seed: int = 2024) -> Tally:
    """So many rounds, told from the opponent's side."""
    rng = np.random.default_rng(seed)
    history: list[Round] = []
    for _ in range(rounds):
        move = opponent.choose(history, rng)  # before the player's, as in the game
        history.append(Round(player(history, rng), move))
    ended = [played.result for played in history]
    return Tally(ended.count(RoundResult.LOSE), ended.count(RoundResult.WIN), ended.count(RoundResult.DRAW))


def repeating(history: list[Round], rng: np.random.Generator) -> Gesture:
    return PAPER


def cycling(history: list[Round], rng: np.random.Generator) -> Gesture:
    return counter(history[-1].player) if history else ROCK


def blind(history: list[Round], rng: np.random.Generator) -> Gesture:
    return GESTURES[rng.integers(3)]


def stays_on_a_win_and_moves_on_else(history: list[Round], rng: np.random.Generator) -> Gesture:
    if not history or rng.random() < 0.3:
        return blind(history, rng)
    last = history[-1]
    return last.player if last.result is RoundResult.WIN else counter(last.player)


def favours_rock(history: list[Round], rng: np.random.Generator) -> Gesture:
    return GESTURES[rng.choice(3, p=[0.6, 0.2, 0.2])]


@pytest.mark.parametrize(
    ("player", "rounds", "least"),
    [
        (repeating, 10_000, 0.999),
        (cycling, 1_000, 0.98),
        (stays_on_a_win_and_moves_on_else, 1_000, 0.55),
        (favours_rock, 1_000, 0.50),
    ],
)
def test_the_learner_beats_habits(player: Player, rounds: int, least: float) -> None:
    tally = simulate(player, Learner(), rounds)
    share = tally.wins / rounds
    assert share >= least, f"against {player.__name__}: won {share:.4f} of {rounds} rounds, {tally}"


@pytest.mark.parametrize("opponent", OPPONENTS.values(), ids=list(OPPONENTS))
def test_every_opponent_is_at_chance_against_a_blind_player(opponent: Opponent) -> None:
    rounds = 10_000
    tally = simulate(blind, opponent, rounds)
    four_deviations = 4 * math.sqrt(rounds * 2 / 9)  # 189 rounds: chance passes it once in 16,000 seeds
    figures = f"{opponent.name}: {tally.wins} won, {tally.losses} lost, {tally.draws} drawn of {rounds}"
    for count in (tally.wins, tally.losses, tally.draws):
        assert abs(count - rounds / 3) < four_deviations, figures


def test_nobody_beats_the_dice_by_habit() -> None:
    tally = simulate(stays_on_a_win_and_moves_on_else, Dice(), 10_000)
    assert abs(tally.wins - 10_000 / 3) < 189, tally


def test_the_learner_follows_a_player_who_changes() -> None:
    history = [Round(ROCK, PAPER)] * 50
    rounds = 0
    while (expected := Learner().expect(history)) is None or expected.gesture is not SCISSORS:
        history.append(Round(SCISSORS, PAPER))
        rounds += 1
    assert rounds <= 5, f"it took {rounds} rounds"


def test_the_learner_says_what_it_expected_and_why() -> None:
    history = [Round(g, ROCK) for g in (ROCK, PAPER, SCISSORS, ROCK, PAPER, SCISSORS, ROCK)]
    expected = Learner().expect(history)
    assert expected is not None
    assert (expected.gesture, expected.situation) == (PAPER, ((ROCK,), None))
    assert (expected.seen, expected.followed, expected.confidence) == (2, 2, 3 / 5)


def test_the_learner_tells_a_won_round_from_a_lost_one() -> None:
    # Rock stays rock when it won, and else turns to paper.
    won, lost = Round(ROCK, SCISSORS), Round(ROCK, PAPER)
    history = [won, won, lost, Round(PAPER, SCISSORS)] * 4 + [won, lost]
    expected = Learner().expect(history)
    assert expected is not None
    assert (expected.gesture, expected.situation) == (PAPER, ((ROCK,), RoundResult.LOSE))


@given(histories, st.integers(0, 99))
def test_the_learner_plays_what_beats_its_expectation(history: list[Round], seed: int) -> None:
    expected = Learner().expect(history)
    move = Learner().choose(history, np.random.default_rng(seed))
    if expected is None:
        assert move in GESTURES  # all three followed equally often, or nothing was played yet
        return
    assert move is counter(expected.gesture)
    assert 1 <= expected.followed <= expected.seen <= MEMORY
    assert 1 / 3 < expected.confidence < 1
    context, result = expected.situation
    assert context == tuple(played.player for played in history[len(history) - len(context) :])
    assert result in {None, history[-1].result}


@given(histories, st.integers(0, 99))
def test_the_mirror_repeats_the_player(history: list[Round], seed: int) -> None:
    move = Mirror().choose(history, np.random.default_rng(seed))
    assert move is history[-1].player if history else move in GESTURES


def test_the_names_in_players_files_stay_known() -> None:
    assert list(OPPONENTS)[:3] == ["random", "learner", "mirror"]
    assert DEFAULT_OPPONENT == "random"


def test_an_opponent_without_remarks_says_nothing() -> None:
    assert Mirror().remark([Round(ROCK, PAPER)]) is None


def test_a_remark_is_on_what_was_expected_before_the_last_round() -> None:
    history = [Round(ROCK, PAPER), Round(ROCK, PAPER), Round(SCISSORS, PAPER)]
    expected = Learner().expect(history[:-1])
    assert expected is not None
    assert Learner().remark(history) == expected.sentence


@pytest.mark.parametrize("opponent", OPPONENTS.values(), ids=list(OPPONENTS))
def test_every_opponent_has_its_words(opponent: Opponent) -> None:
    assert opponent.title
    assert opponent.against.startswith("against ")
    assert opponent.line.endswith(".")
