"""Renders a report as unusual HTML: framed, hidden, nested, cut, in single letters, doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from random import Random

from samples.renderers.html import (
    minimal_page,
    outline_html,
    paragraphs_html,
    report_html,
    styles,
    table_html,
)
from samples.reports import Outline, OutlinePart, ReportOptions, SampleReport, write_reports


def render_framed(report: SampleReport) -> bytes:
    """The report as the frame's own page, in the encoding that Word announces."""
    title = f'<p class="MsoNormal" align="center"><b>{escape(report.outline.title)}</b></p>'
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title></title></head>'
        f'<body lang="ZH-CN"><div class="Section1">{title}{report_html(report)}</div></body></html>'
    ).encode("gb18030")


_VISIBLE_TEXT = ("本栏目发布政府信息公开工作年度报告，请点击上方标签查看。",)


def render_hidden(report: SampleReport) -> bytes:
    """The report in a hidden panel, next to a visible panel with a line of help."""
    return minimal_page(
        report.outline.title,
        '<ul class="tabs"><li class="on">说明</li><li>年度报告</li></ul>'
        f'<div class="panel">{paragraphs_html(_VISIBLE_TEXT, "zoom")}</div>'
        f'<div class="panel" style="display:none">{report_html(report)}</div>',
    )


_TEXT_PATTERN = re.compile(r">([^<>]+)<")
# A character reference is one character.
_CHARACTER_PATTERN = re.compile(r"&#?\w+;|\S")


def render_letters(report: SampleReport) -> bytes:
    """The report with a span for each character; blanks stay between them."""
    return minimal_page(report.outline.title, _TEXT_PATTERN.sub(_wrap_characters, report_html(report)))


def _wrap_characters(match: re.Match[str]) -> str:
    return ">" + _CHARACTER_PATTERN.sub(r'<span lang="EN-US">\g<0></span>', match[1]) + "<"


_MENU_ENTRIES = ("机构职能", "政策文件", "政府信息公开指南", "政府信息公开制度", "政府信息公开年报")


def render_nested(report: SampleReport) -> bytes:
    """The report two layout tables deep."""
    menu = "".join(f'<tr><td height="28"><a href="#">{escape(name)}</a></td></tr>' for name in _MENU_ENTRIES)
    inner = f'<table width="100%" cellpadding="8"><tr><td>{report_html(report)}</td></tr></table>'
    return minimal_page(
        report.outline.title,
        f'<table width="980" align="center"><tr><td width="180" valign="top"><table>{menu}</table></td>'
        f'<td valign="top">{inner}</td></tr></table>',
    )


def render_one_line(report: SampleReport) -> bytes:
    """The report in one line of markup, headings inside the paragraphs."""
    outline = report.outline
    return minimal_page(
        outline.title, "".join(_paragraphs_and_tables(outline, styles()[report.style]))
    ).replace(b"\n", b"")


def _paragraphs_and_tables(outline: Outline, style: dict[str, str]) -> Iterator[str]:
    run = [*outline.front_matter]
    for part in outline.parts:
        run += [part.heading, *part.paragraphs]
        if part.table:
            yield _paragraph(run, style) + table_html(part.table, style)
            run = []
    yield _paragraph([*run, *outline.signature], style)


def _paragraph(run: list[str], style: dict[str, str]) -> str:
    return style["paragraph"].format(text=escape(" ".join(run), quote=False))


_SEED = 2


def render_several(report: SampleReport) -> bytes:
    """Last year's report in a hidden tab and this one in the visible tab; only this one must be read."""
    return minimal_page(
        report.outline.title,
        f'<div class="tab" style="display:none">{_panel_html(_previous_report(report))}</div>'
        f'<div class="tab">{_panel_html(report)}</div>',
    )


def _panel_html(report: SampleReport) -> str:
    return f"<h2>{escape(report.outline.title)}</h2>\n{report_html(report)}"


def _previous_report(report: SampleReport) -> SampleReport:
    """What the agency published the year before, with figures that occur nowhere else in this world."""
    options = ReportOptions("brief", "page", report.style)
    (previous,) = write_reports(report.agency, range(report.year - 1, report.year), [options], _SEED)
    return replace(previous, style=report.style)


# Minimum numbers of rows in the first and in the second table.
_MIN_ROWS_BEFORE_CUT, _MIN_ROWS_AFTER_CUT = 6, 3


def render_cut(report: SampleReport) -> bytes:
    """The report with table 3 cut between two rows, the second piece without a header."""
    random = Random(f"cut/{report.key}")
    outline = report.outline
    return minimal_page(outline.title, outline_html(_with_cut_table(outline, random), report.style))


def _with_cut_table(outline: Outline, random: Random) -> Outline:
    return replace(outline, parts=tuple(piece for part in outline.parts for piece in _cut_part(part, random)))


def _cut_part(part: OutlinePart, random: Random) -> Iterator[OutlinePart]:
    """The part as it is; a cut one is followed by the remaining table without a heading."""
    if part.key != "requests" or part.table is None:
        yield part
        return
    first, second = part.table.split_at(
        random.randint(_MIN_ROWS_BEFORE_CUT, len(part.table.rows) - _MIN_ROWS_AFTER_CUT)
    )
    yield replace(part, table=first)
    yield OutlinePart(part.key, "", (), second)
