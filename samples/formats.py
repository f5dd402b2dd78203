"""Every way to print a report, by name: what the accuracy of reading is measured over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from samples.renderers import (
    docx,
    html,
    html_cut,
    html_framed,
    html_hidden,
    html_letters,
    html_nested,
    html_one_line,
    html_several,
    markdown,
    ofd,
    office,
    pdf,
    pdf_narrow,
    tabs,
    text_cells,
    text_mixed,
    text_rows,
    xlsx,
    zipped,
)
from samples.report import SampleReport


@dataclass(frozen=True, slots=True)
class Format:
    """A file format or a dialect of text: the suffix of its files, and what prints them."""

    suffix: str
    render: Callable[[SampleReport], bytes]


def _styled(style: str, report: SampleReport) -> bytes:
    return html.page(replace(report, style=style))


FORMATS: dict[str, Format] = {
    "html_word": Format(".html", partial(_styled, "word")),
    "html_zoom": Format(".html", partial(_styled, "zoom")),
    "html_plain": Format(".html", partial(_styled, "plain")),
    "html_office": Format(".html", partial(_styled, "office")),
    "html_nested": Format(".html", html_nested.render),
    "html_hidden": Format(".html", html_hidden.render),
    "html_letters": Format(".html", html_letters.render),
    "html_cut": Format(".html", html_cut.render),
    "html_one_line": Format(".html", html_one_line.render),
    "html_framed": Format(".html", html_framed.render),
    "html_several": Format(".html", html_several.render),
    "docx": Format(".docx", docx.render),
    "pdf": Format(".pdf", pdf.render),
    "pdf_narrow": Format(".pdf", pdf_narrow.render),
    "ofd": Format(".ofd", ofd.render),
    "xlsx": Format(".xlsx", xlsx.render),
    "zip": Format(".zip", zipped.render),
    "text_rows": Format(".txt", text_rows.render),
    "text_cells": Format(".txt", text_cells.render),
    "text_opened_cells": Format(".txt", text_cells.render_opened),
    "text_mixed": Format(".txt", text_mixed.render),
    "markdown": Format(".md", markdown.render),
    "tabs": Format(".txt", tabs.render),
}

OFFICE: dict[str, Format] = {
    "doc": Format(".doc", office.render),
    "wps": Format(".wps", office.render),
}
"""What only LibreOffice writes: to be asked for where `office.program` finds it."""
