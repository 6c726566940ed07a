"""Painted pictures to learn from, each several times: painting one takes longer than learning from it."""

from typing import Any

import numpy as np

from tools.pretrain.network import Learner, numpy_or_card
from tools.pretrain.painters import Painters


class Pool:
    """Pictures with all that is known of them, the oldest of which make room for new ones.

    Args:
        painters: that paint.
        settings: of the whole recipe.
        teachers: whose softened answers are averaged; the features are the first one's.
    """

    def __init__(self, painters: Painters, settings: dict[str, Any], teachers: list[Learner]) -> None:
        self.painters, self.teachers = painters, teachers
        self.size, self.uses = settings["pool"], settings["uses"]
        self.painted = self.learnt = 0
        self._arrays: dict[str, Any] = {}
        self._rng = np.random.default_rng(settings["seed"])

    def batch(self, count: int) -> tuple[Any, dict[str, Any]]:
        """Return pictures to learn from, and what is known of them; waits where too few are painted."""
        least = min(self.size, 4 * self.painters.chunk)
        while self.painted < least or self.learnt + count > self.uses * self.painted:
            self._add()
        self.learnt += count
        rows = numpy_or_card(self._rng.integers(0, min(self.painted, self.size), count))
        taken = {name: values[rows] for name, values in self._arrays.items()}
        return taken.pop("picture"), taken

    def _add(self) -> None:
        slot, painted = self.painters.fetch()
        chunk = {name: numpy_or_card(values) for name, values in painted.items()}
        if self.teachers:
            said = [teacher.teach(chunk["picture"]) for teacher in self.teachers]
            chunk["soft"] = numpy_or_card(sum(one["soft"] for one in said) / len(said))
            chunk["features"] = numpy_or_card(said[0]["features"])
        if not self._arrays:
            self._arrays = {name: _empty_like(values, self.size) for name, values in chunk.items()}
        start = self.painted % self.size
        for name, values in chunk.items():
            self._arrays[name][start : start + self.painters.chunk] = values
        self.painted += self.painters.chunk
        self.painters.release(slot)


def _empty_like(values: Any, count: int) -> Any:
    shape = (count, *values.shape[1:])
    return np.empty(shape, values.dtype) if isinstance(values, np.ndarray) else values.new_empty(shape)
