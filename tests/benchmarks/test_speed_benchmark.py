"""The arithmetic of the speed benchmark: medians, bounds, tables; not how fast anything is."""

import json
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.charts import colour
from benchmarks.speed import __main__ as command
from benchmarks.speed import apart, game
from benchmarks.speed.__main__ import PANELS, PARTS, draw_chart, with_tables
from benchmarks.speed.figures import QUICK, Bound, Effort, Figure, Part, Run, Table, gathered, rounded
from benchmarks.speed.growth import capture_s
from benchmarks.speed.process import imported, parsed_mb
from benchmarks.speed.smoothness import spread
from benchmarks.speed.training import step_s
from benchmarks.speed.verdict import bare_resize
from rps_game.camera.preprocess import to_square
from rps_game.ui.drawing.palette import Tone

RUNS: list[Run] = [
    {"game": {"ms": 1.0, "MB": 100.0}, "other": {"ms": 8.0, "MB": "not here"}, "third": {"s": 1.0}},
    {"game": {"ms": 3.0, "MB": 104.0}, "other": {"ms": 9.0, "MB": "not here"}, "third": {"s": 1.0}},
    {"game": {"ms": 2.0, "MB": 102.0}, "other": {"ms": 40.0, "MB": "not here"}, "third": {"s": 1.0}},
]
EIGHT = Bound("other over game", ("other", "ms"), over=("game", "ms"), at_least=8)
MORE = Bound("more of it", ("other", "ms"), over=("game", "ms"), at_least=8.1)
ABOVE = Bound("other above game", ("other", "ms"), above=("game", "ms"), at_most=7, unit="ms")
NOT_HERE = Bound("memory", ("other", "MB"), at_most=1, unit="MB")


def part(*bounds: Bound) -> Part:
    return Part("any", lambda _: {}, (Table("name", ("ms", "MB", "seconds")),), bounds)


def test_numbers_have_three_digits_that_count_and_counts_stay_whole() -> None:
    numbers = {0.012345: "0.0123", 1.2345: "1.23", 123.45: "123", 12345.0: "12,345", 0.0: "0", 9.996: "10.00"}
    assert {value: rounded(value) for value in numbers} == numbers
    assert str(Figure((1001, 999, 1234))) == "1,001 (999 to 1,234)"


def test_gaps_are_told_by_their_spread() -> None:
    found = spread([16.0] * 99 + [50.0])
    assert (found["median, ms"], found["longest, ms"], found["frames"]) == (16, 50, 100)
    assert 16 <= float(found["99th, ms"]) < 50


def test_figures_are_medians_over_the_runs() -> None:
    found = gathered(RUNS)
    assert found["game"]["ms"] == Figure((1.0, 3.0, 2.0))
    assert found["other"]["MB"] == "not here"
    assert str(Figure((1.0, 3.0, 2.0))) == "2.00 (1.0 to 3.0)"
    assert str(Figure((2.0,))) == "2.00"


def test_a_bound_compares_within_each_run() -> None:
    # The ratios are 8, 3 and 20; the ratio of the medians would be 4.5.
    assert part(EIGHT, MORE, ABOVE).missed(RUNS) == ["more of it"]
    assert ABOVE.measured(RUNS) == Figure((7.0, 6.0, 38.0))
    text = part(EIGHT, MORE).markdown(RUNS)
    assert text.count("8.00 (3.0 to 20)") == 2
    assert "at least 8.1 times" in text


def test_what_was_not_measured_is_neither_held_nor_missed() -> None:
    assert NOT_HERE.measured(RUNS) == "not here"
    assert part(NOT_HERE).missed(RUNS) == []
    assert "not measured" in part(NOT_HERE).markdown(RUNS)


def test_a_table_has_the_rows_of_its_columns() -> None:
    text = part().markdown(RUNS)
    assert [line.split("|")[1].strip() for line in text.splitlines()][2:] == ["game", "other"]
    assert "2.00 (1.0 to 3.0)" in text
    assert "not here |       - |" in text


def test_a_function_apart_answers_in_json() -> None:
    assert apart.apart(json.dumps, obj=[1, 2]) == "[1, 2]"
    with pytest.raises(apart.Failed, match="ended with 1"):
        apart.apart(json.loads, s="no JSON")


def test_the_bare_resize_sees_what_the_game_sees() -> None:
    rng = np.random.default_rng(0)
    for shape in ((480, 640), (720, 1280)):
        picture = rng.integers(0, 256, (*shape, 3), np.uint8)
        np.testing.assert_array_equal(bare_resize(picture)()[:, :, ::-1], to_square(picture))


def test_made_up_frames_leave_as_many_inputs_zero_as_a_webcam() -> None:
    features = game.training_set(game.FRAMES).features
    assert 0.12 <= (features == 0).all(axis=0).mean() <= 0.25


def test_the_limit_of_a_step_is_its_arithmetic_or_its_memory() -> None:
    weights = 12544 * 100 + 100 + 100 * 3
    slow_memory = step_s(24, 3, operations=1e15, bandwidth=1e9)
    assert slow_memory == pytest.approx(7 * 4 * weights / 1e9)
    slow_arithmetic = step_s(24, 3, operations=1e9, bandwidth=1e15)
    assert slow_arithmetic == pytest.approx(2 * 24 * (2 * 12544 * 100 + 3 * 300) / 1e9)


def test_a_package_is_imported_when_it_is_first_seen() -> None:
    answer = {"before_frame": ["numpy"], "before_end": ["numpy", "late"]}
    assert imported("numpy", answer) == "before the first frame"
    assert imported("late", answer) == "before the first verdict"
    assert imported("never", answer) == "not until then"


def test_resident_memory_is_read() -> None:
    assert parsed_mb("0-1 ---p [rollup]\nRss:      2048 kB\nPss:  1 kB\n") == 2
    with pytest.raises(ValueError, match="Rss"):
        parsed_mb("Pss: 1 kB\n")


def test_growth_counts_what_the_rules_give_to_capture() -> None:
    assert capture_s(40) == pytest.approx(3 * (3 + 40 / 8))


def test_without_node_or_its_packages_the_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert apart.why_no_tfjs() == "no Node here"


def test_quick_takes_less_of_everything() -> None:
    whole = Effort()
    for name in whole.__slots__:
        assert getattr(QUICK, name) < getattr(whole, name), name


@pytest.mark.usefixtures("tensorflow")  # it names all that is compared
def test_the_tables_of_a_part_alone_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "PARTS", (part(EIGHT),))
    text = "# Title\n<!-- table: any -->\nold\n<!-- end -->\n<!-- table: other -->\nkept\n<!-- end -->\n"
    places = "<!-- table: facts -->\nold facts\n<!-- end -->\n" + text
    written = with_tables(places, {"any": RUNS})
    assert "other over game" in written
    assert "3 runs at commit `" in written
    assert "kept" in written
    assert "\n- Python 3" in written
    assert with_tables(written, {"any": RUNS}) == written
    assert "old facts" in with_tables(places, {})


def test_the_picture_shows_the_figures(tmp_path: Path) -> None:
    runs: dict[str, list[Run]] = {
        each.key: [{row: {column: 1.0 + place} for place, (row, column) in enumerate(bars)}]
        for each, _, bars in PANELS
    }
    draw_chart(runs, tmp_path / "chart.png")
    drawn = cv2.imread(str(tmp_path / "chart.png"))
    assert drawn is not None
    drawn = drawn[..., ::-1]
    accent = np.round(np.array(colour(Tone.ACCENT)) * 255)
    assert (drawn == accent).all(axis=2).sum() > 1000
    first = (tmp_path / "chart.png").read_bytes()
    draw_chart(runs, tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes() == first


def test_the_command_explains_itself_and_writes_only_full_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, code in {
        ("--help",): 0,
        ("--quick", "--write"): 2,
        ("nonsense",): 2,
        ("--runs", "0"): 2,
    }.items():
        monkeypatch.setattr(sys, "argv", ["speed", *arguments])
        with pytest.raises(SystemExit) as left:
            command.main()
        assert left.value.code == code
    told = capsys.readouterr().out
    assert all(each.key in told for each in PARTS)
