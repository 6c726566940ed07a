"""What the report says of a table."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.findings import WORTH_REDOING, Finding, Reading
from rps_game.game.gestures import Gesture


def table(*rows: tuple[int, int, int]) -> np.ndarray:
    return np.array(rows, np.int64)


@pytest.mark.parametrize(
    ("confusion", "finding"),
    [
        (table((0, 0, 0), (0, 0, 0), (0, 0, 0)), Finding(Reading.UNTESTED, 0, 0)),
        (table((10, 0, 0), (0, 10, 0), (0, 0, 10)), Finding(Reading.PERFECT, 30, 30)),
        (
            table((9, 1, 0), (0, 10, 0), (0, 0, 10)),
            Finding(Reading.GOOD, 29, 30, Gesture.ROCK, Gesture.PAPER, 1, 10),
        ),
        (
            table((9, 1, 0), (0, 10, 0), (0, 4, 6)),
            Finding(Reading.CONFUSED, 25, 30, Gesture.SCISSORS, Gesture.PAPER, 4, 10),
        ),
        # Shares count, not numbers: 4 of 8 rocks are worse than 5 of 12 papers.
        (
            table((4, 0, 4), (5, 7, 0), (0, 0, 12)),
            Finding(Reading.CONFUSED, 23, 32, Gesture.ROCK, Gesture.SCISSORS, 4, 8),
        ),
    ],
)
def test_the_one_thing_worth_saying(confusion: np.ndarray, finding: Finding) -> None:
    assert Finding.of(confusion) == finding


@given(st.lists(st.integers(0, 12), min_size=9, max_size=9))
def test_what_is_to_be_redone_is_the_gesture_mistaken_most(cells: list[int]) -> None:
    confusion = np.array(cells, np.int64).reshape(3, 3)
    finding = Finding.of(confusion)
    wrong = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    np.fill_diagonal(wrong, 0)
    assert (finding.redo is not None) == (wrong.max() >= WORTH_REDOING)
    if finding.shown is not None:
        assert finding.taken_for is not finding.shown
        assert finding.times / finding.frames == wrong.max()
