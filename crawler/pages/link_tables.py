"""Links of tables whose text says nothing: 查看, ●, 2023 below the years and beside the agencies. Pure."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.text import collapse_whitespace, normalise_text

_VAGUE_TITLE = re.compile(
    r"^(点击)?(查看|浏览|下载|进入|打开)(详情|全文|报告|年报)?$|^(详情|详细|链接|全文|年报|年度报告|报告|有|√|✓|○|◆|▲|→)$"
    r"|^(20[0-3]\d)年?度?$",
    re.IGNORECASE,
)
_YEAR_PATTERN = re.compile(r"20[0-3]\d")
_MAX_HEADING_LENGTH = 40


def needs_headings(title: str) -> bool:
    """Whether a link's text needs the headings of its row and of its column to say what it leads to."""
    return not title or bool(_VAGUE_TITLE.match(normalise_text(title)))  # a picture, a bullet


def cell_title(link: HtmlElement, title: str) -> str:
    """`title`, or for a cell of a matrix of agencies and years what its headings name: 甲县教育局2023年."""
    cell = next((one for one in link.iterancestors("td", "th")), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or row is None:
        return title
    beside = _row_heading(row, cell)
    above = title if _YEAR_PATTERN.search(title) else _column_heading(row, _column_index(cell))
    if not beside or not above:
        return title
    return (
        f"{above}{beside}"
        if _YEAR_PATTERN.search(beside) and not _YEAR_PATTERN.search(above)
        else f"{beside}{above}"
    )


def _row_heading(entry: HtmlElement, cell: HtmlElement) -> str:
    """What heads the row: the first of its cells that says something, when it is another one."""
    for one in entry.iterchildren("td", "th"):
        text = collapse_whitespace(one.text_content())
        if one is cell:
            return ""
        if text and not text.isdigit():  # 序号
            return text if len(text) <= _MAX_HEADING_LENGTH else ""
    return ""


def _column_heading(entry: HtmlElement, column_index: int) -> str:
    """What heads the column, in the first row of the table."""
    table = next(entry.iterancestors("table"), None)
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is entry:
        return ""
    at = 0
    for one in first.iterchildren("td", "th"):
        if at == column_index:
            text = collapse_whitespace(one.text_content())
            return text if len(text) <= _MAX_HEADING_LENGTH else ""
        at += _column_span(one)
    return ""


def _column_index(cell: HtmlElement) -> int:
    return sum(_column_span(one) for one in cell.itersiblings("td", "th", preceding=True))


def _column_span(cell: HtmlElement) -> int:
    stated = cell.get("colspan", "1")
    return int(stated) if stated.isdigit() and len(stated) < 4 else 1
