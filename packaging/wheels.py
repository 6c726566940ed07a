"""Asks pip, for each system and Python, whether there are wheels of all that our own wheel requires there.

    python packaging/wheels.py [WHEEL]

Evaluates the wheel's markers as that system would (without a WHEEL it is built first), asks pip for exactly
those packages, and prints a table: how many there are, and the oldest glibc or macOS for which pip finds them
all; or what has no wheel. Nothing is installed; it takes some minutes, and the internet.
"""

import email
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
GLIBCS: Final = (17, 27, 28, 31, 34, 35, 39)
"""The minor versions that wheels are made for, or that systems still supported have."""

MACS: Final = (11, 12, 13, 14, 15, 26)


@dataclass(frozen=True, slots=True)
class System:
    """A system on a processor.

    Attributes:
        name: for people.
        sys_platform, platform_system, os_name, machine: as the markers know it.
    """

    name: str
    sys_platform: str
    platform_system: str
    os_name: str
    machine: str

    def environment(self, python: str) -> dict[str, str]:
        """Return what markers are evaluated with."""
        return {
            "extra": "",
            "implementation_name": "cpython",
            "os_name": self.os_name,
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_system": self.platform_system,
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": self.sys_platform,
        }

    def releases(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the system's releases, oldest first: its name, and the platforms of wheels that run there."""
        match self.sys_platform:
            case "linux":
                old = [
                    f"{alias}_{self.machine}" for alias in ("manylinux2014", "manylinux2010", "manylinux1")
                ]
                for glibc in GLIBCS:
                    new = [f"manylinux_2_{minor}_{self.machine}" for minor in range(glibc, 4, -1)]
                    yield f"glibc 2.{glibc}", [*new, *old]
            case "darwin":
                for release in MACS:
                    yield f"macOS {release}", [f"macosx_{release}_0_{self.machine}"]
            case _:
                yield "", [f"win_{self.machine.lower()}"]


SYSTEMS: Final = (
    System("Linux x86_64", "linux", "Linux", "posix", "x86_64"),
    System("Linux aarch64", "linux", "Linux", "posix", "aarch64"),
    System("Windows x64", "win32", "Windows", "nt", "AMD64"),
    System("Windows arm64", "win32", "Windows", "nt", "ARM64"),
    System("macOS arm64", "darwin", "Darwin", "posix", "arm64"),
    System("macOS x86_64", "darwin", "Darwin", "posix", "x86_64"),
)


def required(requirements: Sequence[str], system: System, python: str) -> list[str]:
    """Return what the requirements ask for there, without their markers."""
    environment = system.environment(python)
    found = [Requirement(text) for text in requirements]
    return [
        f"{one.name}{one.specifier}"
        for one in found
        if one.marker is None or one.marker.evaluate(environment)
    ]


def cell(requirements: Sequence[str], system: System, python: str) -> str:
    """Return what the table says of a system and a Python."""
    wanted = required(requirements, system, python)
    releases = list(system.releases())
    lacking = without_wheel(wanted, python, releases[-1][1])
    if lacking:
        return f"no {', '.join(lacking)}"
    oldest = next(
        name for name, platforms in releases if not without_wheel(wanted, python, platforms, first=True)
    )
    lite = "" if any(name.startswith("tensorflow") for name in wanted) else " without TensorFlow"
    return f"{len(wanted)} wheels{lite}{f', {oldest}' if oldest else ''}"


def without_wheel(
    wanted: Sequence[str], python: str, platforms: Sequence[str], *, first: bool = False
) -> list[str]:
    """Return the packages that pip finds no wheel of, or only the first of them."""
    wanted, lacking = list(wanted), []
    while (missing := ask_pip(wanted, python, platforms)) is not None:
        lacking.append(missing)
        if first:
            break
        wanted = [text for text in wanted if Requirement(text).name != missing]
    return lacking


def ask_pip(wanted: Sequence[str], python: str, platforms: Sequence[str]) -> str | None:
    """Return the name of a package without a wheel; None if there are wheels of all."""
    with tempfile.TemporaryDirectory() as nowhere:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--dry-run",
                "--no-deps",
                "--ignore-installed",
                "--quiet",
            ]
            + [
                "--only-binary=:all:",
                "--target",
                nowhere,
                "--implementation",
                "cp",
                "--python-version",
                python,
            ]
            + [f"--platform={platform}" for platform in platforms]
            + [*wanted],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode == 0:
        return None
    missing = re.search(r"No matching distribution found for ([\w.-]+)", done.stderr)
    if missing is None:
        raise SystemExit(done.stderr)
    return missing[1]


def requirements_of(wheel: Path) -> list[str]:
    """Return what a wheel's metadata say that it requires."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return email.message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])


def main() -> int:
    """Print the table, as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:]:
            wheel = Path(sys.argv[1])
        else:
            root = Path(__file__).resolve().parents[1]
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "wheel",
                    "--quiet",
                    "--no-deps",
                    "--wheel-dir",
                    folder,
                    str(root),
                ],
                check=True,
            )
            (wheel,) = Path(folder).glob("*.whl")
        requirements = requirements_of(wheel)
    print("|", *(f"| {python}" for python in PYTHONS), "|")
    print("|---" * (len(PYTHONS) + 1) + "|")
    for system in SYSTEMS:
        print(f"| {system.name}", end=" ", flush=True)
        for python in PYTHONS:
            print(f"| {cell(requirements, system, python)}", end=" ", flush=True)
        print("|")
    return 0


if __name__ == "__main__":
    sys.exit(main())
