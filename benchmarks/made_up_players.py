"""Compares recipes of the pooled head on synthetic players, of cut-out hands and rooms; it was chosen so.

Each player has one room, one distance and one light; their calibration varies a little around these, and the
test is as if they had come back: nearer or farther, turned, shifted, in another light. Half of them have
shown each gesture at a place and a size of its own, which in the test are another gesture's. The hands are
cut-outs of rps_cv, so the backbone must not have been trained on that set:

    python -m benchmarks.made_up_players FOLDER

FOLDER is what `python -m tools.pretrain export --leave-out rps_cv ... --assets FOLDER` made; the bank of
pictures is the recipe's own (`--work`). Six minutes on one core.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks import ROOT, parser_of
from rps_game.calibration.augmentation import pooled_views, views_of
from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.cli.evaluation import PictureFolder, measure
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.heads.pooled_training import PooledRecipe, PooledTrainer
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter, load_starter
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import Backbone, load_backbone
from tools.pretrain import bank, painter

PLAYERS: Final = 14
HARM: Final = 0.01
"""Share of frames lost to the starter that counts as harm."""
FRAMES: Final = {"calibrated": 40, "empty": 30, "tested": 50, "tested_empty": 15}
MOST_VIEWS: Final = 16
SKEW: Final = 0.25
"""Standard deviation of a gesture's own place, in half sides, and of the logarithm of its size."""

Square = npt.NDArray[np.uint8]
Drawn = dict[Gesture, list[Square]]


@dataclass(frozen=True, slots=True)
class Setting:
    """A player's zoom and turn (radians) of the hand, shift in half sides, and gain of light."""

    zoom: float
    turn: float
    shift: npt.NDArray[np.float64]
    gain: npt.NDArray[np.float64]

    def moved(self, rng: np.random.Generator) -> "Setting":
        """Vary the setting as on another day."""
        return Setting(
            zoom=self.zoom * np.exp(rng.normal(0, 0.15)),
            turn=self.turn + rng.normal(0, 0.12),
            shift=self.shift + rng.normal(0, 0.1, 2),
            gain=self.gain * np.exp(rng.normal(0, 0.25) + rng.normal(0, 0.05, 3)),
        )


class MadeUp:
    """The pictures of one player."""

    def __init__(self, pictures: bank.Bank, number: int) -> None:
        self._pictures = pictures
        self._rng = rng = np.random.default_rng((7, number))
        rooms = np.flatnonzero(pictures.sources == "backgrounds")
        self._room = pictures.pictures[rng.choice(rooms)]
        self._room_seed = int(rng.integers(1 << 30))
        self._mirror = float(rng.choice((-1, 1)))
        zoom = float(np.exp(rng.uniform(np.log(0.55), np.log(1.05))))
        gain = np.exp(rng.uniform(-0.3, 0.2) + rng.normal(0, 0.06, 3))
        self.setting = Setting(zoom, float(rng.normal(0, 0.2)), np.zeros(2), gain)

    def sessions(self, skew: float = 0.0) -> tuple[Drawn, Drawn]:
        """Draw the frames to calibrate on, and those to test; `skew` as `SKEW`."""
        rng, later = self._rng, self.setting.moved(self._rng)
        own = [(rng.normal(0, skew, 2), np.exp(rng.normal(0, skew))) for _ in GESTURES]
        calibrated: Drawn = {}
        tested: Drawn = {}
        sources, kinds = self._pictures.sources, self._pictures.kinds
        for gesture in GESTURES:
            of_gesture = (
                (sources == "rps_cv") & (kinds == bank.Kind.CUTOUT) & (self._pictures.labels == gesture)
            )
            hands = self._rng.permutation(np.flatnonzero(of_gesture))
            first, last = FRAMES["calibrated"], FRAMES["calibrated"] + FRAMES["tested"]
            now, then = (
                replace(setting, shift=setting.shift + shift, zoom=setting.zoom * zoom)
                for setting, (shift, zoom) in ((self.setting, own[gesture]), (later, own[gesture - 1]))
            )
            calibrated[gesture] = [self._frame(now, hand) for hand in hands[:first]]
            tested[gesture] = [self._frame(then, hand) for hand in hands[first:last]]
        calibrated[Gesture.NONE] = [self._frame(self.setting) for _ in range(FRAMES["empty"])]
        tested[Gesture.NONE] = [self._frame(later) for _ in range(FRAMES["tested_empty"])]
        return calibrated, tested

    def _frame(self, setting: Setting, hand: int | None = None) -> Square:
        rng, side = self._rng, INPUT_SIDE
        at = painter.placement(np.random.default_rng(self._room_seed), bank.Kind.BACKGROUND, side, side)
        picture = painter.warped(self._room, *at, side, cv2.BORDER_REFLECT_101)[..., :3].astype(np.float32)
        if hand is not None:
            zoom = setting.zoom * np.exp(rng.normal(0, 0.08))
            matrix = self._placement(
                zoom, setting.turn + rng.normal(0, 0.12), setting.shift + rng.normal(0, 0.1, 2)
            )
            front = painter.warped(self._pictures.pictures[hand], matrix, zoom, side, cv2.BORDER_REPLICATE)
            alpha = front[..., 3:].astype(np.float32) / 255
            picture += alpha * (front[..., :3] - picture)
        noisy = picture * setting.gain + rng.normal(0, 3, picture.shape)
        return np.asarray(np.clip(noisy, 0, 255), np.uint8)

    def _placement(self, zoom: float, turn: float, shift: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        half = INPUT_SIDE / 2
        to_unit = np.array([[1 / half, 0, 0.5 / half - 1], [0, 1 / half, 0.5 / half - 1], [0, 0, 1]])
        moved = np.array([[1, 0, -shift[0]], [0, 1, -shift[1]], [0, 0, 1]])
        cos, sin = np.cos(turn) / zoom, np.sin(turn) / zoom
        turned = np.array([[self._mirror * cos, -self._mirror * sin, 0], [sin, cos, 0], [0, 0, 1]])
        to_pixels = np.array([[half, 0, half - 0.5], [0, half, half - 0.5], [0, 0, 1]])
        return np.asarray(to_pixels @ turned @ moved @ to_unit)


@dataclass(frozen=True, slots=True)
class Player:
    """A player's features."""

    calibrated: dict[Gesture, Features]
    views: dict[Gesture, list[Pooled]]
    tested: dict[Gesture, Features]

    @classmethod
    def seen(cls, sessions: tuple[Drawn, Drawn], backbone: Backbone) -> "Player":
        """Embed both sessions, and views of the first."""
        calibrated, tested = sessions
        views = {
            gesture: [
                pooled_views(views_of(square, MOST_VIEWS, len(CLASSES) * number + gesture), backbone.embed)
                for number, square in enumerate(squares)
            ]
            for gesture, squares in calibrated.items()
        }
        return cls(_embedded(calibrated, backbone), views, _embedded(tested, backbone))

    def data(self, views: int) -> TrainingSet:
        """Return the training set with so many views of each frame."""
        kept = {gesture: [rows[:views] for rows in of_class] for gesture, of_class in self.views.items()}
        return TrainingSet.of(self.calibrated, kept)


def _embedded(drawn: Drawn, backbone: Backbone) -> dict[Gesture, Features]:
    return {gesture: backbone.embed_batch(squares) for gesture, squares in drawn.items()}


def other_gestures(backbone: Backbone, hands: Path) -> Features:
    """Embed hands with one, three or four fingers up, of both sets that have them."""
    folders = [hands / name / "other" for name in ("sign_digits", "hands_dataset")]
    paths = [path for folder in folders for path in sorted(folder.glob("*.jpg"))[::5]]
    return PictureFolder("other", {Gesture.NONE: paths}).features(backbone)[Gesture.NONE]


@dataclass(frozen=True, slots=True)
class Trial:
    """The made-up players and the pictures that recipes of the head are compared on.

    Attributes:
        usual: players who have shown all gestures alike.
        skewed: players each of whose gestures had a place and a size of its own.
        others: features of other gestures.
        starter: the network's.
    """

    usual: list[Player]
    skewed: list[Player]
    others: Features
    starter: Starter

    def compare(self, name: str, *, prior: bool = True, **changes: Any) -> None:
        """Train every player's head by a changed recipe, with the starter or without, and print the means."""
        from benchmarks.recognition.measuring import AGAIN, held

        views = changes.pop("views", 8)
        recipe = replace(PooledRecipe(), **changes)
        starter = self.starter if prior else None

        def trained(player: Player) -> Head:
            trainer = PooledTrainer(TrainingSettings(), starter, recipe)
            return finish(train_head(player.data(views), TrainingSettings(), starter, trainer=trainer))[0]

        heads = [trained(player) for player in self.usual]
        figures = [measure(name, head, player.tested) for head, player in zip(heads, self.usual, strict=True)]
        read = [float(np.mean(np.array(held(head, self.others)) != AGAIN)) for head in heads]
        frames = [one.frame_accuracy for one in figures]
        skewed = [measure(name, trained(player), player.tested).frame_accuracy for player in self.skewed]
        before = [measure(name, self.starter.head, player.tested).frame_accuracy for player in self.skewed]
        harmed = sum(now < then - HARM for now, then in zip(skewed, before, strict=True))
        again = np.mean([one.throw_again for one in figures])
        auroc = np.mean([one.none_auroc for one in figures])
        print(
            f"{name:34} frames {np.mean(frames):.4f} (worst {min(frames):.3f})  again {again:.3f}"
            f"  AUROC {auroc:.4f}  other gestures read {np.mean(read):.3f}"
            f"  skewed {np.mean(skewed):.3f} (worst {min(skewed):.3f}, by the starter {np.mean(before):.3f}"
            f" and {min(before):.3f}), {harmed} of {len(skewed)} read worse than by the starter",
            flush=True,
        )


def main() -> None:
    """Print a line for each recipe compared; the first is the game's own."""
    parser = parser_of(__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--work", type=Path, default=ROOT / ".bank", help="where the bank is")
    options = parser.parse_args()
    backbone = load_backbone(str(options.folder / "backbone.tflite"), options.folder)
    starter = load_starter(backbone.fingerprint, options.folder)
    pictures = bank.load(options.work)
    assert starter is not None, f"no starter in {options.folder}"
    usual, skewed = (
        [Player.seen(MadeUp(pictures, number).sessions(skew), backbone) for number in range(PLAYERS)]
        for skew in (0.0, SKEW)
    )
    trial = Trial(usual, skewed, other_gestures(backbone, options.shared / "hands"), starter)
    trial.compare("the game's")
    trial.compare("no starter", prior=False)
    for tolerance in (0.0, 0.02, 0.1, 0.2):
        trial.compare(f"tolerance {tolerance}", tolerance=tolerance)
    for views in (0, 2, 4, 6, 12, 16):
        trial.compare(f"{views} views", views=views)
    for decay in (1e-5, 1e-4, 3e-4, 1e-3, 5e-3, 5e-2):
        trial.compare(f"decay {decay}", decay=decay)
    for weight in (0.0, 0.02, 0.5):
        trial.compare(f"negatives {weight}", negatives_weight=weight)
    for weight in (0.5, 3.0):
        trial.compare(f"weight of views {weight}", views_weight=weight)
    for low, high in ((0.0, 0.3), (0.4, 0.7), (0.5, 0.8)):
        thresholds: dict[str, Any] = {"lowest_threshold": low, "highest_threshold": high}
        trial.compare(f"thresholds {low} to {high}", **thresholds)
    for epochs in (100, 600):
        trial.compare(f"{epochs} epochs", epochs=epochs)


if __name__ == "__main__":
    main()
