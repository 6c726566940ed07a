"""Trials of the commands in hostile places: paths, streams, encodings, other users' folders, full disks."""

import functools
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from rps_game.game.gestures import CLASSES
from rps_game.paths import HOME_VARIABLE
from tools.campaign.game import pictures
from tools.campaign.mutations import any_of
from tools.campaign.trial import ROOT

STRANGER: Final = ("unshare", "--user", "--map-user=54321")
"""Without root's rights, and without a name."""
OWN_MOUNTS: Final = ("unshare", "--user", "--map-root-user", "--mount")
CODES: Final = frozenset({0, 1, 2, 141})
"""Exit codes: done, not possible, bad arguments, and that nobody reads any more."""

_OPTIONS: Final = ("--frames", "5", "--views", "0")
_COMMANDS: Final[tuple[tuple[str, ...], ...]] = (
    ("calibrate", "PATH", "--save", "Anna", *_OPTIONS),
    ("calibrate", "SESSION", "--save", "Zo\u00eb \u624b", *_OPTIONS),
    ("calibrate", "SESSION", "--save", "Anna", "--saves", "PATH", *_OPTIONS),
    ("evaluate", "PATH", *_OPTIONS),
    ("evaluate", "SESSION", "--save", "Anna", "--saves", "PATH", *_OPTIONS),
    ("evaluate", "SESSION", "--backbone", "PATH", *_OPTIONS),
    ("cameras", "--saves", "PATH"),
    ("cameras", "--log", "PATH"),
    ("doctor", "--camera", "PATH"),
    ("doctor", "--camera", "demo", "--backbone", "PATH"),
)
_STREAMS: Final = (
    "",
    "<&-",
    ">&-",
    "2>&-",
    "<&- >&- 2>&-",
    ">/dev/full",
    "2>/dev/full",
    ">/dev/null",
    "| head -c 0",
)
_ENCODINGS: Final[tuple[dict[str, str], ...]] = (
    {},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "cp437"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"LC_ALL": "ru_RU.KOI8-R"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)


def _link_to_itself(folder: Path) -> Path:
    path = folder / "circle"
    path.symlink_to(path)
    return path


def _locked(folder: Path) -> Path:
    path = folder / "locked"
    path.mkdir(0)
    return path / "x"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _file(folder: Path) -> Path:
    (folder / "file").write_bytes(b"\0")
    return folder / "file"


def _read_only(folder: Path) -> Path:
    (folder / "read only").mkdir(0o555)
    return folder / "read only"


_PATHS: Final[tuple[Callable[[Path], str | Path], ...]] = (
    lambda folder: folder / "nowhere",
    lambda folder: folder,
    lambda folder: folder / ("x" * 300),
    lambda folder: folder / "caf\udce9\nforged INFO line",
    lambda _: "~nosuchuser/x",
    lambda _: "",
    lambda _: "/dev/null",
    lambda _: "/dev/full",
    lambda _: "/proc/self/mem",
    lambda _: "9" * 5000,
    _link_to_itself,
    _locked,
    _pipe,
    _file,
    _read_only,
)


@functools.cache
def _session_pictures() -> dict[str, bytes]:
    return {
        f"{gesture.name.lower()}/{number}.png": cv2.imencode(".png", pictures()[gesture][number])[1].tobytes()
        for gesture in CLASSES
        for number in range(10)
    }


@functools.cache
def _can(*command: str) -> bool:
    found = shutil.which(command[0]) is not None
    return found and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


def places(seed: int, folder: Path) -> Counter[str]:
    """Run a command where something refuses: it ends by an exit code of its own, and says one sentence."""
    rng = np.random.default_rng(seed)
    session = folder / "session"
    for name, data in _session_pictures().items():
        (session / name).parent.mkdir(parents=True, exist_ok=True)
        (session / name).write_bytes(data)
    path = any_of(_PATHS, rng)(folder)
    words = {"PATH": str(path), "SESSION": str(session)}
    command = [words.get(word, word) for word in any_of(_COMMANDS, rng)]
    home, before, within = _disk(folder, rng)
    streams = any_of(_STREAMS, rng)
    variables = {HOME_VARIABLE: str(path) if rng.random() < 0.1 else str(home), **any_of(_ENCODINGS, rng)}
    if rng.random() < 0.1:
        variables = {"HOME": "", **variables}
    done = _run(
        command, variables, f"umask {any_of(('000', '022', '077', '777'), rng)}; {before}", streams, within
    )
    told = done.stderr + done.stdout
    assert b"Traceback" not in told, (command, done)
    assert b"should not" not in told, (command, done)
    assert "|" in streams or done.returncode in CODES, (command, done)
    if done.returncode and "2>" not in streams and command[0] != "doctor":
        assert done.stderr.startswith(b"rps-game"), (command, done)
        assert done.stderr.count(b"\n") == 1, (command, done)
    return Counter({"places": 1, "done" if done.returncode == 0 else "refused": 1})


def _disk(folder: Path, rng: np.random.Generator) -> tuple[Path, str, Sequence[str]]:
    # The game's home, what the shell does before, and what it runs within.
    home = folder / "home"
    kind = rng.random()
    if kind < 0.3 and _can(*STRANGER):
        folder.chmod(0o777)
        return home, ":", STRANGER
    if kind < 0.6 and _can(*OWN_MOUNTS):
        home.mkdir()
        mount = f'mount -t tmpfs -o size=64k none "{home}"'
        if rng.random() < 0.5:
            return home, f'{mount}; dd if=/dev/zero of="{home}/zeros" bs=1k 2>/dev/null', OWN_MOUNTS
        return home, f'{mount}; mount -o remount,ro "{home}"', OWN_MOUNTS
    return home, ":", ()


def _run(
    command: Sequence[str], variables: dict[str, str], before: str, streams: str, within: Sequence[str]
) -> subprocess.CompletedProcess[bytes]:
    shell = ["sh", "-c", f'{before}; "$@" {streams}', "sh", sys.executable, "-m", "rps_game", *command]
    return subprocess.run(
        [os.fsencode(word) for word in (*within, *shell)],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        timeout=120,
        check=False,
    )
