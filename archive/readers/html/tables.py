"""Tables of a page as grids with every span expanded; tables that only lay it out are left to the walk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from lxml.etree import XPath
from lxml.etree import _Element as Element

from archive.model import Block, Paragraph
from archive.readers.common import section_titles
from archive.readers.common.framed_tables import unframed
from archive.readers.common.lines import trimmed
from archive.readers.common.spans import Stated, placed, stated_span
from archive.readers.html.dom import is_hidden, text_in

# The longest label of the forms has 60 characters; local explanations in labels reach some 200. Where a
# header cell holds a whole guide for filling in, the numbers around it say what the table is: the smallest
# has ten.
_LONGEST_CELL = 600
_FEWEST_FIGURES = 10
# Four lines, one of them a title.
_SHORTEST_ARTICLE = 8
_CELL = "self::td or self::th"
_GROUPS = "self::tbody or self::thead or self::tfoot or self::form"
_LOOSE = XPath(
    "text()[normalize-space()] | tr/text()[normalize-space()] | */tr/text()[normalize-space()]"
    f" | *[{_GROUPS}]/text()[normalize-space()]"
)
_ODD = XPath(
    f"*[not({_GROUPS} or self::tr or {_CELL})] | *[{_GROUPS}]/*[not(self::tr or {_CELL})]"
    f" | tr/*[not({_CELL})] | */tr/*[not({_CELL})]"
)
_SILENT = frozenset(("td", "th", "script", "style"))
_CELLS, _ROWS = frozenset(("td", "th")), frozenset(("tr",))
_PARTS = _ROWS | {"tbody", "thead", "tfoot"}
# What XPath calls blank.
_BLANKS = " \t\r\n"


@dataclass(slots=True)
class TableReader:
    """Reads the tables of one page; knows which of them hold other tables."""

    nested: dict[Element, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> TableReader:
        """A reader for the page, after one look at how its tables nest."""
        return cls(_nesting(root))

    def __call__(self, table: Element) -> Sequence[Block] | None:
        """The blocks of the table, or None when it is layout: it holds tables, or whole articles."""
        own, inner = self.nested.get(table, (1, 0))
        if inner >= own:
            return None
        tidy = None if inner else _tidy_rows(table)
        rows = _rows(table, _foreign(table) if inner else ()) if tidy is None else tidy
        groups = list(_groups(rows))
        if _is_frame([text for group in groups for row in group for text, _, _ in row]):
            return None
        blocks = unframed(placed(groups))
        return [*_loose(table), *blocks] if tidy is None else blocks


def _nesting(root: Element) -> dict[Element, tuple[int, int]]:
    """For each table that holds others: how many cells are its own, how many belong to the tables inside."""
    holder: dict[Element, Element] = {}
    for table in root.iter("table"):
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            holder[table] = outer
    if not holder:
        return {}
    own = dict.fromkeys(root.iter("table"), 0)
    for cell in root.iter("td", "th"):
        nearest = next(cell.iterancestors("table"), None)
        if nearest is not None:
            own[nearest] += 1
    inner = dict.fromkeys(own, 0)
    for table in reversed(own):
        if table in holder:
            inner[holder[table]] += own[table] + inner[table]
    return {table: (own[table], inner[table]) for table in set(holder.values())}


def _tidy_rows(table: Element) -> dict[Element, list[Stated]] | None:
    """The rows of a table in which all things are in their place, hidden rows and cells left out; else None.

    There are only row groups, rows and cells, and no text between them: so are nearly all tables.
    """
    parts = list(table)
    if not _are_only(parts, table, _PARTS):
        return None
    if not all(_are_only(list(part), part, _ROWS) for part in parts if part.tag != "tr"):
        return None
    rows: dict[Element, list[Stated]] = {}
    for row in table.iter("tr"):
        cells = list(row)
        if not _are_only(cells, row, _CELLS):
            return None
        if not is_hidden(row):
            rows[row] = [_stated(cell) for cell in cells if not is_hidden(cell)]
    return rows


def _are_only(children: Sequence[Element], parent: Element, tags: frozenset[object]) -> bool:
    """Whether the children of `parent` are all of `tags`, and there is no text beside them."""
    texts = filter(None, [parent.text, *[child.tail for child in children]])
    return tags.issuperset([child.tag for child in children]) and not "".join(texts).strip(_BLANKS)


def _groups(rows: Mapping[Element, list[Stated]]) -> Iterator[list[list[Stated]]]:
    """The rows by row group."""
    for _, group in groupby(rows, key=lambda row: row.getparent()):
        yield [rows[row] for row in group]


def _rows(table: Element, foreign: Collection[Element]) -> dict[Element, list[Stated]]:
    """The rows of the table itself, hidden rows and cells left out.

    `foreign` are rows and cells of tables inside it. Cells without a row make one, and rows within a <form>
    are found: both occur, and browsers show them.
    """
    rows: dict[Element, list[Stated]] = {}
    for element in table.iter("tr", "td", "th"):
        if foreign and element in foreign:
            continue
        if element.tag == "tr":
            if not is_hidden(element):
                rows[element] = []
            continue
        holder = element.getparent()
        if holder not in rows:
            holder = _holder(element, table, rows)
        if holder is not None and not is_hidden(element):
            rows[holder].append(_stated(element))
    return rows


def _holder(cell: Element, table: Element, rows: dict[Element, list[Stated]]) -> Element | None:
    """The row of a cell that is no child of one; None when that row is hidden."""
    row = next(cell.iterancestors("tr", "table"))
    if row is table:
        parent = next(cell.iterancestors())
        rows.setdefault(parent, [])
        return parent
    return row if row in rows else None


def _foreign(table: Element) -> set[Element]:
    return {part for inner in table.iterdescendants("table") for part in inner.iter("tr", "td", "th")}


def _stated(cell: Element) -> Stated:
    if not cell.keys():
        return text_in(cell), 1, 1
    rowspan, colspan = cell.get("rowspan"), cell.get("colspan")
    return (
        text_in(cell),
        stated_span(rowspan) if rowspan else 1,
        max(1, stated_span(colspan)) if colspan else 1,
    )


def _is_frame(texts: Sequence[str]) -> bool:
    """Whether a table with these cells only frames running text: then it is part of the page's layout."""
    if any(len(text) >= _SHORTEST_ARTICLE and _is_article(text) for text in texts):
        return True
    return len(max(texts, key=len, default="")) > _LONGEST_CELL and not _has_figures(texts)


def _is_article(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 3 and any(map(section_titles.is_title, lines))


def _has_figures(texts: Sequence[str]) -> bool:
    return sum(map(str.isdecimal, texts)) >= _FEWEST_FIGURES


def _loose(table: Element) -> list[Block]:
    """The caption, and text that broken markup left between the cells."""
    texts: list[str | None] = list(cast(list[str], _LOOSE(table)))
    stack = [element for element in cast(list[Element], _ODD(table)) if _speaks(element)]
    while stack:
        element = stack.pop()
        if element.tag == "table":
            texts += text_in(element).split("\n")
            continue
        texts.append(element.text)
        for child in element:
            texts.append(child.tail)
            if _speaks(child):
                stack.append(child)
    return [Paragraph(text) for text in map(trimmed, filter(None, texts)) if text]


def _speaks(element: Element) -> bool:
    return element.tag not in _SILENT and not is_hidden(element)
