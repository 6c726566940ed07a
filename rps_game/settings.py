"""The player's settings: validated values, kept in one JSON file that people may edit."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeGuard

from rps_game.errors import SettingsError
from rps_game.files import write_whole
from rps_game.game.opponents import DEFAULT_OPPONENT, OPPONENTS

FRAMES_RANGE: Final = range(30, 51)
"""Frames per gesture: the origin's own limits."""

BEST_OF_CHOICES: Final = (3, 5, 7, 9, 19, None)
"""Rounds of a match; the longer ones are called "first to 5" and "first to 10"; None is an endless one."""

MAX_SETTINGS_BYTES: Final = 2**20
"""The file has about 500 bytes; what is larger is something else."""


class Language(StrEnum):
    """What the game speaks."""

    SYSTEM = "system"
    ENGLISH = "en"
    RUSSIAN = "ru"


class ThemeName(StrEnum):
    """The palette."""

    DARK = "dark"
    LIGHT = "light"


class HeadName(StrEnum):
    """The kind of head that is trained: the keys of `vision.heads.HEADS`."""

    POOLED = "pooled"
    DENSE = "dense"


class TextSize(StrEnum):
    """How large the text is."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"

    @property
    def factor(self) -> float:
        """What the theme multiplies its sizes with: in steps that one sees, up to what still fits."""
        return {TextSize.NORMAL: 1.0, TextSize.LARGE: 1.2, TextSize.LARGEST: 1.4}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the player has chosen.

    Attributes:
        camera: what `--camera` takes; None for the first that works.
        mirror: whether the player's picture is drawn as in a mirror.
        frames: samples to record of each gesture, 30 to 50.
        best_of: rounds of a match, one of `BEST_OF_CHOICES`; None for an endless one.
        opponent: who chooses the computer's move, a key of `OPPONENTS`.
        language: what the game speaks.
        text_size: how large the text is.
        theme: the palette.
        volume: of the sound, 0 to 1.
        muted: whether there is none.
        reduced_motion: whether things jump rather than glide.
        fullscreen: whether the window fills the screen.
        head: the kind of head that is trained; None for the default.
        backbone: the frozen network's name, or the path of a file; None for the default.

    Raises:
        SettingsError: at once, for a value out of its range.
    """

    camera: str | None = None
    mirror: bool = True
    frames: int = 40
    best_of: int | None = 5
    opponent: str = DEFAULT_OPPONENT
    language: Language = Language.SYSTEM
    text_size: TextSize = TextSize.NORMAL
    theme: ThemeName = ThemeName.DARK
    volume: float = 0.7
    muted: bool = False
    reduced_motion: bool = False
    fullscreen: bool = False
    head: HeadName | None = None
    backbone: str | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            rule, value = _RULES[field.name], getattr(self, field.name)
            if not rule.accepts(value):
                raise SettingsError(
                    "The setting {setting} is {value}, and should be one of these: {expected}.",
                    "Choose it again in the settings.",
                    setting=field.name,
                    value=repr(value),
                    expected=rule.expected,
                )


def load_settings(path: Path) -> tuple[Settings, list[SettingsError]]:
    """The settings in a file, and what was wrong with it.

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
    return _settings_of(kept)


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
    if path.stat().st_size > MAX_SETTINGS_BYTES:
        raise ValueError(f"expected at most {MAX_SETTINGS_BYTES} bytes")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as cause:
        raise ValueError("expected settings, got brackets in brackets") from cause
    if not isinstance(kept, dict):
        raise ValueError(f"expected an object, got {type(kept).__name__}")  # noqa: TRY004 - the file's fault
    return kept


def _settings_of(kept: Mapping[str, Any]) -> tuple[Settings, list[SettingsError]]:
    settings, errors = Settings(), []
    for field in fields(Settings):
        if field.name in kept:
            try:
                settings = replace(settings, **{field.name: _from_json(field.name, kept[field.name])})
            except SettingsError as error:
                errors.append(error)
    return settings, errors


def _from_json(name: str, value: Any) -> Any:
    # What cannot be turned into the setting's type is left to its rule to refuse.
    kind = _ENUMS.get(name)
    return kind(value) if kind is not None and value in list(kind) else value


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


@dataclass(frozen=True, slots=True)
class _Rule:
    accepts: Callable[[object], bool]
    expected: str  # as it would stand in the file, so that it needs no translation


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _one_of(kind: type[StrEnum], *, optional: bool = False) -> _Rule:
    expected = [f'"{member}"' for member in kind] + ["null"] * optional
    return _Rule(lambda value: isinstance(value, kind) or (optional and value is None), ", ".join(expected))


_FLAG: Final = _Rule(lambda value: isinstance(value, bool), "true, false")
_TEXT: Final = _Rule(lambda value: value is None or (isinstance(value, str) and value != ""), '"...", null')
_ENUMS: Final[Mapping[str, type[StrEnum]]] = {
    "language": Language,
    "text_size": TextSize,
    "theme": ThemeName,
    "head": HeadName,
}
_RULES: Final[Mapping[str, _Rule]] = {
    "camera": _TEXT,
    "mirror": _FLAG,
    "frames": _Rule(lambda value: _is_whole(value) and value in FRAMES_RANGE, "30 ... 50"),
    "best_of": _Rule(
        lambda value: value is None or (_is_whole(value) and value in BEST_OF_CHOICES),
        ", ".join("null" if rounds is None else str(rounds) for rounds in BEST_OF_CHOICES),
    ),
    "opponent": _Rule(
        lambda value: isinstance(value, str) and value in OPPONENTS,
        ", ".join(f'"{name}"' for name in OPPONENTS),
    ),
    **{name: _one_of(kind) for name, kind in _ENUMS.items()},
    "volume": _Rule(_is_share, "0 ... 1"),
    "muted": _FLAG,
    "reduced_motion": _FLAG,
    "fullscreen": _FLAG,
    "head": _one_of(HeadName, optional=True),
    "backbone": _TEXT,
}
