"""Reads one page without a crawl, for `scrapy parse`: yields its reports as items, its links as requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from archive.model import Capture, Role, translate
from crawler.discovery import PageReading, read_page
from crawler.frontier import ReportItem, attachment_item, http_request, report_item, to_page
from crawler.pages import CrawlStage, ListEntry, Page, RequestSpec, find_attachments, url_host
from crawler.registry import Source
from crawler.request_meta import META_CAPTURE, request_label

logger = logging.getLogger(__name__)

Results = Iterator[Request | ReportItem]


def page_results(
    response: Response, source: Source, callback: Callable[..., Any], item: ReportItem | None = None
) -> Results:
    """Yield what a crawl would find in `response`; `item` if a list named it as a report or file.

    Requests call `callback` with their item, so that `scrapy parse --depth 2` reads the reports of a list.
    """
    capture: Capture = response.meta[META_CAPTURE]
    page = to_page(response, RequestSpec(response.url))
    if item:
        yield item.with_capture(capture)
        if item.role == Role.REPORT:
            yield from _attachments(page, source, item, callback)
        return
    reading = _read_as_column_or_home(page, source)
    if reading.script_reason:
        logger.warning(translate("列表要用浏览器打开：{url}", url=f"{page.url}（{reading.script_reason}）"))
    if reading.own_title:
        report = report_item(source, "", ListEntry(page.url, reading.own_title))
        yield report.with_capture(capture)
        yield from _attachments(page, source, report, callback)
    for entry in reading.reports:
        yield from _item_and_request(source, report_item(source, page.url, entry), callback)
    yield from _onward_requests(page, source, reading, callback)


def source_of(url: str, sources: Iterable[Source]) -> Source:
    """Return the registry entry of the host of `url`, a new one if there is none."""
    host = url_host(url)
    registered = (source for source in sources if host in source.all_hosts())
    return next(registered, Source(host, host, url))


def _read_as_column_or_home(page: Page, source: Source) -> PageReading:
    """Read an address with a path as a column; as a home page if it holds no report."""
    if urlsplit(page.url).path.strip("/") or page.url in source.columns:
        reading = read_page(page, CrawlStage.COLUMN, source.family)
        if reading.reports or reading.own_title or page.url in source.columns:
            return reading
    return read_page(page, CrawlStage.HOME)


def _attachments(page: Page, source: Source, report: ReportItem, callback: Callable[..., Any]) -> Results:
    for attachment in find_attachments(page):
        yield from _item_and_request(source, attachment_item(report, page.url, attachment), callback)


def _item_and_request(source: Source, item: ReportItem, callback: Callable[..., Any]) -> Results:
    yield item
    label = request_label(Role(item.role), source.id, item.parent, item.title)
    yield http_request(RequestSpec(item.url), label, callback=callback, cb_kwargs={"item": item})


def _onward_requests(
    page: Page, source: Source, reading: PageReading, callback: Callable[..., Any]
) -> Iterator[Request]:
    specs = [*reading.next_pages, *(RequestSpec(url) for url in reading.forward_urls)]
    for spec in specs:
        yield http_request(spec, request_label(Role.LIST, source.id, page.url), callback=callback)
    for link in reading.scored_links:
        label = request_label(
            Role.LIST if link.stage is CrawlStage.COLUMN else Role.MENU, source.id, page.url, link.text
        )
        yield http_request(RequestSpec(link.url), label, callback=callback)
