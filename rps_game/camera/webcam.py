"""Webcams. Their drivers may block for ever, so each is called in a thread that can be abandoned."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from rps_game.camera.devices import CameraInfo, refusal
from rps_game.camera.frames import camera_frame
from rps_game.camera.observation import Frame
from rps_game.errors import CameraError, CameraNotFound

_log: Final = logging.getLogger(__name__)

WIDTH, HEIGHT, RATE_HZ = 640, 480, 30
"""Requested of a webcam: twice what the network needs, and every webcam gives it at its full rate."""

OPEN_TIMEOUT_S: Final = 10.0
"""For the first picture of a camera that the player named; Windows takes seconds for some."""

SILENCE_S: Final = 2.0
"""A stream has ended after so long without a frame. In the dark, cameras slow to about 5 frames a second."""

SETTLING_FRAMES: Final = 8
"""Dropped at the start, while exposure and white balance settle: a quarter of a second."""

BLACK_LEVEL: Final = 24
"""A picture whose brightest hundredth stays below this grey level is black: an allowance for the noise behind
a closed lid, not measured on one; the darkest of 9,639 real pictures tried reaches 152."""

FLAT_RANGE: Final = 2
"""Grey levels that a picture of one colour spans at most: some cameras send even green until they have
started. An empty wall, evenly lit, still spans 17."""

_MAX_MISSES: Final = 10
"""Reads that may fail in a row, 20 ms apart: a single damaged frame is no reason to open the camera again."""

MISS_PAUSE_S: Final = 0.02
"""From a frame that did not come to the next attempt."""

LET_GO_S: Final = 0.5
"""How long a device's former thread may take to release it before its driver counts as hanging."""

_readers: Final[dict[object, threading.Thread]] = {}
"""The last thread of each device. While it hangs in the driver, no other one opens the device: the next would
hang as well, and the one after it, each with its own capture, for as long as the game runs."""

_readers_lock: Final = threading.Lock()


def is_blank(frame: Frame) -> bool:
    """Return whether a picture, uint8 (height, width, 3), is black or of any other single colour."""
    few = frame[::8, ::8].reshape(-1, 3)  # (n, 3)
    low, high = np.percentile(few, (1, 99), axis=0)
    return bool(high.max() < BLACK_LEVEL or (high - low).max() <= FLAT_RANGE)


class WebcamSource:
    """A webcam. A `Source`.

    Building one waits for the first picture that is not blank. `read` gives the newest frame and never waits
    longer than `SILENCE_S`, though the driver may: `cv2.VideoCapture.read` blocks for ten seconds, or
    for ever, when a camera is unplugged, and releasing it meanwhile from another thread crashes. So one
    thread opens, reads and releases, and is abandoned when it hangs; its device is left alone until it ends.

    Args:
        camera: which one.
        timeout_s: how long to wait for the first picture.
        open_capture: opens the stream of (index, backend).

    Raises:
        CameraBusy: another program uses it.
        CameraDenied: the system does not let us.
        CameraNotFound: it does not open, sends no picture, stays black, or its driver still hangs.
        CameraError: what it sends cannot be a picture of a hand.
    """

    live: Final = True

    def __init__(
        self,
        camera: CameraInfo,
        *,
        timeout_s: float = OPEN_TIMEOUT_S,
        open_capture: Callable[[int, int], cv2.VideoCapture] = cv2.VideoCapture,
    ) -> None:
        self.name = camera.name
        self._camera = camera
        self._open_capture = open_capture
        self._news = threading.Condition()
        self._picture: object = None  # the newest, as the driver gave it
        self._ended = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"webcam {camera.index}", daemon=True)
        self._start()
        try:
            self._await_picture(time.monotonic() + timeout_s)
        except CameraError:
            self.close()
            raise

    def read(self) -> Frame | None:
        """Wait for the next frame: uint8 (height, width, 3), BGR; None after `SILENCE_S` without.

        Raises:
            CameraError: what comes cannot be a picture of a hand.
        """
        return self._next(SILENCE_S)

    def close(self) -> None:
        """Turn the camera off; where its driver hangs, it goes off when the driver returns."""
        self._closing.set()
        self._thread.join(timeout=1.0)

    def _start(self) -> None:
        device = self._camera.path or (self._camera.backend, self._camera.index)
        with _readers_lock:
            former = _readers.get(device)
            if former is not None:
                former.join(LET_GO_S)
                if former.is_alive():
                    raise CameraNotFound(
                        "The camera “{camera}” does not answer any more: its driver hangs.",
                        "Unplug it and plug it in again, or choose another camera.",
                        camera=self.name,
                    )
            _readers[device] = self._thread
            self._thread.start()

    def _await_picture(self, deadline_s: float) -> None:
        blank = shown = 0
        while shown <= SETTLING_FRAMES:
            frame = self._next(deadline_s - time.monotonic())
            if frame is None:
                break
            if is_blank(frame):
                blank += 1
            else:
                shown += 1
        if shown:  # a slow camera may still be settling when the time is over
            return
        if blank:
            raise CameraNotFound(
                "The camera “{camera}” works, but its picture stays black.",
                "Open its lid or shutter, switch on a light, and try again.",
                camera=self.name,
            )
        self._closing.set()
        self._thread.join(timeout=0.5)
        if self._thread.is_alive():
            raise CameraNotFound(
                "The camera “{camera}” opens, but sends no picture.",
                "Plug it in again, or close the program that may be using it, and try again.",
                camera=self.name,
            )
        raise refusal(self._camera)

    def _next(self, timeout_s: float) -> Frame | None:
        with self._news:
            self._news.wait_for(lambda: self._picture is not None or self._ended, timeout=max(0.0, timeout_s))
            picture, self._picture = self._picture, None
        return None if picture is None else camera_frame(picture, self.name)

    def _work(self) -> None:
        try:
            capture = self._open_capture(self._camera.index, self._camera.backend)
            try:
                if capture.isOpened():
                    self._stream(capture)
            finally:
                capture.release()
        except Exception:  # a thread has no caller to raise to; `read` returns None
            _log.exception("the driver of camera %s failed", self.name)
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _stream(self, capture: cv2.VideoCapture) -> None:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, RATE_HZ)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # the newest frame, not the one before it
        misses = 0
        while not self._closing.is_set() and misses < _MAX_MISSES:
            good, picture = capture.read()
            if not good or picture is None or picture.size == 0:
                misses += 1
                self._closing.wait(MISS_PAUSE_S)
                continue
            misses = 0
            with self._news:
                self._picture = picture
                self._news.notify_all()
