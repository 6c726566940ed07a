"""docs/recognition.md has the figures of the network that ships, and no others."""

import json
import re

import pytest
from conftest import ROOT

from benchmarks.recognition.sets import ORDERED, UNORDERED
from benchmarks.recognition.tables import blocks, short

DOCUMENT = (ROOT / "docs" / "recognition.md").read_text(encoding="utf-8")
DESCRIPTION = ROOT / "assets" / "backbone.json"


def test_every_table_has_its_place() -> None:
    sets = [name.replace("_", "-") for name in (*ORDERED, *UNORDERED)]
    wanted = {f"{kind}-{name}" for kind in ("heads", "harder") for name in sets}
    assert set(blocks(DOCUMENT)) == wanted | {"none", "doubt", "choices", "confusion", "errors"}
    for name, text in blocks(DOCUMENT).items():
        assert "| ---" in text, name


@pytest.mark.skipif(not DESCRIPTION.exists(), reason="no network of the game's own in assets/ yet")
def test_every_table_was_measured_with_the_network_that_ships() -> None:
    fingerprint = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["fingerprint"]
    for name, text in blocks(DOCUMENT).items():
        assert f"`{short(fingerprint)}`" in text, (
            f"{name} is old: run python -m benchmarks.recognition --write"
        )
        assert re.search(r"^Measured at commit `[0-9a-f]{7,}\+?` with ", text, re.MULTILINE), name


SHORT_OF = {
    "rock_paper_scissors_ml": "heads-rock-paper-scissors-ml",
    "best_of_one": "heads-best-of-one",
    "rps_cv": "heads-rps-cv",
}


def cells(line: str) -> list[str]:
    return [cell.strip(" *") for cell in line.strip().strip("|").split("|")]


def test_the_summary_says_what_the_tables_say() -> None:
    """Frames right, rounded to two digits, of four rows of each set's table."""
    heads = (
        "the origin's, first 40 frames",
        "the origin's",
        "the game's",
        "the starter alone, not calibrated",
    )
    networks = ("imagenet", "imagenet", "own", "own")
    said = {found[1]: cells(found[2]) for found in re.finditer(r"^\| `(\w+)`[^|]*\|(.+)\|$", DOCUMENT, re.M)}
    assert set(SHORT_OF) <= set(said)
    for name, block in SHORT_OF.items():
        rows = [cells(line) for line in blocks(DOCUMENT)[block].splitlines() if line.startswith("| ")][2:]
        for network, head, claim in zip(networks, heads, said[name], strict=True):
            found = [row for row in rows if row[0].startswith(network) and row[1].endswith(head)]
            if claim == "-":
                assert not found, f"{name}, {head}"
            else:
                assert f"{float(found[0][2].split()[0]):.2f}" == claim, f"{name}, {head}"
