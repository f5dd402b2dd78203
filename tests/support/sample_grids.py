"""Tables of a rendered report as plain rows, each read by a library that the renderers do not use for it."""

from __future__ import annotations

import io
from itertools import chain

import docx
import pdfplumber
from lxml import html

from archive.forms import form
from samples.reports.report import SampleReport

Rows = list[list[str]]


def printed_rows(report: SampleReport) -> dict[str, Rows]:
    """Return the expected texts of every printed row, in the order of the form."""
    rows_by_table: dict[str, Rows] = {}
    for table in form(report.form).tables:
        for row in table.rows:
            keys = [(table.key, row.key, column.key) for column in row.columns]
            cells = [report.cells[key] for key in keys if key in report.cells]
            if cells and cells[0].raw != "merged":
                rows_by_table.setdefault(table.key, []).append([cell.text for cell in cells])
    # Table 4 prints its three blocks side by side.
    rows_by_table["challenges"] = [list(chain.from_iterable(rows_by_table["challenges"]))]
    return rows_by_table


def html_rows(data: bytes) -> dict[str, Rows]:
    tables = html.fromstring(data.decode()).xpath("//table[.//td]")
    return _tables_by_width([_expand_spans(table) for table in tables])


def docx_rows(data: bytes) -> dict[str, Rows]:
    document = docx.Document(io.BytesIO(data))
    return _tables_by_width(
        [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    )


def pdf_rows(data: bytes) -> dict[str, Rows]:
    """Return the tables that pdfplumber finds, with fragments of several pages joined by width.

    A fragment of table 2 whose rows all have one value is read as two columns.
    """
    joined: dict[int, Rows] = {}
    with pdfplumber.open(io.BytesIO(data)) as file:
        for page in file.pages:
            for table in page.extract_tables():
                rows = [[cell or "" for cell in row] for row in table]
                joined.setdefault(max(len(rows[0]), 4), []).extend(rows)
    return _tables_by_width(list(joined.values()))


def _expand_spans(table: html.HtmlElement) -> Rows:
    grid: dict[tuple[int, int], str] = {}
    for number, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (number, column) in grid:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for right in range(int(cell.get("colspan", 1))):
                    grid[number + down, column + right] = cell.text_content().strip()
            column += int(cell.get("colspan", 1))
    height, width = (1 + max(place[axis] for place in grid) for axis in (0, 1))
    return [[grid[row, column] for column in range(width)] for row in range(height)]


def _tables_by_width(tables: list[Rows]) -> dict[str, Rows]:
    """Return the value cells of the three tables, which differ in width."""
    rows_by_table: dict[str, Rows] = {}
    for rows in tables:
        width = len(rows[0])
        if width == 10:
            rows_by_table["requests"] = [row[3:] for row in rows[3:]]
        elif width == 15:
            rows_by_table["challenges"] = rows[3:]
        elif width == 4 and any("第二十条" in cell for cell in rows[0]):
            rows_by_table["disclosure"] = _disclosure_values(rows)
    return rows_by_table


def _disclosure_values(rows: Rows) -> Rows:
    """Return rows of values only, as many cells as the header names; merged ones repeat."""
    values: Rows = []
    width = 0
    for row in rows:
        if row[0] == "信息内容":
            names = [cell for cell in row[1:] if cell]
            width = len(dict.fromkeys(names))
        elif "第二十条" not in row[0]:
            values.append(row[1 : 1 + width])
    return values
