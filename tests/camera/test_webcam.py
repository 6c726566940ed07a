"""Webcams with an imitated driver: which cameras work, and that nobody waits for a driver that hangs."""

import platform
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import cv2
import numpy as np
import pytest

from rps_game.camera import webcam
from rps_game.camera.devices import CameraInfo
from rps_game.camera.feed import Feed, FeedState
from rps_game.camera.webcam import SETTLING_FRAMES, WebcamSource, is_blank
from rps_game.errors import CameraNotFound

CAMERA = CameraInfo(3, cv2.CAP_V4L2, "Desk camera", "/dev/null/absent")


def picture(number: int) -> np.ndarray:
    return np.random.default_rng(number).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def until(condition: Callable[[], object]) -> None:
    deadline_s = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline_s, "what the test waits for has not happened"
        time.sleep(0.001)


class Driver:
    """A `cv2.VideoCapture` that hands out `frames` (None: a read that fails) and then fails, or hangs."""

    def __init__(
        self, frames: Iterator[np.ndarray | None], *, opens: bool = True, hangs: bool = False
    ) -> None:
        self.frames = frames
        self.opens = opens
        self.hangs = hangs
        self.unplug = threading.Event()  # lets a hanging read return
        self.released = threading.Event()
        self.opened_as: tuple[int, int] | None = None
        self.threads: set[int] = set()

    def __call__(self, index: int, backend: int) -> "Driver":
        self.opened_as = index, backend
        self.threads.add(threading.get_ident())
        return self

    def isOpened(self) -> bool:
        return self.opens

    def read(self) -> tuple[bool, np.ndarray | None]:
        self.threads.add(threading.get_ident())
        frame = next(self.frames, None)
        if frame is None and self.hangs:
            self.unplug.wait(30)
        return frame is not None, frame

    def set(self, prop: int, value: float) -> bool:
        return False

    def release(self) -> None:
        self.threads.add(threading.get_ident())
        self.released.set()


def opened(driver: Driver, **others: float) -> WebcamSource:
    return WebcamSource(CAMERA, open_capture=cast("Any", driver), **others)


def endless() -> Iterator[np.ndarray]:
    number = 0
    while True:
        number += 1
        threading.Event().wait(0.001)  # a camera has a pace
        yield picture(number)


def test_a_camera_that_works_gives_new_frames_and_is_turned_off_by_its_own_thread() -> None:
    driver = Driver(endless())
    source = opened(driver)
    first, second = source.read(), source.read()
    assert first is not None
    assert second is not None
    assert (first != second).any()
    source.close()
    assert driver.released.is_set()
    assert driver.opened_as == (3, cv2.CAP_V4L2)
    assert len(driver.threads) == 1
    assert threading.get_ident() not in driver.threads


def test_the_first_frames_are_left_out_while_exposure_settles() -> None:
    step = threading.Semaphore(0)
    counted = iter(range(1, 1000))

    def frames() -> Iterator[np.ndarray]:
        for number in counted:
            if number > SETTLING_FRAMES + 1:
                step.acquire()
            threading.Event().wait(0.01)
            yield picture(number)

    source = opened(Driver(frames()))
    step.release()
    frame = source.read()
    assert frame is not None
    assert not any((frame == picture(number)).all() for number in range(1, SETTLING_FRAMES + 2))
    step.release(1000)
    source.close()


@pytest.mark.parametrize("colour", [(0, 0, 0), (0, 135, 0), (6, 5, 8)])
def test_a_camera_that_stays_black_or_of_one_colour_is_none(colour: tuple[int, int, int]) -> None:
    def frames() -> Iterator[np.ndarray]:
        while True:
            threading.Event().wait(0.001)
            yield np.full((48, 64, 3), colour, np.uint8)

    driver = Driver(frames())
    with pytest.raises(CameraNotFound, match="stays black"):
        opened(driver, timeout_s=0.05)
    assert driver.released.is_set()


def test_noise_behind_a_lid_is_blank_and_a_dim_room_is_not() -> None:
    rng = np.random.default_rng(0)
    lid = rng.normal(5, 2, (480, 640, 3)).clip(0, 255).astype(np.uint8)
    dim_wall = rng.normal(40, 2, (480, 640, 3)).clip(0, 255).astype(np.uint8)
    assert is_blank(lid)
    assert not is_blank(dim_wall)


def test_a_silent_camera_is_none_and_its_hanging_driver_is_left_behind() -> None:
    driver = Driver(iter(()), hangs=True)
    with pytest.raises(CameraNotFound, match="sends no picture"):
        opened(driver, timeout_s=0.05)
    assert not driver.released.is_set()
    driver.unplug.set()
    assert driver.released.wait(5)  # it lets go of the camera as soon as it can


def test_a_camera_that_does_not_open_is_asked_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    with pytest.raises(CameraNotFound, match="“Desk camera” cannot be opened"):
        opened(Driver(iter(()), opens=False))


def test_single_bad_reads_are_forgiven_and_an_unplugged_camera_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webcam, "MISS_PAUSE_S", 0.0)

    def slowly() -> Iterator[np.ndarray | None]:
        for n in range(60):
            time.sleep(0.002)
            yield picture(n) if n % 5 else None

    source = opened(Driver(slowly()))
    seen = 0
    while source.read() is not None:
        seen += 1
    assert seen > 0


def test_a_driver_that_hangs_or_fails_while_streaming_ends_the_source(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(webcam, "SILENCE_S", 0.05)

    def frames(then_fail: bool) -> Iterator[np.ndarray]:
        for number in range(3 * SETTLING_FRAMES):
            threading.Event().wait(0.002)
            yield picture(number)
        if then_fail:
            raise cv2.error("the driver fell over")

    for driver in (Driver(frames(then_fail=False), hangs=True), Driver(frames(then_fail=True))):
        source = opened(driver)
        while source.read() is not None:
            pass
        driver.unplug.set()
        source.close()
        assert driver.released.wait(5)


@pytest.mark.parametrize("hangs_in", ["open", "read", "release"])
def test_a_device_is_left_alone_while_its_driver_hangs_and_opened_when_it_comes_back(
    hangs_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webcam, "SILENCE_S", 0.05)
    monkeypatch.setattr(webcam, "LET_GO_S", 0.01)
    device = CameraInfo(5, cv2.CAP_V4L2, "Hanging camera", f"/dev/null/{hangs_in}")
    opens: list[int] = []
    hanging = threading.Event()

    class Hanging(Driver):
        def _hang_in(self, what: str) -> None:
            if what == hangs_in and len(opens) == 1:
                hanging.set()
                self.unplug.wait(30)

        def __call__(self, index: int, backend: int) -> "Driver":
            opens.append(index)
            self._hang_in("open")
            return super().__call__(index, backend)

        def read(self) -> tuple[bool, np.ndarray | None]:
            if len(opens) == 1 and hangs_in == "release":
                return False, None
            self._hang_in("read")
            return super().read()

        def release(self) -> None:
            self._hang_in("release")
            super().release()

    driver = Hanging(endless())

    def open_webcam() -> WebcamSource:
        return WebcamSource(device, timeout_s=0.3, open_capture=cast("Any", driver))

    feed = Feed(open_webcam, pauses_s=(0.001,))
    feed.start()
    assert hanging.wait(5)
    threads = threading.active_count()
    until(lambda: feed.error is not None and "its driver hangs" in feed.error.what)
    threading.Event().wait(0.3)  # a dozen attempts
    assert len(opens) == 1
    assert threading.active_count() == threads
    driver.unplug.set()
    until(lambda: feed.state is FeedState.RUNNING)
    assert len(opens) == 2
    assert feed.close()


def test_a_grey_camera_is_given_three_channels() -> None:
    source = opened(Driver(frame[:, :, 0] for frame in endless()))
    frame = source.read()
    assert frame is not None
    assert frame.shape == (48, 64, 3)
    source.close()
