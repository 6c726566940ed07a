"""The origin's way, under Node: TensorFlow.js with its WASM backend, on the one thread that Node gives it."""

import functools
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from benchmarks.speed.apart import PATIENCE_S, ROOT, TOLD_OF_FAILURE, Failed
from benchmarks.speed.figures import Effort

FOLDER: Final = ROOT / "benchmarks" / "tfjs"
INSTALL: Final = "npm install --no-save --no-package-lock --no-audit --no-fund"
"""In that folder. Its package.json names exact versions."""


def why_not() -> str:
    """Why it cannot be measured here; "" if it can."""
    if shutil.which("node") is None:
        return "no Node here"
    if not (FOLDER / "node_modules" / "@tensorflow" / "tfjs-backend-wasm").is_dir():
        return "packages missing: npm install"
    return ""


def measured(effort: Effort, *, frames: int = 0) -> dict[str, Any]:
    """Milliseconds a picture by its size, `ms`; with frames of each gesture, seconds an epoch, `epoch_s`.

    Raises:
        Failed: it ended without an answer.
    """
    wanted = {
        "calls": 0 if frames else effort.slow_calls,
        "sizes": [] if frames else [[480, 640], [720, 1280]],
        "frames": frames,
        "epochs": 1 if frames else 0,
    }
    command = ["node", "measure.mjs", json.dumps(wanted)]
    done = subprocess.run(
        command, cwd=FOLDER, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    if done.returncode:
        raise Failed(f"TensorFlow.js ended with {done.returncode}: {done.stderr[-TOLD_OF_FAILURE:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@functools.cache
def versions() -> str:
    """Of Node and of the packages; "" where they are missing."""
    if why_not():
        return ""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    package: Path = FOLDER / "node_modules" / "@tensorflow" / "tfjs" / "package.json"
    return f"Node {node}, TensorFlow.js {json.loads(package.read_text(encoding='utf-8'))['version']}"
