"""The statistics' file: JSON with a record for each player, which several games at once may change."""

import errno
import json
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from rps_game.errors import StatisticsError
from rps_game.files import MAX_JSON_BYTES, locked, read_json, set_aside, write_whole
from rps_game.game.statistics import LaterFormatError, Records

Change = Callable[[Records], Records]
_log: Final = logging.getLogger(__name__)


def load_statistics(path: Path) -> tuple[Records, StatisticsError | None]:
    """Return the records in a file, and what was wrong with it.

    A missing file means none yet. A damaged one is set aside; one that cannot be read, or that is of a later
    version of the game, is left alone.
    """
    try:
        return Records.from_json(read_json(path)), None
    except FileNotFoundError:
        return Records(), None
    except (OSError, LaterFormatError) as cause:
        return Records(), _left_alone(path, cause)
    except ValueError:
        _log.warning("the statistics in %s are damaged", path, exc_info=True)
    try:
        aside = set_aside(path)
    except OSError as cause:
        return Records(), _left_alone(path, cause)
    return Records(), StatisticsError(
        "The statistics were damaged, so they begin anew; the old file is now {aside}.",
        "Put a copy of it back if you have one.",
        aside=aside,
    )


def change_statistics(path: Path, changes: Sequence[Change], known: Records) -> Records:
    """Make changes to the records in a file, which is written whole or not at all.

    Args:
        path: the file; a damaged one is set aside.
        changes: in their order; what another game has written meanwhile stays.
        known: what is changed where there is no file, or a damaged one.

    Returns:
        What was written.

    Raises:
        StatisticsError: the system did not let us read or write, another program keeps the file locked, or a
            later version of the game wrote it.
    """
    try:
        with locked(path):
            try:
                records = Records.from_json(read_json(path))
            except FileNotFoundError:
                records = known
            except LaterFormatError:
                raise
            except ValueError:
                set_aside(path)
                records = known
            before = records
            for change in changes:
                records = change(records)
            if records == before:
                return records
            write_whole(path, _data_of(records), replace=True)
    except (OSError, LaterFormatError) as cause:
        raise _left_alone(path, cause) from cause
    return records


def _data_of(records: Records) -> bytes:
    data = json.dumps(records.to_json()).encode()
    if len(data) > MAX_JSON_BYTES:  # it could not be read again
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


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
