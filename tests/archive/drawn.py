"""Statutory tables drawn as grids of every kind from known values, for tests of what reads them back."""

from __future__ import annotations

from collections.abc import Mapping

from archive.forms import Form, Row, Table
from archive.model import Cell, Grid, GridKind
from archive.sections import Placed

Values = Mapping[tuple[str, str, str], str]


def spans(table: Table, values: Values) -> Grid:
    """As HTML and Word have it: merged cells known, every value column in one place."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    cells: list[Cell] = []
    shown: tuple[str, ...] = ()
    for line, row in enumerate(table.rows):
        groups = tuple(group.key for group in row.groups)
        for level, group in enumerate(row.groups):
            if groups[: level + 1] != shown[: level + 1]:
                height = sum(1 for other in table.rows[line:] if group in other.groups)
                cells.append(Cell(group.zh, line, level, rowspan=height))
        shown = groups
        start = len(row.groups)
        cells.append(Cell(row.term.zh, line, start, colspan=depth - start))
        cells += _values(table, row, values, line, depth)
    return Grid(GridKind.SPANS, tuple(cells))


def flat(table: Table, values: Values) -> Grid:
    """As Markdown has it: a merged label leaves empty cells behind, all rows equally wide."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    width = depth + max(len(row.columns) for row in table.rows)
    cells: list[Cell] = []
    shown: tuple[str, ...] = ()
    for line, row in enumerate(table.rows):
        groups = tuple(group.key for group in row.groups)
        texts = [
            group.zh if groups[: level + 1] != shown[: level + 1] else ""
            for level, group in enumerate(row.groups)
        ]
        shown = groups
        texts += [row.term.zh] + [""] * (depth - len(texts) - 1)
        texts += [cell.text for cell in _values(table, row, values, line, 0)]
        cells += [Cell(text, line, place) for place, text in enumerate(texts + [""] * (width - len(texts)))]
    return Grid(GridKind.FLAT, tuple(cells))


def stream(table: Table, values: Values) -> Grid:
    """As trafilatura's pipes have it: a run of cells, short rows closed by a run of bare separators."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    width = depth + max(len(row.columns) for row in table.rows)
    cells: list[Cell] = []
    shown: tuple[str, ...] = ()
    for row in table.rows:
        groups = tuple(group.key for group in row.groups)
        texts = [
            group.zh for level, group in enumerate(row.groups) if groups[: level + 1] != shown[: level + 1]
        ]
        shown = groups
        texts += [row.term.zh, *(cell.text for cell in _values(table, row, values, 0, 0))]
        cells += [Cell(text, len(cells) + place, 0) for place, text in enumerate(texts)]
        if width - len(texts) >= 2:
            cells.append(Cell("|" * (width - len(texts)), len(cells), 0, padding=True))
    return Grid(GridKind.STREAM, tuple(cells))


def challenges(table: Table, values: Values) -> Grid:
    """Table 4: three header rows that say little, and one row of 15 values."""
    header = [Cell("行政复议", 0, 0, 2, 5), Cell("行政诉讼", 0, 5, 1, 10)]
    header += [Cell("未经复议直接起诉", 1, 5, 1, 5), Cell("复议后起诉", 1, 10, 1, 5)]
    texts = [values[table.key, row.key, column.key] for row in table.rows for column in row.columns]
    return Grid(GridKind.SPANS, (*header, *(Cell(text, 2, place) for place, text in enumerate(texts))))


def drawn(form: Form, values: Values, kind: GridKind) -> list[Placed]:
    """The three tables of `form` with `values` in them, tables 2 and 3 drawn as `kind`."""
    draw = {GridKind.SPANS: spans, GridKind.FLAT: flat, GridKind.STREAM: stream}[kind]
    tables = [
        challenges(table, values) if table.key == "challenges" else draw(table, values)
        for table in form.tables
    ]
    return [
        Placed(grid, number, table.key)
        for number, (table, grid) in enumerate(zip(form.tables, tables, strict=True))
    ]


def _values(table: Table, row: Row, values: Values, line: int, start: int) -> list[Cell]:
    return [
        Cell(values[table.key, row.key, column.key], line, start + place)
        for place, column in enumerate(row.columns)
    ]
