"""What pip is told to install: per system and Python, what has a package there."""

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PYPROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
EVERYWHERE = {"numpy", "opencv-python", "safetensors"}


@pytest.mark.parametrize(
    ("python", "system", "machine", "some"),
    [
        ("3.11", "linux", "x86_64", {"pygame", "ai-edge-litert", "tensorflow"}),
        ("3.13", "win32", "AMD64", {"pygame", "ai-edge-litert", "tensorflow"}),
        ("3.13", "darwin", "arm64", {"pygame", "ai-edge-litert", "tensorflow"}),
        ("3.13", "darwin", "x86_64", {"pygame"}),
        ("3.14", "linux", "aarch64", {"pygame-ce", "ai-edge-litert"}),
        ("3.14", "darwin", "x86_64", {"pygame-ce"}),
    ],
)
def test_only_what_has_a_package_is_required(python: str, system: str, machine: str, some: set[str]) -> None:
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    here = {"python_version": python, "sys_platform": system, "platform_machine": machine}
    found = {
        requirement.name
        for requirement in map(Requirement, project["dependencies"])
        if requirement.marker is None or requirement.marker.evaluate(here)
    }
    assert found & {"pygame", "pygame-ce", "ai-edge-litert", "tensorflow"} == some
    assert found >= EVERYWHERE
