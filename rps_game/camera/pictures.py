"""Picture files: which ones a folder has, and a reader that takes no file for more than it is."""

import itertools
import os
import re
import struct
from collections import Counter
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from rps_game.camera.frames import PictureRefused, as_frame, check_size
from rps_game.camera.observation import Frame
from rps_game.errors import DataError
from rps_game.words import Sentence

PICTURE_SUFFIXES: Final = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
FORMATS: Final = "JPEG, PNG, BMP, TIFF, WebP"

MAX_BYTES: Final = 2**26
"""Of a picture file: a phone's pictures have a tenth of it."""

_MAX_PARTS: Final = 100_000
"""Chunks of a PNG or markers of a JPEG before its size is known: one of `MAX_BYTES` has 8,000 chunks."""

_MAX_SCANS: Final = 32
"""Of a progressive JPEG, which has 10. One of 46 bytes takes a decoder 0.2 s where it has 36 megapixels."""

_MARKER: Final = re.compile(rb"\xff[^\0\x01\xd0-\xd8\xff]", re.DOTALL)
"""A marker with a length, or the end of the image; not the restarts within a scan."""

_START_OF_SCAN: Final = 0xDA
_END_OF_IMAGE: Final = 0xD9

_KINDS: Final = 5
_KIND_LETTERS: Final = 8
"""How many other kinds of files are named, and how long such a name is at most."""

MAX_FILES: Final = 200_000
"""That are looked at in a folder: hours of recording, and not a whole disk."""


def natural_key(path: Path) -> list[list[int | str]]:
    """Return a sort key of a path with numbers in their order: 2.jpg before 10.jpg."""
    parts = (re.split(r"(\d+)", part.casefold()) for part in path.parts)  # text first, then by turns
    return [[int(run) if run.isdecimal() else run for run in runs] for runs in parts]


def pictures_in(folder: Path) -> list[Path]:
    """List the pictures of a folder and its subfolders in natural order; of a picture's path, itself.

    What cannot be listed is left out; `besides` tells of it.
    """
    if os.path.isfile(folder):  # noqa: PTH113 - Path's raises where the system refuses to look
        return [folder]
    named = (path for path in _files(folder, []) if path.suffix.casefold() in PICTURE_SUFFIXES)
    return sorted(named, key=natural_key)


def besides(folder: Path) -> Sentence:
    """Say what a folder has instead of pictures, or why it cannot be listed: half a sentence."""
    refusals: list[OSError] = []
    kinds = Counter(path.suffix.casefold() for path in _files(folder, refusals))
    others = {kind: count for kind, count in kinds.most_common() if kind not in PICTURE_SUFFIXES}
    shown = [kind for kind in others if kind.isprintable() and 1 < len(kind) <= _KIND_LETTERS]
    if refusals and not isinstance(refusals[0], FileNotFoundError | NotADirectoryError):
        reason = refusals[0].strerror or type(refusals[0]).__name__
        return Sentence("not all of it can be listed ({reason})", {"reason": reason})
    if others:
        return Sentence(
            "files of other kinds: {count} ({kinds})",
            {"count": sum(others.values()), "kinds": ", ".join(shown[:_KINDS]) or "?"},
        )
    return Sentence("no files of other kinds are there")


def _files(folder: Path, refusals: list[OSError]) -> list[Path]:
    walk = os.walk(folder, onerror=refusals.append)
    paths = (os.path.join(at, name) for at, _, names in walk for name in names)  # noqa: PTH118 - many
    few = itertools.islice(paths, MAX_FILES)
    return [Path(path) for path in few if os.path.isfile(path)]  # noqa: PTH113 - no pipe, no device


def read_picture(path: Path) -> Frame:
    """Read a picture file: uint8 (height, width, 3), BGR.

    Its size is taken from its header before it is decoded: a file of 100 kB can claim 30000 x 30000 pixels.

    Raises:
        DataError: it cannot be read, is damaged, or cannot be a picture of a hand.
    """
    try:
        return _decode(_read(path))
    except PictureRefused as refused:
        raise DataError(
            "The picture {path} cannot be used: {reason}.",
            "Remove it, or put another there: {formats}.",
            path=path,
            reason=refused.reason,
            formats=FORMATS,
        ) from refused


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PictureRefused(
            Sentence("it cannot be read ({reason})", {"reason": error.strerror or type(error).__name__})
        ) from error
    if len(data) > MAX_BYTES:
        size = {"most": MAX_BYTES >> 20}
        raise PictureRefused(Sentence("it is a file of more than {most} MB", size))
    if not data:
        raise PictureRefused(Sentence("it is empty"))
    return data


def _decode(data: bytes) -> Frame:
    try:
        size = _size(data)
        if size is None:
            raise PictureRefused(Sentence("it is in no format that the game reads"))
        check_size(*size)
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except (cv2.error, struct.error, IndexError, MemoryError):
        picture = None
    if picture is None:
        raise PictureRefused(Sentence("it is damaged"))
    return as_frame(picture)


def _size(data: bytes) -> tuple[int, int] | None:
    """Return width and height as the header has them; None where it is of none of `FORMATS`.

    Raises:
        struct.error, IndexError: the file ends before it has said so.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = _png_size(data)
    elif data.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(data)
    elif data.startswith(b"BM"):
        (header,) = struct.unpack_from("<I", data, 14)
        width, height = struct.unpack_from("<HH" if header == 12 else "<ii", data, 18)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        width, height = _webp_size(data)
    elif data.startswith((b"II*\0", b"MM\0*")):
        width, height = _tiff_size(data, "<" if data.startswith(b"I") else ">")
    else:
        return None
    return width, abs(height)  # a BMP's height is negative where its first row is the top


def _png_size(data: bytes) -> tuple[int, int]:
    at = 8
    for _ in range(_MAX_PARTS):
        if data[at + 4 : at + 8] == b"IEND":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        # OpenCV takes memory for a chunk before it has seen its end; here a length beyond the file is damage.
        at += 12 + struct.unpack_from(">I", data, at)[0]
    raise IndexError("expected an end")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at, scans = 2, 0
    size: tuple[int, int] | None = None
    for _ in range(_MAX_PARTS):
        found = _MARKER.search(data, at)  # past what is no marker, as every decoder goes
        if found is None:
            break
        at, marker = found.end(), data[found.end() - 1]
        if marker == _END_OF_IMAGE:
            break
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC} and size is None:  # a start of frame
            height, width = struct.unpack_from(">HH", data, at + 3)
            size = width, height
        scans += marker == _START_OF_SCAN
        at += struct.unpack_from(">H", data, at)[0]
    if size is None or scans > _MAX_SCANS:
        raise IndexError("expected a frame of few scans")
    return size


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")


def _tiff_size(data: bytes, order: str) -> tuple[int, int]:
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    (entries,) = struct.unpack_from(f"{order}H", data, at)
    sides = {256: 0, 257: 0, 322: 0, 323: 0}  # width and height of the picture, and of its tiles
    for number in range(entries):
        place = at + 2 + 12 * number
        tag, kind = struct.unpack_from(f"{order}HH", data, place)
        if tag in sides:
            (sides[tag],) = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", data, place + 8)
    return max(sides[256], sides[322]), max(sides[257], sides[323])
