"""The doctor finds what is wrong, says how to mend it, and survives everything that it looks at."""

import importlib
import importlib.metadata
import importlib.util
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pygame
import pytest

from rps_game.camera import sources
from rps_game.cli import checks, doctor
from rps_game.cli.checks import CheckResult, Health
from rps_game.cli.doctor import diagnose
from rps_game.errors import CameraBusy
from rps_game.paths import Paths


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(
        cache=tmp_path / "cache",
        data=tmp_path / "data",
        saves=tmp_path / "saves",
        settings=tmp_path / "settings.json",
        log=tmp_path / "log",
    )


@pytest.fixture(autouse=True)
def headless(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")


def raising(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_args: object, **_named: object) -> NoReturn:
        raise error

    return fail


class Still:
    """A camera of one picture; ends after `frames` of them."""

    name, live = "Desk camera", True

    def __init__(self, frames: int = 1000) -> None:
        self.frames = frames
        self.closed = False

    def read(self) -> np.ndarray | None:
        self.frames -= 1
        return np.zeros((480, 640, 3), np.uint8) if self.frames >= 0 else None

    def close(self) -> None:
        self.closed = True


def test_a_healthy_computer_is_ready(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    camera = Still()
    monkeypatch.setattr(sources, "open_source", lambda spec: camera)
    lines: list[str] = []
    assert diagnose(paths, None, "own", lines.append) == 0
    report = "\n".join(lines)
    subjects = [line.split()[1] for line in lines[:-1]]
    assert subjects == ["computer", "packages", "camera", "backbone", "display", "sound", "saves"]
    assert "“Desk camera”, 640 x 480" in report
    assert re.search(r"backbone +own, weights \w{12}, by (LiteRT|OpenCV), [\d.]+ ms a picture", report)
    assert lines[-1] == "Ready to play: rps-game"
    assert "Traceback" not in report
    assert camera.closed
    assert not any(paths.saves.iterdir())


def test_everything_at_once_may_be_broken(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.saves.write_text("a file where the folder should be")
    monkeypatch.setattr(
        importlib, "import_module", raising(ImportError("libGL.so.1: cannot open shared object file"))
    )
    monkeypatch.setattr(sources, "open_source", raising(CameraBusy("It is in use.", "Close the call.")))
    monkeypatch.setattr(pygame.display, "init", raising(pygame.error("No available video device")))
    monkeypatch.setattr(pygame.mixer, "init", raising(pygame.error("dsp: No such audio device")))
    lines: list[str] = []
    assert diagnose(paths, "0", str(paths.cache / "absent.tflite"), lines.append) == 1
    report = "\n".join(lines)
    for words in (
        "apt install libgl1 libglib2.0-0",
        "Close the call.",
        "There is no network at",
        "No window can be opened: No available video device",
        "The game will be silent",
        "--saves",
    ):
        assert words in report
    healths = {line.split()[1]: line.split()[0] for line in lines if re.match(r"ok|note|problem", line)}
    assert healths == {
        "computer": "ok",
        "packages": "problem",
        "camera": "problem",
        "backbone": "problem",
        "display": "problem",
        "sound": "note",  # none is needed to play
        "saves": "problem",
    }
    assert lines[-1] == "Problems found: 5"


def test_no_camera_is_no_obstacle_unless_one_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "open_source", raising(CameraBusy("It is in use.", "Close the call.")))
    assert checks.camera(None).health is Health.NOTE
    assert "rps-game --camera demo" in checks.camera(None).remedy
    assert checks.camera("0").health is Health.PROBLEM
    assert checks.camera(" ").health is Health.PROBLEM


@pytest.mark.parametrize("frames", [0, 3])
def test_a_camera_whose_pictures_stop_is_a_problem(monkeypatch: pytest.MonkeyPatch, frames: int) -> None:
    monkeypatch.setattr(sources, "open_source", lambda spec: Still(frames))
    monkeypatch.setattr("time.perf_counter", lambda: 0.0)  # a clock whose steps are long
    finding = checks.camera(None)
    assert finding.health is Health.PROBLEM
    assert "its pictures stop" in finding.found


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ("libGL.so.1: cannot open shared object file: No such file or directory", "libgl1"),
        ("libgthread-2.0.so.0: cannot open shared object file", "libglib2.0-0"),
        ("DLL load failed while importing cv2: module not found", "Visual C++"),
        ("numpy.core.multiarray failed to import", "pip install"),
    ],
)
def test_a_package_that_does_not_load_comes_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, message: str, hint: str
) -> None:
    monkeypatch.setattr(importlib, "import_module", raising(ImportError(message)))
    finding = checks.packages()
    assert finding.health is Health.PROBLEM
    assert hint in finding.remedy


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        importlib.metadata, "requires", lambda name: ["never-heard-of>=1", "ruff; extra == 'dev'"]
    )
    assert "never-heard-of." in checks.packages().found


def hide(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide a distribution and its module from imports and from importlib.metadata."""
    version, find_spec = importlib.metadata.version, importlib.util.find_spec

    def version_of(other: str) -> str:
        if other == name:
            raise importlib.metadata.PackageNotFoundError(name)
        return version(other)

    monkeypatch.setattr(importlib.metadata, "version", version_of)
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda other: None if other == name else find_spec(other)
    )


@pytest.mark.parametrize("name", ["tensorflow", "ai-edge-litert"])
def test_what_the_game_can_do_without_is_a_note(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(name, monkeypatch)
    finding = checks.packages()
    assert finding.health is Health.NOTE
    assert f"; without {name}: " in finding.found


def test_opencv_is_named_where_it_runs_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ai_edge_litert.interpreter", None)
    finding = checks.backbone("own", tmp_path)
    assert finding.health is Health.GOOD
    assert "by OpenCV" in finding.found


def test_a_backbone_that_is_not_prepared_says_what_preparing_needs(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    keras = paths.cache / "keras"
    monkeypatch.setenv("KERAS_HOME", str(keras))
    with monkeypatch.context() as installed:
        installed.setattr(importlib.util, "find_spec", lambda _name: object())
        finding = checks.backbone("imagenet", paths.cache)
        assert finding.health is Health.NOTE
        assert str(keras / "models") in finding.remedy
        assert checks.backbone("random", paths.cache).health is Health.GOOD

    hide("tensorflow", monkeypatch)
    finding = dict(doctor.run_checks(paths, None, "imagenet"))["backbone"]
    assert finding.health is Health.PROBLEM
    assert finding.found == "This network needs TensorFlow, which is not installed."
    assert "(own)" in finding.remedy


@pytest.mark.parametrize(("asked", "health"), [("offscreen", Health.NOTE), ("", Health.PROBLEM)])
def test_sdl_drawing_into_nothing_is_not_taken_for_a_screen(
    monkeypatch: pytest.MonkeyPatch, asked: str, health: Health
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", asked)
    monkeypatch.setattr(pygame.display, "init", lambda: None)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "offscreen")
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1024, 768)])
    assert checks.display().health is health


def test_saves_that_cannot_be_used_are_named(paths: Paths) -> None:
    paths.saves.mkdir()
    (paths.saves / "Ann.safetensors").write_bytes(b"no save")
    finding = checks.saves(paths.saves)
    assert finding.health is Health.NOTE
    assert "Ann" in finding.found


def test_the_doctors_own_fault_hides_no_other_finding(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "packages", raising(ZeroDivisionError("oops")))
    monkeypatch.setattr(checks, "camera", raising(ImportError("No module named 'cv2'")))
    findings = dict(doctor.run_checks(paths, None, "imagenet"))
    assert len(findings) == 7
    assert "oops" in findings["packages"].found
    assert findings["camera"] == CheckResult(
        Health.PROBLEM, "Not checked: No module named 'cv2'", "Mend the packages first."
    )


def test_what_libraries_write_to_the_standard_error_stays_out(capfd: pytest.CaptureFixture[str]) -> None:
    with checks.quiet_libraries():
        os.write(2, b"ALSA lib confmisc.c")
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"
