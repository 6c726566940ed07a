"""From a posed hand to pixels: tapered capsules in a depth buffer, painted as skin and lit by one lamp.

Every bone is a capsule whose visible surface, normal and paint are known in closed form for each pixel. The
capsules of one finger melt into each other; fingers meet with a crisp edge. Light comes last (hand_light.py).
View coordinates are pixels: x right, y down, z to the viewer. Colours are BGR, 0 to 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rps_game.vision.hand_look import Image, Look, Paint, Surface, smoothstep
from rps_game.vision.hand_model import (
    FINGER_RADII_MM,
    PHALANGES_MM,
    THUMB_MM,
    THUMB_RADII_MM,
    Build,
    Floats,
    Joints,
    Pose,
    View,
    bend,
)

HAND_MM: Final = 190.0
PIVOT_MM: Final = np.array([0.0, 82.0, 8.0])
"""The middle of the hand: what `View.centre` places and `View.turn` turns about."""
EYE_MM: Final = 620.0
"""Distance of a webcam from the hand: nearer fingers look larger."""

NORMAL_X, NORMAL_Y, DEPTH, BLUE, GREEN, RED, GLOSS, MELT, COVER = range(9)
CHANNELS: Final = 9
FAR: Final = -1.0e4


@dataclass(frozen=True, slots=True, eq=False)
class Capsule:
    """A tapered capsule between two points in view coordinates, and how to paint it.

    Attributes:
        start, end: (3,) pixels.
        radii: at start and end, pixels.
        palmar: (3,) unit vector to the palm's side.
        length_mm: of the bone, whatever its foreshortening.
        paint: see `Paint`.
        melt: pixels of depth over which it melts into what is there already.
        cut: ends flat at its start, like a sleeve.
    """

    start: Floats
    end: Floats
    radii: tuple[float, float]
    palmar: Floats
    length_mm: float
    paint: Paint
    melt: float
    cut: bool = False


class Canvas:
    """Depth, normals and paint of a window of the picture."""

    def __init__(self, left: int, top: int, width: int, height: int) -> None:
        self.left, self.top = left, top
        self.layers: Image = np.zeros((CHANNELS, max(height, 0), max(width, 0)), np.float32)
        self.layers[DEPTH] = FAR

    def window(self, left: float, top: float, right: float, bottom: float) -> tuple[slice, slice] | None:
        """The part of the canvas inside a box of view coordinates, or None where there is none."""
        height, width = self.layers.shape[1:]
        x0, x1 = max(int(left) - self.left, 0), min(int(right) + 1 - self.left, width)
        y0, y1 = max(int(top) - self.top, 0), min(int(bottom) + 1 - self.top, height)
        return (slice(y0, y1), slice(x0, x1)) if x0 < x1 and y0 < y1 else None

    def merge(self, rows: slice, columns: slice, new: Image, melt: "Image | float") -> None:
        """Put `new`, (CHANNELS, h, w), where it is in front; melt the two where their depths are close."""
        old = self.layers[:, rows, columns]
        cover, had = new[COVER], old[COVER]
        front = np.clip((new[DEPTH] - old[DEPTH]) / (2.0 * melt) + 0.5, 0.0, 1.0)
        both = np.maximum(cover, had)
        weight = (cover * front + np.maximum(cover - had, 0.0) * (1.0 - front)) / np.maximum(both, 1e-6)
        bulge = melt * front * (1.0 - front) * (had > 0.5)
        old += weight * (new - old)
        old[DEPTH] += bulge
        old[COVER] = both

    def add(self, capsule: Capsule) -> None:
        """Draw one capsule."""
        radius = max(capsule.radii) + 2.0
        low = np.minimum(capsule.start, capsule.end) - radius
        high = np.maximum(capsule.start, capsule.end) + radius
        where = self.window(low[0], low[1], high[0], high[1])
        if where is None:
            return
        rows, columns = where
        xs = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] + np.float32(self.left)
        ys = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + np.float32(self.top)
        new = raster(capsule, xs, ys)
        self.merge(rows, columns, new, capsule.melt)


def raster(capsule: Capsule, xs: Image, ys: Image) -> Image:
    """All channels of a capsule at the pixels `xs` (1, w) and `ys` (h, 1)."""
    start, end = capsule.start.astype(np.float32), capsule.end.astype(np.float32)
    first, last = (np.float32(r) for r in capsule.radii)
    bone = end - start
    flat = float(np.hypot(bone[0], bone[1])) + 1e-3
    length = float(np.linalg.norm(bone)) + 1e-3
    ahead_x, ahead_y = np.float32(bone[0] / flat), np.float32(bone[1] / flat)
    steep, level = np.float32(bone[2] / length), np.float32(max(flat / length, 1e-3))

    dx, dy = xs - start[0], ys - start[1]
    s = dx * ahead_x + dy * ahead_y
    across = dy * ahead_x - dx * ahead_y
    # The silhouette: distance to the flat capsule.
    t_flat = np.clip(s / np.float32(flat), 0.0, 1.0)
    radius_flat = first + (last - first) * t_flat
    outside = np.hypot(s - t_flat * np.float32(flat), across) - radius_flat
    # The surface: a tilted cylinder shows its top half moved along the bone by height * steepness.
    half = np.sqrt(np.maximum(radius_flat * radius_flat - across * across, 0.0))
    reach = s + half * steep
    t = np.clip(reach / np.float32(flat), 0.0, 1.0)
    radius = first + (last - first) * t
    off_s = s - t * np.float32(flat)
    height = np.sqrt(np.maximum(radius * radius - off_s * off_s - across * across, 0.0))

    normal_x = (off_s * ahead_x - across * ahead_y) / radius
    normal_y = (off_s * ahead_y + across * ahead_x) / radius
    normal_z = height / radius
    unit = bone / np.float32(length)
    palmar = capsule.palmar.astype(np.float32)
    side = np.cross(unit, palmar)
    over = normal_x * unit[0] + normal_y * unit[1] + normal_z * unit[2]
    surface = Surface(
        along_mm=(t * np.float32(length) + radius * over) * np.float32(capsule.length_mm / length),
        palmar=normal_x * palmar[0] + normal_y * palmar[1] + normal_z * palmar[2],
        sideways=normal_x * side[0] + normal_y * side[1] + normal_z * side[2],
    )
    colour, gloss = capsule.paint(surface)
    new = np.empty((CHANNELS, *s.shape), np.float32)
    new[NORMAL_X], new[NORMAL_Y] = normal_x, normal_y
    new[DEPTH] = start[2] + t * bone[2] + height
    new[BLUE : RED + 1] = colour
    new[GLOSS] = gloss
    new[MELT] = capsule.melt
    new[COVER] = np.clip(0.5 - outside, 0.0, 1.0)
    if capsule.cut:
        new[COVER] *= np.clip(reach / level + 0.5, 0.0, 1.0)
    return new


def rotation(view: View) -> Floats:
    """(3, 3): from the hand's axes (y up) to the view's (y down)."""
    turn, tilt, roll = np.radians([view.turn, view.tilt, view.roll])
    about_y = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    about_z = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    mirror = np.diag([-1.0 if view.mirrored else 1.0, 1.0, 1.0])
    return np.asarray(np.diag([1.0, -1.0, 1.0]) @ about_z @ mirror @ about_x @ about_y)


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """Millimetres of the hand to pixels of the view."""

    matrix: Floats
    centre: tuple[float, float]
    px_per_mm: float

    def point(self, at: Floats) -> tuple[Floats, float]:
        """The point in pixels, and how much nearness enlarges things there."""
        x, y, z = self.matrix @ (at - PIVOT_MM)
        near = EYE_MM / (EYE_MM - min(z, 300.0))
        scale = self.px_per_mm * near
        return np.array([self.centre[0] + x * scale, self.centre[1] + y * scale, z * scale]), scale

    def capsule(
        self,
        bone: tuple[Floats, Floats],
        radii: tuple[float, float],
        palmar: Floats,
        paint: Paint,
        *,
        melt_mm: float,
    ) -> Capsule:
        """A bone in millimetres as a capsule in pixels."""
        a, scale_a = self.point(bone[0])
        b, scale_b = self.point(bone[1])
        length_mm = float(np.linalg.norm(bone[1] - bone[0]))
        return Capsule(
            a,
            b,
            (radii[0] * scale_a, radii[1] * scale_b),
            self.matrix @ palmar,
            length_mm,
            paint,
            melt_mm * self.px_per_mm,
        )


PALM_SIDE: Final = np.array([0.0, 0.0, 1.0])


def palm_capsules(joints: Joints, build: Build, project: Projection, look: Look) -> Iterator[Capsule]:
    """Metacarpals, the balls of thumb and little finger, the webs between the fingers."""
    skin = look.skin
    wide = np.array([build.width, 1.0, build.girth])
    girth = build.girth
    for knuckle, carpal in zip(
        joints.fingers[:, 0], ((14, 4, 1), (5, 4, 0), (-5, 4, 0), (-14, 5, 2)), strict=True
    ):
        yield project.capsule(
            (np.array(carpal) * wide, knuckle), (14.5 * girth, 11.8 * girth), PALM_SIDE, skin.palm, melt_mm=9
        )
    thumb_root, thumb_knuckle = joints.thumb[0], joints.thumb[1]
    ball = thumb_root * 0.3 + thumb_knuckle * 0.7
    yield project.capsule(
        (np.array([14.0, 14.0, 7.0]) * wide, ball),
        (15.0 * girth, 13.0 * girth),
        PALM_SIDE,
        skin.palm,
        melt_mm=9,
    )
    heel = np.array([-21.0, 20.0, 5.0]) * wide, np.array([-29.0, 62.0, 5.0]) * wide
    yield project.capsule(heel, (14.5 * girth, 11.5 * girth), PALM_SIDE, skin.palm, melt_mm=9)
    index = joints.fingers[0, 0]
    for share, along, radius in ((0.45, 0.75, 9.5), (0.62, 0.95, 7.0)):
        base = np.array([14.0, 4.0, 1.0]) * (1 - share) + index * share
        web = thumb_root * (1 - along) + thumb_knuckle * along
        yield project.capsule(
            (base, web), (radius * girth, radius * girth * 0.8), PALM_SIDE, skin.palm, melt_mm=9
        )
    for one, other in zip(joints.fingers[:-1], joints.fingers[1:], strict=True):
        gap = (one[0] + other[0]) / 2, (one[0] * 0.72 + one[1] * 0.28 + other[0] * 0.72 + other[1] * 0.28) / 2
        yield project.capsule(gap, (10.0 * girth, 6.5 * girth), PALM_SIDE, skin.palm, melt_mm=8)


def arm_capsules(joints: Joints, build: Build, project: Projection, look: Look) -> Iterator[Capsule]:
    """The forearm, two cones side by side since it is wider than thick, and the sleeve over it."""
    down = joints.forearm
    aside = np.cross(down, PALM_SIDE)
    aside /= np.linalg.norm(aside)
    front = np.cross(aside, down)
    wrist = np.array([0.0, 2.0, 0.0])
    # No further towards the viewer than half way to the lens.
    reach = min(420.0, 240.0 / max(float((project.matrix @ down)[2]), 1e-3))
    for sign in (-1.0, 1.0):
        bone = wrist + sign * 10.0 * aside, wrist + sign * 17.0 * aside + reach * down
        yield project.capsule(bone, (18.5 * build.girth, 31.0 * build.girth), front, look.skin.arm, melt_mm=8)
    if look.sleeve is None:
        return
    for sign in (-1.0, 1.0):
        start = wrist + sign * 11.0 * aside + look.sleeve.from_wrist_mm * down
        end = wrist + sign * 20.0 * aside + reach * down
        if np.dot(end - start, down) <= 5.0:
            continue
        loose = look.sleeve.loose_mm
        cloth = project.capsule(
            (start, end), (23.0 + loose, 36.0 + loose), front, look.sleeve.paint, melt_mm=5
        )
        yield replace(cloth, cut=True)


def digits(joints: Joints, build: Build, project: Projection, look: Look) -> Iterator[tuple[Capsule, ...]]:
    """Each finger and the thumb as its capsules, root first."""
    for i, (points, palmar) in enumerate(zip(joints.fingers, joints.finger_palmar, strict=True)):
        radii = FINGER_RADII_MM[i] * build.girth
        yield tuple(
            project.capsule(
                (points[j], points[j + 1]),
                (radii[j], radii[j + 1]),
                palmar[j],
                look.skin.phalanx(j, PHALANGES_MM[i, j] * build.fingers[i], radii[j + 1], look.ring_on(i, j)),
                melt_mm=5.0,
            )
            for j in range(3)
        )
    radii = THUMB_RADII_MM * build.girth
    yield tuple(
        project.capsule(
            (joints.thumb[j], joints.thumb[j + 1]),
            (radii[j], radii[j + 1]),
            joints.thumb_palmar[j],
            look.skin.phalanx(j, THUMB_MM[j] * build.thumb, radii[j + 1], ring=None, thumb=True),
            melt_mm=6.0,
        )
        for j in range(3)
    )


ROOT_MELT_MM: Final = 9.0
EDGE_MELT_MM: Final = 1.2


def render(posed: Pose, view: View, build: Build, look: Look, size: tuple[int, int]) -> Canvas:
    """Draw the hand for a picture of that (width, height); the canvas is cut to what is seen of the hand."""
    width, height = size
    joints = bend(posed, build)
    project = Projection(rotation(view), view.centre, view.size / HAND_MM)
    palm = list(palm_capsules(joints, build, project, look))
    arm = list(arm_capsules(joints, build, project, look))
    fingers = list(digits(joints, build, project, look))
    left, top, right, bottom = bounds([*palm, *arm, *(c for digit in fingers for c in digit)])
    left, top = max(left, 0), max(top, 0)
    canvas = Canvas(left, top, min(right, width) - left, min(bottom, height) - top)
    if canvas.layers.size == 0:
        return canvas
    for capsule in (*arm, *palm):
        canvas.add(capsule)
    for digit in fingers:
        paint_digit(canvas, digit, project.px_per_mm)
    return canvas


def paint_digit(canvas: Canvas, digit: tuple[Capsule, ...], px_per_mm: float) -> None:
    """Melt a finger's bones together, then lay it on the hand with a crisp edge, soft only at its root."""
    left, top, right, bottom = bounds(digit)
    where = canvas.window(left, top, right, bottom)
    if where is None:
        return
    rows, columns = where
    alone = Canvas(
        canvas.left + columns.start,
        canvas.top + rows.start,
        columns.stop - columns.start,
        rows.stop - rows.start,
    )
    for capsule in digit:
        alone.add(capsule)
    root, joint = digit[0].start, digit[0].end
    xs = np.arange(columns.start, columns.stop, dtype=np.float32)[None, :] + np.float32(canvas.left - root[0])
    ys = np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] + np.float32(canvas.top - root[1])
    depth = alone.layers[DEPTH] - np.float32(root[2])
    bone = (joint - root).astype(np.float32)
    share = (xs * bone[0] + ys * bone[1] + depth * bone[2]) / np.float32(bone @ bone)
    soft = 1.0 - smoothstep(0.05, 0.6, share)
    melt = np.float32(px_per_mm) * (EDGE_MELT_MM + (ROOT_MELT_MM - EDGE_MELT_MM) * soft)
    canvas.merge(rows, columns, alone.layers, melt)


def bounds(capsules: "list[Capsule] | tuple[Capsule, ...]") -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what the capsules can touch, in whole pixels."""
    low = np.min([np.minimum(c.start, c.end) - max(c.radii) for c in capsules], axis=0)
    high = np.max([np.maximum(c.start, c.end) + max(c.radii) for c in capsules], axis=0)
    return int(low[0]) - 3, int(low[1]) - 3, int(high[0]) + 4, int(high[1]) + 4
