"""Reads the header above the values of a grid: which column of the form each of them is.

A header that names every column is followed, in whatever order they are printed and whatever columns stand
between them. A header that is broken (本年新 twice in seed 000) is compared with the order of the form: if
every piece fits, position decides; a piece that fits another column makes the row uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from archive.extraction.cells import is_value, is_zero_or_empty
from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.printed_rows import PrintedRow
from archive.forms import FormColumn, FormRow, FormTable, terms
from archive.model import Cell, GridKind
from archive.text import normalise_text

Cells = tuple[Cell, ...]
Line = list[Cell]


@dataclass(frozen=True)
class HeaderBlock:
    """Neighbouring header lines of one table."""

    lines: tuple[tuple[Cell, ...], ...]
    table: str
    labels: LabelDictionary

    @cached_property
    def columns_by_position(self) -> dict[int, str]:
        """The key of the form column that the complete labels above each grid column name.

        A grid column with a text above it that no form prints is left out: 上年总计, 小计, 备注.
        """
        keys: dict[int, set[str]] = {}
        unknown: set[int] = set()
        known = header_texts(self.table)
        for cell in self.cells():
            positions = range(cell.column, cell.column + cell.colspan)
            columns = _named_columns(cell.text, self.labels)
            for position in positions:
                if columns:
                    keys.setdefault(position, set()).update(columns)
                elif known.isdisjoint(label_variants(cell.text)):
                    unknown.add(position)
        return {
            position: next(iter(named))
            for position, named in keys.items()
            if len(named) == 1 and position not in unknown
        }

    @cached_property
    def positions_by_column(self) -> dict[str, list[int]]:
        """The grid columns below the name of each form column."""
        positions: dict[str, list[int]] = {}
        for position, key in self.columns_by_position.items():
            positions.setdefault(key, []).append(position)
        return positions

    @cached_property
    def single_positions(self) -> dict[str, int]:
        """The grid column of each form column that has only one."""
        return {key: found[0] for key, found in self.positions_by_column.items() if len(found) == 1}

    @cached_property
    def end(self) -> int:
        """The number of grid columns that the header covers."""
        return max((cell.column + cell.colspan for line in self.lines for cell in line), default=0)

    def cells(self) -> Iterator[Cell]:
        """Yield the cells with text."""
        for line in self.lines:
            for cell in line:
                if cell.text.strip():
                    yield cell

    def texts_above(self, cell: Cell) -> Iterator[str]:
        """Yield the texts above a value cell."""
        for header in self.cells():
            if header.column < cell.column + cell.colspan and cell.column < header.column + header.colspan:
                yield header.text

    def named_by_line(self) -> list[list[str]]:
        """The keys of the columns with a complete label, in reading order, for each line."""
        return [
            [key for cell in line for key in _named_columns(cell.text, self.labels)] for line in self.lines
        ]


# Most reports print the same headers.
@lru_cache(maxsize=512)
def _header_block(lines: tuple[tuple[Cell, ...], ...], table: str, labels: LabelDictionary) -> HeaderBlock:
    return HeaderBlock(lines, table, labels)


class ColumnHeaders:
    """The headers of the grids of one table."""

    def __init__(self, placed_grids: Sequence[PlacedGrid], table: FormTable, labels: LabelDictionary) -> None:
        self._table, self._labels = table, labels
        self._blocks: dict[tuple[int, int], HeaderBlock] = {}
        self._lines = {placed_grid.number: placed_grid.lines for placed_grid in placed_grids}
        self._captions = {placed_grid.number: placed_grid.caption for placed_grid in placed_grids}
        block = _header_block((), table.key, labels)
        for placed_grid in placed_grids:
            block = self._add_grid(placed_grid, block, labels)

    def _add_grid(self, placed_grid: PlacedGrid, above: HeaderBlock, labels: LabelDictionary) -> HeaderBlock:
        """Assign to each line of a grid the header above it; return the last header.

        A grid without a header, such as the part of a table on the next page, has that of the grid before it.
        """
        block, was_header = above, False
        for line in placed_grid.lines:
            is_header = _is_header_line(line, labels)
            if is_header:
                before = block.lines if was_header else ()
                block = _header_block((*before, tuple(line)), self._table.key, labels)
            was_header = is_header
            self._blocks[placed_grid.number, line[0].row] = block
        return block

    def block_of(self, row: PrintedRow) -> HeaderBlock:
        """The header above a row; without lines if there is none."""
        return self._blocks.get((row.grid, row.label.row)) or _header_block((), self._table.key, self._labels)

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

        A row that is shorter or longer has lost a cell, or has one twice.
        """
        if _is_regular(row.tail, list(map(block.single_positions.get, form_row.column_keys)), block):
            return row.tail
        cell_at: dict[int, Cell] = {}
        covered = 0
        for cell in self._cells_in_row(row):
            covered += cell.colspan
            for position in range(cell.column, cell.column + cell.colspan):
                cell_at[position] = cell
        if covered != block.end or len(cell_at) != covered or covered - 1 not in cell_at:
            return None
        selected: list[Cell] = []
        for key in form_row.column_keys:
            cells = [cell_at[position] for position in block.positions_by_column.get(key, ())]
            if not cells or cells[0] is row.label or any(cell is not cells[0] for cell in cells):
                return None
            selected.append(cells[0])
        return tuple(selected) if _has_own_cells(selected) else None

    def _cells_in_row(self, row: PrintedRow) -> list[Cell]:
        """The cells of a row, with those that reach into it from above."""
        number = row.label.row
        own: Line = []
        above: Line = []
        for line in self._lines[row.grid]:
            if line[0].row == number:
                own = line
            elif line[0].row < number:
                above += [cell for cell in line if cell.row + cell.rowspan > number]
        return [*own, *above]

    def contradicts(self, row: PrintedRow, cells: Sequence[Cell], form_row: FormRow) -> bool:
        """True if a piece of the header does not fit the form column at its position."""
        block = self.block_of(row)
        if row.kind is not GridKind.SPANS:
            return _has_other_order(block.named_by_line(), self._table, form_row)
        return any(
            not _fits(text, column, self._table.key)
            for cell, column in zip(cells, form_row.columns, strict=True)
            for text in block.texts_above(cell)
        )

    def texts_near(self, row: PrintedRow, cell: Cell) -> list[str]:
        """The texts that describe a cell, nearest first: header, label of the row, caption."""
        block = self.block_of(row)
        above = (
            block.texts_above(cell) if row.kind is GridKind.SPANS else (part.text for part in block.cells())
        )
        return [*above, row.label.text, *self._captions.get(row.grid, ())]

    def names_all_columns(self, row: PrintedRow, form_row: FormRow) -> bool:
        """True if the complete label of every column of the row is in the header above it."""
        named = {key for line in self.block_of(row).named_by_line() for key in line}
        return named.issuperset(form_row.column_keys)


def _is_regular(tail: Cells, positions: Sequence[int | None], block: HeaderBlock) -> bool:
    """True if the cells after a label are just below the names of the columns, in the order of the form."""
    if len(tail) != len(positions) or not tail or tail[-1].column + 1 != block.end:
        return False
    return all(
        cell.column == position and cell.colspan == 1 and cell.rowspan == 1
        for cell, position in zip(tail, positions, strict=True)
    )


def _select_by_order(row: PrintedRow, form_row: FormRow, block: HeaderBlock) -> Cells | None:
    """Return the cells below the names of one header line that names all columns.

    Without true spans the row must have as many cells as the header line, with only blanks outside of the
    columns.
    """
    keys = form_row.column_keys
    for line in reversed(block.lines):
        named = [(cell.column, _named_columns(cell.text, block.labels)) for cell in line if cell.text.strip()]
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


def _has_own_cells(cells: Sequence[Cell]) -> bool:
    """True if no cell is used twice, or stands for several rows, unless it says that there is nothing."""
    if len(set(map(id, cells))) == len(cells) and all(cell.rowspan == 1 for cell in cells):
        return True
    return all(
        is_zero_or_empty(cell.text) or (cell.rowspan == 1 and sum(cell is other for other in cells) == 1)
        for cell in cells
    )


def _is_header_line(line: Sequence[Cell], labels: LabelDictionary) -> bool:
    """True for a line of texts that does not begin with the label of a row."""
    first = next((cell.text for cell in line if cell.text.strip() and not cell.padding), None)
    if first is None or labels.begins_row(first):
        return False
    return not any(is_value(cell.text) for cell in line if cell.text.strip() and not cell.padding)


def _has_other_order(lines: Sequence[Sequence[str]], table: FormTable, form_row: FormRow) -> bool:
    """True if columns are named in another order than that of the form.

    Columns of one line are compared, and those below a common header, which may be on several lines.
    """
    order = form_row.column_keys
    grouped = {key for span in table.spans for key in span.columns}
    below_common_header = [key for line in lines for key in line if key in grouped]
    for keys in (*lines, below_common_header):
        places = [order.index(key) for key in keys if key in order]
        if places != sorted(places):
            return True
    return False


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


def _named_columns(text: str, labels: LabelDictionary) -> frozenset[str]:
    """The keys of the columns whose complete label `text` is; several columns have the label 其他 or 总计."""
    names = labels.columns_by_text
    return next((names[variant] for variant in label_variants(text) if variant in names), frozenset())


@cache
def _column_labels(column: FormColumn) -> frozenset[str]:
    return frozenset(normalise_text(label) for label in column.term.labels)


@cache
def _all_column_labels() -> frozenset[str]:
    return frozenset(normalise_text(label) for term in terms().columns.values() for label in term.labels)
