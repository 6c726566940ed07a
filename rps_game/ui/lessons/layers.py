"""What lies between a picture and what is read in it: each kind of head has something else there."""

from typing import Final

import numpy as np

from rps_game.session import Session
from rps_game.ui.i18n import tr
from rps_game.ui.lessons.base import grouped
from rps_game.ui.maps import Values
from rps_game.vision.dataset import Features, pooled
from rps_game.vision.dense_head import DenseHead
from rps_game.vision.head import Head
from rps_game.vision.insight import hidden_units
from rps_game.vision.pooled_head import PooledHead
from rps_game.vision.starter import load_starter

FULL_UNIT: Final = 4.0
"""What a hidden unit says to be drawn in full colour: few say more (95 in 100 active ones less)."""

FULL_AVERAGE: Final = 3.0
"""The average of a map that is drawn in full colour: half of what it can be; 99 in 100 are less."""


def middle_of(head: Head, frame: Features) -> Values:
    """What the head makes of one frame before it decides, float32 (n,), averages or hidden units.

    From 0; 1 is drawn in full colour, as is what is more.
    """
    if isinstance(head, PooledHead):
        averages: Values = pooled(frame[None])[0] / np.float32(FULL_AVERAGE)
        return averages
    units = hidden_units(head, frame)
    return np.empty(0, np.float32) if units is None else units / np.float32(FULL_UNIT)


def middle_words(head: Head, count: int) -> str:
    """What `middle_of` shows, in two words."""
    return tr("{n} averages", n=count) if isinstance(head, PooledHead) else tr("{n} units", n=count)


def layers_words(head: Head, before: Head | None) -> str:
    """How the head decides; `before` is what it was when it had seen nothing of the player."""
    if isinstance(head, DenseHead):
        weights = grouped(sum(tensor.size for tensor in head.tensors().values()))
        return tr("Two layers, {weights} weights: numbers to units, units to probabilities.", weights=weights)
    if not isinstance(head, PooledHead):
        return ""
    words = tr(
        "It averages each map and weighs the averages: {weights} weights, one for each map and class.",
        weights=grouped(head.kernel.size),
    )
    if before is None:
        return words
    return f"{words} " + tr("The thin marks show what it said before you came.")


def head_before(session: Session) -> Head | None:
    """The starter that the session's head began as; None for one that began with nothing."""
    head, made_by = session.head, session.head_of
    if not isinstance(head, PooledHead) or made_by is None:
        return None
    starter = load_starter(made_by.fingerprint)
    if starter is None or starter.head.classes != head.classes:
        return None
    return starter.head
