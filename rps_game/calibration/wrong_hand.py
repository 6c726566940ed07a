"""Notices another gesture than the one that was asked for, while it is recorded.

Each frame is evidence for each other gesture: how much likelier than the right one the starter finds it, as a
difference of logits, where it knows both; and, once the other gesture has been recorded, how near the frame
is to those frames. The evidence of a recording is summed. A single frame says little of a stranger's hand,
ten say a lot.

`benchmarks/calibration/` measures it: docs/calibration.md, which also says what its numbers were chosen on.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.camera.observation import Sample
from rps_game.game.gestures import Gesture
from rps_game.heads.dataset import Features, Pooled, pooled
from rps_game.heads.starter import Starter

Evidence = npt.NDArray[np.float32]
Recorded = Mapping[Gesture, Sequence[Sample]]

LEAST_FRAMES: Final = 3
"""Fewer say nothing: a hand is still on its way."""

CLEAR: Final = 10.0
"""The sum from which it is another gesture. A clear frame has 3 to 4, so three of them suffice."""

JUDGED_AT: Final = 10
"""Ten frames that have not been clear are judged once, by the likelier gesture, and no later ones: what has
looked right for so long is right, and every further look would ask about some right hand."""

LIKE_RECORDED: Final = 7.0
"""The same for a pair that the starter cannot tell apart, by the likeness to what was recorded alone:
docs/rules.md."""

NEAR: Final = 1.4
"""A frame as far from another gesture's frames as this, in their own distances, tells nothing. Before one
wall the same gesture is at about 1 and others from 3; where the room changes with each picture, from 1.5."""

FARTHEST: Final = 6.0
"""Beyond this, distance says no more: the light may have changed since."""


class WrongHand:
    """Compares frames with the gestures that were not asked for.

    Args:
        asked: the gesture to be recorded.
        starter: what reads strangers' hands; None where the network has none.
        recorded: what has been recorded so far; that of `asked` is not looked at, it may be what is wrong.
    """

    def __init__(self, asked: Gesture, starter: Starter | None, recorded: Recorded) -> None:
        self._asked = asked
        self._starter = starter
        self._read: dict[int, Pooled] = {}  # averages of the recording's frames, by their numbers
        self._room = _room(starter, recorded.get(asked.rules.none, ()))
        self._others = {
            gesture: _directions(_rows(recorded[gesture]), self._room)
            for gesture in asked.rules.moves
            if gesture is not asked and len(recorded.get(gesture, ())) > 1
        }

    def recognises(self, features: Features) -> bool:
        """Return whether the starter reads the right gesture in a frame, float32 (7, 7, 256)."""
        return self._starter is not None and bool(
            self._starter.head.predict(features[None])[0].argmax() == self._starter.column(self._asked)
        )

    def looks_like(self, features: Features) -> Gesture | None:
        """Return the other gesture that a single frame, float32 (7, 7, 256), shows; None for none."""
        found = {gesture: float(each[0]) for gesture, each in self._evidence(pooled(features[None])).items()}
        likeliest = max(found, key=lambda gesture: found[gesture])
        return likeliest if found[likeliest] > 0 else None

    def read(self, samples: Sequence[Sample]) -> Gesture | None:
        """Return the gesture that a recording clearly shows in place of the right one; None for none."""
        if self._asked.is_none or not LEAST_FRAMES <= len(samples) <= JUDGED_AT:
            return None
        new = [sample for sample in samples if sample.number not in self._read]
        if new:  # the others' features were averaged before
            self._read.update(zip([sample.number for sample in new], _rows(new), strict=True))
        rows = np.stack([self._read[sample.number] for sample in samples])
        sums = {gesture: float(each.sum()) for gesture, each in self._evidence(rows).items()}
        likeliest = max(sums, key=lambda gesture: sums[gesture])
        enough = CLEAR
        if len(samples) == JUDGED_AT:
            enough = 0.0 if self.knows(likeliest) else LIKE_RECORDED
        return likeliest if sums[likeliest] > enough else None

    def knows(self, gesture: Gesture) -> bool:
        """Return whether the starter tells it from the right one: else there is only what was recorded."""
        starter = self._starter
        return starter is None or None not in (starter.column(gesture), starter.column(self._asked))

    def evidence(self, samples: Sequence[Sample]) -> dict[Gesture, Evidence]:
        """Return each frame's evidence for each other gesture, float32 (n,); below 0 it speaks against it."""
        return self._evidence(_rows(samples))

    def _evidence(self, rows: Pooled) -> dict[Gesture, Evidence]:
        starter = self._starter
        logits = None if starter is None else starter.head.logits(rows)
        asked = None if starter is None else starter.column(self._asked)
        found = {}
        for gesture in self._asked.rules.moves:
            if gesture is self._asked:
                continue
            found[gesture] = np.zeros(len(rows), np.float32)
            column = None if starter is None else starter.column(gesture)
            if logits is not None and asked is not None and column is not None:
                found[gesture] += logits[:, column] - logits[:, asked]
            if gesture in self._others:
                found[gesture] += _nearness(_directions(rows, self._room), self._others[gesture])
        return found


def swap_helps(one: Gesture, other: Gesture, starter: Starter | None, samples: Recorded) -> bool:
    """Return whether each of two gestures looks more like the other one."""
    return all(
        WrongHand(asked, starter, {}).evidence(samples[asked])[seen].sum() > 0
        for asked, seen in ((one, other), (other, one))
    )


def find_wrong_hand(starter: Starter | None, recorded: Recorded) -> tuple[Gesture, Gesture] | None:
    """Return the gesture whose frames most clearly show another one, and that one; None for none.

    Those that the player has confirmed are left out, and what the starter does not know: of whole recordings
    the likeness alone would ask about hands that are much alike, such as three and four fingers.
    """
    guards = {
        asked: WrongHand(asked, starter, recorded)
        for asked in recorded
        if recorded[asked] and not asked.is_none and not any(sample.confirmed for sample in recorded[asked])
    }
    sums = {
        (asked, seen): float(rows.sum())
        for asked, guard in guards.items()
        for seen, rows in guard.evidence(recorded[asked]).items()
        if guard.knows(seen)
    }
    worst = max(sums, key=lambda pair: sums[pair], default=None)
    return worst if worst is not None and sums[worst] > CLEAR else None


def _rows(samples: Sequence[Sample]) -> Pooled:
    return pooled(np.stack([sample.features for sample in samples]))


def _room(starter: Starter | None, empty: Sequence[Sample]) -> Pooled:
    # What the features are without a hand, float32 (256,): differences from it are the hand's.
    if empty:
        return np.asarray(_rows(empty).mean(axis=0), np.float32)
    return (
        np.zeros(1, np.float32) if starter is None else np.asarray(starter.negatives.mean(axis=0), np.float32)
    )


def _directions(rows: Pooled, room: Pooled) -> Pooled:
    away = rows - room
    return np.asarray(away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6), np.float32)


def _nearness(rows: Pooled, others: Pooled) -> Evidence:
    # The logarithm of NEAR / distance; the distance is to the nearest frame, as a multiple of that of the
    # second half of the others from their first.
    half = len(others) // 2
    usual = 1 - (others[half:] @ others[:half].T).max(axis=1).mean()
    distances = (1 - (rows @ others.T).max(axis=1)) / max(usual, 1e-3)
    return np.asarray(np.log(NEAR / np.clip(distances, 1 / FARTHEST, FARTHEST)), np.float32)
