"""Made hands as entries of the bank: the game's own drawn ones, and those rendered in three dimensions."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from rps_game.game.gestures import Gesture
from tools.pretrain.bank import Bank, Entry, Kind, opaque
from tools.pretrain.classes import NONE, PAPER, ROCK, SCISSORS, class_of_pose
from tools.pretrain.drawn import drawn_hands, drawn_rooms

DRAWN_FINGERS: Final = {
    Gesture.ROCK: (-1, 0, 0, 0, 0),
    Gesture.PAPER: (-1, 1, 1, 1, 1),
    Gesture.SCISSORS: (-1, 1, 1, 0, 0),
    Gesture.NONE: (-1, -1, -1, -1, -1),
}
"""Thumb to little finger, 1 for stretched; -1 where the drawing does not say."""

POSES: Final = {
    ROCK: {"fist": 1.0},
    PAPER: {"flat": 1.0},
    SCISSORS: {"two": 4.0, "thumb_and_index": 1.0},
    NONE: {
        "one": 2.0,
        "three": 2.0,
        "three_with_thumb": 2.0,
        "ring_and_three": 1.5,
        "horns": 1.0,
        "horns_with_thumb": 1.0,
        "call": 1.0,
        "thumb_up": 1.0,
        "little": 1.0,
        "middle": 0.5,
        "thumb_and_index": 1.0,  # pointed at the camera: a pistol
    },
}
"""Which poses of `rendered.poses.SHAPES` a class is rendered with, and how often."""


def entries_drawn(side: int, per_class: int, rooms: int, backgrounds: Bank, seed: int) -> Iterator[Entry]:
    """Return the game's own drawn hands and rooms."""
    # Of the sets that are never left out, so that a set left out is not seen behind a drawn hand either.
    grounds = backgrounds.pictures[np.isin(backgrounds.sources, ("backgrounds", "people"))][..., 2::-1]
    for picture, gesture in drawn_hands(side, per_class, grounds, seed):
        fingers = np.array(DRAWN_FINGERS[gesture], np.float32)
        yield Entry(opaque(picture), int(gesture), "drawn", Kind.SCENE, fingers)
    for picture in drawn_rooms(side, rooms, seed):
        yield Entry(opaque(picture), NONE, "backgrounds", Kind.BACKGROUND)


def entries_rendered(folder: Path, side: int, per_class: int, seed: int) -> Iterator[Entry]:
    """Hands of ../shared/hand3d, as cut-outs, with what is known of them; 30 ms each.

    Args:
        folder: of the mesh.
        side: of the pictures, pixels.
        per_class: how many of each class.
        seed: of all the chances taken.
    """
    from tools.pretrain.rendered.hands import renderer  # needs moderngl, which a trial may do without

    renders = renderer(folder, side)
    for label, poses in POSES.items():
        names, weights = list(poses), np.array(list(poses.values()))
        made, number = 0, 0
        while made < per_class:
            rng = np.random.default_rng((seed, label, number))
            number += 1
            hand = renders.render(rng, str(rng.choice(names, p=weights / weights.sum())))
            if class_of_pose(hand.gesture, hand.off_axis_deg, hand.index_off_axis_deg) != label:
                continue  # nobody could tell what it shows
            yield Entry(hand.picture, label, "rendered", Kind.CUTOUT, hand.stretched, hand.joints)
            made += 1
