"""Detects that a head's confidence has fallen since its training: in other light, or in another room.

What is compared is how sure the head is of the gesture that it reads. Nobody knows here which gesture was
shown, so a head that is surely wrong is not found out; but in pictures unlike those that it was trained on a
head is mostly unsure, or sees no hand at all.

A look is the frames of one throw, or of about a second of trying.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.game.gestures import CLASSIC, Gesture, RuleSet

HAND_SHOWN: Final = 0.5
"""The probability from which a hand is taken to be there: more likely than not, as in a vote."""

FALLEN_SHARE: Final = 0.8
"""The share of the expected confidence below which the median look has fallen. With this, no match with the
later frames of a session was doubted, and one in a hundred in a light in which nineteen in twenty are read
right; by a lamp at night, where three in ten are misread, 4 matches of 10; with another man's hands in other
rooms, of which two thirds and a quarter are misread, 10 and 6. `python -m benchmarks.drift` prints it."""

LOOKS: Final = 4
"""Looks before the decision: four throws, or the first 4 s of trying. The median of four is not moved by
one bad throw."""

MOST_LOOKS: Final = 8
"""Looks before the decision where every look was read as the same gesture. A single pose may be a hard one,
and the expected confidence is of all."""

LOOK_S: Final = 1.0
"""The length of a look while nobody asks for a gesture."""


class Drift:
    """Watches a head's first looks, and decides once.

    Args:
        expected: the head's median probability of the right gesture when it was trained, 0..1; 0 where it is
            not known: it is then taken to be steady.
        rules: what it reads.

    Attributes:
        fallen: whether the head is less sure than it was; None before the decision.
    """

    def __init__(self, expected: float, rules: RuleSet = CLASSIC) -> None:
        if not 0 <= expected <= 1:
            raise ValueError(f"expected a confidence from 0 to 1, got {expected}")
        self.fallen: bool | None = None if expected > 0 else False
        self._expected = expected
        self._moves = rules.moves
        self._looks: list[float] = []
        self._read: set[Gesture] = set()

    def add(self, look: npt.NDArray[np.float32]) -> None:
        """Take one look into account: float32 (n, classes), a head's outputs for n frames with a hand.

        One without frames does not count, and nothing changes after the decision.
        """
        if self.fallen is not None or not len(look):
            return
        means = look[:, : len(self._moves)].mean(axis=0)
        self._looks.append(float(means.max()))
        self._read.add(self._moves[int(means.argmax())])
        if len(self._looks) >= (LOOKS if len(self._read) > 1 else MOST_LOOKS):
            self.fallen = float(np.median(self._looks)) < FALLEN_SHARE * self._expected


class LookCollector:
    """Collects looks where nobody asks for a gesture: the frames of about a second with a hand in them.

    A head without the class "no hand" cannot tell when there is one: it gives no looks.

    Args:
        rules: what is read.
    """

    def __init__(self, rules: RuleSet = CLASSIC) -> None:
        self._none = rules.none
        self._began_s: float | None = None
        self._rows: list[npt.NDArray[np.float32]] = []

    def add(
        self, captured_s: float, probabilities: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32] | None:
        """Take a frame, captured at this time of any clock, and the head's float32 (classes,) of it.

        Returns the look, float32 (n, classes), when this frame ends one.
        """
        if len(probabilities) <= self._none or probabilities[self._none] > 1 - HAND_SHOWN:
            return None
        if self._began_s is None:
            self._began_s = captured_s
        self._rows.append(probabilities)
        if captured_s - self._began_s < LOOK_S:
            return None
        look, self._rows, self._began_s = np.stack(self._rows), [], None
        return look
