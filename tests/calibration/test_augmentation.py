"""Augmented views: what changes, what does not, and how much."""

# mypy: disable-error-code="comparison-overlap"

import cv2
import numpy as np
import pytest

from rps_game.calibration.augmentation import (
    CAST_SIGMA,
    GAIN,
    GAMMA,
    SCALE,
    SHIFT_SHARE,
    TURN_LIMIT_DEGREES,
    VIEWS,
    augmented,
    pooled_views,
    views_of,
)
from rps_game.camera.preprocess import INPUT_SIDE

MIDDLE = (INPUT_SIDE - 1) / 2


def blotches(seed: int = 0) -> np.ndarray:
    """Coloured, smooth enough to be turned without loss, and alike nowhere."""
    cells = np.random.default_rng(seed).integers(30, 226, (9, 9, 3), dtype=np.uint8)
    return cv2.resize(cells, (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_CUBIC)


def dots(*places: tuple[float, float]) -> np.ndarray:
    """White dots on black, around the middle of the picture; the places are x and y from there, in pixels."""
    picture = np.zeros((INPUT_SIDE, INPUT_SIDE, 3), np.uint8)
    for x, y in places:
        cv2.circle(picture, (round(MIDDLE + x), round(MIDDLE + y)), 3, (255, 255, 255), -1)
    return picture


def centres(view: np.ndarray) -> np.ndarray:
    """Where two dots went, as x and y from the middle, left to right."""
    bright = (view.max(axis=2) > 0.5 * view.max()).astype(np.uint8)
    count, _, _, found = cv2.connectedComponentsWithStats(bright)
    assert count == 3, "expected two dots and the rest"
    rows = found[1:] - MIDDLE
    return np.asarray(rows[rows[:, 0].argsort()])


def test_views_are_pictures_of_the_same_kind_and_leave_the_frame_as_it_is() -> None:
    square = blotches()
    before = square.copy()
    for view in views_of(square, VIEWS, seed=3):
        assert (view.dtype, view.shape) == (np.uint8, (INPUT_SIDE, INPUT_SIDE, 3))
        assert view.flags.c_contiguous
        assert not np.array_equal(view, square)
    np.testing.assert_array_equal(square, before)


def test_the_same_seed_makes_the_same_views_and_more_of_them_begin_with_fewer() -> None:
    square = blotches()
    few, many = views_of(square, 2, seed=7), views_of(square, VIEWS, seed=7)
    np.testing.assert_array_equal(few, many[:2])
    others = views_of(square, VIEWS, seed=8)
    assert not any(np.array_equal(one, other) for one, other in zip(many, others, strict=True))
    assert views_of(square, 0, seed=7) == []


def test_every_second_view_shows_the_other_hand() -> None:
    red, green, blue = (
        dots(place) * channel
        for place, channel in zip([(50, 0), (0, 60), (-50, 0)], np.eye(3, dtype=np.uint8), strict=True)
    )
    for seed in range(20):
        for number, view in enumerate(views_of(red + green + blue, 4, seed)):
            right, below, left = (
                np.argwhere(view[..., channel] > view[..., channel].max() // 2).mean(0)
                for channel in range(3)
            )
            assert below[0] > max(right[0], left[0])  # whatever was below still is
            assert (right[1] > left[1]) == (number % 2 == 0)


def test_shift_scale_and_turn_stay_within_their_limits() -> None:
    apart, scales, turns, shifts = 80.0, [], [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        left, right = centres(augmented(dots((-apart / 2, 0), (apart / 2, 0)), rng, mirror=False))
        scales.append(np.hypot(*(right - left)) / apart)
        turns.append(np.degrees(np.arctan2(*(right - left)[::-1])))
        shifts.append((left + right) / 2 / INPUT_SIDE)
    slack = 1.5 / apart  # of a dot's centre
    assert SCALE[0] - slack < min(scales) < 0.83
    assert 1.17 < max(scales) < SCALE[1] + slack
    assert 12 < np.abs(turns).max() < TURN_LIMIT_DEGREES + np.degrees(slack)
    assert 5 < np.std(turns) < 9
    # The shift is of the view: seen through the zoom and the turn, a corner moves a little farther.
    assert 0.09 < np.abs(shifts).max() < SHIFT_SHARE * SCALE[1] * 1.3


def test_light_and_colour_change_as_much_as_they_may() -> None:
    grey = np.full((INPUT_SIDE, INPUT_SIDE, 3), 128, np.uint8)
    colours = np.array(
        [augmented(grey, np.random.default_rng(seed), mirror=False).mean((0, 1)) for seed in range(400)]
    )
    light, casts = colours.mean(1) / 255, np.log(colours / colours.mean(1, keepdims=True))
    middle = 128 / 255
    assert middle ** GAMMA[1] * GAIN[0] * 0.85 < light.min() < 0.75 * middle
    assert 1.3 * middle < light.max() < middle ** GAMMA[0] * GAIN[1] * 1.15
    # Three shares of one light have this deviation from their mean.
    assert casts.std() == pytest.approx(CAST_SIGMA * (2 / 3) ** 0.5, rel=0.2)


def test_no_black_corners_come_in() -> None:
    light = np.full((INPUT_SIDE, INPUT_SIDE, 3), 200, np.uint8)
    for seed in range(50):
        view = augmented(light, np.random.default_rng(seed), mirror=seed % 2 == 1)
        assert np.ptp(view.reshape(-1, 3), axis=0).max() <= 1


def test_views_are_pooled_one_by_one() -> None:
    seen: list[np.ndarray] = []

    def embed(square: np.ndarray) -> np.ndarray:
        seen.append(square)
        features = np.zeros((7, 7, 256), np.float32)
        features[0, 0] = square.mean()
        return features

    views = views_of(blotches(), 3, seed=1)
    rows = pooled_views(views, embed)
    assert (rows.dtype, rows.shape) == (np.float32, (3, 256))
    np.testing.assert_allclose(rows[:, 0], [view.mean() / 49 for view in views], rtol=1e-5)
    np.testing.assert_array_equal(seen, views)
    assert pooled_views([], embed).shape == (0, 256)
