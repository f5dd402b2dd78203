from __future__ import annotations

import io
import time

import pdfplumber
import pypdfium2
import pytest

from archive.text.normalise import remove_whitespace
from samples.renderers import docx, html, pdf
from samples.reports.agencies import Agency, places, systems
from samples.reports.report import ReportOptions, SampleReport, write_reports
from tests.support.sample_grids import docx_rows, html_rows, pdf_rows, printed_rows

pytestmark = pytest.mark.slow

YEARS = range(2019, 2025)


def reports_of_year(style: str = "word", length: str = "usual", place_index: int = 5) -> list[SampleReport]:
    agency = Agency(places()[place_index], systems()[place_index])
    return write_reports(agency, YEARS, [ReportOptions(length, "page", style)] * len(YEARS), seed=2)  # type: ignore[arg-type]


MANY_REPORTS = [report for place in range(8) for report in reports_of_year(place_index=place)]


def test_the_reports_of_these_tests_cover_the_cell_styles() -> None:
    assert {report.cell_style for report in MANY_REPORTS} >= {
        "everything",
        "sparse",
        "dashes",
        "dropped_rows",
        "merged_row",
    }


@pytest.mark.parametrize("style", ["word", "zoom", "plain"])
def test_html_shows_every_figure_in_its_place(style: str) -> None:
    for place in range(8):
        for report in reports_of_year(style=style, place_index=place):
            assert html_rows(html.report_page(report)) == printed_rows(report), report.key


def test_html_keeps_every_paragraph() -> None:
    for report in MANY_REPORTS[:12]:
        text = html.report_page(report).decode()
        for section in report.sections.values():
            assert all(paragraph in text for paragraph in section.split("\n"))


@pytest.mark.parametrize("report", MANY_REPORTS[::5], ids=lambda report: f"{report.key}-{report.cell_style}")
def test_word_shows_every_figure_in_its_place(report: SampleReport) -> None:
    assert docx_rows(docx.render(report)) == printed_rows(report)


@pytest.mark.parametrize("report", MANY_REPORTS[::5], ids=lambda report: f"{report.key}-{report.cell_style}")
def test_pdf_shows_every_figure_in_its_place(report: SampleReport) -> None:
    assert pdf_rows(pdf.render(report)) == printed_rows(report)


def test_pdf_text_is_extracted_by_pdfium_and_pdfplumber() -> None:
    report = MANY_REPORTS[3]
    data = pdf.render(report)
    document = pypdfium2.PdfDocument(data)
    pdfium = remove_whitespace("".join(page.get_textpage().get_text_range() for page in document))
    with pdfplumber.open(io.BytesIO(data)) as file:
        plumber = remove_whitespace("".join(page.extract_text() for page in file.pages))
    for text in (report.title, report.sections["problems"].split("\n")[0][:30], report.agency.name):
        assert remove_whitespace(text) in pdfium
        assert remove_whitespace(text) in plumber


def test_table_3_of_a_pdf_spans_two_pages() -> None:
    with pdfplumber.open(io.BytesIO(pdf.render(MANY_REPORTS[3]))) as file:
        pages = [page.page_number for page in file.pages for t in page.extract_tables() if len(t[0]) == 10]
    assert len(pages) == 2


def test_word_and_pdf_rendering_is_reproducible() -> None:
    first = [docx.render(MANY_REPORTS[1]), pdf.render(MANY_REPORTS[1])]
    time.sleep(2.1)  # timestamps of zip entries have a resolution of two seconds
    assert [docx.render(MANY_REPORTS[1]), pdf.render(MANY_REPORTS[1])] == first


@pytest.mark.parametrize(
    ("style", "length", "kilobytes"), [("plain", "brief", (6, 8)), ("zoom", "long", (36, 44))]
)
def test_pages_for_the_bench_have_the_expected_sizes(
    style: str, length: str, kilobytes: tuple[int, int]
) -> None:
    for report in reports_of_year(style=style, length=length):
        if report.cell_style == "everything":
            assert kilobytes[0] * 1000 <= len(html.report_page(report)) <= kilobytes[1] * 1000
