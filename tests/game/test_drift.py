"""A head's confidence that has fallen: the rule on made-up rows, and on real sessions in spoilt light."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.drift import LIGHTS, SESSIONS, Player, fallen, read_right
from rps_game.game.drift import Drift, LookCollector
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.network.backbone import BackboneName, is_cached, load_backbone
from rps_game.network.loader import starter_of

FRAMES = 9


def look(confidence: float, gesture: Gesture = Gesture.ROCK, frames: int = FRAMES) -> np.ndarray:
    """A throw in which the head gives this gesture so much, and the rest to "no hand"."""
    rows = np.zeros((frames, 4), np.float32)
    rows[:, gesture], rows[:, Gesture.NONE] = confidence, 1 - confidence
    return rows


def seen(expected: float, confidences: list[float]) -> Drift:
    drift = Drift(expected)
    for i, confidence in enumerate(confidences):
        drift.add(look(confidence, GESTURES[i % 3]))
    return drift


def test_the_middle_one_of_four_looks_decides() -> None:
    assert seen(0.95, [0.9, 0.9, 0.1]).fallen is None
    assert seen(0.95, [0.9, 0.9, 0.1, 0.9]).fallen is False
    assert seen(0.95, [0.4, 0.9, 0.3, 0.5]).fallen is True


def test_a_head_that_was_never_sure_may_be_unsure() -> None:
    assert seen(0.95, [0.6] * 4).fallen
    assert not seen(0.7, [0.6] * 4).fallen


def test_a_hand_that_is_not_seen_any_more_is_a_fallen_confidence() -> None:
    assert seen(0.95, [0.02] * 4).fallen


def test_of_a_head_without_a_figure_nothing_is_said() -> None:
    assert seen(0.0, [0.1] * 8).fallen is False


def test_one_pose_alone_takes_twice_as_long() -> None:
    drift = Drift(0.95)
    for _ in range(7):
        drift.add(look(0.5))
    assert drift.fallen is None
    drift.add(look(0.5))
    assert drift.fallen


@given(st.lists(st.floats(0, 1), min_size=8, max_size=20), st.floats(0.01, 1))
def test_it_decides_once(confidences: list[float], expected: float) -> None:
    drift = seen(expected, confidences[:8])
    decided = drift.fallen
    assert decided is not None
    for confidence in confidences[8:]:
        drift.add(look(confidence))
    assert drift.fallen is decided


def test_a_throw_without_frames_is_no_look() -> None:
    drift = Drift(0.95)
    for _ in range(20):
        drift.add(np.empty((0, 3), np.float32))
    assert drift.fallen is None


@pytest.mark.parametrize("expected", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_share(expected: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Drift(expected)


def test_a_collected_look_is_a_second_of_frames_with_a_hand_in_them() -> None:
    collector, rows = LookCollector(), []
    for i in range(24):
        row = look(0.9 if i % 2 else 0.2, frames=1)[0]  # a hand in every second frame
        rows.append(collector.add(i / 8, row))
    looks = [row for row in rows if row is not None]
    assert [len(row) for row in looks] == [5, 5]  # from 1/8 s to 9/8 s, and on
    assert all((row[:, Gesture.ROCK] > 0.5).all() for row in looks)


def test_a_head_that_knows_no_empty_scene_gives_no_looks() -> None:
    collector = LookCollector()
    assert all(collector.add(i / 10, np.array([1, 0, 0], np.float32)) is None for i in range(50))


@pytest.mark.shared
@pytest.mark.parametrize("name", SESSIONS)
def test_a_spoilt_light_is_noticed_and_the_same_session_is_not(
    shared: Path, tmp_path: Path, name: str
) -> None:
    if not is_cached(BackboneName.OWN, tmp_path):
        pytest.skip("there is no backbone in assets/")
    backbone = load_backbone(BackboneName.OWN, tmp_path)
    starter = starter_of(BackboneName.OWN, tmp_path, backbone.fingerprint)
    player = Player(shared / "hands" / name, backbone, starter)
    as_it_was, night = player.later(), player.later(LIGHTS["a lamp at night"])
    assert fallen(player.head, as_it_was) <= 0.1
    readable = read_right(player.head, night)
    if readable > 0.8:  # a lamp at night does not trouble every session
        assert fallen(player.head, night) <= 0.1
        return
    assert fallen(player.head, night) >= fallen(player.head, as_it_was) + 0.3
    topped_up = player.topped_up(LIGHTS["a lamp at night"])
    # It brings back most of what the light has taken, and costs little by day.
    by_day = read_right(player.head, as_it_was)
    assert read_right(topped_up, night) > readable + 0.7 * (by_day - readable)
    assert read_right(topped_up, as_it_was) >= by_day - 0.05
