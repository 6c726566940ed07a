"""`rps-game doctor`: what of this computer works for the game, what does not, and how to mend it."""

import logging
from collections.abc import Callable, Iterator
from typing import Final

from rps_game.cli import checks
from rps_game.cli.checks import Finding, Health
from rps_game.errors import GameError
from rps_game.paths import Paths

_log: Final = logging.getLogger(__name__)


def diagnose(paths: Paths, camera: str | None, backbone: str, write: Callable[[str], None] = print) -> int:
    """Make every check and tell of each as soon as it is made.

    Args:
        paths: the game's folders.
        camera: what stands after --camera; None looks for the first that works.
        backbone: a name or a path, as for `load_backbone`.
        write: takes the lines.

    Returns:
        The exit code: 0, or 1 when the game cannot be played as asked.
    """
    problems = 0
    for finding in examine(paths, camera, backbone):
        write(str(finding))
        problems += finding.health is Health.PROBLEM
    write("Ready to play: rps-game" if not problems else f"Problems found: {problems}")
    return 1 if problems else 0


def examine(paths: Paths, camera: str | None, backbone: str) -> Iterator[Finding]:
    """Every check's finding, one by one; none of them raises."""
    yield _guarded("computer", checks.computer)
    yield _guarded("packages", checks.packages)
    yield _guarded("camera", lambda: checks.camera(camera))
    yield _guarded("backbone", lambda: checks.backbone(backbone, paths.cache))
    yield _guarded("display", checks.display)
    yield _guarded("sound", checks.sound)
    yield _guarded("saves", lambda: checks.saves(paths.saves))


def _guarded(subject: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except GameError as error:
        return Finding(subject, Health.PROBLEM, error.what, error.remedy)
    except ImportError as error:
        return Finding(subject, Health.PROBLEM, f"Not checked: {error}", "Mend the packages first.")
    except Exception as error:  # the doctor's own fault must not hide its other findings
        _log.exception("checking the %s failed", subject)
        return Finding(subject, Health.PROBLEM, f"The check failed: {error!r}", "Please report this.")
