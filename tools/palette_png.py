"""Writes small PNG and animated PNG files with a palette of at most 255 colours, with zlib alone.

Browsers and GitHub play an animated PNG, other programs show its first picture. Each picture after the first
holds only the pixels that have changed, with the others transparent.
"""

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""uint8 (height, width, 3), RGB."""

Indices = npt.NDArray[np.uint8]
"""uint8 (height, width), numbers of colours of the palette."""

MOST_COLOURS: Final = 255
"""One number is left for transparency in an animation."""

_ROUNDS: Final = 12
"""Of k-means: more change hardly any colour."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_LEVELS: Final = 32
"""Of each of red, green and blue: colours are counted in a cube of so many cells a side."""


def write_png(
    path: Path, pictures: Sequence[Picture], *, colours: int = MOST_COLOURS, frame_ms: int = 0
) -> None:
    """Write one picture, or an endless animation of several of one size, `frame_ms` each."""
    palette, stills = quantised(pictures, colours)
    height, width = stills[0].shape
    chunks = [_chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 3, 0, 0, 0))]
    if len(stills) > 1:
        chunks.append(_chunk(b"PLTE", palette.tobytes() + bytes(3)))
        chunks += _moving(stills, clear=len(palette), frame_ms=frame_ms)
    else:
        chunks += [_chunk(b"PLTE", palette.tobytes()), _chunk(b"IDAT", _packed(stills[0]))]
    path.write_bytes(_SIGNATURE + b"".join([*chunks, _chunk(b"IEND", b"")]))


def quantised(pictures: Sequence[Picture], colours: int) -> tuple[npt.NDArray[np.uint8], list[Indices]]:
    """Return one palette for all pictures, uint8 (n, 3), n at most `colours`, and each picture's indices."""
    cells = [_cells(picture) for picture in pictures]
    counts = np.zeros(_LEVELS**3, np.int64)
    sums = np.zeros((_LEVELS**3, 3), np.float64)
    for cell, picture in zip(cells, pictures, strict=True):
        counts += np.bincount(cell.ravel(), minlength=len(counts))
        for channel in range(3):
            weights = picture[..., channel].ravel()
            sums[:, channel] += np.bincount(cell.ravel(), weights, minlength=len(counts))
    used = np.flatnonzero(counts)
    means = sums[used] / counts[used, None]
    # Small things matter as well: a colour's weight grows slower than its area.
    weights = np.sqrt(counts[used])
    palette = means[np.argsort(-weights, kind="stable")[:colours]]
    for _ in range(_ROUNDS):
        nearest = _nearest(means, palette)
        for channel in range(3):
            total = np.bincount(nearest, weights * means[:, channel], minlength=len(palette))
            share = np.bincount(nearest, weights, minlength=len(palette))
            palette[:, channel] = np.where(share > 0, total / np.maximum(share, 1e-9), palette[:, channel])
    numbers = np.zeros(_LEVELS**3, np.uint8)
    numbers[used] = _nearest(means, palette)
    return np.round(palette).astype(np.uint8), [numbers[cell] for cell in cells]


def _cells(picture: Picture) -> npt.NDArray[np.int64]:
    level = picture.astype(np.int64) * _LEVELS // 256
    return (level[..., 0] * _LEVELS + level[..., 1]) * _LEVELS + level[..., 2]


def _nearest(colours: npt.NDArray[np.float64], palette: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    # |a - b|^2 without |a|^2, which is the same for all of a colour's candidates.
    return np.asarray(np.argmin((palette**2).sum(axis=1) - 2 * colours @ palette.T, axis=1))


def _moving(stills: Sequence[Indices], *, clear: int, frame_ms: int) -> list[bytes]:
    """Return the chunks of an animation; `clear` is the number of the transparent colour."""
    height, width = stills[0].shape
    chunks = [
        _chunk(b"tRNS", b"\xff" * clear + b"\x00"),
        _chunk(b"acTL", struct.pack(">2I", len(stills), 0)),
    ]
    before, number = stills[0], 0
    for i, still in enumerate(stills):
        changed = still != before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        box = (0, height, 0, width)
        if i > 0:
            box = (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1) if len(rows) else (0, 1, 0, 1)
        top, bottom, left, right = (int(side) for side in box)
        part = still[top:bottom, left:right]
        if i > 0:
            part = np.where(changed[top:bottom, left:right], part, np.uint8(clear))
        place = struct.pack(">4I", right - left, bottom - top, left, top)
        # APNG: dispose of nothing; blend each picture over the one before it, but the first replaces it.
        how = struct.pack(">2H2B", frame_ms, 1000, 0, int(i > 0))
        chunks.append(_chunk(b"fcTL", struct.pack(">I", number) + place + how))
        number += 1
        if i == 0:
            chunks.append(_chunk(b"IDAT", _packed(part)))
        else:
            chunks.append(_chunk(b"fdAT", struct.pack(">I", number) + _packed(part)))
            number += 1
        before = still
    return chunks


def _packed(indices: Indices) -> bytes:
    # Every row begins with its filter: none, which suits a palette.
    rows = np.zeros((indices.shape[0], indices.shape[1] + 1), np.uint8)
    rows[:, 1:] = indices
    return zlib.compress(rows.tobytes(), 9)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
