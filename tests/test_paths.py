"""Paths: from a checkout, from a wheel, and those that the player gives."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rps_game import paths

ROOT = Path(__file__).parents[1]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(paths.HOME_VARIABLE, raising=False)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_from_a_checkout(home: Path) -> None:
    found = paths.default_paths()
    assert found.saves == ROOT / "saves"
    assert paths.assets() == ROOT / "assets"
    assert found.settings.name == "settings.json"
    assert not list(home.iterdir()), "asking for a path must not make it"


def test_the_player_chooses_another_folder_for_the_saves(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert paths.default_paths(Path("mine")).saves == home / "mine"
    assert paths.default_paths(Path("~/mine")).saves == home / "mine"


def test_one_folder_for_everything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home / "stick"))
    found = paths.default_paths()
    for path in (found.cache, found.data, found.saves, found.settings, found.log):
        assert path.is_relative_to(home / "stick")
    assert paths.default_paths(home / "mine").saves == home / "mine"


def test_installed_from_a_wheel(home: Path) -> None:
    # The package alone, as pip lays it down: no pyproject.toml and no saves/ beside it.
    site = home / "site-packages"
    shutil.copytree(ROOT / "rps_game", site / "rps_game", ignore=shutil.ignore_patterns("__pycache__"))
    code = "from rps_game import paths; print(paths.default_paths().saves); print(paths.assets())"
    environment = {**os.environ, "PYTHONPATH": str(site)}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment, capture_output=True, text=True, check=True
    )
    saves, assets = map(Path, answer.stdout.splitlines())
    assert saves.is_relative_to(home)
    assert saves.name == "saves"
    assert assets == site / "rps_game" / "_assets"
