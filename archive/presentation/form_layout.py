"""The statutory tables as the forms print them: header rows, row labels, a place for each figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from archive.forms import Block, Layout, Row, RowSum, Table, Term, form


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell; `style` is a class of the style sheet, `scope` as in HTML."""

    text: str
    scope: str
    rowspan: int = 1
    colspan: int = 1
    style: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell for one figure."""

    figure: str
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row."""

    heads: tuple[Head, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """One table: `width` in columns, header lines, body lines."""

    key: str
    title: str
    head: tuple[Line, ...]
    body: tuple[Line, ...]


@cache
def printed(form_id: str, merged: frozenset[str] = frozenset()) -> dict[str, Printed]:
    """The tables of a form by key. `merged` are rows of a block that the report prints as one row."""
    used = form(form_id)
    totals = {one.table: one.total for one in used.sums if isinstance(one, RowSum)}
    return {
        table.key: _LAYOUTS[table.layout](table, totals.get(table.key, ""), merged) for table in used.tables
    }


def _blocks(table: Table, total: str, merged: Collection[str]) -> Printed:
    """Each block with a caption, then its own header, then its rows."""
    width = max(len(block.columns) for block in table.blocks)
    body = tuple(line for block in table.blocks for line in _block(table, block, width))
    return Printed(table.key, table.zh, (), body)


def _block(table: Table, block: Block, width: int) -> Iterator[Line]:
    # A block with fewer columns gives the rest of the width to its last one.
    spans = [1] * (len(block.columns) - 1) + [width - len(block.columns) + 1]
    if block.caption:
        yield Line((Head(block.caption.zh, "colgroup", colspan=width + 1, style="caption"),))
    wide = zip(block.columns, spans, strict=True)
    labels = (Head(column.term.zh, "col", colspan=span) for column, span in wide)
    yield Line((Head(_label(table.corner), "col"), *labels))
    for row in block.rows:
        places = zip(row.columns, spans, strict=True)
        cells = tuple(Place(f"{table.key}.{row.key}.{column.key}", span) for column, span in places)
        yield Line((Head(row.term.zh, "row", style="label"),), cells)


def _rows(table: Table, total: str, merged: Collection[str]) -> Printed:
    """Groups to the left of the rows' labels: 三、本年度办理结果 spans all results, （三） its own rows."""
    depth = 1 + max(len(row.groups) for row in table.rows)
    lines = [_row(table, block, row, depth, merged) for block, row in _drawn(table, merged)]
    return Printed(table.key, table.zh, tuple(_head(table, total, depth)), _with_groups(table, lines, merged))


def _head(table: Table, total: str, depth: int) -> Iterator[Line]:
    """What stands over all columns; columns, and what stands over some of them; the columns below that."""
    columns = table.rows[0].columns
    spans = {key: span for span in table.spans for key in span.columns}
    height = 2 if spans else 1
    corner = Head(
        _label(table.corner), "col", rowspan=height + bool(table.over), colspan=depth, style="identity"
    )
    second: list[Head] = []
    for column in columns:
        span = spans.get(column.key)
        if span is None:
            style = "upright total" if column.key == total else "upright"
            second.append(Head(column.term.zh, "col", rowspan=height, style=style))
        elif column.key == span.columns[0]:
            second.append(Head(span.term.zh, "colgroup", colspan=len(span.columns)))
    if table.over:
        yield Line((corner, Head(table.over.zh, "colgroup", colspan=len(columns))))
    yield Line(tuple(second) if table.over else (corner, *second))
    if spans:
        yield Line(tuple(Head(column.term.zh, "col") for column in columns if column.key in spans))


def _row(table: Table, block: Block, row: Row, depth: int, merged: Collection[str]) -> Line:
    """A row's own label and cells, as wide as the groups to its left leave room for."""
    alone = bool(merged) and block.printed_as_one == row.key
    term = block.groups[-1] if alone else row.term
    label = Head(term.zh, "row", colspan=depth - len(block.groups) + alone, style="label")
    return Line((label,), tuple(Place(f"{table.key}.{row.key}.{column.key}") for column in row.columns))


def _drawn(table: Table, merged: Collection[str]) -> list[tuple[Block, Row]]:
    return [(block, row) for block in table.blocks for row in block.rows if row.key not in merged]


def _with_groups(table: Table, lines: list[Line], merged: Collection[str]) -> tuple[Line, ...]:
    """`lines` with each group's header put before the first row that it spans."""
    rows = _drawn(table, merged)
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
            heads.append(Head(group.zh, "rowgroup", rowspan=len(members), style=style))
        out.append(Line((*heads, *line.heads), line.places))
    return tuple(out)


def _one_row(table: Table, total: str, merged: Collection[str]) -> Printed:
    """All values in one row, under the labels of the form's rows, and those under their group's."""
    deep = any(row.groups for row in table.rows)
    first, second, third = [], [], []
    for row in table.rows:
        parts = [column.term.zh for column in row.columns]
        label = Head(row.term.zh, "colgroup", colspan=len(parts))
        if not row.groups:
            first.append(label)
            second += [Head(part, "col", rowspan=1 + deep, style="narrow") for part in parts]
            continue
        inside = [one for one in table.rows if one.groups == row.groups]
        if row is inside[0]:
            width = sum(len(one.columns) for one in inside)
            first.append(Head(row.groups[0].zh, "colgroup", colspan=width))
        second.append(label)
        third += [Head(part, "col", style="narrow") for part in parts]
    head = [Line(tuple(heads)) for heads in (first, second, third) if heads]
    cells = (Place(f"{table.key}.{row.key}.{column.key}") for row in table.rows for column in row.columns)
    return Printed(table.key, table.zh, tuple(head), (Line((), tuple(cells)),))


def _label(term: Term | None) -> str:
    return term.zh if term else ""


_LAYOUTS: dict[Layout, Callable[[Table, str, Collection[str]], Printed]] = {
    Layout.BLOCKS: _blocks,
    Layout.ROWS: _rows,
    Layout.ONE_ROW: _one_row,
}
