"""The log: a file with what happened and every traceback, which the game names when there is trouble."""

import contextlib
import logging
import os
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final

from rps_game.files import make_folder, open_at_once
from rps_game.words import printable

MAX_LOG_BYTES: Final = 2**20
"""Several thousand lines: some weeks of playing, and still a file that can be sent to somebody."""

OLD_LOGS: Final = 2
_FORMAT: Final = "%(asctime)s %(processName)s %(levelname)s %(name)s: %(message)s"
_STDERR: Final = 2
_log = logging.getLogger("rps_game")


class _LogFile(RotatingFileHandler):
    """A rotating log that two games may share: where one cannot rotate it, it goes on writing.

    Nobody else may read it. What cannot be written, as on a full disk, is lost, and that is all.
    """

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            path, maxBytes=MAX_LOG_BYTES, backupCount=OLD_LOGS, encoding="utf-8", errors="backslashreplace"
        )
        self.setFormatter(_Formatter(_FORMAT))

    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            errors=self.errors,
            opener=open_at_once,
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is the standard library's
        pass

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()

    def doRollover(self) -> None:  # noqa: N802 - the name is the standard library's
        # What libraries write goes to the new file, too; and Windows renames no file that is open.
        libraries = self._takes_stderr()
        if libraries:
            point_stderr_at(os.devnull)
        try:
            super().doRollover()
        except OSError:  # Windows, while another game has the file open
            if self.stream is None:
                self.stream = self._open()
        if libraries:
            with contextlib.suppress(OSError):
                point_stderr_at(self.baseFilename)

    def _takes_stderr(self) -> bool:
        try:
            return os.path.samestat(os.fstat(_STDERR), os.stat(self.baseFilename))  # noqa: PTH116 - as fstat
        except OSError:
            return False


class _Formatter(logging.Formatter):
    """Makes one line of a message, and indents its traceback: no name of a file can pass for another line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is the standard library's
        return printable(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name is the standard library's
        return textwrap.indent(super().formatException(ei), "  ")


@contextlib.contextmanager
def logging_to(path: Path) -> Iterator[Path]:
    """Send everything that is logged from INFO up, and every uncaught exception, to a rotating file.

    Missing folders are made, and what is in the file is kept. Where it cannot be written, one in a new folder
    in the system's temporary one takes its place, and where that cannot be made, none does.

    Yields:
        The file that is really written to.
    """
    handler = _open_log(path)
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
    with contextlib.suppress(AttributeError, OSError, ValueError):
        sys.stderr.flush()
    try:
        make_folder(path.parent)
        point_stderr_at(path)
    except OSError:
        point_stderr_at(os.devnull)
    sys.stderr = os.fdopen(
        _STDERR, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )


def point_stderr_at(path: Path | str) -> None:
    """Make file descriptor 2, the standard error, append to a file.

    Raises:
        OSError: the file cannot be opened.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, _STDERR)
    if descriptor != _STDERR:
        os.close(descriptor)


def _open_log(path: Path) -> _LogFile:
    with contextlib.suppress(OSError):
        make_folder(path.parent)
        return _LogFile(path)
    with contextlib.suppress(OSError):
        # A folder of our own, whose name nobody can guess: no link waits there for us to write through.
        return _LogFile(Path(tempfile.mkdtemp(prefix="rps-game-")) / path.name)
    return _LogFile(os.devnull)


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "a thread"
        _log.critical("nobody caught this in %s", name, exc_info=args.exc_value)
