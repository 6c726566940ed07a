"""Every error that a player can meet: what happened, and what to do about it.

    GameError
    ├── CameraError     CameraNotFound, CameraBusy, CameraDenied, CameraLost
    ├── BackboneError   BackboneUnavailable, BackboneDamaged
    ├── SaveError       SaveNotFound, SaveDamaged, SaveUnreadable, SaveUnknownVersion, SaveOtherBackbone,
    │                   SaveNameInvalid, SaveNameTaken, SaveNotWritten
    ├── SettingsError
    ├── StatisticsError
    ├── RulesError
    ├── PathRefused
    ├── TrainingStuck
    ├── DataError
    ├── ExportError
    └── DisplayError

An error's two sentences are templates, and its values are kept beside them, so that the window can say
them in the player's language; `str()` is the English text.
"""

from functools import partial
from pathlib import Path
from typing import Final

from rps_game.words import printable

MOST_LETTERS: Final = 500
"""Of a value in a sentence: a path of any use is shorter."""


class GameError(Exception):
    """Something went wrong that the player should hear of in plain words.

    Args:
        what: one sentence, what happened; a `str.format` template over `values`.
        remedy: one sentence, what the player can do; a template likewise.
        values: what the templates name; texts and paths may be anything, and are made such that they can be
            shown.
    """

    def __init__(self, what: str, remedy: str, **values: object) -> None:
        super().__init__(what, remedy)
        self.what_template = what
        self.remedy_template = remedy
        self.values = {name: _shown(value) for name, value in values.items()}

    @property
    def what(self) -> str:
        """What happened, in English."""
        return self.what_template.format(**self.values)

    @property
    def remedy(self) -> str:
        """What the player can do, in English."""
        return self.remedy_template.format(**self.values)

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is pickled by its `args`; the values have to cross from the child process as well.
        return partial(type(self), self.what_template, self.remedy_template, **self.values), ()


def _shown(value: object) -> object:
    if not isinstance(value, str | Path):
        return value
    text = printable(" ".join(str(value).splitlines()))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS // 2]}…{text[-MOST_LETTERS // 2 :]}"


class CameraError(GameError):
    """The camera cannot be used."""


class CameraNotFound(CameraError):
    """No such camera, or none that delivers a picture."""


class CameraBusy(CameraError):
    """Another program holds the camera."""


class CameraDenied(CameraError):
    """The system refuses us the camera."""


class CameraLost(CameraError):
    """The camera delivered pictures and has stopped."""


class BackboneError(GameError):
    """The frozen network cannot be used."""


class BackboneUnavailable(BackboneError):
    """The network is not in the cache and cannot be fetched."""


class BackboneDamaged(BackboneError):
    """A file is not a backbone, or not the one it says it is."""


class TrainingStuck(GameError):
    """The loss became NaN or stayed at chance level, and again after a fresh start."""


class SaveError(GameError):
    """A saved player cannot be read or written."""


class SaveNotFound(SaveError):
    """There is no such save."""


class SaveDamaged(SaveError):
    """The file is not a save, is cut off, or has changed since it was written."""


class SaveUnreadable(SaveError):
    """The system does not let us read the file, which says nothing about its content."""


class SaveUnknownVersion(SaveError):
    """The file has a format that this game no longer reads, or was written by a later version of it."""


class SaveOtherBackbone(SaveError):
    """The head was trained on another network's features."""


class SaveNameInvalid(SaveError):
    """The name cannot be a player's name."""


class SaveNameTaken(SaveError):
    """A player of that name is saved already."""


class SaveNotWritten(SaveError):
    """The system did not let us write the file: a read-only folder, a full disk."""


class SettingsError(GameError):
    """The settings file cannot be read or written, or a value is out of its range."""


class StatisticsError(GameError):
    """The statistics' file cannot be read or written."""


class RulesError(GameError):
    """A rule set that is not there, or that nobody can play by."""


class PathRefused(GameError):
    """A path of the command line or of the environment that the system refuses, whatever is there."""


class DataError(GameError):
    """A folder of pictures that `calibrate` or `evaluate` cannot use."""


class ExportError(GameError):
    """A player cannot be exported."""


class DisplayError(GameError):
    """No window can be opened."""
