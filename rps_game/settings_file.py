"""The settings' file: JSON, which people may edit; what is wrong in it costs no more than itself."""

import json
from dataclasses import Field, asdict, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from rps_game.errors import SettingsError
from rps_game.files import write_whole
from rps_game.settings import Settings

MAX_BYTES: Final = 2**20
"""The file has about 500 bytes; what is larger is something else."""


def load_settings(path: Path) -> tuple[Settings, list[SettingsError]]:
    """Return the settings in a file, and what was wrong with it.

    A missing file means the defaults. A damaged one is set aside under its name with ".damaged" after it, and
    the defaults are used. A value out of its range is replaced by its default. Settings of other versions of
    the game are passed over, and kept by `save_settings`.
    """
    try:
        kept = _read(path)
    except FileNotFoundError:
        return Settings(), []
    except OSError as cause:
        return Settings(), [
            SettingsError(
                "The settings in {path} cannot be read ({reason}).",
                "The game goes on with its own; allow reading the file to have yours back.",
                path=path,
                reason=cause.strerror,
            )
        ]
    except ValueError:
        return Settings(), [_set_aside(path)]
    settings, errors = Settings(), []
    for known in fields(Settings):
        if known.name in kept:
            try:
                settings = replace(settings, **{known.name: _from_json(known, kept[known.name])})
            except SettingsError as error:
                errors.append(error)
    return settings, errors


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings, whole or not at all; those of other versions of the game stay in the file.

    Raises:
        SettingsError: the system did not let us write.
    """
    try:
        kept = _read(path)
    except (OSError, ValueError):
        kept = {}
    text = json.dumps({**kept, **asdict(settings)}, indent=2, ensure_ascii=False) + "\n"
    try:
        # A path that is not in the system's encoding has lone surrogates: they become JSON's own escapes.
        write_whole(path, text.encode("utf-8", "backslashreplace"), replace=True)
    except OSError as cause:
        raise SettingsError(
            "The settings cannot be written to {path} ({reason}).",
            "They hold until the game ends; allow writing there to keep them.",
            path=path,
            reason=cause.strerror,
        ) from cause


def _read(path: Path) -> dict[str, object]:
    # ValueError for whatever is not an object in JSON.
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"expected at most {MAX_BYTES} bytes")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as cause:
        raise ValueError("expected settings, got brackets in brackets") from cause
    if not isinstance(kept, dict):
        raise ValueError(f"expected an object, got {type(kept).__name__}")  # noqa: TRY004 - the file's fault
    return kept


def _from_json(known: Field[Any], value: Any) -> Any:
    # What is no member of the setting's StrEnum is left to its rule to refuse.
    kind = type(known.default)
    return kind(value) if issubclass(kind, StrEnum) and value in list(kind) else value


def _set_aside(path: Path) -> SettingsError:
    aside = path.with_name(path.name + ".damaged")
    try:
        path.replace(aside)
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
