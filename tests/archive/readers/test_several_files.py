"""Several reports one after the other in one file: the first is read, the others are in a finding."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable

import pypdfium2
import pytest
from docx import Document as Word

from archive.model import Document, Report, Result
from archive.parse import parse_document
from samples.renderers.formats import FORMATS
from samples.reports.report import SampleReport
from samples.world.world import World

pytestmark = pytest.mark.slow

TEXTS = ("text_rows", "text_cells", "text_mixed", "markdown", "tabs")


def joined_texts(name: str, reports: list[SampleReport]) -> bytes:
    return b"\n\n".join(FORMATS[name].render(report) for report in reports)


def joined_docx(reports: list[SampleReport]) -> bytes:
    first, *others = (Word(io.BytesIO(FORMATS["docx"].render(report))) for report in reports)
    body = first.element.body
    for other in others:
        for element in other.element.body:
            if not element.tag.endswith("sectPr"):
                body.insert(len(body) - 1, copy.deepcopy(element))
    stream = io.BytesIO()
    first.save(stream)
    return stream.getvalue()


def joined_pdf(reports: list[SampleReport]) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for report in reports:
        document.import_pages(pypdfium2.PdfDocument(FORMATS["pdf"].render(report)))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


JOINED: dict[str, Callable[[list[SampleReport]], bytes]] = {
    ".docx": joined_docx,
    ".pdf": joined_pdf,
    **{
        f"{name}{FORMATS[name].suffix}": lambda reports, name=name: joined_texts(name, reports)
        for name in TEXTS
    },  # type: ignore[misc]
}


def figure_values(report: Report) -> dict[str, object]:
    return {figure.key: (figure.state, figure.raw) for figure in report.figures}


@pytest.mark.parametrize("name", JOINED)
def test_the_first_of_several_reports_is_read_as_if_alone(name: str) -> None:
    reports = World(seed=5, reports=3, carriers=("page",)).reports[:3]
    joined = parse_document(Document(JOINED[name](reports), f"x{name}"))
    alone = parse_document(Document(JOINED[name](reports[:1]), f"x{name}"))
    assert figure_values(joined) == figure_values(alone)
    assert joined.sections == alone.sections
    assert (joined.identity.agency, joined.identity.year) == (reports[0].agency.name, reports[0].year)
    [several] = [finding for finding in joined.findings if finding.id == "R_SEVERAL_REPORTS"]
    assert several.result is Result.FAIL
    assert several.detail.startswith("本页有 3 份报告：1. ")
    assert str(reports[1].year) in several.detail
    assert not [finding for finding in alone.findings if finding.id == "R_SEVERAL_REPORTS"]
