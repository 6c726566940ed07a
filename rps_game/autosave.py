"""Saves settings, statistics and the last head in a background thread: the window waits for no disk."""

import json
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from rps_game.errors import GameError
from rps_game.files import write_whole
from rps_game.game.statistics import Statistics
from rps_game.paths import Paths
from rps_game.saves.format import Profile
from rps_game.saves.names import LAST_PLAYER
from rps_game.saves.store import SaveStore
from rps_game.settings import Settings
from rps_game.settings_file import save_settings

STATISTICS_FILE: Final = "statistics.json"
_log: Final = logging.getLogger(__name__)


class Autosave:
    """Writes settings, statistics and the last head, one after the other, in a thread of its own.

    Args:
        paths: where to.
        settings: as they are in their file.

    Attributes:
        log_path: the log's file.
        statistics: as read at the start, or as written last.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self.log_path = paths.log
        self._statistics_path = paths.data / STATISTICS_FILE
        self.statistics = _load_statistics(self._statistics_path)
        self._settings_path = paths.settings
        self._settings = settings
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="autosave")
        self._jobs: list[Future[object]] = []

    def write(self, settings: Settings, statistics: Statistics) -> None:
        """Write what has changed since the last call."""
        if settings != self._settings:
            self._settings = settings
            self._jobs.append(self._writer.submit(save_settings, settings, self._settings_path))
        if statistics != self.statistics:
            self.statistics = statistics
            self._jobs.append(self._writer.submit(_save_statistics, statistics, self._statistics_path))

    def save_head(self, profile: Profile, saves: SaveStore) -> None:
        """Write a head that has no name yet as `LAST_PLAYER`: 13 MB, some tenths of a second."""
        self._jobs.append(self._writer.submit(saves.save, profile, LAST_PLAYER))

    def take_errors(self) -> list[GameError]:
        """Return why something could not be written, for each job that has failed since the last call."""
        done = [job for job in self._jobs if job.done()]
        self._jobs = [job for job in self._jobs if job not in done]
        errors = []
        for job in done:
            error = job.exception()
            if isinstance(error, GameError):
                errors.append(error)
            elif error is not None:
                raise error
        return errors

    def close(self) -> None:
        """Finish what is being written, and end the thread."""
        self._writer.shutdown()


def _load_statistics(path: Path) -> Statistics:
    try:
        return Statistics.from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Statistics()
    except (OSError, ValueError, RecursionError):
        _log.exception("the statistics in %s cannot be used", path)
        aside = path.with_name(path.name + ".damaged")
        try:
            path.replace(aside)
        except OSError:
            _log.exception("%s cannot be set aside", path)
        return Statistics()


def _save_statistics(statistics: Statistics, path: Path) -> None:
    # Unlike the settings and the head, nobody is told when this fails: the game can do without.
    try:
        write_whole(path, json.dumps(statistics.to_json()).encode(), replace=True)
    except OSError:
        _log.exception("the statistics cannot be written to %s", path)
