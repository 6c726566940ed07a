"""Paths of the game's own files, on every system, and of the files that ship with it."""

import contextlib
import os
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Final

from rps_game.errors import PathRefused

HOME_VARIABLE: Final = "RPS_GAME_HOME"
"""An environment variable with a folder for everything, in place of the system's several: for tests, and for
playing from a memory stick."""

_APP: Final = "rps-game"
_LOG: Final = "rps-game.log"
_PACKAGE: Final = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders and files that outlive the game. None of them need exist."""

    cache: Path  # folder of what can be made again: the converted backbone
    data: Path  # folder of what cannot: the statistics
    saves: Path  # folder of the saved players
    settings: Path  # the settings' file
    log: Path  # the log's file

    @property
    def rules(self) -> Path:
        """The folder of the player's own rule files."""
        return self.data / "rules"

    @classmethod
    def below(cls, folder: Path) -> "Paths":
        """Return the paths of a game that keeps everything in one folder."""
        return cls(
            folder / "cache", folder / "data", folder / "saves", folder / "settings.json", folder / _LOG
        )


def default_paths(saves_override: Path | None = None) -> Paths:
    """Return the folders of this system and this user.

    From a checkout the saves are in its saves/; installed from a wheel, in the user's data folder; with
    `--saves`, in `saves_override`.

    Raises:
        PathRefused: the system refuses a path that was given, or there is no home folder.
    """
    home = os.environ.get(HOME_VARIABLE)
    paths = Paths.below(given_path(Path(home))) if home else _paths_of_the_system()
    return replace(paths, saves=given_path(saves_override)) if saves_override else paths


def _paths_of_the_system() -> Paths:
    import platformdirs  # 5 ms, which a program that reads hands with the starter does without

    # Without a home folder platformdirs raises, or (its older versions) names a folder called "~".
    with contextlib.suppress(RuntimeError):
        data = platformdirs.user_data_path(_APP, appauthor=False)
        paths = Paths(
            cache=platformdirs.user_cache_path(_APP, appauthor=False),
            data=data,
            saves=(_checkout() or data) / "saves",
            settings=platformdirs.user_config_path(_APP, appauthor=False) / "settings.json",
            log=platformdirs.user_log_path(_APP, appauthor=False) / _LOG,
        )
        if all(path.is_absolute() for path in astuple(paths)):
            return paths
    raise PathRefused(
        "There is no home folder: the variable HOME is not set.",
        "Set HOME, or set {variable} to a folder for the game's files.",
        variable=HOME_VARIABLE,
    )


def given_path(path: Path) -> Path:
    """Return a path that the player gave, absolute, with the home folder for "~". It need not exist.

    Raises:
        PathRefused: the system refuses it: there is no such user, it is too long, its links go in circles, a
            folder on the way may not be entered or is none.
    """
    try:
        path = path.expanduser().absolute()
        path.stat()
    except FileNotFoundError:
        pass
    except (OSError, RuntimeError, ValueError) as cause:
        raise PathRefused(
            "The system refuses the path {path} ({reason}).",
            "Name another one.",
            path=path,
            reason=(cause.strerror if isinstance(cause, OSError) else None) or str(cause),
        ) from cause
    return path


def absolute(path: Path) -> Path:
    """Return a path as `given_path` does; one that cannot be made absolute stays as it is."""
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        return path.expanduser().absolute()
    return path


def assets() -> Path:
    """Return the folder of what ships with the game: assets/ of a checkout, rps_game/_assets/ of a wheel."""
    checkout = _checkout()
    return checkout / "assets" if checkout else _PACKAGE / "_assets"


def _checkout() -> Path | None:
    # The project's root, if this package is imported from a clone of it rather than from site-packages.
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "saves" / "README.md").is_file() else None
