"""The log: a file with what happened and every traceback, which the game names when there is trouble."""

import contextlib
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

MAX_LOG_BYTES: Final = 2**20
"""Several thousand lines: some weeks of playing, and still a file that can be sent to somebody."""

OLD_LOGS: Final = 2
_FORMAT: Final = "%(asctime)s %(processName)s %(levelname)s %(name)s: %(message)s"
_STDERR: Final = 2
_log = logging.getLogger("rps_game")


class _LogFile(RotatingFileHandler):
    """A rotating log that two games may share: where one cannot rotate it, it goes on writing."""

    def doRollover(self) -> None:  # noqa: N802 - the name is the standard library's
        try:
            super().doRollover()
        except OSError:  # Windows, while another game has the file open
            if self.stream is None:
                self.stream = self._open()


@contextlib.contextmanager
def logging_to(path: Path) -> Iterator[Path]:
    """Send everything that is logged from INFO up, and every uncaught exception, to a rotating file.

    Missing folders are made, and what is in the file is kept. Where it cannot be written, one in the system's
    temporary folder takes its place.

    Yields:
        The file that is really written to.
    """
    handler = _open_log(path)
    handler.setFormatter(logging.Formatter(_FORMAT))
    root, old_hook = logging.getLogger(), threading.excepthook
    old_level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    threading.excepthook = _log_uncaught_in_thread
    try:
        yield Path(handler.baseFilename)
    except Exception:
        _log.critical("nobody caught this", exc_info=True)
        raise
    finally:
        threading.excepthook = old_hook
        logging.captureWarnings(False)
        root.setLevel(old_level)
        root.removeHandler(handler)
        handler.close()


def redirect_stderr(path: Path) -> None:
    """Send what this process writes to its standard error to the end of a file, also from below Python.

    TensorFlow and LiteRT write to the file descriptor itself, which `sys.stderr` does not see. To be called
    first thing in a child process. Where the file cannot be opened, it goes nowhere.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    except OSError:
        descriptor = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(AttributeError, OSError, ValueError):
        sys.stderr.flush()
    os.dup2(descriptor, _STDERR)
    if descriptor != _STDERR:
        os.close(descriptor)
    sys.stderr = os.fdopen(
        _STDERR, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )


def _open_log(path: Path) -> _LogFile:
    for place in (path, Path(tempfile.gettempdir()) / f"rps-game-{os.getpid()}.log"):
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            return _LogFile(place, maxBytes=MAX_LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8")
    return _LogFile(os.devnull, maxBytes=0)


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "a thread"
        _log.critical("nobody caught this in %s", name, exc_info=args.exc_value)
