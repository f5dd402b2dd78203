from __future__ import annotations

import pytest

from archive.forms import figure_keys, forms
from archive.presentation.form_layout import TableRow, printed_tables

MERGED = frozenset({"closed_not_corrected", "closed_fee_unpaid"})
CASES = [("2021", frozenset()), ("2021", MERGED), ("2019", frozenset())]
HEIGHTS = {"2021": 25, "2019": 23}


def covered_positions(lines: tuple[TableRow, ...]) -> set[tuple[int, int]]:
    """Return every position covered by the cells, and assert that none is covered twice."""
    covered: set[tuple[int, int]] = set()
    for row, line in enumerate(lines):
        for height, width in [(header.rowspan, header.colspan) for header in line.headers] + [
            (1, figure.colspan) for figure in line.figures
        ]:
            column = next(column for column in range(99) if (row, column) not in covered)
            cell_positions = {
                (row + down, column + right) for down in range(height) for right in range(width)
            }
            assert not cell_positions & covered
            covered |= cell_positions
    return covered


@pytest.mark.parametrize(("form", "merged"), CASES)
def test_spans_fill_a_rectangle(form: str, merged: frozenset[str]) -> None:
    for table in printed_tables(form, merged).values():
        for part in (table.header_rows, table.body_rows):
            covered = covered_positions(part)
            rows = len(part)
            widths = {sum(1 for place in covered if place[0] == row) for row in range(rows)}
            assert len(widths) <= 1, (table.key, widths)
            assert not covered or max(row for row, _ in covered) == rows - 1


@pytest.mark.parametrize(("form", "merged"), CASES)
def test_every_figure_of_the_form_is_shown_once(form: str, merged: frozenset[str]) -> None:
    figures = [
        cell.figure
        for table in printed_tables(form, merged).values()
        for line in table.body_rows
        for cell in line.figures
    ]
    assert figures == [".".join(key) for key in figure_keys(form) if key[1] not in merged]


@pytest.mark.parametrize(("form", "merged"), CASES)
def test_the_label_of_the_results_spans_all_their_rows(form: str, merged: frozenset[str]) -> None:
    body = printed_tables(form, merged)["requests"].body_rows
    assert len(body) == HEIGHTS[form] - len(merged)
    [results] = [head for line in body for head in line.headers if head.text == "三、本年度办理结果"]
    assert results.rowspan == len(body) - 3


def test_the_sixth_result_of_2021_can_be_one_row() -> None:
    [line] = [
        line
        for line in printed_tables("2021", MERGED)["requests"].body_rows
        if "其他处理" in line.headers[0].text
    ]
    assert [head.text for head in line.headers] == ["（六）其他处理"]
    assert line.figures[0].figure == "requests.closed_other.natural_person"


def test_every_form_has_a_layout() -> None:
    assert all(printed_tables(form) for form in forms())
