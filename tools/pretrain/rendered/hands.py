"""Random rendered hands with their exact truth: pose, view, look and light are left to chance."""

import functools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from tools.pretrain.rendered.canvas import Canvas, Picture, Triangles, projected
from tools.pretrain.rendered.looks import Section, dressed, random_lamp, random_tint
from tools.pretrain.rendered.mesh import Floats, load_hand, rotation
from tools.pretrain.rendered.poses import random_pose

Rng = np.random.Generator

UPRIGHT: Final = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""From the mesh's axes to the camera's: fingers up, the back of the hand towards the camera."""

PALM_LIGHTER: Final = 0.45
"""How far a dark hand's palm comes up to a light one's, as palms do."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """One picture and all that is known of it.

    Attributes:
        picture: uint8 (side, side, 4), RGBA; alpha is the mask of hand, arm and sleeve.
        gesture: name of the pose in `poses.SHAPES`.
        stretched: float32 (5,), thumb to little finger, 0..1.
        joints: float32 (21, 2), pixels (x, y): wrist; then of thumb to little finger three joints and tip.
        off_axis_deg: 0..90, how far the palm's normal, in either direction, is off the view axis.
        palm_seen: whether the palm is turned to the camera, not the back.
        index_off_axis_deg: 0..180, angle between the index finger and the direction to the camera.
        brightness: of the skin's tint, `looks.TINTS`.
        spread: of the fingers, radians.
    """

    picture: Picture
    gesture: str
    stretched: Floats
    joints: Floats
    off_axis_deg: float
    palm_seen: bool
    index_off_axis_deg: float
    brightness: float
    spread: float


def random_view(rng: Rng) -> npt.NDArray[np.float64]:
    """From the mesh to the camera, a rotation (3, 3): palm, back or any side; one in five foreshortened."""
    chance = rng.random()
    if chance < 0.35:
        yaw = rng.normal(math.pi, math.radians(30))  # the palm
    elif chance < 0.6:
        yaw = rng.normal(0, math.radians(30))  # the back
    else:
        yaw = rng.uniform(-math.pi, math.pi)
    pitch = rng.uniform(-1.3, 1.3) if rng.random() < 0.2 else rng.normal(0, math.radians(22))
    roll = rng.normal(0, math.radians(14))
    return rotation((0, 0, roll)) @ rotation((pitch, 0, 0)) @ rotation((0, yaw, 0)) @ UPRIGHT


class Renderer:
    """Renders hands of ../shared/hand3d.

    Args:
        folder: with `hand.npz` and `texture.png`.
        side: of the pictures, pixels.
        test: draw tints and lamps of the fixed test hands instead of those of the training.

    Raises:
        OSError: the files are not there.
        RuntimeError: there is no EGL to draw with.
    """

    def __init__(self, folder: Path, side: int, *, test: bool = False) -> None:
        self._hand = load_hand(folder)
        self._canvas = Canvas(folder, side)
        self._section = Section.of(self._hand)
        self._test = test
        self._palmness = np.clip(-self._hand.normals[:, 2], 0, 1)

    def render(self, rng: Rng, gesture: str) -> Rendered:
        """One hand that shows `gesture`, anything else by chance."""
        pose, stretched, spread = random_pose(rng, gesture)
        posed = self._hand.pose(pose)
        turn = random_view(rng)
        shape = dressed(rng, self._hand, posed, self._section)
        turned = Triangles(
            np.asarray(shape.positions @ turn.T, np.float32),
            np.asarray(shape.normals @ turn.T, np.float32),
            shape.uv,
            shape.cloth,
            shape.faces,
        )
        brightness, tint = random_tint(rng, test=self._test)
        lamp = random_lamp(rng, test=self._test)
        # The hand, not its arm, lies in the middle of the picture and fills some two thirds of it.
        joints = np.asarray(posed.joints @ turn.T, np.float32)
        low, high = joints.min(axis=0), joints.max(axis=0)
        centre = np.asarray((low + high) / 2, np.float32)
        extent = max(float((high - low)[:2].max()) + 0.5, 1.8)
        distance = float(rng.uniform(7, 20))
        focal = distance / (extent * float(rng.uniform(0.62, 0.85)))
        tints = self._tints(brightness, tint, len(shape.positions))
        picture = self._canvas.draw(turned, tints, focal, centre, distance, lamp)
        palm, index = turn @ posed.palm, turn @ posed.index
        return Rendered(
            picture,
            gesture,
            np.asarray(stretched, np.float32),
            projected(joints, focal, centre, distance, self._canvas.side),
            math.degrees(math.acos(min(1.0, abs(float(palm[2]))))),
            bool(palm[2] > 0),
            math.degrees(math.acos(float(np.clip(index[2], -1, 1)))),
            brightness,
            spread,
        )

    def _tints(self, brightness: float, tint: Floats, vertices: int) -> Floats:
        """Factors on the texture, float32 (vertices, 3); a dark hand's palm is lighter than its back."""
        tints = np.tile(tint, (vertices, 1))
        lighter = max(0.0, 0.9 - brightness) * PALM_LIGHTER
        tints[: len(self._palmness)] += lighter * self._palmness[:, None] * np.array([1, 0.85, 0.75])
        return np.asarray(tints, np.float32)


@functools.lru_cache(maxsize=2)
def renderer(folder: Path, side: int, *, test: bool = False) -> Renderer:
    """Make a renderer, made once: an off-screen context is not to be made again and again."""
    return Renderer(folder, side, test=test)
