"""The camera thread, on sources that a test scripts: the newest frame, every loss noticed, nobody blocked."""

# mypy: disable-error-code="comparison-overlap, unreachable"

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from rps_game.camera.feed import FROZEN_S, Feed, FeedState, FrozenImageDetector
from rps_game.camera.observation import Observation
from rps_game.errors import BackboneDamaged, CameraBusy, CameraError, CameraLost, CameraNotFound

NO_PAUSE = (0.001,)


def until(condition: Callable[[], object], limit_s: float = 10.0) -> None:
    """Wait for another thread; the limit is for a broken test only."""
    deadline_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline_s, "what the test waits for has not happened"
        time.sleep(0.001)


def picture(number: int) -> np.ndarray:
    """A frame that differs from every other one, in one pixel and in all."""
    frame = np.full((48, 64, 3), number % 200, np.uint8)
    frame[0, 0] = number // 200
    return frame


class Script:
    """A source whose frames a test gives one by one; an exception in its queue is raised, None ends it."""

    def __init__(self, *, live: bool = True, name: str = "script") -> None:
        self.name = name
        self.live = live
        self.closed = threading.Event()
        self._queue: list[np.ndarray | Exception | None] = []
        self._more = threading.Condition()

    def give(self, *items: np.ndarray | Exception | None) -> "Script":
        with self._more:
            self._queue.extend(items)
            self._more.notify_all()
        return self

    def read(self) -> np.ndarray | None:
        with self._more:
            self._more.wait_for(lambda: self._queue)
            item = self._queue.pop(0)
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        self.closed.set()


class Endless(Script):
    """A source that never ends."""

    def __init__(self, name: str = "endless") -> None:
        super().__init__(name=name)
        self.number = 0

    def read(self) -> np.ndarray:
        time.sleep(0.001)
        self.number += 1
        return picture(self.number)


class Clock:
    def __init__(self) -> None:
        self.now_s = 50.0

    def __call__(self) -> float:
        return self.now_s


class Factory:
    """Opens one source after another; an exception among them is raised."""

    def __init__(self, *openings: Script | CameraError) -> None:
        self.openings = iter(openings)
        self.calls = 0

    def __call__(self) -> Script:
        self.calls += 1
        opening = next(self.openings, CameraNotFound("Nothing left.", "Wait."))
        if isinstance(opening, CameraError):
            raise opening
        return opening


def feed_threads() -> set[threading.Thread]:
    """Threads of feeds, perhaps of other tests' ones as well."""
    return {thread for thread in threading.enumerate() if thread.name == "camera feed"}


@pytest.fixture
def make_feed() -> Iterator[Callable[..., Feed]]:
    before = feed_threads()
    made: list[tuple[Feed, tuple[Script | CameraError, ...]]] = []

    def make(*openings: Script | CameraError, **settings: object) -> Feed:
        feed = Feed(Factory(*openings), pauses_s=NO_PAUSE, **settings)  # type: ignore[arg-type]
        made.append((feed, openings))
        feed.start()
        return feed

    yield make
    for feed, openings in made:
        feed.close(0)
        for opening in openings:
            if isinstance(opening, Script):
                opening.give(None)
    until(lambda: feed_threads() <= before)


def newest(feed: Feed, number: int) -> Observation:
    until(lambda: (seen := feed.latest()) is not None and seen.number >= number)
    observation = feed.latest()
    assert observation is not None
    return observation


def test_a_frame_comes_with_its_number_time_square_and_features(make_feed: Callable[..., Feed]) -> None:
    script, clock = Script(), Clock()
    feed = make_feed(script, clock=clock, embed=lambda square: square.astype(np.float32) / 255)
    assert feed.state is FeedState.OPENING
    assert feed.latest() is None
    script.give(picture(7))
    seen = newest(feed, 1)
    assert (seen.number, seen.captured_s) == (1, 50.0)
    assert (seen.frame == picture(7)).all()
    assert seen.square.shape == (224, 224, 3)
    assert seen.features is not None
    np.testing.assert_array_equal(seen.features, seen.square.astype(np.float32) / 255)
    assert feed.state is FeedState.RUNNING
    assert feed.source is script
    assert feed.latest() is seen


def test_the_newest_frame_replaces_those_that_nobody_saw(make_feed: Callable[..., Feed]) -> None:
    script = Script().give(*(picture(n) for n in range(5)))
    feed = make_feed(script)
    seen = newest(feed, 5)
    assert (seen.number, seen.frame[5, 5, 0]) == (5, 4)
    script.give(picture(6))
    assert newest(feed, 6).number == 6


def test_features_outlive_the_memory_that_the_backbone_uses_again(make_feed: Callable[..., Feed]) -> None:
    memory = np.zeros(3, np.float32)

    def embed(square: np.ndarray) -> np.ndarray:
        memory[:] = square[0, 0]
        return memory

    script = Script().give(picture(10))
    feed = make_feed(script, embed=embed)
    first = newest(feed, 1)
    script.give(picture(20))
    newest(feed, 2)
    assert first.features is not None
    assert first.features.tolist() == first.square[0, 0].tolist()


def test_the_backbone_can_change_at_run_time(make_feed: Callable[..., Feed]) -> None:
    script = Script().give(picture(1))
    feed = make_feed(script)
    assert newest(feed, 1).features is None
    feed.set_embed(lambda square: np.ones(2, np.float32))
    script.give(picture(2))
    assert newest(feed, 2).features is not None
    feed.set_embed(None)
    last = feed.latest()
    assert last is not None
    assert (last.number, last.features) == (2, None)  # no head of another network reads them
    script.give(picture(3))
    assert newest(feed, 3).features is None


def test_a_frame_that_is_in_the_backbone_while_that_changes_has_no_features(
    make_feed: Callable[..., Feed],
) -> None:
    entered, go_on = threading.Event(), threading.Event()

    def slow(square: np.ndarray) -> np.ndarray:
        entered.set()
        assert go_on.wait(5)
        return np.ones(2, np.float32)

    feed = make_feed(Script().give(picture(1)), embed=slow)
    assert entered.wait(5)
    feed.set_embed(lambda square: np.zeros(2, np.float32))
    go_on.set()
    assert newest(feed, 1).features is None


def test_a_recording_ends_and_a_camera_is_lost_and_found_again(make_feed: Callable[..., Feed]) -> None:
    recording = Script(live=False).give(picture(1), None)
    feed = make_feed(recording)
    until(lambda: feed.state is FeedState.ENDED)
    assert feed.error is None
    assert recording.closed.wait(5)

    unplugged, back = Script(name="Desk camera").give(picture(1), None), Script()
    gone = CameraNotFound("It is not there.", "Plug it in.")
    feed = make_feed(unplugged, gone, gone, gone, back)
    until(lambda: feed.source is back)
    assert feed.state is FeedState.LOST  # until it has delivered a picture
    assert isinstance(feed.error, CameraLost)
    assert "Desk camera" in feed.error.what
    assert unplugged.closed.is_set()
    assert newest(feed, 1).number == 1  # the last picture stays, to be drawn greyed
    back.give(picture(2))
    assert newest(feed, 2).number == 2
    assert feed.state is FeedState.RUNNING
    assert feed.error is None


def test_a_camera_that_cannot_be_opened_says_why_and_is_tried_again() -> None:
    script, gate = Script(), threading.Event()

    class Gated(Factory):
        def __call__(self) -> Script:
            if self.calls == 1:
                gate.wait(10)
            return super().__call__()

    feed = Feed(Gated(CameraBusy("It is in use.", "Close the call."), script), pauses_s=NO_PAUSE)
    feed.start()
    until(lambda: feed.state is FeedState.FAILED)
    assert isinstance(feed.error, CameraBusy)
    gate.set()
    script.give(picture(1))
    newest(feed, 1)
    assert feed.state is FeedState.RUNNING
    assert feed.close(0.01) is False  # the script blocks in `read`, as a driver may
    script.give(picture(2))
    assert script.closed.wait(5)


def test_a_network_that_fails_is_told_of_in_its_own_words(make_feed: Callable[..., Feed]) -> None:
    def embed(square: np.ndarray) -> np.ndarray:
        raise BackboneDamaged("{name} is damaged.", "Delete it.", name="It")

    feed = make_feed(Script().give(picture(1)), Script(), embed=embed)
    until(lambda: feed.state is FeedState.FAILED)
    assert str(feed.error) == "It is damaged. Delete it."


@pytest.mark.parametrize("at_fault", ["source", "backbone"])
def test_the_thread_survives_what_its_parts_raise(
    make_feed: Callable[..., Feed], caplog: pytest.LogCaptureFixture, at_fault: str
) -> None:
    def embed(square: np.ndarray) -> np.ndarray:
        if at_fault == "backbone":
            raise ValueError("the tensors do not fit")
        return np.zeros(1, np.float32)

    bad: dict[str, np.ndarray | Exception] = {"source": RuntimeError("driver"), "backbone": picture(1)}
    first, second = Script().give(bad[at_fault]), Script()
    with caplog.at_level(logging.ERROR):
        feed = make_feed(first, second, embed=embed)
        until(lambda: feed.state is FeedState.FAILED)
    assert feed.error is not None
    assert "went wrong" in feed.error.what
    assert caplog.records[0].exc_info is not None
    assert first.closed.wait(5)
    feed.set_embed(None)
    second.give(picture(2))
    newest(feed, 1)
    assert feed.state is FeedState.RUNNING


GREY = (np.arange(48 * 64, dtype=np.uint32).reshape(48, 64) % 200).astype(np.uint8)


@pytest.mark.parametrize(
    "given",
    [
        GREY,
        GREY[..., None],
        GREY[..., None].repeat(4, axis=2),
        GREY.astype(np.uint16) * 256 + 77,
        GREY.astype(">u2") * 256,
        GREY.astype(np.int64),
        GREY.astype(np.float32),
        GREY / np.float16(255),
    ],
    ids=lambda given: f"{given.dtype} {given.shape}",
)
def test_what_is_clearly_a_picture_becomes_a_frame(make_feed: Callable[..., Feed], given: np.ndarray) -> None:
    feed = make_feed(Script().give(given))
    seen = newest(feed, 1)
    assert seen.frame.dtype == np.uint8
    np.testing.assert_array_equal(seen.frame, GREY[..., None].repeat(3, axis=2))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.zeros((48, 64, 2), np.uint8), "it has 2 colour channels"),
        (np.zeros((48, 64, 0), np.uint8), "it has 0 colour channels"),
        (np.full((48, 64, 3), np.nan), "its colours are not numbers"),
        (np.full((48, 64, 3), -1), "its colours are not numbers"),
        (np.zeros((48, 64, 3), complex), "its colours are not numbers"),
        (np.zeros(48, np.uint8), "it is not a picture"),
        ("a picture", "it is not a picture"),
        (np.zeros((1, 640, 3), np.uint8), "640 x 1 pixels cannot show a hand"),
        (np.zeros((3000, 1, 3), np.uint8), "1 x 3000 pixels cannot show a hand"),
        (np.zeros((100, 2000, 3), np.uint8), "2000 x 100 pixels cannot show a hand"),
        (np.zeros((480, 16, 3), np.uint8), "16 x 480 pixels cannot show a hand"),
        (np.zeros((0, 0, 3), np.uint8), "0 x 0 pixels cannot show a hand"),
        (np.broadcast_to(np.uint8(0), (9000, 9000, 3)), "more than the 67 million"),
    ],
)
def test_what_cannot_be_a_picture_of_a_hand_is_refused_in_a_sentence(
    make_feed: Callable[..., Feed], given: np.ndarray, said: str
) -> None:
    better = Script(name="better")
    feed = make_feed(Script(name="Desk camera").give(given), better)
    until(lambda: feed.state is FeedState.FAILED)
    assert feed.error is not None
    assert feed.error.what.startswith("The pictures of “Desk camera” cannot be used: ")
    assert said in feed.error.what
    better.give(picture(1))
    newest(feed, 1)
    assert feed.state is FeedState.RUNNING


def test_a_camera_that_repeats_one_picture_is_lost_until_the_picture_moves(
    make_feed: Callable[..., Feed],
) -> None:
    clock = Clock()
    frozen, still_frozen, moving = Script(), Script(), Script()
    feed = make_feed(frozen, still_frozen, moving, clock=clock)
    frozen.give(picture(1))
    newest(feed, 1)
    clock.now_s += FROZEN_S
    frozen.give(picture(1))
    newest(feed, 2)
    clock.now_s += 0.01
    frozen.give(picture(1))
    until(lambda: feed.state is FeedState.LOST)
    assert feed.error is not None
    assert "stands still" in feed.error.what
    still_frozen.give(picture(1))
    until(still_frozen.closed.is_set)
    assert feed.state is FeedState.LOST  # opened again, and not back for a moment
    moving.give(picture(2))
    newest(feed, 3)
    assert feed.state is FeedState.RUNNING


def test_a_frozen_image_is_one_without_a_single_bit_of_change() -> None:
    detector = FrozenImageDetector()
    frame = picture(1)
    noisy = frame.copy()
    noisy[7, 7, 1] ^= 1
    assert not detector.is_frozen(frame, 0.0)
    assert not detector.is_frozen(noisy, 10.0)
    assert not detector.is_frozen(noisy.copy(), 10.0 + FROZEN_S)
    assert detector.is_frozen(noisy.copy(), 10.1 + FROZEN_S)
    assert not detector.is_frozen(noisy[:, :32], 20.0)


def test_a_recording_may_stand_still(make_feed: Callable[..., Feed]) -> None:
    clock, script = Clock(), Script(live=False)
    feed = make_feed(script, clock=clock)
    for number in range(1, 4):
        script.give(picture(1))
        assert newest(feed, number).number == number
        clock.now_s += 2 * FROZEN_S


def test_frames_a_second_are_measured_and_fall_to_nothing(make_feed: Callable[..., Feed]) -> None:
    clock, script = Clock(), Script()
    feed = make_feed(script, clock=clock)
    for number in range(1, 50):
        script.give(picture(number))
        newest(feed, number)
        clock.now_s += 0.04
    assert feed.fps == pytest.approx(25)
    clock.now_s += 5
    assert feed.fps == 0


def test_the_camera_can_be_changed_at_run_time_even_while_it_hangs(
    make_feed: Callable[..., Feed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rps_game.camera.feed.HAND_OVER_S", 0.01)
    hanging = Script(name="hangs").give(picture(1))
    feed = make_feed(hanging)
    assert newest(feed, 1).number == 1
    other = Endless("other")
    feed.switch(lambda: other)
    assert feed.latest() is None  # not the other camera's picture
    assert newest(feed, 2).number >= 2
    assert feed.source is other
    hanging.give(picture(99))  # comes back too late
    assert hanging.closed.wait(5)
    latest = feed.latest()
    assert latest is not None
    assert not (latest.frame == picture(99)).all() or other.number == 99
    assert feed.state is FeedState.RUNNING


def test_the_next_source_waits_for_the_last_to_let_go_of_what_may_be_the_same_device(
    make_feed: Callable[..., Feed],
) -> None:
    first = Endless()
    feed = make_feed(first)
    newest(feed, 1)
    closed_before = []

    def another() -> Endless:
        closed_before.append(first.closed.is_set())
        return Endless()

    feed.switch(another)
    until(lambda: feed.state is FeedState.RUNNING)
    assert closed_before == [True]


def test_closing_turns_the_camera_off_at_any_moment_and_twice() -> None:
    before = feed_threads()
    source = Endless()
    feed = Feed(lambda: source)
    assert feed.close()  # never started
    feed.start()
    feed.start()
    newest(feed, 3)
    assert feed.close()
    assert source.closed.is_set()
    assert feed.close()
    assert feed_threads() <= before


def test_a_program_that_ends_without_closing_its_camera_ends_in_peace(tmp_path: Path) -> None:
    video = tmp_path / "noise.avi"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"MJPG"), 240.0, (640, 480))
    for number in range(20):
        writer.write(np.random.default_rng(number).integers(0, 256, (480, 640, 3), dtype=np.uint8))
    writer.release()
    program = """if True:
        import sys, time
        from pathlib import Path
        from rps_game.camera.feed import Feed
        from rps_game.camera.playback import VideoSource
        feed = Feed(lambda: VideoSource(Path(sys.argv[1]), loop=True))
        feed.start()
        while not feed.latest():
            time.sleep(0.01)
    """
    done = subprocess.run([sys.executable, "-c", program, video], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_closing_does_not_wait_for_a_pause_between_attempts() -> None:
    feed = Feed(Factory(), pauses_s=(3600.0,))
    feed.start()
    until(lambda: feed.state is FeedState.FAILED)
    assert feed.close(5)


def test_pauses_between_attempts_grow_and_begin_anew_after_a_success(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout in (1.0, 2.0, 3.0):
                waits.append(timeout)
                return self.is_set()
            return super().wait(timeout)

    monkeypatch.setattr("rps_game.camera.feed.threading.Event", Stop)
    gone = CameraNotFound("It is not there.", "Plug it in.")
    last = Script()
    openings = (gone, gone, gone, gone, Script().give(picture(1), None), gone, last)
    feed = Feed(Factory(*openings), pauses_s=(1.0, 2.0, 3.0))
    feed.start()
    until(lambda: len(waits) >= 6)
    assert waits == [1.0, 2.0, 3.0, 3.0, 1.0, 2.0]
    feed.close(0)
    last.give(None)
