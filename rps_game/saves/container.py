"""Container of all save versions: a safetensors file with a SHA-256 checksum.

The checksum stands in the header, in 64 hex digits, and is of the whole file with zeros in their place. It
catches what safetensors does not: a flipped byte there loads silently.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final, TypedDict, cast

import numpy as np
import numpy.typing as npt
import safetensors
import safetensors.numpy

FORMAT: Final = "rps-game player"

MAX_HEADER_BYTES: Final = 64 * 2**10
"""A header has about 2 KiB; safetensors itself would read one of 100 MB."""

Tensor = npt.NDArray[np.float32] | npt.NDArray[np.int32]

_LENGTH_BYTES: Final = 8  # the header's length comes first, as a little-endian integer
_ZEROS: Final = b"0" * 64
_PIECE_BYTES: Final = 2**20
_CHECKSUM: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')
# A quotation mark inside a name is written as \\", so that no name can pass for the checksum.


class TensorParts(TypedDict):
    """A tensor as the file has it: `data` are its numbers, little-endian, the last axis first."""

    dtype: str
    shape: list[int]
    data: bytearray


@dataclass(frozen=True, slots=True)
class Container:
    """A file that says it is a save; only its header has been read.

    Attributes:
        metadata: texts by name, the format's own among them; to be believed when the file is intact.
        shapes: of its tensors by their names, each a list of whole numbers from 0.
        whole: whether it is as long as its header says.
    """

    metadata: Mapping[str, str]
    shapes: Mapping[str, list[int]]
    whole: bool
    _file: BinaryIO
    _checksum: tuple[int, int]  # where it is in the file

    def is_intact(self) -> bool:
        """Return whether the checksum is right, so that the file is as it was written.

        Reads all of it, in pieces.
        """
        start, end = self._checksum
        self._file.seek(0)
        digest = hashlib.sha256(self._file.read(start))
        digest.update(_ZEROS)
        expected = self._file.read(end - start)
        while piece := self._file.read(_PIECE_BYTES):
            digest.update(piece)
        return digest.hexdigest().encode() == expected

    def tensors(self) -> dict[str, TensorParts]:
        """Return a copy of every tensor in the file, by name.

        Raises:
            ValueError: when the header does not fit the data.
        """
        self._file.seek(0)
        try:
            parts = safetensors.deserialize(self._file.read())  # type: ignore[no-untyped-call]
        except safetensors.SafetensorError as cause:
            raise ValueError("expected a sound safetensors file") from cause
        return dict(cast(list[tuple[str, TensorParts]], parts))


def pack(tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> bytes:
    """Return a file of these tensors, with these metadata, the format's name and the checksum."""
    # safetensors silently garbles arrays that are not contiguous.
    contiguous = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    texts = {**metadata, "format": FORMAT, "sha256": _ZEROS.decode()}
    data = safetensors.numpy.save(contiguous, texts)
    start, end = _checksum_place(_header(io.BytesIO(data), len(data)))
    return b"".join((data[:start], hashlib.sha256(data).hexdigest().encode(), data[end:]))


def open_container(file: BinaryIO) -> Container:
    """Read a file's header, whatever its version.

    Raises:
        ValueError: when it is no save of this game, or is cut off in its header.
    """
    size = file.seek(0, io.SEEK_END)
    header = _header(file, size)
    try:
        content = json.loads(header.decode("utf-8"))
        metadata = content.pop("__metadata__")
        ends = [int(tensor["data_offsets"][1]) for tensor in content.values()]
        shapes = {name: list(tensor["shape"]) for name, tensor in content.items()}
        if metadata["format"] != FORMAT:
            raise ValueError(f"expected the format {FORMAT!r}, got {metadata['format']!r}")
        texts = list(metadata.values())
    except (AttributeError, LookupError, OverflowError, TypeError, RecursionError) as cause:
        raise ValueError("expected an object with metadata and tensors in the header") from cause
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("expected nothing but texts in the metadata")
    if not all(isinstance(side, int) and side >= 0 for shape in shapes.values() for side in shape):
        raise ValueError("expected whole numbers as the tensors' shapes")
    whole = _LENGTH_BYTES + len(header) + max(ends, default=0) == size
    return Container(metadata, shapes, whole, file, _checksum_place(header))


def _header(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
    if not 0 < length <= min(MAX_HEADER_BYTES, size - _LENGTH_BYTES):
        raise ValueError(f"expected a header of at most {MAX_HEADER_BYTES} bytes, got {length} of {size}")
    return file.read(length)


def _checksum_place(header: bytes) -> tuple[int, int]:
    places = list(_CHECKSUM.finditer(header))
    if len(places) != 1:
        raise ValueError(f"expected one checksum in the header, got {len(places)}")
    start, end = places[0].span(1)
    return _LENGTH_BYTES + start, _LENGTH_BYTES + end
