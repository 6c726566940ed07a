"""Container of all save versions: a safetensors file with a SHA-256 checksum.

The checksum stands in the header, in 64 hex digits, and is of the whole file with zeros in their place. It
catches what safetensors does not: a flipped byte there loads silently.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypedDict, cast

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
_CHECKSUM: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')
# A quotation mark inside a name is written as \\", so that no name can pass for the checksum.


class TensorParts(TypedDict):
    """A tensor as the file has it: `data` are its numbers, little-endian, the last axis first."""

    dtype: str
    shape: list[int]
    data: bytearray


@dataclass(frozen=True, slots=True)
class Container:
    """A file that says it is a save.

    Attributes:
        metadata: texts by name, the format's own among them.
        intact: whether the checksum is right, so that the file is as it was written.
    """

    metadata: Mapping[str, str]
    intact: bool
    _data: bytes

    def tensors(self) -> dict[str, TensorParts]:
        """Return a copy of every tensor in the file, by name.

        Raises:
            ValueError: when the header does not fit the data.
        """
        try:
            parts = safetensors.deserialize(self._data)  # type: ignore[no-untyped-call]
        except safetensors.SafetensorError as cause:
            raise ValueError("expected a sound safetensors file") from cause
        return dict(cast(list[tuple[str, TensorParts]], parts))


def pack(tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> bytes:
    """Return a file of these tensors, with these metadata, the format's name and the checksum."""
    # safetensors silently garbles arrays that are not contiguous.
    contiguous = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    texts = {**metadata, "format": FORMAT, "sha256": _ZEROS.decode()}
    data = safetensors.numpy.save(contiguous, texts)
    start, end = _checksum_place(_header(data))
    return b"".join((data[:start], hashlib.sha256(data).hexdigest().encode(), data[end:]))


def open_container(data: bytes) -> Container:
    """Read a file's metadata and compare its checksum, whatever its version.

    Raises:
        ValueError: when it is no save of this game, or is cut off in its header.
    """
    header = _header(data)
    start, end = _checksum_place(header)
    view = memoryview(data)
    digest = hashlib.sha256(view[:start])
    digest.update(_ZEROS)
    digest.update(view[end:])
    return Container(_metadata(header), digest.hexdigest().encode() == view[start:end], data)


def _header(data: bytes) -> bytes:
    length = int.from_bytes(data[:_LENGTH_BYTES], "little")
    if not 0 < length <= min(MAX_HEADER_BYTES, len(data) - _LENGTH_BYTES):
        raise ValueError(
            f"expected a header of at most {MAX_HEADER_BYTES} bytes, got {length} of {len(data)}"
        )
    return data[_LENGTH_BYTES : _LENGTH_BYTES + length]


def _checksum_place(header: bytes) -> tuple[int, int]:
    places = list(_CHECKSUM.finditer(header))
    if len(places) != 1:
        raise ValueError(f"expected one checksum in the header, got {len(places)}")
    start, end = places[0].span(1)
    return _LENGTH_BYTES + start, _LENGTH_BYTES + end


def _metadata(header: bytes) -> dict[str, str]:
    try:
        metadata = json.loads(header.decode("utf-8"))["__metadata__"]
        if metadata["format"] != FORMAT:
            raise ValueError(f"expected the format {FORMAT!r}, got {metadata['format']!r}")
    except (KeyError, TypeError, RecursionError) as cause:
        raise ValueError("expected an object with metadata in the header") from cause
    if not all(isinstance(value, str) for value in metadata.values()):
        raise ValueError("expected nothing but texts in the metadata")
    return cast(dict[str, str], metadata)
