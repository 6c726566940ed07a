"""From a bank's pictures to what a webcam might see: the augmentation, by OpenCV and NumPy.

A cut-out is put on its background, small or large, at any angle, its arm drawn out to the picture's edge
and perhaps sleeved; a scene is moved, turned and zoomed a little; a background is seen by itself. Then all
pictures pass through one imaginary camera: light, contrast, colour cast, grey, blur, motion, noise.

Half a millisecond a picture at 112 pixels: written in Keras' own operations, so that it ran inside the
training step, it took 30 times as long on two cores.
"""

import functools
import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from tools.pretrain.bank import Kind
from tools.pretrain.cutting import LEAST_ALPHA

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

MOTION_TAPS: Final = 9  # pixels of 112; about a hand's travel in one exposure at arm's length


SMALLEST: Final = 0.33
"""Zoom of the smallest hands: a cut-out hand fills some two thirds of its picture, and so a fifth of the
square, as at two or three metres from a webcam."""


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A painted picture, and where everything of the stored one came to lie.

    Attributes:
        picture: uint8 (side, side, 3), RGB.
        cover: float32 (side, side), the share of a cut-out in each pixel, 0..1; None for other kinds.
        matrix: float64 (3, 3), from pixels (x, y, 1) of this picture to those of the stored one.
    """

    picture: Picture
    cover: Floats | None
    matrix: npt.NDArray[np.float64]

    def moved(self, points: Floats) -> Floats:
        """Points of the stored picture, float32 (n, 2), pixels (x, y), as they lie here."""
        held = np.column_stack([points, np.ones(len(points))]) @ np.linalg.inv(self.matrix).T
        return np.asarray(held[:, :2] / held[:, 2:], np.float32)


@functools.lru_cache(maxsize=1)
def _noise_pool() -> Floats:
    """White noise to cut pieces from: drawing it anew for each picture would take longest of all."""
    return np.random.default_rng(0).standard_normal(1 << 21, np.float32)


def placement(
    rng: np.random.Generator, kind: Kind, stored: int, side: int, strength: float = 1.0
) -> tuple[npt.NDArray[np.float64], float]:
    """Where each output pixel looks: the matrix (3, 3) from output to stored pixels, and the zoom.

    At a lower `strength`, 0..1, a scene is changed less; a cut-out is narrowed and tilted less, but lies
    anywhere, of any size.
    """
    cutout = kind in (Kind.CUTOUT, Kind.CROP)
    # Upright within some 30 degrees as at a webcam; one cut-out in four at any angle, as seen from above.
    angle = (
        rng.uniform(-math.pi, math.pi) if cutout and rng.random() < 0.25 else rng.normal(0, math.radians(16))
    ) * (1 if cutout else strength)
    # From a fifth of the square to a little more than all of it: players hold their hands large, and a
    # network that has only seen small ones takes a large flat hand for a fist.
    if cutout:
        zoom = math.exp(rng.uniform(math.log(SMALLEST), math.log(1.7)))
        reach = 0.1 + 0.75 * max(0.0, 1 - zoom)
    elif kind is Kind.SCENE:
        zoom, reach = math.exp(rng.uniform(math.log(0.75), math.log(1.75)) * strength), 0.2 * strength
    else:
        zoom, reach, angle = math.exp(rng.uniform(-0.2, 0.9)), 0.5, rng.normal(0, 0.2)
    # A hand that is turned away looks narrower, across its own axis.
    away = rng.uniform(0.5, 1) if kind is not Kind.BACKGROUND and rng.random() < 0.3 * strength else 1.0
    mirror = rng.choice((-1.0, 1.0))
    stretch = math.exp(rng.normal(0, 0.07) * strength)
    to_unit = np.array([[2 / side, 0, 1 / side - 1], [0, 2 / side, 1 / side - 1], [0, 0, 1]])
    shift = np.array([[1, 0, -rng.uniform(-reach, reach)], [0, 1, -rng.uniform(-reach, reach)], [0, 0, 1]])
    tilt = np.array(
        [[1, 0, 0], [0, 1, 0], [rng.normal(0, 0.08) * strength, rng.normal(0, 0.08) * strength, 1]]
    )  # a little perspective
    scale = np.diag([1 / (zoom * stretch), stretch / zoom, 1.0])
    cos, sin = math.cos(angle), math.sin(angle)
    turn = np.array([[mirror * cos, -mirror * sin, 0], [sin, cos, 0], [0, 0, 1]])
    to_pixels = np.array([[stored / 2, 0, stored / 2 - 0.5], [0, stored / 2, stored / 2 - 0.5], [0, 0, 1]])
    narrow = np.diag([1 / away, 1.0, 1.0])
    return to_pixels @ narrow @ turn @ scale @ tilt @ shift @ to_unit, zoom


def warped(picture: Picture, matrix: npt.NDArray[np.float64], zoom: float, side: int, border: int) -> Picture:
    """Return the picture seen through `matrix`; shrunk first where it would be sampled too coarsely."""
    stored = picture.shape[0]
    factor = 1
    while stored / factor / side / zoom > 1.6:
        factor *= 2
    if factor > 1:
        picture = cv2.resize(picture, (stored // factor, stored // factor), interpolation=cv2.INTER_AREA)
        shrink = np.array(
            [[1 / factor, 0, 0.5 / factor - 0.5], [0, 1 / factor, 0.5 / factor - 0.5], [0, 0, 1]]
        )
        matrix = shrink @ matrix
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpPerspective(picture, matrix, (side, side), flags=flags, borderMode=border), np.uint8
    )


def made_background(rng: np.random.Generator, side: int) -> Picture:
    """Make a plain wall with a gradient, or coloured blotches of several sizes, uint8 (side, side, 3)."""
    wall = rng.uniform(0, 255, 3)
    wall = wall.mean() + (wall - wall.mean()) * rng.uniform()
    corners = wall + rng.normal(0, 35, (2, 2, 1))
    picture = cv2.resize(corners.astype(np.float32), (side, side), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        for cells, strength in ((3, 120), (8, 90), (24, 60), (64, 40)):
            if rng.random() < 0.6:
                noise = rng.uniform(-1, 1, (cells, cells, 3)).astype(np.float32) * (strength * rng.uniform())
                picture += cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _tone(
    rng: np.random.Generator,
    gamma: tuple[float, float],
    gain: tuple[float, float],
    cast: float,
    strength: float,
) -> Picture:
    """Make a table for `cv2.LUT`, uint8 (1, 256, 3): gamma and gain of all channels and of each one."""
    x = np.linspace(1e-3, 1, 256)[:, None]
    factor = math.exp(rng.uniform(*gain) * strength) * np.exp(rng.normal(0, cast, 3) * strength)
    curve = (x ** math.exp(rng.uniform(*gamma) * strength)) * factor * 255
    return np.asarray(np.clip(curve, 0, 255)[None], np.uint8)


def _ramp(rng: np.random.Generator, side: int, strength: float) -> Floats:
    """Light that falls off across the picture, float32 (side, side, 1) around 1."""
    line = np.linspace(-1, 1, side, dtype=np.float32)
    across, down = rng.uniform(-strength, strength, 2).astype(np.float32)
    return np.asarray(1 + across * line[None, :, None] + down * line[:, None, None], np.float32)


def _composed(
    rng: np.random.Generator,
    picture: Picture,
    kind: Kind,
    back: Picture,
    side: int,
    made: float,
    strength: float,
) -> Painted:
    """Return the scene before the camera; the arguments are those of `paint`."""
    matrix, zoom = placement(rng, kind, len(picture), side, strength)
    if kind is Kind.BACKGROUND and rng.random() < 0.2:
        # More often a real place: a wall teaches little about what is no hand.
        return Painted(made_background(rng, side), None, matrix)
    if kind not in (Kind.CUTOUT, Kind.CROP):
        return Painted(warped(picture, matrix, zoom, side, cv2.BORDER_REFLECT_101)[..., :3], None, matrix)
    front = warped(picture, matrix, zoom, side, cv2.BORDER_REPLICATE)
    alpha = front[..., 3:].astype(np.float32) / 255
    if kind is Kind.CROP:
        # Half of the crops stay in their made surroundings, the others are put elsewhere with them.
        alpha = np.maximum(front[..., 3:].astype(np.float32) - LEAST_ALPHA, 0) / (255 - LEAST_ALPHA)
        alpha = np.maximum(alpha, np.float32(rng.random() < 0.5))
    # The hand was lit elsewhere: another tone and light than its background's.
    colour = cv2.LUT(
        np.ascontiguousarray(front[..., :3]), _tone(rng, (-0.45, 0.6), (-0.15, 0.15), 0.1, strength)
    )
    colour = colour * _ramp(rng, side, 0.3 * strength)
    if kind is Kind.CUTOUT and rng.random() < 0.5:
        _sleeve(rng, colour, matrix, len(picture))
    if rng.random() >= made * strength:
        behind = warped(back, *placement(rng, Kind.BACKGROUND, len(back), side), side, cv2.BORDER_REFLECT_101)
        ground = behind[..., :3]
    else:
        ground = made_background(rng, side)
    scene = np.asarray(np.clip(ground + alpha * (colour - ground), 0, 255), np.uint8)
    return Painted(scene, alpha[..., 0] if kind is Kind.CUTOUT else None, matrix)


def _sleeve(rng: np.random.Generator, colour: Floats, matrix: npt.NDArray[np.float64], stored: int) -> None:
    """Let the arm disappear in a sleeve of one colour, at or below the cut-out's lower edge; in place."""
    side = len(colour)
    x, y = np.arange(side), np.arange(side)[:, None]
    below = matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]
    below = below / (matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2])
    colour[below > stored * rng.uniform(0.95, 1.4)] = rng.uniform(0, 255, 3)


def _filmed(rng: np.random.Generator, picture: Picture, strength: float) -> Picture:
    """Film a scene as an imaginary webcam does, uint8 in and out; at a lower `strength` a better one."""
    side = len(picture)
    grey_share = 1.0 if rng.random() < 0.07 * strength else (1 - rng.uniform(0.4, 1.3)) * strength
    to_grey = np.full((3, 3), grey_share / 3) + np.eye(3) * (1 - grey_share)
    picture = cv2.transform(picture, to_grey)
    picture = cv2.LUT(picture, _tone(rng, (-0.35, 0.35), (-0.65, 0.4), 0.1, strength))
    unit = side / 112
    if rng.random() < 0.15 * strength:
        small = cv2.resize(picture, (side // 2, side // 2), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3 * strength:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.6) * unit)
    if rng.random() < 0.2 * strength:
        taps = max(3, round(rng.uniform(0.3, 1) * MOTION_TAPS * unit)) | 1
        kernel = np.zeros((taps, taps), np.float32)
        angle, middle = rng.uniform(0, math.pi), taps // 2
        far = (round(middle * math.cos(angle)), round(middle * math.sin(angle)))
        cv2.line(kernel, (middle - far[0], middle - far[1]), (middle + far[0], middle + far[1]), 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    mean = float(picture.mean())
    lit = mean + (picture - mean) * (1 + rng.uniform(-0.4, 0.3) * strength)
    lit = lit * _ramp(rng, side, 0.35 * strength)
    pool = _noise_pool()
    start = int(rng.integers(0, len(pool) - lit.size))
    lit += pool[start : start + lit.size].reshape(lit.shape) * (255 * (strength * rng.uniform(0, 0.2)) ** 2)
    return np.asarray(np.clip(lit, 0, 255), np.uint8)


def paint(
    rng: np.random.Generator,
    picture: Picture,
    kind: Kind,
    back: Picture,
    side: int,
    *,
    made: float = 0.4,
    strength: float = 1.0,
) -> Painted:
    """One training picture.

    Args:
        rng: takes all the chances.
        picture: uint8 (stored, stored, 4) RGBA; a cut-out as `bank.clear_rim` left it.
        kind: of the picture.
        back: what a cut-out is put on, uint8 (stored, stored, 4).
        side: of the answer.
        made: share of the cut-outs that are put on a made background instead of a real one, at full strength.
        strength: of all changes of tone, light and place and of the camera's faults, 0..1.
    """
    scene = _composed(rng, picture, kind, back, side, made, strength)
    return Painted(_filmed(rng, scene.picture, strength), scene.cover, scene.matrix)
