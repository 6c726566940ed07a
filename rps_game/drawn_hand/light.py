"""Lights a drawn hand: from surfaces to colours.

One soft lamp and ambient light. Skin scatters red light further into the shadow than blue (a warm edge of the
shadow); fingers cast shadows on fingers; ambient occlusion darkens parts that are deeper than their
surroundings; a dark line follows the edges.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.drawn_hand.appearance import Appearance, Colour
from rps_game.drawn_hand.canvas import CHANNELS, DEPTH, FAR, NORMAL_X, NORMAL_Y, Canvas, Image

INK: Final = (0.80, 0.74, 0.62)
"""Share of blue, green and red that the dark line removes at most."""
WRAP: Final = (0.22, 0.27, 0.42)
"""How far blue, green and red light wraps around into the shadow, as a cosine."""
COARSE: Final = 3
"""Shadows are soft: they are computed on every third pixel, at a ninth of the cost."""
EDGE: Final = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a scene.

    Attributes:
        towards: unit vector to the lamp in view coordinates (y down, z to the viewer).
        lamp: its colour and strength, BGR about 1.
        room: colour and strength of the ambient light, BGR, 0 to 1.
        ink: darkness of the line along the edges, 0 to 1.
    """

    towards: tuple[float, float, float]
    lamp: Colour
    room: Colour
    ink: float


def random_light(rng: np.random.Generator) -> Light:
    """Choose a random light: warm or cold, from above or the side, hard or soft."""
    towards = np.array([rng.uniform(-0.9, 0.9), rng.uniform(-0.95, -0.15), rng.uniform(0.45, 1.0)])
    x, y, z = (towards / np.linalg.norm(towards)).tolist()
    warmth = rng.normal(0.0, 0.07)
    share = rng.uniform(0.42, 0.68)
    lamp = (1.28 * share * (1 - warmth), 1.28 * share, 1.28 * share * (1 + warmth))
    cast = rng.normal(0.0, 0.04)
    room = ((1 - share) * (1 + cast), 1 - share, (1 - share) * (1 - cast))
    return Light((x, y, z), lamp, room, rng.uniform(0.25, 0.75))


def shade(canvas: Canvas, cover: Image, appearance: Appearance, light: Light, px_per_mm: float) -> Image:
    """Colour and light the surfaces of a finished canvas.

    Returns:
        float32 (h, w, 3), BGR, 0 to 255 and a little more in highlights; 0 where `cover`, (h, w), is 0.
    """
    height, width = cover.shape
    there = np.flatnonzero(cover > 0.0)
    surface = np.take(canvas.layers.reshape(CHANNELS, -1), there, axis=1)
    lines = np.take(canvas.lines.reshape(-1), there) * np.float32(1.0 / 255.0)
    colour, gloss = appearance.paint(surface, lines)
    occlusion = _occlusion(canvas.layers[DEPTH], cover, light, px_per_mm)
    openness, shadow = (np.take(part.reshape(-1), there) for part in occlusion)

    normal_x, normal_y = surface[NORMAL_X], surface[NORMAL_Y]
    normal_z = np.sqrt(np.maximum(1.0 - normal_x * normal_x - normal_y * normal_y, 0.0))
    x, y, z = light.towards
    towards = normal_x * x + normal_y * y + normal_z * z
    lamp = (1.0 - 0.62 * shadow) * (0.35 + 0.65 * openness)
    sky = (0.88 - 0.20 * normal_y + 0.12 * normal_z) * openness
    for i, (wrap, strength, room) in enumerate(zip(WRAP, light.lamp, light.room, strict=True)):
        lit = np.maximum(towards + wrap, 0.0)
        lit *= lamp
        colour[i] *= lit * (strength / (1.0 + wrap)) + sky * room
    colour[2] *= 1.1 - 0.1 * openness  # light between two fingers turns red before it fades

    half = np.array([x, y, z + 1.0])
    half_x, half_y, half_z = (half / np.linalg.norm(half)).tolist()
    shine = np.maximum(normal_x * half_x + normal_y * half_y + normal_z * half_z, 0.0)
    for _ in range(4):
        shine *= shine
    shine = (shine + shine * shine) * gloss * openness * (0.375 - 0.375 * shadow)  # broad and sharp
    edge = 1.0 - np.minimum(normal_z * 2.4, 1.0)  # surfaces that face away, less than a millimetre wide
    edge *= edge * light.ink
    for i, (strength, ink) in enumerate(zip(light.lamp, INK, strict=True)):
        colour[i] += shine * strength
        colour[i] *= 255.0 - (255.0 * ink) * edge
    picture = np.zeros((height * width, 3), np.float32)
    picture[there] = colour.T
    return picture.reshape(height, width, 3)


def _occlusion(depth: Image, cover: Image, light: Light, px_per_mm: float) -> tuple[Image, Image]:
    """Compute ambient occlusion (1 is open) and the lamp's shadow (1 is dark), both (h, w)."""
    height, width = depth.shape
    if min(height, width) < 2 * COARSE:
        return np.ones_like(cover), np.zeros_like(cover)  # a sliver at the picture's edge
    # The middle of every three pixels; only the hand counts, or its outline would seem deep.
    solid = cv2.blur(np.where(cover > 0.0, depth, 0.0) * cover, (3, 3))[1::COARSE, 1::COARSE]
    weight = cv2.blur(cover, (3, 3))[1::COARSE, 1::COARSE]
    there = weight > 0.05
    solid, weight = solid * there, weight * there
    deep = np.where(there, solid / np.maximum(weight, 0.05), FAR).astype(np.float32)
    mm = px_per_mm / COARSE
    openness: Image = np.ones_like(weight, np.float32)
    for radius_mm, strength in ((5.0, 0.09), (14.0, 0.036)):
        sigma = max(radius_mm * mm, 0.6)
        weights = np.maximum(cv2.GaussianBlur(weight, (0, 0), sigma), 1e-3)
        mean = cv2.GaussianBlur(solid, (0, 0), sigma) / weights
        openness = openness / (1.0 + np.maximum(mean - deep, 0.0) * (strength / px_per_mm) * there)
    x, y, z = light.towards
    shadow: Image = np.zeros_like(weight)
    for step_mm in (5.0, 10.0, 18.0, 30.0):
        shift = np.array([[1, 0, -x * step_mm * mm], [0, 1, -y * step_mm * mm]], np.float32)
        above = cv2.warpAffine(deep, shift, deep.shape[::-1], borderMode=cv2.BORDER_CONSTANT, borderValue=FAR)
        clearance = (above - deep) * (1.0 / px_per_mm) - z * step_mm
        shadow = np.maximum(shadow, np.clip(clearance * 0.25 - 0.4, 0.0, 1.0))
    shadow = np.asarray(cv2.GaussianBlur(shadow * there, (0, 0), max(2.2 * mm, 0.6)), np.float32)
    # Enlarged, both would cross the edges of fingers. So each pixel takes the lightest value around it where
    # it is higher than its surroundings, the darkest where it is deeper.
    level: Image = cv2.blur(solid, (3, 3)) / np.maximum(cv2.blur(weight, (3, 3)), 1e-3)
    high = np.clip((depth - _enlarge(level, width, height)) * (0.25 / px_per_mm) + 0.5, 0.0, 1.0)
    dark, bright = (_enlarge(f(openness, EDGE), width, height) for f in (cv2.erode, cv2.dilate))
    openness = dark + (bright - dark) * high
    dark, bright = (_enlarge(f(shadow, EDGE), width, height) for f in (cv2.dilate, cv2.erode))
    return openness, dark + (bright - dark) * high


def _enlarge(small: npt.NDArray[Any], width: int, height: int) -> Image:
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
