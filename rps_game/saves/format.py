"""A trained player as bytes: one .safetensors file, sealed and checked. The table is docs/save-format.md.

`save_envelope` holds for every version of the format; what is inside is read by the reader of its version. A
later version adds a reader and keeps the old ones. Nothing that a file says is believed before it is checked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from rps_game.errors import SaveDamaged, SaveNameInvalid, SaveUnknownVersion
from rps_game.heads.base import Head, check_tensor
from rps_game.heads.dataset import FEATURE_SHAPE, POOLED, NetworkId
from rps_game.heads.kinds import HEADS, head_from_tensors
from rps_game.saves.container import TensorParts, open_envelope, seal
from rps_game.saves.names import LAST_PLAYER, clean_name
from rps_game.saves.tensors import Samples, Views, gesture_named, head_and_samples, named, take_views

FORMAT_VERSION: Final = 2

MAX_FILE_BYTES: Final = 512 * 2**20
"""Four classes of 2,000 frames: far more than anyone records, and it still fits into memory."""


METADATA: Final = (
    "format",
    "format_version",
    "sha256",
    "name",
    "created",
    "head_kind",
    "classes",
    "backbone",
    "backbone_fingerprint",
    "preprocess_version",
    "holdout_accuracy",
)
"""What the metadata of versions 1 and 2 hold: these, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """A player as the game keeps them: the trained head, and the samples it learnt from. No pictures.

    Attributes:
        name: a clean name, or `LAST_PLAYER`.
        head: what turns features into probabilities.
        samples: for each recorded class float32 (n, 7, 7, 256), n at least 1, finite, in order of time.
        network: the frozen network that made the features.
        created: when the head was trained, an ISO 8601 date, with or without the time.
        holdout_accuracy: share of the frames kept out of a first training that were read right, 0 to 1.
        views: for each class, for each of its samples, the pooled features of augmented views of it, float32
            (v, 256), v from 0, finite; a class whose samples have none may be missing.

    Raises:
        ValueError: at once, for whatever is not so.
    """

    name: str
    head: Head
    samples: Samples
    network: NetworkId
    created: str
    holdout_accuracy: float | None
    views: Views = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name != LAST_PLAYER and clean_name(self.name) != self.name:
            raise ValueError(f"expected a clean name, got {self.name!r}")
        for gesture, features in self.samples.items():
            check_tensor(f"samples of {gesture.name}", features, (max(1, len(features)), *FEATURE_SHAPE))
        for gesture, of_sample in self.views.items():
            if len(of_sample) != len(self.samples.get(gesture, ())):
                raise ValueError(f"expected views of each sample of {gesture.name}, got {len(of_sample)}")
            for rows in of_sample:
                check_tensor(f"views of {gesture.name}", rows, (len(rows), POOLED))
        for text in (self.network.name, self.network.fingerprint):
            if not text or not text.isprintable():
                raise ValueError(
                    f"expected the backbone's name and fingerprint in one line each, got {text!r}"
                )
        if self.network.preprocess_version < 1:
            raise ValueError(f"expected a preprocess version from 1, got {self.network.preprocess_version}")
        datetime.fromisoformat(self.created)
        if self.holdout_accuracy is not None and not 0.0 <= self.holdout_accuracy <= 1.0:
            raise ValueError(f"expected a hold-out accuracy from 0 to 1, got {self.holdout_accuracy}")


def encode(profile: Profile) -> bytes:
    """The bytes of a save, of the present version.

    Raises:
        ValueError: a tensor of the head is not float32 or not finite, or all is too large to be read again.
    """
    metadata = {
        "format_version": str(FORMAT_VERSION),
        "name": profile.name,
        "created": profile.created,
        "head_kind": profile.head.kind,
        "classes": " ".join(gesture.name.lower() for gesture in profile.head.classes),
        "backbone": profile.network.name,
        "backbone_fingerprint": profile.network.fingerprint,
        "preprocess_version": str(profile.network.preprocess_version),
        "holdout_accuracy": "" if profile.holdout_accuracy is None else repr(float(profile.holdout_accuracy)),
    }
    head = profile.head.tensors()
    for name, tensor in head.items():
        check_tensor(name, tensor, tensor.shape)
    data = seal(named(head, profile.samples, profile.views), metadata)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"expected a player of at most {MAX_FILE_BYTES} bytes, got {len(data)}")
    return data


def decode(data: bytes, file: str) -> Profile:
    """The player in the bytes of a save, of any version that there ever was.

    Args:
        data: the whole file.
        file: its name, for the player.

    Raises:
        SaveDamaged: not a save, cut off, changed since it was written, or with a content that cannot be.
        SaveUnknownVersion: written by a later version of the game.
    """
    try:
        envelope = open_envelope(data)
    except ValueError as cause:
        raise SaveDamaged(
            "The file {file} is not a saved player of this game, or only a part of one.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=file,
        ) from cause
    if not envelope.intact:
        raise SaveDamaged(
            "The saved player in {file} is damaged: the file has changed since it was written.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=file,
        )
    try:
        read = _reader_of(_whole_number(envelope.metadata["format_version"]))
        return read(envelope.metadata, envelope.tensors())
    except _WrittenLaterError as cause:
        raise SaveUnknownVersion(
            "The saved player in {file} was written by a later version of the game.",
            "Update the game to use it; the file stays where it is.",
            file=file,
        ) from cause
    except (ValueError, KeyError, SaveNameInvalid) as cause:
        raise SaveDamaged(
            "The saved player in {file} has a content that this game cannot have written.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=file,
        ) from cause


class _WrittenLaterError(Exception):
    """Sound as far as this game can tell, and beyond what it knows."""


def _read_v1(metadata: Mapping[str, str], parts: Mapping[str, TensorParts]) -> Profile:
    """Head and samples."""
    if set(metadata) != set(METADATA):
        raise ValueError(f"expected the metadata {METADATA}, got {sorted(metadata)}")
    if metadata["head_kind"] not in HEADS:
        raise _WrittenLaterError(f"head {metadata['head_kind']!r}")
    head, samples = head_and_samples(parts)
    classes = tuple(gesture_named(name) for name in metadata["classes"].split(" "))
    accuracy = metadata["holdout_accuracy"]
    return Profile(
        name=metadata["name"],
        head=head_from_tensors(metadata["head_kind"], head, classes),
        samples=samples,
        network=NetworkId(
            metadata["backbone"],
            metadata["backbone_fingerprint"],
            _whole_number(metadata["preprocess_version"]),
        ),
        created=metadata["created"],
        holdout_accuracy=float(accuracy) if accuracy else None,
    )


def _read_v2(metadata: Mapping[str, str], parts: Mapping[str, TensorParts]) -> Profile:
    """The same, and views of the samples."""
    of_views = {path: part for path, part in parts.items() if path.startswith(("views/", "view_of/"))}
    profile = _read_v1(metadata, {path: part for path, part in parts.items() if path not in of_views})
    return replace(profile, views=take_views(of_views, profile.samples))


def _whole_number(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise ValueError(f"expected a whole number from 1, got {text!r}")
    return int(text)


_Reader = Callable[[Mapping[str, str], Mapping[str, TensorParts]], Profile]
_READERS: Final[Mapping[int, _Reader]] = {1: _read_v1, 2: _read_v2}
"""One for every version that the game ever wrote. A new version adds one and changes none."""


def _reader_of(version: int) -> _Reader:
    if version not in _READERS:
        raise _WrittenLaterError(f"version {version}")
    return _READERS[version]
