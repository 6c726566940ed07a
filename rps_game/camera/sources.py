"""Where frames come from: a webcam, a video file, a folder of pictures, or the drawn hand."""

import logging
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final, Protocol, Self

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.devices import CameraInfo, list_cameras
from rps_game.camera.recorded import PICTURE_SUFFIXES, VIDEO_SUFFIXES, FolderSource, VideoSource
from rps_game.camera.webcam import WebcamSource
from rps_game.errors import CameraBusy, CameraDenied, CameraError, CameraNotFound

__all__ = [
    "CameraKind",
    "CameraSpec",
    "FolderSource",
    "Source",
    "VideoSource",
    "WebcamSource",
    "first_working_camera",
    "open_source",
]

_log: Final = logging.getLogger(__name__)

DEMO: Final = "demo"


class Source(Protocol):
    """Something that gives frames, one after another. It is read and closed by one thread."""

    @property
    def name(self) -> str:
        """What the player knows it as."""
        ...

    @property
    def live(self) -> bool:
        """Whether it comes back after it ended: a camera can be plugged in again, a file is over."""
        ...

    def read(self) -> npt.NDArray[np.uint8] | None:
        """Block until the next frame: uint8 (height, width, 3), BGR; None when ended or unplugged."""
        ...

    def close(self) -> None:
        """Let go of the device; called once or more."""
        ...


class CameraKind(Enum):
    """What a camera's description means."""

    INDEX = auto()
    NAME = auto()
    VIDEO = auto()
    FOLDER = auto()
    DEMO = auto()


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """Which camera the player wants. `str()` of it parses to the same again, from any folder.

    Attributes:
        kind: how to read `value`.
        value: a number, a camera's name or device path, or an absolute path.
    """

    kind: CameraKind
    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what follows --camera: a number, a name, a video file, a folder of pictures, or "demo".

        Raises:
            ValueError: for an empty text.
        """
        text = text.strip()
        if not text:
            raise ValueError("expected a number, a name, a file, a folder or demo, got nothing")
        if text.casefold() == DEMO:
            return cls(CameraKind.DEMO, DEMO)
        if text.isascii() and text.isdecimal():
            return cls(CameraKind.INDEX, str(int(text)))
        path = Path(text).expanduser()
        suffix = path.suffix.casefold()
        if path.is_dir() or (path.is_file() and suffix in PICTURE_SUFFIXES):
            return cls(CameraKind.FOLDER, str(path.resolve()))
        if path.is_file() or suffix in VIDEO_SUFFIXES:
            return cls(CameraKind.VIDEO, str(path.resolve()))
        return cls(CameraKind.NAME, text)

    def __str__(self) -> str:
        return self.value


def open_source(spec: CameraSpec | None) -> Source:
    """Open what `spec` names; None means the first camera that works. Recordings begin again at their end.

    Raises:
        CameraError: in one of its kinds, with what the player can do.
    """
    if spec is None:
        return first_working_camera()
    match spec.kind:
        case CameraKind.DEMO:
            from rps_game.drawn_hand.source import HandSource

            return HandSource()
        case CameraKind.VIDEO:
            return VideoSource(Path(spec.value), loop=True)
        case CameraKind.FOLDER:
            return FolderSource(Path(spec.value), loop=True)
        case CameraKind.INDEX:
            return WebcamSource(_camera_of_index(int(spec.value)))
        case CameraKind.NAME:
            return WebcamSource(_camera_of_name(spec.value))


def first_working_camera(timeout_s: float = 3.0) -> WebcamSource:
    """Open the first camera that delivers a picture which shows something, `timeout_s` for each.

    Raises:
        CameraBusy, CameraDenied: none does, and of one it is known why.
        CameraNotFound: there is none, or none works.
    """
    cameras = list_cameras()
    refusals: list[CameraError] = []
    # Where cameras cannot be listed there may be one all the same, and its number is then nearly always 0.
    for camera in cameras or [_camera_of_index(0)]:
        try:
            return WebcamSource(camera, timeout_s=timeout_s)
        except CameraError as error:
            _log.info("camera %s: %s", camera.name, error)
            refusals.append(error)
    telling = [refusal for refusal in refusals if isinstance(refusal, CameraBusy | CameraDenied)]
    if telling:
        raise telling[0]
    if len(cameras) == 1:
        raise refusals[0]
    raise CameraNotFound(
        "No camera was found that delivers a picture.", "Plug one in, or play with the drawn hand."
    )


def _camera_of_index(index: int) -> CameraInfo:
    for camera in list_cameras():
        if camera.index == index:
            return camera
    return CameraInfo(index, cv2.CAP_ANY, f"camera {index}", None)


def _camera_of_name(wanted: str) -> CameraInfo:
    cameras = list_cameras()
    key = wanted.casefold()
    for camera in cameras:
        if key == camera.name.casefold() or wanted == camera.path:
            return camera
    for camera in cameras:
        if key in camera.name.casefold():
            return camera
    if not cameras:
        raise CameraNotFound(
            "There is no camera “{wanted}”; none is connected.",
            "Plug it in, or play with the drawn hand.",
            wanted=wanted,
        )
    raise CameraNotFound(
        "There is no camera “{wanted}”; connected are: {cameras}.",
        "Choose one of these, or plug it in.",
        wanted=wanted,
        cameras=", ".join(camera.name for camera in cameras),
    )
