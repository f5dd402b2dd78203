"""The real reports, from their bytes to the browser: what the page shows is what `read` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.database.fulltext import fold
from archive.exports.report_json import as_json
from archive.model import Document, Report
from archive.parse import parse
from archive.site.server import running
from tests.archive.site.conftest import Site
from tests.archive.site.pages.test_pages import WIDTHS, Watched, assert_calm, assert_figures
from tests.support.shared import REAL, SEEDS, needs_shared
from tests.support.site_collection import publish

pytestmark = needs_shared
QUERIES = ("人社", "就业", "社会保障", "臨湘", "政务公开", "保")


@dataclass
class Given:
    """A report that stands in a file."""

    path: Path
    url: str = ""

    def __post_init__(self) -> None:
        self._report = parse(Document(self.path.read_bytes(), self.path.name))
        self.agency, self.year = self._report.identity.agency, self._report.identity.year

    def report(self) -> Report:
        return self._report


def files() -> list[Path]:
    return [*sorted(SEEDS.glob("*.txt")), *sorted(REAL.glob("*.pdf"))]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("real")
    given = [Given(path) for path in files()]
    publish(data, given)
    with running(data) as url:
        yield Site(url, data, given)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", range(len(files())), ids=[path.stem[:8] for path in files()])
def test_the_page_of_a_real_report_says_what_read_says(
    real: Site, chromium: Any, number: int, width: int
) -> None:
    given = real.samples[number]
    page = chromium.new_page(viewport={"width": width, "height": WIDTHS[width]})
    watched = Watched(page, real)
    watched.goto(f"/archive/reports/{real.report_id(given)}")
    read = as_json(given.report())
    assert_figures(page, read)
    for section, text in given.report().sections.items():
        if text.strip():
            assert "".join(page.inner_text(f"[data-section={section}]").split()) == "".join(text.split())
    assert_calm(watched, f"real-{number}")
    assert watched.said == []
    page.close()


@pytest.mark.parametrize("query", QUERIES)
def test_search_counts_what_a_scan_counts(real: Site, query: str) -> None:
    texts = [
        [fold(text) for text in (one.report().identity.title or "", *one.report().sections.values())]
        for one in real.samples
    ]
    expected = sum(any(fold(query) in text for text in one) for one in texts)
    found = real.get(f"/archive/reports.json?_search={query}").json()["filtered_table_rows_count"]
    assert found == expected > 0
