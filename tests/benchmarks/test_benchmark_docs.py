"""docs/benchmarks.md was made by the present benchmark, and its picture lies beside it."""

import pytest

from benchmarks.speed.document import DOCUMENT, PICTURE, sources_hash, stamped_hash


@pytest.mark.skipif(not DOCUMENT.exists(), reason="docs/benchmarks.md has not been measured yet")
def test_the_document_was_made_by_the_present_benchmark() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert stamped_hash(document) == sources_hash(), "it is old: run python -m benchmarks.speed --write"
    assert f"images/{PICTURE.name}" in document
    assert PICTURE.exists()
