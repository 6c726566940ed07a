"""Video files and folders of pictures, played as a camera at their own rate."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.frames import camera_frame, check_size, naming
from rps_game.camera.observation import Frame
from rps_game.camera.pictures import FORMATS, besides, pictures_in, read_picture
from rps_game.errors import CameraNotFound, DataError

_log: Final = logging.getLogger(__name__)

VIDEO_SUFFIXES: Final = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"})

FALLBACK_RATE_HZ: Final = 30.0
"""For a video without a stated rate, or with one that no webcam has."""
MAX_RATE_HZ: Final = 240.0

PICTURES_HZ: Final = 10.0
"""Rate of a folder: a little faster than calibration takes frames (8 a second)."""

_SIDES: Final = (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)

_MAX_LAG_S: Final = 1.0
"""A reader that is later than this was suspended, not slow: no frame is skipped for it."""


class Pace:
    """Waits for each frame's time, and counts the frames that a slow reader has missed."""

    def __init__(
        self,
        rate_hz: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._step_s = 1 / rate_hz
        self._clock, self._sleep = clock, sleep
        self._due_s: float | None = None

    def wait(self) -> int:
        """Sleep until a frame is due; return how many frames to skip to be on time again."""
        now = self._clock()
        lag_s = 0.0 if self._due_s is None else now - self._due_s
        if lag_s < 0:
            self._sleep(-lag_s)
        missed = int(lag_s / self._step_s) if 0 < lag_s <= _MAX_LAG_S else 0
        start_s = now if self._due_s is None or lag_s > _MAX_LAG_S else self._due_s
        self._due_s = start_s + (missed + 1) * self._step_s
        return missed


class VideoSource:
    """A video file at its own rate; frames are skipped when the reader is slow. A `Source`.

    Args:
        path: the file.
        loop: begin again at the end, as a camera has none.
        clock, sleep: in seconds.

    Raises:
        CameraNotFound: no such file, or not a video.
        CameraError: its pictures are too large, or cannot be pictures of a hand.
    """

    live: Final = False

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = path.name
        self._path = path
        self._loop = loop
        self._capture = self._open()
        self._shown = False
        width, height = (int(self._capture.get(side)) for side in _SIDES)
        if width > 0 and height > 0:  # else it does not say
            with naming(self.name):
                check_size(width, height)
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        known = 1 <= rate_hz <= MAX_RATE_HZ  # neither 0 nor infinite nor not a number
        self._pace = Pace(rate_hz if known else FALLBACK_RATE_HZ, clock, sleep)

    def read(self) -> Frame | None:
        """Wait until the next frame is due: uint8 (height, width, 3), BGR; None after the last.

        Raises:
            CameraError: not one frame can be decoded, or they cannot be pictures of a hand.
        """
        for _ in range(self._pace.wait()):
            self._capture.grab()
        picture = self._decode()
        if picture is None and self._loop and self._shown:
            self._capture.release()
            self._capture = self._open()  # seeking to the start is not exact in every container
            picture = self._decode()
        if picture is None:
            if not self._shown:
                raise self._not_a_video()
            return None
        self._shown = True
        return camera_frame(picture, self.name)

    def _decode(self) -> npt.NDArray[np.uint8] | None:
        try:
            good, picture = self._capture.read()
        except cv2.error:  # a damaged file; FFmpeg itself says "no frame"
            return None
        return picture.astype(np.uint8, copy=False) if good else None

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _open(self) -> cv2.VideoCapture:
        if not self._path.is_file():
            raise CameraNotFound(
                "There is no file “{path}”.", "Check its place and name, and try again.", path=self._path
            )
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            raise self._not_a_video()
        return capture

    def _not_a_video(self) -> CameraNotFound:
        return CameraNotFound(
            "The file “{path}” is not a video that can be read.",
            "Choose an .mp4 or .avi file, or pictures: {formats}.",
            path=self._path,
            formats=FORMATS,
        )


class FolderSource:
    """The pictures of a folder, subfolders included, in natural order, `PICTURES_HZ` a second. A `Source`.

    Args:
        path: the folder, or one picture.
        loop: begin again at the end.
        clock, sleep: in seconds.

    Raises:
        CameraNotFound: no such folder, or no picture in it.
    """

    live: Final = False

    def __init__(
        self,
        path: Path,
        *,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = path.name
        self._path, self._loop = path, loop
        self._pictures = pictures_in(path)
        if not self._pictures:
            raise CameraNotFound(
                "There is no picture in “{path}”; {besides}.",
                "Choose a folder with pictures: {formats}.",
                path=path,
                besides=besides(path),
                formats=FORMATS,
            )
        self._found = len(self._pictures)
        self._first_left_out: DataError | None = None
        self._next = 0
        self._pace = Pace(PICTURES_HZ, clock, sleep)

    def read(self) -> Frame | None:
        """Wait until the next picture is due: uint8 (height, width, 3), BGR; None after the last.

        A file that cannot be used is named in the log, and left out.

        Raises:
            CameraNotFound: none of them can be used.
        """
        self._next += self._pace.wait()
        while self._pictures and (self._loop or self._next < len(self._pictures)):
            self._next %= len(self._pictures)
            try:
                picture = read_picture(self._pictures[self._next])
            except DataError as error:
                self._leave_out(error)
            else:
                self._next += 1
                return picture
        return None

    def _leave_out(self, error: DataError) -> None:
        self._first_left_out = self._first_left_out or error
        del self._pictures[self._next]
        count = self._found - len(self._pictures)
        _log.warning("%s (%d of %d pictures left out)", error.what, count, self._found)
        if not self._pictures:
            raise CameraNotFound(
                "Pictures in “{path}”: {count}, and none can be used; {file}: {reason}.",
                "Choose a folder with whole pictures: {formats}.",
                path=self._path,
                count=self._found,
                file=self._first_left_out.values["path"],
                reason=self._first_left_out.values["reason"],
                formats=FORMATS,
            ) from self._first_left_out

    def close(self) -> None:
        """Do nothing: no file stays open between two pictures."""
