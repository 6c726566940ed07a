"""The bank: every picture that the recipe learns from, made square, cut out where that is easy.

A bank is a folder of `.npz` files: WebP bytes of the pictures (RGBA, 224 x 224) and, for each, its class,
its set, its kind, and what is known of the fingers and joints of made hands. It is small enough, some 150 MB,
to be carried to a faster machine than the data's own.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tools.pretrain.cutting import clear_rim

NO_FINGERS = np.full(5, -1, np.float32)
NO_JOINTS = np.full((21, 2), np.nan, np.float32)


class Kind(IntEnum):
    """How a picture may be used."""

    SCENE = 0  # a hand in its real surroundings
    CUTOUT = 1  # a hand with its alpha, to be put on any background
    BACKGROUND = 2  # no hand: a picture of the class none, and what cut-outs are put on
    BACKDROP = 3  # people, whose small hands show this and that: only ever behind a cut-out
    CROP = 4  # a tight crop in made surroundings, which its alpha lets another background take over


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture of the bank.

    Attributes:
        picture: uint8 (side, side, 4) RGBA.
        label: its class.
        source: its set.
        kind: how it may be used.
        fingers: float32 (5,), thumb to little finger, 0 folded .. 1 stretched, -1 not known; None: none.
        joints: float32 (21, 2), pixels (x, y) of wrist and of each finger's joints and tip; None: unknown.
    """

    picture: npt.NDArray[np.uint8]
    label: int
    source: str
    kind: Kind
    fingers: npt.NDArray[np.float32] | None = None
    joints: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True)
class Bank:
    """All pictures in memory.

    Attributes:
        pictures: uint8 (count, side, side, 4), RGBA.
        labels, kinds: int32 (count,).
        sources: str (count,).
        fingers: float32 (count, 5), as in `Entry`; -1 where nothing is known.
        joints: float32 (count, 21, 2), as in `Entry`; NaN where nothing is known.
    """

    pictures: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    sources: npt.NDArray[np.str_]
    fingers: npt.NDArray[np.float32]
    joints: npt.NDArray[np.float32]


def opaque(bgr: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """BGR (h, w, 3) as RGBA with full alpha."""
    return np.dstack([bgr[..., ::-1], np.full(bgr.shape[:2], 255, np.uint8)])


def encode(picture: npt.NDArray[np.uint8], quality: int) -> bytes:
    """RGBA as WebP; colour under a zero alpha is cleared, since it costs and says nothing."""
    bgra = cv2.cvtColor(picture, cv2.COLOR_RGBA2BGRA)
    if picture[..., 3].min() == 255:
        bgra = bgra[..., :3]
    else:
        bgra[cv2.dilate(picture[..., 3], np.ones((5, 5), np.uint8)) == 0] = 0
    done, data = cv2.imencode(".webp", bgra, [cv2.IMWRITE_WEBP_QUALITY, quality])
    if not done:
        raise SystemExit("this OpenCV cannot write WebP: install opencv-python from PyPI")
    return data.tobytes()


def decode(data: bytes) -> npt.NDArray[np.uint8]:
    """WebP bytes as uint8 (side, side, 4) RGBA."""
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    code = cv2.COLOR_BGRA2RGBA if picture.shape[2] == 4 else cv2.COLOR_BGR2RGBA
    return np.asarray(cv2.cvtColor(picture, code), np.uint8)


def write(entries: Iterator[Entry], path: Path, side: int, quality: int) -> None:
    """Encode entries into one part of the bank, and say what went in."""
    data, labels, sources, kinds, fingers, joints = [], [], [], [], [], []
    for entry in entries:
        fingers.append(NO_FINGERS if entry.fingers is None else entry.fingers)
        joints.append(NO_JOINTS if entry.joints is None else entry.joints)
        data.append(encode(entry.picture, quality))
        labels.append(entry.label)
        sources.append(entry.source)
        kinds.append(int(entry.kind))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        bytes=np.frombuffer(b"".join(data), np.uint8),
        ends=np.cumsum([len(d) for d in data]),
        labels=np.array(labels, np.int32),
        sources=np.array(sources),
        kinds=np.array(kinds, np.int32),
        fingers=np.array(fingers, np.float32).reshape(-1, 5),
        joints=np.array(joints, np.float32).reshape(-1, 21, 2),
        side=side,
    )
    for name in sorted(set(sources)):
        counts = np.bincount([x for x, s in zip(labels, sources, strict=True) if s == name], minlength=4)
        print(f"{name:16} rock {counts[0]:5} paper {counts[1]:5} scissors {counts[2]:5} none {counts[3]:5}")
    print(f"{path.name}: {len(data)} pictures, {path.stat().st_size / 2**20:.1f} MiB", flush=True)


def load(folder: Path, part: str = "*") -> Bank:
    """Return a bank, or one part of it.

    The pictures are decoded once into a file that all processes map: they share the memory that it takes.
    """
    paths = sorted(folder.glob(f"{part}.npz"))
    if not paths:
        raise SystemExit(f"no bank in {folder}: run `python -m tools.pretrain bank` first")
    decoded = folder / ("-".join(path.stem for path in paths) + ".npy")
    made = decoded.exists() and decoded.stat().st_mtime > max(path.stat().st_mtime for path in paths)
    columns = zip(*map(_index_of, paths), strict=True)
    labels, kinds, sources, fingers, joints = (np.concatenate(column) for column in columns)
    if not made:
        _decode(paths, kinds, decoded)
    return Bank(np.load(decoded, mmap_mode="r"), labels, kinds, sources, fingers, joints)


def _index_of(path: Path) -> tuple[npt.NDArray[Any], ...]:
    """Labels, kinds, sources, fingers and joints of one part."""
    with np.load(path) as stored:
        return tuple(stored[name] for name in ("labels", "kinds", "sources", "fingers", "joints"))


def _decode(paths: Sequence[Path], kinds: npt.NDArray[np.int32], to: Path) -> None:
    """Write the pictures of all parts as one array, uint8 (count, side, side, 4)."""
    encoded: list[bytes] = []
    for path in paths:
        with np.load(path) as stored:
            raw, ends, side = stored["bytes"].tobytes(), stored["ends"], int(stored["side"])
            starts = np.concatenate([[0], ends[:-1]])
            encoded += [raw[start:end] for start, end in zip(starts, ends, strict=True)]
    part = to.with_suffix(".part")
    shape = len(encoded), side, side, 4
    pictures = np.lib.format.open_memmap(part, mode="w+", dtype=np.uint8, shape=shape)

    def fill(row: int) -> None:
        picture = decode(encoded[row])
        pictures[row] = clear_rim(picture) if kinds[row] == Kind.CUTOUT else picture

    with ThreadPoolExecutor() as pool:
        list(pool.map(fill, range(len(encoded))))
    pictures.flush()
    part.replace(to)
