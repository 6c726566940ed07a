"""Pictures of hands: any hand, anywhere, before anything, for the camera that draws and for training."""

import cv2
import numpy as np
import numpy.typing as npt

from rps_game.drawn_hand.light import Light, shade
from rps_game.drawn_hand.people import Person, random_person
from rps_game.drawn_hand.render import HAND_MM, render
from rps_game.drawn_hand.rooms import Picture, random_scene
from rps_game.drawn_hand.skeleton import (
    GESTURE_POSES,
    OTHER_POSES,
    OTHER_WAYS,
    TELLS_FROM_THE_FRONT,
    Pose,
    View,
    vary,
)
from rps_game.game.gestures import Gesture

Mask = npt.NDArray[np.uint8]


def draw_on(picture: Picture, posed: Pose, view: View, person: Person) -> Mask:
    """Draw a hand, with its soft shadow, over `picture` in place.

    Args:
        picture: uint8 (h, w, 3), BGR.
        posed: what the fingers do.
        view: where it is and from where it is seen.
        person: whose hand it is, and its light.

    Returns:
        uint8 (h, w): how much of each pixel is hand and arm, 0 to 255.
    """
    height, width = picture.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    px_per_mm = view.size / HAND_MM
    canvas = render(posed, view, person.build, person.look.dress, (width, height))
    if canvas.layers.size == 0:
        return mask
    cover = canvas.cover()
    rows = slice(canvas.top, canvas.top + cover.shape[0])
    columns = slice(canvas.left, canvas.left + cover.shape[1])
    mask[rows, columns] = cover * 255.0 + 0.5
    _cast_shadow(picture, mask, person.light, px_per_mm)
    colour = shade(canvas, cover, person.look, person.light, px_per_mm)
    there = picture[rows, columns]
    share = cv2.merge([cover, cover, cover])
    drawn = cv2.add(
        cv2.multiply(colour, share), cv2.multiply(there, 1.0 - share, dtype=cv2.CV_32F), dtype=cv2.CV_8U
    )
    picture[rows, columns] = drawn
    return mask


def _cast_shadow(picture: Picture, mask: Mask, light: Light, px_per_mm: float) -> None:
    """The hand's soft shadow on what is a good way behind it, found at a quarter of the size."""
    height, width = mask.shape
    small = cv2.resize(mask, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    x, y, z = light.towards
    away = 55.0 * px_per_mm / 4 / max(z, 0.3)
    moved = cv2.warpAffine(
        small, np.array([[1, 0, -x * away], [0, 1, -y * away]]), (small.shape[1], small.shape[0])
    )
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
    """A sensor's noise, int16 (height, width, 3), a little smooth as after a webcam's compression."""
    noise = rng.normal(0.0, strength, (height, width, 3)).astype(np.float32)
    return np.asarray(np.round(cv2.GaussianBlur(noise, (0, 0), 0.6) * 1.6), np.int16)


def random_view(rng: np.random.Generator, side: int, *, behind: bool = True) -> View:
    """From anywhere that still shows what the hand does: palm or back, left or right, at any angle.

    Args:
        rng: chooses.
        side: of the picture, in pixels.
        behind: whether the back of the hand may be seen.
    """
    # Now and then nearly from the edge: so a player's hand is seen that does not face the camera.
    turn = rng.normal(0.0, 28.0) if rng.random() < 0.75 else rng.uniform(-70.0, 70.0)
    turn += 180.0 if behind and rng.random() < 0.5 else 0.0
    roll = rng.uniform(-180.0, 180.0) if rng.random() < 0.5 else rng.normal(0.0, 28.0)
    size = side * rng.uniform(0.42, 1.0)
    slack = max((side - 0.8 * size) / 2, side * 0.06)
    centre = side / 2 + rng.uniform(-slack, slack, 2)
    return View(
        turn=float(turn),
        tilt=float(rng.normal(0.0, 20.0)),
        roll=float(roll),
        centre=(float(centre[0]), float(centre[1])),
        size=float(size),
        mirrored=bool(rng.random() < 0.5),
    )


def random_hand(gesture: Gesture, rng: np.random.Generator, side: int) -> tuple[Pose, View] | None:
    """A hand that shows `gesture` in its own way; for NONE another hand, or, half of the time, no hand."""
    if gesture is not Gesture.NONE:
        ways = (GESTURE_POSES[gesture], *OTHER_WAYS[gesture])
        return vary(ways[rng.integers(len(ways))], rng), random_view(rng, side)
    if rng.random() < 0.5:
        return None
    name = str(rng.choice(list(OTHER_POSES)))
    return vary(OTHER_POSES[name], rng), random_view(rng, side, behind=name not in TELLS_FROM_THE_FRONT)


def draw_hand(gesture: Gesture, rng: np.random.Generator, side: int = 256) -> Picture:
    """One picture of some hand that shows `gesture` somewhere: uint8 (side, side, 3), BGR.

    `Gesture.NONE` gives hands that show none of the three, and empty scenes.
    """
    return draw_hand_and_mask(gesture, rng, side)[0]


def put_hand(gesture: Gesture, rng: np.random.Generator, picture: Picture) -> Mask:
    """Draw some hand that shows `gesture` over a square picture, in place, with its shadow.

    Args:
        gesture: for NONE, other hands, or, half of the time, nothing.
        rng: chooses whose hand it is, how it is held, and its light.
        picture: uint8 (side, side, 3), BGR.

    Returns:
        uint8 (side, side): how much of each pixel is hand and arm, 0 to 255.
    """
    shown = random_hand(gesture, rng, len(picture))
    if shown is None:
        return np.zeros(picture.shape[:2], np.uint8)
    return draw_on(picture, *shown, random_person(rng))


def draw_hand_and_mask(gesture: Gesture, rng: np.random.Generator, side: int = 256) -> tuple[Picture, Mask]:
    """`draw_hand`, and how much of each pixel is hand and arm: uint8 (side, side); all 0 without a hand."""
    picture = random_scene(rng, side, side)
    mask = put_hand(gesture, rng, picture)
    noise = grain(rng, side, side, float(rng.uniform(0.5, 4.0)))
    return cv2.add(picture, noise, dtype=cv2.CV_8U), mask  # type: ignore[return-value]
