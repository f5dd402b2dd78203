from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Cell
from archive.readers.fixed_layout.table_joining import TableFragment, join_split_tables


def table_fragment(
    page: int,
    *rows: list[str],
    spans: dict[tuple[int, int], int] | None = None,
    lefts: tuple[float, ...] = (),
    full: frozenset[tuple[int, int]] = frozenset(),
) -> TableFragment:
    """Return a fragment with one cell per text; `spans` has the row spans, `^` marks the cells they cover."""
    spans = spans or {}
    width = max(map(len, rows))
    return TableFragment(
        80.0,
        page,
        tuple(
            Cell(text, row, column, spans.get((row, column), 1))
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
            if text != "^"
        ),
        lefts or tuple(place * 500 / width for place in range(width)),
        500.0,
        full,
    )


def joined_tables(*fragments: TableFragment) -> list[list[list[str]]]:
    tables = []
    for cells in join_split_tables(fragments):
        rows: dict[int, list[str]] = {}
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            rows.setdefault(cell.row, []).append(cell.text)
        tables.append([rows[row] for row in sorted(rows)])
    return tables


HEAD = ["树种", "一", "二", "三", "四"]
FULL = ["1.松", "1", "2", "3", "4"]


def test_a_table_on_the_next_page_is_joined() -> None:
    assert joined_tables(table_fragment(0, HEAD, FULL), table_fragment(1, ["2.柏", "5", "6", "7", "8"])) == [
        [HEAD, FULL, ["2.柏", "5", "6", "7", "8"]]
    ]


def test_a_table_of_another_width_is_not_joined() -> None:
    narrow = replace(table_fragment(1, ["甲", "1"]), right=300.0)
    assert joined_tables(table_fragment(0, HEAD, FULL), narrow) == [[HEAD, FULL], [["甲", "1"]]]


def test_a_table_of_equal_width_with_other_columns_is_joined() -> None:
    upper = table_fragment(0, ["草", "1", "2", "3"], lefts=(0, 120, 240, 360))
    lower = table_fragment(1, ["花", "9"], lefts=(0, 120))
    (cells,) = join_split_tables([upper, lower])
    assert [(cell.text, cell.row, cell.column, cell.colspan) for cell in cells if cell.row == 1] == [
        ("花", 1, 0, 1),
        ("9", 1, 1, 3),
    ]


def test_a_label_that_fills_its_cell_continues_on_the_next_page() -> None:
    upper = table_fragment(0, ["甲种", "4"], ["山上所种", "1"], full=frozenset({(1, 0)}))
    assert joined_tables(upper, table_fragment(1, ["树木", ""])) == [[["甲种", "4"], ["山上所种树木", "1"]]]
    assert joined_tables(upper, table_fragment(1, ["1.树木", ""]))[0][2] == ["1.树木", ""]
    assert joined_tables(upper, table_fragment(1, ["树木", "7"]))[0][2] == ["树木", "7"]


def test_two_tables_on_one_page_are_not_joined() -> None:
    assert len(joined_tables(table_fragment(0, HEAD, FULL), table_fragment(0, HEAD, FULL))) == 2


def test_a_label_split_below_its_values_is_joined() -> None:
    upper = table_fragment(0, HEAD, ["1.要求另行", "1", "2", "3", "4"])
    lower = table_fragment(1, ["种植的", "", "", "", ""], ["2.柏", "5", "6", "7", "8"])
    assert joined_tables(upper, lower) == [
        [HEAD, ["1.要求另行种植的", "1", "2", "3", "4"], ["2.柏", "5", "6", "7", "8"]]
    ]


def test_a_label_split_above_its_values_is_joined() -> None:
    upper = table_fragment(0, HEAD, FULL, ["2.要求另行", "", "", "", ""])
    lower = table_fragment(1, ["种植的", "5", "6", "7", "8"])
    assert joined_tables(upper, lower) == [[HEAD, FULL, ["2.要求另行种植的", "5", "6", "7", "8"]]]


def test_a_blank_row_at_the_top_of_a_page_is_a_row() -> None:
    lower = table_fragment(1, ["2.柏", "", "", "", ""], ["3.杉", "5", "6", "7", "8"])
    assert joined_tables(table_fragment(0, HEAD, FULL), lower)[0][2] == ["2.柏", "", "", "", ""]


def test_rows_with_few_values_are_not_joined() -> None:
    assert joined_tables(table_fragment(0, ["松树", "1"]), table_fragment(1, ["柏树", ""])) == [
        [["松树", "1"], ["柏树", ""]]
    ]


def test_a_label_of_rows_on_two_pages_spans_all_of_them() -> None:
    upper = table_fragment(0, ["总", *HEAD], ["办理", *FULL])
    lower = table_fragment(
        1, ["", "2.柏", "5", "6", "7", "8"], ["^", "3.杉", "5", "6", "7", "8"], spans={(0, 0): 2}
    )
    (cells,) = join_split_tables([upper, lower])
    assert [(cell.row, cell.rowspan) for cell in cells if cell.text == "办理"] == [(1, 3)]
    assert not [cell for cell in cells if cell.text == ""]


def test_an_empty_value_at_the_top_of_a_page_is_kept() -> None:
    (cells,) = join_split_tables(
        [table_fragment(0, ["7", "1", "2", "3", "4"]), table_fragment(1, ["", "5", "6", "7", "8"])]
    )
    assert [(cell.text, cell.row, cell.rowspan) for cell in cells if cell.column == 0] == [
        ("7", 0, 1),
        ("", 1, 1),
    ]


def test_a_long_table_is_joined_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [
        table_fragment(
            page,
            *([["树种", "株数", "备注"]] if page == 0 else []),
            *([f"{page}.{row}松", str(row), "" if row else "注"] for row in range(4)),
            spans={} if page % 2 else {(2, 0): 2},
        )
        for page in range(6)
    ]
    whole = list(join_split_tables(pages))
    monkeypatch.setattr("archive.readers.fixed_layout.table_joining._MAX_OPEN_CELLS", 14)
    assert list(join_split_tables(pages)) == whole
