"""Draws a hand over a picture, and random pictures of hands for training and tests."""

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.drawn_hand.light import Light, shade
from rps_game.drawn_hand.people import Person, random_person
from rps_game.drawn_hand.render import HAND_MM, render
from rps_game.drawn_hand.rooms import Picture, random_scene
from rps_game.drawn_hand.skeleton import (
    FRONT_ONLY,
    GESTURE_POSES,
    GESTURE_VARIANTS,
    OTHER_POSES,
    Pose,
    View,
    vary,
)
from rps_game.game.gestures import Gesture

Mask = npt.NDArray[np.uint8]


def draw_on(picture: Picture, posed: Pose, view: View, person: Person) -> Mask:
    """Draw a hand, with its soft shadow, over `picture`, uint8 (h, w, 3), BGR, in place.

    Returns:
        uint8 (h, w): how much of each pixel is hand and arm, 0 to 255.
    """
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    px_per_mm = view.size / HAND_MM
    canvas = render(posed, view, person.build, person.appearance, (width, height))
    if canvas.layers.size == 0:
        return mask
    cover = canvas.cover()
    rows = slice(canvas.top, canvas.top + cover.shape[0])
    columns = slice(canvas.left, canvas.left + cover.shape[1])
    mask[rows, columns] = cover * 255.0 + 0.5
    _cast_shadow(picture, mask, person.light, px_per_mm)
    colour = shade(canvas, cover, person.appearance, person.light, px_per_mm)
    share = cv2.merge([cover, cover, cover])
    behind = cv2.multiply(picture[rows, columns], 1.0 - share, dtype=cv2.CV_32F)
    picture[rows, columns] = cv2.add(cv2.multiply(colour, share), behind, dtype=cv2.CV_8U)
    return mask


def _cast_shadow(picture: Picture, mask: Mask, light: Light, px_per_mm: float) -> None:
    """Darken `picture`, in place, by the hand's soft shadow, computed at a quarter of the size."""
    height, width = mask.shape
    small = cv2.resize(mask, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    x, y, z = light.towards
    away = 55.0 * px_per_mm / 4 / max(z, 0.3)
    moved = cv2.warpAffine(small, np.array([[1, 0, -x * away], [0, 1, -y * away]]), small.shape[::-1])
    soft = cv2.GaussianBlur(moved, (0, 0), max(14.0 * px_per_mm / 4, 0.8))
    left, top, wide, tall = cv2.boundingRect(soft)
    if wide == 0:
        return
    light_left = 255 - (soft[top : top + tall, left : left + wide] * 0.30).astype(np.uint8)
    dark = cv2.resize(light_left, (4 * wide, 4 * tall), interpolation=cv2.INTER_LINEAR)
    below = picture[4 * top : 4 * (top + tall), 4 * left : 4 * (left + wide)]
    dark = dark[: below.shape[0], : below.shape[1]]
    below[:] = cv2.multiply(below, cv2.merge([dark, dark, dark]), scale=1.0 / 255.0)


def grain(rng: np.random.Generator, width: int, height: int, strength: float) -> npt.NDArray[np.int16]:
    """Return a sensor's noise, int16 (height, width, 3), slightly smoothed as by a webcam's compression."""
    noise = rng.normal(0.0, strength, (height, width, 3)).astype(np.float32)
    return np.asarray(np.round(cv2.GaussianBlur(noise, (0, 0), 0.6) * 1.6), np.int16)


def random_view(rng: np.random.Generator, side: int, *, behind: bool = True) -> View:
    """Choose a random view that still shows the gesture: palm or back, left or right hand, at any angle.

    `side` is the picture's, in pixels; the back is shown only if `behind`.
    """
    # Sometimes nearly edge-on, as a player's hand that does not face the camera.
    turn = rng.normal(0.0, 28.0) if rng.random() < 0.75 else rng.uniform(-70.0, 70.0)
    turn += 180.0 if behind and rng.random() < 0.5 else 0.0
    roll = rng.uniform(-180.0, 180.0) if rng.random() < 0.5 else rng.normal(0.0, 28.0)
    size = side * rng.uniform(0.42, 1.0)
    slack = max((side - 0.8 * size) / 2, side * 0.06)
    x, y = (side / 2 + rng.uniform(-slack, slack, 2)).tolist()
    tilt = rng.normal(0.0, 20.0)
    return View(turn, tilt, roll, (x, y), size, mirrored=rng.random() < 0.5)


def random_hand(gesture: Gesture, rng: np.random.Generator, side: int) -> tuple[Pose, View] | None:
    """Choose a random pose and view of `gesture`; for NONE another pose, or, half of the time, None."""
    if gesture is not Gesture.NONE:
        ways = (GESTURE_POSES[gesture], *GESTURE_VARIANTS[gesture])
        return vary(ways[rng.integers(len(ways))], rng), random_view(rng, side)
    if rng.random() < 0.5:
        return None
    name = str(rng.choice(list(OTHER_POSES)))
    return vary(OTHER_POSES[name], rng), random_view(rng, side, behind=name not in FRONT_ONLY)


def draw_hand_and_mask(gesture: Gesture, rng: np.random.Generator, side: int = 256) -> tuple[Picture, Mask]:
    """Draw a random picture of `gesture`: a random hand and light before a random background.

    `Gesture.NONE` gives hands that show none of the three, and, half of the time, empty backgrounds.

    Returns:
        The picture, uint8 (side, side, 3), BGR, and how much of each pixel is hand and arm, 0 to 255,
        uint8 (side, side).
    """
    picture = random_scene(rng, side, side)
    shown = random_hand(gesture, rng, side)
    mask = np.zeros((side, side), np.uint8) if shown is None else draw_on(picture, *shown, random_person(rng))
    noise = grain(rng, side, side, float(rng.uniform(0.5, 4.0)))
    return cv2.add(picture, noise, dtype=cv2.CV_8U), mask  # type: ignore[return-value]
