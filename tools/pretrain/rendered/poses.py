"""What rendered hands show: fingers bent joint by joint, thumbs in and out, and what each pose counts as.

Angles are in radians. A finger's three joints are given by how far each is bent from straight (`STRAIGHT` is
the turn about a joint's own x axis that makes it straight, measured on the mesh: with it a finger lies in the
palm's plane and its bones in one line). The class of each pose, and why, stands in `tools.pretrain.classes`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np

from tools.pretrain.rendered.mesh import FINGERS, Pose

Range = tuple[float, float]
Rng = np.random.Generator
T = TypeVar("T")

STRAIGHT: Final[Mapping[str, tuple[float, float, float]]] = {
    "finger4": (0.10, 0.41, 0.28),
    "finger3": (0.18, 0.72, 0.36),
    "finger2": (0.62, 0.14, 0.24),
    "finger1": (0.44, 0.30, 0.45),
}

FIST: Final = (1.5, 1.75, 1.2)
"""How far the three joints of a finger in a closed fist are bent."""

OUTWARD: Final = {"finger4": 1.0, "finger3": 0.25, "finger2": -0.35, "finger1": -1.1}
"""Share of a spread that each finger takes; positive is towards the thumb."""


@dataclass(frozen=True, slots=True)
class Thumb:
    """How a thumb is held: ranges of its turns in radians, and how stretched it counts as, 0..1.

    Attributes:
        forward: of the root about x; negative is away from the palm.
        aside: of the root about z; positive is away from the index finger, negative across the palm.
        twist: of the root about y.
        middle, end: of the two further joints about x; negative bends them.
        stretched: 1 for a thumb that is shown, 0 for one that is put away.
    """

    forward: Range
    aside: Range
    twist: Range
    middle: Range
    end: Range
    stretched: float


OUT: Final = Thumb((-0.35, 0.1), (0.25, 0.75), (-0.2, 0.2), (0.1, 0.5), (0.0, 0.45), 1.0)
ALONGSIDE: Final = Thumb((-0.1, 0.35), (-0.12, 0.12), (-0.2, 0.2), (-0.1, 0.25), (-0.2, 0.15), 1.0)
BESIDE_FIST: Final = Thumb((-0.3, 0.0), (-0.15, 0.1), (-0.1, 0.2), (-0.5, -0.2), (-0.8, -0.4), 0.0)
AROUND_INDEX: Final = Thumb((-0.5, -0.25), (0.2, 0.5), (-0.2, 0.1), (-0.8, -0.55), (-1.05, -0.8), 0.0)
OVER_FINGERS: Final = Thumb((-0.65, -0.45), (-0.25, 0.1), (-0.2, 0.2), (-0.75, -0.45), (-1.0, -0.7), 0.0)
HALF_OUT: Final = Thumb((-0.35, -0.05), (-0.1, 0.25), (-0.2, 0.2), (-0.4, 0.0), (-0.5, 0.0), 0.5)
IN_FRONT: Final = Thumb((-0.45, -0.2), (-0.35, -0.1), (-0.2, 0.2), (-0.2, 0.1), (-0.3, 0.1), 0.5)
PINCHING: Final = Thumb((-0.75, -0.6), (-0.1, 0.05), (-0.1, 0.3), (-0.35, -0.15), (-0.5, -0.2), 0.0)


def _bent(rng: Rng, low: float, high: float) -> tuple[float, float, float]:
    """Make a finger bent by a share of a fist, its joints not quite alike."""
    share = rng.uniform(low, high)
    jitter = rng.normal(1, 0.06, 3)
    one, two, three = (share * full * float(j) for full, j in zip(FIST, jitter, strict=True))
    return one, two, three


def _straight(rng: Rng) -> tuple[float, float, float]:
    """Make a finger held straight, now and then a little bent or bent back."""
    loose = 0.22 if rng.random() < 0.25 else 0.09
    one, two, three = rng.normal((0.02, 0.06, 0.05), (loose, loose, loose * 0.7))
    return float(one), float(max(two, -0.08)), float(max(three, -0.15))


def _folded(rng: Rng) -> tuple[float, float, float]:
    return _bent(rng, 0.86, 1.06)


def _for_ring(rng: Rng) -> tuple[float, float, float]:
    """Make a finger whose tip meets the thumb's."""
    one, two, three = rng.normal((0.85, 0.95, 0.55), 0.05)
    return float(one), float(two), float(three)


Finger = Callable[[Rng], tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Shape:
    """A gesture to be rendered.

    Attributes:
        fingers: index, middle, ring and little finger.
        thumbs: how the thumb may be held, each with its weight.
        spreads: ranges of the spread in radians, each with its weight.
    """

    fingers: tuple[Finger, Finger, Finger, Finger]
    thumbs: tuple[tuple[Thumb, float], ...]
    spreads: tuple[tuple[Range, float], ...] = (((-0.02, 0.06), 1.0),)


UP, IN, RING = _straight, _folded, _for_ring
PUT_AWAY: Final = ((OVER_FINGERS, 3.0), (BESIDE_FIST, 1.0), (AROUND_INDEX, 1.0))
CLOSED: Final[Range] = (-0.12, -0.02)
OPEN: Final[Range] = (0.1, 0.32)

SHAPES: Final[Mapping[str, Shape]] = {
    "fist": Shape((IN, IN, IN, IN), ((OVER_FINGERS, 3.0), (AROUND_INDEX, 2.0), (BESIDE_FIST, 1.5))),
    "flat": Shape(
        (UP, UP, UP, UP),
        ((OUT, 2.0), (ALONGSIDE, 3.0), (IN_FRONT, 1.0)),
        ((CLOSED, 3.0), (OPEN, 2.0)),
    ),
    "two": Shape(
        (UP, UP, IN, IN), (*PUT_AWAY, (HALF_OUT, 0.6)), ((OPEN, 3.0), ((0.02, 0.12), 1.0), (CLOSED, 1.0))
    ),
    "thumb_and_index": Shape((UP, IN, IN, IN), ((OUT, 1.0),)),
    "one": Shape((UP, IN, IN, IN), PUT_AWAY),
    "three": Shape((UP, UP, UP, IN), PUT_AWAY, ((OPEN, 2.0), (CLOSED, 1.0))),
    "three_with_thumb": Shape((UP, UP, IN, IN), ((OUT, 1.0),), ((OPEN, 1.0),)),
    "ring_and_three": Shape((RING, UP, UP, UP), ((PINCHING, 1.0),), ((OPEN, 1.0), (CLOSED, 1.0))),
    "horns": Shape((UP, IN, IN, UP), ((OVER_FINGERS, 1.0),)),
    "horns_with_thumb": Shape((UP, IN, IN, UP), ((OUT, 1.0),)),
    "call": Shape((IN, IN, IN, UP), ((OUT, 1.0),)),
    "thumb_up": Shape((IN, IN, IN, IN), ((OUT, 1.0),)),
    "little": Shape((IN, IN, IN, UP), PUT_AWAY),
    "middle": Shape((IN, UP, IN, IN), PUT_AWAY),
}


def _picked(rng: Rng, options: tuple[tuple[T, float], ...]) -> T:
    weights = np.array([weight for _, weight in options])
    return options[int(rng.choice(len(options), p=weights / weights.sum()))][0]


def random_pose(rng: Rng, name: str) -> tuple[Pose, tuple[float, ...], float]:
    """Make a pose of the gesture `name`, with a build of its own.

    Returns:
        the pose; how stretched thumb, index, middle, ring and little finger are, 0..1; the spread in radians.
    """
    shape = SHAPES[name]
    spread = float(rng.uniform(*_picked(rng, shape.spreads)))
    turns: dict[str, tuple[float, float, float]] = {}
    thumb = _picked(rng, shape.thumbs)
    forward, aside, twist, middle, end = (
        float(rng.uniform(*limits))
        for limits in (thumb.forward, thumb.aside, thumb.twist, thumb.middle, thumb.end)
    )
    turns["finger5joint1"] = (forward, twist, aside)
    turns["finger5joint2"] = (middle, 0.0, 0.0)
    turns["finger5joint3"] = (end, 0.0, 0.0)
    stretched = [thumb.stretched]
    together = rng.normal(0, 0.05)  # neighbouring fingers are held alike
    for finger, bend in zip(FINGERS[1:], shape.fingers, strict=True):
        bends = bend(rng)
        stretched.append(float(np.clip(1 - sum(bends) / sum(FIST) * 1.15, 0, 1)) if bend is UP else 0.0)
        aside = spread * OUTWARD[finger] + float(rng.normal(0, 0.02))
        for joint in (1, 2, 3):
            bent = bends[joint - 1] + (together if joint == 1 and bend is UP else 0.0)
            turns[f"{finger}joint{joint}"] = (
                STRAIGHT[finger][joint - 1] - bent,
                0.0,
                aside if joint == 1 else 0.0,
            )
    turns["metacarpals"] = (float(rng.normal(0, 0.2)), float(rng.normal(0, 0.08)), float(rng.normal(0, 0.14)))
    return Pose(turns, _build(rng)), tuple(stretched), spread


def _build(rng: Rng) -> dict[str, tuple[float, float]]:
    """Bones of other lengths and widths: of the whole hand, of one finger, and a broad or a slender palm."""
    long, wide = rng.uniform(0.84, 1.14), rng.uniform(0.85, 1.22)
    scales = {"metacarpals": (float(rng.uniform(0.94, 1.08)), float(rng.uniform(0.94, 1.08)))}
    for finger in FINGERS:
        own = rng.normal(1, 0.04)
        for joint in (1, 2, 3):
            scales[f"{finger}joint{joint}"] = (float(wide), float(long * own))
    return scales
