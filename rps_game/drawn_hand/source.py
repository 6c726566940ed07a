"""A drawn hand: a camera for those who have none, and for the tests.

`HandSource` is a camera like any other, before which someone shows a gesture; `show` says which, and that
choice reaches nothing but the drawing. `draw_hand` draws single pictures of any hand, anywhere, for training
and tests.
"""

import time
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from rps_game.drawn_hand.drawing import draw_hand, draw_hand_and_mask, draw_on, grain, put_hand
from rps_game.drawn_hand.people import random_person
from rps_game.drawn_hand.rooms import Picture, room
from rps_game.drawn_hand.skeleton import GESTURE_POSES, Floats, Pose, View, vary
from rps_game.game.gestures import GESTURES, Gesture

__all__ = ["HandSource", "draw_hand", "draw_hand_and_mask", "put_hand"]

WIDTH: Final = 640
HEIGHT: Final = 480
FRAMES_PER_S: Final = 30.0
CHANGE_S: Final = 0.2
"""How long a hand takes from one gesture to the next."""
ARRIVAL_S: Final = 0.35
"""How long it takes to come into the picture, or to leave it."""
AWAY_PX: Final = 470.0
"""How far down the arm is pulled back when nothing is shown: past the lower edge for the largest hand."""


class _Drift:
    """Slow wandering and a fine tremor: sums of sines that never meet again, one column per quantity."""

    def __init__(self, rng: np.random.Generator, slow: Floats, fine: Floats) -> None:
        n = len(slow)
        self._hz = np.stack([rng.uniform(0.05, 0.15, n), rng.uniform(0.2, 0.5, n), rng.uniform(7.0, 11.0, n)])
        self._phase = rng.uniform(0.0, 2.0 * np.pi, (3, n))
        self._amount = np.stack([slow * 0.7, slow * 0.3, fine])

    def at(self, now_s: float) -> Floats:
        """How far each quantity is off at that time."""
        waves = self._amount * np.sin(2.0 * np.pi * self._hz * now_s + self._phase)
        return np.asarray(waves.sum(axis=0))


TIDY_ROOM: Final = 53
"""The seed of a friendly room, not too full: what a newcomer sees first."""
POSE_NUMBERS: Final = 24
# Of turn, tilt, roll (degrees), centre x, y and size (pixels): what a hand that is held up does by itself.
VIEW_SLOW: Final = np.array([9.0, 8.0, 9.0, 26.0, 18.0, 22.0])
VIEW_FINE: Final = np.array([0.25, 0.25, 0.2, 0.5, 0.5, 0.1])


class HandSource:
    """A camera that sees a drawn hand: 640 x 480 BGR at 30 frames a second, no two frames alike.

    One seed is one person in one room: the same seed and the same calls of `show` between the reads give the
    same frames. `show` may be called from another thread than `read`.
    """

    name = "demo"
    live = True

    def __init__(
        self,
        seed: int = TIDY_ROOM,
        *,
        paced: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Enter the room; nothing is shown yet.

        Args:
            seed: who, where, and every small movement.
            paced: wait before each frame until it is due; without, frames come as fast as they are drawn.
            clock: seconds, only read when paced.
            sleep: waits that many seconds.
        """
        scene, self._moves, noise = (np.random.default_rng([seed, part]) for part in range(3))
        self._room = room(scene, WIDTH, HEIGHT)
        self._person = random_person(scene)
        self._mirrored = bool(scene.random() < 0.3)
        self._facing = {gesture: 180.0 * float(scene.random() < 0.4) for gesture in GESTURES}
        self._drift = _Drift(
            scene,
            np.concatenate([np.full(POSE_NUMBERS, 2.0), VIEW_SLOW]),
            np.concatenate([np.full(POSE_NUMBERS, 0.15), VIEW_FINE]),
        )
        self._lamp = _Drift(scene, np.array([0.03]), np.array([0.004]))
        self._grain = grain(noise, WIDTH + 97, HEIGHT + 89, 2.2)
        self._clock, self._sleep, self._paced = clock, sleep, paced
        self._due_s: float | None = None
        self._number = 0
        self._asked = self._done = (Gesture.NONE,)  # a new tuple for each call of `show`
        self._from = self._to = self._aim(Gesture.ROCK)
        self._changed = -1000
        self._away_from = self._away_to = 1.0
        self._closed = False

    def show(self, gesture: Gesture) -> None:
        """Show this gesture from the next frame on; `Gesture.NONE` takes the hand out of the picture.

        Asked for again, the same gesture is shown in another way and place, as a player varies it.
        """
        self._asked = (gesture,)

    def read(self) -> Picture | None:
        """The next frame, when it is due: uint8 (480, 640, 3), BGR; None after `close`."""
        if self._closed:
            return None
        if self._paced:
            self._wait()
        self._number += 1
        if self._asked is not self._done:
            self._done = self._asked
            self._change(*self._done)
        now_s = self._number / FRAMES_PER_S
        picture = self._room.copy()
        numbers, away = self._posture()
        if away < 1.0:
            self._draw(picture, numbers + self._drift.at(now_s), away)
        return self._expose(picture, now_s)

    def close(self) -> None:
        """Leave; `read` gives None from now on."""
        self._closed = True

    def _wait(self) -> None:
        now_s = self._clock()
        if self._due_s is None or now_s > self._due_s + 0.5:
            self._due_s = now_s  # the first frame, or the reader was away: no hurry to catch up
        if now_s < self._due_s:
            self._sleep(self._due_s - now_s)
        self._due_s += 1.0 / FRAMES_PER_S

    def _aim(self, gesture: Gesture) -> Floats:
        """Where the hand wants to be for this gesture: 24 pose angles and six numbers of the view."""
        rng = self._moves
        posed = vary(GESTURE_POSES[gesture], rng, amount=0.6)
        view = (
            self._facing[gesture] + rng.normal(0.0, 10.0),
            rng.normal(4.0, 6.0),
            rng.normal(0.0, 9.0),
            WIDTH / 2 + rng.normal(0.0, 18.0),
            HEIGHT * 0.53 + rng.normal(0.0, 12.0),
            rng.uniform(230.0, 290.0),
        )
        return np.concatenate([posed.vector(), view])

    def _change(self, gesture: Gesture) -> None:
        numbers, away = self._posture()
        if gesture is not Gesture.NONE:
            target = self._aim(gesture)
            # A hand that is away may come back turned; one that is seen turns over in front of us.
            self._from, self._to = (target if away >= 1.0 else numbers), target
        else:
            self._from = self._to = numbers
        self._away_from, self._away_to = away, float(gesture is Gesture.NONE)
        self._changed = self._number

    def _posture(self) -> tuple[Floats, float]:
        """The numbers of `_aim` as they are now, and how far the hand is out of the picture, 0 to 1."""
        since_s = (self._number - self._changed) / FRAMES_PER_S
        bend, move = _ease(since_s / CHANGE_S), _ease(since_s / ARRIVAL_S)
        numbers = self._from + (self._to - self._from) * bend
        return numbers, self._away_from + (self._away_to - self._away_from) * move

    def _draw(self, picture: Picture, numbers: Floats, away: float) -> None:
        turn, tilt, roll, x, y, size = (float(n) for n in numbers[POSE_NUMBERS:])
        along = np.radians(roll)
        centre = (x - away * AWAY_PX * float(np.sin(along)), y + away * AWAY_PX * float(np.cos(along)))
        view = View(turn, tilt, roll, centre, size, self._mirrored)
        draw_on(picture, Pose.from_vector(numbers[:POSE_NUMBERS]), view, self._person)

    def _expose(self, picture: Picture, now_s: float) -> Picture:
        """The camera's own part: light that wavers and a sensor that is never still."""
        gain = 1.0 + float(self._lamp.at(now_s)[0])
        # 97 and 89 are prime to each other: the same corner of the grain comes back after 8633 frames.
        left, top = self._number * 31 % 97, self._number * 37 % 89
        grain = self._grain[top : top + HEIGHT, left : left + WIDTH]
        bright = cv2.convertScaleAbs(picture, alpha=gain)
        return cv2.add(bright, grain, dtype=cv2.CV_8U)  # type: ignore[return-value]


def _ease(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)
