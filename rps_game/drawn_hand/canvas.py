"""Renders tapered capsules into a depth buffer with normals and texture coordinates.

The visible surface of a capsule, round or flattened, and its normal have a closed form for each pixel.
Capsules that share a joint's sphere are continuous; others blend where their depths are close. Colour and
light are computed later, once for each pixel of the finished hand (appearance.py, light.py). View coordinates
are pixels: x right, y down, z to the viewer.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.drawn_hand.skeleton import Floats

Image = npt.NDArray[np.floating[Any]]
"""float32; NumPy's annotations lose that in arithmetic with plain numbers."""

NORMAL_X, NORMAL_Y, DEPTH, TEXTURE_U, PALMAR, MATERIAL, INSIDE = range(7)
CHANNELS: Final = 7
"""Channels of each pixel. TEXTURE_U is the place along a finger: 0 at its knuckle, 1 and 2 at its joints, 3
at the end of its last bone; -1 on the palm, and from there down by 1 for each `ARM_MM_PER_U` along the arm.
PALMAR is 1 on the palm's side of the skin, -1 on the back. MATERIAL is 1 for cloth, 0 for skin, -1 for metal.
INSIDE is the distance to the outline in pixels, below 0 outside."""
PALM_U: Final = -1.0
ARM_MM_PER_U: Final = 40.0
FAR: Final = -1.0e4


@dataclass(frozen=True, slots=True, eq=False)
class Capsule:
    """A tapered capsule between two points in view coordinates.

    Attributes:
        start, end: (3,) pixels.
        radii: half its width at start and end, pixels.
        palmar: (3,) unit vector across the bone, to the palm's side.
        flatness: its thickness, in the direction of `palmar`, over its width.
        texture_u: TEXTURE_U at start and end.
        material: MATERIAL.
        blend: pixels of depth over which start and end blend into surfaces that are drawn already.
        flat_ends: both ends are flat, like a sleeve's.
    """

    start: Floats
    end: Floats
    radii: tuple[float, float]
    palmar: Floats
    flatness: float
    texture_u: tuple[float, float]
    material: float
    blend: tuple[float, float]
    flat_ends: bool


class Canvas:
    """A depth buffer for a part of the picture, with every `step`-th pixel.

    Attributes:
        left, top: its corner in the picture.
        step: pixels from one sample to the next.
        layers: float32 (CHANNELS, h, w).
        lines: uint8 (h, w), the palm's lines, valid where the palm is seen.
    """

    def __init__(self, box: tuple[int, int, int, int], step: int = 1) -> None:
        """Create an empty canvas over a box: left, top, right, bottom, in pixels."""
        self.left, self.top, right, bottom = box
        self.step = step
        height, width = (max(-(-side // step), 0) for side in (bottom - self.top, right - self.left))
        self.layers: Image = np.zeros((CHANNELS, height, width), np.float32)
        self.layers[DEPTH] = self.layers[INSIDE] = FAR
        self.lines = np.zeros((height, width), np.uint8)

    def cover(self) -> Image:
        """Return how much of each pixel is hand or arm: float32 (h, w), 0 to 1."""
        return _unit(self.layers[INSIDE] + 0.5)

    def add(self, capsule: Capsule) -> None:
        """Draw one capsule: it hides surfaces behind it, and blends with those at its depth."""
        step, (height, width) = self.step, self.layers.shape[1:]
        left, top, right, bottom = bounds([capsule], margin=2 * step)
        x0, x1 = max((left - self.left) // step, 0), min(-((self.left - right) // step), width)
        y0, y1 = max((top - self.top) // step, 0), min(-((self.top - bottom) // step), height)
        if x0 >= x1 or y0 >= y1:
            return
        middle = (step - 1) / 2
        xs: Image = np.arange(x0, x1, dtype=np.float32)[None, :] * step
        ys: Image = np.arange(y0, y1, dtype=np.float32)[:, None] * step
        xs += float(self.left + middle - capsule.start[0])
        ys += float(self.top + middle - capsule.start[1])
        new, blend = _raster(capsule, xs, ys)
        self._merge(self.layers[:, y0:y1, x0:x1], new, blend)

    def _merge(self, old: Image, new: list["Image | float"], blend: "Image | float") -> None:
        """Blend by depth where a surface was drawn already, and around it by the nearest outline.

        So a surface continues a little outside its outline, and can be enlarged.
        """
        had = _unit(old[INSIDE] + 0.5)
        nearer: Image = np.multiply(new[DEPTH] - old[DEPTH], 0.5 / blend)
        inside: Image = np.add(new[INSIDE], 0.5)
        cover = _unit(inside)
        front = _unit(nearer + 0.5)
        front *= cover
        around = _unit(np.minimum(new[INSIDE] - old[INSIDE], new[INSIDE] + 1.5 * self.step + 1.0))
        weight = around + (front - around) * had
        # A rim's normal wins, or a pixel half rim and half palm would face us and shine.
        rim = weight + front * had * (1.0 - cover)
        for channel in range(INSIDE):
            old[channel] += (new[channel] - old[channel]) * (rim if channel <= NORMAL_Y else weight)
        np.maximum(old[INSIDE], new[INSIDE], out=old[INSIDE])

    def smooth(self, radius: float) -> None:
        """Smooth the normals of the surfaces drawn so far, but not near their outlines."""
        radius /= self.step
        normals, cover = self.layers[: NORMAL_Y + 1], self.cover()
        weight = cv2.GaussianBlur(cover, (0, 0), radius)
        steep = normals[0] * normals[0] + normals[1] * normals[1]
        share = _unit((0.95 - steep) * 3.0) / np.maximum(weight, 1e-3)
        for i, normal in enumerate(normals):
            normals[i] += (cv2.GaussianBlur(normal * cover, (0, 0), radius) - normal * weight) * share

    def enlarge(self, box: tuple[int, int, int, int]) -> "Canvas":
        """Return the canvas interpolated to every pixel of the box that it was made for."""
        if self.step == 1:
            return self
        fine = Canvas(box)
        height, width = fine.layers.shape[1:]
        size = self.layers.shape[2] * self.step, self.layers.shape[1] * self.step
        for layer, coarse in zip(fine.layers, self.layers, strict=True):
            layer[:] = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
        return fine


def _unit(x: Image) -> Image:
    """Clip to 0..1, in place; np.clip takes twice as long."""
    return np.minimum(np.maximum(x, 0.0, out=x), 1.0, out=x)


def _raster(capsule: Capsule, xs: Image, ys: Image) -> tuple[list["Image | float"], "Image | float"]:
    """Return a capsule's channels and blend at `xs` (1, w) and `ys` (h, 1) pixels from its start."""
    bone = capsule.end - capsule.start
    flat = float(np.hypot(bone[0], bone[1])) + 1e-3  # its length in the picture
    length = float(np.linalg.norm(bone)) + 1e-3
    ax, ay = float(bone[0]) / flat, float(bone[1]) / flat
    level, steep = flat / length, float(bone[2]) / length
    # Along and across in the picture, depth.
    axes = np.array([[ax, ay, 0.0], [-ay, ax, 0.0], [0.0, 0.0, 1.0]])
    section = _Section.of(axes @ (bone / length), axes @ capsule.palmar, capsule.flatness)

    along = xs * ax + ys * ay
    across = ys * ax - xs * ay
    first, last = capsule.radii
    # A tilted cylinder shows its upper half, shifted along the bone by its height times the bone's steepness.
    reach = section.height(across, (first + last) / 2) * steep
    reach += along
    t = _unit(reach * (1.0 / flat))
    radius = t * (last - first) + first
    off = along - t * flat  # from the nearest point of the bone
    room, height = section.surface(off, across, radius)
    normal_1, normal_2, palmar = section.normal(off, across, height, radius)

    new: list[Image | float] = [0.0] * CHANNELS
    new[NORMAL_X] = normal_1 * ax - normal_2 * ay
    new[NORMAL_Y] = normal_1 * ay + normal_2 * ax
    new[DEPTH] = height + (t * float(bone[2]) + float(capsule.start[2]))
    u_start, u_end = capsule.texture_u
    new[TEXTURE_U] = u_start
    if u_end != u_start:  # continued over the round end
        per_px = (u_end - u_start) / length
        u: Image = t * (u_end - u_start) + u_start
        new[TEXTURE_U] = u + (off * level + height * steep) * per_px
    new[PALMAR] = palmar
    new[MATERIAL] = capsule.material
    inside = room / radius * section.edge
    if capsule.flat_ends:
        inside = np.minimum(inside, np.minimum(reach, flat - reach))
    new[INSIDE] = inside
    blend_start, blend_end = capsule.blend
    if blend_start == blend_end:
        return new, blend_end
    return new, np.minimum(t * 1.6, 1.0) * (blend_end - blend_start) + blend_start


def _cross(one: Floats, other: Floats) -> Floats:
    (a, b, c), (d, e, f) = one.tolist(), other.tolist()  # np.cross takes 40 us
    return np.array([b * f - c * e, c * d - a * f, a * e - b * d])


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """A capsule of radius 1 as a quadratic form p' M p = 1 in the axes along, across, depth.

    Its round form is the unit matrix; a flat one is thinner to the palm's side, and at its ends.

    Attributes:
        form: M, row by row: 11, 12, 13, 22, 23, 33; None for the unit matrix.
        cylinder: the form of the infinite cylinder in the plane across the bone: across, mixed, up.
        palmar: direction of the palm's side.
        edge: factor from room / radius, see `surface`, to the distance to the outline, in pixels.
    """

    form: tuple[float, float, float, float, float, float] | None
    cylinder: tuple[float, float, float]
    palmar: tuple[float, float, float]
    edge: float

    @classmethod
    def of(cls, bone: Floats, palmar: Floats, flatness: float) -> "_Section":
        p1, p2, p3 = (float(p) for p in palmar)
        if flatness == 1.0:
            return cls(None, (1.0, 0.0, 1.0), (p1, p2, p3), 0.5)
        side = _cross(bone, palmar)
        pressed = np.outer(side, side) + np.outer(palmar, palmar) / flatness**2
        m = pressed + np.outer(bone, bone) / flatness**2
        up = np.array([-bone[2], 0.0, bone[0]])
        over = np.array([0.0, 1.0, 0.0])
        cylinder = float(over @ pressed @ over), float(over @ pressed @ up), float(up @ pressed @ up)
        across = m[1, 1] / m[2, 2] - (m[1, 2] / m[2, 2]) ** 2
        form = tuple(float(m[i, j]) for i, j in ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)))
        return cls(form, cylinder, (p1, p2, p3), float(0.5 * np.sqrt(m[2, 2] / across)))  # type: ignore[arg-type]

    def height(self, across: Image, radius: float) -> Image:
        """Return the height of the infinite cylinder's surface over its axis, perpendicular to it."""
        m_across, mixed, up = self.cylinder
        square = across * across
        square *= (mixed * mixed - m_across * up) / (up * up)
        square += radius * radius / up
        height: Image = np.sqrt(np.maximum(square, 0.0))
        return height - across * (mixed / up) if mixed else height

    def surface(self, off: Image, across: Image, radius: Image) -> tuple[Image, Image]:
        """Return room, above 0 inside the outline, and the surface's height over the bone's nearest point."""
        if self.form is None:
            room = radius * radius - off * off - across * across
            return room, np.sqrt(np.maximum(room, 0.0))
        m11, m12, m13, m22, m23, _ = (m / self.form[5] for m in self.form)
        room = radius * radius / self.form[5] - off * off * (m11 - m13 * m13)
        room -= across * across * (m22 - m23 * m23)
        room -= off * across * (2.0 * (m12 - m13 * m23))
        return room, np.sqrt(np.maximum(room, 0.0)) - (off * m13 + across * m23)

    def normal(self, off: Image, across: Image, height: Image, radius: Image) -> tuple[Image, Image, Image]:
        """Return the unit normal along and across, and its cosine with the palm's side."""
        p1, p2, p3 = self.palmar
        if self.form is None:
            n1, n2, n3, norm = off, across, height, radius
        else:
            m11, m12, m13, m22, m23, m33 = self.form
            n1 = off * m11 + across * m12 + height * m13
            n2 = off * m12 + across * m22 + height * m23
            n3 = off * m13 + across * m23 + height * m33
            norm = np.sqrt(n1 * n1 + n2 * n2 + n3 * n3) + 1e-6
        scale = 1.0 / norm
        return n1 * scale, n2 * scale, (n1 * p1 + n2 * p2 + n3 * p3) * scale


def bounds(capsules: list[Capsule], margin: int) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of a box around the capsules, `margin` pixels larger on each side."""
    points = np.array([(c.start, c.end) for c in capsules])[:, :, :2]
    radii = np.array([c.radii for c in capsules])[:, :, None]
    left, top = np.floor((points - radii).min(axis=(0, 1))).tolist()
    right, bottom = np.ceil((points + radii).max(axis=(0, 1))).tolist()
    return int(left) - margin, int(top) - margin, int(right) + margin + 1, int(bottom) + margin + 1
