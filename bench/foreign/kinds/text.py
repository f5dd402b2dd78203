"""Kinds that converters make of the HTML page: markdown dialects, plain text, Word, RTF, rst, org."""

from collections.abc import Callable, Sequence
from functools import partial

import html2text
import markdownify

from bench.foreign.kinds.kind import Job, Kind, offer
from bench.foreign.kinds.tools import convert_pandoc
from bench.foreign.markup import MARKUPS, write_page
from bench.foreign.report import DraftReport

TABLE_FORMS = ("simple_tables", "multiline_tables", "grid_tables", "pipe_tables")


def choose_dialect(form: str) -> str:
    """Markdown in which pandoc may use only one form of tables."""
    return "markdown-raw_html" + "".join(f"-{other}" for other in TABLE_FORMS if other != form)


MARKED = "header sup struck blank"


def list_text_kinds() -> list[Kind]:
    """All kinds of this module."""
    tools = ("pandoc",)
    kinds = []
    for form in TABLE_FORMS:
        name = "pandoc_" + form.removesuffix("_tables")
        produce = partial(_convert_all, target=choose_dialect(form))
        kinds.append(Kind(name, ".md", produce, offer(MARKED), tools, is_flat=True))
    full, spans = offer("header blank struck sup spans breaks"), offer("header blank spans")
    kinds += [
        Kind(
            "pandoc_gfm",
            ".md",
            partial(_convert_all, target="gfm"),
            offer("header blank struck"),
            tools,
            True,
        ),
        Kind(
            "pandoc_grid_spans",
            ".md",
            partial(_convert_all, target=choose_dialect("grid_tables")),
            spans,
            tools,
        ),
        Kind("pandoc_plain", ".txt", partial(_convert_all, target="plain"), spans, tools),
        Kind("pandoc_docx", ".docx", partial(_convert_binary, target="docx"), full, tools),
        Kind("pandoc_odt", ".odt", partial(_convert_binary, target="odt"), offer(MARKED), tools, True),
        Kind("pandoc_rtf", ".rtf", partial(_convert_all, target="rtf"), full, tools),
        Kind("pandoc_rst", ".rst", partial(_convert_all, target="rst"), spans, tools),
        Kind("pandoc_org", ".org", partial(_convert_all, target="org"), spans, tools),
        Kind("html2text", ".md", _each(_run_html2text), offer("header blank struck"), is_flat=True),
        Kind("html2text_spans", ".md", _each(_run_html2text), offer("spans header struck")),
        Kind("markdownify", ".md", _each(_run_markdownify), offer("header blank struck"), is_flat=True),
        Kind("markdownify_spans", ".md", _each(_run_markdownify), offer("spans header struck")),
    ]
    return kinds


def _write_bare(report: DraftReport) -> str:
    return write_page(report, MARKUPS["bare"])


def _convert_all(jobs: Sequence[Job], target: str) -> list[bytes]:
    options = ["--wrap=none", "--columns=200"]
    if target == "rtf":
        options.append("--standalone")
    return [convert_pandoc(_write_bare(job.report), target, options) for job in jobs]


def _convert_binary(jobs: Sequence[Job], target: str) -> list[bytes]:
    return [convert_pandoc(_write_bare(job.report), target, ["-o", "-"]) for job in jobs]


def _each(convert: Callable[[str], str]) -> Callable[[Sequence[Job]], list[bytes]]:
    return lambda jobs: [convert(_write_bare(job.report)).encode("utf-8") for job in jobs]


def _run_html2text(page: str) -> str:
    maker = html2text.HTML2Text()
    maker.body_width = 0
    return maker.handle(page)


def _run_markdownify(page: str) -> str:
    body = page.split("<body>", 1)[1].split("</body>", 1)[0]
    return markdownify.markdownify(body, heading_style="ATX")
