from __future__ import annotations

import csv
import io

import pytest

from archive.site.app.csv_sanitizer import BOM, CsvSanitizer, escape_formula

ROWS = [
    ["id", "title", "n"],
    ["1", '=HYPERLINK("http://evil.example/")', "-8"],
    ["2", "第一行\n=第二行\r\n第三行", "+1036"],
    ["3", "@cmd", "1.5e-3"],
    ["4", "\tcell", "-"],
    ["5", "平常，文字", ""],
    ["6", "=" + "长" * 200_000, "0"],
]


def csv_bytes(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def sanitize_csv(data: bytes, size: int, bom: bool = True) -> str:
    stream = CsvSanitizer(bom)
    out = b"".join(stream.feed(data[at : at + size]) for at in range(0, len(data), size)) + stream.flush()
    assert stream.incomplete_tail == ""
    return out.decode()


@pytest.mark.parametrize("size", [1, 3, 64, 10**7])
def test_records_are_complete_and_safe_for_any_chunk_size(size: int) -> None:
    # With tiny chunks the long record would take too much time, and would test nothing more.
    rows = ROWS if size > 3 else ROWS[:-1]
    text = sanitize_csv(csv_bytes(rows), size)
    assert text.startswith(BOM)
    expected = [[escape_formula(cell) for cell in row] for row in rows]
    assert list(csv.reader(io.StringIO(text.removeprefix(BOM), newline=""))) == expected


def test_records_without_formulas_are_unchanged() -> None:
    data = b'1,"a ""b"" c",-8\r\n2,"x\ny",+5.5\r\n'
    assert sanitize_csv(data, 7, bom=False).encode() == data


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1", "'=1"), ("-1", "-1"), ("+1.50", "+1.50"), ("-", "'-"), ("--", "'--"), ("@x", "'@x"),
     ("\rx", "'\rx"), ("\t1", "'\t1"), ("-1+1", "'-1+1"), ("", ""), ("a=1", "a=1"), ("-5%", "-5%"),
     ("+86 10", "'+86 10")],
)  # fmt: skip
def test_only_cells_that_a_spreadsheet_would_run_are_changed(cell: str, safe: str) -> None:
    assert escape_formula(cell) == safe


def test_an_error_message_in_the_stream_is_not_a_record() -> None:
    stream = CsvSanitizer(bom=False)
    stream.feed(b"1,a\r\ninterrupted")
    assert stream.flush() == b"1,a\r\n"
    assert stream.incomplete_tail == "interrupted"
