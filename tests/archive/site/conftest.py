"""A site with one release of varied reports, shared by the tests that do not change it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.site.server import run_in_thread
from tests.support.site_collection import SiteReport, publish_release, site_reports


def pytest_configure(config: pytest.Config) -> None:
    # The writing thread of a closed Datasette can be ended only with SystemExit.
    config.addinivalue_line("filterwarnings", r"ignore:Exception in thread .*_execute_writes")
    # Datasette creates the coroutines of all facets before it awaits the first, which may fail.
    config.addinivalue_line("filterwarnings", r"ignore:coroutine '\w*(Facet|TableView)\..*was never awaited")


@dataclass
class RunningSite:
    """A running site, its data folder, and the reports in it."""

    url: str
    data: Path
    samples: list[SiteReport]

    def get(self, path: str, **headers: str) -> httpx.Response:
        with httpx.Client(base_url=self.url, trust_env=False, timeout=30) as client:
            return client.get(path, headers=headers)

    def query(self, sql: str, *params: object) -> list[Any]:
        connection = sqlite3.connect(self.data / "current" / "archive.db")
        try:
            return connection.execute(sql, params).fetchall()
        finally:
            connection.close()

    def report_id(self, sample: SiteReport) -> int:
        return int(
            self.query("select id from reports where agency = ? and year = ?", sample.agency, sample.year)[0][
                0
            ]
        )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    data = tmp_path_factory.mktemp("site")
    samples = site_reports()
    publish_release(data, samples)
    with run_in_thread(data) as url:
        yield RunningSite(url, data, samples)


# Playwright keeps an event loop running in this thread, so that it is closed after each module.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if not path:
        pytest.skip("没有 chromium，浏览器测试未运行")
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    with playwright.sync_playwright() as run:
        browser = run.chromium.launch(executable_path=path, args=flags.split())
        yield browser
        browser.close()
