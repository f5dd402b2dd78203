"""Reads CSV and TSV: lines of values with a delimiter between them, as spreadsheets write them.

A spreadsheet fills every line up to the width of the sheet: a line of prose ends with a row of delimiters,
and a merged cell looks like empty cells.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import groupby

from archive.model import Block, Cell, Content, Document, Grid, GridKind, Paragraph, TooCostly, UnreadableFile
from archive.readers.common import (
    MAX_COLUMNS,
    MAX_ROWS,
    check_text,
    clean_line,
    encoding_findings,
    is_prose_cell,
    mark_boilerplate,
)
from archive.text import decode_text

NAME = "csv"

_DELIMITERS = ",\t;|，"
_MAX_FIELD_CHARS = 1024 * 1024
_Row = Sequence[str]


def read(document: Document) -> Content:
    """Return the blocks of the file: rows of several values as grids, lines with one value as paragraphs.

    Raises `UnreadableFile` if it has no text or is no table, `TooCostly` if it is too large.
    """
    text, encoding = decode_text(document.data, document.charset)
    check_text(text, "CSV 表格")
    rows = _rows(text.replace("\0", ""))
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise TooCostly(f"CSV 表格过大：{len(rows)} 行")
    blocks = [block for run in _runs(rows) for block in _blocks(run)]
    if not blocks:
        raise UnreadableFile("文件里没有文字")
    return Content(NAME, mark_boilerplate(blocks), findings=encoding_findings(encoding))


def _rows(text: str) -> list[list[str]]:
    csv.field_size_limit(_MAX_FIELD_CHARS)
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise UnreadableFile("CSV 文件已损坏") from error
    return [[_clean_value(value) for value in row] for row in rows]


def _clean_value(value: str) -> str:
    # Excel writes ="0012" where a value must stay text.
    plain = value[2:-1] if value.startswith('="') and value.endswith('"') else value
    return "\n".join(filter(None, map(clean_line, plain.splitlines())))


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the most values on lines of equal length; a comma if none does."""
    lines = text.splitlines()
    return max(_DELIMITERS, key=lambda delimiter: _regular_count(lines, delimiter))


def _regular_count(lines: Sequence[str], delimiter: str) -> int:
    widths = [line.count(delimiter) for line in lines]
    return sum(len(list(run)) * width for width, run in groupby(widths) if width)


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows in runs that are either one table or lines of prose."""
    for _, run in groupby((row for row in rows if any(row)), key=_is_prose):
        yield list(run)


def _is_prose(row: _Row) -> bool:
    values = [value for value in row if value]
    return len(values) == 1 and (
        len(row) == 1 or (bool(row[0]) and (row[0].endswith("。") or is_prose_cell(row[0])))
    )


def _blocks(run: Sequence[_Row]) -> Iterator[Block]:
    if not any(_is_table_row(row) for row in run):
        for row in run:
            yield from (Paragraph(line) for value in row if value for line in value.split("\n"))
        return
    width = max(len(row) - next((n for n, value in enumerate(reversed(row)) if value), 0) for row in run)
    cells = (
        Cell(value, number, column)
        for number, row in enumerate(run)
        for column, value in enumerate([*row, *[""] * (width - len(row))][:width])
    )
    yield Grid(GridKind.FLAT, tuple(cells))


def _is_table_row(row: _Row) -> bool:
    return sum(map(bool, row)) > 1
