"""Why a head said what it said: the parts sum to the logit, whatever the head and the picture."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import BUILD, dense_head, pooled_head

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.analysis import heat_of
from rps_game.heads.base import Head, softmax
from rps_game.heads.explanation import FULL_HEAT, Explanation, compare, heat
from rps_game.heads.kinds import HEAD_KINDS


def frame(seed: int) -> np.ndarray:
    """Features of one frame: half of them 0, as after the backbone's ReLU."""
    return np.maximum(np.random.default_rng(seed).normal(0, 2, (7, 7, 256)), 0).astype(np.float32)


def explained(head: Head, features: np.ndarray) -> list[Explanation]:
    return list(head.explain_all(features).values())


def logit_of(part: Explanation) -> float:
    return float(part.places.sum(dtype=np.float64)) + part.leftover


def explanation(places: np.ndarray, leftover: float = 0.0) -> Explanation:
    return Explanation(Gesture.ROCK, places.astype(np.float32), leftover)


seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("kind", HEAD_KINDS)
@settings(max_examples=30)
@given(seed=seeds, units=st.integers(1, 40), classes=st.sampled_from([GESTURES, CLASSES]))
def test_the_logits_explained_give_the_probabilities(
    kind: str, seed: int, units: int, classes: tuple[Gesture, ...]
) -> None:
    head = BUILD[kind](classes, units, seed)
    features = frame(seed)
    parts = explained(head, features)
    for part, gesture in zip(parts, classes, strict=True):
        assert part.gesture is gesture
        assert part.places.shape == (7, 7)
        assert part.places.dtype == np.float32
    logits = np.array([[logit_of(part) for part in parts]], np.float32)
    np.testing.assert_allclose(softmax(logits), head.predict(features[None]), atol=1e-5)


@settings(max_examples=30)
@given(seed=seeds, units=st.integers(1, 40))
def test_map_and_remainder_sum_to_the_logit_of_the_dense_head(seed: int, units: int) -> None:
    head, features = dense_head(CLASSES, units, seed), frame(seed)
    exact = {name: tensor.astype(np.float64) for name, tensor in head.tensors().items()}
    hidden = np.maximum(features.reshape(-1) @ exact["hidden_kernel"] + exact["hidden_bias"], 0)
    logits = hidden @ exact["output_kernel"]
    for part, logit in zip(explained(head, features), logits, strict=True):
        assert part.places.sum() + part.leftover == pytest.approx(logit, rel=1e-5, abs=1e-4)


@settings(max_examples=30)
@given(seed=seeds)
def test_map_and_remainder_sum_to_the_logit_of_the_pooled_head(seed: int) -> None:
    head, features = pooled_head(CLASSES, 0, seed), frame(seed)
    exact = {name: tensor.astype(np.float64) for name, tensor in head.tensors().items()}
    logits = features.astype(np.float64).mean(axis=(0, 1)) @ exact["kernel"] + exact["bias"]
    for part, logit, prior in zip(explained(head, features), logits, exact["bias"], strict=True):
        assert part.places.sum() + part.leftover == pytest.approx(logit, rel=1e-5, abs=1e-4)
        assert part.leftover == pytest.approx(prior)


@settings(max_examples=30)
@given(seed=seeds, row=st.integers(0, 6), left=st.integers(0, 6))
def test_what_a_place_said_is_missing_when_it_is_taken_away(seed: int, row: int, left: int) -> None:
    head = dense_head(CLASSES, 8, seed, far=40)  # no unit changes sides
    whole, without = frame(seed), frame(seed)
    without[row, left] = 0
    before, after = (head.explain_all(features)[Gesture.PAPER] for features in (whole, without))
    assert logit_of(before) - logit_of(after) == pytest.approx(before.places[row, left], abs=1e-3)
    assert after.places[row, left] == 0
    assert after.leftover == before.leftover


def test_an_empty_picture_is_all_remainder() -> None:
    part = dense_head(GESTURES, 8, 3).explain_all(np.zeros((7, 7, 256), np.float32))[Gesture.SCISSORS]
    assert not part.places.any()
    assert logit_of(part) == part.leftover != 0


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_another_picture_has_another_map(kind: str) -> None:
    head = BUILD[kind](GESTURES, 20, 5)
    maps = [head.explain_all(frame(seed))[Gesture.ROCK].places for seed in range(3)]
    assert not np.allclose(maps[0], maps[1], atol=0.01)
    assert not np.allclose(maps[1], maps[2], atol=0.01)
    np.testing.assert_array_equal(head.explain_all(frame(0))[Gesture.ROCK].places, maps[0])


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_the_heat_for_a_gesture_is_compared_with_all_the_others(kind: str) -> None:
    head, features = BUILD[kind](GESTURES, 12, 7), frame(7)
    rock, paper, scissors = explained(head, features)
    np.testing.assert_allclose(
        heat_of(head, features, Gesture.PAPER), heat(compare(paper, [rock, scissors])), atol=1e-5
    )


@settings(max_examples=30)
@given(seed=seeds)
def test_compared_with_one_other_class_it_explains_their_odds(seed: int) -> None:
    head, features = dense_head(GESTURES, 10, seed), frame(seed)
    rock, paper, _ = explained(head, features)
    odds = compare(rock, [paper])
    assert logit_of(odds) == pytest.approx(logit_of(rock) - logit_of(paper), abs=1e-4)
    assert odds.leftover == pytest.approx(rock.leftover - paper.leftover, abs=1e-6)
    mean = compare(rock, [paper, paper, rock])
    assert logit_of(mean) == pytest.approx(logit_of(odds) * 2 / 3, abs=1e-4)


@given(seed=seeds, scale=st.floats(0, 1e6))
def test_heat_keeps_signs_and_order_and_stays_in_its_range(seed: int, scale: float) -> None:
    places = np.random.default_rng(seed).normal(0, scale, (7, 7)).astype(np.float32)
    drawn = heat(explanation(places))
    assert drawn.dtype == np.float32
    assert np.abs(drawn).max() <= 1
    np.testing.assert_array_equal(np.argsort(drawn, axis=None), np.argsort(places, axis=None))


def test_heat_is_full_from_half_a_logit_on() -> None:
    places = np.zeros((7, 7))
    assert not heat(explanation(places, leftover=9.0)).any()
    places[2, 3] = -FULL_HEAT / 2
    assert heat(explanation(places))[2, 3] == -0.5
    places[0, 0] = 4 * FULL_HEAT
    drawn = heat(explanation(places))
    assert (drawn[0, 0], drawn[2, 3]) == (1, -0.125)
