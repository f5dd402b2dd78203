"""One report in several files, in a complete build with the real readers: body, attachments, frames."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from archive.build.read_results import Parser
from archive.model import Role
from samples.renderers import docx, html, pdf
from samples.reports.report import SampleReport
from samples.world.world import World
from tests.support.small_archive import PAGE_URL, SmallArchive

pytestmark = pytest.mark.slow

DOCX = "http://rsj.lin.gov.cn.test/files/a.docx"
PDF = "http://rsj.lin.gov.cn.test/files/a.pdf"
FRAME = "http://rsj.lin.gov.cn.test/files/body.html"
PLACE = ("requests", "new_requests", "natural_person")


@pytest.fixture
def archive(tmp_path: Path) -> SmallArchive:
    return SmallArchive(tmp_path, parser=Parser())


def query_rows(archive: SmallArchive, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive.database)) as connection:
        return connection.execute(sql).fetchall()


def difference_rows(archive: SmallArchive, columns: str = "detail") -> list[tuple[object, ...]]:
    return query_rows(
        archive, f"SELECT {columns} FROM checks WHERE check_id = 'F_FILES_DIFFER' ORDER BY number"
    )


def report_with_value(text: str | None = None) -> SampleReport:
    """Return a report with `text` as the number of new applications of natural persons."""
    (report,) = World(seed=3, reports=1, carriers=("page",)).reports
    if text is None:
        return report
    changed = replace(report.cells[PLACE], text=text, number=Decimal(text))
    return replace(report, cells={**report.cells, PLACE: changed})


def add_attachment(archive: SmallArchive, url: str, data: bytes) -> None:
    archive.add_response(url, data, role=Role.ATTACHMENT, parent=PAGE_URL, link_text="附件")


def test_a_page_with_unreadable_files_is_a_stub(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, "<html><body><p>青禾县教育局年报，请下载附件。</p></body></html>".encode())
    add_attachment(archive, PDF.replace(".pdf", ".jpg"), b"\xff\xd8\xff\xe0" + bytes(64))
    add_attachment(archive, DOCX, b"PK\x03\x04broken")
    archive.build()
    details = dict(query_rows(archive, "SELECT state, detail FROM documents"))
    assert set(details) == {"stub", "needs_ocr", "unreadable"}
    assert "没有读出" in str(details["stub"])


def test_a_different_figure_in_the_attachment_is_a_finding(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, html.report_page(report_with_value("12")))
    add_attachment(archive, DOCX, docx.render(report_with_value("13")))
    archive.build()
    [(report_url,)] = query_rows(archive, "SELECT url FROM reports")
    own_value, other_value = ("12", "13") if report_url == PAGE_URL else ("13", "12")
    own_file, other_file = (
        ("网页正文", "附件 a.docx") if report_url == PAGE_URL else ("附件 a.docx", "网页正文")
    )
    assert difference_rows(archive, '"left", "right", cells, result, severity, verdict') == [
        (float(own_value), float(other_value), ".".join(PLACE), "fail", "warning", "source")
    ]
    assert difference_rows(archive) == [
        (
            f"一、本年新收政府信息公开申请数量·自然人：{own_file} 作 {own_value}，"
            f"{other_file} 作 {other_value}",
        )
    ]


def test_files_with_equal_figures_pass(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, html.report_page(report_with_value()))
    add_attachment(archive, DOCX, docx.render(report_with_value()))
    add_attachment(archive, PDF, pdf.render(report_with_value()))
    archive.build()
    assert difference_rows(archive, "result, detail") == [("pass", "")]


def test_a_report_in_one_file_is_not_compared(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, html.report_page(report_with_value()))
    archive.build()
    assert difference_rows(archive) == []


def test_an_unreadable_file_is_not_compared(archive: SmallArchive) -> None:
    archive.add_response(PAGE_URL, html.report_page(report_with_value("12")))
    add_attachment(archive, PDF, pdf.render(report_with_value("13"))[:-400])
    archive.build()
    assert difference_rows(archive) == []
    assert query_rows(archive, f"SELECT state FROM documents WHERE url = '{PDF}'") == [("unreadable",)]


def test_a_section_in_only_one_file_is_reported(archive: SmallArchive) -> None:
    report = report_with_value()
    page = html.report_page(report).decode().replace("五、存在的主要问题及改进情况", "", 1)
    archive.add_response(PAGE_URL, page.encode())
    add_attachment(archive, DOCX, docx.render(report))
    archive.build()
    assert any(
        "有这一部分" in str(detail) and "附件 a.docx" in str(detail) for (detail,) in difference_rows(archive)
    )


def test_an_attached_report_of_another_year_is_reported(archive: SmallArchive) -> None:
    first, second = World(seed=3, reports=2, carriers=("page",)).reports[:2]
    archive.add_response(PAGE_URL, html.report_page(first))
    add_attachment(archive, DOCX, docx.render(second))
    archive.build()
    [(detail,)] = difference_rows(archive)
    assert detail == f"附件 a.docx 是{second.agency.name}{second.year}年度的报告"
    assert query_rows(archive, "SELECT count(*) FROM reports") == [(2,)]


def test_a_page_that_lists_reports_of_several_years_is_not_compared(
    archive: SmallArchive,
) -> None:
    first, second = World(seed=3, reports=2, carriers=("page",)).reports[:2]
    archive.add_response(
        PAGE_URL, "<html><body><h1>历年年度报告</h1><p>请下载附件。</p></body></html>".encode()
    )
    add_attachment(archive, DOCX, docx.render(first))
    add_attachment(archive, PDF, pdf.render(second))
    archive.build()
    assert difference_rows(archive) == []
    assert query_rows(archive, "SELECT count(*) FROM reports") == [(2,)]


def test_a_document_in_a_frame_takes_its_identity_from_the_page(archive: SmallArchive) -> None:
    """The frame has sections and tables without a title; the page around it has the agency and the date."""
    report = report_with_value()
    page = (
        f"<html><head><title>{report.title}</title><meta name='ArticleTitle' content='{report.title}'>"
        f"<meta name='PubDate' content='{report.published} 10:00'></head><body><h1>{report.title}</h1>"
        f"<iframe src='files/body.html'></iframe></body></html>"
    )
    inner = html.report_html(replace(report, signature=())).replace(report.title, "")
    archive.add_response(PAGE_URL, page.encode())
    add_attachment(archive, FRAME, html.minimal_page("", inner))
    archive.build()
    states = dict(query_rows(archive, "SELECT url, state FROM documents"))  # type: ignore[arg-type]
    assert states == {PAGE_URL: "stub", FRAME: "read"}
    assert query_rows(archive, "SELECT agency, year, url, published FROM reports") == [
        (report.agency.name, report.year, FRAME, str(report.published))
    ]
