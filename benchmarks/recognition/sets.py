"""The sets of real hands: their division into calibration and test, and their features."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.camera.pictures import read_picture
from rps_game.camera.preprocess import INPUT_SIDE, to_square
from rps_game.cli.evaluation import FramesByClass, PictureFolder, Take, calibration_set
from rps_game.game.gestures import CLASSES, Gesture
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.network.backbone import Backbone
from tools.pretrain.cutting import box_crop, square_crop

Square = npt.NDArray[np.uint8]
Rows = Mapping[Gesture, npt.NDArray[np.intp]]

FRAMES: Final = 40
"""Frames of each gesture to calibrate on, as many as the game asks for."""

DRAWS: Final = 3
"""A set without an order is calibrated on so many random draws, each with a seed of its own."""

ORDERED: Final = ("rock_paper_scissors_ml", "best_of_one")
"""Consecutive frames: the first half in time is calibrated on, the second tested."""

UNORDERED: Final = ("rps_cv",)

FINGERS: Final = {"0": Gesture.ROCK, "2": Gesture.SCISSORS, "5": Gesture.PAPER}
"""Gestures by the number of fingers in hands_dataset's boxes; other numbers are no gesture."""

BOXES_OF_ROOM: Final = 2.1
"""Side of the square around a hand's box, in sides of the box: a hand as in the game's square."""

ROOM_SHARE: Final = 0.55
"""Side of a strip of a room, of a picture's height."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The pictures of a set to calibrate on, and those to test: rising numbers of each class."""

    calibration: Rows
    test: Rows

    @classmethod
    def at(cls, chosen: Rows, counts: Mapping[Gesture, int]) -> "Cut":
        """Calibrate on the chosen pictures, and test on all others."""
        return cls(chosen, {g: np.setdiff1d(np.arange(count), chosen[g]) for g, count in counts.items()})


def in_time(counts: Mapping[Gesture, int]) -> Cut:
    """Return the first half of each class and the second, as `evaluation.halves` cuts them."""
    return Cut.at({gesture: np.arange(count // 2) for gesture, count in counts.items()}, counts)


def at_random(counts: Mapping[Gesture, int], seed: int) -> Cut:
    """Draw `FRAMES` pictures of each class at random to calibrate on; all others are tested."""
    rng = np.random.default_rng(seed)
    return Cut.at({g: np.sort(rng.permutation(count)[:FRAMES]) for g, count in counts.items()}, counts)


def cuts_of(name: str, counts: Mapping[Gesture, int]) -> list[Cut]:
    """Return one cut in time, or several draws for a set without an order."""
    if name in ORDERED:
        return [in_time(counts)]
    return [at_random(counts, seed) for seed in range(1, DRAWS + 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A set embedded by one backbone. Views are made once, when they are first needed."""

    pictures: "PictureFolder | BoxedHands"
    backbone: Backbone
    features: FramesByClass  # float32 (n, 7, 7, 256) of each class
    _views: dict[tuple[Gesture, int], Pooled] = field(default_factory=dict)

    @classmethod
    def of(cls, pictures: "PictureFolder | BoxedHands", backbone: Backbone) -> "Embedded":
        """Embed all pictures."""
        return cls(pictures, backbone, pictures.features(backbone))

    @property
    def counts(self) -> dict[Gesture, int]:
        """Numbers of pictures of each class."""
        return {gesture: len(rows) for gesture, rows in self.features.items()}

    def calibration(self, cut: Cut, take: Take, *, views: bool) -> TrainingSet:
        """Return the training set that the game would make of these frames."""
        recorded = {gesture: self.features[gesture][rows] for gesture, rows in cut.calibration.items()}

        def of_frame(gesture: Gesture, row: int) -> Pooled:
            number = int(cut.calibration[gesture][row])
            if (gesture, number) not in self._views:
                made = self.pictures.views(gesture, number, VIEWS, self.backbone)
                self._views[gesture, number] = made
            return self._views[gesture, number]

        return calibration_set(recorded, FRAMES, take, of_frame if views else None)

    def test(self, cut: Cut) -> dict[Gesture, Features]:
        """Return the features to test on."""
        return {gesture: self.features[gesture][rows] for gesture, rows in cut.test.items()}


def square_of(path: Path) -> Square:
    """Read a picture file as the network's input: uint8 (224, 224, 3), RGB."""
    return to_square(read_picture(path))


def strips(files: Sequence[Path]) -> list[Square]:
    """Crop the room beside the people, where hands are seldom seen, on either side: (224, 224, 3), BGR."""
    found = []
    for number, path in enumerate(files):
        frame = read_picture(path)
        height, width = frame.shape[:2]
        side = ROOM_SHARE * height
        x = side / 2 if number % 2 else width - side / 2
        found.append(square_crop(frame, x, side / 2, side, INPUT_SIDE))
    return found


def tested_squares(folder: PictureFolder, cut: Cut) -> dict[Gesture, list[Square]]:
    """Read the pictures whose features `Embedded.test` returns, without those of none."""
    return {
        gesture: [square_of(folder.pictures[gesture][row]) for row in rows.tolist()]
        for gesture, rows in cut.test.items()
        if gesture is not Gesture.NONE
    }


def boxed_squares(folder: Path) -> Iterator[tuple[str, str, Square]]:
    """Yield fingers, session and square of each frame of hands_dataset with one hand in it, in order."""
    with (folder / "boxes.csv").open(newline="") as table:
        for row in csv.DictReader(table):
            shown = {part[0] for part in row["labels"].split("+")}
            if len(shown) != 1 or "two_hands" in row["file"]:
                continue
            x0, y0, x1, y1 = (float(row[key]) for key in ("xmin", "ymin", "xmax", "ymax"))
            frame = read_picture(folder / row["file"])
            square = to_square(box_crop(frame, (x0, y0, x1, y1), BOXES_OF_ROOM, INPUT_SIDE))
            yield shown.pop(), row["session"], square


@dataclass(frozen=True, slots=True, eq=False)
class BoxedHands:
    """hands_dataset: full frames, cropped around the hand's box."""

    gestures: Mapping[Gesture, list[Square]]  # the squares of each, in the order of the frames
    fingers: Mapping[str, list[Square]]  # of hands that show no gesture, by the number of fingers

    @classmethod
    def read(cls, folder: Path) -> "BoxedHands":
        """Read all frames with one hand in them."""
        gestures: dict[Gesture, list[Square]] = {gesture: [] for gesture in sorted(FINGERS.values())}
        fingers: dict[str, list[Square]] = {}
        for number, _, square in boxed_squares(folder):
            if number in FINGERS:
                gestures[FINGERS[number]].append(square)
            else:
                fingers.setdefault(number, []).append(square)
        return cls(gestures, dict(sorted(fingers.items())))

    def features(self, backbone: Backbone) -> dict[Gesture, Features]:
        """Embed the pictures of all gestures."""
        return {gesture: backbone.embed_batch(squares) for gesture, squares in self.gestures.items()}

    def views(self, gesture: Gesture, row: int, count: int, backbone: Backbone) -> Pooled:
        """Embed augmented views, made as `PictureFolder.views` does."""
        seed = len(CLASSES) * row + gesture
        return pooled_views(views_of(self.gestures[gesture][row], count, seed), backbone.embed)
