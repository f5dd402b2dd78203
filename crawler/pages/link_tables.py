"""Links of tables whose text says nothing: 查看, ●, 2023 below the years and beside the agencies. Pure."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from archive.text.normalise import norm, tidy

_VAGUE = re.compile(
    r"^(点击)?(查看|浏览|下载|进入|打开)(详情|全文|报告|年报)?$|^(详情|详细|链接|全文|年报|年度报告|报告|有|√|✓|○|◆|▲|→)$"
    r"|^(20[0-3]\d)年?度?$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"20[0-3]\d")
_LONGEST = 40


def is_vague(title: str) -> bool:
    """Whether a link's text needs the headings of its row and of its column to say what it leads to."""
    return not title or bool(_VAGUE.match(norm(title)))  # a picture, a bullet


def named(link: HtmlElement, title: str) -> str:
    """`title`, or for a cell of a matrix of agencies and years what its headings name: 甲县教育局2023年."""
    cell = next((one for one in link.iterancestors("td", "th")), None)
    row = cell.getparent() if cell is not None else None
    if cell is None or row is None:
        return title
    beside = _first_text(row, cell)
    above = title if _YEAR.search(title) else _above(row, _place(cell))
    if not beside or not above:
        return title
    return f"{above}{beside}" if _YEAR.search(beside) and not _YEAR.search(above) else f"{beside}{above}"


def _first_text(row: HtmlElement, cell: HtmlElement) -> str:
    """What heads the row: the first of its cells that says something, when it is another one."""
    for one in row.iterchildren("td", "th"):
        text = tidy(one.text_content())
        if one is cell:
            return ""
        if text and not text.isdigit():  # 序号
            return text if len(text) <= _LONGEST else ""
    return ""


def _above(row: HtmlElement, place: int) -> str:
    """What heads the column, in the first row of the table."""
    table = next(row.iterancestors("table"), None)
    first = next(table.iter("tr"), None) if table is not None else None
    if first is None or first is row:
        return ""
    at = 0
    for one in first.iterchildren("td", "th"):
        if at == place:
            text = tidy(one.text_content())
            return text if len(text) <= _LONGEST else ""
        at += _span(one)
    return ""


def _place(cell: HtmlElement) -> int:
    return sum(_span(one) for one in cell.itersiblings("td", "th", preceding=True))


def _span(cell: HtmlElement) -> int:
    stated = cell.get("colspan", "1")
    return int(stated) if stated.isdigit() and len(stated) < 4 else 1
