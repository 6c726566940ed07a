"""Measures the coach's hints against the size and the place of the hands.

Both are measured apart from the coach, in pixels of the network's square: a hand is what differs from the
empty scene within three radii of the palm, which is the largest circle that fits into it; what lies farther
away is an arm. It is inside when one and a half radii around the palm's middle lie in the square.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.coach import SETS, Session, cut_offs, sessions
from benchmarks.recognition.tables import table
from rps_game.calibration.coach import Coach, FrameVerdict
from rps_game.calibration.empty_scene import EmptyScene
from rps_game.calibration.wrong_hand import WrongHand
from rps_game.camera.observation import Embed, Square
from rps_game.camera.preprocess import INPUT_SIDE
from rps_game.heads.starter import Starter

MEASURED: Final = ("best_of_one", "rock_paper_scissors_ml")
"""The sets that have an empty scene, which a hand is measured against."""

CHANGED_LEVELS: Final = 25
"""A pixel has changed when a colour differs by more: the palest hand before the palest wall does."""

HAND_PALMS, INSIDE_PALMS = 3.0, 1.5
"""In radii of the palm: how far a hand reaches from its middle, and how much of that is in the square."""

HEAD: Final = ("set", "hands", "frames", '"a little nearer", of 100', '"your whole hand", of 100')
LARGE, SMALLER, HALVED, CUT = "of the median size or larger", "smaller", "made half as wide", "cut through"


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A hand: where the scene has changed, bool (224, 224), its share of the square, and its place."""

    mask: npt.NDArray[np.bool_]
    share: float
    inside: bool


def measured_hand(square: Square, room: npt.NDArray[np.float64]) -> Measured:
    """Measure a hand before a room, the median of its frames (224, 224, 3)."""
    off = np.abs(square - room).max(axis=2)
    changed = cv2.morphologyEx(
        (off > CHANGED_LEVELS).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)
    )
    _, labels, stats, _ = cv2.connectedComponentsWithStats(changed)
    mask = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    # With no border of zeros, the circle of a palm that is cut may reach over the edge.
    palm = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    row, column = np.unravel_index(int(palm.argmax()), palm.shape)
    radius = float(palm.max())
    rows, columns = np.ogrid[:INPUT_SIDE, :INPUT_SIDE]
    hand = mask & (np.hypot(rows - row, columns - column) <= HAND_PALMS * radius)
    nearest = min(row, column, INPUT_SIDE - 1 - row, INPUT_SIDE - 1 - column)
    return Measured(mask, float(hand.mean()), bool(nearest >= INSIDE_PALMS * radius))


def half_as_wide(square: Square, mask: npt.NDArray[np.bool_], empty: Square) -> Square:
    """Put a hand of half its width before the middle of an empty scene."""
    side, quarter = INPUT_SIDE // 2, INPUT_SIDE // 4
    small = cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA)
    where = cv2.resize(mask.astype(np.uint8), (side, side), interpolation=cv2.INTER_AREA) > 0
    made = empty.copy()
    made[quarter : quarter + side, quarter : quarter + side][where] = small[where]
    return made


def hands_of(session: Session) -> Iterator[tuple[str, Square, EmptyScene]]:
    """Yield the hands that lie inside, as they are and half as wide, and those that are cut."""
    room = np.median(session.empty, axis=0)
    scene = EmptyScene.of(session.empty)
    hands = [(square, measured_hand(square, room)) for square in session.frames]
    median = float(np.median([hand.share for _, hand in hands]))
    for square, hand in hands:
        if hand.inside:
            yield LARGE if hand.share >= median else SMALLER, square, scene
            yield HALVED, half_as_wide(square, hand.mask, session.empty[0]), scene
    for square, cut_room in cut_offs(session):
        yield CUT, square, cut_room


def measure(hands: Path, embed: Embed, starter: Starter | None) -> str:
    """Count how often the coach asks to come nearer, and for the whole hand, for each kind of hand."""
    rows = []
    for name in MEASURED:
        frames, nearer, whole = Counter[str](), Counter[str](), Counter[str]()
        for session in sessions(hands / name, SETS[name]):
            wrong_hand = WrongHand(session.gesture, starter, {})
            for kind, square, scene in hands_of(session):
                coach = Coach(session.gesture, scene)
                verdict = coach.judge(square, 0.0, recognised=wrong_hand.recognises(embed(square)))
                frames[kind] += 1
                nearer[kind] += coach.small
                whole[kind] += verdict is FrameVerdict.CUT_OFF
        rows += [
            [
                name,
                kind,
                str(frames[kind]),
                f"{100 * nearer[kind] / frames[kind]:.0f}",
                f"{100 * whole[kind] / frames[kind]:.0f}",
            ]
            for kind in (LARGE, SMALLER, HALVED, CUT)
        ]
    return table(HEAD, rows, texts=2)
