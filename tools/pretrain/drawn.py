"""The game's own drawn hand as training pictures: half in drawn rooms, half before real backgrounds."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.drawn_hand.drawing import draw_hand_and_mask
from rps_game.drawn_hand.rooms import random_scene
from rps_game.game.gestures import CLASSES, Gesture

Picture = npt.NDArray[np.uint8]


def drawn_hands(
    side: int, per_class: int, backgrounds: Sequence[Picture], seed: int
) -> Iterator[tuple[Picture, Gesture]]:
    """Pictures, uint8 (side, side, 3) BGR, with what they show; `NONE` has other gestures and empty rooms.

    Args:
        side: of the pictures, in pixels.
        per_class: how many of each class.
        backgrounds: uint8 (side, side, 3) BGR, without hands.
        seed: of all the chances taken.
    """
    rng = np.random.default_rng(seed)
    for gesture in CLASSES:
        for number in range(per_class):
            picture, mask = draw_hand_and_mask(gesture, rng, side)
            if number % 2:
                ground = backgrounds[rng.integers(len(backgrounds))]
                alpha = mask[..., None].astype(np.float32) / 255
                picture = np.asarray(ground + alpha * (picture.astype(np.float32) - ground), np.uint8)
            yield picture, gesture


def drawn_rooms(side: int, count: int, seed: int) -> Iterator[Picture]:
    """Empty rooms, uint8 (side, side, 3) BGR; drawn larger and shrunk, as a camera would."""
    rng = np.random.default_rng((seed, 1))
    for _ in range(count):
        yield np.asarray(
            cv2.resize(random_scene(rng, 320, 320), (side, side), interpolation=cv2.INTER_AREA), np.uint8
        )
