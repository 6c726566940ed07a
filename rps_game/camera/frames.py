"""Makes a frame of whatever a camera, a video or a picture file gives, or says why it is none."""

import contextlib
from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.camera.observation import Frame
from rps_game.errors import CameraError
from rps_game.words import Sentence

MIN_SIDE: Final = 24
"""Pixels of a frame's shorter side: in a tenth of what the network sees, no finger is left."""

MAX_RATIO: Final = 4
"""Of the longer side to the shorter: the widest webcams have 32:9, of a strip nearly all is cropped."""

MAX_PIXELS: Final = 2**26
"""Of one picture: a phone's 50 megapixels fit; it takes 0.2 GB while it is made small."""


class PictureRefused(Exception):
    """A picture cannot be used: it is damaged, or cannot show a hand; `reason` says why."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(str(reason))
        self.reason = reason


def as_frame(picture: object) -> Frame:
    """Return a picture as uint8 (height, width, 3), BGR; itself where it is that already.

    Taken are grey, BGR and BGRA, as (height, width) or (height, width, channels); of bytes, of 16 bits, of
    any numbers from 0 to 255, and of floats from 0 to 1.

    Raises:
        PictureRefused: it is anything else, or too small, too narrow or too large.
    """
    if not isinstance(picture, np.ndarray) or picture.ndim not in {2, 3}:
        raise PictureRefused(Sentence("it is not a picture"))
    check_size(picture.shape[1], picture.shape[0])
    pixels = _as_bytes(picture)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    match channels:
        case 3:
            return pixels
        case 1:
            return cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
        case 4:
            return cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR).astype(np.uint8, copy=False)
    raise PictureRefused(Sentence("it has {channels} colour channels", {"channels": channels}))


def camera_frame(picture: object, camera: str) -> Frame:
    """Return a picture of the camera of this name as `as_frame` does.

    Raises:
        CameraError: it cannot be used; the player is told which camera, and why.
    """
    with naming(camera):
        return as_frame(picture)


@contextlib.contextmanager
def naming(camera: str) -> Iterator[None]:
    """Raise the CameraError that names this camera for a PictureRefused."""
    try:
        yield
    except PictureRefused as refused:
        raise CameraError(
            "The pictures of “{camera}” cannot be used: {reason}.",
            "Choose another camera, or other pictures from this one.",
            camera=camera,
            reason=refused.reason,
        ) from refused


def check_size(width: int, height: int) -> None:
    """Check that a picture of this size can show a hand, before any memory is taken for it.

    Raises:
        PictureRefused: it cannot, or is too large.
    """
    size = {"width": width, "height": height}
    if width * height > MAX_PIXELS:
        raise PictureRefused(
            Sentence(
                "{width} x {height} pixels are more than the {most} million that the game reads",
                {**size, "most": MAX_PIXELS // 10**6},
            )
        )
    if min(width, height) < MIN_SIDE or max(width, height) > MAX_RATIO * min(width, height):
        raise PictureRefused(Sentence("{width} x {height} pixels cannot show a hand", size))


def _as_bytes(picture: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    kind, bytes_each = picture.dtype.kind, picture.dtype.itemsize
    if kind == "u" and bytes_each == 1:
        return picture.astype(np.uint8, copy=False)
    if kind == "u" and bytes_each == 2:
        return (picture.astype(np.uint16, copy=False) >> 8).astype(np.uint8)
    if kind in "iuf":
        numbers = picture.astype(np.float32)
        low, high = float(numbers.min(initial=0)), float(numbers.max(initial=0))
        if 0 <= low <= high <= 255:  # and no NaN
            return np.rint(numbers * (255 if kind == "f" and high <= 1 else 1)).astype(np.uint8)
    raise PictureRefused(Sentence("its colours are not numbers that the game knows"))
