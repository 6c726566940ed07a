"""Video files and folders of pictures, played as a camera at their own rate."""

import logging
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from rps_game.camera.observation import Frame
from rps_game.camera.webcam import as_bgr
from rps_game.errors import CameraNotFound
from rps_game.files import is_file, is_folder

_log: Final = logging.getLogger(__name__)

PICTURE_SUFFIXES: Final = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
VIDEO_SUFFIXES: Final = frozenset({".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm", ".wmv"})

FALLBACK_RATE_HZ: Final = 30.0
"""For a video without a stated rate, or with one that no webcam has."""
MAX_RATE_HZ: Final = 240.0

PICTURES_HZ: Final = 10.0
"""Rate of a folder: a little faster than calibration takes frames (8 a second)."""

_MAX_LAG_S: Final = 1.0
"""A reader that is later than this was suspended, not slow: no frame is skipped for it."""


def natural_key(path: Path) -> list[list[int | str]]:
    """Return a sort key of a path with numbers in their order: 2.jpg before 10.jpg."""
    parts = (re.split(r"(\d+)", part.casefold()) for part in path.parts)  # text first, then by turns
    return [[int(run) if run.isdecimal() else run for run in runs] for runs in parts]


def pictures_in(folder: Path) -> list[Path]:
    """List the pictures of a folder and its subfolders in natural order; of a picture's path, itself."""
    if is_file(folder):
        return [folder]
    if not is_folder(folder):
        return []
    named = (path for path in folder.rglob("*") if path.suffix.casefold() in PICTURE_SUFFIXES)
    return sorted(filter(is_file, named), key=natural_key)


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
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        known = 1 <= rate_hz <= MAX_RATE_HZ  # neither 0 nor infinite nor not a number
        self._pace = Pace(rate_hz if known else FALLBACK_RATE_HZ, clock, sleep)

    def read(self) -> Frame | None:
        """Wait until the next frame is due: uint8 (height, width, 3), BGR; None after the last."""
        for _ in range(self._pace.wait()):
            self._capture.grab()
        good, picture = self._capture.read()
        if not good and self._loop:
            self._capture.release()
            self._capture = self._open()  # seeking to the start is not exact in every container
            good, picture = self._capture.read()
        return as_bgr(picture) if good else None

    def close(self) -> None:
        """Close the file."""
        self._capture.release()

    def _open(self) -> cv2.VideoCapture:
        if not is_file(self._path):
            raise CameraNotFound(
                "There is no file “{path}”.", "Check its place and name, and try again.", path=self._path
            )
        capture = cv2.VideoCapture(str(self._path))
        if not capture.isOpened():
            raise CameraNotFound(
                "The file “{path}” is not a video that can be read.",
                "Choose an .mp4 or .avi file.",
                path=self._path,
            )
        return capture


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
        self._loop = loop
        self._pictures = pictures_in(path)
        if not self._pictures:
            raise CameraNotFound(
                "There is no picture in “{path}”.", "Choose a folder with .jpg or .png files.", path=path
            )
        self._next = 0
        self._pace = Pace(PICTURES_HZ, clock, sleep)

    def read(self) -> Frame | None:
        """Wait until the next picture is due: uint8 (height, width, 3), BGR; None after the last.

        A file that cannot be decoded is skipped.
        """
        self._next += self._pace.wait()
        for _ in range(len(self._pictures)):
            if self._next >= len(self._pictures) and not self._loop:
                return None
            path = self._pictures[self._next % len(self._pictures)]
            self._next += 1
            picture = read_picture(path)
            if picture is not None:
                return picture
            _log.warning("not a picture: %s", path)
        return None

    def close(self) -> None:
        """Do nothing: no file stays open between two pictures."""


def read_picture(path: Path) -> Frame | None:
    """Read a picture file: uint8 (height, width, 3), BGR; None if it cannot be read or decoded."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)  # imread cannot open every name on Windows
    except OSError:
        return None
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if picture is None else picture.astype(np.uint8, copy=False)
