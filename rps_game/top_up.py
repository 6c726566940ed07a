"""A few more frames of each class, for a head that has become less sure: of the light as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rps_game.flow import Outcome
from rps_game.game.gestures import Gesture
from rps_game.vision.dataset import HELD_OUT_SHARE
from rps_game.vision.observation import Sample

TOP_UP_FRAMES: Final = 10
"""Of each class: two seconds of pictures, a quarter of what a calibration takes."""


@dataclass(slots=True)
class TopUp:
    """One that is under way.

    Attributes:
        back: where it was asked for and leads back to, PLAY or TRY.
        samples: what was recorded of each class; kept apart until a head has learnt them.
    """

    back: Outcome
    samples: dict[Gesture, list[Sample]] = field(default_factory=dict)


def joined(old: Sequence[Sample], new: Sequence[Sample]) -> list[Sample]:
    """The samples of one class with those of a top-up.

    Each recording's last quarter stands at the end: a head is tested on the last quarter of the whole, and is
    to learn from the old light and the new, and to be tested on both.
    """
    kept_old, kept_new = (len(part) - len(part) // HELD_OUT_SHARE for part in (old, new))
    return [*old[:kept_old], *new[:kept_new], *old[kept_old:], *new[kept_new:]]
