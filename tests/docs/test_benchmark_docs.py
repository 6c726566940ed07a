"""docs/benchmarks.md says what it was measured with, and its figures keep the bounds that it claims."""

import re

import pytest
from conftest import ROOT

from benchmarks.recognition.tables import blocks
from benchmarks.speed.__main__ import DOCUMENT, PANELS, PARTS, PICTURE
from benchmarks.speed.figures import HELD, Bound, Figure, Part

PAGE = DOCUMENT.read_text(encoding="utf-8")
BLOCKS = blocks(PAGE)
BOUNDS = [(part, bound) for part in PARTS for bound in part.bounds]


def rows(part: Part) -> dict[str, dict[str, str]]:
    """The cells of a part's tables, by row and column."""
    found: dict[str, dict[str, str]] = {}
    for text in BLOCKS[part.key].split("\n\n"):
        lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.strip().splitlines()]
        for line in lines[2:]:
            found.setdefault(line[0], {}).update(zip(lines[0][1:], line[1:], strict=True))
    return found


def median(cell: str) -> float:
    return float(cell.split(maxsplit=1)[0].replace(",", ""))


def test_the_page_names_its_commit_and_its_network() -> None:
    assert re.search(r"^- Commit `[0-9a-f]{7,}\+?`, network `[0-9a-f]{16}`$", BLOCKS["facts"], re.MULTILINE)
    assert set(BLOCKS) == {"facts", *(part.key for part in PARTS)}
    for part in PARTS:
        assert re.search(r"^\d runs? at commit `[0-9a-f]{7,}\+?`\.$", BLOCKS[part.key], re.MULTILINE), (
            part.key
        )
    assert f"images/{PICTURE.name}" in PAGE
    assert PICTURE.exists()


@pytest.mark.parametrize(("part", "bound"), BOUNDS, ids=[bound.words for _, bound in BOUNDS])
def test_every_bound_is_there_with_its_figures_and_holds(part: Part, bound: Bound) -> None:
    cells = rows(part)
    assert all(median(cells[row][column]) >= 0 for row, column in bound.places)
    line = cells[bound.words]
    figure = Figure((median(line["measured"]),))
    assert (line["wanted"], bound.held(figure), line[""]) == (bound.wanted(), True, HELD[True])


def test_the_picture_shows_figures_of_the_page() -> None:
    for part, _, bars in PANELS:
        cells = rows(part)
        assert all(median(cells[row][column]) > 0 for row, column in bars)


def test_the_readme_and_the_changelog_link_to_it() -> None:
    for name in ("README.md", "CHANGELOG.md"):
        assert "docs/benchmarks.md" in (ROOT / name).read_text(encoding="utf-8")
