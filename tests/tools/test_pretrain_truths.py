"""What is known of made hands becomes targets in the order of the layers' outputs."""

import numpy as np
import pytest

from tools.pretrain.truths import Known, targets


def known(x: float, y: float, cover: np.ndarray | None) -> Known:
    joints = np.full((21, 2), np.nan, np.float32)
    joints[4] = x, y
    return Known(np.array([1, 0, 0, 0, -1], np.float32), joints, cover)


def test_a_joint_is_wanted_where_it_is() -> None:
    made = targets([known(16 * 3 + 7.5, 16 * 9 + 7.5, None)], 224)
    assert made["joints"].shape == (1, 21, 196)
    assert made["joints"][0, 4].sum() == pytest.approx(1)
    assert made["joints"][0].sum() == pytest.approx(1)  # the others are not known
    part, cell = divmod(int(made["joints"][0, 4].argmax()), 49)
    # Place (row 9, column 3) of 14 x 14: row 1 and column 1 of the parts of cell (4, 1).
    assert (part, cell) == (2 * 1 + 1, 7 * 4 + 1)
    assert (made["mask"] == -1).all()


def test_a_joint_outside_is_not_wanted() -> None:
    made = targets([known(-3, 20, None)], 224)
    assert made["joints"].sum() == 0


def test_the_mask_is_the_mean_cover() -> None:
    cover = np.zeros((128, 128), np.float32)
    cover[32:40, 64:72] = 1
    made = targets([known(5, 5, cover)], 128)
    assert made["mask"].shape == (1, 16 * 16)
    part, cell = divmod(int(made["mask"][0].argmax()), 16)
    assert (part, cell) == (0, 4 * 1 + 2)
    assert made["mask"].sum() == pytest.approx(1)
