"""Painted batches: what the networks learn from."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from tools.pretrain.bank import Bank, Kind
from tools.pretrain.painter import paint
from tools.pretrain.truths import Known, targets


class Draws(keras.utils.PyDataset):  # type: ignore[misc]
    """Painted batches: a class is drawn by its share, then a set by its weight, then any picture of it.

    A batch is uint8 (batch, side, side, 3) RGB, and a dict of `label`, int32 (batch,), with what
    `truths.targets` gives; a seed gives the same batches.

    Args:
        bank: to draw from.
        settings: of the whole recipe.
        batch: pictures in a batch.
        side: of the pictures, pixels.
        steps: batches.
        seed: of all the chances taken.
        first: number of the first batch, where a training goes on.
    """

    def __init__(
        self,
        bank: Bank,
        settings: dict[str, Any],
        batch: int,
        side: int,
        steps: int,
        seed: int,
        first: int = 0,
    ) -> None:
        # One thread paints ahead while the network learns: OpenCV and PyTorch both let go of the interpreter.
        super().__init__(workers=1, max_queue_size=16)
        self.bank, self.batch, self.side, self.steps, self.seed = bank, batch, side, steps, seed
        self.first = first
        names = ("rock", "paper", "scissors", "none")
        share = np.array([settings["classes"][name] for name in names])
        chance = np.zeros(len(bank.labels))
        for label in range(4):
            for source, weight in settings["weights"].items():
                here = (bank.labels == label) & (bank.sources == source)
                if here.any():
                    chance[here] += weight / here.sum()
            of_class = bank.labels == label
            chance[of_class] *= share[label] / chance[of_class].sum()
        self.chance = chance / chance.sum()
        self.backgrounds = np.flatnonzero(np.isin(bank.kinds, (Kind.BACKGROUND, Kind.BACKDROP)))

    def __len__(self) -> int:
        return self.steps

    def __getitem__(self, step: int) -> tuple[npt.NDArray[np.uint8], dict[str, npt.NDArray[Any]]]:
        rng = np.random.default_rng((self.seed, self.first + step))
        fronts = rng.choice(len(self.chance), self.batch, p=self.chance)
        backs = rng.choice(self.backgrounds, self.batch)
        bank = self.bank
        pictures, known = [], []
        for front, back in zip(fronts, backs, strict=True):
            kind = Kind(int(bank.kinds[front]))
            painted = paint(rng, bank.pictures[front], kind, bank.pictures[back], self.side)
            joints = bank.joints[front]
            moved = joints if np.isnan(joints).all() else painted.moved(joints)
            pictures.append(painted.picture)
            known.append(Known(bank.fingers[front], moved, painted.cover))
        return np.stack(pictures), {"label": bank.labels[fronts], **targets(known, self.side)}


def painted(bank: Bank, settings: dict[str, Any], count: int, side: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Paint pictures as the networks see them, uint8 (side, side, 3) RGB: to be looked at."""
    yield from Draws(bank, settings, count, side, 1, 0)[0][0]
