"""Runs a command: its log, the terminal, and the exit code of whatever happens."""

import contextlib
import errno
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from rps_game.errors import DataError, GameError, PathRefused, RulesError, SaveNameInvalid, SaveNotFound
from rps_game.log import logging_to, point_stderr_at
from rps_game.paths import Paths, default_paths, given_path

BAD_ARGUMENTS: Final = 2
_ARGUMENTS_AT_FAULT: Final = (DataError, PathRefused, RulesError, SaveNotFound, SaveNameInvalid)
"""Errors that mean: what the command line names cannot be used."""

_OUTPUT_GONE: Final = 141
"""What a shell reports of a program whose reader has had enough."""

MESSAGE_BOX_ERROR: Final = 0x10
"""Windows' MB_ICONERROR."""

_log: Final = logging.getLogger(__name__)


def run_command(options: Namespace) -> int:
    """Run `options.run` with the options and the game's folders, and return the exit code (see `main`)."""
    try:
        paths = default_paths(options.saves)
        if options.log is not None:
            paths = replace(paths, log=given_path(options.log))
    except PathRefused as error:
        _say(f"rps-game: {error}", sys.stderr)
        return BAD_ARGUMENTS
    with logging_to(paths.log) as log_path, _own_stderr(log_path) as stderr:
        return _run(options, replace(paths, log=log_path), stderr)


def _run(options: Namespace, paths: Paths, stderr: TextIO) -> int:
    run: Callable[[Namespace, Paths], int] = options.run
    try:
        code = run(options, paths)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130  # what a shell reports for Ctrl-C
    except ImportError as error:
        _log.exception("%s failed", options.command)
        _say(
            f"rps-game: A package cannot be loaded ({error}). “rps-game doctor” says what to install.", stderr
        )
        return 1
    except GameError as error:
        _log.exception("%s failed", options.command)
        _say(f"rps-game: {error}", stderr)
        return BAD_ARGUMENTS if isinstance(error, _ARGUMENTS_AT_FAULT) else 1
    except Exception as error:
        if reader_is_gone(error):  # like `head`: nothing is wrong, and nothing can be said
            drop_output()
            return _OUTPUT_GONE
        _log.exception("%s failed", options.command)
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}:
            said = f"The system could not write ({error.strerror}). Free some space, then try again."
            drop_output()
        else:
            said = f"Something went wrong that should not; {paths.log} tells more."
        _say(f"rps-game: {said}", stderr)
        return 1
    else:
        return code


def prepare_streams() -> None:
    """Make stdout and stderr escape what their encoding lacks; open missing streams on the null device.

    A program without a terminal, such as `rps-game-window`, has no standard streams: what opens a file first
    would get their numbers, and what libraries write to them.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - a device
        with contextlib.suppress(AttributeError, ValueError):  # another's that has no such thing
            getattr(sys, name).reconfigure(errors="backslashreplace")


def _say(sentence: str, stderr: TextIO | None) -> None:
    import ctypes

    with contextlib.suppress(OSError):  # a full disk, again
        print(sentence, file=stderr)
    windows = getattr(ctypes, "windll", None)
    if windows is not None and sys.__stderr__ is None:  # it began without a terminal: nobody would see it
        windows.user32.MessageBoxW(None, sentence, "rps-game", MESSAGE_BOX_ERROR)


def reader_is_gone(error: Exception) -> bool:
    """Return True for the error of writing to a pipe that nobody reads any more; Windows calls it EINVAL."""
    einval = os.name == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL
    return einval or isinstance(error, BrokenPipeError)


def drop_output() -> None:
    """Write what is left nowhere, or Python would try again when it ends, and fail again."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _own_stderr(log_path: Path) -> Iterator[TextIO]:
    """Keep the terminal for our own sentences: what libraries write to descriptor 2 goes to the log.

    LiteRT and OpenCV write there from below Python.

    Yields:
        The terminal's stderr, which is `sys.stderr` as well meanwhile.
    """
    before = sys.stderr
    encoding = getattr(before, "encoding", None) or "utf-8"
    terminal = os.fdopen(os.dup(2), "w", encoding=encoding, errors="backslashreplace", buffering=1)
    point_stderr_at(log_path)
    sys.stderr = terminal
    try:
        yield terminal
    finally:
        sys.stderr = before
        os.dup2(terminal.fileno(), 2)
        with contextlib.suppress(OSError):
            terminal.close()
