"""Rendered hands: their poses, their truths, and what they count as; drawing needs ../shared and EGL."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tools.pretrain import classes
from tools.pretrain.classes import NONE, PAPER, ROCK, SCISSORS, class_of_picture, class_of_pose
from tools.pretrain.rendered.poses import SHAPES, random_pose

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", SHAPES)
def test_a_pose_says_which_fingers_are_stretched(name: str) -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        pose, stretched, _ = random_pose(rng, name)
        assert len(stretched) == 5
        assert all(0 <= value <= 1 for value in stretched)
        assert {"finger5joint1", "finger1joint3", "metacarpals"} <= set(pose.turns)
    assert all(value < 0.1 for value in random_pose(rng, "fist")[1])
    assert all(value > 0.5 for value in random_pose(rng, "flat")[1][1:])


def test_what_a_rendered_hand_counts_as() -> None:
    assert class_of_pose("fist", 90, 0) == ROCK
    assert class_of_pose("flat", 90, 90) == PAPER
    assert class_of_pose("two", 90, 90) == SCISSORS
    assert class_of_pose("thumb_and_index", 20, 90) == SCISSORS
    assert class_of_pose("thumb_and_index", 20, 10) == NONE  # a pistol
    assert class_of_pose("thumb_and_index", 80, 90) is None
    assert class_of_pose("three", 20, 90) == NONE
    assert class_of_pose("three", 80, 90) is None


def test_four_fingers_and_doubtful_labels_train_nothing() -> None:
    assert class_of_picture("hagrid_crops", "other", "0003_four_ab") is None
    assert class_of_picture("hagrid_crops", "other", "0003_three2_ab") == NONE
    assert class_of_picture("hagrid_crops", "other", "0003_rock_ab") == NONE  # horns
    assert class_of_picture("hagrid_crops", "rock", "0003_fist_ab") == ROCK
    assert class_of_picture("lebanese_fingers", "other", "0001_four_IMG") is None
    assert class_of_picture("lebanese_fingers", "other", "0001_mislabelled_five_IMG") is None
    assert class_of_picture("epsrc_fingers", "other", "0001_Set1_4_four") is None
    assert class_of_picture("epsrc_fingers", "other", "0001_Set2_3_three") == NONE
    assert class_of_picture("epsrc_fingers", "none", "0000_Set1_0_imbk") is None
    assert class_of_picture("sign_digits", "other", "0001") == NONE
    assert "4" not in classes.FINGERS_OF_HANDS_DATASET


DRAW = """
import sys
import numpy as np
from pathlib import Path
from tools.pretrain.rendered.hands import Renderer

try:
    renderer = Renderer(Path(sys.argv[1]), 96)
except RuntimeError as error:
    sys.exit(f"skip: {error}")
for number, gesture in enumerate(("fist", "flat", "two")):
    hand, again = (renderer.render(np.random.default_rng(number), gesture) for _ in range(2))
    assert (hand.picture == again.picture).all()
    assert hand.picture.shape == (96, 96, 4)
    assert 0.05 < (hand.picture[..., 3] > 128).mean() < 0.9
    x, y = hand.joints.round().astype(int).T
    assert (hand.picture[y, x, 3] > 128).mean() > 0.9, gesture
    assert 0 <= hand.off_axis_deg <= 90
"""


def test_a_rendered_hand_is_where_its_joints_are(shared: Path) -> None:
    pytest.importorskip("moderngl", reason="no moderngl: pip install -e '.[pretrain]'")
    # In a process of its own: Mesa and TensorFlow, which other tests import, do not go together in one.
    done = subprocess.run(
        [sys.executable, "-c", DRAW, shared / "hand3d"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "skip: " in done.stderr:
        pytest.skip(done.stderr)
    assert done.returncode == 0, done.stderr
