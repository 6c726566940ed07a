"""Saving and loading: what is kept, what is refused, and what stays on disk."""

import errno
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tracemalloc
import unicodedata
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import content, load, make_head, make_profile

from rps_game import errors
from rps_game.files import TEMPORARY_PREFIX
from rps_game.game.gestures import CLASSES, GESTURES, Gesture
from rps_game.heads.base import LARGEST_NUMBER
from rps_game.heads.dataset import NetworkId
from rps_game.heads.dense import DenseHead
from rps_game.heads.kinds import HEAD_KINDS
from rps_game.saves import container, names
from rps_game.saves import format as save_format
from rps_game.saves import info as save_info
from rps_game.saves.info import SaveInfo
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore

DOCUMENT = Path(__file__).parents[2] / "docs" / "save-format.md"


@pytest.fixture
def store(tmp_path: Path) -> SaveStore:
    return SaveStore(tmp_path / "saves")


def only_file(store: SaveStore) -> Path:
    (path,) = store.folder.iterdir()
    return path


def checked(store: SaveStore) -> list[SaveInfo]:
    return [store.check(line) for line in store.list()]


# What goes in comes out.


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(min_size=1, max_size=45),
    classes=st.sampled_from([GESTURES, CLASSES]),
    frames=st.integers(1, 3),
    accuracy=st.none() | st.floats(0, 1),
    created=st.datetimes().map(lambda when: when.isoformat()) | st.dates().map(str),
    backbone=st.text(min_size=1).filter(str.isprintable),
    seed=st.integers(0, 2**16),
)
def test_a_saved_player_comes_back_equal(
    tmp_path: Path,
    name: str,
    classes: tuple[Gesture, ...],
    frames: int,
    accuracy: float | None,
    created: str,
    backbone: str,
    seed: int,
) -> None:
    store = SaveStore(tmp_path)
    profile = make_profile(
        seed, "x", frames, classes, backbone_name=backbone, created=created, holdout_accuracy=accuracy
    )
    try:
        saved = store.save(profile, name, overwrite=True)
    except errors.SaveNameInvalid:
        return
    assert content(load(store, name)) == content(saved)
    assert saved.name == names.clean_name(name)
    assert all(info.usable for info in checked(store))


def test_arrays_that_are_not_contiguous_are_kept_right(store: SaveStore) -> None:
    features = np.random.default_rng(1).random((256, 7, 7, 4), np.float32)
    views = {
        Gesture.ROCK: features.T,
        Gesture.PAPER: np.asfortranarray(features.T),
        Gesture.NONE: features.T[::2],
    }
    saved = store.save(make_profile(samples=views), "Anna")
    assert content(load(store, "Anna")) == content(saved)
    assert load(store, "Anna").samples[Gesture.NONE].shape == (2, 7, 7, 256)


def test_the_head_that_comes_back_says_the_same(store: SaveStore) -> None:
    profile = make_profile(head=make_head(3, units=7, classes=CLASSES))
    store.save(profile, "Anna")
    features = profile.samples[Gesture.ROCK]
    loaded = load(store, "Anna")
    np.testing.assert_array_equal(loaded.head.predict(features), profile.head.predict(features))


def test_no_text_can_pass_for_the_checksum(store: SaveStore) -> None:
    checksum = '"sha256":"' + "0" * 64 + '"'
    saved = store.save(make_profile(backbone_name=checksum), checksum[:12])
    assert content(load(store, checksum[:12])) == content(saved)


class OtherHead(DenseHead):
    kind = "other"


def test_heads_of_any_kind_are_carried(store: SaveStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.save(make_profile(head=OtherHead.from_tensors(make_head().tensors(), GESTURES)), "Anna")
    with pytest.raises(errors.SaveUnknownVersion):  # as an older game sees it, which lacks that kind
        load(store, "Anna")
    monkeypatch.setitem(HEAD_KINDS, "other", replace(HEAD_KINDS["dense"], head=OtherHead))
    assert isinstance(load(store, "Anna").head, OtherHead)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " Anna"},
        {"samples": {Gesture.ROCK: np.zeros((1, 7, 7, 255), np.float32)}},
        {"samples": {Gesture.ROCK: np.zeros((0, 7, 7, 256), np.float32)}},
        {"samples": {Gesture.ROCK: np.zeros((1, 7, 7, 256))}},
        {"samples": {Gesture.ROCK: np.full((1, 7, 7, 256), np.nan, np.float32)}},
        {"views": {Gesture.ROCK: []}},
        {"views": {Gesture.NONE: [np.zeros((1, 256), np.float32)]}},
        {"views": {Gesture.ROCK: [np.zeros((1, 255), np.float32)]}},
        {"views": {Gesture.ROCK: [np.zeros((1, 256))]}},
        {"views": {Gesture.ROCK: [np.full((1, 256), np.inf, np.float32)]}},
        {"fingerprint": ""},
        {"backbone_name": "a path\udc80"},
        {"preprocess_version": 0},
        {"created": "yesterday"},
        {"holdout_accuracy": 1.1},
        {"holdout_accuracy": float("nan")},
    ],
)
def test_what_cannot_be_a_player_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        make_profile(**wrong)


# The format, against its document and against the safetensors library.


def document_table(heading: str) -> list[tuple[str, ...]]:
    section = DOCUMENT.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip().strip("`") for cell in row.strip("|").split("|")) for row in rows]


def test_the_document_describes_what_is_written(store: SaveStore) -> None:
    store.save(make_profile(classes=CLASSES), "Anna")
    with safetensors.safe_open(only_file(store), "numpy") as file:
        metadata = file.metadata()
        tensors = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
        found = {name: (part.get_dtype(), part.get_shape()) for name, part in tensors.items()}
    described = {row[0]: row[1] for row in document_table("Metadata of version 3")}
    assert list(described) == list(save_format.METADATA_V3)
    assert set(described) == set(metadata)
    assert described["format_version"] == metadata["format_version"] == str(save_format.FORMAT_VERSION)
    sizes = {"n": 1, "m": 2, "units": 1, "classes": 4}
    tables = document_table("Tensors of versions 2 and 3") + document_table("Views of versions 2 and 3")
    for name, dtype, shape, _ in tables:
        wanted = [sizes.get(side) or int(side) for side in shape.strip("()").rstrip(",").split(", ")]
        assert found.pop(name) == (dtype, wanted)
    assert not found
    limits = {name: int(value.replace(",", "")) for name, value, _ in document_table("Limits")}
    assert limits == {
        "header": container.MAX_HEADER_BYTES,
        "file": save_format.MAX_FILE_BYTES,
        "number in a tensor": LARGEST_NUMBER,
        "name": names.MAX_NAME_CHARACTERS,
    }


def file_by_hand(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> bytes:
    """A file after its document alone."""
    header: dict[str, object] = {"__metadata__": {"sha256": "0" * 64, **metadata}}
    body = b""
    for name, tensor in tensors.items():
        dtype, kind = ("<i4", "I32") if tensor.dtype.kind == "i" else ("<f4", "F32")
        start, body = len(body), body + tensor.astype(dtype).tobytes()
        header[name] = {"dtype": kind, "shape": tensor.shape, "data_offsets": [start, len(body)]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "backslashreplace")
    text += b" " * (-len(text) % 8)
    data = struct.pack("<Q", len(text)) + text + body
    return data.replace(b"0" * 64, sha256(data).hexdigest().encode(), 1)


METADATA = {
    "format": "rps-game player",
    "format_version": "2",
    "name": 'Zoë "the rock" Ж',
    "created": "2025-03-01",
    "head_kind": "dense",
    "classes": "rock paper scissors none",
    "backbone": "imagenet",
    "backbone_fingerprint": "cd" * 32,
    "preprocess_version": "1",
    "holdout_accuracy": "",
}


def test_a_file_made_by_hand_loads(store: SaveStore) -> None:
    head = make_head(5, units=2, classes=CLASSES)
    samples = {gesture: np.full((2, 7, 7, 256), gesture, np.float32) for gesture in CLASSES}
    tensors = {f"head/{name}": tensor for name, tensor in head.tensors().items()}
    tensors |= {f"samples/{gesture.name.lower()}": array for gesture, array in samples.items()}
    store.folder.mkdir()
    (store.folder / "from a friend.safetensors").write_bytes(file_by_hand(METADATA, tensors))
    expected = make_profile(
        name=METADATA["name"],
        head=head,
        samples=samples,
        created="2025-03-01",
        backbone_name="imagenet",
        fingerprint="cd" * 32,
        holdout_accuracy=None,
    )
    loaded = load(store, 'zoë "THE rock" ж')
    assert content(loaded) == content(expected)
    assert not loaded.views
    saved_again = store.save(loaded, "Zoë", overwrite=True)
    assert content(load(store, "Zoë")) == content(saved_again)


def version_2(**changes: np.ndarray | None) -> dict[str, np.ndarray]:
    """The tensors of a player with two frames of rock, three views of the second; None takes one away."""
    rng = np.random.default_rng(6)
    tensors: dict[str, np.ndarray | None] = {
        **{f"head/{name}": tensor for name, tensor in make_head().tensors().items()},
        "samples/rock": rng.random((2, 7, 7, 256), np.float32),
        "views/rock": rng.random((3, 256), np.float32),
        "view_of/rock": np.array([1, 1, 1]),
        **{name.replace("__", "/"): tensor for name, tensor in changes.items()},
    }
    return {name: tensor for name, tensor in tensors.items() if tensor is not None}


def write_version_2(store: SaveStore, tensors: dict[str, np.ndarray]) -> None:
    metadata = {**METADATA, "classes": "rock paper scissors", "name": "Anna"}
    store.folder.mkdir()
    (store.folder / "file.safetensors").write_bytes(file_by_hand(metadata, tensors))


def test_views_come_back_with_the_frames_that_they_are_of(store: SaveStore) -> None:
    tensors = version_2()
    write_version_2(store, tensors)
    first, second = load(store, "Anna").views[Gesture.ROCK]
    assert first.shape == (0, 256)
    np.testing.assert_array_equal(second, tensors["views/rock"])


@pytest.mark.parametrize(
    "change",
    [
        {"view_of__rock": None},
        {"views__rock": None},
        {"samples__rock": None},
        {"view_of__rock": np.array([1, 1, 2])},
        {"view_of__rock": np.array([-1, 0, 1])},
        {"view_of__rock": np.array([1, 0, 1])},
        {"view_of__rock": np.array([1, 1])},
        {"view_of__rock": np.array([1.0, 1.0, 1.0])},
        {"view_of__rock": np.array([[1, 1, 1]])},
        {"views__rock": np.zeros((3, 255), np.float32)},
        {"views__rock": np.zeros((3, 256), np.int32)},
        {"views__rock": np.full((3, 256), np.nan, np.float32)},
        {"views__rock": np.zeros((0, 256), np.float32), "view_of__rock": np.zeros(0, np.int32)},
        {"views__rock": np.float32(1)},
        {"samples__rock": np.float32(1)},
        {"views__lizard": np.zeros((1, 256), np.float32), "view_of__lizard": np.zeros(1, np.int32)},
        {"views": np.zeros((1, 256), np.float32)},
    ],
    ids=str,
)
def test_views_that_fit_nothing_are_not_believed(
    store: SaveStore, change: dict[str, np.ndarray | None]
) -> None:
    write_version_2(store, version_2(**change))
    with pytest.raises(errors.SaveDamaged):
        store.load(only_file(store))


def test_version_1_is_named_and_its_file_stays(store: SaveStore) -> None:
    tensors = {f"head/{name}": tensor for name, tensor in make_head().tensors().items()}
    metadata = {**METADATA, "format_version": "1", "classes": "rock paper scissors"}
    data = file_by_hand(metadata, tensors)
    store.folder.mkdir()
    path = store.folder / names.file_name(METADATA["name"])
    path.write_bytes(data)
    (info,) = store.list()
    assert (info.name, info.usable) == (METADATA["name"], False)
    with pytest.raises(errors.SaveUnknownVersion) as caught:
        load(store, info.name)
    for error in (info.error, caught.value):
        assert type(error) is errors.SaveUnknownVersion
        assert str(error) == (
            f"The saved player in {path.name} has format 1, which this game no longer reads. "
            "Calibrate again; the file stays where it is."
        )
    assert path.read_bytes() == data
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(errors.SaveDamaged):
        load(store, info.name)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"format_version": "4"}, errors.SaveUnknownVersion),
        ({"format_version": "two"}, errors.SaveDamaged),
        ({"format_version": "0"}, errors.SaveDamaged),
        ({"head_kind": "attention"}, errors.SaveUnknownVersion),
        ({"format": "another program's"}, errors.SaveDamaged),
        ({"classes": "rock paper"}, errors.SaveDamaged),
        ({"classes": "paper rock scissors"}, errors.SaveDamaged),
        ({"name": "\u202eAnna"}, errors.SaveDamaged),
        ({"name": "Anna\ud800"}, errors.SaveDamaged),
        ({"created": "yesterday"}, errors.SaveDamaged),
        ({"holdout_accuracy": "nan"}, errors.SaveDamaged),
        ({"preprocess_version": "0"}, errors.SaveDamaged),
        ({"one_more": "field"}, errors.SaveDamaged),
    ],
)
def test_a_right_checksum_alone_is_not_believed(
    store: SaveStore, change: dict[str, str], error: type
) -> None:
    tensors = {f"head/{name}": tensor for name, tensor in make_head().tensors().items()}
    data = file_by_hand({**METADATA, "classes": "rock paper scissors", **change}, tensors)
    store.folder.mkdir()
    path = store.folder / "file.safetensors"
    path.write_bytes(data)
    (info,) = checked(store)
    assert type(info.error) is error or "classes" in change  # which loading alone compares with the head
    with pytest.raises(error):
        store.load(path)
    assert path.read_bytes() == data


# Names.

TROUBLESOME = [
    "CON", "nul", "COM1", "aux.txt", "...", "a.", "a..", "a b", "a  b c", "../../etc/passwd", "C:\\x", "/",
    "~", "-rf", "*?<>|", "Anna", "Änna", "Anña", "Анна", "安娜", "アンナ", "آنا", "אנה", "अन्ना", "👩‍👩‍👧",
    "x" * 40, "漢" * 40, "👍" * 40, "last-player", "last player", "%41", "\N{LATIN SMALL LETTER SHARP S}",
]  # fmt: skip


def test_names_of_any_script_are_safe_file_names(store: SaveStore) -> None:
    files = {names.file_name(names.clean_name(name)) for name in TROUBLESOME} | {names.file_name(LAST_PLAYER)}
    assert len(files) == len(TROUBLESOME) + 1
    for file in files:
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?\.safetensors", file)
        assert len(file) <= 70
        assert file.split(".")[0] not in {"con", "prn", "aux", "nul"}
    for number, name in enumerate(TROUBLESOME[:12]):
        store.save(make_profile(number), name)
    assert {info.name for info in store.list()} == {names.clean_name(name) for name in TROUBLESOME[:12]}


@pytest.mark.parametrize(
    "name",
    ["", "  ", "\t\n", "\u200d", "\u0301", "x" * 41, "a\x00b", "a\x1bb", "\u202eabc", "\ud800", LAST_PLAYER],
)
def test_names_that_are_refused(store: SaveStore, name: str) -> None:
    with pytest.raises(errors.SaveNameInvalid) as caught:
        names.clean_name(name)
    assert str(caught.value).isprintable()


@given(st.text())
def test_cleaning_a_name_twice_is_cleaning_it_once(name: str) -> None:
    try:
        clean = names.clean_name(name)
    except errors.SaveNameInvalid:
        return
    assert names.clean_name(clean) == clean == unicodedata.normalize("NFC", clean)
    for form in ("NFC", "NFD"):
        assert names.file_name(names.clean_name(unicodedata.normalize(form, name))) == names.file_name(clean)


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "ANNA"), ("Zo\u00eb", "zoe\u0308"), ("Straße", "STRASSE"), ("a  b", " a b ")]
)
def test_names_that_look_the_same_are_the_same(store: SaveStore, one: str, other: str) -> None:
    store.save(make_profile(1), one)
    with pytest.raises(errors.SaveNameTaken):
        store.save(make_profile(2), other)
    assert load(store, other).name == names.clean_name(one)


# The store.


def test_nothing_is_replaced_unless_the_player_says_so(store: SaveStore) -> None:
    first = store.save(make_profile(1), "Anna")
    with pytest.raises(errors.SaveNameTaken):
        store.save(make_profile(2), "Anna")
    assert content(load(store, "Anna")) == content(first)
    second = store.save(make_profile(2), "Anna", overwrite=True)
    assert content(load(store, "Anna")) == content(second)


def test_the_last_player_has_one_slot_of_its_own(store: SaveStore) -> None:
    with pytest.raises(errors.SaveNotFound):
        load(store, LAST_PLAYER)
    store.save(make_profile(1), LAST_PLAYER)
    second = store.save(make_profile(2), LAST_PLAYER)
    assert content(load(store, LAST_PLAYER)) == content(second)
    assert store.list() == []
    store.rename(store.find(LAST_PLAYER), "Anna")
    with pytest.raises(errors.SaveNotFound):
        load(store, LAST_PLAYER)
    assert [info.name for info in store.list()] == ["Anna"]


def test_the_last_player_is_known_by_the_name_that_they_were_saved_under_last(store: SaveStore) -> None:
    zoe = replace(make_profile(1), created="2026-11-26T10:00:00+00:00")
    store.save(zoe, LAST_PLAYER)
    shutil.copy(store.path(LAST_PLAYER), store.folder / "last-player copy.safetensors")
    assert store.load_last()[1] is None
    for name in ("Zoe", "Anna"):
        store.save(zoe, name)
    shutil.copy(store.path("Anna"), store.folder / "a copy.safetensors")
    profile, path = store.load_last()
    assert (profile.name, path) == ("Anna", store.path("Anna"))


def test_renaming(store: SaveStore) -> None:
    anna = store.save(make_profile(1), "Anna")
    store.save(make_profile(2), "Bob")
    with pytest.raises(errors.SaveNameTaken):
        store.rename(store.find("Anna"), "bob")
    store.rename(store.find("Anna"), "ANNA")
    store.rename(store.find("ANNA"), "Жанна")
    assert [info.name for info in store.list()] == ["Bob", "Жанна"]
    assert content(load(store, "Жанна")) == {**content(anna), "name": "Жанна"}


def test_deleting(store: SaveStore) -> None:
    store.save(make_profile(), "Anna")
    store.delete(store.find("anna"))
    assert list(store.folder.iterdir()) == []
    path = store.path("Anna")
    for act in (store.find, lambda _: store.load(path), lambda _: store.rename(path, "Bob")):
        with pytest.raises(errors.SaveNotFound):
            act("Anna")
    store.delete(path)  # another game may have been quicker


def test_the_list_tells_what_the_files_hold(store: SaveStore) -> None:
    store.save(make_profile(frames=3, classes=CLASSES), "bob")
    store.save(make_profile(holdout_accuracy=None), "Anna")
    anna, bob = store.list()
    assert anna.facts is not None
    assert bob.facts is not None
    assert (anna.name, anna.facts.holdout_accuracy, anna.frames) == ("Anna", None, 3)
    assert (bob.name, bob.facts.holdout_accuracy, bob.frames) == ("bob", 0.975, 12)
    assert bob.facts.created == "2025-03-01T12:00:00+01:00"
    assert bob.facts.network == NetworkId("random", "ab" * 32, 1)


def test_a_file_is_checked_once_until_it_changes(store: SaveStore, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bool] = []
    examine = save_info.examine

    def counted(path: Path, *, check: bool) -> SaveInfo:
        read.append(check)
        return examine(path, check=check)

    monkeypatch.setattr("rps_game.saves.store.examine", counted)
    store.save(make_profile(1), "Anna")
    assert [line.checked for line in (*store.list(), *store.list())] == [False, False]
    assert read == [False]
    assert [line.checked for line in (*checked(store), *checked(store), *store.list())] == [True, True, True]
    assert read == [False, True]
    store.save(make_profile(2), "Anna", overwrite=True)
    assert [line.checked for line in (*store.list(), *checked(store))] == [False, True]
    assert read == [False, True, False, True]


def test_only_the_checksum_tells_that_numbers_have_changed(store: SaveStore) -> None:
    store.save(make_profile(), "Anna")
    path = only_file(store)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    (line,) = store.list()
    assert (line.usable, line.checked) == (True, False)
    found = store.check(line)
    assert (found.name, found.checked, type(found.error)) == ("Anna", True, errors.SaveDamaged)
    (line,) = store.list()
    assert (line.name, line.usable, line.checked) == ("Anna", False, True)
    path.write_bytes(data[:-1])
    assert not store.list()[0].usable  # the header alone says how long the file should be


def test_checking_a_large_file_takes_little_memory(store: SaveStore) -> None:
    store.folder.mkdir()
    path = store.folder / "large.safetensors"
    header = file_by_hand(METADATA, {})[8:].strip()[:-1]
    header += b',"samples/rock":{"dtype":"F32","shape":[1],"data_offsets":[0,%d]}}' % 2**26
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + 2**26)
    (line,) = store.list()
    tracemalloc.start()
    try:
        found = store.check(line)
        assert tracemalloc.get_traced_memory()[1] < 2**23
    finally:
        tracemalloc.stop()
    assert line.usable
    assert "has changed since" in str(found.error)


def test_a_file_that_cannot_be_used_is_listed_and_left_alone(store: SaveStore) -> None:
    store.save(make_profile(), "Жанна")
    path = only_file(store)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    (store.folder / "notes.safetensors").write_text("not a save")
    (store.folder / "empty.safetensors").touch()
    (store.folder / "folder.safetensors").mkdir()
    (store.folder / "README.md").touch()
    found = {info.name: info for info in checked(store)}
    assert set(found) == {"Жанна", "notes", "empty"}
    assert all(type(info.error) is errors.SaveDamaged for info in found.values())
    assert all(info.error.__traceback__ is None for info in found.values() if info.error)
    with pytest.raises(errors.SaveDamaged):
        load(store, "Жанна")
    with pytest.raises(errors.SaveDamaged):
        store.rename(store.find("notes"), "Bob")
    with pytest.raises(errors.SaveNameTaken):
        store.save(make_profile(), "жанна")
    assert path.read_bytes() == data
    store.delete(store.find("notes"))
    store.save(make_profile(), "Жанна", overwrite=True)
    assert [info.name for info in checked(store) if info.usable] == ["Жанна"]


def test_a_copy_made_by_hand_has_a_name_of_its_own(store: SaveStore) -> None:
    store.save(make_profile(1), "Anna")
    shutil.copy(only_file(store), store.folder / "a copy.safetensors")
    sound, copy = store.list()
    assert [sound.name, copy.name] == ["Anna", "Anna (a copy)"]
    store.rename(copy.path, "Bob")
    assert [info.name for info in store.list()] == ["Anna", "Bob"]


def test_of_two_files_with_one_name_only_the_named_one_is_touched(store: SaveStore) -> None:
    anna = store.save(make_profile(1), "Anna")
    path = only_file(store)
    for number in (2, 3):
        shutil.copy(path, store.folder / f"{number}.safetensors")
        forged = bytearray(path.read_bytes())
        forged[-1] ^= 1
        (store.folder / f"{number}.safetensors").write_bytes(forged)
    _, second, third = store.list()
    assert [second.name, third.name] == ["Anna (2)", "Anna (3)"]
    store.delete(second.path)
    with pytest.raises(errors.SaveDamaged):
        store.load(third.path)
    with pytest.raises(errors.SaveDamaged):
        store.rename(third.path, "Bob")
    store.save(make_profile(4), "Anna", overwrite=True)
    store.save(anna, "Anna", overwrite=True)
    assert third.path.read_bytes() == forged
    assert sorted(store.folder.iterdir()) == sorted([path, third.path])
    assert content(store.load(path)) == content(anna)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="only some systems allow such names")
def test_a_file_may_be_called_anything(store: SaveStore) -> None:
    store.save(make_profile(), LAST_PLAYER)
    sound = only_file(store)
    for name in (b"a\nb", b"\xff", b"\x1b[31m"):
        path = os.path.join(os.fsencode(store.folder), name + b".safetensors")  # noqa: PTH118 - bytes
        Path(os.fsdecode(path)).write_text("not a save")
    shutil.copy(sound, store.folder / "copy.safetensors")
    lines = store.list()
    assert [info.name for info in lines if info.usable] == ["copy"]
    assert len(lines) == len({info.name for info in lines}) == 4
    for info in lines:
        assert info.name.isprintable()
        assert str(info.error).isprintable()
        store.delete(store.find(info.name))
    assert only_file(store) == sound


def test_a_damaged_slot_of_the_last_player_is_still_that_slot(store: SaveStore) -> None:
    store.save(make_profile(), LAST_PLAYER)
    only_file(store).write_text("not a save")
    with pytest.raises(errors.SaveDamaged):
        load(store, LAST_PLAYER)
    assert store.list() == []
    store.save(make_profile(), LAST_PLAYER)
    assert load(store, LAST_PLAYER).name == LAST_PLAYER


def test_a_file_too_large_is_not_read(store: SaveStore) -> None:
    store.folder.mkdir()
    with (store.folder / "large.safetensors").open("wb") as file:
        file.truncate(save_format.MAX_FILE_BYTES + 1)
    (info,) = store.list()
    assert type(info.error) is errors.SaveDamaged
    assert "at most 134" in str(info.error)


def test_a_head_is_loaded_only_with_what_it_was_trained_on(store: SaveStore) -> None:
    store.save(make_profile(), "Anna")
    store.networks = [NetworkId("some other path", "ab" * 32, 1)]
    load(store, "Anna")
    for other in (NetworkId("imagenet", "cd" * 32, 1), NetworkId("random", "ab" * 32, 2)):
        store.networks = [other]
        (info,) = store.list()
        assert type(info.error) is errors.SaveOtherBackbone
        with pytest.raises(errors.SaveOtherBackbone):
            load(store, "Anna")
    store.rename(store.find("Anna"), "Bob")
    store.networks = ()
    assert store.list()[0].usable


# A system that does not play along.


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EROFS, "not allowed"),
        (errno.EACCES, "not allowed"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_disk_that_refuses(
    store: SaveStore, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    saved = store.save(make_profile(1), "Anna")

    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    for name in ("Anna", "Bob"):
        with pytest.raises(errors.SaveNotWritten, match=words):
            store.save(make_profile(2), name, overwrite=True)
    assert content(load(store, "Anna")) == content(saved)
    assert len(list(store.folder.iterdir())) == 1


@pytest.mark.parametrize("folder", ["file", "file/saves"])
def test_a_folder_that_cannot_be(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    store = SaveStore(tmp_path / folder)
    assert store.list() == []
    with pytest.raises(errors.SaveNotFound):
        load(store, LAST_PLAYER)
    with pytest.raises(errors.SaveNotWritten):
        store.save(make_profile(), "Anna")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_that_is_forbidden(store: SaveStore, mode: int) -> None:
    saved = store.save(make_profile(1), "Anna")
    store.folder.chmod(mode)
    try:
        assert len(store.list()) == (1 if mode else 0)
        for name in ("Anna", "Bob"):
            with pytest.raises(errors.SaveNotWritten, match="not allowed"):
                store.save(make_profile(2), name, overwrite=True)
    finally:
        store.folder.chmod(0o700)
    assert content(load(store, "Anna")) == content(saved)


def test_without_hard_links_nothing_is_replaced_either(
    store: SaveStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: object, target: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links on this disk")

    monkeypatch.setattr(os, "link", refuse)
    saved = store.save(make_profile(1), "Anna")
    with pytest.raises(errors.SaveNameTaken):
        store.save(make_profile(2), "Anna")
    assert content(load(store, "Anna")) == content(saved)
    assert set(store.folder.iterdir()) == {store.find("Anna"), store.folder / ".names.lock"}


def test_what_a_killed_writer_left_is_cleared_away_later(store: SaveStore) -> None:
    store.folder.mkdir()
    for name, age_s in (("old", 7200), ("young", 60)):
        path = store.folder / f"{TEMPORARY_PREFIX}{name}"
        path.touch()
        now_s = path.stat().st_mtime
        os.utime(path, (now_s - age_s, now_s - age_s))
    store.save(make_profile(), "Anna")
    assert sorted(path.name for path in store.folder.glob(".*")) == [f"{TEMPORARY_PREFIX}young"]


def test_saving_needs_no_heavy_package() -> None:
    heavy = ["cv2", "pygame", "tensorflow", "keras", "ai_edge_litert", "torch"]
    code = f"import sys, rps_game.saves.store; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from profiles import make_profile
from rps_game.errors import SaveNotWritten
from rps_game.saves.store import SaveStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    SaveStore(Path(sys.argv[1])).save(make_profile(1), "Anna", overwrite=True)
except SaveNotWritten as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX limits the size of a process' files")
def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    store = SaveStore(tmp_path)
    saved = store.save(make_profile(0), "Anna")
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path)]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("There is no room left on the disk")
    assert content(store.load(store.path("Anna"))) == content(saved)
    assert len(list(tmp_path.iterdir())) == 1
