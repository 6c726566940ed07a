"""How rendered hands look: skin tints, lamps, the forearm that the mesh lacks, sleeves and watches.

Training and the fixed test hands draw from different tints and lamps: `TEST_TINTS` and `TEST_LAMPS_DEG` are
left out of the training with a margin around them.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from tools.pretrain.rendered.canvas import Lamp, Triangles
from tools.pretrain.rendered.mesh import ARM_X, Floats, Hand, Posed

Rng = np.random.Generator

TINTS: Final = (0.35, 1.25)
"""Factors on the texture's brightness, from very dark to very light skin."""

TEST_TINTS: Final = (0.42, 0.58, 0.76, 0.94, 1.14)
TINT_MARGIN: Final = 0.03
TEST_LAMPS_DEG: Final = (20.0, 92.0, 164.0, 236.0, 308.0)
"""Directions of the lamp around the view axis, from the right anticlockwise."""

LAMP_MARGIN_DEG: Final = 12.0

SLICES: Final = 28
"""Corners of the forearm's cross-section."""

ARM: Final = ((2.0, 0.9), (2.17, 1.0), (2.45, 1.0), (3.2, 1.07), (4.4, 1.18), (6.0, 1.28), (11.0, 1.35))
"""Places along the arm, and its radius there as a share of that at the cut."""


def random_tint(rng: Rng, *, test: bool) -> tuple[float, Floats]:
    """Make a skin's brightness and its factors on the texture's red, green and blue, float32 (3,).

    Darker skin is also more saturated: green and blue fall faster than red.
    """
    brightness = float(rng.choice(TEST_TINTS)) if test else float(rng.uniform(*TINTS))
    while not test and min(abs(brightness - taken) for taken in TEST_TINTS) < TINT_MARGIN:
        brightness = float(rng.uniform(*TINTS))
    hue = rng.normal(0, 0.05, 3)
    powers = np.array([0.9, 1.1, 1.2]) if brightness < 1 else np.array([1.0, 1.0, 1.1])
    return brightness, np.asarray(brightness**powers * np.exp(hue), np.float32)


def random_lamp(rng: Rng, *, test: bool) -> Lamp:
    """One main lamp, light all around, and light thrown back from below."""
    if test:
        around = float(rng.choice(TEST_LAMPS_DEG)) + float(rng.uniform(-8, 8))
    else:
        around = float(rng.uniform(0, 360))
        while min(abs((around - taken + 180) % 360 - 180) for taken in TEST_LAMPS_DEG) < LAMP_MARGIN_DEG:
            around = float(rng.uniform(0, 360))
    height = math.radians(float(rng.uniform(-15, 75)))  # above the picture's plane, towards the camera
    azimuth = math.radians(around)
    direction = np.array(
        [
            math.cos(height) * math.cos(azimuth),
            math.cos(height) * math.sin(azimuth),
            math.sin(height),
        ]
    )
    warmth = rng.normal(0, 0.08)
    white = np.array([1 + warmth, 1.0, 1 - warmth])
    share = rng.uniform(0.25, 0.75)  # of the light that comes from the lamp
    level = rng.uniform(0.85, 1.35)
    around_level = level * (1 - share)
    return Lamp(
        np.asarray(direction, np.float32),
        np.asarray(level * share * 1.3 * white, np.float32),
        np.asarray(around_level * np.exp(rng.normal(0, 0.08, 3)), np.float32),
        np.asarray(around_level * rng.uniform(0.4, 0.9) * np.exp(rng.normal(0, 0.1, 3)), np.float32),
        float(rng.uniform(0.1, 0.45)),
        float(rng.uniform(0, 0.25)),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The forearm's cross-section at the cut: radii float32 (SLICES,), centre (y, z), texture places."""

    radii: Floats
    centre: npt.NDArray[np.float64]
    uv: Floats

    @classmethod
    def of(cls, hand: Hand) -> "Section":
        """Measure it on the mesh in its bind pose."""
        rim = (np.abs(hand.positions[:, 0] - ARM_X) < 0.1) & (np.abs(hand.normals[:, 0]) < 0.7)
        places, uv = hand.positions[rim][:, 1:].astype(np.float64), hand.uv[rim]
        centre = (places.min(axis=0) + places.max(axis=0)) / 2
        moved = places - centre
        angles = np.arctan2(moved[:, 1], moved[:, 0])
        radii, spots = [], []
        for angle in np.linspace(-math.pi, math.pi, SLICES, endpoint=False):
            near = np.abs((angles - angle + math.pi) % (2 * math.pi) - math.pi)
            nearest = np.argsort(near)[:4]
            radii.append(np.linalg.norm(moved[nearest], axis=1).max())
            spots.append(uv[nearest[0]])
        return cls(np.array(radii, np.float32), centre, np.array(spots, np.float32))

    def tube(self, stations: npt.ArrayLike, *, capped: bool = True) -> tuple[Floats, npt.NDArray[np.int32]]:
        """Make a tube along the arm: positions float32 (n * SLICES, 3), and faces; both ends are closed.

        Args:
            stations: (n, 2), places along the arm with the radius there as a share of that at the cut.
            capped: whether to close its ends.
        """
        rows = np.asarray(stations, np.float64)
        if capped:
            rows = np.vstack([[rows[0, 0], 0.01], rows, [rows[-1, 0], 0.01]])
        angles = np.linspace(-math.pi, math.pi, SLICES, endpoint=False)
        circle = np.column_stack([np.cos(angles), np.sin(angles)]) * self.radii[:, None]
        rings = [
            np.column_stack([np.full(SLICES, place), self.centre + circle * share]) for place, share in rows
        ]
        faces = []
        for ring in range(len(rows) - 1):
            a = ring * SLICES + np.arange(SLICES)
            b = ring * SLICES + (np.arange(SLICES) + 1) % SLICES
            faces += [np.column_stack([a, b, a + SLICES]), np.column_stack([b, b + SLICES, a + SLICES])]
        return np.vstack(rings).astype(np.float32), np.vstack(faces).astype(np.int32)


def _normals(positions: Floats, faces: npt.NDArray[np.int32], centre: npt.NDArray[np.float64]) -> Floats:
    """Outward normals of a tube, float32 (n, 3), averaged over its triangles."""
    corners = positions[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sums = np.zeros_like(positions)
    for k in range(3):
        np.add.at(sums, faces[:, k], across)
    outward = positions[:, 1:] - centre
    sign = np.sign((sums[:, 1:] * outward).sum(axis=1, keepdims=True))
    sums *= np.where(sign == 0, 1, sign)
    return np.asarray(sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9), np.float32)


def dressed(rng: Rng, hand: Hand, posed: Posed, section: Section) -> Triangles:
    """Return the bent hand with its forearm and perhaps a sleeve or a watch, in the mesh's own axes."""
    parts: list[tuple[Floats, Floats, Floats, Floats, npt.NDArray[np.int32]]] = []
    bare = np.zeros((len(posed.positions), 4), np.float32)
    parts.append((posed.positions, posed.normals, hand.uv, bare, hand.faces))

    def add(stations: npt.ArrayLike, cloth: Floats | None) -> None:
        positions, faces = section.tube(stations)
        uv = np.resize(section.uv, (len(positions), 2))
        colours = np.zeros((len(positions), 4), np.float32)
        if cloth is not None:
            colours[:, :3] = np.repeat(cloth, SLICES, axis=0)
            colours[:, 3] = 1
        parts.append((positions, _normals(positions, faces, section.centre), uv, colours, faces))

    add(ARM, None)
    chance = rng.random()
    if chance < 0.6:
        stations = _sleeve(rng)
        add(stations, _cloth(rng, len(stations) + 2))
    elif chance < 0.7:
        start = rng.uniform(2.0, 2.8)
        colour = np.tile(rng.uniform(0, 0.6, 3), (4, 1))
        add([(start, 1.1), (start + rng.uniform(0.15, 0.4), 1.12)], colour.astype(np.float32))
    offsets = np.cumsum([0, *(len(part[0]) for part in parts[:-1])])
    faces = np.vstack([part[4] + start for part, start in zip(parts, offsets, strict=True)])
    positions, normals, uv, cloth = (np.vstack([part[k] for part in parts]) for k in range(4))
    return Triangles(positions, normals, uv, cloth, faces.astype(np.int32))


def _sleeve(rng: Rng) -> list[tuple[float, float]]:
    """Rings of a sleeve from its cuff on: tight or wide, with folds."""
    start, wide = rng.uniform(1.75, 4.2), rng.uniform(1.12, 1.55)
    folds = rng.uniform(0, 0.08)
    places = np.concatenate([start + np.array([0, 0.08]), start + np.linspace(0.3, 8, 16)])
    return [
        (float(place), float(wide * (1 + 0.04 * (place - start)) + rng.normal(0, folds))) for place in places
    ]


def _cloth(rng: Rng, rings: int) -> Floats:
    """Colours of a sleeve's rings, float32 (rings, 3): plain, or with stripes or a cuff of another colour."""
    colour, other = rng.uniform(0.02, 0.95, (2, 3))
    if rng.random() < 0.5:  # much clothing has little colour
        colour = colour.mean() + (colour - colour.mean()) * 0.2
    rows = np.tile(colour, (rings, 1))
    chance = rng.random()
    if chance < 0.2:
        rows[::2] = other
    elif chance < 0.4:
        rows[:4] = other
    return np.asarray(rows * rng.normal(1, 0.03, (rings, 1)), np.float32).clip(0, 1)
