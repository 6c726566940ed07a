"""What a head is trained on: frames, views, and which belong to which."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import Pooled, TrainingSet, split_views, stack_views


def frames_of(counts: dict[Gesture, int]) -> dict[Gesture, list[np.ndarray]]:
    return {
        gesture: [np.full((7, 7, 256), 100 * gesture + i, np.float32) for i in range(count)]
        for gesture, count in counts.items()
    }


def rows(count: int, value: float = 0.0) -> Pooled:
    return np.full((count, 256), value, np.float32)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_views_that_are_stacked_and_split_are_as_before(counts: list[int]) -> None:
    of_frame = [rows(count, i) for i, count in enumerate(counts)]
    views, view_of = stack_views(of_frame)
    assert len(views) == len(view_of) == sum(counts)
    split = split_views(views, view_of, len(counts))
    assert len(split) == len(counts)
    for one, other in zip(split, of_frame, strict=True):
        np.testing.assert_array_equal(one, other)


@given(
    st.sampled_from([GESTURES, CLASSES]).flatmap(
        lambda classes: st.fixed_dictionaries(
            {gesture: st.lists(st.integers(0, 3), min_size=1, max_size=9) for gesture in classes}
        )
    )
)
def test_each_class_gets_its_own_views_back_also_after_the_cut_in_time(
    counts: dict[Gesture, list[int]],
) -> None:
    views = {
        gesture: [rows(count, 100 * gesture + i) for i, count in enumerate(of_class)]
        for gesture, of_class in counts.items()
    }
    data = TrainingSet.of(frames_of({gesture: len(of_class) for gesture, of_class in counts.items()}), views)
    found = data.views_by_class()
    assert set(found) == set(views)
    for gesture, of_class in views.items():
        assert [part.tolist() for part in found[gesture]] == [part.tolist() for part in of_class]
    for part in data.split_in_time():
        if part is not None:
            np.testing.assert_array_equal(part.views[:, 0], part.features[part.view_of, 0, 0, 0])


def test_there_are_no_views_where_there_are_none() -> None:
    data = TrainingSet.of(frames_of(dict.fromkeys(GESTURES, 2)))
    assert [len(part) for part in data.views_by_class()[Gesture.ROCK]] == [0, 0]
    some = TrainingSet.of(frames_of(dict.fromkeys(GESTURES, 2)), {Gesture.PAPER: [rows(0), rows(2)]})
    assert [len(part) for part in some.views_by_class()[Gesture.ROCK]] == [0, 0]
    assert [len(part) for part in some.views_by_class()[Gesture.PAPER]] == [0, 2]


@pytest.mark.parametrize("view_of", [[0, 0, 6], [-1, 0, 1], [2, 1, 3], [0, 1]])
def test_views_of_no_frame_are_refused(view_of: list[int]) -> None:
    data = TrainingSet.of(frames_of(dict.fromkeys(GESTURES, 2)))
    with pytest.raises(ValueError, match="expected view_of"):
        TrainingSet(data.features, data.labels, rows(3), np.array(view_of))
