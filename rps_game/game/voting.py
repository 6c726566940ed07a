"""The vote over the frames of a throw's window, so that no single frame decides.

The rule is the mean of the frames' probabilities, checked by a count. A mean is bounded: however sure one
blurred frame is of itself, it moves the result by no more than 1/n. A sum of log-probabilities, the other
candidate, lets that frame veto all the others, and is right only for frames that err independently of each
other, which neighbours in a video do not. The count stands beside it because it is what a player can check:
no gesture is read that did not win most of the frames that showed a hand.
"""

import math
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet

SUM_TOLERANCE: Final = 1e-3
"""How far a row's sum may be from 1: float32 softmax is within 1e-6, a float16 one within 1e-3."""

MIN_FRAMES: Final = 3
"""With fewer frames, one bad one cannot be outvoted. A camera that gives 10 frames a second in the dark
delivers 3 in a window of 300 ms."""

MIN_HAND: Final = 0.5
"""The mean probability, 0 to 1, that a hand is there at all: more likely than not."""

MIN_SHARE: Final = 0.5
"""The share of the leading gesture among all, 0 to 1: it outweighs the others together."""

MIN_MARGIN: Final = 0.2
"""The margin of its share over the next one's. Of nine sure frames 6 against 3 is clear (0.33), and 5
against 4 is not (0.11): there the hand changed in mid-window, or is between two gestures."""


class VoteReason(Enum):
    """The reason of a vote's result."""

    CLEAR = auto()
    NO_HAND = auto()
    UNCLEAR = auto()  # two gestures compete
    DOUBTFUL = auto()  # one gesture leads, but too few frames reach its threshold
    TOO_FEW = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of a vote.

    Attributes:
        gesture: the gesture that was thrown, never the empty scene; None unless the reason is CLEAR.
        reason: why.
        counts: the frames that each class won outright, with its threshold reached where there are
            thresholds. A frame in which two classes tie, or below the threshold, is won by none.
        shares: the weight of each gesture against the others; they sum to 1 (to 0 without any hand).
        deciding: the index of the frame in which the gesture is surest, the picture to show; else None.
    """

    gesture: Gesture | None
    reason: VoteReason
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    deciding: int | None
    rules: RuleSet = CLASSIC

    @property
    def contenders(self) -> tuple[Gesture, Gesture]:
        """The two gestures with the most weight, the heavier first: an unclear throw is between them."""
        first, second, *_ = sorted(self.rules.moves, key=lambda gesture: -self.shares[gesture])
        return first, second


def vote(
    probabilities: npt.ArrayLike, thresholds: npt.ArrayLike | None = None, rules: RuleSet = CLASSIC
) -> Verdict:
    """Read a throw from the frames of its window. Their order does not matter.

    Args:
        probabilities: float (n, classes), a head's outputs for n frames, in class order; each row sums to 1.
            Without the column of the empty scene, "no hand" is never the reason. n may be 0.
        thresholds: float (classes,): a frame counts for its class only if it is at least so sure of it.
            Shares are not changed by them.
        rules: what the columns mean.

    Raises:
        ValueError: for a shape, a value or a row's sum that no head gives.
    """
    moves, none = rules.moves, rules.none
    frames = _checked(probabilities, rules)  # (n, C)
    n, classes = frames.shape
    counts = _frames_won(frames, _checked_thresholds(thresholds, classes), none)
    if n == 0:
        return Verdict(None, VoteReason.TOO_FEW, counts, (0.0,) * len(moves), None, rules)

    # fsum rounds once, so the sums do not depend on the order of the frames, nor on that of the gestures.
    means = [math.fsum(column) / n for column in frames[:, : len(moves)].T]
    hand = math.fsum(means)
    shares = tuple(mean / hand if hand > 0 else 0.0 for mean in means)
    *_, second, first = sorted(shares)
    leader = moves[shares.index(first)]

    if n < MIN_FRAMES:
        reason = VoteReason.TOO_FEW
    elif hand < MIN_HAND:
        reason = VoteReason.NO_HAND
    elif first < MIN_SHARE or first - second < MIN_MARGIN:
        reason = VoteReason.UNCLEAR
    elif 2 * counts[leader] <= n - counts[none]:
        led = _frames_won(frames, np.zeros(classes), none)
        reason = VoteReason.DOUBTFUL if 2 * led[leader] > n - led[none] else VoteReason.UNCLEAR
    else:
        reason = VoteReason.CLEAR

    clear = reason is VoteReason.CLEAR
    return Verdict(
        gesture=leader if clear else None,
        reason=reason,
        counts=counts,
        shares=shares,
        deciding=int(frames[:, leader].argmax()) if clear else None,
        rules=rules,
    )


def _checked(probabilities: npt.ArrayLike, rules: RuleSet) -> npt.NDArray[np.float64]:
    frames = np.asarray(probabilities, dtype=np.float64)
    expected = len(rules.moves), len(rules.classes)
    if frames.ndim != 2 or frames.shape[1] not in expected:
        raise ValueError(
            f"expected probabilities of shape (n, {expected[0]}) or (n, {expected[1]}), got {frames.shape}"
        )
    if not np.isfinite(frames).all() or (frames < 0).any():
        raise ValueError("expected probabilities that are finite and at least 0")
    if (np.abs(frames.sum(axis=1) - 1) > SUM_TOLERANCE).any():
        raise ValueError("expected each frame's probabilities to sum to 1")
    return frames


def _checked_thresholds(thresholds: npt.ArrayLike | None, classes: int) -> npt.NDArray[np.float64]:
    if thresholds is None:
        return np.zeros(classes)
    checked = np.asarray(thresholds, dtype=np.float64)
    if checked.shape != (classes,) or not ((checked >= 0) & (checked <= 1)).all():
        raise ValueError(f"expected {classes} thresholds from 0 to 1, got {checked.tolist()}")
    return checked


def _frames_won(
    frames: npt.NDArray[np.float64], thresholds: npt.NDArray[np.float64], none: Gesture
) -> tuple[int, ...]:
    best = frames.max(axis=1, keepdims=True, initial=0.0)  # (n, 1)
    leads = frames == best
    won = leads & (leads.sum(axis=1, keepdims=True) == 1) & (frames >= thresholds)  # (n, C)
    counts = won.sum(axis=0).tolist()
    return tuple(counts if len(counts) > none else [*counts, 0])
