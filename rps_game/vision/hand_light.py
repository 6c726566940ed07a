"""Light on a drawn hand: from depth, normals and paint to colour and cover.

One soft lamp and the room. Skin lets red light further round than blue (a warm edge of the shadow); fingers
throw shadows on fingers; what lies deeper than its surroundings is darker; an ink line follows the edges.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from rps_game.vision.hand_look import Colour, Image
from rps_game.vision.hand_render import BLUE, COVER, DEPTH, FAR, GLOSS, NORMAL_X, NORMAL_Y, RED, Canvas

WRAP: Final = np.array([0.22, 0.27, 0.42], np.float32)[:, None, None]
"""How far blue, green and red light reaches round into the shadow."""
COARSE: Final = 3
"""Shadows are soft: they are found on every third pixel, at a ninth of the cost."""


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a scene.

    Attributes:
        towards: unit vector to the lamp in view coordinates (y down, z to the viewer).
        lamp: its colour and strength, BGR about 1.
        room: of the light from everywhere, BGR, 0 to 1.
        ink: 0 to 1, how dark the outline is.
    """

    towards: tuple[float, float, float]
    lamp: Colour
    room: Colour
    ink: float


def random_light(rng: np.random.Generator) -> Light:
    """Daylight or a lamp, from above or the side, hard or soft."""
    side, height, front = rng.uniform(-0.9, 0.9), rng.uniform(-0.95, -0.15), rng.uniform(0.45, 1.0)
    towards = np.array([side, height, front])
    towards /= np.linalg.norm(towards)
    warmth = rng.normal(0.0, 0.07)
    share = rng.uniform(0.42, 0.68)
    lamp: Colour = (1.22 * share * (1 - warmth), 1.22 * share, 1.22 * share * (1 + warmth))
    cast = rng.normal(0.0, 0.04)
    room: Colour = tuple(float(v) for v in (1 - share) * np.array([1 + cast, 1.0, 1 - cast]))  # type: ignore[assignment]
    return Light(
        (float(towards[0]), float(towards[1]), float(towards[2])), lamp, room, float(rng.uniform(0.35, 0.8))
    )


def _column(colour: Colour) -> Image:
    return np.array(colour, np.float32)[:, None, None]


def shade(canvas: Canvas, light: Light, px_per_mm: float) -> tuple[Image, Image]:
    """Colours (3, h, w), BGR 0 to 1, and cover (h, w), 0 to 1, of what the canvas holds."""
    layers = canvas.layers
    normal_x, normal_y, cover = layers[NORMAL_X], layers[NORMAL_Y], layers[COVER]
    normal_z = np.sqrt(np.maximum(1.0 - normal_x * normal_x - normal_y * normal_y, 0.0))
    x, y, z = (np.float32(v) for v in light.towards)
    towards = normal_x * x + normal_y * y + normal_z * z
    corners, shadow = _occlusion(layers[DEPTH], cover, light, px_per_mm)

    lit = np.maximum((towards[None] + WRAP) / (1.0 + WRAP), 0.0) * (1.0 - 0.62 * shadow)
    sky = (0.80 - 0.20 * normal_y + 0.12 * normal_z) * corners
    colour = layers[BLUE : RED + 1] * (
        _column(light.lamp) * lit * (0.35 + 0.65 * corners) + _column(light.room) * sky
    )
    # Light between two skins turns red before it is gone.
    colour[2] *= 1.0 + 0.10 * (1.0 - corners)

    half_x, half_y, half_z = x, y, z + 1.0
    norm = np.float32(1.0 / np.sqrt(half_x * half_x + half_y * half_y + half_z * half_z))
    facing = np.maximum((normal_x * half_x + normal_y * half_y + normal_z * half_z) * norm, 0.0)
    shine = np.power(facing, 26.0) * layers[GLOSS] * (1.0 - shadow) * corners
    colour += shine * _column(light.lamp) * np.float32(0.75)

    # The ink line: surfaces that turn away from us, thinner than a millimetre.
    edge = 1.0 - np.clip(normal_z * np.float32(2.4), 0.0, 1.0)
    colour *= 1.0 - np.float32(light.ink) * np.array([0.80, 0.74, 0.62], np.float32)[:, None, None] * (
        edge * edge
    )
    return colour, cover


def _occlusion(depth: Image, cover: Image, light: Light, px_per_mm: float) -> tuple[Image, Image]:
    """Openness of the corners (1 is open) and shadow of the lamp (1 is dark), both (h, w)."""
    height, width = depth.shape
    small = (max(width // COARSE, 1), max(height // COARSE, 1))
    there = cv2.resize(cover, small, interpolation=cv2.INTER_AREA)
    # Averages of depth only over the hand itself, or its outline would look deep.
    deep = cv2.resize(np.where(cover > 0.02, depth, 0.0) * cover, small, interpolation=cv2.INTER_AREA)
    deep = np.where(there > 0.02, deep / np.maximum(there, 0.02), np.float32(FAR)).astype(np.float32)
    mm = px_per_mm / COARSE
    openness = np.ones_like(there)
    for radius_mm, strength in ((5.0, 0.055), (14.0, 0.022)):
        sigma = max(radius_mm * mm, 0.6)
        weight = cv2.GaussianBlur(there, (0, 0), sigma)
        mean = cv2.GaussianBlur(np.where(there > 0.02, deep, 0.0) * there, (0, 0), sigma)
        mean = mean / np.maximum(weight, 1e-3)
        sunk = np.maximum(mean - deep, 0.0) * np.float32(strength / px_per_mm)
        openness = openness / (1.0 + 1.6 * np.where(there > 0.02, sunk, 0.0))
    x, y, z = light.towards
    shadow = np.zeros_like(there)
    for step_mm in (5.0, 10.0, 18.0, 30.0):
        shift = np.array([[1, 0, -x * step_mm * mm], [0, 1, -y * step_mm * mm]], np.float32)
        above = cv2.warpAffine(deep, shift, small, borderMode=cv2.BORDER_CONSTANT, borderValue=FAR)
        clearance = (above - deep) * np.float32(1.0 / px_per_mm) - np.float32(z * step_mm)
        shadow = np.maximum(shadow, np.clip(clearance * np.float32(0.25) - 0.4, 0.0, 1.0))
    shadow = cv2.GaussianBlur(shadow * (there > 0.02), (0, 0), max(2.2 * mm, 0.6))
    full = (width, height)
    return (
        np.asarray(cv2.resize(openness, full, interpolation=cv2.INTER_LINEAR), np.float32),
        np.asarray(cv2.resize(shadow, full, interpolation=cv2.INTER_LINEAR), np.float32),
    )
