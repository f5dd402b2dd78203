"""Restores the columns of tables whose covered cells were lost, so that their rows are shifted to the left.

Some converters drop the cells that a merged cell covers, but not the columns: the numbers of a row below a
group's label begin one column too early. Markdown from a page with merged cells and Word 2003 files have
this; the form says how many labels of groups are covered in each row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from msgspec import structs

from archive.extraction.cells import is_value
from archive.extraction.labels import Label, LabelDictionary, label_dictionary, label_variants, table_labels
from archive.forms import FormTable, forms
from archive.model import Block, Cell, Grid, GridKind

_TABLE = "requests"
_MIN_ROWS = 8
# Of the rows: a row that was damaged in another way stays where it is.
_MIN_REGULAR_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _LabelledLine:
    """A line of a grid that names a row of the form, and how many labels of groups are covered in it.

    `label_end` is the column after its label, always 0 in a grid that does not know how wide a label is.
    """

    cells: Sequence[Cell]
    covered: int
    label_end: int

    @property
    def restored_ends(self) -> tuple[int, int]:
        """Where the label and the line end if the covered labels are put back."""
        width = sum(cell.colspan for cell in self.cells)
        return (
            self.label_end + self.covered if self.label_end else 0,
            width if self.has_filler else width + self.covered,
        )

    @property
    def has_filler(self) -> bool:
        """True if the line ends with an empty cell as wide as the labels that are covered."""
        last = self.cells[-1]
        return bool(self.label_end) and 0 < self.covered == last.colspan and not last.text.strip()


def mark_shifted_tables(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return `blocks`, with the rows of table 3 moved to their columns where covered cells were lost.

    If the cells that labels cover to their right were lost too, they become cells in reading order.
    """
    return [_restore(block) if isinstance(block, Grid) else block for block in blocks]


def _restore(grid: Grid) -> Grid:
    if grid.kind is GridKind.STREAM or len(grid.cells) < _MIN_ROWS * _column_count():
        return grid
    if any(cell.rowspan > 1 for cell in grid.cells):
        return grid
    rows = grid.rows()
    if len(rows) < _MIN_ROWS:
        return grid
    if grid.kind is GridKind.SPANS and _is_in_reading_order(rows):
        return _to_stream(rows)
    return _move_right(grid, rows)


def _is_in_reading_order(rows: Sequence[list[Cell]]) -> bool:
    """Return whether all rows have as many values as the form, but do not end in the same column."""
    filled = [row for row in map(_without_padding, rows) if len(row) > 1 and is_value(row[-1].text)]
    if len(filled) < _MIN_ROWS or len({row[-1].column for row in filled}) == 1:
        return False
    labelled_count = sum(not table_labels(_TABLE).isdisjoint(label_variants(_label(row))) for row in filled)
    return labelled_count >= _MIN_ROWS and {len(row) - _label_count(row) for row in filled} == {
        _column_count()
    }


def _without_padding(row: list[Cell]) -> list[Cell]:
    """Return a row without the empty cells at its end."""
    end = next((number for number in range(len(row), 0, -1) if row[number - 1].text.strip()), 0)
    return row[:end]


def _label_count(row: Sequence[Cell]) -> int:
    shown = (number for number, cell in enumerate(row) if cell.text.strip() and is_value(cell.text))
    return next(shown, len(row))


def _label(row: Sequence[Cell]) -> str:
    """Return the last text before the values of a row."""
    return row[max(_label_count(row) - 1, 0)].text


@cache
def _column_count() -> int:
    return len(_newest_table().rows[0].columns)


def _newest_table() -> FormTable:
    return next(reversed(forms().values())).table(_TABLE)


def _to_stream(rows: Sequence[list[Cell]]) -> Grid:
    cells = (
        Cell(cell.text, cell.row, number) for row in rows for number, cell in enumerate(_without_padding(row))
    )
    return Grid(GridKind.STREAM, tuple(cells))


def _move_right(grid: Grid, rows: Sequence[list[Cell]]) -> Grid:
    """Return the grid with each row moved right by its covered labels, if that makes all rows equal."""
    is_flat = grid.kind is GridKind.FLAT
    if len({sum(cell.colspan for cell in row) for row in rows}) == 1 and (is_flat or not _has_fillers(rows)):
        return grid
    lines = list(_labelled_lines(rows, knows_spans=not is_flat))
    uncovered = Counter(line.restored_ends for line in lines if not line.covered)
    if not uncovered:
        return grid
    ends = uncovered.most_common(1)[0][0]
    regular = {line.cells[0].row: line for line in lines if line.restored_ends == ends}
    moved_count = sum(1 for line in regular.values() if line.covered)
    if moved_count < _MIN_ROWS or len(regular) < len(lines) * _MIN_REGULAR_SHARE:
        return grid
    cells = [
        cell
        for row in rows
        for cell in (_moved_cells(regular[row[0].row]) if row[0].row in regular else _flat_cells(row))
    ]
    return Grid(GridKind.FLAT, tuple(cells))


def _has_fillers(rows: Sequence[list[Cell]]) -> bool:
    return sum(1 for row in rows if not row[-1].text.strip()) >= _MIN_ROWS


def _labelled_lines(rows: Sequence[list[Cell]], *, knows_spans: bool) -> Iterator[_LabelledLine]:
    labels = label_dictionary(next(reversed(forms())), _TABLE)
    form_rows = _newest_table().rows_by_key
    printed: set[str] = set()
    last_position = -1
    for cells in rows:
        known = _known_labels(cells, labels, last_position)
        here = {label.group for label, _ in known if label.group}
        if known and known[-1][0].row:
            row, label_end = known[-1][0].row, known[-1][1]
            last_position = labels.row_positions[row]
            groups = {group.key for group in form_rows[row].groups}
            yield _LabelledLine(cells, len((groups & printed) - here), label_end if knows_spans else 0)
        printed |= here


def _known_labels(
    cells: Sequence[Cell], labels: LabelDictionary, last_position: int
) -> list[tuple[Label, int]]:
    """The labels at the beginning of a line, each with the column after it."""
    texts = [cell for cell in cells[: _label_count(cells)] if cell.text.strip()]
    matches = [(labels.match(cell.text, last_position), cell.column + cell.colspan) for cell in texts]
    return [(label, end) for label, end in matches if label]


def _moved_cells(line: _LabelledLine) -> Iterator[Cell]:
    """Yield the cells of a line behind as many empty ones as it has covered labels, without its filler."""
    row = line.cells[0].row
    cells = line.cells[:-1] if line.has_filler else line.cells
    yield from (Cell("", row, column) for column in range(line.covered))
    yield from (structs.replace(cell, column=cell.column + line.covered) for cell in _flat_cells(cells))


def _flat_cells(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield the cells, with an empty one for each further column that a cell covers."""
    for cell in cells:
        yield structs.replace(cell, colspan=1)
        for offset in range(1, cell.colspan):
            yield Cell("", cell.row, cell.column + offset)
