"""Settings: what is kept, what is refused, and what a damaged file leads to."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rps_game.errors import SettingsError
from rps_game.game.opponents import OPPONENTS
from rps_game.game.opponents.base import Level
from rps_game.game.rhythm import Pace
from rps_game.heads.kinds import DEFAULT_HEAD, HEAD_KINDS
from rps_game.settings import (
    BEST_OF_CHOICES,
    DEFINITIONS,
    SYSTEM_LANGUAGE,
    Group,
    Settings,
    TextSize,
    ThemeName,
)
from rps_game.settings_file import load_settings, save_settings
from rps_game.words import LANGUAGES

# With lone surrogates: that is how Python writes a path which is not in the system's encoding.
texts = st.text(min_size=1) | st.text(st.characters(categories=["Cs", "L"]), min_size=1)
text_or_none = st.none() | texts.filter(lambda text: text.strip() != "" and "\0" not in text)
any_settings = st.builds(
    Settings,
    camera=text_or_none,
    mirror=st.booleans(),
    frames=st.integers(30, 50),
    best_of=st.sampled_from(BEST_OF_CHOICES),
    rules=st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True),
    opponent=st.sampled_from(list(OPPONENTS)),
    level=st.sampled_from(Level),
    pace=st.sampled_from(Pace),
    language=st.sampled_from([SYSTEM_LANGUAGE, *LANGUAGES]),
    text_size=st.sampled_from(TextSize),
    theme=st.sampled_from(ThemeName),
    volume=st.floats(0, 1),
    muted=st.booleans(),
    reduced_motion=st.booleans(),
    fullscreen=st.booleans(),
    head=st.none() | st.sampled_from(list(HEAD_KINDS)),
    backbone=text_or_none,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
in_one_folder = hypothesis_settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


@in_one_folder
@given(any_settings)
def test_settings_come_back_equal(path: Path, chosen: Settings) -> None:
    save_settings(load_settings(path)[0], chosen, path)
    assert load_settings(path) == (chosen, [])
    assert {file.name for file in path.parent.iterdir()} <= {"settings.json", ".settings.json.lock"}


def test_without_a_file_there_are_defaults(path: Path) -> None:
    assert load_settings(path) == (Settings(), [])
    assert not path.parent.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("camera", ""),
        ("mirror", 1),
        ("frames", 29),
        ("frames", 51),
        ("frames", 40.0),
        ("frames", True),
        ("best_of", 4),
        ("best_of", 3.0),
        ("opponent", ""),
        ("language", "xx"),
        ("text_size", ["large"]),
        ("theme", {}),
        ("volume", 1.1),
        ("volume", float("nan")),
        ("volume", "loud"),
        ("fullscreen", None),
        ("backbone", 3),
        ("head", "forest"),
        ("rules", "Rock"),
        ("rules", None),
    ],
)
def test_a_value_out_of_its_range_is_named_and_replaced(path: Path, name: str, value: Any) -> None:
    with pytest.raises(SettingsError):
        Settings(**{name: value})
    path.parent.mkdir()
    path.write_text(json.dumps({name: value, "muted": True}))
    loaded, (error,) = load_settings(path)
    assert getattr(loaded, name) == getattr(Settings(), name)
    assert loaded.muted
    assert name in str(error)


@in_one_folder
@given(st.dictionaries(st.sampled_from([field.name for field in fields(Settings)]), json_values))
def test_any_values_at_all_give_settings(path: Path, values: dict[str, object]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(values))
    loaded, errors = load_settings(path)
    save_settings(loaded, loaded, path)
    again, still = load_settings(path)
    assert (again, list(map(str, still))) == (loaded, list(map(str, errors)))
    assert len(errors) <= len(values)
    assert all(str(error) for error in errors)


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"3", b"\xff\xfe", b'{"frames": 40', b"[" * 100_000, b"\x00" * 2**21, b"1" * 5000],
    ids=["empty", "cut", "list", "number", "not UTF-8", "cut later", "nested", "large", "long number"],
)
def test_a_damaged_file_is_set_aside(path: Path, damaged: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(damaged)
    loaded, (error,) = load_settings(path)
    assert loaded == Settings()
    aside = path.with_name("settings.json.damaged")
    assert aside.read_bytes() == damaged
    assert str(aside) in str(error)
    save_settings(loaded, loaded, path)
    assert load_settings(path) == (Settings(), [])


def choices(name: str) -> list[Any]:
    return list(DEFINITIONS[name].rule.choices())


def test_what_can_be_chosen_are_the_registered_heads_opponents_and_languages() -> None:
    assert choices("head") == list(HEAD_KINDS)
    assert choices("head")[0] == DEFAULT_HEAD  # what the settings screen shows where nothing is chosen
    assert choices("opponent") == list(OPPONENTS)
    assert choices("language") == ["system", *LANGUAGES]


def test_every_choice_that_is_offered_is_a_value_of_its_setting(path: Path) -> None:
    for name in DEFINITIONS:
        for value in choices(name):
            save_settings(load_settings(path)[0], Settings(**{name: value}), path)
            assert getattr(load_settings(path)[0], name) == value


def test_every_setting_but_the_advanced_ones_has_its_words() -> None:
    for name, definition in DEFINITIONS.items():
        shown = definition.group is not Group.FILE_ONLY
        assert bool(definition.label) == bool(definition.help) == shown, name


def test_settings_of_another_version_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"frames": 45, "wallpaper": {"colour": "green"}, "theme": "sepia", "language": "de"}')
    loaded, errors = load_settings(path)
    assert (loaded, len(errors)) == (Settings(frames=45), 2)
    save_settings(loaded, Settings(frames=31), path)
    kept = json.loads(path.read_text("utf-8"))
    assert kept["wallpaper"] == {"colour": "green"}
    assert (kept["frames"], kept["theme"], kept["language"]) == (31, "sepia", "de")
    save_settings(loaded, replace(loaded, language="ru"), path)
    kept = json.loads(path.read_text("utf-8"))
    assert (kept["theme"], kept["language"]) == ("sepia", "ru")


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be written"):
        save_settings(Settings(), Settings(), tmp_path / "file" / "settings.json")


def test_a_file_that_cannot_be_read_is_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    loaded, (error,) = load_settings(path)
    assert loaded == Settings()
    assert "cannot be read" in str(error)
    assert path.is_dir()
