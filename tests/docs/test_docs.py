"""What the documents claim."""

import hashlib
import re
import subprocess

import pytest
from conftest import ROOT

from rps_game.flow import FLOW
from rps_game.game.gestures import CLASSIC
from rps_game.game.sealing import SealedMove
from rps_game.ui.screens.match.opponent_card import DIGITS_SHOWN

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_diagram_of_the_flow_is_the_flow() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn: dict[tuple[str, str], set[str]] = {}
    for start, outcomes, end in re.findall(r"^ +(\w+) -->\|([\w, ]+)\| (\w+)$", page, flags=re.MULTILINE):
        drawn.setdefault((start, end), set()).update(outcomes.split(", "))
    wanted: dict[tuple[str, str], set[str]] = {}
    for phase, leads in FLOW.items():
        for outcome, target in leads.items():
            wanted.setdefault((phase.name, target.name), set()).add(outcome.name)
    assert drawn == wanted


def test_the_map_names_every_package_and_every_module_of_the_root() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "rps_game"
    names = [path.parent.name + "/" for path in package.rglob("*/__init__.py")]
    names += [path.name for path in package.glob("*.py") if path.name != "__init__.py"]
    assert [name for name in names if f"{name}`" not in page] == []


def test_the_files_that_the_map_names_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([\w/]+\.py)`", page):
        assert (ROOT / "rps_game" / name).exists() or (ROOT / name).exists(), name


def test_the_pages_and_pictures_that_are_linked_exist() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    program = re.search(r"awk '(.*?)'", script)
    assert program is not None
    found = subprocess.run(
        ["awk", program[1], ROOT / "README.md"], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == (
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest"
    )


def test_the_seal_of_the_readme_verifies() -> None:
    found = re.search(r"printf '(\w+) (\w+)' \| sha256sum +# ([\da-f ]+) \.\.\. was on the card", README)
    assert found is not None
    move, nonce, card = found.groups()
    digest = SealedMove(CLASSIC[move], bytes.fromhex(nonce)).seal
    assert digest == hashlib.sha256(f"{move} {nonce}".encode()).hexdigest()
    assert len(card.replace(" ", "")) == DIGITS_SHOWN
    assert digest.startswith(card.replace(" ", ""))


def test_every_command_of_the_readme_answers_help() -> None:
    from rps_game.__main__ import main

    for command in set(re.findall(r"`rps-game ([a-z]+)", README)):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command
