"""The checks of `rps-game doctor`, one function each.

Everything is imported where it is needed: a package that cannot be loaded is a result like any other.
"""

import contextlib
import importlib
import importlib.metadata
import importlib.util
import os
import platform
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rps_game.errors import CameraError

if TYPE_CHECKING:
    from rps_game.camera.observation import Frame
    from rps_game.camera.sources import Source

_COMPILED_MODULES: Final = ("numpy", "cv2", "pygame", "safetensors.numpy")
"""Imported to see whether they load."""

_OPTIONAL: Final = {
    "ai-edge-litert": "OpenCV runs the network, more slowly",
    "tensorflow": "the network imagenet needs it",
}
"""What the game can do without, and what that costs. TensorFlow is only looked for: importing it takes
seconds and 500 MB. Whether LiteRT loads, the check of the backbone shows."""

_RATE_FRAMES: Final = 15
"""Frames that a camera's rate is measured over: half a second of most."""

_EMBEDDINGS: Final = 10

_LITTLE_SPACE_MB: Final = 100
"""A saved player takes about 15 MB: five megabytes of head and up to 200 frames of 50 kB."""


class Health(Enum):
    """The grade of a result; its value is what the player reads."""

    GOOD = "ok"
    NOTE = "note"  # the game runs, with less
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check."""

    health: Health
    found: str  # one sentence or figure
    remedy: str = ""  # what the player can do; empty when there is nothing to do


def computer() -> CheckResult:
    """Check the processor, the system and Python."""
    system = f"{platform.platform()}, {platform.machine()}"
    found = f"{system}, Python {platform.python_version()}, {os.cpu_count()} cores"
    if sys.maxsize <= 2**32:
        return CheckResult(Health.PROBLEM, f"{found}, 32 bits", "Install a 64-bit Python.")
    return CheckResult(Health.GOOD, found)


def packages() -> CheckResult:
    """Check that everything the game depends on is installed, and loads."""
    from packaging.requirements import Requirement

    requirements = [Requirement(text) for text in importlib.metadata.requires("rps-webcam") or ()]
    here = {r.name for r in requirements if r.marker is None or r.marker.evaluate({"extra": ""})}
    versions, missing, without = [], [], []
    for name in sorted(here | _OPTIONAL.keys()):
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            if name in _OPTIONAL:
                without.append(f"without {name}: {_OPTIONAL[name]}")
            else:
                missing.append(name)
    if missing:
        again = "Install the game again: pip install -e . in its folder."
        return CheckResult(Health.PROBLEM, f"Not installed: {', '.join(missing)}.", again)
    for module in _COMPILED_MODULES:
        try:
            importlib.import_module(module)
        except ImportError as error:
            return CheckResult(Health.PROBLEM, f"{module} does not load: {error}", _remedy_of(error))
    found = "; ".join([", ".join(versions), *without])
    return CheckResult(Health.NOTE if without else Health.GOOD, found)


def _remedy_of(error: ImportError) -> str:
    text = str(error)
    if re.search(r"lib(GL|EGL|X11|xcb|glib|gthread|gobject)\S*\.so", text):
        return (
            "Install what slim systems leave out: sudo apt install libgl1 libglib2.0-0 (on Debian, Ubuntu)."
        )
    if "DLL load failed" in text:
        return "Install Microsoft's Visual C++ Redistributable; on Windows N the Media Feature Pack, too."
    return "Install it again: pip install --force-reinstall with its name."


def camera(wanted: str | None) -> CheckResult:
    """Check that a camera delivers pictures, how large and how fast."""
    from rps_game.camera.devices import list_cameras
    from rps_game.camera.sources import CameraSpec, ask_permission_for, open_source

    try:
        spec = None if wanted is None else CameraSpec.parse(wanted)
    except ValueError as error:
        return CheckResult(Health.PROBLEM, f"--camera: {error}", "See rps-game cameras.")
    ask_permission_for(spec)
    try:
        source = open_source(spec)
        frame, rate_hz = _watch(source)
    except CameraError as error:
        # Without a camera one plays on the drawn hand; a camera asked for by name is another matter.
        health = Health.NOTE if wanted is None else Health.PROBLEM
        return CheckResult(health, error.what, f"{error.remedy} (The drawn hand: rps-game --camera demo)")
    if frame is None:
        found = f"“{source.name}” opens, but its pictures stop."
        return CheckResult(Health.PROBLEM, found, "Plug it in again, or choose another one.")
    height, width = frame.shape[:2]
    others = [camera.name for camera in list_cameras() if camera.name != source.name]
    also = f"; also connected: {', '.join(others)}" if others else ""
    found = f"“{source.name}”, {width} x {height}, {rate_hz:.0f} frames a second{also}"
    return CheckResult(Health.GOOD, found)


def _watch(source: "Source") -> "tuple[Frame | None, float]":
    """Return the last of some frames, None where they stop, and how many came a second; close the camera."""
    try:
        frame = source.read()  # not measured: a recording's first one comes at once
        start_s = time.perf_counter()
        for _ in range(_RATE_FRAMES):
            if frame is None:
                return None, 0.0
            frame = source.read()
        return frame, _RATE_FRAMES / (time.perf_counter() - start_s)
    finally:
        source.close()


def backbone(wanted: str | None, cache: Path) -> CheckResult:
    """Check that the frozen network is there, loads and answers, and how fast."""
    import numpy as np

    from rps_game.errors import BackboneUnavailable
    from rps_game.network.backbone import DEFAULT_BACKBONE, PICTURE_SHAPE, can_be_prepared, load_backbone

    spec = wanted or DEFAULT_BACKBONE
    try:
        network = load_backbone(spec, cache)
    except BackboneUnavailable as error:
        if can_be_prepared(spec):
            return _unprepared(spec)
        raise error from None
    square = np.full(PICTURE_SHAPE, 128, np.uint8)
    times_ms = []
    for _ in range(_EMBEDDINGS):
        start_s = time.perf_counter()
        network.embed(square)
        times_ms.append(1000 * (time.perf_counter() - start_s))
    speed = f"{statistics.median(times_ms):.1f} ms a picture"
    found = f"{network.name}, weights {network.fingerprint[:12]}, by {network.engine}, {speed}"
    return CheckResult(Health.GOOD, found)


def _unprepared(spec: str) -> CheckResult:
    from rps_game.files import is_file
    from rps_game.network.backbone import BackboneName
    from rps_game.network.convert import keras_weights_path, tensorflow_missing

    if importlib.util.find_spec("tensorflow") is None:
        raise tensorflow_missing()
    found = f"{spec} has not been prepared on this computer yet; the first new player does that."
    weights = keras_weights_path()
    if spec == BackboneName.IMAGENET and not is_file(weights):
        remedy = f"It needs the internet once, for 2 MB; without it, put the file at {weights}"
        return CheckResult(Health.NOTE, found, remedy)
    return CheckResult(Health.GOOD, found)


def display() -> CheckResult:
    """Check that a window can be opened, and where."""
    import pygame

    try:
        with quiet_libraries():
            pygame.display.init()
        driver, sizes = pygame.display.get_driver(), pygame.display.get_desktop_sizes()
    except pygame.error as error:
        return _no_screen(str(error))
    finally:
        pygame.display.quit()
    found = f"{driver}, {', '.join(f'{width} x {height}' for width, height in sizes)}"
    if driver not in {"dummy", "offscreen"}:
        return CheckResult(Health.GOOD, found)
    if os.environ.get("SDL_VIDEODRIVER") != driver:  # SDL's last resort, which nobody asked for
        return _no_screen("no screen is connected")
    remedy = "Take SDL_VIDEODRIVER out of the environment to see the window."
    return CheckResult(Health.NOTE, f"{found}: windows are drawn where nobody sees them.", remedy)


def _no_screen(reason: str) -> CheckResult:
    remedy = "Start the game on a desktop: over ssh and in a container there is none."
    return CheckResult(Health.PROBLEM, f"No window can be opened: {reason}.", remedy)


@contextlib.contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what C libraries write to the standard error (ALSA: thirty lines) out of the report."""
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a file
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def sound() -> CheckResult:
    """Check that sounds can be played. The game needs none."""
    import pygame

    try:
        with quiet_libraries():
            pygame.mixer.init()
    except pygame.error as error:
        remedy = "Connect or switch on a sound device, or play without."
        return CheckResult(Health.NOTE, f"The game will be silent: {error}.", remedy)
    rate_hz = pygame.mixer.get_init()[0]
    pygame.mixer.quit()
    return CheckResult(Health.GOOD, f"{rate_hz} Hz")


def saves(folder: Path) -> CheckResult:
    """Check that players can be saved, and that those which are saved can be used."""
    from rps_game.files import make_folder
    from rps_game.saves.store import SaveStore

    try:
        make_folder(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        free_mb = shutil.disk_usage(folder).free // 10**6
    except OSError as error:
        remedy = "Let yourself write there, free some space, or choose another folder with --saves."
        return CheckResult(Health.PROBLEM, f"{folder} cannot be written to: {error.strerror}.", remedy)
    store = SaveStore(folder)
    players = [store.check(player) for player in store.list()]
    damaged = [player.name for player in players if not player.usable]
    found = f"{folder}, players: {len(players)}, {free_mb} MB free"
    if damaged:
        remedy = "They stay on the disk; delete them in the game's list of players."
        return CheckResult(Health.NOTE, f"{found}; cannot be used: {', '.join(damaged)}", remedy)
    if free_mb < _LITTLE_SPACE_MB:
        return CheckResult(Health.NOTE, found, "Free some space: a player takes about 15 MB.")
    return CheckResult(Health.GOOD, found)
