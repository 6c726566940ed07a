"""docs/recognition.md has the figures of the network that ships, and no others."""

import json

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
