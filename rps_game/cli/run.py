"""Runs a command: its log, the terminal, and the exit code of whatever happens."""

import contextlib
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from rps_game.errors import DataError, GameError, SaveNameInvalid, SaveNotFound
from rps_game.log import logging_to
from rps_game.paths import Paths, default_paths

BAD_ARGUMENTS: Final = 2
_ARGUMENTS_AT_FAULT: Final = (DataError, SaveNotFound, SaveNameInvalid)
"""Errors that mean: what the command line names cannot be used."""

_log: Final = logging.getLogger(__name__)


def run_command(options: Namespace) -> int:
    """Run `options.run` with the options and the game's folders, and return the exit code (see `main`)."""
    paths = default_paths(options.saves)
    if options.log is not None:
        paths = replace(paths, log=options.log.expanduser().absolute())
    run: Callable[[Namespace, Paths], int] = options.run
    with logging_to(paths.log) as log_path, _own_stderr(log_path) as stderr:
        paths = replace(paths, log=log_path)
        try:
            code = run(options, paths)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return 130  # what a shell reports for Ctrl-C
        except BrokenPipeError:
            # Who read our output has had enough, like `head`: nothing is wrong, and nothing can be said.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 141  # what a shell reports for it
        except GameError as error:
            _log.exception("%s failed", options.command)
            print(f"rps-game: {error}", file=stderr)
            return BAD_ARGUMENTS if isinstance(error, _ARGUMENTS_AT_FAULT) else 1
        except Exception:
            _log.exception("%s failed", options.command)
            print(f"rps-game: Something went wrong that should not; {log_path} tells more.", file=stderr)
            return 1
        else:
            return code


@contextlib.contextmanager
def _own_stderr(log_path: Path) -> Iterator[TextIO]:
    """Keep the terminal for our own sentences: what libraries write to descriptor 2 goes to the log.

    LiteRT and OpenCV write there from below Python.

    Yields:
        The terminal's stderr, which is `sys.stderr` as well meanwhile.
    """
    terminal = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace", buffering=1)
    before = sys.stderr
    log = os.open(log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(log, 2)
    os.close(log)
    sys.stderr = terminal
    try:
        yield terminal
    finally:
        sys.stderr = before
        os.dup2(terminal.fileno(), 2)
        terminal.close()
