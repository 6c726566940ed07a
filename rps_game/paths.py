"""Paths of the game's own files, on every system, and of the files that ship with it."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import platformdirs

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
    """
    home = os.environ.get(HOME_VARIABLE)
    if home:
        paths = Paths.below(Path(home).expanduser().absolute())
    else:
        data = platformdirs.user_data_path(_APP, appauthor=False)
        paths = Paths(
            cache=platformdirs.user_cache_path(_APP, appauthor=False),
            data=data,
            saves=(_checkout() or data) / "saves",
            settings=platformdirs.user_config_path(_APP, appauthor=False) / "settings.json",
            log=platformdirs.user_log_path(_APP, appauthor=False) / _LOG,
        )
    return replace(paths, saves=saves_override.expanduser().absolute()) if saves_override else paths


def assets() -> Path:
    """Return the folder of what ships with the game: assets/ of a checkout, rps_game/_assets/ of a wheel."""
    checkout = _checkout()
    return checkout / "assets" if checkout else _PACKAGE / "_assets"


def _checkout() -> Path | None:
    # The project's root, if this package is imported from a clone of it rather than from site-packages.
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "saves" / "README.md").is_file() else None
