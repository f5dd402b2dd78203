"""Lays out the statutory tables as the forms print them: header rows, row labels and figure cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from archive.forms import FormBlock, FormRow, FormTable, RowSum, TableLayout, Term, form


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell; `style` is a class of the style sheet, `scope` the HTML attribute."""

    text: str
    scope: str
    rowspan: int = 1
    colspan: int = 1
    style: str = ""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell for the figure with the key `figure` (`table.row.column`)."""

    figure: str
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row."""

    headers: tuple[HeaderCell, ...]
    figures: tuple[FigureCell, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of a form: header rows and body rows."""

    key: str
    title: str
    header_rows: tuple[TableRow, ...]
    body_rows: tuple[TableRow, ...]


@cache
def printed_tables(form_id: str, merged: frozenset[str] = frozenset()) -> dict[str, PrintedTable]:
    """The tables of a form by key. `merged` are rows of a block that the report prints as one row."""
    report_form = form(form_id)
    totals = {rule.table: rule.total_column for rule in report_form.sums if isinstance(rule, RowSum)}
    return {
        table.key: _LAYOUT_FUNCTIONS[table.layout](table, totals.get(table.key, ""), merged)
        for table in report_form.tables
    }


def _layout_blocks(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """Blocks one below another: each has a caption, its own header row and its rows."""
    width = max(len(block.columns) for block in table.blocks)
    body = tuple(row for block in table.blocks for row in _block_rows(table, block, width))
    return PrintedTable(table.key, table.zh, (), body)


def _block_rows(table: FormTable, block: FormBlock, width: int) -> Iterator[TableRow]:
    # In a block with fewer columns the last one takes the remaining width.
    spans = [1] * (len(block.columns) - 1) + [width - len(block.columns) + 1]
    if block.caption:
        yield TableRow((HeaderCell(block.caption.zh, "colgroup", colspan=width + 1, style="caption"),))
    columns = zip(block.columns, spans, strict=True)
    labels = (HeaderCell(column.term.zh, "col", colspan=span) for column, span in columns)
    yield TableRow((HeaderCell(_optional_label(table.corner), "col"), *labels))
    for row in block.rows:
        columns = zip(row.columns, spans, strict=True)
        cells = tuple(FigureCell(f"{table.key}.{row.key}.{column.key}", span) for column, span in columns)
        yield TableRow((HeaderCell(row.term.zh, "row", style="label"),), cells)


def _layout_rows(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """Group labels to the left of the row labels: 三、本年度办理结果 spans all results, （三） its rows."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    rows = [_table_row(table, block, row, depth, merged) for block, row in _visible_rows(table, merged)]
    return PrintedTable(
        table.key, table.zh, tuple(_header_rows(table, total, depth)), _with_groups(table, rows, merged)
    )


def _header_rows(table: FormTable, total: str, depth: int) -> Iterator[TableRow]:
    """The caption over all columns; column labels and labels of column groups; the columns of the groups."""
    columns = table.rows[0].columns
    spans = {key: span for span in table.spans for key in span.columns}
    height = 2 if spans else 1
    corner = HeaderCell(
        _optional_label(table.corner),
        "col",
        rowspan=height + bool(table.top_caption),
        colspan=depth,
        style="identity",
    )
    labels: list[HeaderCell] = []
    for column in columns:
        span = spans.get(column.key)
        if span is None:
            style = "upright total" if column.key == total else "upright"
            labels.append(HeaderCell(column.term.zh, "col", rowspan=height, style=style))
        elif column.key == span.columns[0]:
            labels.append(HeaderCell(span.term.zh, "colgroup", colspan=len(span.columns)))
    if table.top_caption:
        yield TableRow((corner, HeaderCell(table.top_caption.zh, "colgroup", colspan=len(columns))))
    yield TableRow(tuple(labels) if table.top_caption else (corner, *labels))
    if spans:
        yield TableRow(tuple(HeaderCell(column.term.zh, "col") for column in columns if column.key in spans))


def _table_row(
    table: FormTable, block: FormBlock, row: FormRow, depth: int, merged: Collection[str]
) -> TableRow:
    """The row's own label and its cells; the label fills the columns that its groups leave free.

    If the block is printed as one row, that row has the label of the block's group.
    """
    is_whole_block = bool(merged) and block.printed_as_one == row.key
    term = block.groups[-1] if is_whole_block else row.term
    label = HeaderCell(term.zh, "row", colspan=depth - len(block.groups) + is_whole_block, style="label")
    return TableRow(
        (label,), tuple(FigureCell(f"{table.key}.{row.key}.{column.key}") for column in row.columns)
    )


def _visible_rows(table: FormTable, merged: Collection[str]) -> list[tuple[FormBlock, FormRow]]:
    return [(block, row) for block in table.blocks for row in block.rows if row.key not in merged]


def _with_groups(table: FormTable, rows: list[TableRow], merged: Collection[str]) -> tuple[TableRow, ...]:
    """`rows` with the header of each group added to the first row of the group."""
    form_rows = _visible_rows(table, merged)
    started: set[str] = set()
    grouped_rows = []
    for (block, form_row), row in zip(form_rows, rows, strict=True):
        group_headers = []
        for depth, group in enumerate(block.groups):
            members = [member for member_block, member in form_rows if group in member_block.groups]
            if group.key in started or (members == [form_row] and depth):
                continue
            started.add(group.key)
            style = "upright" if depth == 0 else "group"
            group_headers.append(HeaderCell(group.zh, "rowgroup", rowspan=len(members), style=style))
        grouped_rows.append(TableRow((*group_headers, *row.headers), row.figures))
    return tuple(grouped_rows)


def _layout_one_row(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """All values in one row, below the labels of the form's rows, which are below those of their groups."""
    has_groups = any(row.groups for row in table.rows)
    first, second, third = [], [], []
    for row in table.rows:
        columns = [column.term.zh for column in row.columns]
        label = HeaderCell(row.term.zh, "colgroup", colspan=len(columns))
        if not row.groups:
            first.append(label)
            second += [HeaderCell(text, "col", rowspan=1 + has_groups, style="narrow") for text in columns]
            continue
        members = [member for member in table.rows if member.groups == row.groups]
        if row is members[0]:
            width = sum(len(member.columns) for member in members)
            first.append(HeaderCell(row.groups[0].zh, "colgroup", colspan=width))
        second.append(label)
        third += [HeaderCell(text, "col", style="narrow") for text in columns]
    header_rows = [TableRow(tuple(headers)) for headers in (first, second, third) if headers]
    cells = (
        FigureCell(f"{table.key}.{row.key}.{column.key}") for row in table.rows for column in row.columns
    )
    return PrintedTable(table.key, table.zh, tuple(header_rows), (TableRow((), tuple(cells)),))


def _optional_label(term: Term | None) -> str:
    return term.zh if term else ""


_LAYOUT_FUNCTIONS: dict[TableLayout, Callable[[FormTable, str, Collection[str]], PrintedTable]] = {
    TableLayout.BLOCKS: _layout_blocks,
    TableLayout.ROWS: _layout_rows,
    TableLayout.ONE_ROW: _layout_one_row,
}
