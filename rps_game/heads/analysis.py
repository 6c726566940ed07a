"""Analysis of features and heads: distinctive channels, hidden units, heat maps, evidence off the hand."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features
from rps_game.heads.dense import INPUTS, DenseHead
from rps_game.heads.explanation import GRID, Explanation, Places, compare, heat

SPREAD_FLOOR: Final = 0.1
"""As a share of the mean channel's spread: a channel that hardly ever changes is not distinctive."""

HAND_MIN_SHARE: Final = 0.02
"""Share of a place that a hand must cover for the place to count as the hand's: a fingertip does."""


def distinctive_channels(
    frames: Mapping[Gesture, Sequence[Features]], each: int
) -> dict[Gesture, tuple[int, ...]]:
    """Return for each gesture the channels that are on for it and not for the others, the best first.

    A channel's value on a frame is its mean over the 49 places. It is distinctive of a gesture when its mean
    value there is far above that on any other gesture, measured in spreads within a gesture.

    Args:
        frames: of each of two or more gestures at least one frame, float32 (7, 7, 256) each.
        each: channels for each gesture; none is given twice.
    """
    values = {
        gesture: np.stack([frame.mean(axis=(0, 1)) for frame in own]) for gesture, own in frames.items()
    }
    means = np.stack([own.mean(axis=0) for own in values.values()])  # (gestures, 256)
    spread = np.sqrt(np.mean([own.var(axis=0) for own in values.values()], axis=0))  # (256,)
    spread = np.maximum(spread, SPREAD_FLOOR * spread.mean() + 1e-6)
    found: dict[Gesture, tuple[int, ...]] = {}
    free = np.ones(means.shape[1], bool)
    for row, gesture in enumerate(values):
        lead = (means[row] - np.delete(means, row, axis=0).max(axis=0)) / spread
        best = np.argsort(np.where(free, -lead, np.inf), kind="stable")[:each]
        free[best] = False
        found[gesture] = tuple(best.tolist())
    return found


def uneven_channels(frame: Features, count: int) -> tuple[int, ...]:
    """Return the channels of one frame, float32 (7, 7, 256), that differ most from place to place."""
    return tuple(np.argsort(-frame.std(axis=(0, 1)), kind="stable")[:count].tolist())


def hidden_units(head: Head, frame: Features) -> npt.NDArray[np.float32] | None:
    """Return a head's hidden layer for one frame, float32 (units,), at least 0; None for a head without."""
    if not isinstance(head, DenseHead):
        return None
    tensors = head.tensors()
    units: npt.NDArray[np.float32] = np.maximum(
        frame.reshape(INPUTS) @ tensors["hidden_kernel"] + tensors["hidden_bias"], 0
    )
    return units


def heat_of(head: Head, frame: Features, gesture: Gesture) -> Places:
    """Return how much each place of one frame added to a class more than to the others, as `heat`."""
    explained = head.explain_all(frame)
    return heat(compare(explained.pop(gesture), list(explained.values())))


def coverage(mask: npt.NDArray[np.uint8]) -> Places:
    """Return how much of each of the 7 x 7 places a hand covers, float32 (7, 7) in 0..1.

    The mask is uint8 (n, n), 1 where the hand is, else 0; n is a multiple of 7.
    """
    rows, columns = GRID
    places = mask.reshape(rows, mask.shape[0] // rows, columns, mask.shape[1] // columns)
    covered: Places = places.mean(axis=(1, 3), dtype=np.float32)
    return covered


def share_off_hand(explanation: Explanation, covered: Places) -> float | None:
    """Return the share of all that was added for a gesture that lies at places without any hand, 0..1.

    `covered` is as `coverage` returns it. None when nothing was added for it, or when there is no hand.
    """
    added = np.maximum(explanation.places, 0)
    hand = covered >= HAND_MIN_SHARE
    if not added.any() or not hand.any():
        return None
    return float(added[~hand].sum() / added.sum())
