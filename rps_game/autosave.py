"""What the game remembers for the next start, written so that the window never waits for a disk."""

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
from rps_game.settings import Settings, save_settings

FILE_NAME: Final = "statistics.json"
_log: Final = logging.getLogger(__name__)


class Keeper:
    """Writes settings, statistics and the last player, one after the other, in a thread of its own.

    Args:
        paths: where to.
        settings: as they are in their file.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self.log_path = paths.log
        self.statistics = load_statistics(paths.data / FILE_NAME)
        self._paths = paths
        self._settings = settings
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self._jobs: list[Future[object]] = []

    def write(self, settings: Settings, statistics: Statistics) -> None:
        """Write what has changed since the last time."""
        if settings != self._settings:
            self._settings = settings
            self._jobs.append(self._writer.submit(save_settings, settings, self._paths.settings))
        if statistics != self.statistics:
            self.statistics = statistics
            path = self._paths.data / FILE_NAME
            self._jobs.append(self._writer.submit(save_statistics, statistics, path))

    def keep(self, profile: Profile, saves: SaveStore) -> None:
        """Write a head that nobody has named yet: 13 MB, some tenths of a second."""
        self._jobs.append(self._writer.submit(saves.save, profile, LAST_PLAYER))

    def errors(self) -> list[GameError]:
        """What could not be written since the last call."""
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
        """Finish what is being written."""
        self._writer.shutdown()


def load_statistics(path: Path) -> Statistics:
    """The statistics in a file; new ones when there is none. A damaged file is set aside."""
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


def save_statistics(statistics: Statistics, path: Path) -> bool:
    """Write the statistics, whole or not at all, and say whether that was possible; the game needs none."""
    try:
        write_whole(path, json.dumps(statistics.to_json()).encode(), replace=True)
    except OSError:
        _log.exception("the statistics cannot be written to %s", path)
        return False
    return True
