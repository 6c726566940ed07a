"""docs/benchmarks.md says what it was measured with, and its figures keep the bounds that it claims."""

import re

from conftest import ROOT

from benchmarks.speed.__main__ import CHAPTERS
from benchmarks.speed.document import DOCUMENT, PICTURE
from benchmarks.speed.figures import HELD

PAGE = DOCUMENT.read_text(encoding="utf-8")
BOUND = re.compile(
    r"^\| (?P<words>[^|]+?) +\| (?P<wanted>at [^|]+?) +\| (?P<measured>[^|]+?) +\| (?P<held>\w+) ", re.M
)


def test_the_page_names_its_commit_and_its_network() -> None:
    assert re.search(r"^- Commit `[0-9a-f]{7,}\+?`, network `[0-9a-f]{16}`$", PAGE, re.MULTILINE)
    assert f"images/{PICTURE.name}" in PAGE
    assert PICTURE.exists()


def test_every_bound_is_there_and_holds() -> None:
    rows = {row["words"]: row for row in BOUND.finditer(PAGE)}
    bounds = [bound for chapter in CHAPTERS for bound in chapter.bounds]
    assert set(rows) == {bound.words for bound in bounds}
    for bound in bounds:
        row = rows[bound.words]
        assert row["wanted"] == bound.wanted()
        median = float(row["measured"].split()[0].replace(",", ""))
        low = bound.at_least is None or median >= bound.at_least
        high = bound.at_most is None or median <= bound.at_most
        assert (low and high, row["held"]) == (True, HELD[True]), bound.words


def test_the_readme_and_the_changelog_link_to_it() -> None:
    for name in ("README.md", "CHANGELOG.md"):
        assert "docs/benchmarks.md" in (ROOT / name).read_text(encoding="utf-8")
