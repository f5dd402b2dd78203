"""The three statutory tables as the forms print them: header rows, row labels, a place for each figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache

from archive.forms import Block, Form, Row, Table, form, terms


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
    return {key: _LAYOUTS[key](used, merged) for key in _LAYOUTS}


def _disclosure(used: Form, merged: Collection[str]) -> Printed:
    """A block for each item of article 20: caption, then its own header, then its rows."""
    table = used.table("disclosure")
    width = max(len(block.columns) for block in table.blocks)
    body = tuple(line for block in table.blocks for line in _disclosure_block(block, width))
    return Printed(table.key, table.zh, (), body)


def _disclosure_block(block: Block, width: int) -> Iterator[Line]:
    # A block with fewer columns gives the rest of the width to its last one.
    spans = [1] * (len(block.columns) - 1) + [width - len(block.columns) + 1]
    if block.caption:
        yield Line((Head(block.caption.zh, "colgroup", colspan=width + 1, style="caption"),))
    wide = zip(block.columns, spans, strict=True)
    labels = (Head(column.term.zh, "col", colspan=span) for column, span in wide)
    yield Line((Head(_caption("content"), "col"), *labels))
    for row in block.rows:
        places = zip(row.columns, spans, strict=True)
        cells = tuple(Place(f"disclosure.{row.key}.{column.key}", span) for column, span in places)
        yield Line((Head(row.term.zh, "row", style="label"),), cells)


def _requests(used: Form, merged: Collection[str]) -> Printed:
    """Row labels three columns deep: 三、本年度办理结果 spans all results, （三） its own rows."""
    table = used.table("requests")
    lines = [_request_line(block, row, merged) for block, row in _rows(table, merged)]
    return Printed(table.key, table.zh, _requests_head(table), _with_groups(table, lines, merged))


_DEPTH = 3


def _requests_head(table: Table) -> tuple[Line, ...]:
    columns = table.rows[0].columns
    first, *legal, last = [column.term.zh for column in columns]
    return (
        Line(
            (
                Head(_caption("identity"), "col", rowspan=3, colspan=_DEPTH, style="identity"),
                Head(_caption("applicants"), "colgroup", colspan=len(columns)),
            )
        ),
        Line(
            (
                Head(first, "col", rowspan=2, style="upright"),
                Head(_caption("legal_persons"), "colgroup", colspan=len(legal)),
                Head(last, "col", rowspan=2, style="upright total"),
            )
        ),
        Line(tuple(Head(label, "col") for label in legal)),
    )


def _request_line(block: Block, row: Row, merged: Collection[str]) -> Line:
    """A row's own label and cells, as wide as the groups to its left leave room for."""
    alone = bool(merged) and block.printed_as_one == row.key
    term = block.groups[-1] if alone else row.term
    depth = len(block.groups) - alone
    label = Head(term.zh, "row", colspan=_DEPTH - depth, style="label")
    return Line((label,), tuple(Place(f"requests.{row.key}.{column.key}") for column in row.columns))


def _rows(table: Table, merged: Collection[str]) -> list[tuple[Block, Row]]:
    return [(block, row) for block in table.blocks for row in block.rows if row.key not in merged]


def _with_groups(table: Table, lines: list[Line], merged: Collection[str]) -> tuple[Line, ...]:
    """`lines` with each group's header put before the first row that it spans."""
    rows = _rows(table, merged)
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


def _challenges(used: Form, merged: Collection[str]) -> Printed:
    """One row of fifteen cells under two blocks; the second block is divided once more."""
    table = used.table("challenges")
    review, *suits = table.rows
    parts = [column.term.zh for column in review.columns]
    head = (
        Line(
            (
                Head(_caption("review_block"), "colgroup", colspan=len(parts)),
                Head(_caption("suit_block"), "colgroup", colspan=len(parts) * len(suits)),
            )
        ),
        Line(
            (
                *(Head(part, "col", rowspan=2, style="narrow") for part in parts),
                *(Head(row.term.zh, "colgroup", colspan=len(parts)) for row in suits),
            )
        ),
        Line(tuple(Head(part, "col", style="narrow") for _ in suits for part in parts)),
    )
    cells = tuple(Place(f"challenges.{row.key}.{column.key}") for row in table.rows for column in row.columns)
    return Printed(table.key, table.zh, head, (Line((), cells),))


def _caption(key: str) -> str:
    label: str = terms()["captions"][key]["zh"]
    return label


_LAYOUTS: dict[str, Callable[[Form, Collection[str]], Printed]] = {
    "disclosure": _disclosure,
    "requests": _requests,
    "challenges": _challenges,
}
