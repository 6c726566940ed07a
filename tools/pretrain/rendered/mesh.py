"""The rigged hand of ../shared/hand3d: load it, thin it out, bend it by linear blend skinning in NumPy."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

CELL: Final = 0.045
"""Vertices nearer than this become one, in units of the mesh (the hand is 3.6 long): less than a pixel of the
stored pictures, and a sixth of the triangles."""

ARM_X: Final = 2.2
"""Where the mesh is cut along the arm: its own end is jagged and closed; a forearm is put there instead."""

UV_CELLS: Final = 16
"""Cells of the texture, a side: vertices on both sides of a seam keep texture places of their own."""

FINGERS: Final = ("finger5", "finger4", "finger3", "finger2", "finger1")
"""Thumb, index, middle, ring, little finger, by the names of their bones: the order of all truths."""

JOINTS: Final = 21
"""Wrist; then of each finger three joints and the tip."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How a hand is bent and built.

    Attributes:
        turns: for a bone's name, its rotation vector (x, y, z) in radians in its own frame; others rest.
        scales: for a bone's name, its factors (across, along) to the bone's own size; others 1.
    """

    turns: Mapping[str, tuple[float, float, float]]
    scales: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Posed:
    """A bent hand, in the mesh's own units.

    Attributes:
        positions, normals: float32 (vertices, 3).
        joints: float32 (`JOINTS`, 3).
        palm: float32 (3,), unit normal of the palm, pointing out of it.
        index: float32 (3,), unit direction of the index finger, from knuckle to tip.
    """

    positions: Floats
    normals: Floats
    joints: Floats
    palm: Floats
    index: Floats


def rotation(vector: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the matrix (3, 3) of a rotation vector in radians (Rodrigues)."""
    v = np.asarray(vector, np.float64)
    angle = float(np.linalg.norm(v))
    if angle < 1e-9:
        return np.eye(3)
    x, y, z = v / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


class Hand:
    """The mesh with its bones.

    Args:
        folder: with `hand.npz`, as ../shared/hand3d/README.md describes it.

    Raises:
        OSError: the file is not there.
    """

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "hand.npz") as stored:
            data = {name: stored[name] for name in stored.files}
        self.names = [str(name) for name in data["bone_names"]]
        self.parents = data["bone_parent"].tolist()
        self.offsets = data["bone_position"].astype(np.float64)
        self.rests = [rotation(row[0] * row[1:]) for row in data["bone_axis_angle"].astype(np.float64)]
        weights = np.zeros((len(data["positions"]), len(self.names)), np.float32)
        for k in range(4):
            np.add.at(weights, (np.arange(len(weights)), data["bone_index"][:, k]), data["bone_weight"][:, k])
        self._thin_out(data, weights)
        self._bind = self._global({}, {})
        self._tips = self._fingertips()

    def _thin_out(self, data: Mapping[str, npt.NDArray[np.float32]], weights: Floats) -> None:
        """Merge vertices by cells of space, bone by bone so that neighbouring fingers stay apart."""
        places = np.floor(data["positions"] / CELL).astype(np.int64)
        key = np.column_stack([places, weights.argmax(axis=1)])
        _, cell = np.unique(key, axis=0, return_inverse=True)
        texture = np.floor(data["uv"] * UV_CELLS).astype(np.int64)
        kept, vertex = np.unique(np.column_stack([cell.ravel(), texture]), axis=0, return_inverse=True)
        cell, vertex, of_vertex = cell.ravel(), vertex.ravel(), kept[:, 0]

        def means(values: Floats, group: npt.NDArray[np.intp], groups: int) -> Floats:
            sums = np.zeros((groups, values.shape[1]), np.float64)
            np.add.at(sums, group, values)
            return np.asarray(sums / np.bincount(group, minlength=groups)[:, None], np.float32)

        cells = int(cell.max()) + 1
        self.positions = means(data["positions"], cell, cells)[of_vertex]
        self.normals = means(data["normals"], cell, cells)[of_vertex]
        self.weights = means(weights, cell, cells)[of_vertex]
        self.uv = means(data["uv"], vertex, len(kept))
        faces = vertex[data["faces"]]
        whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
        whole &= data["positions"][data["faces"], 0].max(axis=1) < ARM_X
        self.faces = np.asarray(faces[whole], np.int32)

    def _global(
        self, turns: Mapping[str, tuple[float, float, float]], scales: Mapping[str, tuple[float, float]]
    ) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
        """Rotation (3, 3) and place (3,) of each bone; a scale moves the bone's children along."""
        found: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]] = []
        for number, name in enumerate(self.names):
            own = self.rests[number] @ rotation(turns.get(name, (0.0, 0.0, 0.0)))
            parent = self.parents[number]
            if parent < 0:
                found.append((own, self.offsets[number]))
                continue
            turn, place = found[parent]
            across, along = scales.get(self.names[parent], (1.0, 1.0))
            offset = self.offsets[number] * (across, along, across)
            found.append((turn @ own, place + turn @ offset))
        return found

    def _fingertips(self) -> dict[str, float]:
        """Length of each finger's last bone: how far its own vertices reach along it."""
        lengths = {}
        for finger in FINGERS:
            bone = self.names.index(f"{finger}joint3")
            own = self.weights[:, bone] > 0.9
            turn, place = self._bind[bone]
            lengths[finger] = float(((self.positions[own] - place) @ turn)[:, 1].max())
        return lengths

    def pose(self, pose: Pose) -> Posed:
        """Bend the hand."""
        bones = self._global(pose.turns, pose.scales)
        matrices = np.zeros((len(bones), 12), np.float32)
        for number, ((turn, place), (rest, origin)) in enumerate(zip(bones, self._bind, strict=True)):
            across, along = pose.scales.get(self.names[number], (1.0, 1.0))
            linear = turn @ np.diag([across, along, across]) @ rest.T
            matrices[number] = np.column_stack([linear, place - linear @ origin]).ravel()
        blended = (self.weights @ matrices).reshape(-1, 3, 4)
        positions = np.einsum("vij,vj->vi", blended[..., :3], self.positions) + blended[..., 3]
        normals = np.einsum("vij,vj->vi", blended[..., :3], self.normals)
        normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
        joints = [bones[self.names.index("metacarpals")][1]]
        for finger in FINGERS:
            for joint in (1, 2, 3):
                joints.append(bones[self.names.index(f"{finger}joint{joint}")][1])
            turn, place = bones[self.names.index(f"{finger}joint3")]
            length = self._tips[finger] * pose.scales.get(f"{finger}joint3", (1.0, 1.0))[1]
            joints.append(place + turn[:, 1] * length)
        palm_bone = self.names.index("metacarpals")
        palm = bones[palm_bone][0] @ self._bind[palm_bone][0].T @ np.array([0.0, 0.0, -1.0])
        along_index = joints[8] - joints[5]
        return Posed(
            np.asarray(positions, np.float32),
            np.asarray(normals, np.float32),
            np.asarray(joints, np.float32),
            np.asarray(palm, np.float32),
            np.asarray(along_index / np.linalg.norm(along_index), np.float32),
        )


@functools.lru_cache(maxsize=1)
def load_hand(folder: Path) -> Hand:
    """Return the hand of a folder, read once."""
    return Hand(folder)
