"""A screen to draw on that nobody sees: Xvfb where it is installed, SDL's dummy driver where not."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator

XVFB = "Xvfb"
SIZE = "1600x1000x24"


def kind() -> str:
    """Which of the two, in words."""
    return "under Xvfb" if shutil.which(XVFB) else "with SDL's dummy driver, as there is no Xvfb"


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Have one.

    Yields:
        The environment in which a window opens on it.
    """
    silent = {"SDL_AUDIODRIVER": "dummy"}
    if shutil.which(XVFB) is None:
        yield {**silent, "SDL_VIDEODRIVER": "dummy"}
        return
    told, tells = os.pipe()
    command = [XVFB, "-displayfd", str(tells), "-screen", "0", SIZE, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[tells], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(tells)
    try:
        with os.fdopen(told) as numbers:
            yield {**silent, "SDL_VIDEODRIVER": "x11", "DISPLAY": f":{numbers.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()
