"""The bank: every picture that the recipe learns from, made square, cut out where that is easy.

A bank is a folder of `.npz` files: WebP bytes of the pictures (RGBA, 224 x 224) and, for each, its class,
its set and its kind. It is small enough, 60 MB, to be carried to a faster machine than the data's own.
"""

import csv
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from tools.pretrain.cutting import (
    box_crop,
    clear_rim,
    cut_from_green,
    cut_from_plain,
    cut_from_white,
    square_crop,
    whole_square,
    with_alpha,
)

ROCK, PAPER, SCISSORS, NONE = range(4)
CLASS_OF_FOLDER = {
    "rock": ROCK,
    "paper": PAPER,
    "scissors": SCISSORS,
    "none": NONE,
    "other": NONE,
    "not_fist_digit0": NONE,
}
TRAINING_SETS = ("best_of_one", "hands_dataset", "sign_digits", "rps_cgi", "rps_cv")
"""`rock_paper_scissors_ml` is GPL and judges only; `drone_gestures`' hands are too small to learn from."""

BOXES_OF_ROOM = 1.6
"""Side of the square around a hand's box: the sampler may then zoom to the hand or show some of the room."""


class Kind(IntEnum):
    """How a picture may be used."""

    SCENE = 0  # a hand in its real surroundings
    CUTOUT = 1  # a hand with its alpha, to be put on any background
    BACKGROUND = 2  # no hand: a picture of the class none, and what cut-outs are put on
    BACKDROP = 3  # people, whose small hands show this and that: only ever behind a cut-out


@dataclass(frozen=True, slots=True)
class Entry:
    """One picture of the bank: uint8 (side, side, 4) RGBA, with its class, set and kind."""

    picture: npt.NDArray[np.uint8]
    label: int
    source: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Bank:
    """All pictures in memory.

    Attributes:
        pictures: uint8 (count, side, side, 4), RGBA.
        labels, kinds: int32 (count,).
        sources: str (count,).
    """

    pictures: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.int32]
    sources: npt.NDArray[np.str_]


def opaque(bgr: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """BGR (h, w, 3) as RGBA with full alpha."""
    return np.dstack([bgr[..., ::-1], np.full(bgr.shape[:2], 255, np.uint8)])


def _read(path: Path) -> npt.NDArray[np.uint8]:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{path} is not a picture that OpenCV can read")
    return np.asarray(image, np.uint8)


def entries_of_set(hands: Path, name: str, side: int, every: int = 1) -> Iterator[Entry]:
    """The pictures of one set of ../shared/hands, or only each `every`-th of them."""
    if name == "hands_dataset":
        yield from _entries_with_boxes(hands / name, side, every)
        return
    cut = {"rps_cv": cut_from_green, "rps_cgi": cut_from_white}.get(name, cut_from_plain)
    for folder in sorted(p for p in (hands / name).iterdir() if p.is_dir()):
        label = CLASS_OF_FOLDER[folder.name]
        for number, path in enumerate(sorted(folder.glob("*.jpg"))[::every]):
            image = _read(path)
            empty = name == "best_of_one" and label == NONE
            if empty or name in ("best_of_one", "sign_digits"):
                kind = Kind.BACKGROUND if empty else Kind.SCENE
                yield Entry(opaque(whole_square(image, side)), label, name, kind)
            # Neighbouring frames cut out alike: every third of a film is enough.
            if empty or (name == "best_of_one" and number % 3):
                continue
            mask = cut(image)
            if mask is not None:
                yield Entry(
                    with_alpha(image, mask, side, turn_upright=name == "rps_cv"), label, name, Kind.CUTOUT
                )


def _entries_with_boxes(folder: Path, side: int, every: int) -> Iterator[Entry]:
    """Hands cut from full frames by their box, with room around them; and what of a frame holds no hand."""
    rng = np.random.default_rng(1)
    # Four fingers are neither: many players' paper has its thumb in the palm, and is not to be taught away.
    classes = {"0": ROCK, "1": NONE, "2": SCISSORS, "3": NONE, "5": PAPER}
    with (folder / "boxes.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))[::every]
    for row in rows:
        fingers = {part[0] for part in row["labels"].split("+")}
        if len(fingers) > 1:
            continue  # two hands, two labels, one box: which is which is not said
        image = _read(folder / row["file"])
        h, w = image.shape[:2]
        x0, y0, x1, y1 = (float(row[key]) for key in ("xmin", "ymin", "xmax", "ymax"))
        label = classes.get(fingers.pop())
        if label is not None:
            hand = box_crop(image, (x0, y0, x1, y1), BOXES_OF_ROOM, side)
            yield Entry(opaque(hand), label, "hands_dataset", Kind.SCENE)
        if "two_hands" not in row["file"]:
            for _ in range(20):
                part = rng.uniform(0.4, 0.75) * h
                px, py = rng.uniform(part / 2, w - part / 2), rng.uniform(part / 2, h - part / 2)
                apart = max(abs(px - (x0 + x1) / 2) - (x1 - x0) / 2, abs(py - (y0 + y1) / 2) - (y1 - y0) / 2)
                if apart > part / 2:
                    picture = square_crop(image, px, py, part, side)
                    yield Entry(opaque(picture), NONE, "backgrounds", Kind.BACKGROUND)
                    break


def entries_of_rooms(hands: Path, side: int, every: int = 1) -> Iterator[Entry]:
    """Of drone_gestures: strips beside the people, where a hand seldom is; and the people, as backdrops."""
    paths = sorted((hands / "drone_gestures").glob("*/*.jpg"))
    for number, path in enumerate(paths[:: 2 * every]):
        image = _read(path)
        h, w = image.shape[:2]
        part = 0.55 * h
        cx = part / 2 if number % 2 else w - part / 2
        cy = (part / 2, h - part / 2)[number // 2 % 2]
        yield Entry(opaque(square_crop(image, cx, cy, part, side)), NONE, "backgrounds", Kind.BACKGROUND)
        if number % 2:  # a webcam's player is behind the hand that plays
            yield Entry(opaque(whole_square(image, side)), NONE, "people", Kind.BACKDROP)


def entries_drawn(side: int, per_class: int, rooms: int, backgrounds: Bank, seed: int) -> Iterator[Entry]:
    """The game's own drawn hands and rooms."""
    from tools.pretrain.drawn import drawn_hands, drawn_rooms

    # Of the sets that are never left out, so that a set left out is not seen behind a drawn hand either.
    grounds = backgrounds.pictures[np.isin(backgrounds.sources, ("backgrounds", "people"))][..., 2::-1]
    for picture, gesture in drawn_hands(side, per_class, grounds, seed):
        yield Entry(opaque(picture), int(gesture), "drawn", Kind.SCENE)
    for picture in drawn_rooms(side, rooms, seed):
        yield Entry(opaque(picture), NONE, "backgrounds", Kind.BACKGROUND)


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
    data, labels, sources, kinds = [], [], [], []
    for entry in entries:
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
        side=side,
    )
    for name in sorted(set(sources)):
        counts = np.bincount([x for x, s in zip(labels, sources, strict=True) if s == name], minlength=4)
        print(f"{name:16} rock {counts[0]:5} paper {counts[1]:5} scissors {counts[2]:5} none {counts[3]:5}")
    print(f"{path.name}: {len(data)} pictures, {path.stat().st_size / 2**20:.1f} MiB", flush=True)


def build_real(hands: Path, folder: Path, settings: dict[str, Any]) -> None:
    """The part of the bank that is made from ../shared/hands; six minutes on one core, nearly all GrabCut."""
    side, every = settings["side"], settings["every"]

    def entries() -> Iterator[Entry]:
        for name in TRAINING_SETS:
            yield from entries_of_set(hands, name, side, every)
        yield from entries_of_rooms(hands, side, every)

    write(entries(), folder / "real.npz", side, settings["quality"])


def build_drawn(folder: Path, settings: dict[str, Any], seed: int) -> None:
    """The part of the bank that the game's own code draws."""
    side = settings["side"]
    drawn = entries_drawn(
        side, settings["drawn_per_class"], settings["drawn_rooms"], load(folder, "real"), seed
    )
    write(drawn, folder / "drawn.npz", side, settings["quality"])


def load(folder: Path, part: str = "*", leave_out: Sequence[str] = ()) -> Bank:
    """A bank, or one part of it, less the sets left out.

    The pictures are decoded once into a file that all workers map: they share the memory that it takes.
    """
    paths = sorted(folder.glob(f"{part}.npz"))
    if not paths:
        raise SystemExit(f"no bank in {folder}: run `python -m tools.pretrain bank` first")
    parts = [path.stem for path in paths]
    decoded = folder / "-".join([*parts, *(f"without-{name}" for name in sorted(leave_out))])
    decoded = decoded.with_suffix(".npy")
    made = decoded.exists() and decoded.stat().st_mtime > max(path.stat().st_mtime for path in paths)
    columns = zip(*(_index_of(path, leave_out) for path in paths), strict=True)
    labels, kinds, sources = (np.concatenate(column) for column in columns)
    if not made:
        _decode(paths, leave_out, kinds, decoded)
    return Bank(np.load(decoded, mmap_mode="r"), labels, kinds, sources)


def _kept(stored: Any, leave_out: Sequence[str]) -> npt.NDArray[np.intp]:
    return np.flatnonzero(~np.isin(stored["sources"], list(leave_out)))


def _index_of(path: Path, leave_out: Sequence[str]) -> tuple[npt.NDArray[Any], ...]:
    """Labels, kinds and sources of one part."""
    with np.load(path) as stored:
        keep = _kept(stored, leave_out)
        return stored["labels"][keep], stored["kinds"][keep], stored["sources"][keep]


def _decode(paths: Sequence[Path], leave_out: Sequence[str], kinds: npt.NDArray[np.int32], to: Path) -> None:
    """Write the pictures of all parts as one array, uint8 (count, side, side, 4)."""
    encoded: list[bytes] = []
    for path in paths:
        with np.load(path) as stored:
            raw, ends, side = stored["bytes"].tobytes(), stored["ends"], int(stored["side"])
            starts = np.concatenate([[0], ends[:-1]])
            encoded += [raw[starts[index] : ends[index]] for index in _kept(stored, leave_out)]
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
