"""The real reports, from their bytes to the browser: the page shows the figures of `read`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.database.fulltext import fold
from archive.exports.report_json import report_to_json
from archive.model import Document, Report
from archive.parse import parse_document
from archive.site.server import run_in_thread
from tests.archive.site.conftest import RunningSite
from tests.archive.site.pages.test_pages import WIDTHS, WatchedPage, assert_figures, assert_no_problems
from tests.support.shared import REAL_SAMPLES, SEEDS, needs_shared
from tests.support.site_collection import publish_release

pytestmark = [pytest.mark.slow, needs_shared]
QUERIES = ("人社", "就业", "社会保障", "臨湘", "政务公开", "保")


@dataclass
class RealReport:
    """A report in a file."""

    path: Path
    url: str = ""

    def __post_init__(self) -> None:
        self._report = parse_document(Document(self.path.read_bytes(), self.path.name))
        self.agency, self.year = self._report.identity.agency, self._report.identity.year

    def report(self) -> Report:
        return self._report


def report_files() -> list[Path]:
    return [*sorted(SEEDS.glob("*.txt")), *sorted(REAL_SAMPLES.glob("*.pdf"))]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    data = tmp_path_factory.mktemp("real")
    reports = [RealReport(path) for path in report_files()]
    publish_release(data, reports)
    with run_in_thread(data) as url:
        yield RunningSite(url, data, reports)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", range(len(report_files())), ids=[path.stem[:8] for path in report_files()])
def test_the_page_of_a_real_report_equals_the_json(
    real: RunningSite, chromium: Any, number: int, width: int
) -> None:
    report = real.samples[number]
    page = chromium.new_page(viewport={"width": width, "height": WIDTHS[width]})
    watched = WatchedPage(page, real)
    watched.goto(f"/archive/reports/{real.report_id(report)}")
    read = report_to_json(report.report())
    assert_figures(page, read)
    for section, text in report.report().sections.items():
        if text.strip():
            assert "".join(page.inner_text(f"[data-section={section}]").split()) == "".join(text.split())
    assert_no_problems(watched, f"real-{number}")
    assert watched.messages == []
    page.close()


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_as_many_reports_as_a_scan(real: RunningSite, query: str) -> None:
    texts = [
        [fold(text) for text in (sample.report().identity.title or "", *sample.report().sections.values())]
        for sample in real.samples
    ]
    expected = sum(any(fold(query) in text for text in section_texts) for section_texts in texts)
    count = real.get(f"/archive/reports.json?_search={query}").json()["filtered_table_rows_count"]
    assert count == expected > 0
