"""What can be seen in features: planted channels are found, what spoke beside a planted hand is measured."""

import numpy as np
import pytest

from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.analysis import (
    coverage,
    distinctive_channels,
    hidden_units,
    share_off_hand,
    uneven_channels,
)
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, Features
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.explanation import Explanation
from rps_game.heads.pooled import PooledHead

PLANTED = {Gesture.ROCK: (3, 200), Gesture.PAPER: (17, 90), Gesture.SCISSORS: (5, 255)}


def frames(rng: np.random.Generator, gesture: Gesture, count: int) -> list[Features]:
    """Channels of one gesture speak up by 1; channel 0 is loud and means nothing."""
    made = rng.uniform(0, 0.5, (count, *FEATURE_SHAPE)).astype(np.float32)
    made[..., 0] += rng.uniform(0, 5, (count, 1, 1)).astype(np.float32)
    made[..., list(PLANTED[gesture])] += 1
    return list(made)


@pytest.mark.parametrize("count", [1, 10])
def test_the_channels_that_tell_gestures_apart_are_found(count: int) -> None:
    rng = np.random.default_rng(0)
    found = distinctive_channels({gesture: frames(rng, gesture, count) for gesture in GESTURES}, 2)
    assert {gesture: set(channels) for gesture, channels in found.items()} == {
        gesture: set(channels) for gesture, channels in PLANTED.items()
    }


def test_no_channel_is_given_twice() -> None:
    rng = np.random.default_rng(1)
    found = distinctive_channels({gesture: frames(rng, gesture, 3) for gesture in GESTURES}, 20)
    assert len({channel for channels in found.values() for channel in channels}) == 60


def test_uneven_channels_are_those_that_differ_from_place_to_place() -> None:
    frame = np.full(FEATURE_SHAPE, 3, np.float32)
    frame[2, 4, 40] = 0
    frame[:4, :, 7] = 0
    assert uneven_channels(frame, 2) == (7, 40)


def test_the_hidden_layer_is_what_the_head_sums_up() -> None:
    rng = np.random.default_rng(2)
    hidden, output = rng.standard_normal((INPUTS, 5), np.float32), rng.standard_normal((5, 4), np.float32)
    head = DenseHead(hidden, rng.standard_normal(5, np.float32), output, CLASSES)
    frame = (rng.random(FEATURE_SHAPE, np.float32) / 100).astype(np.float32)
    units = hidden_units(head, frame)
    assert units is not None
    assert units.min() >= 0
    exp = np.exp(units @ output)
    np.testing.assert_allclose(exp / exp.sum(), head.predict(frame[None])[0], rtol=1e-4)


def test_a_head_without_a_hidden_layer_has_no_units() -> None:
    shares = np.zeros(3, np.float32)
    head = PooledHead(np.zeros((POOLED, 3), np.float32), shares, shares, np.zeros(1, np.float32), GESTURES)
    assert hidden_units(head, np.zeros(FEATURE_SHAPE, np.float32)) is None


def test_how_much_spoke_beside_the_hand() -> None:
    mask = np.zeros((56, 56), np.uint8)
    mask[8:24, 16:20] = 1  # the left halves of two places
    covered = coverage(mask)
    assert covered[1, 2] == covered[2, 2] == 0.5
    assert covered.sum() == 1
    places = np.zeros((7, 7), np.float32)
    places[1, 2], places[6, 6], places[0, 0] = 3, 1, -5  # what speaks against counts for nothing
    explained = Explanation(Gesture.ROCK, places, 0.0)
    assert share_off_hand(explained, covered) == pytest.approx(0.25)
    assert share_off_hand(explained, np.zeros((7, 7), np.float32)) is None
    assert share_off_hand(Explanation(Gesture.ROCK, -np.abs(places), 0.0), covered) is None
