"""The drawn hand: a camera that shows the gesture that is set, and reveals it by the picture only."""

# mypy: disable-error-code="comparison-overlap"

import itertools

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from rps_game.camera.observation import Frame
from rps_game.drawn_hand.drawing import draw_hand_and_mask, draw_on
from rps_game.drawn_hand.people import random_person
from rps_game.drawn_hand.skeleton import (
    GESTURE_POSES,
    GESTURE_VARIANTS,
    MOVE_POSES,
    OTHER_POSES,
    Pose,
    View,
    forward_kinematics,
    pose_names,
    random_build,
)
from rps_game.drawn_hand.source import NO_POSE, HandSource
from rps_game.game.gestures import CLASSES, GESTURES, Gesture

SETTLED = 12  # frames until a hand that came in stands where it wants to


def frames(source: HandSource, gesture: Gesture | None, count: int) -> list[Frame]:
    """Read so many frames, after asking for a gesture if there is one."""
    if gesture is not None:
        source.show(gesture)
    taken = [frame for frame in (source.read() for _ in range(count)) if frame is not None]
    assert len(taken) == count
    return taken


def calm(seed: int, gesture: Gesture) -> np.ndarray:
    return frames(HandSource(seed, paced=False), gesture, SETTLED)[-1]


@pytest.mark.parametrize("gesture", CLASSES)
def test_a_frame_is_a_webcams(gesture: Gesture) -> None:
    source = HandSource(1, paced=False)
    frame = frames(source, gesture, 1)[0]
    assert (frame.shape, frame.dtype) == ((480, 640, 3), np.uint8)
    assert (source.name, source.live) == ("demo", True)


def test_no_two_frames_are_equal() -> None:
    source = HandSource(2, paced=False)
    shown = [f for g in (Gesture.NONE, *CLASSES) for f in frames(source, g, 20)]
    assert len({frame.tobytes() for frame in shown}) == len(shown)


def test_the_same_seed_and_keys_give_the_same_frames() -> None:
    one, other, third = (HandSource(seed, paced=False) for seed in (3, 3, 4))
    for gesture in CLASSES:
        ours, same, different = (frames(s, gesture, 3) for s in (one, other, third))
        assert all(np.array_equal(a, b) for a, b in zip(ours, same, strict=True))
        assert not any(np.array_equal(a, b) for a, b in zip(ours, different, strict=True))


@pytest.mark.parametrize("gesture", GESTURES)
def test_asked_for_again_a_gesture_is_shown_in_another_place(gesture: Gesture) -> None:
    one, other = HandSource(3, paced=False), HandSource(3, paced=False)
    frames(one, gesture, SETTLED)
    frames(other, gesture, SETTLED)
    again, still = frames(one, gesture, SETTLED)[-1], frames(other, None, SETTLED)[-1]
    assert (np.abs(again.astype(int) - still.astype(int)).max(axis=2) > 25).mean() > 0.02


@pytest.mark.parametrize("gesture", GESTURES)
def test_each_gesture_is_seen_and_none_is_not(gesture: Gesture) -> None:
    shown, empty = (cv2.blur(calm(5, g), (5, 5)).astype(int) for g in (gesture, Gesture.NONE))
    seen = np.abs(shown - empty).max(axis=2) > 25
    assert 0.04 < seen.mean() < 0.6
    middle = seen[:, 80:560]
    assert middle.sum() > 0.95 * seen.sum()  # in the square that the network sees


def test_the_hand_comes_changes_and_goes_smoothly() -> None:
    source = HandSource(6, paced=False)
    shown = [cv2.blur(f, (9, 9)).astype(np.float32) for g in CLASSES for f in frames(source, g, 15)]
    steps = [float(np.abs(a - b).mean()) for a, b in itertools.pairwise(shown)]
    still = [step for i, step in enumerate(steps) if i % 15 > SETTLED]
    for change in (14, 29):  # from one gesture to the next it takes several frames, none of them a cut
        moving = steps[change : change + 6]
        assert sum(step > 1.5 * max(still) for step in moving) >= 3
        total = float(np.abs(shown[change + 12] - shown[change]).mean())
        assert max(moving) < 0.8 * total


def test_the_key_reaches_only_the_drawing() -> None:
    """Where there is no hand, frames of different gestures are equal to the last bit."""
    taken = {gesture: calm(7, gesture) for gesture in CLASSES}
    empty = taken[Gesture.NONE].astype(int)
    for gesture in GESTURES:
        differs = np.abs(taken[gesture].astype(int) - empty).max(axis=2) > 0
        corner = differs[:60, :60]
        assert not corner.any()
        assert differs.any()


def test_shuffled_labels_give_chance() -> None:
    """What the player pressed while a picture was taken can be read from the picture, and from nothing else.

    A nearest-centroid classifier on small pictures reads honest labels. Keys shuffled against what was asked
    for leave it nothing: the time of a frame and its place in the session say nothing about its label.
    """
    rng = np.random.default_rng(8)
    source = HandSource(8, paced=False)
    pressed = rng.permutation(np.repeat(GESTURES, 24))
    pictures = []
    for gesture in pressed:
        frame = frames(source, GESTURES[gesture], 7)[-1]
        edges = cv2.Canny(frame[:, 80:560], 40, 90)
        small = cv2.resize(edges, (20, 20), interpolation=cv2.INTER_AREA).astype(np.float32)
        pictures.append(small.ravel())
    features = np.array(pictures)

    def accuracy(labels: np.ndarray) -> float:
        train, test = np.arange(len(labels)) % 2 == 0, np.arange(len(labels)) % 2 == 1
        centres = np.array([features[train & (labels == g)].mean(axis=0) for g in GESTURES])
        distance = ((features[test, None] - centres) ** 2).sum(axis=2)
        return float((distance.argmin(axis=1) == labels[test]).mean())

    assert accuracy(pressed) > 0.55
    shuffled = [accuracy(rng.permutation(pressed)) for _ in range(20)]
    assert abs(np.mean(shuffled) - 1 / 3) < 0.08


def test_frames_come_when_they_are_due_and_end_when_closed() -> None:
    now, slept = 100.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    source = HandSource(9, clock=lambda: now, sleep=sleep)
    for _ in range(4):
        source.read()
        now += 0.01  # the reader's own work
    assert slept == pytest.approx([1 / 30 - 0.01] * 3)
    now += 5.0  # nobody read for a while: no burst of frames afterwards
    source.read()
    source.read()
    assert len(slept) == 4
    source.close()
    assert source.read() is None


@pytest.mark.parametrize("gesture", CLASSES)
def test_single_pictures_are_of_any_size_and_seeded(gesture: Gesture) -> None:
    one, other = (draw_hand_and_mask(gesture, np.random.default_rng(10), side=96)[0] for _ in range(2))
    assert (one.shape, one.dtype) == ((96, 96, 3), np.uint8)
    assert np.array_equal(one, other)
    assert not np.array_equal(one, draw_hand_and_mask(gesture, np.random.default_rng(11), side=96)[0])


def test_the_mask_covers_the_hand_and_nothing_else() -> None:
    rng = np.random.default_rng(12)
    for gesture in GESTURES:
        for _ in range(8):
            picture, mask = draw_hand_and_mask(gesture, rng, side=128)
            assert mask.shape == picture.shape[:2]
            assert mask.dtype == np.uint8
            assert 0.03 < (mask > 127).mean() < 0.95
    none = [draw_hand_and_mask(Gesture.NONE, rng, side=64)[1].any() for _ in range(30)]
    assert 5 < sum(none) < 25  # other hands, and empty scenes


def test_a_hand_may_be_anywhere_and_of_any_size() -> None:
    person = random_person(np.random.default_rng(14))
    posed = GESTURE_POSES[Gesture.PAPER]
    for place in range(-110, 170, 7):
        for size in (3.0, 30.0, 110.0, 500.0):
            picture = np.full((60, 64, 3), 90, np.uint8)
            draw_on(picture, posed, View(0, 0, 0, (place / 2, float(place)), size), person)
    assert draw_on(picture, posed, View(0, 0, 0, (30.0, -900.0), 50.0), person).shape == (60, 64)


def test_every_pose_can_be_drawn_from_every_side() -> None:
    rng = np.random.default_rng(13)
    variants = itertools.chain(*GESTURE_VARIANTS.values())
    for posed in (*MOVE_POSES.values(), *OTHER_POSES.values(), *variants):
        for turn, tilt, roll in ((0, 0, 0), (90, 0, 180), (180, 90, 90), (-90, -90, 45)):
            picture = np.full((120, 120, 3), 128, np.uint8)
            view = View(turn, tilt, roll, (60.0, 60.0), 90.0)
            mask = draw_on(picture, posed, view, random_person(rng))
            assert (mask > 127).mean() > 0.04
            assert np.abs(picture.astype(int) - 128).max() > 30


@pytest.mark.parametrize(("gesture", "fingers"), [(Gesture.PAPER, 4), (Gesture.SCISSORS, 2)])
def test_a_gesture_is_also_shown_with_its_fingers_together(gesture: Gesture, fingers: int) -> None:
    build = random_build(np.random.default_rng(15))

    def gaps_mm(posed: Pose) -> npt.NDArray[np.float64]:
        tips = forward_kinematics(posed, build).fingers[:fingers, -1]
        return np.asarray(np.linalg.norm(np.diff(tips, axis=0), axis=1))

    apart = gaps_mm(GESTURE_POSES[gesture])
    for way in GESTURE_VARIANTS[gesture]:
        together = gaps_mm(way)
        assert together.sum() < 0.75 * apart.sum()
        assert (together > 12).all()  # a finger is as thick


def test_the_spock_parts_its_fingers_in_pairs_and_the_lizard_has_a_beak() -> None:
    build = random_build(np.random.default_rng(16))
    tips = forward_kinematics(MOVE_POSES["spock"], build).fingers[:, -1]
    gaps = np.linalg.norm(np.diff(tips, axis=0), axis=1)
    assert gaps[1] > 2 * max(gaps[0], gaps[2])
    lizard = forward_kinematics(MOVE_POSES["lizard"], build)
    upper, lower = lizard.fingers[:, -1], lizard.thumb[-1]
    assert np.ptp(upper[:, 1]) < 20  # the fingers are one jaw
    assert (upper[:, 2] > 60).all()  # that points ahead of the palm
    assert (upper[:, 1] - lower[1] > 25).all()  # and the thumb opens below it
    assert abs(lower[2] - upper[:, 2].mean()) < 30


def test_each_move_of_a_set_is_shown_by_another_pose() -> None:
    five = ["rock", "paper", "scissors", "lizard", "spock"]
    assert pose_names(five) == five
    poses = pose_names(["water", "rock", "air", "three", "x", "y", "rock", "scissors", "9"])
    assert len(set(poses)) == 9
    assert (poses[1], poses[3], poses[7]) == ("rock", "three", "scissors")


def test_the_camera_shows_every_pose_and_no_two_alike() -> None:
    source = HandSource(5, paced=False)
    pictures = []
    for name in (*MOVE_POSES, NO_POSE):
        source.show_pose(name)
        pictures.append(cv2.blur(frames(source, None, SETTLED)[-1], (5, 5)).astype(int))
    empty = pictures[-1]
    for picture in pictures[:-1]:
        assert 0.03 < (np.abs(picture - empty).max(axis=2) > 25).mean() < 0.6
    for one, other in itertools.combinations(pictures, 2):
        assert (np.abs(one - other).max(axis=2) > 40).mean() > 0.01
