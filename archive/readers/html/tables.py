"""Converts HTML tables to grids with all spans expanded and skips layout tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast

from lxml.etree import XPath
from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER, PICTURE, Block, Paragraph
from archive.readers.common import (
    StatedCell,
    clean_line,
    expand_spans,
    is_section_title,
    split_framed_table,
    stated_span,
)
from archive.readers.html.dom import cell_text, is_hidden
from archive.readers.html.pictures import may_be_table

# The longest label of the forms has 60 characters; local explanations in labels reach some 200. A header cell
# may contain a whole guide for filling in: then the numbers around it show that this is a data table; the
# smallest data table has ten.
_MAX_CELL_CHARS = 600
_MIN_FIGURES = 10
# An article has at least four lines, one of them a section title; shorter texts need no closer look.
_MIN_ARTICLE_CHARS = 8
_CELL_TEST = "self::td or self::th"
_ROW_GROUP_TEST = "self::tbody or self::thead or self::tfoot or self::form"
_STRAY_TEXT_XPATH = XPath(
    "text()[normalize-space()] | tr/text()[normalize-space()] | */tr/text()[normalize-space()]"
    f" | *[{_ROW_GROUP_TEST}]/text()[normalize-space()]"
)
_STRAY_ELEMENTS_XPATH = XPath(
    f"*[not({_ROW_GROUP_TEST} or self::tr or {_CELL_TEST})]"
    f" | *[{_ROW_GROUP_TEST}]/*[not(self::tr or {_CELL_TEST})]"
    f" | tr/*[not({_CELL_TEST})] | */tr/*[not({_CELL_TEST})]"
)
_SKIPPED_TAGS = frozenset(("td", "th", "script", "style"))
_CELL_TAGS, _ROW_TAGS = frozenset(("td", "th")), frozenset(("tr",))
_TABLE_CHILD_TAGS = _ROW_TAGS | {"tbody", "thead", "tfoot"}
# The characters that XPath treats as white space.
_BLANKS = " \t\r\n"


@dataclass(slots=True)
class TableReader:
    """Reads the tables of one page; `nested_cell_counts` says which of them contain other tables.

    `may_hide`: elements may be hidden by their style.
    """

    nested_cell_counts: dict[Element, tuple[int, int]] = field(default_factory=dict)
    may_hide: bool = True

    @classmethod
    def from_root(cls, root: Element, *, may_hide: bool = True) -> TableReader:
        """Return a reader for the page after counting how its tables nest."""
        return cls(_nested_cell_counts(root), may_hide)

    def __call__(self, table: Element) -> Sequence[Block] | None:
        """Return the blocks of the table, or None for a layout table: it contains tables or articles."""
        own_count, inner_count = self.nested_cell_counts.get(table, (1, 0))
        if inner_count >= own_count:
            return None
        well_formed = None if inner_count else _well_formed_rows(table, self.may_hide)
        rows = (
            _own_rows(table, _nested_elements(table) if inner_count else ())
            if well_formed is None
            else well_formed
        )
        groups = list(_row_groups(rows))
        if _is_layout_frame([text for group in groups for row in group for text, _, _ in row]):
            return None
        blocks = _without_bare_objects(table, split_framed_table(expand_spans(groups)))
        return [*_stray_paragraphs(table), *blocks] if well_formed is None else blocks


def _without_bare_objects(table: Element, blocks: Sequence[Block]) -> Sequence[Block]:
    """Return the blocks, for paragraphs and grids of nothing but pictures the picture that they frame."""
    if all(map(_has_text, blocks)):
        return blocks
    is_large = any(map(may_be_table, table.iter("img")))
    return [*filter(_has_text, blocks), *([PICTURE] if is_large else [])]


def _has_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return bool(block.text.strip(OBJECT_CHARACTER))
    return any(cell.text.strip(OBJECT_CHARACTER) for cell in block.cells)


def _nested_cell_counts(root: Element) -> dict[Element, tuple[int, int]]:
    """Return for each table that contains others the number of its own and of its inner cells."""
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


def _well_formed_rows(table: Element, may_hide: bool) -> dict[Element, list[StatedCell]] | None:
    """Return the visible rows and cells of a well-formed table, else None.

    Well-formed: only row groups, rows and cells, and no text between them. Nearly all tables are.
    """
    parts = list(table)
    if not _has_only(parts, table, _TABLE_CHILD_TAGS):
        return None
    if not all(_has_only(list(part), part, _ROW_TAGS) for part in parts if part.tag != "tr"):
        return None
    rows: dict[Element, list[StatedCell]] = {}
    for row in table.iter("tr"):
        cells = list(row)
        if not _has_only(cells, row, _CELL_TAGS):
            return None
        if not may_hide:
            rows[row] = [_stated_cell(cell, may_hide) for cell in cells]
        elif not is_hidden(row):
            rows[row] = [_stated_cell(cell, may_hide) for cell in cells if not is_hidden(cell)]
    return rows


def _has_only(children: Sequence[Element], parent: Element, tags: frozenset[object]) -> bool:
    """Return whether all `children` of `parent` have one of `tags`, and there is no text between them."""
    if not tags.issuperset([child.tag for child in children]):
        return False
    texts = [parent.text, *[child.tail for child in children]]
    # Many pages have not even a blank between their cells.
    return not any(texts) or not "".join(filter(None, texts)).strip(_BLANKS)


def _row_groups(rows: Mapping[Element, list[StatedCell]]) -> Iterator[list[list[StatedCell]]]:
    """Yield the rows of each row group."""
    for _, group in groupby(rows, key=lambda row: row.getparent()):
        yield [rows[row] for row in group]


def _own_rows(table: Element, nested_elements: Collection[Element]) -> dict[Element, list[StatedCell]]:
    """Return the visible rows and cells of the table itself.

    `nested_elements` are rows and cells of tables inside it. Cells without a row form a row, and rows inside
    a <form> are included: both occur, and browsers display them.
    """
    rows: dict[Element, list[StatedCell]] = {}
    for element in table.iter("tr", "td", "th"):
        if nested_elements and element in nested_elements:
            continue
        if element.tag == "tr":
            if not is_hidden(element):
                rows[element] = []
            continue
        holder = element.getparent()
        if holder not in rows:
            holder = _enclosing_row(element, table, rows)
        if holder is not None and not is_hidden(element):
            rows[holder].append(_stated_cell(element, may_hide=True))
    return rows


def _enclosing_row(cell: Element, table: Element, rows: dict[Element, list[StatedCell]]) -> Element | None:
    """Return the row of a cell that is not a child of a row; None if that row is hidden."""
    row = next(cell.iterancestors("tr", "table"))
    if row is table:
        parent = next(cell.iterancestors())
        rows.setdefault(parent, [])
        return parent
    return row if row in rows else None


def _nested_elements(table: Element) -> set[Element]:
    return {part for inner in table.iterdescendants("table") for part in inner.iter("tr", "td", "th")}


def _stated_cell(cell: Element, may_hide: bool) -> StatedCell:
    text = cell.text
    # Most cells are a number and nothing else.
    if len(cell) or text is None or not text.isalnum():
        text = cell_text(cell, may_hide=may_hide)
    if not cell.keys():
        return text, 1, 1
    rowspan, colspan = cell.get("rowspan"), cell.get("colspan")
    return (
        text,
        stated_span(rowspan) if rowspan else 1,
        max(1, stated_span(colspan)) if colspan else 1,
    )


def _is_layout_frame(texts: Sequence[str]) -> bool:
    """Return whether a table with these cells only frames running text, as part of the page's layout."""
    if any(map(_is_article, [text for text in texts if len(text) >= _MIN_ARTICLE_CHARS])):
        return True
    return len(max(texts, key=len, default="")) > _MAX_CELL_CHARS and not _has_figures(texts)


def _is_article(text: str) -> bool:
    return text.count("\n") > 2 and any(map(is_section_title, text.split("\n")))


def _has_figures(texts: Sequence[str]) -> bool:
    return sum(map(str.isdecimal, texts)) >= _MIN_FIGURES


def _stray_paragraphs(table: Element) -> list[Block]:
    """Return the caption, and text that broken markup left between the cells, in the order of the page."""
    texts: list[str | None] = list(cast(list[str], _STRAY_TEXT_XPATH(table)))
    elements = cast(list[Element], _STRAY_ELEMENTS_XPATH(table))
    stack: list[Element | str | None] = [
        element for element in reversed(elements) if _is_visible_text(element)
    ]
    while stack:
        piece = stack.pop()
        if piece is None or isinstance(piece, str):
            texts.append(piece)
        elif piece.tag == "table":
            texts += cell_text(piece).split("\n")
        else:
            texts.append(piece.text)
            for child in reversed(piece):
                stack.append(child.tail)
                if _is_visible_text(child):
                    stack.append(child)
    return [Paragraph(text) for text in map(clean_line, filter(None, texts)) if text]


def _is_visible_text(element: Element) -> bool:
    return element.tag not in _SKIPPED_TAGS and not is_hidden(element)
