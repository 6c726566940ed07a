"""What lies between a picture and what is read in it: each kind of head has something else there."""

from typing import Final

import numpy as np

from rps_game.heads.base import Head
from rps_game.heads.dataset import Features, pooled
from rps_game.heads.dense import DenseHead
from rps_game.heads.insight import hidden_units
from rps_game.heads.pooled import PooledHead
from rps_game.ui.context import Context
from rps_game.ui.drawing.maps import Values
from rps_game.ui.screens.learn.lesson import grouped
from rps_game.ui.words.i18n import tr

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


def heads_of(context: Context) -> tuple[Head | None, Head | None]:
    """The head to look at, and the starter that it began as.

    Without a head of the player's own it is the starter itself; without that one, None. Nor is there a
    starter beside a head that began with nothing, or on another network than the one in use.
    """
    session, network = context.session, context.network
    known = None if network.starter is None else network.starter.head
    head = session.head
    if head is None:
        return known, None
    began = isinstance(head, PooledHead) and session.head_network == network.id and head is not known
    return head, known if began else None
