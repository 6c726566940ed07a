"""The pictures of ../shared/hands as entries of the bank: cut out, whole, or with room around crops."""

import csv
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from tools.pretrain.bank import Entry, Kind, opaque
from tools.pretrain.classes import FINGERS_OF_HANDS_DATASET, NONE, class_of_picture
from tools.pretrain.cutting import (
    around_mask,
    box_crop,
    cut_from_green,
    cut_from_plain,
    cut_from_white,
    square_crop,
    whole_square,
    with_alpha,
    with_room,
)

TRAINING_SETS = (
    "best_of_one",
    "hands_dataset",
    "sign_digits",
    "rps_cgi",
    "rps_cv",
    "hagrid_crops",
    "pairs_hawkinson",
    "lebanese_fingers",
    "epsrc_fingers",
)
"""`rock_paper_scissors_ml` is GPL and trains nothing; `drone_gestures`' hands are too small to learn from."""

BOXES_OF_ROOM = 1.6
"""Side of the square around a hand's box: the sampler may then zoom to the hand or show some of the room."""

AS_THEY_ARE = ("best_of_one", "sign_digits", "pairs_hawkinson", "lebanese_fingers")
"""Sets whose pictures are taken whole, in their own surroundings."""

ROOM_FOLDERS = ("rock", "paper", "scissors")
"""Of drone_gestures: its folder `other` is another room, kept for the fixed test hands."""

_CUTTERS = {
    "best_of_one": cut_from_plain,
    "sign_digits": cut_from_plain,
    "rps_cv": cut_from_green,
    "rps_cgi": cut_from_white,
    "epsrc_fingers": cut_from_plain,
}


def _read(path: Path) -> npt.NDArray[np.uint8]:
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise SystemExit(f"{path} is not a picture that OpenCV can read")
    return np.asarray(image, np.uint8)


def entries_of_set(hands: Path, name: str, side: int, every: int = 1) -> Iterator[Entry]:
    """Return the pictures of one set of ../shared/hands, or only each `every`-th of them."""
    if name == "hands_dataset":
        yield from _entries_with_boxes(hands / name, side, every)
        return
    for folder in sorted(p for p in (hands / name).iterdir() if p.is_dir()):
        for number, path in enumerate(sorted(folder.glob("*.jpg"))[::every]):
            label = class_of_picture(name, folder.name, path.stem)
            if label is not None:
                yield from _entries_of_picture(_read(path), label, name, number, side)


def _entries_of_picture(
    image: npt.NDArray[np.uint8], label: int, name: str, number: int, side: int
) -> Iterator[Entry]:
    if name == "hagrid_crops":
        yield Entry(with_room(image, side), label, name, Kind.CROP)
    empty = name == "best_of_one" and label == NONE
    if name in AS_THEY_ARE:
        kind = Kind.BACKGROUND if empty else Kind.SCENE
        yield Entry(opaque(whole_square(image, side)), label, name, kind)
    # Neighbouring frames cut out alike: every third of a film is enough.
    if name not in _CUTTERS or empty or (name == "best_of_one" and number % 3):
        return
    mask = _CUTTERS[name](image)
    if mask is None:
        return
    if name == "epsrc_fingers":
        image, mask = around_mask(image, mask)
    yield Entry(with_alpha(image, mask, side, turn_upright=name == "rps_cv"), label, name, Kind.CUTOUT)


def _entries_with_boxes(folder: Path, side: int, every: int) -> Iterator[Entry]:
    """Hands cut from full frames by their box, with room around them; and what of a frame holds no hand."""
    rng = np.random.default_rng(1)
    with (folder / "boxes.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))[::every]
    for row in rows:
        fingers = {part[0] for part in row["labels"].split("+")}
        if len(fingers) > 1:
            continue  # two hands, two labels, one box: which is which is not said
        image = _read(folder / row["file"])
        h, w = image.shape[:2]
        x0, y0, x1, y1 = (float(row[key]) for key in ("xmin", "ymin", "xmax", "ymax"))
        label = FINGERS_OF_HANDS_DATASET.get(fingers.pop())
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
    folders = [hands / "drone_gestures" / name for name in ROOM_FOLDERS]
    paths = sorted(path for folder in folders for path in folder.glob("*.jpg"))
    for number, path in enumerate(paths[:: 2 * every]):
        image = _read(path)
        h, w = image.shape[:2]
        part = 0.55 * h
        cx = part / 2 if number % 2 else w - part / 2
        cy = (part / 2, h - part / 2)[number // 2 % 2]
        yield Entry(opaque(square_crop(image, cx, cy, part, side)), NONE, "backgrounds", Kind.BACKGROUND)
        if number % 2:  # a webcam's player is behind the hand that plays
            yield Entry(opaque(whole_square(image, side)), NONE, "people", Kind.BACKDROP)
