"""Reads and writes the player's files in a thread of their own: the window waits for no disk."""

import contextlib
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeVar

from rps_game.errors import GameError, StatisticsError
from rps_game.game.statistics import Statistics
from rps_game.paths import Paths
from rps_game.settings import Settings
from rps_game.settings_file import save_settings
from rps_game.statistics_file import load_statistics, save_statistics

STATISTICS_FILE: Final = "statistics.json"
_T = TypeVar("_T")
_Then = Callable[[Any], None]
_Failed = Callable[[GameError], None]
_log: Final = logging.getLogger(__name__)


class FileThread:
    """Does one job after the other, in the order in which they were asked for: a list sees what was saved.

    Args:
        paths: where to.
        settings: as they are in their file.

    Attributes:
        statistics: as read at the start, or as they are to be written.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self._statistics_path = paths.data / STATISTICS_FILE
        self.statistics, error = load_statistics(self._statistics_path)
        self._settings_path = paths.settings
        self._settings = settings
        self._written_settings, self._written_statistics = settings, self.statistics
        self._statistics_failed = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._jobs: deque[tuple[Future[Any], _Then | None, _Failed | None]] = deque()
        if error is not None:
            self.run(partial(_fail, error))  # so that it is told like any other

    def run(
        self,
        job: Callable[[], _T],
        then: Callable[[_T], None] | None = None,
        failed: _Failed | None = None,
    ) -> None:
        """Have a job done in the thread; `finish` calls `then` with its result or `failed` with its error."""
        self._jobs.append((self._thread.submit(job), then, failed))

    def write(self, settings: Settings, statistics: Statistics) -> None:
        """Write what has changed since the last call, and with it what could not be written before."""
        if settings != self._settings:
            self._settings = settings
            self.run(self._write_settings)
        if statistics != self.statistics:
            self.statistics = statistics
            self.run(self._write_statistics)

    def finish(self, failed: _Failed) -> None:
        """Hand over what is done, in this thread; `failed` gets the errors of jobs that name nobody for them.

        Raises:
            Exception: a job has raised something else than a GameError.
        """
        while self._jobs and self._jobs[0][0].done():
            future, then, job_failed = self._jobs.popleft()
            error = future.exception()
            if isinstance(error, GameError):
                _log.warning("a file job has failed", exc_info=error)
                (job_failed or failed)(error)
            elif error is not None:
                raise error
            elif then is not None:
                then(future.result())

    def close(self) -> None:
        """Do what was asked for, and end the thread; nobody hears of the results, but the log of errors.

        What could not be written before is tried once more. Closing twice is no harm.
        """
        with contextlib.suppress(RuntimeError):  # it is closed already
            self.run(self._write_settings)
            self.run(self._write_statistics)
        self._thread.shutdown()
        for future, _, _ in self._jobs:
            if error := future.exception():
                _log.error("a file job has failed while the game was closed", exc_info=error)

    def _write_settings(self) -> None:
        settings = self._settings
        if settings != self._written_settings:
            save_settings(self._written_settings, settings, self._settings_path)
            self._written_settings = settings

    def _write_statistics(self) -> None:
        statistics = self.statistics
        if statistics != self._written_statistics:
            try:
                save_statistics(self._written_statistics, statistics, self._statistics_path)
            except StatisticsError:
                if not self._statistics_failed:
                    self._statistics_failed = True
                    raise
                _log.warning("the statistics could not be written again", exc_info=True)
                return  # it was told once, and the next round comes in three seconds
            self._written_statistics, self._statistics_failed = statistics, False


def _fail(error: GameError) -> None:
    raise error
