"""The capture coach: judges whether a frame is worth learning from, and if not, what the player can do.

The thresholds were chosen on one set of real hands, best_of_one: three quarters of the way from its good
frames to the faulty ones made of them, and rounded towards the faulty, because refusing a good frame annoys
and taking a poor one costs little. `benchmarks/coach.py` measures that and tries them on the other sets:

    of 100 frames         rock_paper_scissors_ml   hands_dataset (no empty scene)
    good, refused                            1.6               0.0
    4 stops darker                           100               100
    blurred, 2 px                             85                78
    blurred, 3 px                            100                81
    moved by 15 px                            95                78
    repeated                                 100                96
    cut off                                   94                 -
    no hand                                  100                 -

hands_dataset has few pictures of each place: before three are taken, blur is hard to tell from a soft camera.
Judging takes 0.7 ms, 0.4 without an empty scene (medians, on a busy machine).
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from statistics import median
from typing import Final

import cv2
import numpy as np

from rps_game.calibration import quality
from rps_game.calibration.empty_scene import SCENE_SIDE, EmptyScene, Hand
from rps_game.calibration.quality import Floats
from rps_game.camera.observation import Square
from rps_game.game.gestures import Gesture

PATIENCE_S: Final = 2.0
"""After so long without a frame the next one is taken, good or not: a player who cannot do better goes on."""

ADVISE_AFTER_S: Final = 0.4
"""A fault that passes sooner, such as the blur of a moving hand, needs no advice."""

ADVICE_HOLD_S: Final = 1.2
"""How long advice is shown at least: time to read it."""

DARK_BELOW_LEVEL: Final = 85.0
"""Grey level of the brightest twentieth. Good frames: 157 or more; 3 stops darker: 63 at most."""

BRIGHT_ABOVE_SHARE: Final = 0.45
"""Of the square, washed out. Good frames: 0; with four times their light: 0.55 and more."""

NO_HAND_BELOW_SHARE: Final = 0.03
"""Of the square. The smallest hand covers 0.14; changes in an empty scene less than 0.005."""

SMALL_BELOW_SHARE: Final = 0.14
"""Of the square: a hand that may come nearer. The median hand covers 0.20 (fists of best_of_one) to 0.33."""

CUT_ABOVE_CONTACT: Final = 1.9
"""`Hand.contact`, in widths. Good frames: 0.72 at most; cut through the palm: 2.05 and more."""

CUT_ABOVE_ACROSS: Final = 0.3
"""`Hand.across`, of the side. Good frames: 0; cut through the palm by the upper edge: 0.38 and more."""

BLURRED_BELOW: Final = 1.6
"""Good frames: 2.4 and more; blurred by 3 pixels: 1.66 at most. A softer camera's good frames begin at 1.9:
no camera is sharp below this limit; the next one finds most of the blur."""

BLURRED_BELOW_SHARE: Final = 0.7
"""Of the taken frames' median. Good frames: 0.85 and more; blurred by 2 pixels: 0.76 at most, by 3: 0.61.
A head that read 87 of 100 frames of rock_paper_scissors_ml reads 82 after the one, 76 after the other."""

SAME_BELOW_LEVELS: Final = 1.5
"""Good frames, 0.27 s apart: 4.0 and more; the same frame with fresh noise and another light: 0.9 at most."""

CHANGED_SCENE_SHARE: Final = 0.75
"""A "hand" larger than this is a camera that was moved or a lamp that was switched, and is ignored."""

REFERENCE_FRAMES: Final = 3
"""Taken frames from which on a frame's sharpness is compared with theirs."""

MEMORY_FRAMES: Final = 15
"""Taken frames that sharpness is compared with, about the last two seconds: a camera may focus anew."""


class FrameVerdict(Enum):
    """Verdict on a frame: the first that applies. The comments say what the player can do."""

    GOOD = auto()
    TOO_DARK = auto()  # make more light
    TOO_BRIGHT = auto()  # turn away from the window or lamp
    NO_HAND = auto()  # show the hand inside the square
    CUT_OFF = auto()  # move the whole hand into the square
    BLURRED = auto()  # hold still, or move slower
    SAME_AS_LAST = auto()  # move or turn the hand a little


@dataclass(frozen=True, slots=True, eq=False)
class FrameMeasurements:
    """Measurements of one frame.

    Attributes:
        small: float32 (28, 28), grey.
        brightest: the grey level that its brightest twentieth begins at, 0..255.
        washed_out: the share that is overexposed, 0..1.
        hand: the hand before the empty scene; None when that is not known.
        sharpness: see `quality.sharpness`; of the hand where it is known.
    """

    small: Floats
    brightest: float
    washed_out: float
    hand: Hand | None
    sharpness: float


def measure(square: Square, empty: EmptyScene | None = None) -> FrameMeasurements:
    """Measure a frame, uint8 (224, 224, 3), RGB, before the empty scene if there is one."""
    half = quality.halve(square)
    grey = cv2.cvtColor(half, cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
    small = quality.shrink(grey, quality.SMALL_SIDE).astype(np.float32)
    hand = None if empty is None else empty.hand_in(half)
    if hand is not None and hand.share > CHANGED_SCENE_SHARE:
        hand = None
    where = None
    if hand is not None and hand.share >= NO_HAND_BELOW_SHARE:
        scale = quality.HALF_SIDE // SCENE_SIDE
        where = hand.mask.repeat(scale, axis=0).repeat(scale, axis=1)
    brightest, washed_out = quality.brightest(small), float((small >= quality.WASHED_OUT).mean())
    return FrameMeasurements(small, brightest, washed_out, hand, quality.sharpness(grey, where))


class Coach:
    """Judges the frames of one class while they are recorded. Time is passed in, in seconds of any clock.

    Args:
        gesture: the class that is recorded. The empty scene is judged by its light only: it has no edges,
            does not move, and no hand is to be in it.
        empty: the empty scene; None when it was skipped, and then NO_HAND and CUT_OFF are never found.
    """

    def __init__(self, gesture: Gesture, empty: EmptyScene | None = None) -> None:
        self.verdict = FrameVerdict.GOOD
        self._gesture = gesture
        self._empty = empty
        self._measured: FrameMeasurements | None = None
        self._last: Floats | None = None
        self._taken_sharpness: deque[float] = deque(maxlen=MEMORY_FRAMES)
        self._patient_from_s: float | None = None
        self._faulty_from_s: float | None = None
        self._advice = FrameVerdict.GOOD
        self._advice_until_s = 0.0

    def start_patience(self, now: float) -> None:
        """Measure patience from now on: frames are wanted, at the start and after each pause."""
        self._patient_from_s = now
        self._faulty_from_s = None

    @property
    def small(self) -> bool:
        """Return True if the hand in the last judged frame is smaller than `SMALL_BELOW_SHARE`."""
        hand = None if self._measured is None else self._measured.hand
        return hand is not None and NO_HAND_BELOW_SHARE <= hand.share < SMALL_BELOW_SHARE

    def judge(self, square: Square, now: float, *, recognised: bool = False) -> FrameVerdict:
        """Judge a frame, uint8 (224, 224, 3), RGB.

        A hand that is `recognised` as the right gesture is no CUT_OFF one: what lies at the edges is an arm.
        """
        if self._patient_from_s is None:
            self.start_patience(now)
        self._measured = measure(square, self._empty)
        self.verdict = self._verdict_of(self._measured, recognised=recognised)
        self._update_advice(now)
        return self.verdict

    def accepts(self, now: float) -> bool:
        """Return whether to take the frame judged last: it is good, or patience has run out."""
        waited_s = 0.0 if self._patient_from_s is None else now - self._patient_from_s
        return self.verdict is FrameVerdict.GOOD or waited_s >= PATIENCE_S

    def note_taken(self, now: float) -> None:
        """Compare the next frames with the one judged last, which was taken.

        One taken because patience ran out counts, too: what a camera cannot do is not demanded for ever.
        """
        if self._measured is not None:
            self._patient_from_s = now
            self._last = self._measured.small
            self._taken_sharpness.append(self._measured.sharpness)

    def advice(self, now: float) -> FrameVerdict | None:
        """Return the fault to show now, one at a time and long enough to be read; None for none."""
        return self._advice if now < self._advice_until_s else None

    def _verdict_of(self, measured: FrameMeasurements, *, recognised: bool) -> FrameVerdict:
        hand, last = measured.hand, self._last
        faults = [
            (FrameVerdict.TOO_DARK, measured.brightest < DARK_BELOW_LEVEL),
            (FrameVerdict.TOO_BRIGHT, measured.washed_out > BRIGHT_ABOVE_SHARE),
        ]
        if not self._gesture.is_none:
            if hand is not None:
                cut_off = hand.contact > CUT_ABOVE_CONTACT or hand.across > CUT_ABOVE_ACROSS
                faults.append((FrameVerdict.NO_HAND, hand.share < NO_HAND_BELOW_SHARE))
                faults.append((FrameVerdict.CUT_OFF, cut_off and not recognised))
            faults.append((FrameVerdict.BLURRED, measured.sharpness < self._least_sharpness()))
            if last is not None:
                moved = quality.difference(measured.small, last)
                faults.append((FrameVerdict.SAME_AS_LAST, moved < SAME_BELOW_LEVELS))
        return next((verdict for verdict, applies in faults if applies), FrameVerdict.GOOD)

    def _least_sharpness(self) -> float:
        if len(self._taken_sharpness) < REFERENCE_FRAMES:
            return BLURRED_BELOW
        return max(BLURRED_BELOW, BLURRED_BELOW_SHARE * median(self._taken_sharpness))

    def _update_advice(self, now: float) -> None:
        if self.verdict is FrameVerdict.GOOD:
            self._faulty_from_s = None
            return
        if self._faulty_from_s is None:
            self._faulty_from_s = now
        if now - self._faulty_from_s >= ADVISE_AFTER_S and self.advice(now) in {None, self.verdict}:
            self._advice, self._advice_until_s = self.verdict, now + ADVICE_HOLD_S
