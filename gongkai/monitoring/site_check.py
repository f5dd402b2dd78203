"""Checks a running site: home page, a report, a search, a CSV download."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from archive.model import translate
from gongkai.errors import CommandError

TIMEOUT_SECONDS = 30
UTF8_BOM = b"\xef\xbb\xbf"
# The site runs on this machine: proxies of the environment do not apply.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """A page that was answered with status 200, and the seconds that it took."""

    url: str
    body: bytes
    seconds: float


def check_site(url: str) -> Iterator[CheckedPage]:
    """Check one page of each kind; raises `CommandError` at the first that is wrong."""
    yield _expect_text(url, "公开")
    report = first_report(url)
    yield _expect_text(f"{url}archive/reports/{report['id']}", str(report["agency"]))
    yield _expect_text(f"{url}archive/reports?_search={quote('公开')}", str(report["id"]))
    yield _expect_csv(f"{url}archive/reports.csv?_stream=on")


def fetch_page(url: str) -> CheckedPage:
    """Fetch a page; raises `CommandError` if the answer is not 200."""
    started = time.perf_counter()
    try:
        with _OPENER.open(url, timeout=TIMEOUT_SECONDS) as response:
            body: bytes = response.read()
    except urllib.error.URLError as error:
        raise CommandError(translate("{url}：{error}", url=url, error=error)) from error
    return CheckedPage(url, body, time.perf_counter() - started)


def first_report(url: str) -> dict[str, object]:
    """Return the row of the first report in the list; raises `CommandError` if there are no reports."""
    page = fetch_page(f"{url}archive/reports.json?_shape=array&_size=1")
    rows: list[dict[str, object]] = json.loads(page.body)
    if not rows:
        raise CommandError(translate("{url}：一份年报也没有", url=page.url))
    return rows[0]


def _expect_text(url: str, text: str) -> CheckedPage:
    page = fetch_page(url)
    if text not in page.body.decode():
        raise CommandError(translate("{url}：页面里找不到“{text}”", url=url, text=text))
    return page


def _expect_csv(url: str) -> CheckedPage:
    page = fetch_page(url)
    if not page.body.startswith(UTF8_BOM) or page.body.count(b"\n") < 2:
        raise CommandError(translate("{url}：不是带 BOM 的 CSV，或没有数据行", url=url))
    return page
