"""The kinds of head there are; a new kind joins this list and its trainer `head_training.TRAINERS`."""

from collections.abc import Mapping
from typing import Final

from rps_game.game.gestures import Gesture
from rps_game.heads.base import Head, Tensors
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead

HEADS: Final[Mapping[str, type[Head]]] = {head.kind: head for head in (PooledHead, DenseHead)}
"""Every kind of head that can be trained, saved and loaded, by its `kind`."""

DEFAULT_HEAD: Final = PooledHead.kind
"""The better one of those compared in docs/recognition.md; "dense" is the origin's own."""


def head_from_tensors(kind: str, tensors: Tensors, classes: tuple[Gesture, ...]) -> Head:
    """Build a head of its saved parts.

    Raises:
        ValueError: for a kind that is not known, or parts that do not make a head of that kind.
    """
    if kind not in HEADS:
        raise ValueError(f"expected a head of kind {', '.join(HEADS)}, got {kind!r}")
    return HEADS[kind].from_tensors(tensors, classes)
