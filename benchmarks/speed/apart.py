"""Processes that measure: a function in one of its own, a screen that nobody sees, TensorFlow.js under Node.

TensorFlow crashes in a process in which LiteRT has run, and what one row has loaded, warmed or allocated is
not to be another row's. So `apart` calls a function in a fresh process. It takes keyword arguments that JSON
can hold, and returns what JSON can hold.

    python -m benchmarks.speed.apart MODULE:FUNCTION ARGUMENTS ANSWER
"""

import contextlib
import functools
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks import ROOT

PATIENCE_S: Final = 3600.0
TOLD_OF_FAILURE: Final = 2000
"""Letters of what a failed process wrote last."""

XVFB: Final = "Xvfb"
SCREEN: Final = "3840x2160x24"

TFJS: Final = ROOT / "benchmarks" / "tfjs"
"""Its package.json names exact versions. In there: npm install --no-save --no-package-lock"""


class Failed(Exception):
    """The process did not answer."""


def apart(
    function: Callable[..., Any], environment: Mapping[str, str] | None = None, **arguments: Any
) -> Any:
    """Call a module's function in a fresh process.

    Args:
        function: what to call.
        environment: variables that differ from ours.
        **arguments: for it.

    Raises:
        Failed: it ended without an answer.
    """
    target = f"{function.__module__}:{function.__name__}"
    text, _ = answer_of(["-m", __name__, target, json.dumps(arguments)], environment)
    return json.loads(text)


def answer_of(command: list[str], environment: Mapping[str, str] | None = None) -> tuple[str, float]:
    """Start Python so, with a file to write into; return what it wrote, and the time before the start.

    The time is that of the system's clock, the same in every process, in seconds.

    Raises:
        Failed: it wrote nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer"
        # A home of its own: neither the player's settings nor the player's saves are touched or measured.
        # And with kept bytecode, as any second start has it, even where this shell forbids to keep any.
        own = {"RPS_GAME_HOME": str(Path(folder) / "home"), "PYTHONDONTWRITEBYTECODE": ""}
        began_s = time.monotonic()
        done = subprocess.run(
            [sys.executable, *command, str(answer)],
            cwd=ROOT,
            env={**os.environ, **own, **(environment or {})},
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
        if not answer.exists():
            told = done.stderr.decode(errors="replace")[-TOLD_OF_FAILURE:]
            raise Failed(f"{' '.join(command)} ended with {done.returncode}: {told}")
        return answer.read_text(encoding="utf-8"), began_s


def threads(count: int) -> dict[str, str]:
    """Return the environment in which the arithmetic of NumPy and of TensorFlow has so many threads."""
    names = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"
    return {name: str(count) for name in names}


def kind_of_screen() -> str:
    """Say what `screen` gives."""
    return "under Xvfb" if shutil.which(XVFB) else "with SDL's dummy driver, as there is no Xvfb"


@contextlib.contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Start a virtual screen for windows to open on: Xvfb if it is installed, else SDL's dummy driver.

    Yields:
        The environment in which a window opens on it, and arithmetic has one thread, as in the game.
    """
    own = {"SDL_AUDIODRIVER": "dummy", **threads(1)}
    if shutil.which(XVFB) is None:
        yield {**own, "SDL_VIDEODRIVER": "dummy"}
        return
    told, tells = os.pipe()
    command = [XVFB, "-displayfd", str(tells), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[tells], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(tells)
    try:
        with os.fdopen(told) as numbers:
            yield {**own, "SDL_VIDEODRIVER": "x11", "DISPLAY": f":{numbers.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


def why_no_tfjs() -> str:
    """Why TensorFlow.js cannot be measured here; "" if it can."""
    if shutil.which("node") is None:
        return "no Node here"
    if not (TFJS / "node_modules" / "@tensorflow" / "tfjs-backend-wasm").is_dir():
        return "packages missing: npm install"
    return ""


def tfjs(*, calls: int = 0, frames: int = 0) -> dict[str, Any]:
    """Measure TensorFlow.js with its WASM backend, on the one thread that Node gives it.

    Returns:
        Milliseconds a picture by its size, `ms`, if there are calls; with frames of each gesture seconds an
        epoch, `epoch_s`.

    Raises:
        Failed: it ended without an answer.
    """
    sizes = [[480, 640], [720, 1280]] if calls else []
    wanted = {"calls": calls, "sizes": sizes, "frames": frames, "epochs": 1 if frames else 0}
    command = ["node", "measure.mjs", json.dumps(wanted)]
    done = subprocess.run(command, cwd=TFJS, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    if done.returncode:
        raise Failed(f"TensorFlow.js ended with {done.returncode}: {done.stderr[-TOLD_OF_FAILURE:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@functools.cache
def tfjs_versions() -> str:
    """Return the versions of Node and of TensorFlow.js; or why there is none."""
    if why := why_no_tfjs():
        return f"TensorFlow.js: {why}"
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    package = TFJS / "node_modules" / "@tensorflow" / "tfjs" / "package.json"
    return f"Node {node}, TensorFlow.js {json.loads(package.read_text(encoding='utf-8'))['version']}"


def main() -> None:
    """Run the function that `apart` names, and write what it returns as JSON into the file it names."""
    target, arguments, answer = sys.argv[1:]
    module, function = target.split(":")
    found = getattr(importlib.import_module(module), function)(**json.loads(arguments))
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
