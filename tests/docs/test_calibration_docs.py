"""docs/calibration.md has what its benchmark writes, of the network that ships and within the bounds."""

import json
import re

from conftest import ROOT

from benchmarks.calibration import first_throw, hints, wrong_hand
from benchmarks.calibration.__main__ import DOCUMENT, TABLES
from benchmarks.recognition.tables import blocks, short, table

BLOCKS = blocks(DOCUMENT.read_text(encoding="utf-8"))


def rows(name: str) -> list[list[str]]:
    """The cells of a table, its head first."""
    lines = [line for line in BLOCKS[name].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in [lines[0], *lines[2:]]]


def test_every_table_is_what_the_benchmark_writes_of_the_network_that_ships() -> None:
    assert set(BLOCKS) == set(TABLES)
    fingerprint = json.loads((ROOT / "assets" / "backbone.json").read_text(encoding="utf-8"))["fingerprint"]
    for name, head in TABLES.items():
        found = rows(name)
        assert found[0] == list(head), name
        texts = {"hints": 2, "first-throw": 3}.get(name, 1)
        assert BLOCKS[name].strip().startswith(table(found[0], found[1:], texts=texts)), name
        stamp = rf"^Measured at commit `[0-9a-f]{{7,}}\+?` with own `{short(fingerprint)}`"
        assert re.search(stamp, BLOCKS[name], re.MULTILINE), (
            f"{name} is old: python -m benchmarks.calibration --write"
        )


def test_wrong_hands_are_noticed_and_right_ones_left_alone() -> None:
    names = [row[0] for row in rows("wrong-hand")[1:]]
    measured, chosen = ([each.name for each in sets] for sets in (wrong_hand.MEASURED, wrong_hand.CHOSEN_ON))
    assert names == [*measured, "**measured**", *chosen, "**chosen on**"]
    _, recordings, wrong, right, *_ = rows("wrong-hand")[1 + len(measured)]
    assert int(recordings) >= 200
    assert float(wrong.strip("*")) >= wrong_hand.WRONG_AT_LEAST
    assert float(right.strip("*")) <= wrong_hand.RIGHT_AT_MOST


def test_hints_fit_the_hand() -> None:
    said = {(row[0], row[1]): [int(cell) for cell in row[2:]] for row in rows("hints")[1:]}
    kinds = hints.LARGE, hints.SMALLER, hints.HALVED, hints.CUT
    assert list(said) == [(name, kind) for name in hints.MEASURED for kind in kinds]
    for name in hints.MEASURED:
        assert said[name, hints.LARGE][1] == 0
        assert all(said[name, kind][2] == 0 for kind in (hints.LARGE, hints.SMALLER, hints.HALVED))
        assert said[name, hints.HALVED][1] > 50
        assert said[name, hints.CUT][2] > 0


def test_one_key_plays_and_three_make_a_new_player() -> None:
    ways = {(row[0], row[1]): (int(row[3]), float(row[4])) for row in rows("first-throw")[1:]}
    assert list(ways) == [(way, name) for way in first_throw.WAYS for name in first_throw.SESSIONS]
    for name in first_throw.SESSIONS:
        assert ways["Play at once", name][0] == 1
    keys, seconds = ways["New player", "best_of_one"]
    assert keys <= 3
    assert seconds <= 40
