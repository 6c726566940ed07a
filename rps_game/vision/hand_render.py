"""From a posed hand to surfaces: tapered capsules in a depth buffer.

A bone is a capsule, round or flattened, whose visible surface and normal are known in closed form for each
pixel. Neighbours on one finger share the sphere of their joint; roots of fingers melt into the palm. Paint
and light come later, once for each pixel of the finished hand (hand_look.py, hand_light.py).
View coordinates are pixels: x right, y down, z to the viewer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.vision.hand_model import (
    FINGER_RADII_MM,
    THUMB_RADII_MM,
    Build,
    Floats,
    Joints,
    Pose,
    View,
    bend,
)

Image = npt.NDArray[np.floating[Any]]
"""float32 at work; NumPy's annotations lose track of that in arithmetic with plain numbers."""

SMOOTH_MM: Final = 4.5
"""How far the bumps of palm and back are evened out."""
FINE_PX_PER_MM: Final = 1.0
HAND_MM: Final = 190.0
PIVOT_MM: Final = np.array([0.0, 82.0, 8.0])
"""The middle of the hand: what `View.centre` places and `View.turn` turns about."""
EYE_MM: Final = 620.0
"""Distance of a webcam from the hand: nearer fingers look larger."""

NORMAL_X, NORMAL_Y, DEPTH, THREAD, PALMAR, STUFF, INSIDE = range(7)
CHANNELS: Final = 7
"""What a canvas keeps of each pixel. THREAD runs along a finger: 0 at its knuckle, 1, 2 at its joints, 3 at
the end of its last bone; -1 on the palm, and from there down by 1 for each `THREAD_MM` along the arm. PALMAR
is 1 where the skin is the palm's, -1 on the back. STUFF is 1 for cloth, 0 for skin, -1 for metal. INSIDE is
the distance to the outline in pixels, below 0 outside."""
PALM_THREAD: Final = -1.0
THREAD_MM: Final = 40.0
FAR: Final = -1.0e4

ROOT_MELT_MM: Final = 9.0
EDGE_MELT_MM: Final = 1.2
"""Over how much depth a finger's root melts into the palm, and anything else into what it touches."""


@dataclass(frozen=True, slots=True, eq=False)
class Capsule:
    """A tapered capsule between two points in view coordinates.

    Attributes:
        start, end: (3,) pixels.
        radii: half its width at start and end, pixels.
        palmar: (3,) unit vector across the bone, to the palm's side.
        flatness: its thickness, in the direction of `palmar`, over its width.
        thread: THREAD at start and end.
        stuff: STUFF.
        melt: pixels of depth over which start and end melt into what is there already.
        cut: it ends flat at both ends, like a sleeve.
    """

    start: Floats
    end: Floats
    radii: tuple[float, float]
    palmar: Floats
    flatness: float
    thread: tuple[float, float]
    stuff: float
    melt: tuple[float, float]
    cut: bool


class Canvas:
    """A window of the picture, seen at every `step`-th pixel.

    Attributes:
        left, top: its corner in the picture.
        step: pixels from one sample to the next.
        layers: float32 (CHANNELS, h, w).
        lines: uint8 (h, w), the palm's lines; they count where the palm is seen.
    """

    def __init__(self, box: tuple[int, int, int, int], step: int = 1) -> None:
        """An empty canvas over a box: left, top, right, bottom, in pixels."""
        self.left, self.top, right, bottom = box
        self.step = step
        height, width = (max(-(-side // step), 0) for side in (bottom - self.top, right - self.left))
        self.layers: Image = np.zeros((CHANNELS, height, width), np.float32)
        self.layers[DEPTH] = self.layers[INSIDE] = FAR
        self.lines = np.zeros((height, width), np.uint8)

    def cover(self) -> Image:
        """How much of each pixel is hand or arm: float32 (h, w), 0 to 1."""
        return _unit(self.layers[INSIDE] + 0.5)

    def add(self, capsule: Capsule) -> None:
        """Draw one capsule: it hides what is behind it, and melts into what is level with it."""
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
        new, melt = _raster(capsule, xs, ys)
        self._merge(self.layers[:, y0:y1, x0:x1], new, melt)

    def _merge(self, old: Image, new: list["Image | float"], melt: "Image | float") -> None:
        """Where there was something already, depth decides; around it, the nearest outline does.

        So a surface goes on for a little outside its outline, and can be enlarged.
        """
        had = _unit(old[INSIDE] + 0.5)
        nearer: Image = np.multiply(new[DEPTH] - old[DEPTH], 0.5 / melt)
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
        """Even out the bumps of what was drawn so far, but not its outline."""
        radius /= self.step
        normals, cover = self.layers[: NORMAL_Y + 1], self.cover()
        weight = cv2.GaussianBlur(cover, (0, 0), radius)
        steep = normals[0] * normals[0] + normals[1] * normals[1]
        share = _unit((0.95 - steep) * 3.0) / np.maximum(weight, 1e-3)
        for i, normal in enumerate(normals):
            normals[i] += (cv2.GaussianBlur(normal * cover, (0, 0), radius) - normal * weight) * share

    def enlarge(self, box: tuple[int, int, int, int]) -> "Canvas":
        """The same at every pixel, for the box that it was made for."""
        if self.step == 1:
            return self
        fine = Canvas(box)
        height, width = fine.layers.shape[1:]
        size = self.layers.shape[2] * self.step, self.layers.shape[1] * self.step
        for layer, coarse in zip(fine.layers, self.layers, strict=True):
            layer[:] = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)[:height, :width]
        return fine


def _unit(x: Image) -> Image:
    """Cut to 0 .. 1, in place; np.clip takes twice as long."""
    return np.minimum(np.maximum(x, 0.0, out=x), 1.0, out=x)


def _raster(capsule: Capsule, xs: Image, ys: Image) -> tuple[list["Image | float"], "Image | float"]:
    """All channels of a capsule, and its melt, at pixels `xs` (1, w) and `ys` (h, 1) from its start."""
    bone = capsule.end - capsule.start
    flat = float(np.hypot(bone[0], bone[1])) + 1e-3  # its length in the picture
    length = float(np.linalg.norm(bone)) + 1e-3
    ax, ay = float(bone[0]) / flat, float(bone[1]) / flat
    level, steep = flat / length, float(bone[2]) / length
    axes = np.array(
        [[ax, ay, 0.0], [-ay, ax, 0.0], [0.0, 0.0, 1.0]]
    )  # along and across in the picture, depth
    section = _Section.of(axes @ (bone / length), axes @ capsule.palmar, capsule.flatness)

    along = xs * ax + ys * ay
    across = ys * ax - xs * ay
    first, last = capsule.radii
    # A tilted cylinder shows its upper half, moved along the bone by its height times the bone's steepness.
    reach = section.height(across, (first + last) / 2) * steep
    reach += along
    t = _unit(reach * (1.0 / flat))
    radius = t * (last - first) + first
    off = along - t * flat  # from the nearest point of the bone
    room, height = section.above(off, across, radius)
    normal_1, normal_2, palmar = section.normal(off, across, height, radius)

    new: list[Image | float] = [0.0] * CHANNELS
    new[NORMAL_X] = normal_1 * ax - normal_2 * ay
    new[NORMAL_Y] = normal_1 * ay + normal_2 * ax
    new[DEPTH] = height + (t * float(bone[2]) + float(capsule.start[2]))
    thread_start, thread_end = capsule.thread
    new[THREAD] = thread_start
    if thread_end != thread_start:  # it runs on over the round end
        per_px = (thread_end - thread_start) / length
        thread: Image = t * (thread_end - thread_start) + thread_start
        new[THREAD] = thread + (off * level + height * steep) * per_px
    new[PALMAR] = palmar
    new[STUFF] = capsule.stuff
    inside = room / radius * section.edge
    if capsule.cut:
        inside = np.minimum(inside, np.minimum(reach, flat - reach))
    new[INSIDE] = inside
    melt_start, melt_end = capsule.melt
    if melt_start == melt_end:
        return new, melt_end
    return new, np.minimum(t * 1.6, 1.0) * (melt_end - melt_start) + melt_start


def _cross(one: Floats, other: Floats) -> Floats:
    (a, b, c), (d, e, f) = one.tolist(), other.tolist()  # np.cross takes 40 us
    return np.array([b * f - c * e, c * d - a * f, a * e - b * d])


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """A capsule of radius 1 as a quadratic form p' M p = 1 in the axes along, across, depth.

    Its round form is the unit matrix; a flat one is thinner to the palm's side, and at its ends.

    Attributes:
        form: M, row by row: 11, 12, 13, 22, 23, 33; None for the unit matrix.
        cylinder: the form of the endless cylinder in the plane across the bone: across, mixed, up.
        palmar: the palm's side.
        edge: what makes `above`'s room over radius the distance to the outline, in pixels.
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
        """Of the endless cylinder's surface over its axis, at right angles to it."""
        m_across, mixed, up = self.cylinder
        square = across * across
        square *= (mixed * mixed - m_across * up) / (up * up)
        square += radius * radius / up
        height: Image = np.sqrt(np.maximum(square, 0.0))
        return height - across * (mixed / up) if mixed else height

    def above(self, off: Image, across: Image, radius: Image) -> tuple[Image, Image]:
        """Inside the outline more than 0, and the height of the surface over the bone's nearest point."""
        if self.form is None:
            room = radius * radius - off * off - across * across
            return room, np.sqrt(np.maximum(room, 0.0))
        m11, m12, m13, m22, m23, _ = (m / self.form[5] for m in self.form)
        room = (
            radius * radius / self.form[5]
            - off * off * (m11 - m13 * m13)
            - across * across * (m22 - m23 * m23)
        )
        room -= off * across * (2.0 * (m12 - m13 * m23))
        return room, np.sqrt(np.maximum(room, 0.0)) - (off * m13 + across * m23)

    def normal(self, off: Image, across: Image, height: Image, radius: Image) -> tuple[Image, Image, Image]:
        """The unit normal along and across, and how much it looks to the palm's side."""
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


def rotation(view: View) -> Floats:
    """(3, 3): from the hand's axes (y up) to the view's (y down)."""
    turn, tilt, roll = np.radians([view.turn, view.tilt, view.roll])
    about_y = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    about_z = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    mirror = np.diag([-1.0 if view.mirrored else 1.0, 1.0, 1.0])
    return np.asarray(np.diag([1.0, -1.0, 1.0]) @ about_z @ mirror @ about_x @ about_y)


class Projection:
    """Millimetres of the hand to pixels of the view."""

    def __init__(self, view: View) -> None:
        self.matrix = rotation(view)
        self.centre = view.centre
        self.px_per_mm = view.size / HAND_MM

    def point(self, at: Floats) -> tuple[Floats, float]:
        """The point in pixels, and the pixels of a millimetre there: what is near looks large."""
        x, y, z = (self.matrix @ (at - PIVOT_MM)).tolist()
        scale = self.px_per_mm * EYE_MM / (EYE_MM - min(z, 0.5 * EYE_MM))
        return np.array([self.centre[0] + x * scale, self.centre[1] + y * scale, z * scale]), scale

    def capsule(
        self,
        bone: tuple[Floats, Floats],
        radii: tuple[float, float],
        palmar: Floats,
        thread: tuple[float, float],
        *,
        flatness: float = 1.0,
        stuff: float = 0.0,
        melt_mm: tuple[float, float] = (ROOT_MELT_MM, ROOT_MELT_MM),
        cut: bool = False,
    ) -> Capsule:
        """A bone in millimetres as a capsule in pixels."""
        ahead = bone[1] - bone[0]
        across = palmar - ahead * (float(palmar @ ahead) / max(float(ahead @ ahead), 1e-6))
        across /= max(float(np.sqrt(across @ across)), 1e-6)
        start, scale_start = self.point(bone[0])
        end, scale_end = self.point(bone[1])
        return Capsule(
            start,
            end,
            (radii[0] * scale_start, radii[1] * scale_end),
            self.matrix @ across,
            flatness,
            thread,
            stuff,
            (melt_mm[0] * self.px_per_mm, melt_mm[1] * self.px_per_mm),
            cut,
        )


@dataclass(frozen=True, slots=True)
class Dress:
    """What is worn: a sleeve from so far behind the wrist, so loose; a ring on that finger (0 to 3)."""

    sleeve_mm: float | None
    loose_mm: float
    ring: int | None


PALM_LINES_MM: Final = (
    ((38, 66), (28, 64), (18, 57), (10, 47), (5, 35), (3, 23), (5, 12)),
    ((38, 66), (27, 66), (14, 62), (0, 55), (-14, 47), (-24, 40)),
    ((-40, 64), (-30, 63), (-17, 65), (-4, 70), (7, 77), (14, 86)),
)
"""What palm readers call life, head and heart, as (x, y) on the palm."""
PALM_SIDE: Final = np.array([0.0, 0.0, 1.0])
CARPALS_MM: Final = np.array([[13.0, 5.0, 1.0], [4.5, 5.0, 0.0], [-4.5, 5.0, 0.0], [-13.0, 6.0, 2.0]])
KNUCKLE_SIDE: Final = np.array([0.0, -1.0, 0.0])
"""Where a finger's palm side looks when it is bent at a right angle: only then its knuckle stands out."""
ON_PALM: Final = (PALM_THREAD, PALM_THREAD)


def arm_capsules(
    joints: Joints, build: Build, project: Projection, dress: Dress, size: tuple[int, int]
) -> Iterator[Capsule]:
    """The forearm, wider than thick, until it leaves the picture, and the sleeve over it."""
    down = _seen_direction(joints.forearm, project)
    front = PALM_SIDE - down * float(PALM_SIDE @ down)
    front /= np.linalg.norm(front)
    wrist = np.array([0.0, 4.0, 0.0])
    reach_mm = 120.0
    while reach_mm < 460.0 and _touches(project.point(wrist + reach_mm * down), size):
        reach_mm += 60.0
    girth = build.girth
    widen = 28.0 / 460.0  # millimetres of radius for each of length, to the thickest part of the forearm
    bare_mm = reach_mm if dress.sleeve_mm is None else min(dress.sleeve_mm + 15.0, reach_mm)
    yield project.capsule(
        (wrist, wrist + bare_mm * down),
        (27.5 * girth, (27.5 + widen * bare_mm) * girth),
        front,
        (PALM_THREAD, PALM_THREAD - bare_mm / THREAD_MM),
        flatness=0.72,
    )
    if dress.sleeve_mm is None or reach_mm < dress.sleeve_mm + 10.0:
        return
    slack = 3.5 + dress.loose_mm
    yield project.capsule(
        (wrist + dress.sleeve_mm * down, wrist + reach_mm * down),
        (slack + (27.5 + widen * dress.sleeve_mm) * girth, slack + (27.5 + widen * reach_mm) * girth),
        front,
        (PALM_THREAD, PALM_THREAD - (reach_mm - dress.sleeve_mm) / THREAD_MM),
        flatness=0.8,
        stuff=1.0,
        melt_mm=(EDGE_MELT_MM, EDGE_MELT_MM),
        cut=True,
    )


def _seen_direction(forearm: Floats, project: Projection) -> Floats:
    """The forearm's direction, bent at the wrist so that it leaves the picture, not along the line of sight.

    Who throws a fist at the camera shows it over an arm that comes from below, too.
    """
    x, y, z = (project.matrix @ forearm).tolist()
    z = min(max(z, -0.6), 0.5)
    flat = float(np.hypot(x, y))
    x, y = (x / flat, y / flat) if flat > 0.05 else (0.0, 1.0)
    level = float(np.sqrt(1.0 - z * z))
    return np.asarray(project.matrix.T @ np.array([x * level, y * level, z]))


def _touches(at: tuple[Floats, float], size: tuple[int, int]) -> bool:
    (x, y, _), px_per_mm = at[0].tolist(), at[1]
    margin = 60.0 * px_per_mm
    return bool(-margin < x < size[0] + margin and -margin < y < size[1] + margin)


def palm_capsules(joints: Joints, build: Build, project: Projection) -> Iterator[Capsule]:
    """The body of the hand, the balls of thumb and little finger, the webs between the fingers."""
    wide = np.array([build.width, 1.0, build.girth])
    girth = build.girth
    knuckles = joints.fingers[:, 0]
    index, little = knuckles[0], knuckles[3]

    def lump(start: Floats, end: Floats, radii: tuple[float, float], flatness: float = 1.0) -> Capsule:
        radii = radii[0] * girth, radii[1] * girth
        return project.capsule((start, end), radii, PALM_SIDE, ON_PALM, flatness=flatness)

    for knuckle, carpal in zip(knuckles, CARPALS_MM, strict=True):
        yield lump(carpal * wide, knuckle, (17.0, 14.5), 0.82)
    root, joint = joints.thumb[0], joints.thumb[1]
    yield lump(np.array([13.0, 15.0, 6.0]) * wide, root * 0.35 + joint * 0.65, (15.5, 14.0))
    yield lump(np.array([-19.0, 20.0, 4.0]) * wide, little * 0.8 + [0, 0, 3], (15.5, 13.0))
    base = (CARPALS_MM[0] * wide) * 0.5 + index * 0.5
    yield lump(base, root * 0.25 + joint * 0.75, (19.0, 15.0), 0.52)
    for one, other in zip(joints.fingers[:-1], joints.fingers[1:], strict=True):
        web = (one[0] * 0.70 + one[1] * 0.30 + other[0] * 0.70 + other[1] * 0.30) / 2
        yield lump((one[0] + other[0]) / 2, web, (10.5, 6.5))


def digit_capsules(joints: Joints, build: Build, project: Projection, dress: Dress) -> Iterator[Capsule]:
    """The bones of thumb and fingers, the thumb's root first, and the ring."""
    edge = EDGE_MELT_MM, EDGE_MELT_MM
    rooted = ROOT_MELT_MM, EDGE_MELT_MM
    radii = (THUMB_RADII_MM * build.girth).tolist()
    for j, thread in enumerate(((PALM_THREAD, 1.0), (1.0, 2.0), (2.0, 3.0))):
        yield project.capsule(
            (joints.thumb[j], joints.thumb[j + 1]),
            (radii[j], radii[j + 1]),
            joints.thumb_palmar[j],
            thread,
            melt_mm=edge if j else (1.4 * ROOT_MELT_MM, EDGE_MELT_MM),
        )
    for i, (points, palmar) in enumerate(zip(joints.fingers, joints.finger_palmar, strict=True)):
        radii = (FINGER_RADII_MM[i] * build.girth).tolist()
        radii[0] *= 0.86 + 0.14 * min(max(float(joints.finger_palmar[i, 0] @ KNUCKLE_SIDE), 0.0), 1.0)
        for j in range(3):
            bone, ends = (points[j], points[j + 1]), (radii[j], radii[j + 1])
            melt = edge if j else rooted
            yield project.capsule(bone, ends, palmar[j], (float(j), j + 1.0), melt_mm=melt)
            if j == 0 and dress.ring == i:
                around = bone[0] * 0.50 + bone[1] * 0.50, bone[0] * 0.38 + bone[1] * 0.62
                wide = ends[0] * 0.5 + ends[1] * 0.5 + 0.9
                yield project.capsule(
                    around, (wide, wide), palmar[j], (0.5, 0.62), stuff=-1.0, melt_mm=edge, cut=True
                )


def render(posed: Pose, view: View, build: Build, dress: Dress, size: tuple[int, int]) -> Canvas:
    """Draw the hand for a picture of that (width, height); the canvas is cut to what is seen of the hand."""
    width, height = size
    joints = bend(posed, build)
    project = Projection(view)
    thumb, *fingers = digit_capsules(joints, build, project, dress)
    body = [*arm_capsules(joints, build, project, dress, size), *palm_capsules(joints, build, project), thumb]
    left, top, right, bottom = bounds([*body, *fingers], margin=2)
    box = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    # Arm and palm are smooth: unless they are small, half the resolution shows the same.
    canvas = Canvas(box, step=2 if project.px_per_mm > FINE_PX_PER_MM else 1)
    if canvas.layers.size == 0:
        return canvas
    for capsule in body:
        canvas.add(capsule)
    canvas.smooth(SMOOTH_MM * project.px_per_mm)
    canvas = canvas.enlarge(box)
    for capsule in fingers:
        canvas.add(capsule)
    draw_lines(canvas, build, project)
    return canvas


def draw_lines(canvas: Canvas, build: Build, project: Projection) -> None:
    """The lines of the palm, where it is turned to us."""
    if project.matrix[2, 2] < 0.1:
        return
    wide = np.array([build.width, 1.0])
    corner = np.array([canvas.left, canvas.top])
    curves = [
        np.array(
            [project.point(np.array([*(np.array(at) * wide), 13.0 * build.girth]))[0][:2] for at in line]
        )
        for line in PALM_LINES_MM
    ]
    points = [np.round((curve - corner) * 16.0).astype(np.int32) for curve in curves]
    thick = max(round(1.3 * project.px_per_mm), 1)
    cv2.polylines(
        canvas.lines, points, isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA, shift=4
    )


def bounds(capsules: list[Capsule], margin: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what the capsules can touch and so many pixels more."""
    points = np.array([(c.start, c.end) for c in capsules])[:, :, :2]
    radii = np.array([c.radii for c in capsules])[:, :, None]
    left, top = np.floor((points - radii).min(axis=(0, 1))).tolist()
    right, bottom = np.ceil((points + radii).max(axis=(0, 1))).tolist()
    return int(left) - margin, int(top) - margin, int(right) + margin + 1, int(bottom) + margin + 1
