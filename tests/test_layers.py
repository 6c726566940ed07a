"""Who may import whom, and what stays out of memory until it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rps_game"

FLOORS = (
    ("words", "files", "flow"),
    ("errors", "log", "game.gestures"),
    ("paths",),
    ("game.match",),
    ("game.opponents",),
    ("game",),
    ("heads", "drawn_hand"),
    ("settings", "rules_store"),
    ("settings_file", "statistics_file"),
    ("camera", "saves"),
    ("calibration", "file_thread"),
    ("network", "session"),
    ("recognizer",),
    ("export",),
    ("ui.inputs", "ui.pads", "ui.sound", "ui.drawing", "ui.words"),
    ("ui.window", "ui.context", "ui.bindings"),
    ("ui.widgets",),
    ("ui.advice", "ui.screens.base"),
    ("ui.screens.no_camera",),
    ("ui.screens.camera_screen",),
    (
        *("ui.screens.calibrate", "ui.screens.learn", "ui.screens.match", "ui.screens.saves"),
        *("ui.screens.settings", "ui.screens.prepare", "ui.screens.report", "ui.screens.statistics"),
        *("ui.screens.title", "ui.screens.train", "ui.screens.trouble", "ui.screens.try_it"),
        *("ui.screens.opponent", "ui.screens.rules"),
    ),
    ("ui.screens", "ui.overlays"),
    ("app",),
    ("cli",),
    ("__main__",),
)
"""Packages and modules, the lowest floor first. Each imports from itself and from the floors below it."""

HEAVY = ("pygame", "cv2", "tensorflow", "keras", "ai_edge_litert")

ABSENT = {
    "": (*HEAVY, "numpy"),
    "__main__": (*HEAVY, "numpy"),
    "words": (*HEAVY, "numpy"),
    "flow": (*HEAVY, "numpy"),
    "errors": (*HEAVY, "numpy"),
    "game": HEAVY,
    "saves": HEAVY,
    "file_thread": HEAVY,
    "settings": HEAVY,
    "settings_file": HEAVY,
    "session": HEAVY,
    "heads": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "drawn_hand": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "camera": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "calibration": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "network": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "recognizer": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "export": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "ui": ("tensorflow", "keras", "ai_edge_litert"),
    "app": ("tensorflow", "keras", "ai_edge_litert"),
    "cli": ("tensorflow", "keras", "ai_edge_litert"),
}
"""What must not be in memory after importing all modules of a room in a fresh interpreter."""


def modules(room: str = "") -> Iterator[tuple[str, Path]]:
    """The modules of a room, such as "heads.base"; of "" only the package itself, of "*" all."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if room in {"*", name} or (room and name.startswith(f"{room}.")):
            yield name, path


OURS = frozenset(f"rps_game.{name}" for name, _ in modules("*"))


def floor_of(name: str) -> tuple[int, str]:
    """The floor of a module, and the room that it is in: the longest name in FLOORS that fits."""
    fitting = [
        (len(room), number, room)
        for number, rooms in enumerate(FLOORS)
        for room in rooms
        if name == room or name.startswith(f"{room}.")
    ]
    assert fitting, f"{name} has no row in FLOORS"
    _, number, room = max(fitting)
    return number, room


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports anywhere, with the column of the statement."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            module = node.module or ""
            names = {f"{module}.{alias.name}" for alias in node.names}
            ours = OURS & names
            yield from ((name, node.col_offset) for name in ours or {module})


@pytest.mark.parametrize(
    ("name", "path"), [pytest.param(*found, id=found[0] or "rps_game") for found in modules("*")]
)
def test_each_module_imports_from_its_own_room_and_lower_floors(name: str, path: Path) -> None:
    if name in {"", "ui"}:
        return
    number, room = floor_of(name)
    for imported, _ in imports(path):
        ours = imported.removeprefix("rps_game").lstrip(".")
        if imported.startswith("rps_game") and ours:
            below, other = floor_of(ours)
            assert below < number or other == room, f"{name} imports {ours}"


def test_the_rules_import_nothing_of_ours_but_words() -> None:
    ours = {imported for _, path in modules("game") for imported, _ in imports(path)}
    assert {name for name in ours if name.startswith("rps_game") and ".game." not in name} == {
        "rps_game.words"
    }


def test_each_screen_has_its_row() -> None:
    """Or it would stand on the floor of the list of screens, which imports them all."""
    rows = {room for rooms in FLOORS for room in rooms}
    folder = PACKAGE / "ui" / "screens"
    names = {f"ui.screens.{path.stem}" for path in folder.iterdir() if not path.stem.startswith("__")}
    assert names - rows == set()


def test_tensorflow_is_imported_in_one_place_and_only_when_called() -> None:
    found = [
        (name, column > 0)
        for name, path in modules("*")
        for imported, column in imports(path)
        if imported.split(".")[0] in {"tensorflow", "keras"}
    ]
    assert found == [("network.convert", True)]


@pytest.mark.parametrize("room", ABSENT)
def test_importing_a_room_leaves_the_heavy_packages_out(room: str) -> None:
    names = [f"rps_game.{name}".rstrip(".") for name, _ in modules(room)]
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        f"print([name for name in {ABSENT[room]!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
