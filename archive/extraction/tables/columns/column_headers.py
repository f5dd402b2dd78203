"""Reads the header above the values of a grid: which column of the form each of them is.

A header that names every column is followed, in whatever order they are printed and whatever columns stand
between them. A header that is broken (本年新 twice in seed 000) is compared with the order of the form: if
every piece fits, position decides; a piece that fits another column makes the row uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.extraction.cells import is_shown_value, is_value
from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.captions import line_names_other_report
from archive.extraction.tables.columns.header_block import (
    HeaderBlock,
    header_block,
    inherited_shift,
    is_header_line,
    named_columns,
)
from archive.extraction.tables.columns.row_cells import cells_by_row, has_own_cells
from archive.extraction.tables.columns.title_lines import is_title_line, leading_titles
from archive.extraction.tables.printed_rows import PrintedRow
from archive.extraction.tables.table_selection import TableContext
from archive.forms import FormColumn, FormRow, FormTable, TableLayout, terms
from archive.model import Cell, GridKind
from archive.text import normalise_text

Cells = tuple[Cell, ...]
Line = list[Cell]


class ColumnHeaders:
    """The headers of the grids of one table."""

    def __init__(
        self,
        placed_grids: Sequence[PlacedGrid],
        table: FormTable,
        labels: LabelDictionary,
        context: TableContext,
    ) -> None:
        self._table, self._labels, self._context = table, labels, context
        self._blocks: dict[tuple[int, int], HeaderBlock] = {}
        self._other_rows: set[tuple[int, int]] = set()
        self._titles: dict[tuple[int, int], str] = {}
        self._cells_by_row: dict[int, dict[int, Line]] = {}
        self._lines = {placed_grid.number: placed_grid.lines for placed_grid in placed_grids}
        self._captions = {
            grid.number: (*leading_titles(grid, table.key, labels), *grid.caption) for grid in placed_grids
        }
        block = header_block((), table, labels)
        for placed_grid in placed_grids:
            block = self._add_grid(placed_grid, block, labels)

    def _add_grid(self, placed_grid: PlacedGrid, above: HeaderBlock, labels: LabelDictionary) -> HeaderBlock:
        """Assign to each line of a grid the header above it; return the last header.

        A grid without a header, such as the part of a table on the next page, has that of the grid before it.
        """
        block = header_block(above.lines, self._table, labels, is_inherited=True)
        header: list[Cells] = []
        title = ""
        was_header = is_below_title = is_other = False
        for line in placed_grid.lines:
            is_header = is_header_line(line, labels)
            if is_header and is_title_line(line, placed_grid, self._table.key, labels):
                title = "".join(cell.text for cell in line)
                is_below_title = True
                is_other = line_names_other_report(title, self._context.agency, self._context.year)
                continue
            if is_header:
                if not (is_below_title or was_header):
                    title, is_other = "", False
                header.append(tuple(line))
            # Separators that close a line of the header are no line of their own.
            was_header = is_header or (was_header and all(cell.padding for cell in line))
            is_below_title = is_below_title and is_header
            if header and not was_header:
                block, header = header_block(tuple(header), self._table, labels), []
            self._blocks[placed_grid.number, line[0].row] = block
            if title:
                self._titles[placed_grid.number, line[0].row] = title
            if is_other:
                self._other_rows.add((placed_grid.number, line[0].row))
        return header_block(tuple(header), self._table, labels) if header else block

    def is_of_other_report(self, row: PrintedRow) -> bool:
        """True if a title across the grid above a row names another year or another body."""
        return (row.grid, row.label.row) in self._other_rows

    def block_of(self, row: PrintedRow) -> HeaderBlock:
        """The header above a row; without lines if there is none."""
        return self._blocks.get((row.grid, row.label.row)) or header_block((), self._table, self._labels)

    def select_by_name(self, row: PrintedRow, form_row: FormRow) -> Cells | None:
        """Return the cells of a row in form order if the header names each column exactly once.

        In a grid with true spans they are found by their position, in any other grid only if one line names
        all columns and the row has as many cells.
        """
        block = self.block_of(row)
        if row.kind is GridKind.SPANS:
            cells = self._select_by_geometry(row, form_row, block)
            if cells is not None:
                return cells
        return _select_by_order(row, form_row, block) if row.kind is not GridKind.STREAM else None

    def _select_by_geometry(self, row: PrintedRow, form_row: FormRow, block: HeaderBlock) -> Cells | None:
        """Return the cells below the names, if the row ends where the header ends, without a gap.

        A row that is shorter or longer has lost a cell, or has one twice. Where one is blank and a number is
        below no text, the number may be the missing one: a merged cell prints its text at the other edge. A
        number below the header of the labels shows that the row is shifted.
        """
        if _is_regular(row.tail, list(map(block.single_positions.get, form_row.column_keys)), block):
            return row.tail
        cell_at = self._cells_by_position(row, block)
        if cell_at is None:
            return None
        selected: list[Cell] = []
        for key in form_row.column_keys:
            cells = [cell_at[position] for position in block.positions_by_column.get(key, ())]
            if not cells or cells[0] is row.label or any(cell is not cells[0] for cell in cells):
                return None
            selected.append(cells[0])
        others = [
            list(block.texts_above(cell))
            for cell in row.tail
            if is_shown_value(cell.text) and cell not in selected
        ]
        has_blank = not all(cell.text.strip() for cell in selected)
        if any((has_blank and not any(texts)) or self._is_above_labels(texts) for texts in others):
            return None
        return tuple(selected) if has_own_cells(selected) else None

    def _is_above_labels(self, texts: Sequence[str]) -> bool:
        """True for the header of the labels: a value below it shows that the row is shifted."""
        known = header_texts(self._table.key)
        return bool(texts) and all(
            not named_columns(text, self._labels) and not known.isdisjoint(label_variants(text))
            for text in texts
        )

    def select_by_sequence(self, row: PrintedRow, cells: Cells, form_row: FormRow) -> Cells | None:
        """Return the values of a row in form order by the words of a header whose geometry is lost.

        So it is with the header of the grid before, whose labels may take more or fewer columns.
        """
        block = self.block_of(row)
        if row.kind is GridKind.SPANS:
            order = block.inherited_order
        elif self._table.layout is TableLayout.ROWS:
            order = block.column_order
        else:
            order = block.names_in_order(form_row)
        if order is None or sorted(order) != sorted(form_row.column_keys):
            return None
        return tuple(cells[order.index(key)] for key in form_row.column_keys)

    def select_partly(self, row: PrintedRow, form_row: FormRow) -> tuple[dict[str, Cell], Cells] | None:
        """Return the cells of a row, by column, that a damaged header still names, and its other cells.

        Each is below a complete name that no other column has, in a row with as many values as the form.
        None if there is no such cell. If one of seven names is printed twice, five are left.
        """
        block = self.block_of(row)
        # The cells of a worksheet reach as far as those of its widest table.
        values = [cell for cell in row.tail if cell.text.strip() or any(block.texts_above(cell))]
        if row.kind is not GridKind.SPANS or len(values) != len(form_row.columns):
            return None
        cell_at = self._cells_by_position(row, block)
        if cell_at is None or any(cell.rowspan > 1 for cell in values):
            return None
        named: dict[str, Cell] = {}
        for key in form_row.column_keys:
            cells = [cell_at[position] for position in block.positions_by_column.get(key, ())]
            if cells and cells[0] in values and all(cell is cells[0] for cell in cells):
                named[key] = cells[0]
        others = tuple(cell for cell in values if cell not in named.values())
        is_partial = bool(named) and len(named) + len(others) == len(values)
        return (named, others) if is_partial else None

    def _cells_by_position(self, row: PrintedRow, block: HeaderBlock) -> dict[int, Cell] | None:
        """The cell at each grid column of a row; None unless it ends where the header ends, without a gap."""
        cell_at: dict[int, Cell] = {}
        covered = 0
        for cell in self._cells_in_row(row):
            covered += cell.colspan
            for position in range(cell.column, cell.column + cell.colspan):
                cell_at[position] = cell
        is_complete = covered == block.end and len(cell_at) == covered and covered - 1 in cell_at
        return cell_at if is_complete else None

    def _cells_in_row(self, row: PrintedRow) -> Line:
        """The cells of a row, with those that reach into it from above."""
        if row.grid not in self._cells_by_row:
            self._cells_by_row[row.grid] = cells_by_row(self._lines[row.grid])
        return self._cells_by_row[row.grid].get(row.label.row, [])

    def contradicts(self, row: PrintedRow, cells: Sequence[Cell], form_row: FormRow) -> bool:
        """True if a piece of the header does not fit the form column at its position.
        The header of the grid before ends where the values end.
        """
        block = self.block_of(row)
        if row.kind is not GridKind.SPANS:
            return block.has_other_order(form_row)
        shift = inherited_shift(block, cells)
        return not all(
            _fits(text, column, self._table.key)
            for cell, column in zip(cells, form_row.columns, strict=True)
            for text in block.texts_above(cell, shift)
        )

    def texts_near(self, row: PrintedRow, cell: Cell) -> list[str]:
        """The texts that describe a cell, nearest first: header, label and words of its row, captions."""
        block = self.block_of(row)
        above = (
            block.texts_above(cell) if row.kind is GridKind.SPANS else (part.text for part in block.cells())
        )
        title = self._titles.get((row.grid, row.label.row))
        words = (other.text for other in row.tail if other is not cell and not is_value(other.text))
        return [*above, row.label.text, *words, *filter(None, [title]), *self._captions.get(row.grid, ())]

    def names_all_columns(self, row: PrintedRow, form_row: FormRow) -> bool:
        """True if the header above a row is complete: each column is named once, and no other."""
        return self.block_of(row).names_each_once(form_row, row.label_count + len(row.tail))


def _is_regular(tail: Cells, positions: list[int | None], block: HeaderBlock) -> bool:
    """True if the cells after a label are just below the names of the columns, in the order of the form."""
    if len(tail) != len(positions) or not tail or tail[-1].column + 1 != block.end:
        return False
    spans = {(cell.rowspan, cell.colspan) for cell in tail}
    return spans == {(1, 1)} and [cell.column for cell in tail] == positions


def _select_by_order(row: PrintedRow, form_row: FormRow, block: HeaderBlock) -> Cells | None:
    """Return the cells below the names of one header line that names all columns.

    Without true spans the row must have as many cells as the header line, with only blanks outside of the
    columns.
    """
    keys = form_row.column_keys
    for line in reversed(block.lines):
        named = [(cell.column, named_columns(cell.text, block.labels)) for cell in line if cell.text.strip()]
        columns = {next(iter(names)): column for column, names in named if len(names) == 1}
        if sorted(columns) != sorted(keys):
            continue
        if row.kind is GridKind.SPANS and len(row.tail) == len(keys):
            return tuple(row.tail[list(columns).index(key)] for key in keys)
        cells = {cell.column: cell for cell in row.tail}
        is_regular = line[-1].column == max(cells, default=-1) and cells.keys() >= set(columns.values())
        outside = [cell for cell in row.tail if cell.column not in columns.values()]
        if is_regular and not any(cell.text.strip() for cell in outside):
            return tuple(cells[columns[key]] for key in keys)
    return None


def _fits(text: str, column: FormColumn, table: str) -> bool:
    """True if a header text is the label of the column, a piece of it, or no name of a column at all."""
    labels = _column_labels(column)
    if not labels.isdisjoint(label_variants(text)):
        return True
    plain = normalise_text(text)
    if any(plain in label for label in labels):
        return True
    is_other_column = not _all_column_labels().isdisjoint(label_variants(text))
    return not is_other_column and not header_texts(table).isdisjoint(label_variants(text))


@cache
def _column_labels(column: FormColumn) -> frozenset[str]:
    return frozenset(normalise_text(label) for label in column.term.labels)


@cache
def _all_column_labels() -> frozenset[str]:
    return frozenset(normalise_text(label) for term in terms().columns.values() for label in term.labels)
