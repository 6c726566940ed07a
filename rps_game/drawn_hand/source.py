"""The drawn hand as a camera, for those who have none, and for tests.

The gesture that `HandSource.show` sets reaches the drawing only: the game reads it from the pictures.
"""

import time
from collections.abc import Callable
from typing import Final

import cv2
import numpy as np

from rps_game.drawn_hand.appearance import smoothstep
from rps_game.drawn_hand.drawing import draw_on, grain
from rps_game.drawn_hand.people import random_person
from rps_game.drawn_hand.rooms import Picture, room
from rps_game.drawn_hand.skeleton import MOVE_POSES, SIDE_ON, Floats, Pose, View, pose_names, vary
from rps_game.game.gestures import Gesture

NO_POSE: Final = "none"
"""No hand in the picture."""

WIDTH: Final = 640
HEIGHT: Final = 480
FRAMES_PER_S: Final = 30.0
CHANGE_S: Final = 0.2
"""Duration of a change of gesture."""
ARRIVAL_S: Final = 0.35
"""Duration of the hand's way into the picture, or out of it."""
AWAY_PX: Final = 470.0
"""How far the arm is pulled back when no hand is shown: past the lower edge for the largest hand."""


def _sine_noise(rng: np.random.Generator, slow: Floats, fine: Floats) -> Callable[[float], Floats]:
    """Return a function from a time in seconds to the offset of each quantity: slow drift and fine tremor.

    Each is a sum of three sines of random frequencies and phases.
    """
    n = len(slow)
    hz = np.stack([rng.uniform(0.05, 0.15, n), rng.uniform(0.2, 0.5, n), rng.uniform(7.0, 11.0, n)])
    phase = rng.uniform(0.0, 2.0 * np.pi, (3, n))
    amount = np.stack([slow * 0.7, slow * 0.3, fine])
    return lambda now_s: np.asarray((amount * np.sin(2.0 * np.pi * hz * now_s + phase)).sum(axis=0))


DEFAULT_SEED: Final = 53
"""A room that is not too full: what a newcomer sees first."""
POSE_ANGLES: Final = 24
# Amplitudes, of a hand that is held up, of the pose's angles, turn, tilt and roll (degrees), centre x, y and
# size (pixels).
DRIFT: Final = np.array([2.0] * POSE_ANGLES + [9.0, 8.0, 9.0, 26.0, 18.0, 22.0])
TREMOR: Final = np.array([0.15] * POSE_ANGLES + [0.25, 0.25, 0.2, 0.5, 0.5, 0.1])


class HandSource:
    """A camera that shows a drawn hand: 640 x 480 BGR at 30 frames a second, no two frames equal. A `Source`.

    A seed is a person in a room: the same seed and the same calls of `show` between the reads give the same
    frames. `show` may be called from another thread than `read`.
    """

    name = "demo"
    live = True

    def __init__(
        self,
        seed: int = DEFAULT_SEED,
        *,
        paced: bool = True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Create the camera; no hand is shown yet.

        Args:
            seed: of the person, the room, and every movement.
            paced: whether `read` waits until a frame is due; if not, frames come as fast as they are drawn.
            clock: in seconds, only read when paced.
            sleep: waits that many seconds.
        """
        scene, self._moves, noise = (np.random.default_rng([seed, part]) for part in range(3))
        self._room = room(scene, WIDTH, HEIGHT)
        self._person = random_person(scene)
        self._mirrored = bool(scene.random() < 0.3)
        behind = {name: bool(scene.random() < 0.4) for name in ("rock", "paper", "scissors")}
        others = np.random.default_rng([seed, 3])
        behind |= {name: bool(others.random() < 0.4) for name in MOVE_POSES if name not in behind}
        self._facing = {name: SIDE_ON.get(name, (0.0, 180.0))[behind[name]] for name in MOVE_POSES}
        self._drift = _sine_noise(scene, DRIFT, TREMOR)
        self._lamp = _sine_noise(scene, np.array([0.03]), np.array([0.004]))
        self._noise = grain(noise, WIDTH + 97, HEIGHT + 89, 2.2)
        self._clock, self._sleep, self._paced = clock, sleep, paced
        self._due_s: float | None = None
        self._number = 0
        self._requested = self._applied = (NO_POSE,)  # a new tuple for each call of `show`
        self._from = self._to = self._random_target("rock")
        self._changed = -1000
        self._away_from = self._away_to = 1.0
        self._closed = False

    def show(self, gesture: Gesture) -> None:
        """Show this gesture from the next frame on; the empty scene takes the hand out of the picture.

        Each call varies pose and place, also for the same gesture, as a player does.
        """
        poses = pose_names([move.icon for move in gesture.rules.moves])
        self.show_pose(NO_POSE if gesture.is_none else poses[gesture])

    def show_pose(self, name: str) -> None:
        """Show a pose of `MOVE_POSES`, or `NO_POSE`, as `show` does."""
        self._requested = (name,)

    def read(self) -> Picture | None:
        """Return the next frame, when it is due: uint8 (480, 640, 3), BGR; None after `close`."""
        if self._closed:
            return None
        if self._paced:
            self._wait()
        self._number += 1
        if self._requested is not self._applied:
            self._applied = self._requested
            self._change(*self._applied)
        now_s = self._number / FRAMES_PER_S
        picture = self._room.copy()
        numbers, away = self._posture()
        if away < 1.0:
            self._draw(picture, numbers + self._drift(now_s), away)
        return self._expose(picture, now_s)

    def close(self) -> None:
        """Turn the camera off: `read` returns None from now on."""
        self._closed = True

    def _wait(self) -> None:
        now_s = self._clock()
        if self._due_s is None or now_s > self._due_s + 0.5:
            self._due_s = now_s  # the first frame, or the reader was away: missed frames are dropped
        if now_s < self._due_s:
            self._sleep(self._due_s - now_s)
        self._due_s += 1.0 / FRAMES_PER_S

    def _random_target(self, name: str) -> Floats:
        """Choose a target for this pose: 24 pose angles and six numbers of the view."""
        rng = self._moves
        posed = vary(MOVE_POSES[name], rng, amount=0.6)
        view = (
            self._facing[name] + rng.normal(0.0, 10.0),
            rng.normal(4.0, 6.0),
            rng.normal(0.0, 9.0),
            WIDTH / 2 + rng.normal(0.0, 18.0),
            HEIGHT * 0.53 + rng.normal(0.0, 12.0),
            rng.uniform(230.0, 290.0),
        )
        return np.concatenate([posed.vector(), view])

    def _change(self, name: str) -> None:
        numbers, away = self._posture()
        if name != NO_POSE:
            target = self._random_target(name)
            # A hand outside the picture may come back turned; one in the picture turns over visibly.
            self._from, self._to = (target if away >= 1.0 else numbers), target
        else:
            self._from = self._to = numbers
        self._away_from, self._away_to = away, float(name == NO_POSE)
        self._changed = self._number

    def _posture(self) -> tuple[Floats, float]:
        """Return the target's numbers as of now, and how far the hand is out of the picture, 0 to 1."""
        since_s = (self._number - self._changed) / FRAMES_PER_S
        bend, move = smoothstep(0.0, 1.0, since_s / np.array([CHANGE_S, ARRIVAL_S])).tolist()
        numbers = self._from + (self._to - self._from) * bend
        return numbers, self._away_from + (self._away_to - self._away_from) * move

    def _draw(self, picture: Picture, numbers: Floats, away: float) -> None:
        turn, tilt, roll, x, y, size = (float(n) for n in numbers[POSE_ANGLES:])
        along = np.radians(roll)
        centre = (x - away * AWAY_PX * float(np.sin(along)), y + away * AWAY_PX * float(np.cos(along)))
        view = View(turn, tilt, roll, centre, size, self._mirrored)
        draw_on(picture, Pose.from_vector(numbers[:POSE_ANGLES]), view, self._person)

    def _expose(self, picture: Picture, now_s: float) -> Picture:
        """Apply the camera's part: a flickering light and the sensor's noise."""
        gain = 1.0 + float(self._lamp(now_s)[0])
        # 97 and 89 are coprime: the same part of the noise comes back after 8633 frames.
        left, top = self._number * 31 % 97, self._number * 37 % 89
        noise = self._noise[top : top + HEIGHT, left : left + WIDTH]
        bright = cv2.convertScaleAbs(picture, alpha=gain)
        return cv2.add(bright, noise, dtype=cv2.CV_8U)  # type: ignore[return-value]
