from __future__ import annotations

import io
import re
import zipfile

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from archive.model import OBJECT_CHARACTER
from tests.support.content_views import grids, read_content, row_texts


class _Book:
    """A sheet with the rows 松 1, 柏 2, 杉 3 to change."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self.book = Workbook(self._stream)
        self.sheet: Worksheet = self.book.add_worksheet("表")
        for row, tree in enumerate("松柏杉"):
            self.sheet.write_row(row, 0, [tree, row + 1, 8])

    def bytes(self) -> bytes:
        self.book.close()
        return self._stream.getvalue()

    def rows(self) -> list[list[str]]:
        return rows_of(self.bytes())


def rows_of(data: bytes) -> list[list[str]]:
    (grid,) = grids(read_content(data, "x.xlsx"))
    return row_texts(grid)


def with_sheet_changed(data: bytes, pattern: str, replacement: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            part = source.read(name).decode()
            target.writestr(name, re.sub(pattern, replacement, part) if "sheet1.xml" in name else part)
    return stream.getvalue()


def test_numbers_are_read_as_their_format_shows_them() -> None:
    book = _Book()
    book.sheet.write(0, 1, 0.5, book.book.add_format({"num_format": "0%"}))
    book.sheet.write(1, 1, 66.4866, book.book.add_format({"num_format": "0.00"}))
    book.sheet.write(2, 1, 12000, book.book.add_format({"num_format": "#,##0,"}))
    assert book.rows() == [["松", "50%", "8"], ["柏", "66.49", "8"], ["杉", f"{OBJECT_CHARACTER}12", "8"]]


def test_a_hidden_number_is_blank() -> None:
    book = _Book()
    book.sheet.write(0, 1, 9, book.book.add_format({"num_format": ";;;"}))
    assert book.rows()[0] == ["松", "", "8"]


def test_formulas_without_a_value_and_errors_are_no_text() -> None:
    book = _Book()
    book.sheet.write_formula(0, 1, "=SUM(C1:C3)")
    book.sheet.write_formula(1, 1, "=SUM(C1:C3)", value=24)
    book.sheet.write_formula(2, 1, "=1/0", value="#DIV/0!")
    data = book.bytes()
    expected = [["松", OBJECT_CHARACTER, "8"], ["柏", "24", "8"], ["杉", OBJECT_CHARACTER, "8"]]
    assert rows_of(data) == expected
    for empty in ("", "<v/>", "<v></v>"):
        assert rows_of(with_sheet_changed(data, "</f><v>0</v>", f"</f>{empty}")) == expected


def test_a_formula_of_numbers_only_shows_what_it_adds_up_to() -> None:
    book = _Book()
    book.sheet.write_formula(0, 1, "=3280+0", value="")
    book.sheet.write_formula(1, 1, "=2*40 - 5", book.book.add_format({"num_format": "0.0"}), value="")
    book.sheet.write_formula(2, 1, "=12+B1", value="")
    assert book.rows() == [["松", "3280", "8"], ["柏", "75.0", "8"], ["杉", OBJECT_CHARACTER, "8"]]


def test_a_formula_with_an_empty_text_is_blank() -> None:
    book = _Book()
    book.sheet.write_formula(0, 1, '=""', value="x")
    data = with_sheet_changed(book.bytes(), "<v>x</v>", "<v></v>")
    assert rows_of(data)[0] == ["松", "", "8"]


def test_hidden_rows_and_columns_are_left_out() -> None:
    book = _Book()
    book.sheet.set_row(1, None, None, {"hidden": True})
    book.sheet.set_column(2, 2, None, None, {"hidden": True})
    assert book.rows() == [["松", "1"], ["杉", "3"]]


def test_a_sheet_of_which_all_columns_are_hidden_is_read() -> None:
    book = _Book()
    book.sheet.set_column(0, 2, None, None, {"hidden": True})
    assert book.rows()[0] == ["松", "1", "8"]


def test_merged_cells_across_hidden_rows_keep_their_place() -> None:
    book = _Book()
    book.sheet.merge_range("A1:A3", "树")
    book.sheet.set_row(1, None, None, {"hidden": True})
    (grid,) = grids(read_content(book.bytes(), "x.xlsx"))
    assert [(cell.text, cell.row, cell.rowspan) for cell in grid.cells] == [
        ("树", 0, 2),
        ("1", 0, 1),
        ("8", 0, 1),
        ("3", 1, 1),
        ("8", 1, 1),
    ]


def test_struck_out_and_raised_parts_of_a_text_are_left_out() -> None:
    book = _Book()
    raised = book.book.add_format({"font_script": 1})
    struck = book.book.add_format({"font_strikeout": True})
    book.sheet.write_rich_string(0, 1, "12", raised, "3")
    book.sheet.write_rich_string(1, 1, struck, "9", "12")
    assert [row[1] for row in book.rows()] == ["12", "12", "3"]


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ({"font_color": "#FFFFFF"}, ""),
        ({"font_color": "#FFFFFF", "bg_color": "#FFFFFF"}, ""),
        ({"font_color": "#FFFFFF", "bg_color": "#1F4E79"}, "12"),
        ({"font_color": "#FF0000"}, "12"),
        ({"font_strikeout": True}, OBJECT_CHARACTER),
        ({"bold": True}, "12"),
    ],
)
def test_white_and_struck_out_numbers_are_not_seen(look: dict[str, object], shown: str) -> None:
    stream = io.BytesIO()
    book = Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["松", "柏"])
    sheet.write(1, 0, "数量")
    sheet.write(1, 1, 12, book.add_format(look))
    book.close()
    assert rows_of(stream.getvalue()) == [["松", "柏"], ["数量", shown]]
