"""The lines of a table header: which column of the form each of its texts names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archive.extraction.cells import is_value
from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.extraction.tables.columns.header_sequence import read_column_order
from archive.forms import FormRow, FormTable
from archive.model import Cell
from archive.text import MAX_CACHED_CHARS, normalise_text


@dataclass(frozen=True, eq=False)
class HeaderBlock:
    """Neighbouring header lines of one table.

    `is_inherited`: they are those of the grid before, which may have other columns for its labels.
    """

    lines: tuple[tuple[Cell, ...], ...]
    table: FormTable
    labels: LabelDictionary
    is_inherited: bool = False

    @cached_property
    def columns_by_position(self) -> dict[int, str]:
        """The key of the form column that the complete labels above each grid column name.

        A grid column with a text above it that no form prints is left out: 上年总计, 小计, 备注.
        """
        keys: dict[int, set[str]] = {}
        unknown: set[int] = set()
        for cell in self.cells():
            columns = named_columns(cell.text, self.labels)
            is_unknown = self._is_unknown(cell.text)
            for position in range(cell.column, cell.column + cell.colspan):
                keys.setdefault(position, set()).update(columns)
                if is_unknown:
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

    @cached_property
    def column_order(self) -> list[str] | None:
        """The columns in the order of the words, None if the words do not name each of them once."""
        return read_column_order(self._printed_lines(), self.table, self.labels)

    def _printed_lines(self) -> list[list[str]]:
        """The texts of each line; cells on lines of their own are one line as far as no separator ends it."""
        lines = [[cell for cell in line if cell.text.strip() and not cell.padding] for line in self.lines]
        if any(len(line) > 1 for line in lines):
            return [[cell.text for cell in line] for line in lines]
        joined: list[list[str]] = []
        last_row = -1
        for cell in (cell for line in lines for cell in line):
            if not joined or cell.row > last_row + 1:
                joined.append([])
            joined[-1].append(cell.text)
            last_row = cell.row
        return joined

    def names_in_order(self, form_row: FormRow) -> list[str] | None:
        """The columns of a row in the order of the words, None if these are not all of its columns once."""
        order = [key for line in self.named_by_line() for key in line]
        if sorted(order) != sorted(form_row.column_keys) or any(
            self._is_unknown(cell.text) for cell in self.cells()
        ):
            return None
        return order

    def cells(self) -> Iterator[Cell]:
        """Yield the cells with text."""
        for line in self.lines:
            for cell in line:
                if cell.text.strip() and not cell.padding:
                    yield cell

    def texts_above(self, cell: Cell, shift: int = 0) -> Iterator[str]:
        """Yield the texts above a value cell, as if the header were `shift` columns further right."""
        start = cell.column - shift
        for header in self.cells():
            if header.column < start + cell.colspan and start < header.column + header.colspan:
                yield header.text

    def named_by_line(self) -> list[list[str]]:
        """The keys of the columns with a complete label, in reading order, for each line."""
        return [
            [key for cell in line for key in named_columns(cell.text, self.labels)] for line in self.lines
        ]

    def names_each_once(self, form_row: FormRow, cell_count: int) -> bool:
        """True if the complete label of every column of the row is there once, and no text of no form.

        A line with as many cells as the row, `cell_count`, may have any text above the labels.
        """
        named = Counter(key for line in self.named_by_line() for key in line)
        return all(named[key] == 1 for key in form_row.column_keys) and not any(
            self._is_unknown(cell.text)
            for line in self.lines
            for place, cell in enumerate(line)
            if cell.text.strip() and not cell.padding and (place or len(line) != cell_count)
        )

    def _is_unknown(self, text: str) -> bool:
        """True if no form prints the text in the header of this table."""
        known = header_texts(self.table.key)
        return not named_columns(text, self.labels) and known.isdisjoint(label_variants(text))

    def has_other_order(self, form_row: FormRow) -> bool:
        """True if columns are named in another order than that of the form.

        Columns of one line are compared, those below a common header, which may be on several lines, and
        those whose names have lines of their own.
        """
        order = form_row.column_keys
        lines = self.named_by_line()
        grouped = {key for span in self.table.spans for key in span.columns}
        below_common_header = [key for line in lines for key in line if key in grouped]
        for keys in (*lines, below_common_header, list(self._columns_on_own_lines(grouped))):
            places = [order.index(key) for key in keys if key in order]
            if places != sorted(places):
                return True
        return False

    def _columns_on_own_lines(self, grouped: Container[str]) -> Iterator[str]:
        """Yield the columns that are named alone on a line; for a common header, the first one below it."""
        for line in self.lines:
            cells = [cell for cell in line if not cell.padding]
            if len(cells) != 1:
                continue
            for span in self.table.spans:
                if normalise_text(span.term.zh) in label_variants(cells[0].text):
                    yield span.columns[0]
            yield from (key for key in named_columns(cells[0].text, self.labels) if key not in grouped)

    @cached_property
    def inherited_order(self) -> list[str] | None:
        """The columns from left to right as the grid before names them, None unless each has one place.

        Another column between them, whose values are blank, would look like one of theirs.
        """
        places = sorted(self.columns_by_position)
        order = [self.columns_by_position[place] for place in places]
        are_neighbours = bool(places) and places[-1] - places[0] + 1 == len(places) == len(set(order))
        return order if self.is_inherited and are_neighbours else None


def inherited_shift(block: HeaderBlock, cells: Sequence[Cell]) -> int:
    """How far an inherited header must move for its right edge to be that of the values."""
    is_moved = block.is_inherited and bool(block.lines)
    return cells[-1].column + cells[-1].colspan - block.end if is_moved else 0


def is_header_line(line: Sequence[Cell], labels: LabelDictionary) -> bool:
    """True for a line of texts that does not begin with the label of a row."""
    first = next((cell.text for cell in line if cell.text.strip() and not cell.padding), None)
    if first is None or labels.begins_row(first):
        return False
    return not any(is_value(cell.text) for cell in line if cell.text.strip() and not cell.padding)


def header_block(
    lines: tuple[tuple[Cell, ...], ...],
    table: FormTable,
    labels: LabelDictionary,
    *,
    is_inherited: bool = False,
) -> HeaderBlock:
    """Return the header that consists of these lines; equal headers of short cells are one object."""
    is_short = all(len(cell.text) <= MAX_CACHED_CHARS for line in lines for cell in line)
    return (_cached_block if is_short else HeaderBlock)(lines, table, labels, is_inherited)


# Most reports print the same headers.
_cached_block = lru_cache(maxsize=512)(HeaderBlock)


def named_columns(text: str, labels: LabelDictionary) -> frozenset[str]:
    """The keys of the columns whose complete label `text` is; several columns have the label 其他 or 总计."""
    names = labels.columns_by_text
    return next((names[variant] for variant in label_variants(text) if variant in names), frozenset())
