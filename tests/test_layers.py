"""Who may import whom, and what stays out of memory until it is needed."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "rps_game"

TOOLS = frozenset({"errors", "paths", "files", "log", "names"})
"""Small modules that know nothing of the game; everybody may use them."""

HEADS = frozenset(
    {"game", "vision.dataset", "vision.head", "vision.heads", "vision.observation", "vision.training"}
)
"""What is known of heads and samples without a camera or a network."""

MAY_IMPORT = {
    "game": frozenset({"game"}),
    "vision": frozenset({"game", "vision"}),
    "save*": HEADS | {"save*"},
    "top_up": HEADS | {"flow"},
    "session": HEADS | {"save*", "flow", "top_up"},
    "settings": frozenset({"game.opponents"}),  # the names of the opponents
    "flow": frozenset(),
}
"""By room: a pattern of names, and all that is inside of them."""

HEAVY = ("pygame", "cv2", "tensorflow", "keras", "ai_edge_litert")

ABSENT = {
    "__main__": (*HEAVY, "numpy"),
    "flow": (*HEAVY, "numpy"),
    "game": HEAVY,
    "session": HEAVY,
    "settings": HEAVY,
    "saves": HEAVY,
    "vision.dataset": HEAVY,
    "vision.head": HEAVY,
    "vision.training": HEAVY,
    "vision": ("pygame", "tensorflow", "keras", "ai_edge_litert"),
    "ui": ("tensorflow", "keras"),
    "app": ("tensorflow", "keras"),
    "opening": ("tensorflow", "keras"),
    "commands": ("pygame", "tensorflow", "keras"),
}
"""What must not be in memory after importing all modules of a room."""


def belongs(name: str, room: str) -> bool:
    return fnmatch(name, room) or fnmatch(name, f"{room}.*")


def modules(room: str = "*") -> Iterator[tuple[str, Path]]:
    """The modules of a room, such as "vision.head"."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if belongs(name, room):
            yield name, path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports anywhere, with the column of the statement."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.col_offset) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield node.module or "", node.col_offset
            if node.module in {"rps_game", "rps_game.game", "rps_game.vision", "rps_game.ui"}:
                yield from ((f"{node.module}.{alias.name}", node.col_offset) for alias in node.names)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_each_room_imports_only_what_it_may(room: str) -> None:
    allowed = MAY_IMPORT[room] | TOOLS
    for name, path in modules(room):
        for imported, _ in imports(path):
            ours = imported.removeprefix("rps_game").lstrip(".")
            if imported.startswith("rps_game") and ours not in {"", "game", "vision"}:
                assert any(belongs(ours, other) for other in allowed), f"{name} imports {imported}"


def test_tensorflow_is_imported_in_one_place_and_only_when_called() -> None:
    found = [
        (name, column > 0)
        for name, path in modules()
        for imported, column in imports(path)
        if imported.split(".")[0] in {"tensorflow", "keras"}
    ]
    assert found == [("vision.tensor_flow", True)]


@pytest.mark.parametrize("room", [room for room in ABSENT if any(modules(room))])
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
