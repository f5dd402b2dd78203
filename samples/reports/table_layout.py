"""The three statutory tables as cells with spans, laid out as in the forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from archive.forms import FormBlock, FormColumn, FormRow, form, terms
from samples.reports.cell_styles import Cells

LABEL_COLUMN_COUNT = 3
"""Columns to the left of the values of table 3: result, group, reason."""


@dataclass(frozen=True, slots=True)
class SampleCell:
    """One cell as drawn. A line feed in `text` is where the form breaks a header."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


SampleRow = tuple[SampleCell, ...]


@dataclass(frozen=True, slots=True)
class SampleTable:
    """A table ready to print: `width` is its number of columns; rows hold the cells that start in them."""

    key: str
    width: int
    rows: tuple[SampleRow, ...]

    def positioned_cells(self) -> Iterator[tuple[int, int, SampleCell]]:
        """Every cell with the row and column in which it starts, as HTML places cells."""
        occupied: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.rows):
            column = 0
            for cell in cells:
                while (row, column) in occupied:
                    column += 1
                yield row, column, cell
                occupied |= {
                    (row + down, column + right)
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                }

    def split_at(self, row: int) -> tuple[SampleTable, SampleTable]:
        """Two tables, cut before `row` as by a page break: a crossing cell continues as an empty one."""
        rows = list(self.rows)
        first = [(column, cell) for start, column, cell in self.positioned_cells() if start == row]
        for start, column, cell in self.positioned_cells():
            if start < row < start + cell.rowspan:
                index = rows[start].index(cell)
                short = replace(cell, rowspan=row - start)
                rows[start] = (*rows[start][:index], short, *rows[start][index + 1 :])
                first.append((column, replace(cell, text="", rowspan=start + cell.rowspan - row)))
        rows[row] = tuple(cell for _, cell in sorted(first, key=itemgetter(0)))
        return (
            SampleTable(self.key, self.width, tuple(rows[:row])),
            SampleTable(self.key, self.width, tuple(rows[row:])),
        )


def sample_tables(form_id: str, cells: Cells) -> dict[str, SampleTable]:
    """Tables 2, 3, 4 by their key; rows without cells are not drawn."""
    return {
        "disclosure": SampleTable("disclosure", 4, tuple(_disclosure_rows(form_id, cells))),
        "requests": SampleTable("requests", LABEL_COLUMN_COUNT + 7, tuple(_request_rows(form_id, cells))),
        "challenges": SampleTable("challenges", 15, tuple(_challenge_rows(form_id, cells))),
    }


def _caption(key: str) -> str:
    return terms().captions[key].zh


def _fill_width(cells: list[SampleCell], width: int) -> SampleRow:
    """The row with its last cell widened to fill `width` columns."""
    *first, last = cells
    used = sum(cell.colspan for cell in first)
    return (*first, SampleCell(last.text, width - used, last.rowspan, last.header))


def _value_cells(table: str, row: FormRow, cells: Cells) -> list[SampleCell]:
    return [SampleCell(cells[table, row.key, column.key].text) for column in row.columns]


def _is_printed(table: str, row: FormRow, cells: Cells) -> bool:
    """Whether the row is drawn: neither cut out nor merged into another."""
    first = cells.get((table, row.key, row.columns[0].key))
    return first is not None and first.raw != "merged"


def _disclosure_rows(form_id: str, cells: Cells) -> Iterator[SampleRow]:
    for block in form(form_id).table("disclosure").blocks:
        rows = [row for row in block.rows if _is_printed("disclosure", row, cells)]
        if not rows or block.caption is None:
            continue
        yield (SampleCell(block.caption.zh, 4, header=True),)
        names = [SampleCell(_wrapped_label(column), header=True) for column in block.columns]
        yield (SampleCell(_caption("content"), header=True), *_fill_width(names, 3))
        for row in rows:
            yield (
                SampleCell(row.term.zh, header=True),
                *_fill_width(_value_cells("disclosure", row, cells), 3),
            )


def _wrapped_label(column: FormColumn) -> str:
    """A column's label broken before the words that narrow columns push down."""
    for tail in ("制作数量", "公开数量", "（单位：万元）"):
        if column.term.zh.endswith(tail):
            return column.term.zh.removesuffix(tail) + "\n" + tail
    return column.term.zh


def _two_line_label(label: str) -> str:
    """A narrow column's label, broken after two characters."""
    return f"{label[:2]}\n{label[2:]}" if label[2:] else label


def _request_header_rows(columns: tuple[FormColumn, ...]) -> Iterator[SampleRow]:
    natural_person, *organisations, total = (column.term.zh for column in columns)
    yield (
        SampleCell(_caption("identity"), LABEL_COLUMN_COUNT, 3, header=True),
        SampleCell(_caption("applicants"), len(columns), header=True),
    )
    yield (
        SampleCell(natural_person, rowspan=2, header=True),
        SampleCell(_caption("legal_persons"), len(organisations), header=True),
        SampleCell(total, rowspan=2, header=True),
    )
    yield tuple(SampleCell(_two_line_label(name), header=True) for name in organisations)


def _request_rows(form_id: str, cells: Cells) -> Iterator[SampleRow]:
    table = form(form_id).table("requests")
    yield from _request_header_rows(table.rows[0].columns)
    row_count = sum(len(_printed_rows(block, cells)) for block in table.blocks if block.groups)
    is_group_drawn = False
    for block in table.blocks:
        for number, row in enumerate(_printed_rows(block, cells)):
            labels: list[SampleCell] = []
            if block.groups and not is_group_drawn:
                labels.append(SampleCell(block.groups[0].zh, rowspan=row_count, header=True))
                is_group_drawn = True
            labels += _label_cells(block, row, number, cells)
            yield (*labels, *_value_cells("requests", row, cells))


def _printed_rows(block: FormBlock, cells: Cells) -> list[FormRow]:
    return [row for row in block.rows if _is_printed("requests", row, cells)]


def _label_cells(block: FormBlock, row: FormRow, number: int, cells: Cells) -> list[SampleCell]:
    """The cells between the column of 三、本年度办理结果 and the values."""
    width = LABEL_COLUMN_COUNT - min(len(block.groups), 1)
    rows = _printed_rows(block, cells)
    if len(block.groups) < 2:
        return [SampleCell(row.term.zh, width, header=True)]
    if len(rows) < len(block.rows):
        return [SampleCell(block.groups[-1].zh, width, header=True)]
    group = [SampleCell(block.groups[-1].zh, rowspan=len(rows), header=True)] if number == 0 else []
    return [*group, SampleCell(row.term.zh, header=True)]


def _challenge_rows(form_id: str, cells: Cells) -> Iterator[SampleRow]:
    review, *suits = form(form_id).table("challenges").rows
    results = [SampleCell(_two_line_label(column.term.zh), header=True) for column in review.columns]
    tall = [SampleCell(cell.text, rowspan=2, header=True) for cell in results]
    (suit_block,) = suits[0].groups
    yield (SampleCell(review.term.zh, 5, header=True), SampleCell(suit_block.zh, 10, header=True))
    yield (*tall, *(SampleCell(suit.term.zh, 5, header=True) for suit in suits))
    yield (*results, *results)
    yield tuple(cell for row in (review, *suits) for cell in _value_cells("challenges", row, cells))
