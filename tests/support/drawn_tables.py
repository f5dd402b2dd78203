"""Statutory tables drawn as grids of every kind from known values, for tests of readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.extraction.sections import PlacedGrid
from archive.forms import Form, FormColumn, FormRow, FormTable
from archive.model import Cell, Grid, GridKind

Values = Mapping[tuple[str, str, str], str]


@dataclass
class DrawnRow:
    """One row before its cells are placed: label cells, values, separators at its end, header texts above it.

    `header` has a text for each column of labels and values, empty if the row is not the first of its block.
    """

    key: str
    first_column: int
    labels: list[Cell]
    values: list[str] = field(default_factory=list)
    missing_cells: int = 0
    header: tuple[str, ...] = ()


def draw_rows(table: FormTable, values: Values, kind: GridKind) -> list[DrawnRow]:
    """Return the rows of `table` as a grid of `kind` prints them."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    width = depth + max(len(row.columns) for row in table.rows)
    drawn_rows: list[DrawnRow] = []
    previous_groups: tuple[str, ...] = ()
    previous_columns: tuple[FormColumn, ...] = ()
    for row in table.rows:
        groups = tuple(group.key for group in row.groups)
        new_levels = [
            level for level in range(len(groups)) if groups[: level + 1] != previous_groups[: level + 1]
        ]
        previous_groups = groups
        line = DrawnRow(row.key, new_levels[0] if new_levels else len(groups), [])
        if kind is GridKind.FLAT:
            line.first_column = 0
            line.labels = [
                Cell(row.groups[n].zh if n in new_levels else "", 0, 0) for n in range(len(groups))
            ]
            line.labels += [Cell(row.term.zh, 0, 0)] + [Cell("", 0, 0)] * (depth - len(groups) - 1)
        else:
            line.labels = [Cell(row.groups[n].zh, 0, 0, rowspan=_rowspan(table, row, n)) for n in new_levels]
            line.labels.append(Cell(row.term.zh, 0, 0, colspan=depth - len(groups)))
        line.values = [values[table.key, row.key, column.key] for column in row.columns]
        line.missing_cells = width - len(line.labels) - len(line.values)
        if row.columns != previous_columns:
            corner = ("信息内容", *([""] * (depth - 1)))
            line.header = (*corner, *(column.term.zh for column in row.columns))
            previous_columns = row.columns
        drawn_rows.append(line)
    return drawn_rows


def _rowspan(table: FormTable, row: FormRow, level: int) -> int:
    rest = table.rows[table.rows.index(row) :]
    return sum(1 for other in rest if row.groups[level] in other.groups)


def draw_grid(drawn_rows: Sequence[DrawnRow], kind: GridKind) -> Grid:
    """Return a grid of the rows, with each cell in the next free position."""
    cells: list[Cell] = []
    number = -1
    for line in drawn_rows:
        number += 1
        if line.header and kind is GridKind.STREAM:
            cells += [Cell(text, len(cells), 0) for text in line.header if text]
        elif line.header:
            padding = [""] * max(line.missing_cells, 0) if kind is GridKind.FLAT else []
            cells += [Cell(text, number, column) for column, text in enumerate((*line.header, *padding))]
            number += 1
        row_cells = [*line.labels, *(Cell(text, 0, 0) for text in line.values)]
        if kind is GridKind.STREAM:
            cells += [Cell(cell.text, len(cells) + place, 0) for place, cell in enumerate(row_cells)]
            cells += _closing_cells(line.missing_cells, len(cells))
            continue
        if kind is GridKind.FLAT:
            row_cells += [Cell("", 0, 0)] * max(line.missing_cells, 0)
        column = line.first_column
        for cell in row_cells:
            colspan = cell.colspan if kind is GridKind.SPANS else 1
            cells.append(Cell(cell.text, number, column, cell.rowspan, colspan))
            column += colspan
    return Grid(kind, tuple(cells))


def _closing_cells(missing: int, row: int) -> Iterator[Cell]:
    """Yield the cell for missing ones: one separator looks like an empty cell, several are padding."""
    if missing > 0:
        yield Cell("|" * missing, row, 0, padding=True) if missing > 1 else Cell("", row, 0)


def draw_challenges(table: FormTable, values: Values) -> Grid:
    """Return table 4: three lines of headers, and one row of 15 values."""
    header = [Cell("行政复议", 0, 0, 2, 5), Cell("行政诉讼", 0, 5, 1, 10)]
    header += [Cell("未经复议直接起诉", 1, 5, 1, 5), Cell("复议后起诉", 1, 10, 1, 5)]
    results = [column.term.zh for row in table.rows for column in row.columns]
    header += [Cell(text, 2, place) for place, text in enumerate(results)]
    texts = [values[table.key, row.key, column.key] for row in table.rows for column in row.columns]
    return Grid(GridKind.SPANS, (*header, *(Cell(text, 3, place) for place, text in enumerate(texts))))


def draw_tables(
    form: Form, values: Values, kind: GridKind, *, is_header_aligned: bool = True
) -> list[PlacedGrid]:
    """Return the three tables of `form` with `values`, tables 2 and 3 drawn as `kind`.

    A header that is not aligned has lost its empty cells, as in converted documents.
    """
    grids = [
        draw_challenges(table, values)
        if table.key == "challenges"
        else draw_grid(
            [
                line if is_header_aligned else replace(line, header=tuple(filter(None, line.header)))
                for line in draw_rows(table, values, kind)
            ],
            kind,
        )
        for table in form.tables
    ]
    return [
        PlacedGrid(grid, number, table.key)
        for number, (table, grid) in enumerate(zip(form.tables, grids, strict=True))
    ]
