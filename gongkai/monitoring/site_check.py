"""A visit to a running site, as its first reader would make it: home, a report, a search, a download."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from gongkai.errors import CommandError

TIMEOUT_SECONDS = 30
UTF8_BOM = b"\xef\xbb\xbf"
# No proxy of the environment stands between this machine and itself.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """One page that was answered well."""

    url: str
    body: bytes
    seconds: float


def check_site(url: str) -> Iterator[CheckedPage]:
    """Look at one page of each kind; Trouble names the first that is not as it should be."""
    yield _expect_text(url, "公开")
    first = first_report(url)
    yield _expect_text(f"{url}archive/reports/{first['id']}", str(first["agency"]))
    yield _expect_text(f"{url}archive/reports?_search={quote('公开')}", str(first["id"]))
    yield _expect_csv(f"{url}archive/reports.csv?_stream=on")


def fetch_page(url: str) -> CheckedPage:
    """One page; Trouble when it is not answered with 200."""
    begun = time.perf_counter()
    try:
        with _OPENER.open(url, timeout=TIMEOUT_SECONDS) as answer:
            body: bytes = answer.read()
    except urllib.error.URLError as error:
        raise CommandError(f"{url}：{error}") from error
    return CheckedPage(url, body, time.perf_counter() - begun)


def first_report(url: str) -> dict[str, object]:
    """The row of the report that the list shows first."""
    page = fetch_page(f"{url}archive/reports.json?_shape=array&_size=1")
    rows: list[dict[str, object]] = json.loads(page.body)
    if not rows:
        raise CommandError(f"{page.url}：一份年报也没有")
    return rows[0]


def _expect_text(url: str, text: str) -> CheckedPage:
    page = fetch_page(url)
    if text not in page.body.decode():
        raise CommandError(f"{url}：页面里找不到“{text}”")
    return page


def _expect_csv(url: str) -> CheckedPage:
    page = fetch_page(url)
    if not page.body.startswith(UTF8_BOM) or page.body.count(b"\n") < 2:
        raise CommandError(f"{url}：不是带 BOM 的 CSV，或没有数据行")
    return page
