"""The recording of a class under any order of button presses, and the order of the classes."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rps_game.calibration.capture import (
    FRAMES_PER_HINT,
    HINTS,
    Capture,
    CaptureRules,
    CaptureState,
    Plan,
    recording_order,
)
from rps_game.game.gestures import CLASSES, CLASSIC, GESTURES, Gesture

ROCK, PAPER, SCISSORS, NONE = Gesture.ROCK, Gesture.PAPER, Gesture.SCISSORS, Gesture.NONE
WAITING, COUNTDOWN, RECORDING = CaptureState.WAITING, CaptureState.COUNTDOWN, CaptureState.RECORDING
PAUSED, DONE = CaptureState.PAUSED, CaptureState.DONE


class Pressing(RuleBasedStateMachine):
    """Any requests at any moment, and any frames."""

    @initialize(
        frames=st.integers(1, 6),
        rate_hz=st.sampled_from([4.0, 8.0, 30.0]),
        countdown_s=st.sampled_from([0.0, 1.0, 3.0]),
        gesture=st.sampled_from(CLASSES),
    )
    def begin(self, frames: int, rate_hz: float, countdown_s: float, gesture: Gesture) -> None:
        self.limits = CaptureRules(frames, frames, rate_hz, countdown_s)
        self.capture = Capture(gesture, self.limits)
        self.now = 100.0
        self.started_at: float | None = None  # when the last countdown was started
        self.kept: list[int] = []
        self.ever_taken: list[tuple[int, float]] = []

    @rule(seconds=st.sampled_from([0.0, 1 / 30, 0.125, 0.5, 3.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        before = self.capture.state
        after = self.capture.update(self.now)
        assert after is before or (before, after) == (COUNTDOWN, RECORDING)

    @rule()
    def start(self) -> None:
        if self.capture.state is WAITING:
            self.started_at = self.now
        self.capture.start(self.now)
        assert self.capture.state is not WAITING

    @rule()
    def pause(self) -> None:
        before = self.capture.state
        self.capture.pause()
        assert self.capture.state is (PAUSED if before in {COUNTDOWN, RECORDING} else before)

    @rule()
    def resume(self) -> None:
        before = self.capture.state
        if before is PAUSED:
            self.started_at = self.now
        self.capture.resume(self.now)
        assert self.capture.state is (COUNTDOWN if before is PAUSED else before)

    @rule(number=st.integers(1, 30))
    def offer(self, number: int) -> None:
        due = self.capture.due(number, self.now)
        assert self.capture.offer(number, self.now) == due
        if not due:
            return
        assert self.started_at is not None
        assert self.now >= self.started_at + self.limits.countdown_s
        assert number not in [taken for taken, _ in self.ever_taken]
        if self.ever_taken:
            assert self.now - self.ever_taken[-1][1] >= 1 / self.limits.rate_hz
        self.ever_taken.append((number, self.now))
        self.kept.append(number)

    @precondition(lambda self: self.capture.state is RECORDING)
    @rule(number=st.integers(31, 10**6))
    def a_new_frame_after_a_while_is_taken(self, number: int) -> None:
        assume(number not in [taken for taken, _ in self.ever_taken])
        self.now += 1.0
        taken = self.capture.taken
        self.offer(number)
        assert self.capture.taken == taken + 1

    @rule(index=st.sampled_from([-1, 0, 2]))
    def take_back(self, index: int) -> None:
        before = self.capture.state
        there = -len(self.kept) <= index < len(self.kept)
        assert self.capture.take_back(index) == (self.kept.pop(index) if there else None)
        assert self.capture.state is (PAUSED if before is DONE and there else before)

    @rule()
    def redo(self) -> None:
        self.capture.redo()
        self.kept.clear()
        assert self.capture.state is WAITING

    @invariant()
    def what_is_kept_is_what_was_taken_and_not_given_back(self) -> None:
        if not hasattr(self, "capture"):
            return
        capture = self.capture
        assert capture.numbers == tuple(self.kept)
        assert capture.taken == len(self.kept) <= capture.wanted == self.limits.frames
        assert (capture.state is DONE) == (capture.taken == capture.wanted)
        left_s = capture.countdown_left(self.now)
        assert 0 <= left_s <= self.limits.countdown_s
        assert left_s == 0 or capture.state is COUNTDOWN


TestPressing = Pressing.TestCase
TestPressing.settings = settings(max_examples=60, stateful_step_count=40)


def record(capture: Capture, fps: float, start_s: float = 0.0) -> float:
    """Run a camera until the capture is done; the seconds from the start button."""
    capture.start(start_s)
    number = 0
    while capture.state is not DONE:
        number += 1
        capture.offer(number, start_s + number / fps)
        assert number < 100_000
    return number / fps


@pytest.mark.parametrize(("fps", "longest_s"), [(30.0, 9.0), (60.0, 9.0), (10.0, 12.0)])
def test_forty_frames_take_some_seconds(fps: float, longest_s: float) -> None:
    # 3 s of countdown, then 39 gaps of at least an eighth of a second.
    seconds = record(Capture(ROCK), fps)
    assert 3 + 39 / 8 <= seconds <= longest_s


def test_the_countdown_runs_from_the_start_and_again_after_a_pause() -> None:
    capture = Capture(ROCK)
    capture.start(10.0)
    assert [capture.countdown_left(now) for now in (10.0, 11.5, 13.0)] == [3.0, 1.5, 0.0]
    assert not capture.offer(1, 12.9)
    assert capture.offer(1, 13.0)
    capture.pause()
    assert not capture.offer(2, 20.0)
    capture.resume(20.0)
    assert not capture.offer(2, 22.9)
    assert capture.offer(2, 23.0)


def test_a_pause_pressed_after_the_countdown_ran_out_between_two_frames_holds() -> None:
    capture = Capture(ROCK)
    capture.start(0.0)
    capture.pause()
    assert capture.update(60.0) is PAUSED


def test_a_capture_that_lost_a_frame_is_completed() -> None:
    capture = Capture(ROCK, CaptureRules(frames=3))
    record(capture, 30.0)
    bad = capture.numbers[1]
    assert capture.take_back(1) == bad
    capture.resume(100.0)
    assert not capture.offer(bad, 110.0)
    assert capture.offer(9999, 110.0)
    assert capture.state is DONE


def test_the_empty_scene_has_its_own_count_and_hint() -> None:
    capture = Capture(NONE, CaptureRules(frames=40, empty_frames=30))
    assert capture.wanted == 30
    assert capture.hint is None


@pytest.mark.parametrize("frames", [32, 40, 50])
def test_every_variation_is_invited_before_the_quarter_that_is_tested_on(frames: int) -> None:
    assert len(HINTS) * FRAMES_PER_HINT <= frames * 3 // 4
    capture = Capture(ROCK, CaptureRules(frames=frames))
    seen = []
    capture.start(0.0)
    for number in range(1, frames + 1):
        seen.append(capture.hint)
        assert capture.offer(number, 3.0 + number)
    assert set(seen[: frames * 3 // 4]) == set(HINTS)


@pytest.mark.parametrize("bad", [{"frames": 0}, {"empty_frames": 0}, {"rate_hz": 0.0}, {"countdown_s": -1.0}])
def test_impossible_rules_are_refused(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="got"):
        CaptureRules(**bad)  # type: ignore[arg-type]


def test_a_plan_records_every_class_the_empty_scene_first() -> None:
    assert set(recording_order(CLASSIC)) == set(CLASSES)
    plan, order = Plan(), []
    while plan.current is not None:
        order.append(plan.current)
        plan.finish()
    assert order == [NONE, ROCK, PAPER, SCISSORS]
    assert plan.done == recording_order(CLASSIC)


def test_only_the_empty_scene_can_be_skipped() -> None:
    plan = Plan()
    plan.skip()
    assert plan.current is ROCK
    with pytest.raises(ValueError, match="only the empty scene"):
        plan.skip()


@pytest.mark.parametrize("recorded", [GESTURES, CLASSES])
def test_redoing_a_class_of_a_finished_plan_asks_for_that_one_alone(recorded: tuple[Gesture, ...]) -> None:
    plan = Plan(recorded)
    assert plan.current is None
    plan.redo(PAPER)
    assert plan.current is PAPER
    assert set(plan.done) == set(recorded) - {PAPER}
    plan.finish()
    assert plan.current is None
    assert set(plan.done) == set(recorded)


def test_a_redo_comes_out_of_turn_and_the_rest_goes_on_after_it() -> None:
    plan = Plan([NONE, ROCK])
    plan.redo(NONE)
    assert plan.current is NONE
    plan.skip()  # thought better of it: the empty scene recorded before is kept
    assert (plan.current, plan.done) == (PAPER, (NONE, ROCK))


def test_a_skipped_empty_scene_can_be_recorded_after_all() -> None:
    plan = Plan(GESTURES)
    assert plan.current is None
    plan.redo(NONE)
    assert plan.can_skip
    plan.finish()
    assert plan.current is None
