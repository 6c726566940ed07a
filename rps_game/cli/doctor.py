"""`rps-game doctor`: what works on this computer, what does not, and how to mend it."""

import logging
from collections.abc import Callable, Iterator
from typing import Final

from rps_game.cli import checks
from rps_game.cli.checks import CheckResult, Health
from rps_game.errors import GameError
from rps_game.paths import Paths
from rps_game.words import printable

_log: Final = logging.getLogger(__name__)


def diagnose(
    paths: Paths, camera: str | None, backbone: str | None, write: Callable[[str], None] = print
) -> int:
    """Run every check, and write each result as soon as it is there.

    `camera` is the value of --camera, or None for the first that works; `backbone` as for `load_backbone`, or
    None for the default.

    Returns:
        The exit code: 0, or 1 when the game cannot be played as asked.
    """
    problems = 0
    for subject, result in run_checks(paths, camera, backbone):
        remedy = f"\n{'':18} {result.remedy}" if result.remedy else ""
        write(f"{result.health.value:8} {subject:9} {printable(result.found)}{remedy}")
        problems += result.health is Health.PROBLEM
    write("Ready to play: rps-game" if not problems else f"Problems found: {problems}")
    return 1 if problems else 0


def run_checks(paths: Paths, camera: str | None, backbone: str | None) -> Iterator[tuple[str, CheckResult]]:
    """Run the checks one by one, and yield what was checked and its result; none of them raises."""
    todo: dict[str, Callable[[], CheckResult]] = {
        "computer": checks.computer,
        "packages": checks.packages,
        "camera": lambda: checks.camera(camera),
        "backbone": lambda: checks.backbone(backbone, paths.cache),
        "display": checks.display,
        "sound": checks.sound,
        "saves": lambda: checks.saves(paths.saves),
    }
    for subject, check in todo.items():
        try:
            yield subject, check()
        except GameError as error:
            yield subject, CheckResult(Health.PROBLEM, error.what, error.remedy)
        except ImportError as error:
            yield subject, CheckResult(Health.PROBLEM, f"Not checked: {error}", "Mend the packages first.")
        except Exception as error:  # the doctor's own fault must not hide its other results
            _log.exception("checking the %s failed", subject)
            yield subject, CheckResult(Health.PROBLEM, f"The check failed: {error!r}", "Please report this.")
