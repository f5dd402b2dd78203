"""The statutory tables as the forms print them: header rows, row labels, a place for each figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from archive.forms import FormBlock, FormRow, FormTable, RowSum, TableLayout, Term, form


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell; `style` is a class of the style sheet, `scope` as in HTML."""

    text: str
    scope: str
    rowspan: int = 1
    colspan: int = 1
    style: str = ""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell for one figure."""

    figure: str
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row."""

    headers: tuple[HeaderCell, ...]
    figures: tuple[FigureCell, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table: `width` in columns, header lines, body lines."""

    key: str
    title: str
    header_rows: tuple[TableRow, ...]
    body_rows: tuple[TableRow, ...]


@cache
def printed_tables(form_id: str, merged: frozenset[str] = frozenset()) -> dict[str, PrintedTable]:
    """The tables of a form by key. `merged` are rows of a block that the report prints as one row."""
    used = form(form_id)
    totals = {one.table: one.total_column for one in used.sums if isinstance(one, RowSum)}
    return {
        table.key: _LAYOUT_FUNCTIONS[table.layout](table, totals.get(table.key, ""), merged)
        for table in used.tables
    }


def _layout_blocks(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """Each block with a caption, then its own header, then its rows."""
    width = max(len(block.columns) for block in table.blocks)
    body = tuple(line for block in table.blocks for line in _block_rows(table, block, width))
    return PrintedTable(table.key, table.zh, (), body)


def _block_rows(table: FormTable, block: FormBlock, width: int) -> Iterator[TableRow]:
    # A block with fewer columns gives the rest of the width to its last one.
    spans = [1] * (len(block.columns) - 1) + [width - len(block.columns) + 1]
    if block.caption:
        yield TableRow((HeaderCell(block.caption.zh, "colgroup", colspan=width + 1, style="caption"),))
    wide = zip(block.columns, spans, strict=True)
    labels = (HeaderCell(column.term.zh, "col", colspan=span) for column, span in wide)
    yield TableRow((HeaderCell(_optional_label(table.corner), "col"), *labels))
    for row in block.rows:
        places = zip(row.columns, spans, strict=True)
        cells = tuple(FigureCell(f"{table.key}.{row.key}.{column.key}", span) for column, span in places)
        yield TableRow((HeaderCell(row.term.zh, "row", style="label"),), cells)


def _layout_rows(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """Groups to the left of the rows' labels: 三、本年度办理结果 spans all results, （三） its own rows."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    lines = [_table_row(table, block, row, depth, merged) for block, row in _visible_rows(table, merged)]
    return PrintedTable(
        table.key, table.zh, tuple(_header_rows(table, total, depth)), _with_groups(table, lines, merged)
    )


def _header_rows(table: FormTable, total: str, depth: int) -> Iterator[TableRow]:
    """What stands over all columns; columns, and what stands over some of them; the columns below that."""
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
    second: list[HeaderCell] = []
    for column in columns:
        span = spans.get(column.key)
        if span is None:
            style = "upright total" if column.key == total else "upright"
            second.append(HeaderCell(column.term.zh, "col", rowspan=height, style=style))
        elif column.key == span.columns[0]:
            second.append(HeaderCell(span.term.zh, "colgroup", colspan=len(span.columns)))
    if table.top_caption:
        yield TableRow((corner, HeaderCell(table.top_caption.zh, "colgroup", colspan=len(columns))))
    yield TableRow(tuple(second) if table.top_caption else (corner, *second))
    if spans:
        yield TableRow(tuple(HeaderCell(column.term.zh, "col") for column in columns if column.key in spans))


def _table_row(
    table: FormTable, block: FormBlock, row: FormRow, depth: int, merged: Collection[str]
) -> TableRow:
    """A row's own label and cells, as wide as the groups to its left leave room for."""
    alone = bool(merged) and block.printed_as_one == row.key
    term = block.groups[-1] if alone else row.term
    label = HeaderCell(term.zh, "row", colspan=depth - len(block.groups) + alone, style="label")
    return TableRow(
        (label,), tuple(FigureCell(f"{table.key}.{row.key}.{column.key}") for column in row.columns)
    )


def _visible_rows(table: FormTable, merged: Collection[str]) -> list[tuple[FormBlock, FormRow]]:
    return [(block, row) for block in table.blocks for row in block.rows if row.key not in merged]


def _with_groups(table: FormTable, lines: list[TableRow], merged: Collection[str]) -> tuple[TableRow, ...]:
    """`lines` with each group's header put before the first row that it spans."""
    rows = _visible_rows(table, merged)
    started: set[str] = set()
    out = []
    for (block, row), line in zip(rows, lines, strict=True):
        heads = []
        for depth, group in enumerate(block.groups):
            members = [one for other, one in rows if group in other.groups]
            if group.key in started or (members == [row] and depth):
                continue
            started.add(group.key)
            style = "upright" if depth == 0 else "group"
            heads.append(HeaderCell(group.zh, "rowgroup", rowspan=len(members), style=style))
        out.append(TableRow((*heads, *line.headers), line.figures))
    return tuple(out)


def _layout_one_row(table: FormTable, total: str, merged: Collection[str]) -> PrintedTable:
    """All values in one row, under the labels of the form's rows, and those under their group's."""
    deep = any(row.groups for row in table.rows)
    first, second, third = [], [], []
    for row in table.rows:
        parts = [column.term.zh for column in row.columns]
        label = HeaderCell(row.term.zh, "colgroup", colspan=len(parts))
        if not row.groups:
            first.append(label)
            second += [HeaderCell(part, "col", rowspan=1 + deep, style="narrow") for part in parts]
            continue
        inside = [one for one in table.rows if one.groups == row.groups]
        if row is inside[0]:
            width = sum(len(one.columns) for one in inside)
            first.append(HeaderCell(row.groups[0].zh, "colgroup", colspan=width))
        second.append(label)
        third += [HeaderCell(part, "col", style="narrow") for part in parts]
    head = [TableRow(tuple(heads)) for heads in (first, second, third) if heads]
    cells = (
        FigureCell(f"{table.key}.{row.key}.{column.key}") for row in table.rows for column in row.columns
    )
    return PrintedTable(table.key, table.zh, tuple(head), (TableRow((), tuple(cells)),))


def _optional_label(term: Term | None) -> str:
    return term.zh if term else ""


_LAYOUT_FUNCTIONS: dict[TableLayout, Callable[[FormTable, str, Collection[str]], PrintedTable]] = {
    TableLayout.BLOCKS: _layout_blocks,
    TableLayout.ROWS: _layout_rows,
    TableLayout.ONE_ROW: _layout_one_row,
}
