"""What the game remembers for the next start, written so that the window never waits for a disk."""

from concurrent.futures import Future, ThreadPoolExecutor

from rps_game.errors import GameError
from rps_game.game.statistics import Statistics
from rps_game.paths import Paths
from rps_game.records import FILE_NAME, load_statistics, save_statistics
from rps_game.saves import LAST_PLAYER, Profile, SaveStore
from rps_game.settings import Settings, save_settings


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
