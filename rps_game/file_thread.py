"""Reads and writes the player's files in a thread of their own: the window waits for no disk."""

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, Final, TypeVar

from rps_game.errors import GameError, StatisticsError
from rps_game.paths import Paths
from rps_game.settings import Settings
from rps_game.settings_file import save_settings
from rps_game.statistics_file import Change, change_statistics, load_statistics

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
        records: the players' statistics as read at the start, with the changes since then.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self._statistics_path = paths.data / STATISTICS_FILE
        self.records, error = load_statistics(self._statistics_path)
        self._settings_path = paths.settings
        self._settings = settings
        self._written_settings, self._written_records = settings, self.records
        self._changes: list[Change] = []  # to the records, and not in their file yet
        self._statistics_failed = self._closing = False
        self._jobs: deque[tuple[Future[Any], _Then | None, _Failed | None]] = deque()
        self._asked: queue.SimpleQueue[tuple[Callable[[], object], Future[Any]] | None] = queue.SimpleQueue()
        # A daemon, so that a disk that answers no more does not keep the process.
        self._thread = threading.Thread(target=self._work, name="files", daemon=True)
        self._thread.start()
        if error is not None:
            self.run(partial(_fail, error))  # so that it is told like any other

    def run(
        self,
        job: Callable[[], _T],
        then: Callable[[_T], None] | None = None,
        failed: _Failed | None = None,
    ) -> None:
        """Queue a job for the thread.

        `finish` later calls `then` with the job's result, or `failed` with its GameError, in the window's
        thread. A job that is queued after `close` is never run.
        """
        future: Future[Any] = Future()
        self._jobs.append((future, then, failed))
        self._asked.put((job, future))

    def write_settings(self, settings: Settings) -> None:
        """Write the settings, if they have changed since the last call."""
        if settings != self._settings:
            self._settings = settings
            self.run(self._write_settings)

    def change_records(self, change: Change) -> None:
        """Change the records, here at once and in their file, after what could not be written before."""
        self.records = change(self.records)
        self._changes.append(change)
        self.run(self._write_records)

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

    def close(self, settings: Settings, timeout_s: float) -> bool:
        """Do what was asked for, write what is left, and end the thread; the log alone hears of errors.

        Returns:
            False if the disk has not answered within `timeout_s`: what it was asked for is given up then.
        """
        self._settings, self._closing = settings, True
        self.run(partial(self._write_settings, last=True))
        self.run(partial(self._write_records, last=True))
        self._asked.put(None)
        self._thread.join(timeout_s)
        for future, _, _ in self._jobs:
            if future.done() and (error := future.exception()):
                _log.error("a file job has failed while the game was closed", exc_info=error)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            job, future = asked
            try:
                future.set_result(job())
            except Exception as error:
                future.set_exception(error)

    def _write_settings(self, *, last: bool = False) -> None:
        # Of a game that is closed only the last attempt counts: each may wait for a lock.
        settings = self._settings
        if settings != self._written_settings and (last or not self._closing):
            save_settings(self._written_settings, settings, self._settings_path)
            self._written_settings = settings

    def _write_records(self, *, last: bool = False) -> None:
        changes = tuple(self._changes)
        if changes and (last or not self._closing):
            try:
                self._written_records = change_statistics(
                    self._statistics_path, changes, self._written_records
                )
            except StatisticsError:
                if not self._statistics_failed:
                    self._statistics_failed = True
                    raise
                _log.warning("the statistics could not be written again", exc_info=True)
                return  # it was told once, and the next round comes in three seconds
            del self._changes[: len(changes)]
            self._statistics_failed = False


def _fail(error: GameError) -> None:
    raise error
