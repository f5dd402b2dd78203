"""Builds titles for links in tables (查看, ●, 2023) from the headings of their rows and columns."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.text import collapse_whitespace, normalise_text

_VAGUE_TITLE = re.compile(
    r"^(点击)?(查看|浏览|下载|进入|打开)(详情|全文|报告|年报)?$|^(详情|详细|链接|全文|年报|年度报告|报告|有|√|✓|○|◆|▲|→)$"
    r"|^(20[0-3]\d)年?度?$",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"^20[0-3]\d年?度?$")
_YEAR_PATTERN = re.compile(r"20[0-3]\d")
_MAX_HEADING_LENGTH = 40


def needs_headings(title: str) -> bool:
    """Whether a link text says nothing without the headings of its row and column."""
    return not title or bool(_VAGUE_TITLE.match(normalise_text(title)))  # a picture, a bullet


def cell_title(link: HtmlElement, title: str) -> str:
    """`title`, or for a cell of a table of agencies and years the text of its headings: 甲县教育局2023年."""
    cell = next(link.iterancestors("td", "th"), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or row is None:
        return title
    row_heading = _row_heading(row, cell)
    column_heading = title if _YEAR_PATTERN.search(title) else _column_heading(row, _column_index(cell))
    if not row_heading or not column_heading:
        return title
    years_down = _YEAR_PATTERN.search(row_heading) and not _YEAR_PATTERN.search(column_heading)
    return f"{column_heading}{row_heading}" if years_down else f"{row_heading}{column_heading}"


def _row_heading(row: HtmlElement, cell: HtmlElement) -> str:
    """The heading of a row: the first cell before `cell` with a text that is no number, "" if none."""
    for sibling in row.iterchildren("td", "th"):
        text = collapse_whitespace(sibling.text_content())
        if sibling is cell:
            return ""
        if _YEAR_ALONE.match(text) and sibling.find(".//a[@href]") is not None:
            return ""  # a row of years: each cell is an entry
        if text and not text.isdigit():  # 序号
            return text if len(text) <= _MAX_HEADING_LENGTH else ""
    return ""


def _column_heading(row: HtmlElement, column_index: int) -> str:
    """The heading of a column, in the first row of the table."""
    table = next(row.iterancestors("table"), None)
    first_row = next(table.iter("tr"), None) if table is not None else None
    if first_row is None or first_row is row:
        return ""
    index = 0
    for cell in first_row.iterchildren("td", "th"):
        if index == column_index:
            text = collapse_whitespace(cell.text_content())
            return text if len(text) <= _MAX_HEADING_LENGTH else ""
        index += _column_span(cell)
    return ""


def _column_index(cell: HtmlElement) -> int:
    return sum(_column_span(sibling) for sibling in cell.itersiblings("td", "th", preceding=True))


def _column_span(cell: HtmlElement) -> int:
    stated = cell.get("colspan", "1")
    return int(stated) if stated.isdigit() and len(stated) < 4 else 1
