"""The statistics' file: JSON, to which several games at once add their rounds."""

import json
import logging
from pathlib import Path
from typing import Final

from rps_game.errors import StatisticsError
from rps_game.files import locked, read_json, set_aside, write_whole
from rps_game.game.statistics import LaterFormatError, Statistics

_log: Final = logging.getLogger(__name__)


def load_statistics(path: Path) -> tuple[Statistics, StatisticsError | None]:
    """Return the statistics in a file, and what was wrong with it.

    A missing file means none yet. A damaged one is set aside; one that cannot be read, or that is of a later
    version of the game, is left alone.
    """
    try:
        return Statistics.from_json(read_json(path)), None
    except FileNotFoundError:
        return Statistics(), None
    except (OSError, LaterFormatError) as cause:
        return Statistics(), _left_alone(path, cause)
    except ValueError:
        _log.warning("the statistics in %s are damaged", path, exc_info=True)
    try:
        aside = set_aside(path)
    except OSError as cause:
        return Statistics(), _left_alone(path, cause)
    return Statistics(), StatisticsError(
        "The statistics were damaged, so they begin anew; the old file is now {aside}.",
        "Put a copy of it back if you have one.",
        aside=aside,
    )


def save_statistics(before: Statistics, statistics: Statistics, path: Path) -> None:
    """Add the rounds since `before` to those in a file, whole or not at all; damaged ones are set aside.

    Raises:
        StatisticsError: the system did not let us read or write, another program keeps the file locked, or a
            later version of the game wrote it.
    """
    try:
        with locked(path):
            try:
                merged = statistics.added_to(Statistics.from_json(read_json(path)), before)
            except FileNotFoundError:
                merged = statistics
            except LaterFormatError:
                raise
            except ValueError:
                set_aside(path)
                merged = statistics
            write_whole(path, json.dumps(merged.to_json()).encode(), replace=True)
    except (OSError, LaterFormatError) as cause:
        raise _left_alone(path, cause) from cause


def _left_alone(path: Path, cause: OSError | LaterFormatError) -> StatisticsError:
    if isinstance(cause, LaterFormatError):
        return StatisticsError(
            "The statistics in {path} were written by a later version of the game.",
            "Update the game; until then its rounds are not counted.",
            path=path,
        )
    return StatisticsError(
        "The statistics in {path} cannot be read or written ({reason}).",
        "The rounds are counted until the game ends; allow reading and writing there to keep them.",
        path=path,
        reason=cause.strerror,
    )
