"""Boxes: their parts cover them, and nothing else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rps_game.ui.drawing import Box

boxes = st.builds(
    Box, st.integers(-50, 500), st.integers(-50, 500), st.integers(200, 900), st.integers(200, 900)
)
sizes, gaps = st.integers(0, 80), st.integers(0, 20)


@given(boxes, sizes, gaps)
def test_what_is_taken_is_no_longer_in_the_rest(whole: Box, size: int, gap: int) -> None:
    rest = whole.copy()
    top, bottom = rest.take_top(size, gap), rest.take_bottom(size, gap)
    assert top == Box(whole.left, whole.top, whole.width, size)
    assert bottom == Box(whole.left, whole.bottom - size, whole.width, size)
    assert rest == Box(whole.left, top.bottom + gap, whole.width, whole.height - 2 * size - 2 * gap)
    rest = whole.copy()
    left, right = rest.take_left(size, gap), rest.take_right(size, gap)
    assert left == Box(whole.left, whole.top, size, whole.height)
    assert right == Box(whole.right - size, whole.top, size, whole.height)
    assert rest == Box(left.right + gap, whole.top, whole.width - 2 * size - 2 * gap, whole.height)


@given(boxes, st.integers(1, 7), gaps)
def test_columns_and_rows_fill_their_box(whole: Box, count: int, gap: int) -> None:
    columns, rows = whole.columns(count, gap), whole.rows(count, gap)
    assert columns[0].topleft == rows[0].topleft == whole.topleft
    assert columns[-1].bottomright == rows[-1].bottomright == whole.bottomright
    assert [b.left - a.right for a, b in pairwise(columns)] == [gap] * (count - 1)
    assert [b.top - a.bottom for a, b in pairwise(rows)] == [gap] * (count - 1)
    assert max(column.width for column in columns) - min(column.width for column in columns) <= 2


def test_weights_say_how_wide_a_column_is() -> None:
    assert [column.width for column in Box(7, 11, 400, 50).columns([1, 2, 5])] == [50, 100, 250]
    assert [row.height for row in Box(7, 11, 50, 299).rows([1, 1], 9)] == [145, 145]


@given(boxes, st.integers(1, 6), st.integers(1, 6))
def test_the_cells_of_a_table_fill_it_without_overlap(whole: Box, rows: int, columns: int) -> None:
    cells = [whole.cell(row, column, rows, columns) for row in range(rows) for column in range(columns)]
    assert sum(cell.width * cell.height for cell in cells) == whole.width * whole.height
    assert all(whole.contains(cell) for cell in cells)


@given(boxes, sizes, gaps)
def test_other_boxes_are_placed_by_this_one(box: Box, size: int, gap: int) -> None:
    assert box.inset(gap, size).inset(-gap, -size) == box
    assert box.inset(gap) == box.inset(gap, gap)
    assert box.centred(size).center == box.center
    assert box.centred(size, size + 1).size == (size, size + 1)
    assert box.above(size, gap) == Box(box.left, box.top - gap - size, box.width, size)
    assert box.below(size, gap) == Box(box.left, box.bottom + gap, box.width, size)


def test_parts_of_a_box_are_boxes() -> None:
    """The types that pygame declares say otherwise."""
    box = Box(0, 0, 10, 10)
    assert {type(part) for part in (box.copy(), box.move(1, 1), box.inflate(2, 2), box.unionall([box]))} == {
        Box
    }
