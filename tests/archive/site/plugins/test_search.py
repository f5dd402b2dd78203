"""The search box, compared with a scan of the same texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.database.fulltext import fold
from archive.site.server import run_in_thread
from tests.archive.site.conftest import RunningSite
from tests.support.site_collection import SECTIONS, SiteReport, publish_release

pytestmark = pytest.mark.slow

TEXTS = (
    "人社部门做好就业和社会保障工作，就、业二字分开不算。",
    "臨湘市人力資源和社會保障局依條例辦理政務公開事項。",
    "环保局公布“三安全一稳定”（2023）相关信息。参见AND与OR（一）予以公开",
    "共收到申请12019件，费用17,350.00元；联系 *处 100% 答复。",
    "保",
)
QUERIES = (
    "保", "就业", "人社", "社会保障", "社會保障", "臨湘", "临湘", "政务公开", "政務公開", "2019", "12019",
    '"社会保障工作"', '社会"保障', "“三安全一稳定”", "（一）", "(一)", "（", "就业　社会保障", "就业 条例",
    "AND", "and", "OR 与", "*", "100%", "17,350.00", "没有的词", "'", '"', "　", "", " ",
)  # fmt: skip


@pytest.fixture(scope="module")
def search_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    data = tmp_path_factory.mktemp("search")
    samples = [
        SiteReport(
            f"湖南省长沙市第{number}局", sections={**SECTIONS, "overview": overview, "preamble": preamble}
        )
        for number, (overview, preamble) in enumerate(zip(TEXTS, reversed(TEXTS), strict=True))
    ]
    publish_release(data, samples)
    with run_in_thread(data) as url:
        yield RunningSite(url, data, samples)


def is_scan_match(sample: SiteReport, query: str) -> bool:
    """Return whether each word or quoted phrase is in one of the report's texts, script and width folded."""
    title = sample.report().identity.title or ""
    texts = [fold(text) for text in (title, *sample.sections.values())]
    words = [fold(word.strip('"')) for word in re.findall(r'"[^"]*"|[^\s"]+', query)]
    return all(any(word in text for text in texts) for word in words if word)


@pytest.mark.parametrize("query", QUERIES)
def test_search_finds_the_same_reports_as_a_scan(search_site: RunningSite, query: str) -> None:
    expected = {
        search_site.report_id(sample) for sample in search_site.samples if is_scan_match(sample, query)
    }
    answer = search_site.get(f"/archive/reports.json?_shape=objects&_search={quote(query)}").json()
    assert {row["id"] for row in answer["rows"]} == expected
    assert answer["filtered_table_rows_count"] == len(expected)


def test_search_mode_parameters_in_the_address_are_ignored(search_site: RunningSite) -> None:
    raw = search_site.get(
        "/archive/reports.json?_search=%E5%B0%B1%E4%B8%9A&_searchmode=raw&_fts_table=x&_fts_pk=y"
    )
    assert raw.json()["filtered_table_rows_count"] > 0


def test_the_page_describes_the_query_in_chinese(search_site: RunningSite) -> None:
    page = search_site.get("/archive/reports?_search=%E5%B0%B1%E4%B8%9A&year__gt=2000").text
    assert "全文含“就业”，且报告年度大于“2000”" in page


def test_the_scan_distinguishes_separated_characters(tmp_path: Path) -> None:
    sample = SiteReport("湖南省长沙市财政局", sections={"overview": "就、业二字"})
    assert is_scan_match(sample, "业二")
    assert not is_scan_match(sample, "就业")
