"""Finds the hand: the largest difference from the scene that was recorded without it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import cv2
import numpy as np

from rps_game.calibration.quality import Floats, Half, Mask, halve, shrink
from rps_game.camera.observation import Sample, Square

SCENE_SIDE: Final = 56
"""Side of the mask, a quarter of the network's input: fine enough for a finger, and quick."""

TOLERANCE_LEVELS: Final = 14.0
"""A place has changed when a colour differs by more. In recorded sets empty frames differ by less than 5, and
the palest hand before the palest wall (rock_paper_scissors_ml) by 25."""

TOLERANCE_SPREADS: Final = 4.0
"""Where the empty scene itself moved (a head, a curtain): the tolerance, in its median deviations."""

LIGHTS: Final = (0.25, 0.5, 0.75)
"""Quantiles of the ratio to the empty scene, tried as the change of the light. The hand changes some places,
the light all: at least one of the three is not of the hand, even when it fills half of the picture."""

SPECK: Final = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Hand:
    """The hand before the empty scene; all values are 0 without one.

    Attributes:
        mask: uint8 (56, 56), 1 in the largest connected area that has changed, else 0.
        share: of the square that it covers, 0..1.
        contact: length of its contact with the edges of the square, in widths of a square of its own area.
            An arm that reaches in has about 0.5 to 1; a hand that is half outside more than 2.
        across: its contact with two opposite edges, as a share of the side: of the pair with the longer one,
            the shorter of the two.
    """

    mask: Mask
    share: float
    contact: float
    across: float


@dataclass(frozen=True, slots=True, eq=False)
class EmptyScene:
    """The scene without a hand.

    Attributes:
        planes: float32 (3, 56, 56), red, green and blue, 0..255.
        tolerance: float32 (56, 56), how far a place may be off, in grey levels.
    """

    planes: Floats
    tolerance: Floats

    @classmethod
    def of(cls, squares: Sequence[Square]) -> Self:
        """Learn the scene from its frames, uint8 (224, 224, 3), RGB; something may pass in the minority.

        Raises:
            ValueError: when there is no frame.
        """
        if not squares:
            raise ValueError("expected at least one frame of the empty scene, got none")
        frames = np.stack([_planes(halve(square)) for square in squares])
        planes = np.median(frames, axis=0)
        spread = np.median(np.abs(frames - planes), axis=0).max(axis=0)
        return cls(planes, np.maximum(TOLERANCE_LEVELS, TOLERANCE_SPREADS * spread))

    @classmethod
    def of_samples(cls, samples: Sequence[Sample]) -> Self | None:
        """Learn the scene from samples of "no hand"; None if none has its picture. Takes 6 ms for thirty."""
        squares = [sample.square for sample in samples if sample.square is not None]
        return cls.of(squares) if squares else None

    def hand_in(self, half: Half) -> Hand:
        """Find the hand in a halved square, uint8 (112, 112, 3), RGB."""
        planes = _planes(half)
        off = np.abs(planes / self._light_on(planes) - self.planes).max(axis=0)  # (56, 56)
        changed = cv2.morphologyEx((off > self.tolerance).astype(np.uint8), cv2.MORPH_OPEN, SPECK)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(changed)
        if count == 1:
            return Hand(np.zeros_like(changed, np.uint8), 0.0, 0.0, 0.0)
        largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
        mask = (labels == largest).astype(np.uint8)
        edges = mask[0], mask[-1], mask[:, 0], mask[:, -1]
        top, bottom, left, right = (np.count_nonzero(edge) / SCENE_SIDE for edge in edges)
        share = float(stats[largest, cv2.CC_STAT_AREA]) / mask.size
        contact = (top + bottom + left + right) / math.sqrt(share)
        return Hand(mask, share, contact, across=max(min(top, bottom), min(left, right)))

    def _light_on(self, planes: Floats) -> Floats:
        """Return how much brighter each colour has become, float32 (3, 1, 1): the ratio of least change."""
        seen, empty = (each[:, ::2, ::2].reshape(3, -1) for each in (planes, self.planes))
        middle = [int(seen.shape[1] * light) for light in LIGHTS]
        lights = np.partition((seen + 1) / (empty + 1), middle, axis=1)[:, middle]  # (3, lights)
        off = np.abs(seen / lights.T[:, :, None] - empty)  # (lights, 3, places)
        best = np.minimum(off, TOLERANCE_LEVELS).sum(axis=(1, 2)).argmin()
        return lights[:, best, None, None]


def _planes(half: Half) -> Floats:
    """Convert uint8 (112, 112, 3) to float32 (3, 56, 56)."""
    return np.stack(cv2.split(shrink(half, SCENE_SIDE))).astype(np.float32)
