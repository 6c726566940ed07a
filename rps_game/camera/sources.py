"""Kinds of cameras: how each is recognised after `--camera` and opened. A new kind joins the table."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, Self

import cv2

from rps_game.camera.devices import CameraInfo, ask_permission, list_cameras
from rps_game.camera.observation import Frame
from rps_game.camera.pictures import PICTURE_SUFFIXES
from rps_game.camera.playback import VIDEO_SUFFIXES, FolderSource, VideoSource
from rps_game.camera.webcam import WebcamSource
from rps_game.errors import CameraBusy, CameraDenied, CameraError, CameraNotFound
from rps_game.files import is_file, is_folder
from rps_game.paths import absolute

_log: Final = logging.getLogger(__name__)

MOST_DIGITS: Final = 4
"""Of a camera's number."""

DEMO: Final = "demo"
"""What `--camera` and the settings call the drawn hand, and the name of its source."""


class Source(Protocol):
    """A stream of frames. It is read and closed by one thread."""

    @property
    def name(self) -> str:
        """The camera's name, as the player knows it."""
        ...

    @property
    def live(self) -> bool:
        """Whether it may come back after its end: a camera can be plugged in again, a file is over."""
        ...

    def read(self) -> Frame | None:
        """Block until the next frame: uint8 (height, width, 3), BGR; None when ended or unplugged."""
        ...

    def close(self) -> None:
        """Release the device; called once or more."""
        ...


@dataclass(frozen=True, slots=True)
class CameraKind:
    """A kind of camera.

    Attributes:
        name: of the kind.
        recognise: takes what stands after `--camera`, without spaces around it and not empty; returns the
            value that `open` needs, valid from any folder, or None for another kind's.
        open: opens the camera of that value, or raises a CameraError; the flag says whether a recording
            begins again at its end.
        asks: whether the player is to be asked for permission first (`ask_permission_for`).
    """

    name: str
    recognise: Callable[[str], str | None]
    open: Callable[[str, bool], Source]
    asks: bool = False


def _open_drawn_hand(_value: str, _loop: bool) -> Source:
    from rps_game.drawn_hand.source import HandSource

    return HandSource()


def _recognise_number(text: str) -> str | None:
    # No system has a camera of more digits, and Python makes no number of very many.
    return str(int(text)) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def _recognise_folder(text: str) -> str | None:
    path = absolute(Path(text))
    picture = is_file(path) and path.suffix.casefold() in PICTURE_SUFFIXES
    return str(path) if picture or is_folder(path) else None


def _recognise_video(text: str) -> str | None:
    path = absolute(Path(text))
    return str(path) if is_file(path) or path.suffix.casefold() in VIDEO_SUFFIXES else None


CAMERA_KINDS: Final = (
    CameraKind("drawn hand", lambda text: DEMO if text.casefold() == DEMO else None, _open_drawn_hand),
    CameraKind(
        "number", _recognise_number, lambda value, _: WebcamSource(_camera_of_number(int(value))), asks=True
    ),
    CameraKind("folder", _recognise_folder, lambda value, loop: FolderSource(Path(value), loop=loop)),
    CameraKind("video", _recognise_video, lambda value, loop: VideoSource(Path(value), loop=loop)),
    CameraKind("name", lambda text: text, lambda value, _: WebcamSource(_camera_of_name(value)), asks=True),
)
"""In the order in which they are tried: a name is whatever no other kind recognises."""


@dataclass(frozen=True, slots=True)
class CameraSpec:
    """The camera that the player wants. `str()` of it parses to the same again, from any folder.

    Attributes:
        kind: how to read `value`.
        value: a number, a camera's name or device path, an absolute path, or "demo".
    """

    kind: CameraKind
    value: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what follows `--camera`: a number, a name, a video file, a folder of pictures, or "demo".

        Raises:
            ValueError: for an empty text.
        """
        text = text.strip()
        if not text:
            raise ValueError("expected a number, a name, a file, a folder or demo, got nothing")
        recognised = ((kind, kind.recognise(text)) for kind in CAMERA_KINDS)
        return next(cls(kind, value) for kind, value in recognised if value is not None)

    def __str__(self) -> str:
        return self.value


def ask_permission_for(spec: CameraSpec | None) -> None:
    """Ask the player for permission if the camera of `spec` needs it; from the main thread."""
    if spec is None or spec.kind.asks:
        ask_permission()


def open_source(spec: CameraSpec | None, *, loop: bool = True) -> Source:
    """Open the camera of `spec`; None means the first camera that works.

    A recording begins again at its end, or ends without `loop`.

    Raises:
        CameraError: in one of its kinds, with what the player can do.
    """
    return first_working_camera() if spec is None else spec.kind.open(spec.value, loop)


def first_working_camera(timeout_s: float = 3.0) -> WebcamSource:
    """Open the first camera whose picture is not blank, waiting `timeout_s` for each.

    Raises:
        CameraBusy, CameraDenied: none works, and of one it is known why.
        CameraNotFound: there is none, or none works.
    """
    cameras = list_cameras()
    refusals: list[CameraError] = []
    # Where cameras cannot be listed there may be one all the same, and its number is then nearly always 0.
    for camera in cameras or [_camera_of_number(0)]:
        try:
            return WebcamSource(camera, timeout_s=timeout_s)
        except CameraError as error:
            _log.info("camera %s: %s", camera.name, error)
            refusals.append(error)
    known = [refusal for refusal in refusals if isinstance(refusal, CameraBusy | CameraDenied)]
    if known or len(cameras) == 1:
        raise (known or refusals)[0]
    raise CameraNotFound(
        "No camera was found that delivers a picture.", "Plug one in, or play with the drawn hand."
    )


def _camera_of_number(index: int) -> CameraInfo:
    unlisted = CameraInfo(index, cv2.CAP_ANY, f"camera {index}", None)
    return next((camera for camera in list_cameras() if camera.index == index), unlisted)


def _camera_of_name(wanted: str) -> CameraInfo:
    cameras = list_cameras()
    key = wanted.casefold()
    exact = [camera for camera in cameras if key == camera.name.casefold() or wanted == camera.path]
    similar = [camera for camera in cameras if key in camera.name.casefold()]
    if exact or similar:
        return (exact or similar)[0]
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
