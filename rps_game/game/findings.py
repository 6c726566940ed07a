"""The one finding that a confusion table of held-out frames holds for the player, and what to do."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet

WORTH_REDOING: Final = 0.2
"""The share of one gesture's frames read as another from which recording it again is advised. A vote over
nine frames still holds at one wrong in ten; at one in five the throws begin to suffer."""


class Reading(Enum):
    """Grades of reading the held-out frames."""

    UNTESTED = auto()  # too few frames to hold any out
    PERFECT = auto()
    GOOD = auto()  # mistakes, but fewer than would change a throw
    CONFUSED = auto()  # one gesture is read as another too often


@dataclass(frozen=True, slots=True)
class Finding:
    """The one thing worth saying about a table."""

    reading: Reading
    right: int  # frames read right, of `total`
    total: int  # frames tested
    shown: Gesture | None = None  # most often mistaken, as a share of its frames; None without a mistake
    taken_for: Gesture | None = None  # the gesture that it was mostly read as; None likewise
    times: int = 0  # frames of `shown` that were read so
    frames: int = 0  # all frames of `shown`

    @classmethod
    def of(cls, confusion: npt.NDArray[np.int64], rules: RuleSet = CLASSIC) -> Self:
        """Return the finding of a table: int64 (moves, moves), frames by [gesture shown, gesture read].

        Both are in class order; it is all zero when nothing was tested.
        """
        total, right = int(confusion.sum()), int(np.trace(confusion))
        if total == 0:
            return cls(Reading.UNTESTED, 0, 0)
        if right == total:
            return cls(Reading.PERFECT, right, total)
        shown_frames = confusion.sum(axis=1)  # (moves,)
        mistakes = confusion / np.maximum(shown_frames, 1)[:, None]  # (moves, moves), shares of a row
        np.fill_diagonal(mistakes, 0.0)
        shown, taken_for = np.unravel_index(mistakes.argmax(), mistakes.shape)
        return cls(
            Reading.CONFUSED if mistakes[shown, taken_for] >= WORTH_REDOING else Reading.GOOD,
            right,
            total,
            rules.moves[shown],
            rules.moves[taken_for],
            int(confusion[shown, taken_for]),
            int(shown_frames[shown]),
        )

    @property
    def redo(self) -> Gesture | None:
        """The gesture to record again, if any."""
        return self.shown if self.reading is Reading.CONFUSED else None
