"""The frozen network: from a square picture to 7 x 7 x 256 features.

A backbone is two files side by side: NAME.tflite, and NAME.json that says whose weights are in it. The
fingerprint there is of the network's weights and not of the file, because two versions of the converter
write two different files of one network, and its heads fit both.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from rps_game.camera.preprocess import INPUT_SIDE, PREPROCESS_VERSION, to_input
from rps_game.errors import BackboneDamaged, BackboneError, BackboneUnavailable
from rps_game.files import read_file, read_json, write_whole
from rps_game.heads.dataset import FEATURE_SHAPE, Features, NetworkId
from rps_game.network.engine import ENGINE_ERRORS, find_litert, load_engine
from rps_game.paths import assets
from rps_game.words import printable

MODEL_SUFFIX: Final = ".tflite"
MOST_MODEL_BYTES: Final = 2**28
"""Ours has 1 MB, the largest MobileNet 17."""

MOST_LETTERS: Final = 100
"""Of each text in a description, such as the 64 digits of a SHA-256."""

PICTURE_SHAPE: Final = (INPUT_SIDE, INPUT_SIDE, 3)

MAX_FEATURE: Final = 1e3
"""Features end at 6 (ReLU6), those of other networks at some tens; beyond this, their squares and sums leave
float32, and no head learns."""


class BackboneName(StrEnum):
    """The networks that the game knows by name; any other comes as the path of a .tflite file."""

    IMAGENET = "imagenet"  # MobileNet v1, alpha 0.25, as Keras publishes it: the origin's
    OWN = "own"  # the one that ships with the game
    FORMER = "former"  # the one that shipped before it: who was calibrated on it goes on with it
    RANDOM = "random"  # seeded random weights: for tests, where there is neither network nor data


DEFAULT_BACKBONE: Final = BackboneName.OWN


@dataclass(frozen=True, slots=True)
class _Description:
    """Content of the .json beside a .tflite."""

    name: str
    fingerprint: str  # SHA-256 over the names, shapes and bytes of its weights, in hexadecimal
    preprocess_version: int  # of the preparation of pictures that it expects
    model_sha256: str  # of the .tflite, so that a half-written or damaged one is noticed


class Backbone:
    """A loaded network, running on one thread of whoever calls it. Safe to call from several threads.

    Args:
        name: what the player knows it by.
        fingerprint: of its weights; heads trained on its features carry it.
        model: the content of a .tflite file.

    Raises:
        BackboneDamaged: `model` is not a network from (1, 224, 224, 3) to (1, 7, 7, 256), both float32, or
            gives no features when it is tried on one picture.

    Attributes:
        engine: the name of what runs it.
        model: the content of the file, for exports.
    """

    def __init__(self, name: str, fingerprint: str, model: bytes) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.model = model
        self._lock = threading.Lock()
        try:
            self.engine, self._run = load_engine(model, PICTURE_SHAPE)
        except ENGINE_ERRORS as error:
            raise _damaged(name) from error
        self.embed(
            np.resize(np.arange(251, dtype=np.uint8), PICTURE_SHAPE)
        )  # no noise: numpy.random takes 12 ms

    @property
    def id(self) -> NetworkId:
        """The network's identity in saves and samples."""
        return NetworkId(self.name, self.fingerprint, PREPROCESS_VERSION)

    def embed(self, square: npt.NDArray[np.uint8]) -> Features:
        """Turn one picture, uint8 (224, 224, 3) RGB, into its features, float32 (7, 7, 256), each in 0..6.

        Raises:
            ValueError: for another shape or dtype.
            BackboneDamaged: the network does not compute, or what comes out are no numbers to learn from.
        """
        if square.dtype != np.uint8 or square.shape != PICTURE_SHAPE:
            raise ValueError(
                f"expected a picture as uint8 {PICTURE_SHAPE}, got {square.dtype} {square.shape}"
            )
        pixels = to_input(square)  # (224, 224, 3) in -1..1
        with self._lock:
            try:
                features = self._run(pixels)
            except ENGINE_ERRORS as error:
                raise _damaged(self.name) from error
        fits = features.dtype == np.float32 and features.shape == FEATURE_SHAPE
        if not fits or not np.abs(features).max() <= MAX_FEATURE:  # NaN is not, either
            raise _damaged(self.name)
        return features

    def embed_batch(self, squares: Sequence[npt.NDArray[np.uint8]]) -> Features:
        """Turn n pictures as for `embed` into float32 (n, 7, 7, 256)."""
        return np.stack([self.embed(square) for square in squares])


def load_backbone(spec: str, cache_dir: Path) -> Backbone:
    """Load a network by its `BackboneName` or by the path of its .tflite file.

    A .tflite of somebody else's, without a .json beside it, goes by the SHA-256 of the file. Converted
    networks are kept in `cache_dir`.

    Raises:
        BackboneUnavailable: it is not there, or not converted yet.
        BackboneDamaged: it is not a network that fits, or not the one that its .json tells of.
    """
    path = backbone_path(spec, cache_dir)
    model, description = _read(spec, path)
    try:
        return Backbone(description.name, description.fingerprint, model)
    except BackboneDamaged as error:
        raise _damaged(str(path)) from error


def is_cached(spec: str, cache_dir: Path) -> bool:
    """Return whether `load_backbone` has a whole file to load, so that nothing is to be prepared."""
    try:
        _read(spec, backbone_path(spec, cache_dir))
    except BackboneError:
        return False
    return True


def former_network() -> NetworkId | None:
    """Return the identity of the network `BackboneName.FORMER`; None where it does not come with the game."""
    description = _read_description(backbone_path(BackboneName.FORMER, Path()))
    if description is None:
        return None
    return NetworkId(description.name, description.fingerprint, description.preprocess_version)


def spec_of(network: NetworkId) -> str:
    """Return what loads the network of a save: FORMER where it is that one, any other by its name.

    Raises:
        BackboneUnavailable: the game has none of that name; a file that somebody made names no path to open.
    """
    if network == former_network():
        return BackboneName.FORMER
    if network.name not in set(BackboneName):
        raise BackboneUnavailable(
            "The player was trained on the network {name}, which does not come with the game.",
            "Name its .tflite file with --backbone (in Python: backbone=).",
            name=network.name,
        )
    return network.name


def can_be_prepared(spec: str) -> bool:
    """Return whether `convert_backbone` can make this network when it is not cached."""
    return spec in {BackboneName.IMAGENET, BackboneName.RANDOM}


def backbone_path(spec: str, cache_dir: Path) -> Path:
    """Return where the .tflite of `spec` is, or would be."""
    if spec in {BackboneName.OWN, BackboneName.FORMER}:
        folder = assets() / spec if spec == BackboneName.FORMER else assets()
        return folder / f"backbone{MODEL_SUFFIX}"
    if spec in set(BackboneName):
        return cache_dir / f"backbone-{spec}{MODEL_SUFFIX}"
    return Path(spec)


def write_backbone(path: Path, model: bytes, name: str, fingerprint: str) -> None:
    """Write a .tflite and the .json beside it, each whole or not at all; the .json comes last and vouches.

    Raises:
        OSError: the system does not let us write there.
    """
    description = _Description(name, fingerprint, PREPROCESS_VERSION, hashlib.sha256(model).hexdigest())
    write_whole(path, model, replace=True)
    text = json.dumps(asdict(description), indent=2) + "\n"
    write_whole(path.with_suffix(".json"), text.encode(), replace=True)


def _read(spec: str, path: Path) -> tuple[bytes, _Description]:
    try:
        model = read_file(path, MOST_MODEL_BYTES)
    except FileNotFoundError as error:
        raise unavailable(spec, path) from error
    except OSError as error:
        raise BackboneUnavailable(
            "The file {path} cannot be read ({reason}).",
            "Allow reading it, or choose another network with --backbone.",
            path=path,
            reason=error.strerror,
        ) from error
    sha256 = hashlib.sha256(model).hexdigest()
    description = _read_description(path)
    if description is None and spec not in set(BackboneName):
        # Only the .json tells a damaged file from a sound one, and a damaged one crashes OpenCV.
        if find_litert() is None:
            raise BackboneUnavailable(
                "{path} has no .json beside it, and without LiteRT the game uses no such network.",
                "Choose the network that comes with the game (own), or pip install ai-edge-litert.",
                path=path,
            )
        description = _Description(printable(path.stem), sha256, PREPROCESS_VERSION, sha256)
    expected = (sha256, PREPROCESS_VERSION)
    if description is None or (description.model_sha256, description.preprocess_version) != expected:
        raise _damaged(str(path))
    return model, description


def _read_description(path: Path) -> _Description | None:
    try:
        values = read_json(path.with_suffix(".json"))
    except (OSError, ValueError):
        return None
    if not isinstance(values, dict):
        return None
    name, fingerprint, version, sha256 = (values.get(field.name) for field in fields(_Description))
    for text in (name, fingerprint, sha256):
        if not isinstance(text, str) or not text.isprintable() or not 0 < len(text) <= MOST_LETTERS:
            return None
    return _Description(str(name), str(fingerprint), version, str(sha256)) if type(version) is int else None


def unavailable(spec: str, path: Path) -> BackboneUnavailable:
    """Return the error which says that `spec`, at `path`, is missing."""
    if can_be_prepared(spec):
        return BackboneUnavailable(
            "The network {name} has not been prepared on this computer yet.",
            "Choose New player in the game, or run rps-game doctor.",
            name=spec,
        )
    return BackboneUnavailable(
        "There is no network at {path}.",
        "Name another with --backbone: imagenet, or the path of a .tflite file.",
        path=path,
    )


def _damaged(name: str) -> BackboneDamaged:
    return BackboneDamaged(
        "{name} is not a network that this game can use, or has been damaged.",
        "Delete it and start the game again, or name another with --backbone.",
        name=name,
    )
