"""Tables without rules: rows, columns and headers come from the places of the texts."""

from __future__ import annotations

import pytest

from archive.model import Content
from archive.readers.fixed_layout.positioned.text_boxes import TextBox, boxes_to_content, text_width
from tests.support.content_views import grids, report_paragraphs, row_texts

SIZE = 10.0
_PAGE = (600.0, 800.0)


def box(text: str, center: float, y: float, page: int = 0) -> TextBox:
    half = text_width(text, SIZE) / 2
    return TextBox(text, center - half, y, center + half, y + SIZE, page, SIZE)


def row(
    label: str, y: float, *values: str, page: int = 0, columns: tuple[int, ...] = (300, 350, 400)
) -> list[TextBox]:
    boxes = [box(label, 120, y, page)] if label else []
    return boxes + [box(value, x, y, page) for value, x in zip(values, columns, strict=False) if value]


def read_boxes(*boxes: TextBox, pages: int = 1) -> Content:
    return boxes_to_content("boxes", boxes, [_PAGE] * pages)


HEADER = [box("树种", 120, 100), box("栽种", 300, 100), box("砍伐", 350, 100), box("现有", 400, 100)]
TREES = [*row("松", 120, "3", "0", "12"), *row("柏", 140, "4", "11", "7"), *row("杉", 160, "0", "5", "1")]


def test_rows_and_columns_are_those_of_the_values() -> None:
    [grid] = grids(read_boxes(*HEADER, *TREES))
    assert row_texts(grid) == [
        ["树种", "栽种", "砍伐", "现有"],
        ["松", "3", "0", "12"],
        ["柏", "4", "11", "7"],
        ["杉", "0", "5", "1"],
    ]


def test_a_blank_cell_stays_in_its_column() -> None:
    [grid] = grids(read_boxes(*HEADER, *TREES, *row("桦", 180, "6", "", "2")))
    assert row_texts(grid)[-1] == ["桦", "6", "", "2"]


def test_a_column_without_values_is_known_by_its_header() -> None:
    rows = [*row("松", 120, "3", "", "12"), *row("柏", 140, "4", "", "7"), *row("杉", 160, "0", "", "1")]
    [grid] = grids(read_boxes(*HEADER, *rows))
    assert row_texts(grid)[1:] == [["松", "3", "", "12"], ["柏", "4", "", "7"], ["杉", "0", "", "1"]]


@pytest.mark.parametrize("offset", [0, 7, 14], ids=["upper", "middle", "lower"])
def test_a_label_on_several_lines_belongs_to_the_values_beside_it(offset: int) -> None:
    lines = [box("生长在山坡", 120, 180), box("上的老橡树", 120, 187 + 7)]
    [grid] = grids(read_boxes(*HEADER, *TREES, *lines, *row("", 180 + offset, "8", "9", "6")))
    assert row_texts(grid)[-1] == ["生长在山坡上的老橡树", "8", "9", "6"]


def test_a_label_of_several_rows_is_left_of_the_labels_of_the_rows() -> None:
    trees = [item._replace(x0=item.x0 + 60, x1=item.x1 + 60) if item.x1 < 200 else item for item in TREES]
    [grid] = grids(read_boxes(*HEADER, *trees, box("山上", 60, 140)))
    assert row_texts(grid)[2] == ["山上", "柏", "4", "11", "7"]


def test_a_label_continues_on_the_next_page() -> None:
    boxes = [*row("生长在山坡", 180, "8", "9", "6"), box("上的老橡树", 120, 40, page=1)]
    boxes += row("榆", 60, "1", "1", "2", page=1)
    [grid] = grids(read_boxes(*HEADER, *TREES, *boxes, pages=2))
    assert row_texts(grid)[-2:] == [["生长在山坡上的老橡树", "8", "9", "6"], ["榆", "1", "1", "2"]]


def test_a_header_that_is_printed_again_is_no_new_table() -> None:
    again = [item._replace(page=1, top=40, bottom=50) for item in HEADER]
    boxes = [*HEADER, *TREES, *again, *row("榆", 60, "1", "1", "2", page=1)]
    [grid] = grids(read_boxes(*boxes, pages=2))
    assert [cells[0] for cells in row_texts(grid)] == ["树种", "松", "柏", "杉", "榆"]


def test_a_caption_between_rows_begins_a_new_table() -> None:
    below = [item._replace(top=item.top + 120, bottom=item.bottom + 120) for item in (*HEADER, *TREES)]
    content = read_boxes(*HEADER, *TREES, box("去年的树木", 60, 200), *below)
    assert [row_texts(grid)[1][0] for grid in grids(content)] == ["松", "松"]
    assert report_paragraphs(content) == ["去年的树木"]


def test_common_headers_are_above_their_columns() -> None:
    columns = (250, 300, 350, 400)
    header = [box("山", 275, 60), box("谷", 375, 60)]
    header += [box(text, x, 80) for text, x in zip(("新栽", "老树", "新栽", "老树"), columns, strict=True)]
    rows = [
        item
        for number, tree in enumerate("松柏杉")
        for item in row(tree, 100 + 20 * number, "1", "2", "3", "4", columns=columns)
    ]
    [grid] = grids(read_boxes(*header, *rows))
    assert [(cell.text, cell.column, cell.colspan) for cell in grid.cells[:2]] == [("山", 1, 2), ("谷", 3, 2)]


def test_a_header_of_several_lines_is_one_text() -> None:
    header = [box("树种", 120, 100)]
    header += [box(text, x, 94) for text, x in zip(("本年", "本年", "年底"), (300, 350, 400), strict=True)]
    header += [box(text, x, 106) for text, x in zip(("栽种", "砍伐", "现有"), (300, 350, 400), strict=True)]
    [grid] = grids(read_boxes(*header, *TREES))
    assert "本年栽种" in {cell.text for cell in grid.cells}


def test_a_number_on_two_lines_keeps_the_line_end() -> None:
    boxes = [*row("桦", 180, "123", "4", "5"), box("67", 300, 192)]
    [grid] = grids(read_boxes(*HEADER, *TREES, *boxes))
    assert row_texts(grid)[-1] == ["桦", "123\n67", "4", "5"]


def test_values_in_one_column_of_one_row_stay_text() -> None:
    boxes = [*TREES, box("123456789", 350, 180), box("7", 330, 200), box("8", 370, 200), box("榆", 120, 200)]
    content = read_boxes(*HEADER, *boxes)
    assert grids(content) == []
    assert "123456789" in "".join(report_paragraphs(content))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["8 9 6"], ["桦", "8", "9", "6"]),
        (["8 9", "6"], ["桦", "8", "9", "6"]),
        (["8 9"], ["桦", "8‖9", "", ""]),
    ],
)
def test_values_without_a_place_are_put_into_columns_only_if_their_number_fits(
    texts: list[str], expected: list[str]
) -> None:
    boxes = [box("桦", 120, 180)]
    for text, left in zip(texts, (295.0, 395.0), strict=False):
        boxes.append(TextBox(text, left, 180, left + text_width(text, SIZE), 190, 0, SIZE, has_width=False))
    [grid] = grids(read_boxes(*HEADER, *TREES, *boxes))
    assert row_texts(grid)[-1] == expected


def test_sentences_with_numbers_are_no_table() -> None:
    boxes = [box(f"今年在第 {number} 座山上栽种了松树。", 200, 100 + 20 * number) for number in range(1, 6)]
    assert grids(read_boxes(*boxes)) == []
