"""What a table of the frames kept out of training means for the player: one finding, and what to do."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import GESTURES, Gesture

WORTH_REDOING: Final = 0.2
"""The share of one gesture's frames taken for another from which recording it again is advised. A vote over
nine frames still holds at one wrong in ten; at one in five the throws begin to suffer."""


class Reading(Enum):
    """How well the kept-out frames were read."""

    UNTESTED = auto()  # too few frames to keep any out
    PERFECT = auto()
    GOOD = auto()  # mistakes, but fewer than would change a throw
    CONFUSED = auto()  # one gesture is taken for another too often


@dataclass(frozen=True, slots=True)
class Finding:
    """The one thing worth saying about a table.

    Attributes:
        reading: how good it is.
        right: frames read right, of `total`.
        total: frames tested.
        shown: the gesture most often mistaken, as a share of its frames; None without a mistake.
        taken_for: what it was mostly taken for; None likewise.
        times: how often, of the `of` frames that showed it.
        of: frames that showed it.
    """

    reading: Reading
    right: int
    total: int
    shown: Gesture | None = None
    taken_for: Gesture | None = None
    times: int = 0
    of: int = 0

    @property
    def redo(self) -> Gesture | None:
        """The gesture to record again, if any."""
        return self.shown if self.reading is Reading.CONFUSED else None


def find(confusion: npt.NDArray[np.int64]) -> Finding:
    """The finding of a table.

    Args:
        confusion: int64 (3, 3), frames by [gesture shown, gesture read], in the order of GESTURES; all
            zero when nothing was tested.
    """
    total, right = int(confusion.sum()), int(np.trace(confusion))
    if total == 0:
        return Finding(Reading.UNTESTED, 0, 0)
    if right == total:
        return Finding(Reading.PERFECT, right, total)
    shown_frames = confusion.sum(axis=1)  # (3,)
    mistakes = confusion / np.maximum(shown_frames, 1)[:, None]  # (3, 3), shares of a row
    np.fill_diagonal(mistakes, 0.0)
    shown, taken_for = np.unravel_index(mistakes.argmax(), mistakes.shape)
    reading = Reading.CONFUSED if mistakes[shown, taken_for] >= WORTH_REDOING else Reading.GOOD
    return Finding(
        reading,
        right,
        total,
        GESTURES[shown],
        GESTURES[taken_for],
        int(confusion[shown, taken_for]),
        int(shown_frames[shown]),
    )
