"""The registry of heads: each kind has one entry here; its class and its trainer have their own modules."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rps_game.heads.base import Head
from rps_game.heads.dense import DenseHead
from rps_game.heads.pooled import PooledHead
from rps_game.words import mark

if TYPE_CHECKING:  # they need DEFAULT_HEAD
    from rps_game.heads.report import TrainingSettings
    from rps_game.heads.starter import Starter
    from rps_game.heads.training import HeadTrainer


@dataclass(frozen=True, slots=True)
class HeadKind:
    """One kind of head.

    Attributes:
        head: its class, whose `kind` names it in saves, in the settings and on the command line.
        trainer: the class of its `HeadTrainer`, as "module:name". Training may need OpenCV, which saves and
            settings do without, so it is imported when it is asked for.
        learns_from_views: whether its training makes use of augmented views.
        label: what the settings call it, marked English.
    """

    head: type[Head]
    trainer: str
    learns_from_views: bool
    label: str

    def new_trainer(self, settings: "TrainingSettings", starter: "Starter | None") -> "HeadTrainer":
        """Return a trainer for one training."""
        trainer: HeadTrainer = pkgutil.resolve_name(self.trainer)(settings, starter)
        return trainer


HEAD_KINDS: Final[Mapping[str, HeadKind]] = {
    entry.head.kind: entry
    for entry in (
        HeadKind(
            head=PooledHead,
            trainer="rps_game.heads.pooled_training:PooledTrainer",
            learns_from_views=True,
            label=mark("quick and robust"),
        ),
        HeadKind(
            head=DenseHead,
            trainer="rps_game.heads.dense_training:DenseTrainer",
            learns_from_views=False,
            label=mark("like the original"),
        ),
    )
}
"""Every kind of head that can be trained, saved and loaded, by the `kind` of its class; the default first."""

DEFAULT_HEAD: Final = next(iter(HEAD_KINDS))
"""The better one of those compared in docs/recognition.md; "dense" is the origin's own."""
