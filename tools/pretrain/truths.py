"""What is known of made hands, as further things to learn; thrown away with its layers after the training.

Three small layers on the network's last map (truth_heads.py) say which fingers are stretched, where each
joint is, and which pixels are hand. A network that is asked for these has to look at fingers one by one.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

STRIDE: Final = 32
"""Pixels to a cell of the last map."""

JOINTS: Final = 21
FINE: Final = 2
"""Each cell is divided so often, a side, for the joints: places 16 pixels apart, about a finger's width."""

FINER: Final = 4
"""The same for the mask: 8 pixels."""

SPREAD: Final = 0.7
"""Standard deviation of a joint's target, in places."""


class Known(NamedTuple):
    """What one painted picture is known to show.

    Attributes:
        fingers: float32 (5,), 0 folded .. 1 stretched, -1 not known.
        joints: float32 (21, 2), pixels (x, y); NaN where not known.
        cover: float32 (side, side), share of hand, arm and sleeve in each pixel; None where not known.
    """

    fingers: Floats
    joints: Floats
    cover: Floats | None


def targets(known: list[Known], side: int) -> dict[str, Floats]:
    """Return what is learnt of a batch.

    Args:
        known: of each picture.
        side: of the pictures, pixels; what lies beyond the last whole cell is left out.

    Returns:
        fingers float32 (batch, 5), -1 not known; joints float32 (batch, 21, places), rows that add up to 1,
        or to 0 where a joint is not known or not in the picture; mask float32 (batch, places), -1 not known.
    """
    cells = side // STRIDE
    joints = np.stack([_joint_targets(one.joints, cells) for one in known])
    mask = np.stack([_mask_target(one.cover, cells) for one in known])
    return {"fingers": np.stack([one.fingers for one in known]), "joints": joints, "mask": mask}


def _joint_targets(joints: Floats, cells: int) -> Floats:
    with np.errstate(invalid="ignore"):
        seen = ((joints >= 0) & (joints < cells * STRIDE)).all(axis=1)
    places = (joints[seen] + 0.5) * (FINE / STRIDE) - 0.5
    line = np.arange(cells * FINE, dtype=np.float32)
    across = np.exp(-np.square(line - places[:, :1]) / (2 * SPREAD**2))
    down = np.exp(-np.square(line - places[:, 1:]) / (2 * SPREAD**2))
    maps = down[:, :, None] * across[:, None, :]
    target = np.zeros((len(joints), FINE * FINE * cells * cells), np.float32)
    target[seen] = _by_cells(maps / maps.sum(axis=(1, 2), keepdims=True), FINE)
    return target


def _mask_target(cover: Floats | None, cells: int) -> Floats:
    if cover is None:
        return np.full(FINER * FINER * cells * cells, -1, np.float32)
    step = STRIDE // FINER
    whole = cover[: cells * STRIDE, : cells * STRIDE]
    means = whole.reshape(cells * FINER, step, cells * FINER, step).mean(axis=(1, 3))
    return _by_cells(means[None], FINER)[0]


def _by_cells(maps: Floats, parts: int) -> Floats:
    """(n, cells * parts, cells * parts) in the order of a layer's output: by part of a cell, then by cell."""
    count, side = len(maps), maps.shape[1] // parts
    split = maps.reshape(count, side, parts, side, parts).transpose(0, 2, 4, 1, 3)
    return np.asarray(split.reshape(count, parts * parts * side * side), np.float32)
