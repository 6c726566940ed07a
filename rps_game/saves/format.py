"""A player as the bytes of one .safetensors file, checked in full when it is read: docs/save-format.md.

`container` holds for every version of the format; what is inside is read by the reader of its version. A
later version adds a reader and keeps those before it. Nothing that a file says is believed before it is
checked.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from rps_game.errors import SaveDamaged, SaveNameInvalid, SaveUnknownVersion
from rps_game.game.gestures import CLASSIC, Gesture, RuleSet
from rps_game.game.rules import parse, to_json
from rps_game.heads.base import Head, Tensors, check_tensor
from rps_game.heads.dataset import (
    FEATURE_SHAPE,
    POOLED,
    Features,
    NetworkId,
    Pooled,
    check_views,
    split_views,
    stack_views,
)
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.saves.container import Container, Tensor, TensorParts, open_container, pack
from rps_game.saves.names import LAST_PLAYER, clean_name

FORMAT_VERSION: Final = 3

MAX_FILE_BYTES: Final = 128 * 2**20
"""2000 frames, as `session.MAX_SAMPLES` allows. Reading so much holds Python's lock, and with
it the window, for 0.12 s (512 MB: 0.5 s)."""

MOST_SAMPLE_BYTES: Final = MAX_FILE_BYTES - 2**23
"""Of the samples and their views; what is left is for the head and for what tells of them."""

METADATA_V2: Final = (
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
"""What the metadata of version 2 hold: these, and nothing else."""

METADATA_V3: Final = (*METADATA_V2, "rules")
"""The same of version 3, which holds the rule set; version 2 knows rock, paper, scissors alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """What a save's header says of its player: as true as the file is intact.

    Attributes:
        name: a clean name, or `LAST_PLAYER`.
        network: the frozen network that made the features.
        created: when the head was trained, an ISO 8601 date, with or without the time.
        holdout_accuracy: share of the frames kept out of a first training that were read right, 0 to 1.
        rules: what the player plays by.

    Raises:
        ValueError: at once, for whatever is not so.
    """

    name: str
    network: NetworkId
    created: str
    holdout_accuracy: float | None
    rules: RuleSet = CLASSIC

    def __post_init__(self) -> None:
        if self.name != LAST_PLAYER and clean_name(self.name) != self.name:
            raise ValueError(f"expected a clean name, got {self.name!r}")
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile(Facts):
    """A player as the game keeps them: the trained head, and the samples it learnt from. No pictures.

    Attributes:
        head: what turns features into probabilities.
        samples: for each recorded class float32 (n, 7, 7, 256), n at least 1, in order of time.
        views: for each class, for each of its samples, the pooled features of augmented views of it, float32
            (v, 256), v from 0; a class whose samples have none may be missing.

    Raises:
        ValueError: at once, for whatever is not so.
    """

    head: Head
    samples: Mapping[Gesture, Features]
    views: Mapping[Gesture, Sequence[Pooled]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Facts.__post_init__(self)
        if self.head.rules is not self.rules:
            raise ValueError(f"expected a head for {self.rules}, got one for {self.head.rules}")
        for gesture, features in self.samples.items():
            check_tensor(f"samples of {gesture.name}", features, (max(1, len(features)), *FEATURE_SHAPE))
        for gesture, of_sample in self.views.items():
            if len(of_sample) != len(self.samples.get(gesture, ())):
                raise ValueError(f"expected views of each sample of {gesture.name}, got {len(of_sample)}")
            for rows in of_sample:
                check_tensor(f"views of {gesture.name}", rows, (len(rows), POOLED))


def encode(profile: Profile) -> bytes:
    """Return the bytes of a save, of the present version.

    Raises:
        ValueError: what would not be read again: a tensor that `check_tensor` refuses, or too large a file.
    """
    metadata = {
        "format_version": str(FORMAT_VERSION),
        "name": profile.name,
        "created": profile.created,
        "head_kind": profile.head.kind,
        "classes": " ".join(gesture.id for gesture in profile.head.classes),
        "backbone": profile.network.name,
        "backbone_fingerprint": profile.network.fingerprint,
        "preprocess_version": str(profile.network.preprocess_version),
        "holdout_accuracy": "" if profile.holdout_accuracy is None else repr(float(profile.holdout_accuracy)),
        "rules": json.dumps(to_json(profile.rules), ensure_ascii=False, separators=(",", ":")),
    }
    head = profile.head.tensors()
    for name, tensor in head.items():
        check_tensor(name, tensor, tensor.shape)
    data = pack(_named_tensors(head, profile), metadata)
    if len(data) > MAX_FILE_BYTES:
        raise ValueError(f"expected a player of at most {MAX_FILE_BYTES} bytes, got {len(data)}")
    return data


def _named_tensors(head: Tensors, profile: Profile) -> dict[str, Tensor]:
    tensors: dict[str, Tensor] = {f"head/{name}": tensor for name, tensor in head.items()}
    tensors |= {f"samples/{gesture.id}": array for gesture, array in profile.samples.items()}
    for gesture, of_sample in profile.views.items():
        if any(len(rows) for rows in of_sample):
            rows, view_of = stack_views(of_sample)
            tensors[f"views/{gesture.id}"] = rows
            tensors[f"view_of/{gesture.id}"] = view_of.astype(np.int32)
    return tensors


def read_facts(file: BinaryIO, called: str, *, check: bool) -> tuple[Facts, int]:
    """Return what the header of a save says, and how many samples there are of all classes together.

    The errors call the file `called`. `check` the checksum, for which all of the file is read, in pieces.

    Raises:
        SaveDamaged, SaveUnknownVersion: as `decode`, as far as the file was read.
    """
    with _opened(file, called, check=check) as container:
        facts = _reader_of(container, called)[0](container.metadata)
        return facts, sum(shape[0] for name, shape in container.shapes.items() if name.startswith("samples/"))


def decode(data: bytes, called: str) -> Profile:
    """Return the player in the bytes of a save, of version 2 or of any version since.

    `data` is the whole file; the errors call it `called`.

    Raises:
        SaveDamaged: not a save, cut off, changed since it was written, or with a content that cannot be.
        SaveUnknownVersion: of version 1, or written by a later version of the game.
    """
    with _opened(BytesIO(data), called, check=True) as container:
        facts, profile = _reader_of(container, called)
        return profile(facts(container.metadata), container)


@contextmanager
def _opened(file: BinaryIO, called: str, *, check: bool) -> Iterator[Container]:
    try:
        container = open_container(file)
    except ValueError as cause:
        raise SaveDamaged(
            "The file {file} is not a saved player of this game, or only a part of one.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=called,
        ) from cause
    if not container.whole or (check and not container.is_intact()):
        raise SaveDamaged(
            "The saved player in {file} is damaged: the file has changed since it was written.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=called,
        )
    try:
        yield container
    except (ValueError, LookupError, SaveNameInvalid) as cause:
        raise SaveDamaged(
            "The saved player in {file} has a content that this game cannot have written.",
            "It stays where it is; calibrate again, or put back a copy of it.",
            file=called,
        ) from cause


def _facts_v2(metadata: Mapping[str, str]) -> Facts:
    if set(metadata) != set(METADATA_V2):
        raise ValueError(f"expected the metadata {METADATA_V2}, got {sorted(metadata)}")
    accuracy = metadata["holdout_accuracy"]
    return Facts(
        name=metadata["name"],
        network=NetworkId(
            metadata["backbone"],
            metadata["backbone_fingerprint"],
            _whole_number(metadata["preprocess_version"]),
        ),
        created=metadata["created"],
        holdout_accuracy=float(accuracy) if accuracy else None,
    )


def _facts_v3(metadata: Mapping[str, str]) -> Facts:
    if set(metadata) != set(METADATA_V3):
        raise ValueError(f"expected the metadata {METADATA_V3}, got {sorted(metadata)}")
    facts = _facts_v2({name: metadata[name] for name in METADATA_V2})
    return replace(facts, rules=parse(metadata["rules"].encode()))


def _profile(facts: Facts, container: Container) -> Profile:
    rules = facts.rules
    head: dict[str, npt.NDArray[np.float32]] = {}
    samples: dict[Gesture, Features] = {}
    views: dict[Gesture, Pooled] = {}
    view_of: dict[Gesture, npt.NDArray[np.int64]] = {}
    for path, part in container.tensors().items():
        match path.split("/", 1):
            case "head", name:
                head[name] = _float32(path, part)
            case "samples", name:
                samples[rules[name]] = _float32(path, part)
            case "views", name:
                views[rules[name]] = _float32(path, part)
            case "view_of", name:
                view_of[rules[name]] = _numbers(path, part, "I32", "<i4").astype(np.int64)
            case _:
                raise ValueError(f"expected tensors of head/, samples/, views/ and view_of/, got {path!r}")
    if set(views) != set(view_of):
        raise ValueError(f"expected views/ and view_of/ of the same classes, got {set(views) ^ set(view_of)}")
    classes = tuple(rules[name] for name in container.metadata["classes"].split(" "))
    return Profile(
        name=facts.name,
        head=HEAD_KINDS[container.metadata["head_kind"]].head.from_tensors(head, classes),
        samples=samples,
        network=facts.network,
        created=facts.created,
        holdout_accuracy=facts.holdout_accuracy,
        rules=rules,
        views={
            gesture: _by_sample(rows, view_of[gesture], len(samples[gesture]))
            for gesture, rows in views.items()
        },
    )


_Reader = tuple[Callable[[Mapping[str, str]], Facts], Callable[[Facts, Container], Profile]]
_READERS: Final[Mapping[int, _Reader]] = {2: (_facts_v2, _profile), 3: (_facts_v3, _profile)}
"""One for every version from 2 on. A new version adds one and changes none."""


def _reader_of(container: Container, called: str) -> _Reader:
    version = _whole_number(container.metadata["format_version"])
    if version < min(_READERS):
        raise SaveUnknownVersion(
            "The saved player in {file} has format {version}, which this game no longer reads.",
            "Calibrate again; the file stays where it is.",
            file=called,
            version=version,
        )
    if version not in _READERS or container.metadata["head_kind"] not in HEAD_KINDS:
        raise SaveUnknownVersion(
            "The saved player in {file} was written by a later version of the game.",
            "Update the game to use it; the file stays where it is.",
            file=called,
        )
    return _READERS[version]


def _by_sample(rows: Pooled, view_of: npt.NDArray[np.int64], samples: int) -> list[Pooled]:
    if not len(rows):
        raise ValueError("expected at least one view in views/, got none")
    check_views(rows, view_of, samples)
    return split_views(rows, view_of, samples)


def _float32(path: str, part: TensorParts) -> npt.NDArray[np.float32]:
    return _numbers(path, part, "F32", "<f4").astype(np.float32, copy=False)


def _numbers(path: str, part: TensorParts, dtype: str, byte_order: str) -> npt.NDArray[Any]:
    if part["dtype"] != dtype or not part["shape"]:
        raise ValueError(f"expected {path} as rows of {dtype}, got {part['dtype']} {part['shape']}")
    return np.frombuffer(part["data"], byte_order).reshape(part["shape"])


def _whole_number(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,8}", text):
        raise ValueError(f"expected a whole number from 1, got {text!r}")
    return int(text)
