"""What is handed out beside the code: icons, menu entry, workflows, and what the wheel requires where."""

import io
import shutil
import struct
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pygame
import pytest
from conftest import ROOT

import rps_game
from tools import icons

PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

LIKENESS = 2.0
"""Mean difference of two equal drawings, in steps of 256: releases of SDL scale a little differently."""


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program that may be missing here; it must find nothing wrong."""
    program = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip(f"{name} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def pixels(png: bytes) -> npt.NDArray[np.float64]:
    """Return a picture's colours, weighted by its opacity, and that: float64 (width, height, 4), 0 to 255."""
    picture = pygame.image.load(io.BytesIO(png), "icon.png")
    opacity = pygame.surfarray.array_alpha(picture).astype(np.float64)
    return np.dstack([pygame.surfarray.array3d(picture) * (opacity / 255)[..., None], opacity])


def assert_alike(png: bytes, side: int) -> None:
    drawn = pixels(icons.png(side))
    assert np.abs(pixels(png) - drawn).mean() < LIKENESS, f"{side}: run python -m tools.icons"
    # That would not be worth much if the icon were empty: a tile with round corners, and a hand on it.
    assert drawn[0, 0, 3] == 0
    assert drawn[side // 2, side // 2, 3] == 255
    assert (drawn[..., 1] > 150).mean() > 0.05


@pytest.mark.parametrize("side", icons.SIZES)
def test_the_icons_of_linux_are_those_that_the_tool_draws(side: int) -> None:
    path = PACKAGING / "icons" / "hicolor" / f"{side}x{side}" / "apps" / "rps-game.png"
    assert_alike(path.read_bytes(), side)


def test_the_icon_of_windows_holds_every_size() -> None:
    file = (PACKAGING / "icons" / "rps-game.ico").read_bytes()
    reserved, kind, count = struct.unpack_from("<3H", file)
    assert (reserved, kind) == (0, 1)
    sides = []
    for number in range(count):
        width, height, _, _, _, _, length, start = struct.unpack_from("<4B2H2I", file, 6 + 16 * number)
        assert width == height
        sides.append(width or 256)
        assert_alike(file[start : start + length], sides[-1])
    assert tuple(sides) == icons.ICO_SIZES


def test_the_icon_of_macos_holds_every_size() -> None:
    file = (PACKAGING / "icons" / "rps-game.icns").read_bytes()
    assert file[:4] == b"icns"
    assert struct.unpack_from(">I", file, 4)[0] == len(file)
    found, start = {}, 8
    while start < len(file):
        kind, (length,) = file[start : start + 4], struct.unpack_from(">I", file, start + 4)
        png = file[start + 8 : start + length]
        found[kind] = struct.unpack_from(">I", png, 16)[0]  # a PNG's first numbers are its width and height
        assert_alike(png, found[kind])
        start += length
    assert found == icons.ICNS_SIZES


def test_the_menu_entry_is_valid_and_starts_a_command_that_exists() -> None:
    run("desktop-file-validate", LINUX / "rps-game.desktop")
    entry = (LINUX / "rps-game.desktop").read_text(encoding="utf-8")
    (command,) = (line.partition("=")[2] for line in entry.splitlines() if line.startswith("Exec="))
    assert command in PROJECT["scripts"]


def test_the_page_of_software_centres_is_valid() -> None:
    # Its name would begin with a domain of ours, if we had one.
    allowed = "--override=cid-desktopapp-is-not-rdns=info"
    run("appstreamcli", "validate", "--no-net", allowed, LINUX / "rps_game.metainfo.xml")


def test_the_workflows_pass_the_linter() -> None:
    run("zizmor", "--offline", ROOT / ".github" / "workflows")


def test_the_workflows_test_every_python_that_the_game_is_for() -> None:
    workflow = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    named = [f'"{line.rpartition(" ")[2]}"' for line in PROJECT["classifiers"] if "Python :: 3." in line]
    assert f"python: [{', '.join(named)}]" in workflow


def test_there_is_one_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PROJECT['version']}\n" in citation
    assert rps_game.__version__ == PROJECT["version"]


@pytest.fixture
def wheels(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that asks pip for wheels."""
    monkeypatch.syspath_prepend(PACKAGING)
    import wheels

    return wheels


def test_the_table_of_wheels_says_what_there_is_and_what_is_missing(
    wheels: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    requirements = ["numpy>=2", "tensorflow>=2.21; python_version < '3.14'", "zizmor; extra == 'dev'"]
    linux, windows = wheels.SYSTEMS[0], wheels.SYSTEMS[2]

    def pip(wanted: list[str], python: str, platforms: list[str]) -> str | None:
        """Has no TensorFlow for Windows, and NumPy for Linux from glibc 2.28 on."""
        if "win_amd64" in platforms:
            return "tensorflow" if any("tensorflow" in text for text in wanted) else None
        return None if "manylinux_2_28_x86_64" in platforms else "numpy"

    monkeypatch.setattr(wheels, "ask_pip", pip)
    assert wheels.cell(requirements, linux, "3.13") == "2 wheels, glibc 2.28"
    assert wheels.cell(requirements, linux, "3.14") == "1 wheels without TensorFlow, glibc 2.28"
    assert wheels.cell(requirements, windows, "3.13") == "no tensorflow"
    assert wheels.cell(requirements, windows, "3.14") == "1 wheels without TensorFlow"
