"""The settings' file: JSON, which people may edit; what is wrong in it costs no more than itself."""

import contextlib
import json
from dataclasses import Field, asdict, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from rps_game.errors import SettingsError
from rps_game.files import MAX_JSON_BYTES, locked, read_json, set_aside, write_whole
from rps_game.settings import Settings


def load_settings(path: Path) -> tuple[Settings, list[SettingsError]]:
    """Return the settings in a file, and what was wrong with it.

    A missing file means the defaults. A damaged one is set aside under its name with ".damaged" after it, and
    the defaults are used; one that cannot be read is left alone. For a value out of its range the default
    holds. Settings of other versions of the game, and such values, are kept by `save_settings`.
    """
    try:
        settings, refused = _settings_of(_read(path))
        return settings, list(refused.values())
    except FileNotFoundError:
        return Settings(), []
    except OSError as cause:
        return Settings(), [_unreadable(path, cause)]
    except ValueError:
        return Settings(), [_set_aside(path)]


def save_settings(before: Settings, settings: Settings, path: Path) -> None:
    """Write what has changed since `before`, whole or not at all.

    What else another game has changed in the file meanwhile stays, as do settings and values of other
    versions.

    Raises:
        SettingsError: the system did not let us read or write, or another program keeps the file locked.
    """
    try:
        with locked(path):
            contents: list[dict[str, Any]] = [asdict(settings)]
            try:
                kept = _read(path)
            except FileNotFoundError:
                pass
            except ValueError:
                set_aside(path)
            else:
                there, refused = _settings_of(kept)
                theirs = {name: kept[name] for name in refused}  # perhaps values of a later version
                ours, changes = {**kept, **asdict(there)}, _changes(before, settings)
                contents = [{**ours, **theirs, **changes}, {**ours, **changes}, *contents]
            write_whole(path, _as_text(*contents), replace=True)
    except OSError as cause:
        raise SettingsError(
            "The settings cannot be written to {path} ({reason}).",
            "They hold until the game ends; allow writing there to keep them.",
            path=path,
            reason=cause.strerror,
        ) from cause


def _changes(before: Settings, after: Settings) -> dict[str, Any]:
    old, new = asdict(before), asdict(after)
    return {name: value for name, value in new.items() if value != old[name]}


def _as_text(*contents: dict[str, Any]) -> bytes:
    # The first that can be read again: deep brackets grow with their square when they are indented.
    for content in contents:
        with contextlib.suppress(RecursionError):
            # A path that is not in the system's encoding has lone surrogates: they become JSON's own escapes.
            text = json.dumps(content, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace")
            if len(text) < MAX_JSON_BYTES:
                break
    return text + b"\n"


def _read(path: Path) -> dict[str, object]:
    # OSError: it cannot be read. ValueError: it holds no object in JSON.
    kept = read_json(path)
    if not isinstance(kept, dict):
        raise ValueError(f"expected an object, got {type(kept).__name__}")  # noqa: TRY004 - the file's fault
    return kept


def _settings_of(kept: dict[str, object]) -> tuple[Settings, dict[str, SettingsError]]:
    # And by their names what is wrong with values.
    settings, errors = Settings(), {}
    for known in fields(Settings):
        if known.name in kept:
            try:
                settings = replace(settings, **{known.name: _from_json(known, kept[known.name])})
            except SettingsError as error:
                errors[known.name] = error
    return settings, errors


def _from_json(known: Field[Any], value: Any) -> Any:
    # What is no member of the setting's StrEnum is left to its rule to refuse.
    kind = type(known.default)
    return kind(value) if issubclass(kind, StrEnum) and value in list(kind) else value


def _unreadable(path: Path, cause: OSError) -> SettingsError:
    return SettingsError(
        "The settings in {path} cannot be read ({reason}).",
        "The game goes on with its own; allow reading the file to have yours back.",
        path=path,
        reason=cause.strerror,
    )


def _set_aside(path: Path) -> SettingsError:
    try:
        aside = set_aside(path)
    except OSError:
        return SettingsError(
            "The settings in {path} are damaged, so the game uses its own.",
            "Remove the file, then choose your settings again.",
            path=path,
        )
    return SettingsError(
        "The settings were damaged, so the game uses its own; the old file is now {aside}.",
        "Choose your settings again.",
        aside=aside,
    )
