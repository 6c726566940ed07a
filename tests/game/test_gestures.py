"""Who beats whom, against a table written out by hand."""

import pytest

from rps_game.game.gestures import CLASSES, GESTURES, Gesture, RoundResult, counter, judge

ROCK, PAPER, SCISSORS, NONE = Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS, Gesture.NONE

# (player, computer) -> what happens to the player
TABLE = {
    (ROCK, ROCK): RoundResult.DRAW,
    (ROCK, PAPER): RoundResult.LOSE,  # paper wraps rock
    (ROCK, SCISSORS): RoundResult.WIN,  # rock blunts scissors
    (PAPER, ROCK): RoundResult.WIN,
    (PAPER, PAPER): RoundResult.DRAW,
    (PAPER, SCISSORS): RoundResult.LOSE,  # scissors cut paper
    (SCISSORS, ROCK): RoundResult.LOSE,
    (SCISSORS, PAPER): RoundResult.WIN,
    (SCISSORS, SCISSORS): RoundResult.DRAW,
}


@pytest.mark.parametrize(("pair", "result"), TABLE.items())
def test_all_nine_pairs(pair: tuple[Gesture, Gesture], result: RoundResult) -> None:
    assert judge(*pair) is result


def test_the_counter_is_what_beats_a_gesture() -> None:
    assert {gesture: counter(gesture) for gesture in GESTURES} == {
        ROCK: PAPER,
        PAPER: SCISSORS,
        SCISSORS: ROCK,
    }


@pytest.mark.parametrize("pair", [(NONE, ROCK), (ROCK, NONE), (NONE, NONE)])
def test_an_empty_scene_is_no_throw(pair: tuple[Gesture, Gesture]) -> None:
    with pytest.raises(ValueError, match=r"NONE"):
        judge(*pair)


def test_a_class_is_its_column() -> None:
    assert [int(gesture) for gesture in CLASSES] == [0, 1, 2, 3]
    assert CLASSES[:3] == GESTURES
