"""The capture coach: whether a frame is worth learning from, and if not, what the player can do.

The thresholds were chosen on one set of real hands, best_of_one: three quarters of the way from its good
frames to the faulty ones made of them, and rounded towards the faulty, because to refuse a good frame annoys
and to let a poor one pass costs little. `benchmarks/coach.py` measures that and tries them on the other sets:

    of 100 frames         rock_paper_scissors_ml   hands_dataset (no empty scene)
    good, refused                            1.6               0.0
    4 stops darker                           100               100
    blurred, 2 px                             85                78
    blurred, 3 px                            100                81
    moved by 15 px                            95                78
    repeated                                 100                96
    cut off                                   94                 -
    no hand                                  100                 -

hands_dataset has few pictures of each place: where three are not yet taken, blur is hard to tell from a soft
camera. Judging takes 0.7 ms, 0.4 without an empty scene (medians, on a busy machine).
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from statistics import median
from typing import Final

import numpy as np

from rps_game.calibration.capture import Capture
from rps_game.calibration.empty_scene import SCENE_SIDE, EmptyScene, Hand
from rps_game.calibration.quality import (
    HALF_SIDE,
    SMALL_SIDE,
    Floats,
    Square,
    brightest,
    difference,
    halve,
    sharpness,
    shrink,
    to_grey,
    washed_out,
)
from rps_game.camera.observation import Observation
from rps_game.game.gestures import Gesture

PATIENCE_S: Final = 2.0
"""After so long without a frame one is taken whatever it is like: a player who cannot do better goes on."""

HINT_AFTER_S: Final = 0.4
"""A fault that passes sooner, such as the blur of a hand on its way, is not worth a word."""

HINT_HOLD_S: Final = 1.2
"""How long a hint stands at least: time to read it."""

DARK_BELOW_LEVEL: Final = 85.0
"""Grey level of the brightest twentieth. Good frames: 157 or more; 3 stops darker: 63 at most."""

BRIGHT_ABOVE_SHARE: Final = 0.45
"""Of the square, washed out. Good frames: 0; with four times their light: 0.55 and more."""

NO_HAND_BELOW_SHARE: Final = 0.03
"""Of the square. The smallest hand covers 0.14; what differs in an empty scene less than 0.005."""

CUT_ABOVE_CONTACT: Final = 1.9
"""Widths of edge that are touched. Good frames: 0.72 at most; cut through the palm: 2.05 and more."""

CUT_ABOVE_ACROSS: Final = 0.3
"""Of both of two opposite edges. Good frames: 0; cut through the palm by the upper edge: 0.38 and more."""

BLURRED_BELOW: Final = 1.6
"""Good frames: 2.4 and more; blurred by 3 pixels: 1.66 at most. A softer camera's good frames begin at 1.9:
this is only the limit below which no camera is sharp, and the next one does most of the work."""

BLURRED_BELOW_SHARE: Final = 0.7
"""Of what the taken frames usually have. Good frames: 0.85 and more; blurred by 2 pixels: 0.76 at most, by 3:
0.61. A head that read 87 in 100 frames of rock_paper_scissors_ml reads 82 of them after the one, 76 after the
other."""

SAME_BELOW_LEVELS: Final = 1.5
"""Good frames, 0.27 s apart: 4.0 and more; the same frame with fresh noise and another light: 0.9 at most."""

CHANGED_SCENE_SHARE: Final = 0.75
"""A "hand" larger than this is a camera that was moved or a lamp that was switched: nothing is said then."""

REFERENCE_FRAMES: Final = 3
"""From so many taken frames on, a frame's sharpness is compared with theirs."""

MEMORY_FRAMES: Final = 15
"""About the last two seconds; a camera that focuses anew is soon judged by what it does now."""

_SCALE: Final = HALF_SIDE // SCENE_SIDE


class Advice(Enum):
    """What is to be said of a frame, and so to the player: the first that applies."""

    GOOD = auto()
    TOO_DARK = auto()  # make more light
    TOO_BRIGHT = auto()  # turn away from the window or lamp
    NO_HAND = auto()  # show the hand inside the square
    CUT_OFF = auto()  # move the whole hand into the square
    BLURRED = auto()  # hold still, or move slower
    SAME_AS_LAST = auto()  # move or turn the hand a little


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What was measured of one frame.

    Attributes:
        small: float32 (28, 28), grey.
        brightest: the grey level that its brightest twentieth begins at, 0..255.
        washed_out: the share that is too bright to show anything, 0..1.
        hand: what stands before the empty scene; None when that is not known.
        sharpness: as `quality.sharpness` says, of the hand where it is known.
    """

    small: Floats
    brightest: float
    washed_out: float
    hand: Hand | None
    sharpness: float


def look_at(square: Square, empty: EmptyScene | None = None) -> Look:
    """Measure a frame, uint8 (224, 224, 3), RGB, before the empty scene if there is one."""
    half = halve(square)
    grey = to_grey(half)
    small = shrink(grey, SMALL_SIDE).astype(np.float32)
    hand = None if empty is None else empty.hand_in(half)
    if hand is not None and hand.share > CHANGED_SCENE_SHARE:
        hand = None
    where = None
    if hand is not None and hand.share >= NO_HAND_BELOW_SHARE:
        where = hand.mask.repeat(_SCALE, axis=0).repeat(_SCALE, axis=1)
    return Look(small, brightest(small), washed_out(small), hand, sharpness(grey, where))


class Coach:
    """Judges the frames of one class while they are recorded. Time is passed in, in seconds of any clock.

    Args:
        gesture: what is recorded. The empty scene is only judged by its light: it has no edges, does not
            move, and no hand is to be in it.
        empty: the empty scene; None when it was skipped, and then hands are not looked for.
    """

    def __init__(self, gesture: Gesture, empty: EmptyScene | None = None) -> None:
        self.advice = Advice.GOOD
        self._gesture = gesture
        self._empty = empty
        self._look: Look | None = None
        self._last: Floats | None = None
        self._taken_sharpness: deque[float] = deque(maxlen=MEMORY_FRAMES)
        self._waiting_from_s: float | None = None
        self._faulty_from_s: float | None = None
        self._hint = Advice.GOOD
        self._hint_until_s = 0.0

    def begin(self, now: float) -> None:
        """Frames are wanted from now on: patience starts here (and again when a pause is over)."""
        self._waiting_from_s = now
        self._faulty_from_s = None

    def judge(self, square: Square, now: float) -> Advice:
        """Say what is wrong with a frame, uint8 (224, 224, 3), RGB."""
        if self._waiting_from_s is None:
            self.begin(now)
        self._look = look_at(square, self._empty)
        self.advice = self._advise(self._look)
        self._mind_the_hint(now)
        return self.advice

    def accepts(self, now: float) -> bool:
        """Whether the frame judged last should be taken: it is good, or none was for too long."""
        waited_s = 0.0 if self._waiting_from_s is None else now - self._waiting_from_s
        return self.advice is Advice.GOOD or waited_s >= PATIENCE_S

    def took(self, now: float) -> None:
        """The frame judged last was taken: the next is compared with it.

        One taken for want of better counts, too: what a camera cannot do is not asked of it for ever.
        """
        if self._look is not None:
            self._waiting_from_s = now
            self._last = self._look.small
            self._taken_sharpness.append(self._look.sharpness)

    def hint(self, now: float) -> Advice | None:
        """What to say to the player now, one thing at a time and long enough to be read; None for nothing."""
        return self._hint if now < self._hint_until_s else None

    def _advise(self, look: Look) -> Advice:
        hand, last = look.hand, self._last
        faults = [
            (Advice.TOO_DARK, look.brightest < DARK_BELOW_LEVEL),
            (Advice.TOO_BRIGHT, look.washed_out > BRIGHT_ABOVE_SHARE),
        ]
        if self._gesture is not Gesture.NONE:
            faults += [
                (Advice.NO_HAND, hand is not None and hand.share < NO_HAND_BELOW_SHARE),
                (Advice.CUT_OFF, hand is not None and is_cut_off(hand)),
                (Advice.BLURRED, look.sharpness < self._least_sharpness()),
                (Advice.SAME_AS_LAST, last is not None and difference(look.small, last) < SAME_BELOW_LEVELS),
            ]
        return next((advice for advice, applies in faults if applies), Advice.GOOD)

    def _least_sharpness(self) -> float:
        if len(self._taken_sharpness) < REFERENCE_FRAMES:
            return BLURRED_BELOW
        return max(BLURRED_BELOW, BLURRED_BELOW_SHARE * median(self._taken_sharpness))

    def _mind_the_hint(self, now: float) -> None:
        if self.advice is Advice.GOOD:
            self._faulty_from_s = None
            return
        if self._faulty_from_s is None:
            self._faulty_from_s = now
        if now - self._faulty_from_s >= HINT_AFTER_S and self.hint(now) in {None, self.advice}:
            self._hint, self._hint_until_s = self.advice, now + HINT_HOLD_S


def is_cut_off(hand: Hand) -> bool:
    """Whether a good part of the hand is outside the square."""
    return hand.contact > CUT_ABOVE_CONTACT or hand.across > CUT_ABOVE_ACROSS


def offer(observation: Observation, capture: Capture, coach: Coach, now: float) -> bool:
    """Take a frame if the recording wants one and the coach lets it; whether it was taken.

    A frame that is not due is not even looked at.
    """
    if not capture.due(observation.number, now):
        return False
    coach.judge(observation.square, now)
    if not coach.accepts(now):
        return False
    coach.took(now)
    return capture.offer(observation.number, now)
