"""A host that refuses visits gets no more requests in the same run."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model import Outcome, Role
from tests.support.subprocess_crawl import crawl, html_page, read_captures, serve_pages, write_registry

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"
CHALLENGE_PAGE = "<html><title>安全验证</title><body>请向右拖动滑块完成拼图</body></html>"


def test_after_two_refusals_in_a_row_a_host_gets_no_more_requests(tmp_path: Path) -> None:
    rows = "".join(
        f'<li><a href="/{year}.html">{year}年政府信息公开工作年度报告</a></li>' for year in range(2015, 2024)
    )
    pages: dict[str, object] = {f"/{year}.html": CHALLENGE_PAGE for year in range(2015, 2024)}
    entry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({**pages, "/nb/": html_page(f"<ul>{rows}</ul>")}) as portal:
        crawl(tmp_path / "data", entry, {HOST: portal.address}, DOWNLOAD_DELAY=0.2)
    requests = [line for line in portal.log if line.endswith(".html")]
    assert 2 <= len(requests) <= 3  # the third may be sent before the second response is classified
    reports = [capture for capture in read_captures(tmp_path / "data") if capture.role is Role.REPORT]
    assert {report.outcome for report in reports} == {Outcome.REFUSED_CHALLENGE}
    assert len({report.url for report in reports}) == 9
