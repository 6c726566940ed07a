"""The frame's way to the network: geometry, colour order, range, and closeness to a true area resize."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.camera.preprocess import INPUT_SIDE, crop_box, to_input, to_square


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_the_box_is_the_largest_square_in_the_middle(height: int, width: int) -> None:
    x, y, side = crop_box(height, width)
    assert side == min(height, width)
    assert abs(2 * x + side - width) <= 1
    assert abs(2 * y + side - height) <= 1


@pytest.mark.parametrize(
    "size", [(1, 1), (100, 100), (223, 500), (480, 640), (640, 480), (721, 1283), (1080, 1920)]
)
def test_any_frame_becomes_an_rgb_square(size: tuple[int, int]) -> None:
    frame = np.full((*size, 3), (10, 20, 30), np.uint8)
    square = to_square(frame)
    assert square.shape == (INPUT_SIDE, INPUT_SIDE, 3)
    assert square.dtype == np.uint8
    assert square.flags.c_contiguous
    assert (square == (30, 20, 10)).all()


@pytest.mark.parametrize("side", [224, 250, 288, 380, 480, 600, 720, 1080])
def test_scaling_is_an_area_resize_to_within_two_grey_levels(side: int) -> None:
    rng = np.random.default_rng(side)
    smooth = cv2.resize(
        rng.integers(0, 256, (12, 12, 3), dtype=np.uint8), (side, side), interpolation=cv2.INTER_CUBIC
    )
    frame = np.clip(smooth + rng.normal(0, 6, smooth.shape), 0, 255).astype(np.uint8)
    exact = cv2.resize(frame, (INPUT_SIDE, INPUT_SIDE), interpolation=cv2.INTER_AREA)
    ours = cv2.cvtColor(to_square(frame), cv2.COLOR_RGB2BGR)
    assert np.abs(ours.astype(int) - exact).mean() < 2


def test_the_frame_is_neither_changed_nor_shared() -> None:
    frame = np.random.default_rng(1).integers(0, 256, (INPUT_SIDE, INPUT_SIDE, 3), dtype=np.uint8)
    before = frame.copy()
    square = to_square(frame)
    assert not np.shares_memory(square, frame)
    assert (frame == before).all()


def test_the_input_runs_from_minus_one_to_one() -> None:
    values = to_input(np.array([0, 51, 255], np.uint8))
    assert values.dtype == np.float32
    np.testing.assert_allclose(values, [-1, -0.6, 1], atol=1e-7)


@pytest.mark.parametrize(
    "frame", [np.zeros((5, 5), np.uint8), np.zeros((5, 5, 3), np.float32), np.zeros((0, 5, 3), np.uint8)]
)
def test_what_is_no_frame_is_refused(frame: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected a BGR frame"):
        to_square(frame)
