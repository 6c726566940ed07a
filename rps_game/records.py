"""The statistics of all rounds, in one JSON file."""

import json
import logging
from pathlib import Path
from typing import Final

from rps_game.files import write_whole
from rps_game.game.statistics import Statistics

FILE_NAME: Final = "statistics.json"
_log: Final = logging.getLogger(__name__)


def load_statistics(path: Path) -> Statistics:
    """The statistics in a file; new ones when there is none. A damaged file is set aside."""
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


def save_statistics(statistics: Statistics, path: Path) -> bool:
    """Write the statistics, whole or not at all, and say whether that was possible; the game needs none."""
    try:
        write_whole(path, json.dumps(statistics.to_json()).encode(), replace=True)
    except OSError:
        _log.exception("the statistics cannot be written to %s", path)
        return False
    return True
