"""Explanations of a head: how much each of the 49 places of the picture added to a gesture's logit.

A head's `explain_all` splits the logits; `heat` makes a map of the places, to draw over the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import Gesture

GRID: Final = (7, 7)
"""Rows and columns of the places: each is a 32 x 32 pixel patch of the square, and what surrounds it."""

FULL_HEAT: Final = 0.5
"""In logits: a place that adds this much is drawn in full colour. Heads trained on 40 frames a gesture of
best_of_one, hands_dataset and rock_paper_scissors_ml have a strongest place of 0.4 to 1.1 logits in nine
frames of ten, 0.5 to 1.5 when it is compared with the other classes."""

Places = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """One logit of one frame, split: the places and what is left over sum to it.

    Attributes:
        gesture: the class whose logit it is.
        places: float32 (7, 7), what each place added, in logits: above 0 for the gesture, below 0 against
            it. Row 0 is the top of the square, column 0 its left (not mirrored).
        leftover: what no place accounts for, in logits: `places.sum() + leftover` is the logit. It is the
            output's bias, how likely the class is whatever the picture, or what active hidden units would add
            for an empty picture; 0 for a head without.
    """

    gesture: Gesture
    places: Places
    leftover: float


def compare(asked: Explanation, others: Sequence[Explanation]) -> Explanation:
    """Return what was added to a gesture's logit more than to the others': the one asked for less their mean.

    Softmax depends only on how far apart the logits are: what adds the same to all of them decides nothing.
    The difference of sums is the sum of the differences, so this too is exact, place by place. The others are
    of the other classes of the same frame and head, at least one.
    """
    places = asked.places - np.mean([other.places for other in others], axis=0, dtype=np.float32)
    leftover = asked.leftover - sum(other.leftover for other in others) / len(others)
    return Explanation(asked.gesture, places, leftover)


def heat(explanation: Explanation) -> Places:
    """Return a map to draw: float32 (7, 7) in -1..1; above 0 for the gesture, below 0 against it.

    The strongest place is 1 or -1, unless it is weaker than `FULL_HEAT`: where no place adds much, the map is
    pale instead of amplifying noise.
    """
    strongest = float(np.abs(explanation.places).max())
    return explanation.places / np.float32(max(strongest, FULL_HEAT))
