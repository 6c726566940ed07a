"""A throw: which frames count, and when the vote is taken."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rps_game.game.gestures import GESTURES, Gesture
from rps_game.game.rhythm import Beat, Rhythm
from rps_game.game.throw import LATE_FRAME_S, LONGEST_WINDOW_S, Throw, rhythm_for
from rps_game.game.voting import VoteReason

RHYTHM = Rhythm()
OPENS_S, CLOSES_S = RHYTHM.start_of(Beat.WINDOW), RHYTHM.start_of(Beat.REVEAL)


def sure_of(gesture: Gesture) -> np.ndarray:
    return np.asarray(np.eye(4, dtype=np.float32)[gesture])


@given(st.floats(-1, CLOSES_S + 1, allow_subnormal=False), st.sampled_from(GESTURES))
def test_a_frame_counts_if_captured_in_the_window_and_only_then(captured_s: float, gesture: Gesture) -> None:
    throw = Throw(RHYTHM, started_s=100.0)
    taken = throw.offer(100.0 + captured_s, sure_of(gesture))
    assert taken == RHYTHM.in_window(100.0 + captured_s - 100.0)


def test_the_hand_of_the_window_is_read_and_the_one_before_is_not() -> None:
    throw, taken = Throw(RHYTHM, started_s=0.0), 0
    for i in range(200):
        captured_s = i / 30
        taken += throw.offer(captured_s, sure_of(Gesture.ROCK if captured_s < OPENS_S else Gesture.SCISSORS))
        if throw.update(captured_s + 0.005):
            break
    assert throw.verdict is not None
    assert throw.verdict.gesture is Gesture.SCISSORS
    assert taken == 9
    # The first frame from after the window ends the wait: the reveal comes at once.
    assert captured_s <= CLOSES_S + 1 / 30


def test_without_later_frames_the_vote_waits_only_a_moment() -> None:
    throw = Throw(RHYTHM, started_s=0.0)
    for captured_s in (OPENS_S, OPENS_S + 0.1, OPENS_S + 0.2):
        throw.offer(captured_s, sure_of(Gesture.ROCK))
    assert throw.update(CLOSES_S + LATE_FRAME_S - 0.01) is None
    assert throw.beat_at(CLOSES_S + LATE_FRAME_S - 0.01) == (Beat.WINDOW, 1.0)
    verdict = throw.update(CLOSES_S + LATE_FRAME_S + 0.01)
    assert verdict is not None
    assert verdict.gesture is Gesture.ROCK
    assert not throw.offer(CLOSES_S - 0.01, sure_of(Gesture.PAPER))  # what comes later changes nothing
    assert throw.update(CLOSES_S + 9) is verdict


def test_a_silent_camera_is_too_few_frames_and_no_crash() -> None:
    throw = Throw(RHYTHM, started_s=0.0, thresholds=np.full(4, 0.5, np.float32))
    verdict = throw.update(CLOSES_S + 1)
    assert verdict is not None
    assert verdict.reason is VoteReason.TOO_FEW


@pytest.mark.parametrize("fps", [0.0, 4.0, 7.5, 10.0, 30.0, 60.0])
def test_a_slow_camera_gets_a_window_that_holds_a_vote(fps: float) -> None:
    window_s = rhythm_for(fps).window_s
    assert RHYTHM.window_s <= window_s <= LONGEST_WINDOW_S
    if fps >= 5:
        assert int(window_s * fps) >= 3
