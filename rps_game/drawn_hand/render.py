"""Builds a posed hand and arm from capsules, projects them, and renders them on a canvas."""

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np

from rps_game.drawn_hand.appearance import Appearance, Sleeve
from rps_game.drawn_hand.canvas import ARM_MM_PER_U, PALM_U, Canvas, Capsule, bounds
from rps_game.drawn_hand.skeleton import (
    FINGER_RADII_MM,
    THUMB_RADII_MM,
    Build,
    Floats,
    Joints,
    Pose,
    View,
    forward_kinematics,
)

SMOOTH_MM: Final = 4.5
"""Radius to which the normals of palm and back are smoothed."""
FINE_PX_PER_MM: Final = 1.0
"""Above this size arm and palm are rendered at half the resolution: they are smooth."""
HAND_MM: Final = 190.0
PIVOT_MM: Final = np.array([0.0, 82.0, 8.0])
"""The middle of the hand: the point that `View.centre` places and `View.turn` turns about."""
EYE_MM: Final = 620.0
"""Distance of the camera from the hand, for the perspective."""

ROOT_BLEND_MM: Final = 9.0
EDGE_BLEND_MM: Final = 1.2
"""Depth over which a finger's root blends into the palm, and anything else into its neighbour."""


def rotation(view: View) -> Floats:
    """Return the matrix, (3, 3), from the hand's axes (y up) to the view's (y down)."""
    turn, tilt, roll = np.radians([view.turn, view.tilt, view.roll])
    about_y = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    about_z = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    mirror = np.diag([-1.0 if view.mirrored else 1.0, 1.0, 1.0])
    return np.asarray(np.diag([1.0, -1.0, 1.0]) @ about_z @ mirror @ about_x @ about_y)


class Projection:
    """Perspective projection from millimetres of the hand to pixels of the view."""

    def __init__(self, view: View) -> None:
        self.matrix = rotation(view)
        self.centre = view.centre
        self.px_per_mm = view.size / HAND_MM

    def point(self, at: Floats) -> tuple[Floats, float]:
        """Project a point: its pixels (x, y, z), and the pixels per millimetre at its depth."""
        x, y, z = (self.matrix @ (at - PIVOT_MM)).tolist()
        scale = self.px_per_mm * EYE_MM / (EYE_MM - min(z, 0.5 * EYE_MM))
        return np.array([self.centre[0] + x * scale, self.centre[1] + y * scale, z * scale]), scale

    def capsule(
        self,
        bone: tuple[Floats, Floats],
        radii: tuple[float, float],
        palmar: Floats,
        texture_u: tuple[float, float],
        *,
        flatness: float = 1.0,
        material: float = 0.0,
        blend_mm: tuple[float, float] = (ROOT_BLEND_MM, ROOT_BLEND_MM),
        flat_ends: bool = False,
    ) -> Capsule:
        """Project a bone in millimetres to a capsule in pixels."""
        ahead = bone[1] - bone[0]
        across = palmar - ahead * (float(palmar @ ahead) / max(float(ahead @ ahead), 1e-6))
        across /= max(float(np.sqrt(across @ across)), 1e-6)
        start, scale_start = self.point(bone[0])
        end, scale_end = self.point(bone[1])
        radii = radii[0] * scale_start, radii[1] * scale_end
        blend = blend_mm[0] * self.px_per_mm, blend_mm[1] * self.px_per_mm
        seen = self.matrix @ across
        return Capsule(start, end, radii, seen, flatness, texture_u, material, blend, flat_ends)


PALM_LINES_MM: Final = (
    ((38, 66), (28, 64), (18, 57), (10, 47), (5, 35), (3, 23), (5, 12)),
    ((38, 66), (27, 66), (14, 62), (0, 55), (-14, 47), (-24, 40)),
    ((-40, 64), (-30, 63), (-17, 65), (-4, 70), (7, 77), (14, 86)),
)
"""The three main lines of the palm, as (x, y)."""
PALM_SIDE: Final = np.array([0.0, 0.0, 1.0])
CARPALS_MM: Final = np.array([[13.0, 5.0, 1.0], [4.5, 5.0, 0.0], [-4.5, 5.0, 0.0], [-13.0, 6.0, 2.0]])
KNUCKLE_SIDE: Final = np.array([0.0, -1.0, 0.0])
"""Direction of a finger's palm side when it is bent by 90 degrees: only then its knuckle stands out."""


def arm_capsules(
    joints: Joints, build: Build, project: Projection, sleeve: Sleeve | None, size: tuple[int, int]
) -> Iterator[Capsule]:
    """Yield the forearm, wider than thick, until it leaves the picture, and the sleeve over it."""
    down = _seen_direction(joints.forearm, project)
    front = PALM_SIDE - down * float(PALM_SIDE @ down)
    front /= np.linalg.norm(front)
    wrist = np.array([0.0, 4.0, 0.0])
    reach_mm = 120.0
    while reach_mm < 460.0 and _touches(project.point(wrist + reach_mm * down), size):
        reach_mm += 60.0
    girth = build.girth
    widen = 28.0 / 460.0  # millimetres of radius for each of length, to the thickest part of the forearm
    bare_mm = reach_mm if sleeve is None else min(sleeve.from_wrist_mm + 15.0, reach_mm)
    yield project.capsule(
        (wrist, wrist + bare_mm * down),
        (27.5 * girth, (27.5 + widen * bare_mm) * girth),
        front,
        (PALM_U, PALM_U - bare_mm / ARM_MM_PER_U),
        flatness=0.72,
    )
    if sleeve is None or reach_mm < sleeve.from_wrist_mm + 10.0:
        return
    slack = 3.5 + sleeve.loose_mm
    yield project.capsule(
        (wrist + sleeve.from_wrist_mm * down, wrist + reach_mm * down),
        (slack + (27.5 + widen * sleeve.from_wrist_mm) * girth, slack + (27.5 + widen * reach_mm) * girth),
        front,
        (PALM_U, PALM_U - (reach_mm - sleeve.from_wrist_mm) / ARM_MM_PER_U),
        flatness=0.8,
        material=1.0,
        blend_mm=(EDGE_BLEND_MM, EDGE_BLEND_MM),
        flat_ends=True,
    )


def _seen_direction(forearm: Floats, project: Projection) -> Floats:
    """Return the forearm's direction, bent at the wrist away from the line of sight, to leave the picture.

    The arm behind a fist that points at the camera comes from below, too.
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
    """Yield the palm, the balls of thumb and little finger, and the webs between the fingers."""
    wide = np.array([build.width, 1.0, build.girth])
    girth = build.girth
    knuckles = joints.fingers[:, 0]

    def lump(start: Floats, end: Floats, radii: tuple[float, float], flatness: float = 1.0) -> Capsule:
        radii = radii[0] * girth, radii[1] * girth
        return project.capsule((start, end), radii, PALM_SIDE, (PALM_U, PALM_U), flatness=flatness)

    for knuckle, carpal in zip(knuckles, CARPALS_MM, strict=True):
        yield lump(carpal * wide, knuckle, (17.0, 14.5), 0.82)
    root, joint = joints.thumb[:2]
    yield lump(np.array([13.0, 15.0, 6.0]) * wide, root * 0.35 + joint * 0.65, (15.5, 14.0))
    yield lump(np.array([-19.0, 20.0, 4.0]) * wide, knuckles[3] * 0.8 + [0, 0, 3], (15.5, 13.0))
    base = (CARPALS_MM[0] * wide) * 0.5 + knuckles[0] * 0.5
    yield lump(base, root * 0.25 + joint * 0.75, (19.0, 15.0), 0.52)
    for one, other in zip(joints.fingers[:-1], joints.fingers[1:], strict=True):
        web = (one[0] * 0.70 + one[1] * 0.30 + other[0] * 0.70 + other[1] * 0.30) / 2
        yield lump((one[0] + other[0]) / 2, web, (10.5, 6.5))


def digit_capsules(joints: Joints, build: Build, project: Projection, ring: int | None) -> Iterator[Capsule]:
    """Yield the bones of thumb and fingers, the thumb's root first, and a ring on finger `ring`, 0 to 3."""
    edge = EDGE_BLEND_MM, EDGE_BLEND_MM
    radii = (THUMB_RADII_MM * build.girth).tolist()
    for j, texture_u in enumerate(((PALM_U, 1.0), (1.0, 2.0), (2.0, 3.0))):
        bone, ends = (joints.thumb[j], joints.thumb[j + 1]), (radii[j], radii[j + 1])
        blend = edge if j else (1.4 * ROOT_BLEND_MM, EDGE_BLEND_MM)
        yield project.capsule(bone, ends, joints.thumb_palmar[j], texture_u, blend_mm=blend)
    for i, (points, palmar) in enumerate(zip(joints.fingers, joints.finger_palmar, strict=True)):
        radii = (FINGER_RADII_MM[i] * build.girth).tolist()
        radii[0] *= 0.86 + 0.14 * min(max(float(palmar[0] @ KNUCKLE_SIDE), 0.0), 1.0)
        for j in range(3):
            bone, ends = (points[j], points[j + 1]), (radii[j], radii[j + 1])
            blend = edge if j else (ROOT_BLEND_MM, EDGE_BLEND_MM)
            yield project.capsule(bone, ends, palmar[j], (float(j), j + 1.0), blend_mm=blend)
            if j == 0 and ring == i:
                around = bone[0] * 0.50 + bone[1] * 0.50, bone[0] * 0.38 + bone[1] * 0.62
                wide = ends[0] * 0.5 + ends[1] * 0.5 + 0.9
                yield project.capsule(
                    around, (wide, wide), palmar[j], (0.5, 0.62), material=-1.0, blend_mm=edge, flat_ends=True
                )


def render(posed: Pose, view: View, build: Build, appearance: Appearance, size: tuple[int, int]) -> Canvas:
    """Render the hand for a picture of `size` (width, height); the canvas covers its visible part."""
    width, height = size
    joints = forward_kinematics(posed, build)
    project = Projection(view)
    ring = None if appearance.ring is None else appearance.ring[0]
    thumb, *fingers = digit_capsules(joints, build, project, ring)
    arm = arm_capsules(joints, build, project, appearance.sleeve, size)
    body = [*arm, *palm_capsules(joints, build, project), thumb]
    left, top, right, bottom = bounds([*body, *fingers], margin=2)
    box = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
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
    """Draw the lines of the palm, if it faces the viewer."""
    if project.matrix[2, 2] < 0.1:
        return
    wide = np.array([build.width, 1.0, build.girth])
    corner = np.array([canvas.left, canvas.top])
    curves = [[project.point(wide * (x, y, 13.0))[0][:2] - corner for x, y in line] for line in PALM_LINES_MM]
    points = [np.round(np.array(curve) * 16.0).astype(np.int32) for curve in curves]
    thick = max(round(1.3 * project.px_per_mm), 1)
    cv2.polylines(
        canvas.lines, points, isClosed=False, color=255, thickness=thick, lineType=cv2.LINE_AA, shift=4
    )
