"""Calibration frames of the drawn hand, embedded by the game's own network, for what is to be trained on."""

import numpy as np

from rps_game.calibration.augmentation import VIEWS, pooled_views, views_of
from rps_game.camera.observation import Square
from rps_game.camera.preprocess import to_square
from rps_game.drawn_hand.source import HandSource
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.dataset import Features, Pooled, TrainingSet
from rps_game.network.backbone import DEFAULT_BACKBONE, Backbone, load_backbone
from rps_game.paths import default_paths

DRAWN = 40
"""Frames of a gesture that are drawn; more are made of them by a little noise."""

SETTLING = 15
"""Frames until a hand has come up after it was called for: half a second."""


def backbone() -> Backbone:
    """Return the network that the game sees with."""
    return load_backbone(DEFAULT_BACKBONE, default_paths().cache)


def drawn_squares(frames: int, *, empty: bool = False) -> dict[Gesture, list[Square]]:
    """So many of each gesture, at most `DRAWN`; and of none if wanted."""
    hand = HandSource(paced=False)
    squares: dict[Gesture, list[Square]] = {}
    for gesture in CLASSES if empty else GESTURES:
        hand.show(gesture)
        pictures = [hand.read() for _ in range(SETTLING + min(frames, DRAWN))]
        squares[gesture] = [to_square(picture) for picture in pictures[SETTLING:] if picture is not None]
    return squares


def training_set(frames: int, *, views: bool = False, empty: bool = False) -> TrainingSet:
    """So many frames of each gesture, with their augmented views if wanted."""
    network, rng = backbone(), np.random.default_rng(0)
    features: dict[Gesture, list[Features]] = {}
    viewed: dict[Gesture, list[Pooled]] = {}
    for gesture, squares in drawn_squares(frames, empty=empty).items():
        embedded = [network.embed(square) for square in squares]
        of_each = [
            pooled_views(views_of(square, VIEWS if views else 0, seed), network.embed)
            for seed, square in enumerate(squares)
        ]
        numbers = [number % len(embedded) for number in range(frames)]
        features[gesture] = [
            embedded[k] * rng.uniform(0.99, 1.01, embedded[k].shape).astype(np.float32) for k in numbers
        ]
        viewed[gesture] = [of_each[k] for k in numbers] if views else []
    return TrainingSet.of(features, viewed if views else None)
