"""Which pages of a long file are analysed: those near the words of a report, or without text."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from archive.model import Document
from archive.parse import parse_document
from archive.readers.fixed_layout.pdf.report_pages import plain_pages, report_pages, sample_texts
from samples.renderers import RENDERERS
from samples.world import World

REPORT, LIST = "一、总体情况\n全年工作如下。", "1 关于公布事项的决定 县政府 主动公开"
TABLE = "予以公开 1 0 0\n不予处理 0 0 0"


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ([REPORT, TABLE, *[LIST] * 40], [*range(5)]),
        ([*[LIST] * 40, REPORT, TABLE], [*range(37, 42)]),
        ([REPORT, *[LIST] * 20, TABLE], [*range(22)]),
        ([REPORT, *[LIST] * 60, TABLE, *[LIST] * 30], [*range(4), *range(58, 65)]),
        ([REPORT, *[LIST] * 30, " \n", *[LIST] * 30], [*range(4), 31]),
        ([LIST] * 60, [*range(60)]),
    ],
)
def test_pages_near_a_report_are_kept(texts: list[str], kept: list[int]) -> None:
    assert [number for number, is_kept in enumerate(report_pages(texts)) if is_kept] == kept


def test_the_lines_of_other_pages_are_kept_as_text_and_named() -> None:
    grids, findings = plain_pages([REPORT, "甲 1\n\n乙 2", "丙"], [True, False, False])
    assert [[cell.text for cell in grid.cells] for grid in grids] == [["甲 1", "乙 2"], ["丙"]]
    assert [(finding.id, finding.detail.partition("离")[0]) for finding in findings] == [
        ("R_PAGES_PLAIN", "第 2 至 3 页")
    ]


def test_most_pages_far_behind_a_report_are_not_looked_at() -> None:
    pages = [REPORT, *[LIST] * 160, TABLE, *[LIST] * 2]
    looked_at: list[int] = []
    texts = sample_texts(len(pages), lambda number: looked_at.append(number) or pages[number])
    assert [number for number, text in enumerate(texts) if text is not None] == looked_at
    assert looked_at == [*range(61), *range(61, 162, 4), 162, 163]
    assert [number for number, is_kept in enumerate(report_pages(texts)) if is_kept] == [
        *range(4),
        *range(158, 164),
    ]
    _, findings = plain_pages(texts, report_pages(texts))
    assert [found.detail for found in findings if found.id == "R_PART_UNREAD"] == [
        "第 63 至 157 页离年报的内容很远，其中 72 页没有读"
    ]


def pdf_with_annex(pages: int) -> bytes:
    """Return a report with pages of a list behind it."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file)
    for number in range(pages):
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(50, 700, f"附表第{number}号事项")
        canvas.showPage()
    canvas.save()
    report = World(seed=7, reports=1, portals=1, carriers=("page",)).reports[0]
    merged = pypdfium2.PdfDocument(RENDERERS["pdf"](report))
    if pages:
        merged.import_pages(pypdfium2.PdfDocument(file.getvalue()))
    target = io.BytesIO()
    merged.save(target)
    return target.getvalue()


def test_a_report_is_read_alike_with_and_without_an_annex() -> None:
    alone, with_annex = (parse_document(Document(pdf_with_annex(pages), "report.pdf")) for pages in (0, 60))
    assert with_annex.figures == alone.figures
    assert with_annex.sections == alone.sections
    assert "附表第59号事项" in with_annex.leftovers
    assert [finding.id for finding in with_annex.findings if finding not in alone.findings] == [
        "R_PAGES_PLAIN"
    ]
