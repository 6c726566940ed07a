"""Whether a head still reads the hand as surely as when it was trained: other light or another room shows.

What is compared is how sure the head is of the gesture that it reads. Nobody knows here which gesture was
shown, so a head that is surely wrong is not found out; but in pictures unlike those that it was trained on a
head is mostly unsure, or sees no hand at all.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import GESTURES, Gesture

HAND_SHOWN: Final = 0.5
"""The probability from which a hand is taken to be there: more likely than not, as in a vote."""


@dataclass(frozen=True, slots=True)
class DriftRules:
    """When confidence has fallen. A look is what was seen in one throw, or for about a second.

    Attributes:
        share: of the expected confidence; the middle one of the looks below it has fallen. With two thirds,
            no match with the later frames of a session was doubted, and hardly one in a light in which nine
            in ten are read right; by a lamp at night, where six in ten are misread, 8 matches of 10; with
            another man's hands in other rooms 9. `python -m benchmarks.drift` prints it.
        looks: from which a decision comes: four throws, or the first 4 s of trying. The middle one of four is
            not moved by one bad throw.
        most_looks: where every look was read as the same gesture. A single pose may be a hard one, and the
            expected confidence is of all three.
    """

    share: float = 2 / 3
    looks: int = 4
    most_looks: int = 8

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise ValueError(f"expected a share above 0 and up to 1, got {self.share}")
        if not 1 <= self.looks <= self.most_looks:
            raise ValueError(f"expected at least one look, got {self.looks} of {self.most_looks}")


class DriftState(Enum):
    """What is known of a head's confidence."""

    WATCHING = auto()  # too little has been seen
    STEADY = auto()
    FALLEN = auto()


class Drift:
    """Watches a head's first looks, and decides once.

    Args:
        expected: the head's median probability of the right gesture when it was trained, 0..1; 0 where it is
            not known: it is then taken to be steady.
        rules: when it has fallen.

    Attributes:
        state: what was decided.
    """

    def __init__(self, expected: float, rules: DriftRules | None = None) -> None:
        if not 0 <= expected <= 1:
            raise ValueError(f"expected a confidence from 0 to 1, got {expected}")
        self.state = DriftState.WATCHING if expected > 0 else DriftState.STEADY
        self._rules = rules or DriftRules()
        self._expected = expected
        self._looks: list[float] = []
        self._read: set[Gesture] = set()

    @property
    def fallen(self) -> bool:
        """Whether the head is less sure than it was."""
        return self.state is DriftState.FALLEN

    def look(self, probabilities: npt.NDArray[np.float32]) -> None:
        """Take one look into account; nothing changes once it is decided.

        Args:
            probabilities: float32 (n, 3) or (n, 4), a head's outputs for the n frames of the look, in each of
                which a hand was to be seen; none at all is no look.
        """
        if self.state is not DriftState.WATCHING or not len(probabilities):
            return
        means = probabilities[:, : len(GESTURES)].mean(axis=0)
        self._looks.append(float(means.max()))
        self._read.add(GESTURES[int(means.argmax())])
        rules = self._rules
        if len(self._looks) >= (rules.looks if len(self._read) > 1 else rules.most_looks):
            fallen = float(np.median(self._looks)) < rules.share * self._expected
            self.state = DriftState.FALLEN if fallen else DriftState.STEADY


class Glance:
    """Gathers looks where nobody asks for a gesture: the frames of about a second with a hand in them.

    A head that knows no "no hand" cannot tell when there is one: it gives no looks.

    Args:
        look_s: how long one look is.
    """

    def __init__(self, look_s: float = 1.0) -> None:
        self._look_s = look_s
        self._began_s: float | None = None
        self._rows: list[npt.NDArray[np.float32]] = []

    def add(
        self, captured_s: float, probabilities: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32] | None:
        """Take a frame; the look, float32 (n, 4), when this frame ends one.

        Args:
            captured_s: when the frame was captured, in seconds of any clock.
            probabilities: float32 (3,) or (4,), the head's.
        """
        if len(probabilities) <= Gesture.NONE or probabilities[Gesture.NONE] > 1 - HAND_SHOWN:
            return None
        if self._began_s is None:
            self._began_s = captured_s
        self._rows.append(probabilities)
        if captured_s - self._began_s < self._look_s:
            return None
        look, self._rows, self._began_s = np.stack(self._rows), [], None
        return look
