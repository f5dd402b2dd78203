"""Matches printed rows to the rows of a form and marks rows that cannot be matched with certainty.

A label may be printed for two rows, or be lost, so that its values are alone or follow those of the row
above. In such cases nothing is guessed: all rows that are possible are uncertain, with the printed text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from msgspec import structs

from archive.extraction.cells import is_value, is_zero_or_empty, read_plain_number
from archive.extraction.labels import LabelDictionary
from archive.extraction.tables.columns import (
    Cells,
    ColumnHeaders,
    RowLayout,
    TableSums,
    infer_row_layout,
    select_value_cells,
)
from archive.extraction.tables.printed_rows import PrintedRow
from archive.extraction.tables.printed_units import money_units
from archive.forms import ColumnSum, FormRow, FormTable, RowSum
from archive.model import Cell, Position


@dataclass(frozen=True, slots=True)
class UncertainRow:
    """A form row whose printed position is not certain: the printed text and its position."""

    raw: str
    position: Position | None


@dataclass(slots=True)
class RowMatches:
    """The rows of one table by key: cells of the certain rows, uncertain rows, and rows without a match.

    `duplicate_rows` are printed in two versions that differ; the cells of `rows_by_position` were assigned in
    the order of the form, because the header does not name every column. `unclear_columns` has, by row, the
    columns that a damaged header does not name, with the cells that may be theirs. `money_units` has, by row
    and column, the units that are printed for an amount outside of its cell.
    """

    cells: dict[str, tuple[int, Cells]] = field(default_factory=dict)
    uncertain_rows: dict[str, UncertainRow] = field(default_factory=dict)
    merged_rows: set[str] = field(default_factory=set)
    duplicate_rows: list[str] = field(default_factory=list)
    money_units: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    rows_by_position: set[str] = field(default_factory=set)
    unclear_columns: dict[str, frozenset[str]] = field(default_factory=dict)
    unmatched_rows: list[PrintedRow] = field(default_factory=list)


@dataclass(frozen=True)
class _PositionalCells:
    """Selects the values of rows by the layout that most rows share, which is inferred when first needed."""

    rows: Sequence[PrintedRow]
    table: FormTable
    sums: Sequence[RowSum | ColumnSum]

    def select(self, row: PrintedRow) -> Cells | None:
        """Return the cells that hold the values of a named row, or None if they cannot be identified."""
        return select_value_cells(row, self.table.widths[row.row], self._layout)

    @cached_property
    def _layout(self) -> RowLayout:
        named = [(row, self.table.widths[row.row]) for row in self.rows if row.row]
        return infer_row_layout(named, _table_sums(self.table, self.sums))


def match_rows(
    printed_rows: Sequence[PrintedRow],
    table: FormTable,
    labels: LabelDictionary,
    headers: ColumnHeaders,
    sums: Sequence[RowSum | ColumnSum] = (),
) -> RowMatches:
    """Match every printed row of `table` to its form row, as far as that is certain."""
    rows = _unname_group_rows(printed_rows, table)
    positional = _PositionalCells(rows, table, sums)
    matched = RowMatches()
    for key, candidates in _candidate_rows(rows, table.widths).items():
        form_row = table.rows_by_key[key]
        if any(map(headers.is_of_other_report, candidates)):
            _assign_cells(matched, key, [(candidate, None) for candidate in candidates])
            continue
        named = [headers.select_by_name(candidate, form_row) for candidate in candidates]
        _assign_cells(
            matched,
            key,
            [
                (
                    candidate,
                    by_name or _cells_that_fit(candidate, positional.select(candidate), form_row, headers),
                )
                for candidate, by_name in zip(candidates, named, strict=True)
            ],
        )
        if len(candidates) == 1 and key in matched.uncertain_rows:
            _assign_named_cells(matched, candidates[0], form_row, headers)
        elif None in named and not headers.names_all_columns(candidates[0], form_row):
            matched.rows_by_position.add(key)
        matched.money_units.update(_money_units(matched, candidates[0], form_row, headers))
    for block in table.blocks:
        if block.printed_as_one and any(row.row == block.printed_as_one and row.group for row in rows):
            matched.merged_rows |= {row.key for row in block.rows} - {block.printed_as_one}
    matched.unmatched_rows = [row for row in rows if not row.row]
    _mark_unnamed_rows(matched, rows, labels, table.widths)
    return matched


def _assign_named_cells(
    matched: RowMatches, row: PrintedRow, form_row: FormRow, headers: ColumnHeaders
) -> None:
    """Assign the cells that a damaged header names; the other cells stay candidates of the other columns."""
    selected = headers.select_partly(row, form_row)
    if selected is None:
        return
    named, others = selected
    candidates = Cell(join_cells(others), row.label.row, others[0].column) if others else row.label
    cells = tuple(named.get(key, candidates) for key in form_row.column_keys)
    del matched.uncertain_rows[form_row.key]
    matched.cells[form_row.key] = (row.grid, cells)
    matched.unclear_columns[form_row.key] = frozenset(form_row.column_keys) - named.keys()


def _money_units(
    matched: RowMatches, row: PrintedRow, form_row: FormRow, headers: ColumnHeaders
) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """Yield the units printed for each amount of a row."""
    if form_row.key in matched.cells:
        _, cells = matched.cells[form_row.key]
        for index in form_row.amount_indexes:
            yield (
                (form_row.key, form_row.column_keys[index]),
                money_units(headers.texts_near(row, cells[index])),
            )


def _cells_that_fit(
    row: PrintedRow, cells: Cells | None, form_row: FormRow, headers: ColumnHeaders
) -> Cells | None:
    """The cells in form order, if a complete header or at least no piece of it says where they belong."""
    if cells is None:
        return None
    by_sequence = headers.select_by_sequence(row, cells, form_row)
    if by_sequence is not None:
        return by_sequence
    return None if headers.contradicts(row, cells, form_row) else cells


def has_confirmed_order(matched: RowMatches, table: FormTable, sums: Sequence[RowSum | ColumnSum]) -> bool:
    """True if no row by position has figures, or if the parts of one add up to a total other than zero.

    Without readable headers nothing else shows that a table has the columns of the form and no other.
    """
    rows = [matched.cells[key][1] for key in matched.rows_by_position if key in matched.cells]
    filled = [cells for cells in rows if not all(is_zero_or_empty(cell.text) for cell in cells)]
    if not filled:
        return True
    total_index = _table_sums(table, sums).total_index
    return total_index is None or any(_adds_up(cells, total_index) for cells in filled)


def _adds_up(cells: Cells, total_index: int) -> bool:
    numbers = [Decimal(0) if is_zero_or_empty(cell.text) else read_plain_number(cell.text) for cell in cells]
    if any(number is None for number in numbers):
        return False
    parts = [number for place, number in enumerate(numbers) if place != total_index and number is not None]
    return sum(parts) == numbers[total_index] != 0


def _table_sums(table: FormTable, sums: Sequence[RowSum | ColumnSum]) -> TableSums:
    """The sums of `table`; none if its rows have different columns."""
    columns = {tuple(column.key for column in row.columns) for row in table.rows}
    if len(columns) > 1:
        return TableSums()
    own = [form_sum for form_sum in sums if form_sum.table == table.key]
    totals = [
        next(iter(columns)).index(form_sum.total_column) for form_sum in own if isinstance(form_sum, RowSum)
    ]
    return TableSums(
        totals[0] if totals else None,
        tuple((form_sum.left, form_sum.right) for form_sum in own if isinstance(form_sum, ColumnSum)),
    )


def _unname_group_rows(printed_rows: Sequence[PrintedRow], table: FormTable) -> list[PrintedRow]:
    """Rows that only the label of a group names lose that name if rows of the group are printed too.

    So they do if another text is between the label and the values.
    """
    own = {row.row for row in printed_rows if row.row and not row.group}
    apart = {
        block.printed_as_one
        for block in table.blocks
        if block.printed_as_one and own & {row.key for row in block.rows}
    }
    # （六）其他处理 | 1. | 371 …: the label of the row is reduced to its ordinal.
    apart |= {
        row.row for row in printed_rows if row.group and row.row and row.filled_count > table.widths[row.row]
    }
    return [
        structs.replace(row, row="") if row.group and row.row in apart and row.tail else row
        for row in printed_rows
        if not (row.group and row.row in apart and not row.tail)
    ]


def _candidate_rows(rows: Sequence[PrintedRow], widths: Mapping[str, int]) -> Mapping[str, list[PrintedRow]]:
    """Printed rows by form row; headers with the same text as the label only if there is no other row."""
    rows_by_key: dict[str, list[PrintedRow]] = {}
    for row in rows:
        if row.row:
            rows_by_key.setdefault(row.row, []).append(row)
    return {
        key: candidates
        if len(candidates) == 1
        else [row for row in candidates if _can_hold_values(row, widths[key])] or candidates[:1]
        for key, candidates in rows_by_key.items()
    }


def _can_hold_values(row: PrintedRow, width: int) -> bool:
    """True if the cells after a label can be the values of a row, blank ones included."""
    return row.has_values or sum(1 for cell in row.tail if is_value(cell.text)) >= width


def _assign_cells(
    matched: RowMatches, key: str, candidates: Sequence[tuple[PrintedRow, Cells | None]]
) -> None:
    first, cells = candidates[0]
    if cells is not None and (len(candidates) == 1 or _have_same_texts(candidates)):
        matched.cells[key] = (first.grid, cells)
        return
    if len(candidates) > 1:
        matched.duplicate_rows.append(key)
    raw = " ‖ ".join(join_cells(row.tail) for row, _ in candidates)
    matched.uncertain_rows[key] = UncertainRow(raw, label_position(first))


def _have_same_texts(candidates: Sequence[tuple[PrintedRow, Cells | None]]) -> bool:
    texts = {None if cells is None else tuple(cell.text.strip() for cell in cells) for _, cells in candidates}
    return len(texts) == 1


def _mark_unnamed_rows(
    matched: RowMatches, rows: Sequence[PrintedRow], labels: LabelDictionary, widths: Mapping[str, int]
) -> None:
    """Mark missing form rows uncertain if values can be theirs: without a label, too many, with one twice."""
    known = matched.cells.keys() | matched.uncertain_rows.keys() | matched.merged_rows
    counts = Counter(row.row for row in rows)
    for at, row in enumerate(rows):
        if row.row and counts[row.row] == 1 and not _spans_several_rows(row, matched, widths):
            continue
        if not row.row and not row.has_values:
            continue
        for key in _rows_between_neighbours(rows, at, labels):
            if key not in known:
                matched.uncertain_rows.setdefault(
                    key, UncertainRow(join_cells(row.tail), label_position(row))
                )


def _spans_several_rows(row: PrintedRow, matched: RowMatches, widths: Mapping[str, int]) -> bool:
    """True if the cells after a label are more than one row has."""
    return row.row in matched.uncertain_rows and len(row.tail) > widths[row.row] and row.filled_count > 0


def _rows_between_neighbours(
    rows: Sequence[PrintedRow], index: int, labels: LabelDictionary
) -> Iterator[str]:
    """Yield the form rows between the nearest named rows before (or at) `index` and after it."""
    before = (labels.row_positions[row.row] for row in reversed(rows[: index + 1]) if row.row)
    after = (labels.row_positions[row.row] for row in rows[index + 1 :] if row.row)
    ends = sorted((next(before, -1), next(after, len(labels.row_positions))))
    yield from (key for key, order in labels.row_positions.items() if ends[0] < order < ends[1])


def join_cells(cells: Sequence[Cell]) -> str:
    """The texts of cells as one line, to show what could not be matched."""
    return " | ".join(cell.text.strip() for cell in cells)


def label_position(row: PrintedRow) -> Position:
    """The position of the row's label."""
    return Position(row.grid, row.label.row, row.label.column)
