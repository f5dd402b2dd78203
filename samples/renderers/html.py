"""Renders a report as HTML of portal editors: tables with spans, in several markup styles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from archive.model import load_data
from samples.reports import Outline, SampleCell, SampleReport, SampleTable


def styles() -> dict[str, dict[str, str]]:
    """The markup styles by name: templates by the part of a report that they print."""
    return load_data(__package__, "styles.toml", dict[str, dict[str, str]])


def report_html(report: SampleReport) -> str:
    """The report's body as in the container of its page, in the report's own style."""
    return outline_html(report.outline, report.style)


def outline_html(outline: Outline, style_name: str) -> str:
    """Everything below the title in the markup of a style."""
    style = styles()[style_name]
    return style["open"] + "\n".join(_part_html(outline, style)) + style["close"]


def paragraphs_html(texts: Iterable[str], style_name: str) -> str:
    """Plain paragraphs in the markup of a style, for pages that are no report."""
    style = styles()[style_name]
    body = "\n".join(style["paragraph"].format(text=escape(text)) for text in texts)
    return style["open"] + body + style["close"]


def report_page(report: SampleReport) -> bytes:
    """The report alone in a minimal page, without a portal around it.

    For the bench: a brief report in style `plain` makes about 7 KB, a long one in style `zoom` about 40 KB.
    """
    return minimal_page(report.outline.title, report_html(report))


def minimal_page(title: str, content: str) -> bytes:
    """A minimal page around `content`."""
    printed = escape(title)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{printed}</title></head>'
        f"<body><h1>{printed}</h1>\n{content}</body></html>"
    ).encode()


def _part_html(outline: Outline, style: dict[str, str]) -> Iterator[str]:
    yield from _paragraph_html(outline.front_matter, style)
    for part in outline.parts:
        if part.heading:
            yield style["heading"].format(text=escape(part.heading))
        yield from _paragraph_html(part.paragraphs, style)
        if part.table:
            yield table_html(part.table, style)
    for line in outline.signature:
        yield style["signature"].format(text=escape(line))


def _paragraph_html(lines: Iterable[str], style: dict[str, str]) -> Iterator[str]:
    for line in lines:
        yield style["paragraph"].format(text=escape(line, quote=False))


def table_html(table: SampleTable, style: dict[str, str]) -> str:
    """A statutory table with its colspans and rowspans."""
    rows = ("<tr>" + "".join(_cell_html(cell, style) for cell in row) + "</tr>" for row in table.rows)
    return style["table_open"] + "\n".join(rows) + style["table_close"]


def _cell_html(cell: SampleCell, style: dict[str, str]) -> str:
    span = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    span += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    text = style["break"].join(escape(line, quote=False) for line in cell.text.split("\n"))
    return style["header" if cell.header else "value"].format(span=span, text=text or style["blank"])
