"""The hand's bones: lengths, poses of each gesture, and forward kinematics.

Lengths are millimetres of a medium adult's right hand, wrist at the origin, its palm towards the viewer:
x to the thumb's side, y to the fingertips, z out of the palm. Angles are degrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture

Floats = npt.NDArray[np.float64]

# Rounded from hand anthropometry (hand length 190 mm, breadth 85 mm). Knuckles lie on the arch that makes the
# back of a hand convex; a phalanx's radius is that of its joints, skin included.
KNUCKLES_MM: Final = np.array([[29.0, 91.0, 0.0], [8.0, 95.0, -3.5], [-13.0, 90.0, -2.5], [-32.0, 80.0, 2.0]])
PHALANGES_MM: Final = np.array(
    [[44.0, 26.0, 19.0], [48.0, 30.0, 20.0], [45.0, 28.0, 20.0], [35.0, 21.0, 18.0]]
)
FINGER_RADII_MM: Final = np.array(
    [[12.0, 10.6, 9.5, 7.9], [12.2, 10.8, 9.6, 8.1], [11.6, 10.2, 9.1, 7.6], [10.3, 8.9, 7.9, 6.8]]
)
THUMB_ROOT_MM: Final = np.array([24.0, 17.0, 7.0])
THUMB_MM: Final = np.array([43.0, 33.0, 23.0])
THUMB_RADII_MM: Final = np.array([15.8, 13.2, 11.6, 9.2])
REST_SPREAD: Final = np.array([5.0, 1.0, -4.0, -10.0])
"""Angle of each straight finger to the thumb's side when the hand is relaxed."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """Angles of the joints.

    Attributes:
        flexion: (4, 3), of each finger at knuckle, middle and last joint; 0 is straight.
        spread: (4,), of each finger to the thumb's side.
        thumb: (3, 2), the direction of the thumb's three bones: turn from the y axis to the x axis, and rise
            out of the palm's plane.
        wrist: (2,), of the hand against the forearm, to the palm's side and to the thumb's side.
    """

    flexion: Floats
    spread: Floats
    thumb: Floats
    wrist: Floats

    def vector(self) -> Floats:
        """Return all 24 angles in one row, for interpolation and noise."""
        return np.concatenate([self.flexion.ravel(), self.spread, self.thumb.ravel(), self.wrist])

    @classmethod
    def from_vector(cls, angles: Floats) -> "Pose":
        """Create a pose from a row of `vector`."""
        return cls(angles[:12].reshape(4, 3), angles[12:16], angles[16:22].reshape(3, 2), angles[22:24])


@dataclass(frozen=True, slots=True)
class View:
    """Orientation, place and size of the hand in the picture.

    Attributes:
        turn: about the forearm: 0 shows the palm, 180 the back.
        tilt: of the fingertips towards the viewer.
        roll: in the picture's plane, clockwise; 0 has the fingers up.
        centre: of the hand, (x, y) in pixels.
        size: pixels from the wrist to the middle fingertip of a flat hand.
        mirrored: a left hand.
    """

    turn: float
    tilt: float
    roll: float
    centre: tuple[float, float]
    size: float
    mirrored: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """One person's hand: factors on the medium lengths and radii.

    Attributes:
        fingers: (4,), length of each finger.
        width: of the palm.
        girth: of fingers and palm.
        thumb: length of the thumb.
    """

    fingers: Floats
    width: float
    girth: float
    thumb: float


def random_build(rng: np.random.Generator) -> Build:
    """Choose a random build, slender or stout, with long or short fingers, within the common range."""
    fingers = rng.normal(1.0, 0.05) + rng.normal(0.0, 0.02, 4)
    return Build(
        fingers=np.clip(fingers, 0.85, 1.15),
        width=float(np.clip(rng.normal(1.0, 0.05), 0.88, 1.12)),
        girth=float(np.clip(rng.normal(1.0, 0.08), 0.82, 1.2)),
        thumb=float(np.clip(rng.normal(1.0, 0.05), 0.88, 1.12)),
    )


STRAIGHT: Final = (6.0, 6.0, 4.0)
CURLED: Final = (82.0, 102.0, 62.0)
THUMB_OUT: Final = ((44.0, 16.0), (32.0, 12.0), (24.0, 6.0))
THUMB_ALONG: Final = ((34.0, 22.0), (14.0, 16.0), (4.0, 10.0))
THUMB_ACROSS: Final = ((30.0, 36.0), (-26.0, 52.0), (-92.0, 10.0))
THUMB_UP: Final = ((58.0, 18.0), (66.0, 2.0), (72.0, -8.0))
THUMB_IN_PALM: Final = ((18.0, 40.0), (-38.0, 34.0), (-62.0, 8.0))


def pose(
    fingers: tuple[tuple[float, float, float], ...],
    thumb: tuple[tuple[float, float], ...],
    spread: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
) -> Pose:
    """Create a pose from plain numbers; `spread` is added to `REST_SPREAD`."""
    return Pose(np.array(fingers), REST_SPREAD + spread, np.array(thumb), np.zeros(2))


FLAT: Final = (STRAIGHT, STRAIGHT, STRAIGHT, STRAIGHT)
TWO: Final = (STRAIGHT, STRAIGHT, CURLED, CURLED)
GESTURE_POSES: Final = {
    Gesture.ROCK: pose((CURLED, CURLED, CURLED, CURLED), THUMB_ACROSS, (-2.0, 0.0, 2.0, 5.0)),
    Gesture.PAPER: pose(FLAT, THUMB_OUT, (5.0, 1.0, -4.0, -8.0)),
    Gesture.SCISSORS: pose(TWO, THUMB_IN_PALM, (8.0, -9.0, 2.0, 5.0)),
}

TOGETHER: Final = (-5.5, -1.0, 4.0, 10.5)
GESTURE_VARIANTS: Final = {
    Gesture.ROCK: (),
    Gesture.PAPER: tuple(pose(FLAT, thumb, TOGETHER) for thumb in (THUMB_ALONG, THUMB_IN_PALM, THUMB_OUT)),
    Gesture.SCISSORS: (pose(TWO, THUMB_IN_PALM, (1.0, -2.0, 2.0, 5.0)),),
}
"""Other poses of the same gestures, as many players show them: a flat hand with its fingers together, two
fingers nearly so. Sets of pictures mostly show the digits five and two instead, with fingers wide apart."""

OTHER_POSES: Final = {
    "one": pose((STRAIGHT, CURLED, CURLED, CURLED), THUMB_IN_PALM),
    "three": pose((STRAIGHT, STRAIGHT, STRAIGHT, CURLED), THUMB_IN_PALM, (7.0, 0.0, -7.0, 4.0)),
    "three with thumb": pose(TWO, THUMB_OUT, (6.0, -5.0, 2.0, 5.0)),
    "thumb up": pose((CURLED, CURLED, CURLED, CURLED), THUMB_UP, (-2.0, 0.0, 2.0, 5.0)),
    "gun": pose((STRAIGHT, CURLED, CURLED, CURLED), THUMB_UP),
    "little": pose((CURLED, CURLED, CURLED, STRAIGHT), THUMB_ACROSS),
    "horns": pose((STRAIGHT, CURLED, CURLED, STRAIGHT), THUMB_IN_PALM),
    "call": pose((CURLED, CURLED, CURLED, STRAIGHT), THUMB_UP, (0.0, 0.0, 0.0, -8.0)),
    "ok": pose(
        ((58.0, 52.0, 28.0), (18.0, 14.0, 8.0), (10.0, 10.0, 6.0), (6.0, 6.0, 4.0)),
        ((30.0, 44.0), (12.0, 46.0), (2.0, 34.0)),
        (0.0, 1.0, -5.0, -10.0),
    ),
    "pinch": pose(
        ((62.0, 48.0, 24.0), (70.0, 74.0, 40.0), (76.0, 84.0, 50.0), (78.0, 86.0, 50.0)),
        ((30.0, 44.0), (12.0, 48.0), (4.0, 36.0)),
    ),
    "half open": pose(((38.0, 44.0, 26.0),) * 4, THUMB_ALONG),
    "claw": pose(((8.0, 78.0, 52.0),) * 4, THUMB_OUT, (5.0, 1.0, -4.0, -8.0)),
    "round": pose(((58.0, 48.0, 34.0),) * 4, ((34.0, 44.0), (16.0, 44.0), (2.0, 32.0))),
}
"""Poses that are none of the three gestures, by their common names. Four fingers are not among them: with the
thumb in the palm they are some players' paper."""

BEAK: Final = ((74.0, 22.0, 14.0), (74.0, 22.0, 14.0), (70.0, 20.0, 12.0), (60.0, 18.0, 10.0))
THUMB_BELOW: Final = ((20.0, 50.0), (-14.0, 66.0), (-14.0, 76.0))
MOVE_POSES: Final = {
    "rock": GESTURE_POSES[Gesture.ROCK],
    "paper": GESTURE_POSES[Gesture.PAPER],
    "scissors": GESTURE_POSES[Gesture.SCISSORS],
    "lizard": pose(BEAK, THUMB_BELOW, TOGETHER),
    "thumb": OTHER_POSES["thumb up"],
    "three": OTHER_POSES["three"],
    "four": pose(FLAT, THUMB_IN_PALM),
    "horns": OTHER_POSES["horns"],
    "little": OTHER_POSES["little"],
    "point": OTHER_POSES["one"],
    "call": OTHER_POSES["call"],
    "spock": pose(FLAT, THUMB_OUT, (12.0, 15.0, -13.0, -8.0)),
}
"""What the drawn hand shows of a rule set: the poses of moves by their icons, those that are told apart best
first. The network has been trained on those that stand above as well."""

SIDE_ON: Final = {"lizard": (-72.0, 80.0)}
"""Poses that are shown from the side: the turn from the thumb's side, and from the little finger's. Others
are shown from the front, 0, or from behind, 180."""

FRONT_ONLY: Final = frozenset({"ok", "pinch", "half open", "claw", "round"})
"""Poses that could be taken for a fist or an open hand from behind."""


def pose_names(icons: Sequence[str]) -> list[str]:
    """Return the pose that shows each of these moves, of which the icons are given; each another one.

    It is the pose of that name, or the first one that shows none of the others.
    """
    spare = (name for name in MOVE_POSES if name not in icons)
    taken: list[str] = []
    for icon in icons:
        taken.append(icon if icon in MOVE_POSES and icon not in taken else next(spare))
    return taken


def vary(basis: Pose, rng: np.random.Generator, amount: float = 1.0) -> Pose:
    """Vary a pose at random; `amount` 1 is the variation between people."""
    loose = rng.normal(0.0, 1.0) * np.array([3.0, 4.0, 2.0]) + rng.normal(0.0, 1.0, (4, 3)) * [4.0, 5.0, 4.0]
    fan = rng.normal(0.0, 0.35)
    return replace(
        basis,
        flexion=np.maximum(basis.flexion + amount * loose, -8.0),
        spread=basis.spread * (1.0 + amount * fan) + amount * rng.normal(0.0, 1.2, 4),
        thumb=basis.thumb + amount * rng.normal(0.0, 4.0, (3, 2)),
        wrist=basis.wrist + amount * rng.normal(0.0, 1.0, 2) * [12.0, 8.0],
    )


@dataclass(frozen=True, slots=True, eq=False)
class Joints:
    """A posed hand in millimetres.

    Attributes:
        fingers: (4, 4, 3): knuckle, two joints, tip of each finger.
        finger_palmar: (4, 3, 3): for each phalanx the unit vector to its palm's side.
        thumb: (4, 3): root, two joints, tip.
        thumb_palmar: (3, 3): as above, where the thumb's pad is.
        forearm: (3,): the unit vector from the wrist to the elbow.
    """

    fingers: Floats
    finger_palmar: Floats
    thumb: Floats
    thumb_palmar: Floats
    forearm: Floats


def forward_kinematics(posed: Pose, build: Build) -> Joints:
    """Compute the places of the 21 joints."""
    stretch = np.array([build.width, 1.0, build.girth])
    bent = np.radians(np.cumsum(posed.flexion, axis=1))  # (4, 3), against the palm's plane
    lean = np.radians(posed.spread)[:, None]
    ahead = np.stack([np.sin(lean) * np.cos(bent), np.cos(lean) * np.cos(bent), np.sin(bent)], axis=2)
    palmar = np.stack([-np.sin(lean) * np.sin(bent), -np.cos(lean) * np.sin(bent), np.cos(bent)], axis=2)
    steps = ahead * (PHALANGES_MM * build.fingers[:, None])[:, :, None]
    knuckles = (KNUCKLES_MM * stretch)[:, None, :]
    fingers = np.concatenate([knuckles, knuckles + np.cumsum(steps, axis=1)], axis=1)

    turn, rise = np.radians(posed.thumb).T
    along = np.stack([np.sin(turn) * np.cos(rise), np.cos(turn) * np.cos(rise), np.sin(rise)], axis=1)
    root = THUMB_ROOT_MM * stretch
    thumb = np.concatenate([root[None], root + np.cumsum(along * (THUMB_MM * build.thumb)[:, None], axis=0)])
    # The pad faces where the thumb bends; a straight thumb's faces the little finger and the palm.
    pad = np.array([-0.6, -0.1, 0.8]) + 2.0 * (along[2] - along[0])
    across = pad - along * (along @ pad)[:, None]
    thumb_palmar = across / np.linalg.norm(across, axis=1, keepdims=True)

    down, aside = np.radians(posed.wrist)
    forearm = np.array([np.sin(aside), -np.cos(aside) * np.cos(down), np.cos(aside) * np.sin(down)])
    return Joints(fingers, palmar, thumb, thumb_palmar, forearm)
