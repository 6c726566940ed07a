"""A webcam that holds nobody up: its driver is called in a thread that may be left behind."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.devices import CameraInfo, refusal
from rps_game.errors import CameraError, CameraNotFound

_log: Final = logging.getLogger(__name__)

Frame = npt.NDArray[np.uint8]

WIDTH, HEIGHT, RATE_HZ = 640, 480, 30
"""What a webcam is asked for: twice what the network needs, and every webcam gives it at its full rate."""

OPEN_TIMEOUT_S: Final = 10.0
"""Until a camera that the player named must have delivered a picture; Windows takes seconds for some."""

SILENCE_S: Final = 2.0
"""A stream that is quiet for so long has ended. In the dark, cameras slow down to about 5 frames a second."""

SETTLING_FRAMES: Final = 8
"""Left out at the start, while exposure and white balance settle: a quarter of a second."""

BLACK_LEVEL: Final = 24
"""A picture whose brightest hundredth stays below this grey level is black. An allowance for the noise
behind a closed lid, not measured on one; the darkest of 9,639 real pictures tried reaches 152."""

FLAT_RANGE: Final = 2
"""A picture of one colour: some cameras send even green until they have started. An empty wall, evenly lit,
still spans 17 levels."""

_MAX_MISSES: Final = 10
"""Reads that may fail in a row, 20 ms apart: a single damaged frame is no reason to open the camera again."""

_MISS_PAUSE_S: Final = 0.02


class Capture(Protocol):
    """As much of `cv2.VideoCapture` as is used."""

    def isOpened(self) -> bool: ...  # noqa: N802 - OpenCV's name
    def read(self) -> tuple[bool, npt.NDArray[np.generic] | None]: ...
    def set(self, prop: int, value: float) -> bool: ...
    def release(self) -> None: ...


def is_blank(frame: Frame) -> bool:
    """Whether a picture, uint8 (height, width, 3), shows nothing: black, or any other single colour."""
    few = frame[::8, ::8].reshape(-1, 3)  # (n, 3)
    low, high = np.percentile(few, (1, 99), axis=0)
    return bool(high.max() < BLACK_LEVEL or (high - low).max() <= FLAT_RANGE)


class WebcamSource:
    """A camera by its number and the backend that the number belongs to. A `Source`.

    Building one waits for the first picture that shows something. `read` gives the newest frame and never
    waits longer than `SILENCE_S`, though the driver may: `cv2.VideoCapture.read` blocks for ten seconds, or
    for ever, when a camera is unplugged, and releasing it meanwhile from another thread crashes. So one
    thread opens, reads and releases, and is left alone when it hangs.

    Args:
        camera: which one.
        timeout_s: how long to wait for the first picture.
        open_capture: opens the stream of (index, backend); the tests have one of their own.

    Raises:
        CameraBusy: another program has it.
        CameraDenied: the system does not let us.
        CameraNotFound: it does not open, stays silent, or stays black.
    """

    live: Final = True

    def __init__(
        self,
        camera: CameraInfo,
        *,
        timeout_s: float = OPEN_TIMEOUT_S,
        open_capture: Callable[[int, int], Capture] = cv2.VideoCapture,
    ) -> None:
        self.name = camera.name
        self._camera = camera
        self._open_capture = open_capture
        self._news = threading.Condition()
        self._frame: Frame | None = None
        self._ended = False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name=f"webcam {camera.index}", daemon=True)
        self._thread.start()
        try:
            self._await_picture(time.monotonic() + timeout_s)
        except CameraError:
            self.close()
            raise

    def read(self) -> Frame | None:
        """Wait for the next frame: uint8 (height, width, 3), BGR; None once the camera has fallen silent."""
        return self._next(SILENCE_S)

    def close(self) -> None:
        """Turn the camera off; where its driver hangs, it goes off when the driver comes back."""
        self._closing.set()
        self._thread.join(timeout=1.0)

    def _await_picture(self, deadline_s: float) -> None:
        blank = 0
        shown = 0
        while shown <= SETTLING_FRAMES:
            frame = self._next(deadline_s - time.monotonic())
            if frame is None:
                break
            if is_blank(frame):
                blank += 1
            else:
                shown += 1
        if shown:  # a slow camera may be settling still when the time is over
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
            self._news.wait_for(lambda: self._frame is not None or self._ended, timeout=max(0.0, timeout_s))
            frame, self._frame = self._frame, None
            return frame

    def _work(self) -> None:
        try:
            capture = self._open_capture(self._camera.index, self._camera.backend)
            try:
                if capture.isOpened():
                    self._stream(capture)
            finally:
                capture.release()
        except Exception:  # a thread has no caller to raise to; `read` says that the camera is gone
            _log.exception("the driver of camera %s failed", self.name)
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _stream(self, capture: Capture) -> None:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, RATE_HZ)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # the newest frame, not the one before it
        misses = 0
        while not self._closing.is_set() and misses < _MAX_MISSES:
            good, picture = capture.read()
            if not good or picture is None or picture.size == 0:
                misses += 1
                self._closing.wait(_MISS_PAUSE_S)
                continue
            misses = 0
            with self._news:
                self._frame = as_bgr(picture)
                self._news.notify_all()


def as_bgr(picture: npt.NDArray[np.generic]) -> Frame:
    """Give a picture three channels, as an infrared camera's or a grey video's lacks them."""
    pixels = picture.astype(np.uint8, copy=False)
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    return pixels
