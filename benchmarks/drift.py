"""Measures how a fallen confidence is noticed, and what a top-up improves, on real sessions.

    python -m benchmarks.drift [--shared ../shared] [--backbone own] [--cache FOLDER]

A player calibrates on 40 frames spread over the first half of a session, with their augmented views. Then
matches are played with frames of the second half: as they are, in other computed lights (in stops), and with
the hands of other people in other rooms. `fallen` is the share of matches after whose first throws a top-up
is offered. Where it mostly is, ten frames of each gesture in the new light are added, from the first half.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks import parser_of
from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.camera.observation import Sample, Square
from rps_game.camera.pictures import read_picture
from rps_game.camera.preprocess import to_square
from rps_game.cli.evaluation import THROW_FRAMES, PictureFolder, Take
from rps_game.flow import Outcome
from rps_game.game.drift import MOST_LOOKS, Drift
from rps_game.game.gestures import GESTURES, Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features
from rps_game.heads.report import TrainingSettings
from rps_game.heads.starter import Starter
from rps_game.heads.training import finish, train_head
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone, load_backbone
from rps_game.network.loader import starter_of
from rps_game.paths import default_paths
from rps_game.session import TOP_UP_FRAMES, Session, TopUp

SESSIONS: Final = ("best_of_one", "rock_paper_scissors_ml")
OTHERS: Final = "hands_dataset"
"""One person in about ten other places."""

FRAMES: Final = 40
MATCHES: Final = 300
MOSTLY: Final = 0.5
EVERY: Final = 2
"""One in so many test frames is used: neighbours are near copies."""

FramesOf = Mapping[Gesture, Features]


@dataclass(frozen=True, slots=True)
class Light:
    """A change of light and noise."""

    stops: float = 0.0  # of more light; below 0 of less
    warm: float = 0.0  # stops of blue less, and half as many of red more; below 0 the other way round
    noise: float = 0.0  # standard deviation of the sensor's, of 255

    def on(self, frame: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
        """Return the picture, uint8 (height, width, 3), BGR, in this light."""
        gains = 2.0 ** (self.stops + np.array([-self.warm, 0, self.warm / 2]))  # of blue, green, red
        linear = (frame / 255.0) ** 2.2 * gains
        noisy = 255 * np.clip(linear, 0, 1) ** (1 / 2.2) + rng.normal(0, self.noise, frame.shape)
        return np.clip(noisy, 0, 255).astype(np.uint8)


AS_IT_WAS: Final = Light()
LIGHTS: Final = {
    "as it was": AS_IT_WAS,
    "a stop darker": Light(-1),
    "a stop brighter": Light(1),
    "a little warmer": Light(warm=0.5),
    "3 stops darker": Light(-3, noise=2),
    "much warmer": Light(warm=2),
    "dim and warm": Light(-3, 2, noise=5),
    "a lamp at night": Light(-5, 2, noise=8),
}


class Player:
    """One session, its head, and its frames in any light.

    Args:
        folder: the session.
        backbone: the network.
        starter: its starter, if any.
    """

    def __init__(self, folder: Path, backbone: Backbone, starter: Starter | None) -> None:
        self._session = PictureFolder.find(folder)
        self._backbone, self._starter = backbone, starter
        self._calibration = {
            gesture: self._samples([files[i] for i in Take.SPREAD.rows(len(files) // 2, FRAMES)], AS_IT_WAS)
            for gesture, files in self._session.pictures.items()
        }
        self.head = self._train(Session(samples=self._calibration))

    def later(self, light: Light = AS_IT_WAS) -> FramesOf:
        """Embed frames of the second half in this light."""
        pictures, embed = self._session.pictures, self._backbone.embed_batch
        return {g: embed(squares_in(pictures[g][len(pictures[g]) // 2 :: EVERY], light)) for g in GESTURES}

    def topped_up(self, light: Light) -> Head:
        """Train the head again with a top-up in this light, of frames from the end of the first half."""
        top_up = TopUp(Outcome.PLAY)
        for gesture, files in self._session.pictures.items():
            half = files[: len(files) // 2]
            top_up.samples[gesture] = self._samples(half[-4 * TOP_UP_FRAMES :: 4], light)
        return self._train(Session(samples=self._calibration, top_up=top_up))

    def _train(self, player: Session) -> Head:
        return finish(train_head(player.training_set(), TrainingSettings(), self._starter))[0]

    def _samples(self, files: Sequence[Path], light: Light) -> list[Sample]:
        embed = self._backbone.embed
        return [
            Sample(number, square, embed(square), pooled_views(views_of(square, VIEWS, number), embed))
            for number, square in enumerate(squares_in(files, light))
        ]


def squares_in(files: Sequence[Path], light: Light) -> list[Square]:
    """Read pictures in a light as the network's input."""
    rng = np.random.default_rng(0)
    return [to_square(light.on(read_picture(file), rng)) for file in files]


def fallen(head: Head, frames: FramesOf, matches: int = MATCHES) -> float:
    """Return the share of matches in which the confidence is found to have fallen."""
    rng = np.random.default_rng(0)
    rows = {gesture: head.predict(frames[gesture]) for gesture in GESTURES}
    found = 0
    for _ in range(matches):
        drift = Drift(head.expected_confidence)
        for _ in range(MOST_LOOKS):
            thrown = rows[GESTURES[rng.integers(len(GESTURES))]]
            start = rng.integers(max(len(thrown) - THROW_FRAMES, 0) + 1)
            drift.add(thrown[start : start + THROW_FRAMES])
        found += drift.fallen is True
    return found / matches


def read_right(head: Head, frames: FramesOf) -> float:
    """Return the share of the frames whose likeliest of all classes is the gesture shown."""
    right = [head.predict(frames[gesture]).argmax(axis=1) == gesture for gesture in GESTURES]
    return float(np.concatenate(right).mean())


def in_light(player: Player, light: Light) -> list[str]:
    """Measure a row of the table."""
    frames = player.later(light)
    share = fallen(player.head, frames)
    row = [f"{read_right(player.head, frames):.2f}", f"{share:.2f}"]
    if share < MOSTLY:
        return [*row, "", "", ""]
    head = player.topped_up(light)
    old = player.later()
    after = read_right(head, frames), read_right(head, old), fallen(head, frames)
    return [*row, *(f"{figure:.2f}" for figure in after)]


def main() -> None:
    """Measure and print."""
    parser = parser_of(__doc__)
    parser.add_argument("--backbone", default=str(DEFAULT_BACKBONE), help="a name, or the path of a .tflite")
    parser.add_argument("--cache", type=Path, default=default_paths().cache, help="where backbones are kept")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    backbone = load_backbone(options.backbone, options.cache)
    starter = starter_of(options.backbone, options.cache, backbone.fingerprint)
    folder = options.shared / "hands"
    players = {name: Player(folder / name, backbone, starter) for name in SESSIONS}
    pictures = PictureFolder.find(folder / OTHERS).pictures
    strangers = {g: backbone.embed_batch(squares_in(pictures[g][::EVERY], AS_IT_WAS)) for g in GESTURES}
    print("| session | light | read right | fallen | topped up: read right | in the old light | fallen |")
    print("|---|---|---|---|---|---|---|")
    for name, player in players.items():
        for what, light in LIGHTS.items():
            print("|", " | ".join([name, what, *in_light(player, light)]), "|", flush=True)
        hands = {other: players[other].later() for other in SESSIONS if other != name} | {OTHERS: strangers}
        for whose, frames in hands.items():
            row = [f"{figure(player.head, frames):.2f}" for figure in (read_right, fallen)]
            print("|", " | ".join([name, f"the hands of {whose}", *row, "", "", ""]), "|", flush=True)


if __name__ == "__main__":
    main()
