"""Reads and writes the player's files in a thread of their own: the window waits for no disk."""

import json
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from rps_game.errors import GameError
from rps_game.files import write_whole
from rps_game.game.statistics import Statistics
from rps_game.paths import Paths
from rps_game.settings import Settings
from rps_game.settings_file import save_settings

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
        log_path: the log's file.
        statistics: as read at the start, or as written last.
    """

    def __init__(self, paths: Paths, settings: Settings) -> None:
        self.log_path = paths.log
        self._statistics_path = paths.data / STATISTICS_FILE
        self.statistics = _load_statistics(self._statistics_path)
        self._settings_path = paths.settings
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._jobs: deque[tuple[Future[Any], _Then | None, _Failed | None]] = deque()

    def run(
        self,
        job: Callable[[], _T],
        then: Callable[[_T], None] | None = None,
        failed: _Failed | None = None,
    ) -> None:
        """Have a job done in the thread; `finish` calls `then` with its result or `failed` with its error."""
        self._jobs.append((self._thread.submit(job), then, failed))

    def write(self, settings: Settings, statistics: Statistics) -> None:
        """Write what has changed since the last call."""
        if settings != self._settings:
            self._settings = settings
            self.run(partial(save_settings, settings, self._settings_path))
        if statistics != self.statistics:
            self.statistics = statistics
            self.run(partial(_save_statistics, statistics, self._statistics_path))

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
        """Do what was asked for, and end the thread; nobody hears of the results, but the log of errors."""
        self._thread.shutdown()
        for future, _, _ in self._jobs:
            if error := future.exception():
                _log.error("a file job has failed while the game was closed", exc_info=error)


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
