"""A page whose table 3 is two tables: the editor pasted it from a file in which it crosses a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from random import Random

from samples.renderers.html import body, fragment, framed, paragraphs, styles, table
from samples.reports.outline import Outline, Part
from samples.reports.report import Manner, SampleReport, write_reports


def render_framed(report: SampleReport) -> bytes:
    """The report as the frame's own page, in the encoding that Word announces."""
    title = f'<p class="MsoNormal" align="center"><b>{escape(report.outline.title)}</b></p>'
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office">'
        '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title></title></head>'
        f'<body lang="ZH-CN"><div class="Section1">{title}{fragment(report)}</div></body></html>'
    ).encode("gb18030")

_SHOWN = ("本栏目发布政府信息公开工作年度报告，请点击上方标签查看。",)


def render_hidden(report: SampleReport) -> bytes:
    """The report hidden by its style, beside a visible panel with a line of help."""
    return framed(
        report.outline.title,
        '<ul class="tabs"><li class="on">说明</li><li>年度报告</li></ul>'
        f'<div class="panel">{paragraphs(_SHOWN, "zoom")}</div>'
        f'<div class="panel" style="display:none">{fragment(report)}</div>',
    )

_TEXT = re.compile(r">([^<>]+)<")
# A character reference is one character.
_CHARACTER = re.compile(r"&#?\w+;|\S")


def render_letters(report: SampleReport) -> bytes:
    """The report with a span for each character; blanks stay between them."""
    return framed(report.outline.title, _TEXT.sub(_lettered, fragment(report)))


def _lettered(match: re.Match[str]) -> str:
    return ">" + _CHARACTER.sub(r'<span lang="EN-US">\g<0></span>', match[1]) + "<"

_MENU = ("机构职能", "政策文件", "政府信息公开指南", "政府信息公开制度", "政府信息公开年报")


def render_nested(report: SampleReport) -> bytes:
    """The report two layout tables deep."""
    menu = "".join(f'<tr><td height="28"><a href="#">{escape(name)}</a></td></tr>' for name in _MENU)
    inner = f'<table width="100%" cellpadding="8"><tr><td>{fragment(report)}</td></tr></table>'
    return framed(
        report.outline.title,
        f'<table width="980" align="center"><tr><td width="180" valign="top"><table>{menu}</table></td>'
        f'<td valign="top">{inner}</td></tr></table>',
    )


def render_one_line(report: SampleReport) -> bytes:
    """The report in one line of markup, headings inside the paragraphs."""
    outline = report.outline
    return framed(outline.title, "".join(_runs(outline, styles()[report.style]))).replace(b"\n", b"")


def _runs(outline: Outline, style: dict[str, str]) -> Iterator[str]:
    run = [*outline.front]
    for part in outline.parts:
        run += [part.heading, *part.lines]
        if part.sheet:
            yield _paragraph(run, style) + table(part.sheet, style)
            run = []
    yield _paragraph([*run, *outline.signature], style)


def _paragraph(run: list[str], style: dict[str, str]) -> str:
    return style["paragraph"].format(text=escape(" ".join(run), quote=False))

_SEED = 2


def render_several(report: SampleReport) -> bytes:
    """Last year's report, hidden, and in front of the reader this one; only this one is the page's own."""
    return framed(
        report.outline.title,
        f'<div class="tab" style="display:none">{_panel(_before(report))}</div>'
        f'<div class="tab">{_panel(report)}</div>',
    )


def _panel(report: SampleReport) -> str:
    return f"<h2>{escape(report.outline.title)}</h2>\n{fragment(report)}"


def _before(report: SampleReport) -> SampleReport:
    """What the agency published the year before, in other figures than anything else in this world."""
    manner = Manner("brief", "page", report.style)
    (found,) = write_reports(report.agency, range(report.year - 1, report.year), [manner], _SEED)
    return replace(found, style=report.style)

# Rows that stay with the header, rows that are left for the second table.
_FIRST_CUT, _LAST_CUT = 6, 3


def render_cut(report: SampleReport) -> bytes:
    """The report with table 3 cut between two rows, the second piece without a header."""
    random = Random(f"cut/{report.key}")
    outline = report.outline
    return framed(outline.title, body(_cut(outline, random), report.style))


def _cut(outline: Outline, random: Random) -> Outline:
    return replace(outline, parts=tuple(piece for part in outline.parts for piece in _pieces(part, random)))


def _pieces(part: Part, random: Random) -> Iterator[Part]:
    """The part as it is; a cut one is followed by the rest of its table, without a heading."""
    if part.key != "requests" or part.sheet is None:
        yield part
        return
    first, second = part.sheet.cut(random.randint(_FIRST_CUT, len(part.sheet.lines) - _LAST_CUT))
    yield replace(part, sheet=first)
    yield Part(part.key, "", (), second)
