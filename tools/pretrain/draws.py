"""Painted pictures, and what is known of each: what the networks learn from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.pretrain.bank import Bank, Kind
from tools.pretrain.painter import paint
from tools.pretrain.truths import FINE, FINER, JOINTS, STRIDE, Known, targets

Arrays = dict[str, npt.NDArray[Any]]


class Draws:
    """Draws pictures of a bank and paints them: first a class by its share, then a set by its weight.

    Args:
        bank: to draw from.
        settings: of the whole recipe.
        side: of the painted pictures, pixels.
        leave_out: sets that are not drawn from.
    """

    def __init__(
        self, bank: Bank, settings: dict[str, Any], side: int, leave_out: Sequence[str] = ()
    ) -> None:
        self.bank, self.side, self.plain = bank, side, settings["plain"]
        names = ("rock", "paper", "scissors", "none")
        share = np.array([settings["classes"][name] for name in names])
        chance = np.zeros(len(bank.labels))
        for label in range(4):
            for source, weight in settings["weights"].items():
                here = (bank.labels == label) & (bank.sources == source)
                if here.any() and source not in leave_out:
                    chance[here] += weight / here.sum()
            of_class = bank.labels == label
            chance[of_class] *= share[label] / max(chance[of_class].sum(), 1e-9)
        self.chance = chance / chance.sum()
        grounds = np.isin(bank.kinds, (Kind.BACKGROUND, Kind.BACKDROP))
        self.backgrounds = np.flatnonzero(grounds & ~np.isin(bank.sources, list(leave_out)))

    def batch(self, seed: tuple[int, ...], count: int) -> Arrays:
        """Return so many pictures; a seed gives the same ones.

        Returns:
            picture uint8 (count, side, side, 3) RGB, label int32 (count,), and what `truths.targets` gives.
        """
        rng = np.random.default_rng(seed)
        fronts = rng.choice(len(self.chance), count, p=self.chance)
        backs = rng.choice(self.backgrounds, count)
        strengths = np.where(rng.random(count) < self.plain["share"], self.plain["strength"], 1.0)
        bank = self.bank
        pictures, known = [], []
        for front, back, strength in zip(fronts, backs, strengths, strict=True):
            kind = Kind(int(bank.kinds[front]))
            behind = bank.pictures[back]
            painted = paint(rng, bank.pictures[front], kind, behind, self.side, strength=strength)
            joints = bank.joints[front]
            moved = joints if np.isnan(joints).all() else painted.moved(joints)
            pictures.append(painted.picture)
            known.append(Known(bank.fingers[front], moved, painted.cover))
        return {"picture": np.stack(pictures), "label": bank.labels[fronts], **targets(known, self.side)}


def shapes(side: int) -> dict[str, tuple[tuple[int, ...], type[Any]]]:
    """Shape and dtype of each array of a batch, for one picture."""
    cells = (side // STRIDE) ** 2
    return {
        "picture": ((side, side, 3), np.uint8),
        "label": ((), np.int32),
        "fingers": ((5,), np.float16),
        "joints": ((JOINTS, FINE * FINE * cells), np.float16),
        "mask": ((FINER * FINER * cells,), np.float16),
    }
