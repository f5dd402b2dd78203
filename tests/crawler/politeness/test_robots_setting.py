"""robots.txt cannot be switched off: neither by Scrapy's setting nor by leaving out the middleware."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.model import ReportError
from crawler import settings
from tests.support.forked import run_in_process
from tests.support.subprocess_crawl import html_page, run_job, serve_pages, write_registry

pytestmark = pytest.mark.slow

HOST = "slj.qinghe.gov.cn.test"


def run_and_print_refusal(job: dict[str, object]) -> None:
    try:
        run_job(job)
    except ReportError as error:
        print(json.dumps({"refused": str(error)}))


@pytest.mark.parametrize("value", [False, "0", 0])
def test_a_crawl_that_would_not_obey_robots_txt_does_not_begin(tmp_path: Path, value: object) -> None:
    registry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({"/nb/": html_page("")}) as portal:
        job = {
            "data": str(tmp_path / "data"),
            "registry": str(registry),
            "hosts": {HOST: portal.address},
            "settings": {"ROBOTSTXT_OBEY": value},
        }
        result = run_in_process(run_and_print_refusal, job)
    assert "ROBOTSTXT_OBEY" in json.loads(result.output.splitlines()[-1])["refused"], result.log
    assert portal.log == []


def test_no_request_is_made_without_the_check_of_robots_txt(tmp_path: Path) -> None:
    middlewares = {name: None if "RobotsMiddleware" in name else at for name, at in _middlewares().items()}
    registry = write_registry(tmp_path, {"host": HOST, "columns": [f"http://{HOST}/nb/"]})
    with serve_pages({"/nb/": html_page("")}) as portal:
        job = {
            "data": str(tmp_path / "data"),
            "registry": str(registry),
            "hosts": {HOST: portal.address},
            "settings": {"DOWNLOADER_MIDDLEWARES": middlewares},
        }
        result = run_in_process(run_job, job)
    assert "DOWNLOADER_MIDDLEWARES" in result.log
    assert portal.log == []
    assert json.loads(result.output.splitlines()[-1])["sources"]["slj"][0] == "internal_error"


def _middlewares() -> dict[str, int | None]:
    return dict(settings.DOWNLOADER_MIDDLEWARES)
