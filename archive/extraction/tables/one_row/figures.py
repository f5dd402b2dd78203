"""Extracts the figures of the table that the form prints as one row of values (table 4).

Its blocks and results are read from the header, so they may be in any order, in several tables, or in rows of
their own. If the header is broken, the only row with the right number of values is read by position, unless a
piece of the header is at the wrong place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.extraction.cells import is_zero_or_empty
from archive.extraction.labels import LabelDictionary
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.cell_figures import cell_figure
from archive.extraction.tables.columns import has_consistent_line_starts, read_figure_order
from archive.extraction.tables.one_row.blocks import cells_by_block
from archive.extraction.tables.one_row.header import has_other_order, is_complete_header
from archive.extraction.tables.one_row.value_lines import ValueLine, value_lines
from archive.forms import FormTable
from archive.model import Cell, Figure, GridKind, Position, State

FigureName = tuple[str, str]
"""Keys of row and column."""


def one_row_figures(
    placed_grids: Sequence[PlacedGrid], table: FormTable, labels: LabelDictionary
) -> tuple[list[Figure], bool]:
    """Return all figures of a table whose values are in one row, and whether they were found by position.

    Figures without a certain cell are uncertain.
    """
    lines = [line for placed_grid in placed_grids for line in value_lines(placed_grid, table, labels)]
    by_name = _cells_by_name(lines, table, labels) or cells_by_block(placed_grids, table, labels)
    if by_name:
        return list(_figures(by_name, lines, table)), False
    line = _line_of_all_values(lines, len(_figure_names(table)))
    cells = _cells_by_position(line, table, labels) if line else {}
    is_complete = line is not None and is_complete_header(line.header, table, labels)
    return list(_figures(cells, lines, table)), bool(cells) and not is_complete


def _figures(
    cells: dict[FigureName, tuple[int, Cell]], lines: Sequence[ValueLine], table: FormTable
) -> Iterator[Figure]:
    raw = " | ".join(cell.text.strip() for line in lines for cell in line.values)
    first = lines[0] if lines else None
    for row in table.rows:
        for column in row.columns:
            found = cells.get((row.key, column.key))
            if found is not None:
                grid, cell = found
                yield cell_figure((table.key, row.key), column, cell, grid)
            elif cells or first is None:
                yield Figure(table.key, row.key, column.key, State.ABSENT)
            else:
                position = Position(first.grid, first.values[0].row, first.values[0].column)
                yield Figure(table.key, row.key, column.key, State.UNCERTAIN, raw, position=position)


def _cells_by_name(
    lines: Sequence[ValueLine], table: FormTable, labels: LabelDictionary
) -> dict[FigureName, tuple[int, Cell]]:
    """The cells of the figures, if texts above and to the left name each value and no figure twice."""
    cells: dict[FigureName, tuple[int, Cell]] = {}
    for line in lines:
        named = _named_by_position(line, table, labels) or _named_by_order(line, table, labels)
        if line.is_cut_short or not named or not cells.keys().isdisjoint(named):
            return {}
        cells.update({name: (line.grid, cell) for name, cell in named.items()})
    return cells


def _named_by_position(line: ValueLine, table: FormTable, labels: LabelDictionary) -> dict[FigureName, Cell]:
    """The values of a line by the names above and to the left of each; none if two share one."""
    named: dict[FigureName, Cell] = {}
    if line.kind is GridKind.STREAM:
        return {}
    for cell in line.values:
        for texts in _texts_over(cell, line):
            name = _figure_name((*line.labels, *texts), table, labels)
            if name is None and not cell.text.strip():
                continue
            if name is None or name in named:
                return {}
            named[name] = cell
    return named


def _texts_over(cell: Cell, line: ValueLine) -> list[Sequence[str]]:
    """The header texts above a value; those of each column where a merged cell says that there is nothing."""
    if cell.colspan == 1 or not cell.text.strip() or not is_zero_or_empty(cell.text):
        return [line.texts_above(cell)]
    return [line.texts_at(column) for column in range(cell.column, cell.column + cell.colspan)]


def _named_by_order(line: ValueLine, table: FormTable, labels: LabelDictionary) -> dict[FigureName, Cell]:
    """The values of a line in the order of the names in its header, if none is above a value of another."""
    header = [
        [cell.text for cell in cells if cell.text.strip() and not cell.padding] for cells in line.header
    ]
    order = None if line.labels else read_figure_order(header, table, labels)
    values = _cut_to_width(line.values, len(order)) if order else ()
    if not order or len(values) != len(order) or not has_consistent_line_starts(values):
        return {}
    has_positions = line.kind is not GridKind.STREAM and line.has_header_positions
    for name, cell in zip(order, values, strict=True) if has_positions else ():
        if _figure_name(line.texts_above(cell), table, labels) not in (None, name):
            return {}
    return dict(zip(order, values, strict=True))


def _figure_name(texts: Sequence[str], table: FormTable, labels: LabelDictionary) -> FigureName | None:
    """The row and column that `texts` name, None unless they name exactly one of each."""
    rows: set[str] = set()
    columns: set[str] = set()
    for text in texts:
        row, named = labels.names(text)
        rows |= row
        columns |= named
    if len(rows) != 1 or len(columns) != 1:
        return None
    [row_key], [column_key] = rows, columns
    return (row_key, column_key) if row_key in table.rows_by_key else None


def _line_of_all_values(lines: Sequence[ValueLine], width: int) -> ValueLine | None:
    """The only line that has `width` values, or all but one, which may be a lost cell."""
    candidates = [line for line in lines if len(line.values) >= width - 1]
    return candidates[0] if len(candidates) == 1 else None


def _cells_by_position(
    line: ValueLine, table: FormTable, labels: LabelDictionary
) -> dict[FigureName, tuple[int, Cell]]:
    """The cells of a line in the order of the form, if the header does not have another order."""
    width = len(_figure_names(table))
    cells = _cut_to_width(line.values, width)
    if len(cells) != width or not has_consistent_line_starts(cells):
        return {}
    if _contradicts(line, cells, table, labels):
        return {}
    return {name: (line.grid, cell) for name, cell in zip(_figure_names(table), cells, strict=True)}


def _figure_names(table: FormTable) -> list[FigureName]:
    return [(row.key, column.key) for row in table.rows for column in row.columns]


def _cut_to_width(values: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """The values without blanks at their ends, if that leaves exactly `width` in one way only."""
    fits = [
        values[start : start + width]
        for start in range(len(values) - width + 1)
        if not any(cell.text.strip() for cell in (*values[:start], *values[start + width :]))
    ]
    return fits[0] if len(fits) == 1 else values


def _contradicts(line: ValueLine, cells: Sequence[Cell], table: FormTable, labels: LabelDictionary) -> bool:
    """True if the header names another row or column above a value, or names them in another order."""
    names = _figure_names(table)
    if line.kind is GridKind.SPANS:
        for cell, (row, column) in zip(cells, names, strict=True):
            for text in line.texts_above(cell):
                rows, columns = labels.names(text)
                if (rows and row not in rows) or (columns and column not in columns):
                    return True
        return False
    if line.kind is GridKind.FLAT and _is_below_other_row(line, cells, names, labels):
        return True
    return has_other_order(line.header, table, labels)


def _is_below_other_row(
    line: ValueLine, cells: Sequence[Cell], names: Sequence[FigureName], labels: LabelDictionary
) -> bool:
    """True if the name of a row begins above a value of another row."""
    rows_by_column = {cell.column: row for cell, (row, _) in zip(cells, names, strict=True)}
    return any(
        header.column in rows_by_column and rows_by_column[header.column] not in rows
        for header_line in line.header
        for header in header_line
        if (rows := labels.names(header.text)[0])
    )
