"""A report for a year before 2019, from its bytes to the browser: chapters in its order, table, CSV."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from lxml import html

from archive.provenance.explain import explain
from archive.site.server import run_in_thread
from samples.renderers.html import report_page
from samples.reports.agencies import Agency, places, systems
from samples.reports.legacy import LegacyReport, expected_statistics, write_legacy_report
from samples.reports.report import ReportOptions, write_reports
from tests.archive.provenance.test_explain import build_release

pytestmark = pytest.mark.slow

AGENCY = Agency(places()[3], systems()[2])
OLD = write_legacy_report(AGENCY, 2018, "jilin", "consolidated", seed=9)
TEXT = Path(__file__).parents[1] / "extraction" / "legacy" / "cases" / "counted_by_layers" / "input.html"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a release with an agency's reports for 2018 and 2019, and one that has cells without numbers."""
    [later] = write_reports(AGENCY, range(2019, 2020), [ReportOptions("usual", "page", "word")], seed=9)
    bodies = (
        ("old.html", report_page(OLD)),
        ("new.html", report_page(later)),
        ("layers.html", TEXT.read_bytes()),
    )
    return build_release(tmp_path_factory.mktemp("legacy"), *bodies)


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with run_in_thread(data) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        yield client


def query_rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "current" / "archive.db")) as connection:
        return connection.execute(sql).fetchall()


def report_number(data: Path, agency: str) -> int:
    [[report_id]] = query_rows(data, f"select id from reports where form = 'legacy' and agency = '{agency}'")
    return int(str(report_id))


def report_document(client: httpx.Client, report_id: int) -> html.HtmlElement:
    answer = client.get(f"/archive/reports/{report_id}")
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def value_texts(row: html.HtmlElement) -> list[str]:
    return [re.sub(r"\s", "", cell.text_content()) for cell in row.xpath("td[position() > 1]")]


def printed_texts(report: LegacyReport) -> list[list[str]]:
    labels = {"blank": "空白"}
    return [[labels.get(cell.state, cell.text) for cell in row.cells] for row in report.rows]


def test_the_page_shows_the_table_as_printed_with_its_headings(client: httpx.Client, data: Path) -> None:
    document = report_document(client, report_number(data, OLD.agency.name))
    [table] = document.xpath("//table[@data-table='legacy_cells']")
    assert [head.text for head in table.xpath("thead//th")] == ["事项", "单位", *OLD.columns]
    rows = table.xpath("tbody/tr")
    assert [row.xpath("string(th)") for row in rows] == [row.label for row in OLD.rows]
    assert [value_texts(row) for row in rows] == printed_texts(OLD)


def test_the_page_has_the_chapters_in_the_reports_own_order(client: httpx.Client, data: Path) -> None:
    document = report_document(client, report_number(data, OLD.agency.name))
    parts = document.xpath("//div[@data-section]/@data-section")
    assert parts == [key for key in OLD.sections if key != "preamble"]
    heads = document.xpath("//section[@class='part']/h2/text()")
    assert heads[2] == "三、回应解读情况"
    assert not document.xpath("//table[@data-table='requests']")


def test_a_cell_without_a_number_is_shown_with_a_link(client: httpx.Client, data: Path) -> None:
    document = report_document(client, report_number(data, "青田坪区人民政府"))
    [cell] = document.xpath("//td[@data-state='unreadable']")
    assert "约3" in cell.text_content()
    [link] = cell.xpath("a/@href")
    assert client.get(link).status_code == 200


def test_the_csv_has_every_cell(client: httpx.Client, data: Path) -> None:
    report_id = report_number(data, OLD.agency.name)
    answer = client.get(f"/archive/legacy_cells.csv?report_id={report_id}&_stream=on&_size=max")
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    expected = expected_statistics(OLD)
    assert [line["label"] for line in lines] == [expected_line["label"] for expected_line in expected]
    values = [float(line["value"]) if line["value"] else None for line in lines]
    assert values == [expected_line["value"] for expected_line in expected]


def test_the_table_of_cells_has_a_page(client: httpx.Client) -> None:
    answer = client.get("/archive/legacy_cells?_facet=unit")
    assert answer.status_code == 200
    assert "2019年以前的统计表" in answer.text


def test_text_of_chapters_of_old_reports_is_found(client: httpx.Client, data: Path) -> None:
    answer = client.get("/archive/reports.json?_search=配发解读&_shape=array")
    assert [row["id"] for row in answer.json()] == [report_number(data, OLD.agency.name)]


def test_reports_for_2018_and_2019_are_not_compared(data: Path) -> None:
    check_ids = query_rows(
        data, "select distinct check_id from checks where check_id glob 'Y_*' and check_id <> 'Y_DUP'"
    )
    assert check_ids == []


def test_an_old_report_can_be_explained(data: Path) -> None:
    explanation = explain(data, str(report_number(data, OLD.agency.name)))
    assert explanation.discrepancies == ()
    assert {check["check_id"] for check in explanation.checks} >= {"L_TABLE", "L_RECEIVED"}
