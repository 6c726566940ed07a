"""The layer between features and logits, of each kind of head; and which heads a lesson compares."""

from typing import Final

import numpy as np

from rps_game.heads.analysis import hidden_units
from rps_game.heads.base import Head
from rps_game.heads.dataset import Features, pooled
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.ui.context import Context
from rps_game.ui.drawing.arrays import Values
from rps_game.ui.screens.learn.lesson import grouped
from rps_game.ui.words.i18n import tr

FULL_UNIT: Final = 4.0
"""The activation of a hidden unit that is drawn in full colour: 95 in 100 active units have less."""

FULL_AVERAGE: Final = 3.0
"""The average of a feature map that is drawn in full colour: half of what it can be; 99 in 100 have less."""


def hidden_values(head: Head, frame: Features) -> Values:
    """Return a head's intermediate values for one frame, float32 (n,), at least 0; 1 is full colour.

    They are averages of the feature maps, or the activations of hidden units.
    """
    if isinstance(head, PooledHead):
        averages: Values = pooled(frame[None])[0] / np.float32(FULL_AVERAGE)
        return averages
    units = hidden_units(head, frame)
    return np.empty(0, np.float32) if units is None else units / np.float32(FULL_UNIT)


def hidden_label(head: Head, count: int) -> str:
    """Return what `hidden_values` are, in two words."""
    return tr("{n} averages", n=count) if isinstance(head, PooledHead) else tr("{n} units", n=count)


def layers_sentence(head: Head, starter: Head | None) -> str:
    """Return how a head decides; `starter` is the head that its training began with."""
    if isinstance(head, DenseHead):
        weights = grouped(sum(tensor.size for tensor in head.tensors().values()))
        return tr("Two layers, {weights} weights: numbers to units, units to probabilities.", weights=weights)
    if not isinstance(head, PooledHead):
        return ""
    words = tr(
        "It averages each map and weighs the averages: {weights} weights, one for each map and class.",
        weights=grouped(head.kernel.size),
    )
    if starter is None:
        return words
    return f"{words} " + tr("The thin marks show what it said before you came.")


def heads_of(context: Context) -> tuple[Head | None, Head | None]:
    """Return the head to explain, and the starter head that its training began with.

    Without a head of the player's own the first is the starter head, or None. The second is None if the head
    did not begin with the starter, or belongs to another network than the one in use.
    """
    session, network = context.session, context.network
    starter = None if network.starter is None else network.starter.head
    head = session.head
    if head is None:
        return starter, None
    began = isinstance(head, PooledHead) and session.head_network == network.id and head is not starter
    return head, starter if began else None
