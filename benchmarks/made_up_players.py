"""Compares recipes of the pooled head on synthetic players, of cut-out hands and rooms; it was chosen so.

Each player has one room, one distance and one light; their calibration varies a little around these, and the
test is as if they had come back: nearer or farther, turned, shifted, in another light. The hands are cut-outs
of rps_cv, so the backbone must not have been trained on that set:

    python -m benchmarks.made_up_players FOLDER

FOLDER is what `python -m tools.pretrain export --leave-out rps_cv ... --assets FOLDER` made; the bank of
pictures is the recipe's own (`--work`). Three minutes on one core.
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
from rps_game.cli.evaluation import Figures, PictureFolder, measure
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.heads.pooled_training import PooledRecipe, PooledTrainer
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter, load_starter
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import Backbone, load_backbone
from tools.pretrain import bank, painter

PLAYERS: Final = 14
FRAMES: Final = {"calibrated": 40, "empty": 30, "tested": 50, "tested_empty": 15}
MOST_VIEWS: Final = 16

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

    def sessions(self) -> tuple[Drawn, Drawn]:
        """Draw the frames to calibrate on, and those to test."""
        later = self.setting.moved(self._rng)
        calibrated: Drawn = {}
        tested: Drawn = {}
        sources, kinds = self._pictures.sources, self._pictures.kinds
        for gesture in GESTURES:
            of_gesture = (
                (sources == "rps_cv") & (kinds == bank.Kind.CUTOUT) & (self._pictures.labels == gesture)
            )
            hands = self._rng.permutation(np.flatnonzero(of_gesture))
            first, last = FRAMES["calibrated"], FRAMES["calibrated"] + FRAMES["tested"]
            calibrated[gesture] = [self._frame(self.setting, hand) for hand in hands[:first]]
            tested[gesture] = [self._frame(later, hand) for hand in hands[first:last]]
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


def compare(
    name: str, players: list[Player], others: Features, starter: Starter | None, **changes: Any
) -> None:
    """Train every player's head by a changed recipe, and print the means."""
    from benchmarks.recognition.measuring import AGAIN, held

    views = changes.pop("views", 8)
    recipe = replace(PooledRecipe(), **changes)
    figures: list[Figures] = []
    read: list[float] = []
    for player in players:
        trainer = PooledTrainer(TrainingSettings(), starter, recipe)
        head, _ = finish(train_head(player.data(views), TrainingSettings(), starter, trainer=trainer))
        figures.append(measure(name, head, player.tested))
        read.append(float(np.mean(np.array(held(head, others)) != AGAIN)))
    frames = [one.frame_accuracy for one in figures]
    again = np.mean([one.throw_again for one in figures])
    auroc = np.mean([one.none_auroc for one in figures])
    print(
        f"{name:34} frames {np.mean(frames):.4f} (worst {min(frames):.3f})  again {again:.3f}"
        f"  AUROC {auroc:.4f}  other gestures read {np.mean(read):.3f}",
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
    players = [Player.seen(MadeUp(pictures, number).sessions(), backbone) for number in range(PLAYERS)]
    others = other_gestures(backbone, options.shared / "hands")
    compare("the game's", players, others, starter)
    compare("no starter", players, others, None)
    for views in (0, 2, 4, 6, 12, 16):
        compare(f"{views} views", players, others, starter, views=views)
    for decay in (1e-5, 1e-4, 3e-4, 1e-3, 5e-3, 5e-2):
        compare(f"decay {decay}", players, others, starter, decay=decay)
    for weight in (0.0, 0.02, 0.5):
        compare(f"negatives {weight}", players, others, starter, negatives_weight=weight)
    for weight in (0.5, 3.0):
        compare(f"weight of views {weight}", players, others, starter, views_weight=weight)
    for low, high in ((0.0, 0.3), (0.4, 0.7), (0.5, 0.8)):
        thresholds = {"lowest_threshold": low, "highest_threshold": high}
        compare(f"thresholds {low} to {high}", players, others, starter, **thresholds)
    for epochs in (100, 600):
        compare(f"{epochs} epochs", players, others, starter, epochs=epochs)


if __name__ == "__main__":
    main()
