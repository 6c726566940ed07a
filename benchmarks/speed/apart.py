"""A function in a process of its own, which answers with numbers.

TensorFlow crashes in a process in which LiteRT has run, and what one row has loaded, warmed or allocated is
not to be another row's. So each part of a chapter runs in a fresh process. It is named as MODULE:FUNCTION,
takes keyword arguments that JSON can hold, and returns what JSON can hold.

    python -m benchmarks.speed.apart MODULE:FUNCTION ARGUMENTS ANSWER
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE_S: Final = 3600.0
TOLD_OF_FAILURE: Final = 2000
"""Letters of what a failed process wrote last."""


class Failed(Exception):
    """The process did not answer."""


def apart(target: str, environment: Mapping[str, str] | None = None, **arguments: Any) -> Any:
    """Call it in a fresh process.

    Args:
        target: MODULE:FUNCTION.
        environment: variables that differ from ours.
        **arguments: for it.

    Raises:
        Failed: it ended without an answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", __name__, target, json.dumps(arguments), str(answer)]
        # A home of its own: neither the player's settings nor the player's saves are touched or measured.
        own = {"RPS_GAME_HOME": str(Path(folder) / "home"), "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
        variables = {**os.environ, **own, **(environment or {})}
        try:
            done = subprocess.run(
                command, cwd=ROOT, env=variables, capture_output=True, timeout=PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise Failed(f"{target} did not end within {PATIENCE_S:.0f} s") from error
        if not answer.exists():
            told = done.stderr.decode(errors="replace")[-TOLD_OF_FAILURE:]
            raise Failed(f"{target} ended with {done.returncode}: {told}")
        return json.loads(answer.read_text(encoding="utf-8"))


def threads(count: int) -> dict[str, str]:
    """Return the environment in which the arithmetic of NumPy and of TensorFlow has so many threads."""
    names = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"
    return {name: str(count) for name in names}


def main() -> None:
    """Be that process."""
    target, arguments, answer = sys.argv[1:]
    module, function = target.split(":")
    found = getattr(importlib.import_module(module), function)(**json.loads(arguments))
    Path(answer).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
