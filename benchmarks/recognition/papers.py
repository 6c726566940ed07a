"""Which papers of pairs_hawkinson have their fingers closed or are seen from the edge: told apart by eye.

Numbers are places in the set's folder `paper`, in the order of the names, from 0. Nearly all of these
hands are seen from the back.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

CLOSED: Final = tuple(chain(range(16, 25), range(77, 120), range(360, 396), range(437, 524)))
"""Fingers side by side; the thumb may be out."""

EDGE_ON: Final = tuple(
    chain(
        range(72, 77),
        range(133, 148),
        (178, 179, 182),
        range(525, 529),
        (532, 537, 540, 543, 549, 552, 555, 558, 560, 563, 564, 567, 570, 572),
    )
)
"""The palm's normal nearly across the view: the hand is a narrow strip."""

PAPERS: Final[Mapping[str, Sequence[int]]] = {"closed": CLOSED, "edge-on": EDGE_ON}
