"""The arithmetic of the speed benchmark: medians, bounds, tables; not how fast anything is."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.speed import apart, chart, document, figures, tfjs
from benchmarks.speed.__main__ import CHAPTERS
from benchmarks.speed.figures import QUICK, Bound, Figure, Run, Table, gathered, rounded
from benchmarks.speed.growth_rows import capture_s
from benchmarks.speed.resident import NOT_MEASURED, parsed_mb, resident_mb, together_mb
from benchmarks.speed.smoothness_rows import gaps_ms, spread
from benchmarks.speed.start import imported
from benchmarks.speed.training_limit import step_s
from benchmarks.speed.verdict_rows import bare_resize
from rps_game.camera.preprocess import to_square

RUNS: list[Run] = [
    {"game": {"ms": 1.0, "MB": 100.0}, "other": {"ms": 8.0, "MB": "not here"}},
    {"game": {"ms": 3.0, "MB": 104.0}, "other": {"ms": 9.0, "MB": "not here"}},
    {"game": {"ms": 2.0, "MB": 102.0}, "other": {"ms": 40.0, "MB": "not here"}},
]


def ratio(at_least: float) -> Bound:
    return Bound("other over game", lambda take: take("other", "ms") / take("game", "ms"), at_least=at_least)


def test_numbers_have_three_digits_that_count() -> None:
    assert [rounded(value) for value in (0.012345, 1.2345, 123.45, 12345.0, 0.0, 9.996)] == [
        "0.0123",
        "1.23",
        "123",
        "12,345",
        "0",
        "10.00",
    ]


def test_counts_stay_whole() -> None:
    assert Figure((1001, 999, 1234)).told() == "1,001 (999 to 1,234)"


def test_gaps_are_between_ends() -> None:
    assert gaps_ms([1.0, 1.016, 1.066]) == pytest.approx([16, 50])
    found = spread([16.0] * 99 + [50.0])
    assert (found["median, ms"], found["longest, ms"], found["frames"]) == (16, 50, 100)
    assert 16 <= found["99th, ms"] < 50


def test_figures_are_medians_over_the_runs() -> None:
    found = gathered(RUNS)
    assert found["game"]["ms"] == Figure((1.0, 3.0, 2.0))
    assert found["other"]["MB"] == "not here"
    assert Figure((1.0, 3.0, 2.0)).told() == "2.00 (1.0 to 3.0)"
    assert Figure((2.0,)).told() == "2.00"


def test_a_bound_compares_within_each_run() -> None:
    # The ratios are 8, 3 and 20; the ratio of the medians would be 4.5.
    figure = ratio(8).over(RUNS)
    assert isinstance(figure, Figure)
    assert figure.median == 8
    assert ratio(8).held(figure)
    assert not ratio(8.1).held(figure)
    assert figures.missed([ratio(8), ratio(8.1)], RUNS) == ["other over game"]


def test_what_was_not_measured_is_neither_held_nor_missed() -> None:
    bound = Bound("memory", lambda take: take("other", "MB"), at_most=1, unit="MB")
    assert bound.over(RUNS) == "not here"
    assert bound.held("not here") is None
    assert figures.missed([bound], RUNS) == []
    assert "not measured" in figures.bounds_table([bound], RUNS)


def test_tables_leave_out_rows_that_no_run_has() -> None:
    text = Table("name", ("game", "nobody"), ("ms", "MB", "seconds")).markdown(gathered(RUNS))
    assert "nobody" not in text
    assert "2.00 (1.0 to 3.0)" in text
    assert Table("name", ("nobody",), ("ms",)).markdown(gathered(RUNS)) == ""


def test_the_bounds_name_rows_and_columns_that_the_tables_show() -> None:
    for chapter in CHAPTERS:
        run = {row: dict.fromkeys(table.columns, 1.0) for table in chapter.tables for row in table.rows}
        for bound in chapter.bounds:
            assert isinstance(bound.over([run]), Figure), bound.words
        rows = [row for table in chapter.tables for row in table.rows]
        assert len(rows) == len(set(rows)), chapter.key


def test_a_function_apart_answers_in_json() -> None:
    assert apart.apart("json:dumps", obj=[1, 2]) == "[1, 2]"
    with pytest.raises(apart.Failed, match="ended with 1"):
        apart.apart("json:loads", s="no JSON")


def test_the_bare_resize_sees_what_the_game_sees() -> None:
    rng = np.random.default_rng(0)
    for shape in ((480, 640), (720, 1280)):
        picture = rng.integers(0, 256, (*shape, 3), np.uint8)
        np.testing.assert_array_equal(bare_resize(picture)()[:, :, ::-1], to_square(picture))


def test_the_limit_of_a_step_is_its_arithmetic_or_its_memory() -> None:
    weights = 12544 * 100 + 100 + 100 * 3
    slow_memory = step_s(24, 3, operations=1e15, bandwidth=1e9)
    assert slow_memory == pytest.approx(7 * 4 * weights / 1e9)
    slow_arithmetic = step_s(24, 3, operations=1e9, bandwidth=1e15)
    assert slow_arithmetic == pytest.approx(2 * 24 * (2 * 12544 * 100 + 3 * 300) / 1e9)


def test_a_package_is_imported_when_it_is_first_seen() -> None:
    answer = {"before_frame": ["numpy"], "before_verdict": ["numpy", "late"]}
    assert imported("numpy", answer) == "before the first frame"
    assert imported("late", answer) == "before the first verdict"
    assert imported("never", answer) == "not until then"


def test_resident_memory_is_read_or_said_to_be_unknown() -> None:
    assert parsed_mb("0-1 ---p [rollup]\nRss:      2048 kB\nPss:  1 kB\n") == 2
    with pytest.raises(ValueError, match="Rss"):
        parsed_mb("Pss: 1 kB\n")
    assert resident_mb(2**31 - 1) == NOT_MEASURED
    assert together_mb(1.0, 2.0) == 3
    assert together_mb(1.0, NOT_MEASURED) == NOT_MEASURED


def test_without_node_or_its_packages_the_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert tfjs.why_not() == "no Node here"


def test_quick_takes_less_of_everything() -> None:
    whole = figures.Effort()
    for name in whole.__slots__:
        assert getattr(QUICK, name) < getattr(whole, name), name


def test_the_command_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--help"], cwd=apart.ROOT, capture_output=True, check=True
    )
    assert b"--quick" in done.stdout


def test_a_document_of_full_runs_has_every_chapter_and_bound(tmp_path: Path) -> None:
    def made(chapter: figures.Chapter, factor: float) -> Run:
        return {
            row: dict.fromkeys(table.columns, factor * (1 + number))
            for table in chapter.tables
            for number, row in enumerate(table.rows)
        }

    runs = {chapter.key: [made(chapter, 1.0), made(chapter, 3.0)] for chapter in CHAPTERS}
    text = document.written(CHAPTERS, runs, figures.Effort(runs=2))
    assert "\n- Commit `" in text
    for chapter in CHAPTERS:
        assert f"## {chapter.title}" in text
        assert all(bound.words in text for bound in chapter.bounds)
    rows = [row for chapter in CHAPTERS for table in chapter.tables for row in table.rows]
    assert len(rows) == len(set(rows)), "runs are put together by the names of rows"
    chart.draw_chart(runs, tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 0


def test_the_picture_shows_rows_that_there_are() -> None:
    tables = {chapter.key: chapter.tables for chapter in CHAPTERS}
    for panel in chart.PANELS:
        for row, column in panel.bars:
            assert any(row in t.rows and column in t.columns for t in tables[panel.chapter]), (row, column)
        assert panel.ours <= {row for row, _ in panel.bars}


def test_bars_are_longer_for_more() -> None:
    assert chart.shares([1, 10, 100]) == sorted(chart.shares([1, 10, 100]))
    assert chart.shares([1, 100])[1] == 1
    assert 0 < chart.shares([1, 100])[0] < 0.5


def test_only_full_runs_are_written_down() -> None:
    command = [sys.executable, "-m", "benchmarks.speed", "--quick", "--write"]
    done = subprocess.run(command, cwd=apart.ROOT, capture_output=True, check=False)
    assert done.returncode == 2


def test_growth_counts_what_the_rules_give_to_capture() -> None:
    assert capture_s(40) == pytest.approx(3 * (3 + 40 / 8))
