"""The coach's hints look at the hand: its size, its place, and whether there is one."""

import numpy as np
import pytest
from workbench import features_of, label_starter, scene

from rps_game.calibration.capture import CaptureRules, Hint
from rps_game.calibration.coach import SMALL_BELOW_SHARE, Coach, FrameVerdict
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.sampler import Sampler
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Observation, Square
from rps_game.camera.preprocess import to_square
from rps_game.game.gestures import GESTURES, Gesture

ROOM = to_square(scene(Gesture.NONE, 0))
EMPTY = EmptyScene.of([ROOM])
STARTER = label_starter()


def with_hand(left: int, top: int, width: int, height: int) -> Square:
    """Return the room with a hand of that size, in pixels of the square."""
    square = ROOM.copy()
    skin = np.random.default_rng(3).integers(150, 255, (height, width, 3))
    square[top : top + height, left : left + width] = skin
    return square


def hint_for(square: Square) -> Hint | None:
    sampler = Sampler(Gesture.PAPER, CaptureRules(countdown_s=0), EMPTY)
    sampler.capture.start(0.0)
    sampler.offer(Observation(1, 0.0, square, square, features_of(Gesture.PAPER)), 0.0)
    return sampler.hint(None)


@pytest.mark.parametrize("side", [100, 120, 160, 200])
def test_only_a_small_hand_is_asked_to_come_nearer(side: int) -> None:
    left = (224 - side) // 2
    assert side**2 / 224**2 > SMALL_BELOW_SHARE
    assert hint_for(with_hand(left, left, side, side)) is Hint.TURN
    assert hint_for(with_hand(80, 80, 60, 60)) is Hint.NEARER


def test_an_arm_from_the_side_makes_no_hand_cut_off() -> None:
    arm = with_hand(0, 100, 224, 124)  # along the whole lower edge
    arm[40:150, 80:150] = with_hand(80, 40, 70, 110)[40:150, 80:150]
    assert Coach(Gesture.ROCK, EMPTY).judge(arm, 0.0) is FrameVerdict.CUT_OFF
    assert Coach(Gesture.ROCK, EMPTY).judge(arm, 0.0, recognised=True) is not FrameVerdict.CUT_OFF
    for shown in GESTURES:
        sampler = Sampler(
            Gesture.ROCK, CaptureRules(countdown_s=0), EMPTY, WrongHand(Gesture.ROCK, STARTER, {})
        )
        sampler.capture.start(0.0)
        taken = sampler.offer(Observation(1, 0.0, arm, arm, features_of(shown)), 0.0)
        assert (taken is not None) == (shown is Gesture.ROCK)


def test_an_empty_room_is_not_asked_to_keep_its_hands_out() -> None:
    sampler = Sampler(Gesture.NONE, CaptureRules(countdown_s=0))
    assert sampler.hint(None) is sampler.hint(Gesture.NONE) is None
    assert sampler.hint(Gesture.ROCK) is Hint.STAY_AWAY
