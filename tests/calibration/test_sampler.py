"""One class while it is recorded: which frames are taken, which advice is given, and the samples."""

import numpy as np
import pytest
from workbench import scene

from rps_game.calibration.capture import CaptureRules, CaptureState
from rps_game.calibration.coach import ADVISE_AFTER_S, PATIENCE_S, FrameVerdict
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.sampler import Sampler
from rps_game.camera.observation import Observation, Sample
from rps_game.camera.preprocess import to_square
from rps_game.game.gestures import GESTURES, Gesture

FRAME_S = 1 / 30
RULES = CaptureRules(frames=12, empty_frames=6, countdown_s=1.0)
FEATURES = np.zeros((7, 7, 256), np.float32)


class Camera:
    """Shows frames to a sampler, 30 a second."""

    def __init__(self, sampler: Sampler) -> None:
        self.sampler = sampler
        self.number = 0
        self.now = 50.0

    def show(self, frame: np.ndarray, seconds: float) -> list[Sample]:
        taken = []
        for _ in range(round(seconds / FRAME_S)):
            self.number += 1
            self.now += FRAME_S
            observation = Observation(self.number, self.now, frame, to_square(frame), FEATURES)
            sample = self.sampler.offer(observation, self.now)
            if sample is not None:
                taken.append(sample)
        return taken

    def start(self) -> None:
        self.sampler.capture.start(self.now)
        self.show(scene(Gesture.NONE, 0), RULES.countdown_s)

    def pose(self, gesture: Gesture, seconds: float) -> list[Sample]:
        """A hand that keeps moving."""
        return [
            sample for i in range(round(seconds * 8)) for sample in self.show(scene(gesture, i % 20), 1 / 8)
        ]


@pytest.fixture
def empty() -> list[Sample]:
    return [Sample(i, to_square(scene(Gesture.NONE, i)), FEATURES) for i in range(4)]


@pytest.fixture
def camera(empty: list[Sample]) -> Camera:
    camera = Camera(Sampler(Gesture.ROCK, RULES, EmptyScene.of_samples(empty)))
    camera.start()
    return camera


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_hand_that_moves_is_taken_at_the_full_rate(gesture: Gesture, empty: list[Sample]) -> None:
    camera = Camera(Sampler(gesture, RULES, EmptyScene.of_samples(empty)))
    camera.start()
    taken = camera.pose(gesture, 2.5)
    assert len(taken) == RULES.frames
    assert taken == camera.sampler.samples
    assert [sample.number for sample in taken] == list(camera.sampler.capture.numbers)
    assert camera.sampler.capture.state is CaptureState.DONE


def test_frames_that_teach_nothing_do_not_count_and_one_is_taken_after_a_while(camera: Camera) -> None:
    still = scene(Gesture.ROCK, 0)
    assert len(camera.show(still, PATIENCE_S - 0.1)) == 1  # the same picture again is none
    assert camera.sampler.advice(camera.now) is FrameVerdict.SAME_AS_LAST
    assert len(camera.show(still, 3 * PATIENCE_S)) == 3


def test_the_empty_scene_tells_that_there_is_no_hand(camera: Camera) -> None:
    assert camera.show(scene(Gesture.NONE, 1), PATIENCE_S - 0.2) == []
    assert camera.sampler.advice(camera.now) is FrameVerdict.NO_HAND


def test_without_an_empty_scene_no_hand_is_missed() -> None:
    assert EmptyScene.of_samples([]) is None
    assert EmptyScene.of_samples([Sample(0, None, FEATURES)]) is None  # of a save, which holds no pictures
    camera = Camera(Sampler(Gesture.ROCK, RULES))
    camera.start()
    assert len(camera.show(scene(Gesture.NONE, 1), 0.2)) == 1


def test_patience_begins_after_the_countdown_and_again_after_a_pause(camera: Camera) -> None:
    nothing, capture = scene(Gesture.NONE, 1), camera.sampler.capture
    assert camera.show(nothing, PATIENCE_S * 0.8) == []
    capture.pause()
    camera.show(nothing, PATIENCE_S)
    assert camera.sampler.advice(camera.now) is None  # nothing is said to a player who pauses
    capture.resume(camera.now)
    camera.show(nothing, RULES.countdown_s)
    assert camera.show(nothing, PATIENCE_S * 0.8) == []
    assert len(camera.show(nothing, PATIENCE_S * 0.4)) == 1


def test_frames_without_features_are_not_wanted(camera: Camera) -> None:
    frame = scene(Gesture.ROCK, 0)
    observation = Observation(1000, camera.now, frame, to_square(frame), None)
    assert camera.sampler.offer(observation, camera.now + 1) is None
    assert camera.sampler.capture.taken == 0


def test_a_sample_that_is_taken_back_is_gone_and_its_place_is_filled(camera: Camera) -> None:
    first, second, third = camera.pose(Gesture.ROCK, 0.4)
    camera.sampler.take_back(second.number)
    assert camera.sampler.samples == [first, third]
    camera.sampler.take_back()
    assert camera.sampler.samples == [first]
    camera.pose(Gesture.ROCK, 4)
    assert len(camera.sampler.samples) == RULES.frames
    assert {second.number, third.number}.isdisjoint(sample.number for sample in camera.sampler.samples)


def test_to_start_again_forgets_the_samples_and_what_they_were_compared_with(camera: Camera) -> None:
    still = scene(Gesture.ROCK, 3)
    assert len(camera.show(still, ADVISE_AFTER_S)) == 1
    camera.sampler.start_again()
    assert camera.sampler.samples == []
    camera.start()
    assert len(camera.show(still, 0.2)) == 1


def test_views_are_put_on_the_samples_they_are_of(camera: Camera) -> None:
    first, second, *_ = camera.pose(Gesture.ROCK, 0.5)
    views = np.ones((6, 256), np.float32)
    camera.sampler.add_views([(second.number, views), (99_999, views)])
    assert camera.sampler.samples[0].views is None
    assert camera.sampler.samples[1].views is views
    assert camera.sampler.samples[0] is first
