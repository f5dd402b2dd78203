"""Splits grids into printed rows: a label, and the cells between it and the next label.

Nothing here knows how many values a row should have; `value_columns` decides which cells they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, structs

from archive.extraction.cells import is_shown_value, is_value
from archive.extraction.labels import Label, LabelDictionary, header_texts, label_variants
from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.ordinal_labels import ordinal_labels
from archive.model import Cell, Grid, GridKind

_NO_LABEL = Label()


class PrintedRow(Struct, frozen=True, gc=False):
    """A row of a grid. `row` is the key of the form row that its label names, empty if none.

    `label` is the cell of the label (an unknown text or an empty cell if none is known), `tail` the cells
    after it, `label_count` the number of cells before the tail. `is_mutilated`: the row was guessed from a
    damaged label. `is_last`: the grid ends with the row.
    """

    grid: int
    kind: GridKind
    label: Cell
    tail: tuple[Cell, ...]
    row: str = ""
    group: str = ""
    is_mutilated: bool = False
    label_count: int = 1
    is_last: bool = False

    @property
    def filled_count(self) -> int:
        """Number of cells of the tail that are not blank."""
        return sum(1 for cell in self.tail if cell.text.strip())

    @property
    def has_values(self) -> bool:
        """True if a cell of the tail is not blank and can be a value."""
        return any(is_shown_value(cell.text) for cell in self.tail)


def printed_rows(placed_grids: Iterable[PlacedGrid], table: str, labels: LabelDictionary) -> list[PrintedRow]:
    """All rows of `table` in reading order, without header lines and rows of other tables."""
    all_rows: list[PrintedRow] = []
    last_position = -1
    for placed_grid in placed_grids:
        split = _rows_of_stream if placed_grid.grid.kind is GridKind.STREAM else _rows_by_line
        rows = list(split(placed_grid, labels, last_position))
        if rows:
            rows[-1] = structs.replace(rows[-1], is_last=True)
        for row in rows:
            all_rows.append(row)
            last_position = max(last_position, labels.row_positions.get(row.row, -1))
    return _guess_mutilated_labels(
        [row for row in all_rows if row.row or not _is_foreign(row, table, labels)], labels
    )


def _is_foreign(row: PrintedRow, table: str, labels: LabelDictionary) -> bool:
    """True if a row without a known label is a header or belongs to another table in the same grid."""
    variants = set(label_variants(row.label.text))
    return bool(variants & labels.foreign_labels) or (
        bool(variants & header_texts(table)) and not row.has_values
    )


def _rows_by_line(
    placed_grid: PlacedGrid, labels: LabelDictionary, last_position: int
) -> Iterator[PrintedRow]:
    """Yield the rows of a grid with lines; a line whose end was lost may contain several rows."""
    ordinals = ordinal_labels(placed_grid, labels)
    for line in placed_grid.lines:
        before = last_position
        if line[0].row in ordinals:
            row = _row_from_ordinal(placed_grid, line, *ordinals[line[0].row])
            last_position = max(last_position, labels.row_positions[row.row])
            yield row
            continue
        known = _match_labels(line, labels, before)
        for start, end in _line_parts(line, known):
            part = line[start:end]
            # The label of one row of the line can tell what that of the next one means.
            here = known[start:end] if last_position == before else _match_labels(part, labels, last_position)
            found = _row_from_line(placed_grid, part, here)
            if found is not None:
                last_position = max(last_position, labels.row_positions.get(found.row, -1))
                yield found


def _row_from_ordinal(placed_grid: PlacedGrid, line: Sequence[Cell], label: Cell, row: str) -> PrintedRow:
    """The row whose label is reduced to the number that it has in its group."""
    at = next(place for place, cell in enumerate(line) if cell is label)
    return PrintedRow(
        placed_grid.number,
        placed_grid.grid.kind,
        label,
        tuple(line[at + 1 :]),
        row,
        is_mutilated=True,
        label_count=at + 1,
    )


def _match_labels(line: Iterable[Cell], labels: LabelDictionary, last_position: int) -> list[Label | None]:
    """The label of each cell; None for cells that are no label."""
    # No label consists of digits only, and most cells do.
    return [None if cell.text.isdecimal() else labels.match(cell.text, last_position) for cell in line]


def _line_parts(line: Sequence[Cell], known: Sequence[Label | None]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part of a line; a label after a value begins a new part."""
    start, valued = 0, False
    for place, label in enumerate(known):
        if label:
            if valued:
                yield start, place
                start, valued = place, False
        elif not valued:
            valued = bool(line[place].text.strip()) and is_value(line[place].text)
    yield start, len(line)


def _row_from_line(
    placed_grid: PlacedGrid, line: Sequence[Cell], known: Sequence[Label | None]
) -> PrintedRow | None:
    """The row that the last known label of a line names; None if the line is blank after that label."""
    named, at = _NO_LABEL, -1
    for place, label in enumerate(known):
        if label:
            named, at = label, place
    if not named.row:
        # An unknown label is at the position of the row's own label: the first text after the group.
        texts = [place for place, cell in enumerate(line) if place > at and not is_value(cell.text)]
        if not texts and not any(cell.text.strip() for cell in line[at + 1 :]):
            return None
        at = texts[0] if texts else at
    cell = line[at] if at >= 0 else Cell("", line[0].row, line[0].column)
    tail = tuple(line[at + 1 :])
    return PrintedRow(
        placed_grid.number, placed_grid.grid.kind, cell, tail, named.row, named.group, label_count=at + 1
    )


def _rows_of_stream(
    placed_grid: PlacedGrid, labels: LabelDictionary, last_position: int
) -> Iterator[PrintedRow]:
    """Yield the rows of a run of cells: each label with the cells up to the next label."""
    open_row: PrintedRow | None = None
    opened = bool(placed_grid.grid.cells) and placed_grid.grid.cells[0].row > 0
    for cell in _expand_padding(placed_grid.grid):
        label = labels.match(cell.text, last_position)
        if label is None and is_value(cell.text):
            if open_row is None and cell.text.strip():
                open_row = PrintedRow(
                    placed_grid.number, placed_grid.grid.kind, Cell("", cell.row, cell.column), ()
                )
            if open_row is not None:
                open_row = structs.replace(open_row, tail=(*open_row.tail, cell))
            continue
        heads = 1
        if open_row is not None:
            if _is_row(open_row):
                yield _strip_opening_separator(open_row, cell, opened)
                last_position = max(last_position, labels.row_positions.get(open_row.row, -1))
            else:
                heads += open_row.label_count
        found = label or _NO_LABEL
        open_row = PrintedRow(
            placed_grid.number, placed_grid.grid.kind, cell, (), found.row, found.group, label_count=heads
        )
    if open_row is not None and _is_row(open_row):
        yield open_row


def _is_row(row: PrintedRow) -> bool:
    """False for the label of a group that is directly followed by the label of its first row."""
    return bool(row.tail) if row.group else True


def _strip_opening_separator(row: PrintedRow, next_label: Cell, has_openers: bool) -> PrintedRow:
    """The row without the separator that opens the next row, if rows of the grid begin with one.

    Report 000 opens each row with one; the reader can tell it from an empty cell only after a padding run.
    """
    if not has_openers or not row.tail:
        return row
    end = row.tail[-1]
    is_opener = not end.padding and not end.text.strip() and end.row == next_label.row - 1
    return structs.replace(row, tail=row.tail[:-1]) if is_opener else row


def _expand_padding(grid: Grid) -> Iterator[Cell]:
    """Yield the cells; a run of separators becomes that many empty cells, which stay marked as padding."""
    for cell in grid.cells:
        if not cell.padding:
            yield cell
            continue
        for offset in range(len(cell.text)):
            yield Cell("", cell.row, cell.column + offset, padding=True)


def _guess_mutilated_labels(rows: list[PrintedRow], labels: LabelDictionary) -> list[PrintedRow]:
    """Assign to each row with values and an unknown label the only form row whose label it can be."""
    taken = {row.row for row in rows}
    mended: list[PrintedRow] = []
    for place, row in enumerate(rows):
        guess = None
        if not row.row and row.has_values:
            low = max(
                (labels.row_positions[printed_row.row] for printed_row in mended if printed_row.row),
                default=-1,
            )
            ahead = (
                labels.row_positions[printed_row.row] for printed_row in rows[place + 1 :] if printed_row.row
            )
            guess = labels.closest_row(row.label.text, low, min(ahead, default=len(labels.row_positions)))
        if guess is None or guess in taken:
            mended.append(row)
            continue
        taken.add(guess)
        mended.append(structs.replace(row, row=guess, group="", is_mutilated=True))
    return mended
