"""All formats in which the accuracy of reading is measured, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from samples.renderers import docx, html, html_variants, markdown, ofd, office, pdf, text, xlsx, zipped
from samples.reports import SampleReport


@dataclass(frozen=True, slots=True)
class Format:
    """A file format or a dialect of text: file suffix and renderer."""

    suffix: str
    render: Callable[[SampleReport], bytes]


def _html_in_style(style: str, report: SampleReport) -> bytes:
    return html.report_page(replace(report, style=style))


FORMATS: dict[str, Format] = {
    "html_word": Format(".html", partial(_html_in_style, "word")),
    "html_zoom": Format(".html", partial(_html_in_style, "zoom")),
    "html_plain": Format(".html", partial(_html_in_style, "plain")),
    "html_office": Format(".html", partial(_html_in_style, "office")),
    "html_nested": Format(".html", html_variants.render_nested),
    "html_hidden": Format(".html", html_variants.render_hidden),
    "html_letters": Format(".html", html_variants.render_letters),
    "html_cut": Format(".html", html_variants.render_cut),
    "html_one_line": Format(".html", html_variants.render_one_line),
    "html_framed": Format(".html", html_variants.render_framed),
    "html_several": Format(".html", html_variants.render_several),
    "docx": Format(".docx", docx.render),
    "pdf": Format(".pdf", pdf.render),
    "pdf_narrow": Format(".pdf", pdf.render_narrow),
    "ofd": Format(".ofd", ofd.render),
    "xlsx": Format(".xlsx", xlsx.render),
    "zip": Format(".zip", zipped.render),
    "text_rows": Format(".txt", text.render_rows),
    "text_cells": Format(".txt", text.render_cells),
    "text_opened_cells": Format(".txt", text.render_opened_cells),
    "text_mixed": Format(".txt", text.render_mixed),
    "markdown": Format(".md", markdown.render),
    "tabs": Format(".txt", text.render_tabs),
}

OFFICE_FORMATS: dict[str, Format] = {
    "doc": Format(".doc", office.render),
    "wps": Format(".wps", office.render),
}
"""Formats that need LibreOffice: use them only if `office.find_libreoffice` returns a path."""
