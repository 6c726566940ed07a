"""The starter: a head and negatives that ship with the backbone, known before any calibration.

Both are in one file beside the backbone, `starter.safetensors`: the head's tensors, `negatives`, and in its
metadata the fingerprint of the backbone whose features they are of.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from rps_game.errors import BackboneDamaged, BackboneUnavailable
from rps_game.files import is_file, write_whole
from rps_game.game.gestures import CLASSES, Gesture, RuleSet
from rps_game.heads.base import check_tensor
from rps_game.heads.dataset import POOLED, Pooled
from rps_game.heads.pooled import PooledHead

STARTER_FILE: Final = "starter.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Starter:
    """The head that a calibration starts from, and examples of no gesture.

    Attributes:
        head: reads the gestures of anybody, with "no hand" as the last class; the prior of every head that
            is trained.
        negatives: float32 (m, 256), pooled features of pictures that show no gesture of the game: rooms,
            walls, faces, hands with one, three or four fingers up.

    Raises:
        ValueError: for other shapes, or values beyond `check_tensor`'s.
    """

    head: PooledHead
    negatives: Pooled

    def __post_init__(self) -> None:
        check_tensor("negatives", self.negatives, (len(self.negatives), POOLED))

    def column(self, gesture: Gesture) -> int | None:
        """Return the head's column of a move, by its id; None for one that the starter does not know."""
        rules = self.head.rules
        return int(rules[gesture.id]) if gesture.id in rules else None

    def prior(self, rules: RuleSet) -> npt.NDArray[np.float32]:
        """Return kernel and, below it, bias of a rule set's classes before any frame: (257, classes).

        A move that the starter does not know has those of its moves' mean: a hand.
        """
        own = np.concatenate([self.head.kernel, self.head.bias[None]])
        if rules is self.head.rules:
            return own
        mean = own[:, : len(self.head.rules.moves)].mean(axis=1)
        columns = [self.column(gesture) for gesture in rules.classes]
        return np.stack([mean if each is None else own[:, each] for each in columns], axis=1)


def load_starter(fingerprint: str, folder: Path) -> Starter | None:
    """Return the starter in `folder`; None when there is none, or one of a backbone of another fingerprint.

    Raises:
        BackboneUnavailable: the file cannot be read.
        BackboneDamaged: it is not what the game came with.
    """
    path = folder / STARTER_FILE
    if not is_file(path):
        return None
    try:
        with safe_open(path, framework="numpy") as opened:
            stored: Any = opened
            if (stored.metadata() or {}).get("fingerprint") != fingerprint:
                return None
            tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - no dict
        negatives = tensors.pop("negatives").astype(np.float32)
        return Starter(PooledHead.from_tensors(tensors, CLASSES), negatives)
    except OSError as error:
        raise BackboneUnavailable(
            "The file {path} cannot be read ({reason}).",
            "Allow reading it, or choose another network with --backbone.",
            path=path,
            reason=error.strerror or str(error),
        ) from error
    except (SafetensorError, ValueError, KeyError) as error:
        raise BackboneDamaged(
            "{name} is not a file that this game can use, or has been damaged.",
            "Install the game again, or choose another network with --backbone.",
            name=path,
        ) from error


def write_starter(starter: Starter, fingerprint: str, folder: Path) -> Path:
    """Write the file that `load_starter` reads, the negatives as float16, and return its path.

    Raises:
        OSError: the system does not let us write there.
    """
    tensors = starter.head.tensors() | {"negatives": starter.negatives.astype(np.float16)}
    whole = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    path = folder / STARTER_FILE
    write_whole(path, save(whole, {"fingerprint": fingerprint}), replace=True)
    return path
