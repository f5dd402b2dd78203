"""The three statutory tables as boxes with spans, the way the forms draw them; renderers only paint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter

from archive.forms import Block, Column, Row, form, terms
from samples.reports.cell_styles import Cells

LABEL_COLUMNS = 3
"""Columns to the left of the values of table 3: result, group, reason."""


@dataclass(frozen=True, slots=True)
class Box:
    """One cell as drawn. A line feed in `text` is where the form breaks a header."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    header: bool = False


Line = tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to paint: `width` is its number of columns, lines hold the boxes that start in them."""

    key: str
    width: int
    lines: tuple[Line, ...]

    def places(self) -> Iterator[tuple[int, int, Box]]:
        """Every box with the row and column in which it starts, as HTML places cells."""
        taken: set[tuple[int, int]] = set()
        for row, line in enumerate(self.lines):
            column = 0
            for box in line:
                while (row, column) in taken:
                    column += 1
                yield row, column, box
                taken |= {
                    (row + down, column + right)
                    for down in range(box.rowspan)
                    for right in range(box.colspan)
                }

    def cut(self, row: int) -> tuple[Sheet, Sheet]:
        """The sheet in two, as a page break cuts it: a box that crosses goes on as an empty one."""
        lines = list(self.lines)
        first = [(column, box) for start, column, box in self.places() if start == row]
        for start, column, box in self.places():
            if start < row < start + box.rowspan:
                index = lines[start].index(box)
                short = replace(box, rowspan=row - start)
                lines[start] = (*lines[start][:index], short, *lines[start][index + 1 :])
                first.append((column, replace(box, text="", rowspan=start + box.rowspan - row)))
        lines[row] = tuple(box for _, box in sorted(first, key=itemgetter(0)))
        return (
            Sheet(self.key, self.width, tuple(lines[:row])),
            Sheet(self.key, self.width, tuple(lines[row:])),
        )


def sheets(form_id: str, cells: Cells) -> dict[str, Sheet]:
    """Tables 2, 3, 4 by their key; rows without cells are not drawn."""
    return {
        "disclosure": Sheet("disclosure", 4, tuple(_disclosure(form_id, cells))),
        "requests": Sheet("requests", LABEL_COLUMNS + 7, tuple(_requests(form_id, cells))),
        "challenges": Sheet("challenges", 15, tuple(_challenges(form_id, cells))),
    }


def _caption(key: str) -> str:
    label: str = terms()["captions"][key]["zh"]
    return label


def _widen(boxes: list[Box], room: int) -> Line:
    """The last box takes what is left of `room` columns."""
    *first, last = boxes
    taken = sum(box.colspan for box in first)
    return (*first, Box(last.text, room - taken, last.rowspan, last.header))


def _values(table: str, row: Row, cells: Cells) -> list[Box]:
    return [Box(cells[table, row.key, column.key].text) for column in row.columns]


def _printed(table: str, row: Row, cells: Cells) -> bool:
    """Whether the row is drawn: neither cut out nor merged into another."""
    first = cells.get((table, row.key, row.columns[0].key))
    return first is not None and first.raw != "merged"


def _disclosure(form_id: str, cells: Cells) -> Iterator[Line]:
    for block in form(form_id).table("disclosure").blocks:
        rows = [row for row in block.rows if _printed("disclosure", row, cells)]
        if not rows or block.caption is None:
            continue
        yield (Box(block.caption.zh, 4, header=True),)
        names = [Box(_folded(column), header=True) for column in block.columns]
        yield (Box(_caption("content"), header=True), *_widen(names, 3))
        for row in rows:
            yield (Box(row.term.zh, header=True), *_widen(_values("disclosure", row, cells), 3))


def _folded(column: Column) -> str:
    """A column's label broken before the words that narrow columns push down."""
    for tail in ("制作数量", "公开数量", "（单位：万元）"):
        if column.term.zh.endswith(tail):
            return column.term.zh.removesuffix(tail) + "\n" + tail
    return column.term.zh


def _stacked(label: str) -> str:
    """A narrow column's label, broken after two characters."""
    return f"{label[:2]}\n{label[2:]}" if label[2:] else label


def _requests_head(columns: tuple[Column, ...]) -> Iterator[Line]:
    natural_person, *organisations, total = (column.term.zh for column in columns)
    yield (
        Box(_caption("identity"), LABEL_COLUMNS, 3, header=True),
        Box(_caption("applicants"), len(columns), header=True),
    )
    yield (
        Box(natural_person, rowspan=2, header=True),
        Box(_caption("legal_persons"), len(organisations), header=True),
        Box(total, rowspan=2, header=True),
    )
    yield tuple(Box(_stacked(name), header=True) for name in organisations)


def _requests(form_id: str, cells: Cells) -> Iterator[Line]:
    table = form(form_id).table("requests")
    yield from _requests_head(table.rows[0].columns)
    inside = sum(len(_drawn(block, cells)) for block in table.blocks if block.groups)
    opened = False
    for block in table.blocks:
        for number, row in enumerate(_drawn(block, cells)):
            labels: list[Box] = []
            if block.groups and not opened:
                labels.append(Box(block.groups[0].zh, rowspan=inside, header=True))
                opened = True
            labels += _labels(block, row, number, cells)
            yield (*labels, *_values("requests", row, cells))


def _drawn(block: Block, cells: Cells) -> list[Row]:
    return [row for row in block.rows if _printed("requests", row, cells)]


def _labels(block: Block, row: Row, number: int, cells: Cells) -> list[Box]:
    """The boxes between the column of 三、本年度办理结果 and the values."""
    room = LABEL_COLUMNS - min(len(block.groups), 1)
    rows = _drawn(block, cells)
    if len(block.groups) < 2:
        return [Box(row.term.zh, room, header=True)]
    if len(rows) < len(block.rows):
        return [Box(block.groups[-1].zh, room, header=True)]
    group = [Box(block.groups[-1].zh, rowspan=len(rows), header=True)] if number == 0 else []
    return [*group, Box(row.term.zh, header=True)]


def _challenges(form_id: str, cells: Cells) -> Iterator[Line]:
    review, *suits = form(form_id).table("challenges").rows
    results = [Box(_stacked(column.term.zh), header=True) for column in review.columns]
    tall = [Box(box.text, rowspan=2, header=True) for box in results]
    (suit_block,) = suits[0].groups
    yield (Box(review.term.zh, 5, header=True), Box(suit_block.zh, 10, header=True))
    yield (*tall, *(Box(suit.term.zh, 5, header=True) for suit in suits))
    yield (*results, *results)
    yield tuple(box for row in (review, *suits) for box in _values("challenges", row, cells))
