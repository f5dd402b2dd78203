"""A crawl without sockets: the real planner, tracker and page reader on given pages, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from pathlib import Path

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from archive.ledger.ledger import Ledger
from archive.model import Capture, Outcome, Role
from archive.warc.records import Record, utc_timestamp
from crawler import request_meta
from crawler import settings as project
from crawler.config import Config
from crawler.frontier.planner import CrawlPlanner
from crawler.frontier.position import RequestPlan
from crawler.frontier.tracker import SourceTracker
from crawler.recording.revisits import with_outcome
from crawler.recording.visit_records import to_record
from crawler.registry.sources import Source
from crawler.request_meta import META_CAPTURE
from crawler.state.crawl_state import CrawlState

GOOD_OUTCOMES = (Outcome.OK, Outcome.NOT_MODIFIED)
PageMap = Mapping[str, str | int]


@dataclass
class CrawlTrace:
    """The requested URLs in order, and the results.

    `reports` are titles by URL, `missed` counts by detail; `state` and `cause` are those of the source.
    """

    requested_urls: list[str] = field(default_factory=list)
    reports: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    moved_columns: list[str] = field(default_factory=list)
    missed: dict[str, int] = field(default_factory=dict)
    state: str = ""
    cause: str = ""


def crawl_pages(folder: Path, pages: PageMap, source: Source, **settings: int) -> CrawlTrace:
    """Crawl `pages`, by URL: HTML, a number for a status, or `-> URL` for a redirect."""
    return asyncio.run(_crawl_pages(folder, pages, source, settings))


async def _crawl_pages(
    folder: Path, pages: PageMap, source: Source, options: Mapping[str, int]
) -> CrawlTrace:
    values = Settings()
    values.setmodule(project, priority="project")
    values.update({"GONGKAI_DATA": str(folder), "GONGKAI_OFFICIAL_SUFFIXES": [".gov.cn"], **options})
    ledger = Ledger.open(folder)
    tracker = SourceTracker(ledger, CrawlState.open(folder), ledger.runs.begin("crawl"), lambda _: None)
    planner = CrawlPlanner(Config.from_settings(values), tracker, has_browser=False)
    trace, order = CrawlTrace(), count()
    queue: list[tuple[int, int, Request]] = []

    def push(requests: Iterable[Request]) -> None:
        for request in requests:
            heappush(queue, (-request.priority, next(order), request))

    await tracker.acquire([source])
    with tracker.request_finished(source.id):
        push(planner.start_requests(source))
    while queue:
        request = heappop(queue)[2]
        trace.requested_urls.append(request.url)
        response = _to_response(pages, request)
        capture = request.meta[META_CAPTURE] = _to_capture(response, request)
        plan: RequestPlan = request.cb_kwargs["plan"]
        with tracker.request_finished(source.id):
            is_good = capture.outcome in GOOD_OUTCOMES
            if not is_good:
                tracker.request_failed(capture, request.url)
            push(plan.on_success(response) if is_good else plan.on_failure(capture.outcome))
            push(planner.fallback_requests(source))
        _trace_result(trace, capture, request)
    _trace_end(trace, tracker)
    await tracker.finish()
    return trace


def _to_response(pages: PageMap, request: Request) -> Response:
    url = request.url
    page = pages.get(url, 404)
    if isinstance(page, str) and page.startswith("-> "):
        url, page = page[3:], pages.get(page[3:], 404)
    body, status = (b"", page) if isinstance(page, int) else (page.encode(), 200)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return HtmlResponse(url, status, headers, body, request=request, encoding="utf-8")


def _to_capture(response: Response, request: Request) -> Capture:
    record: Record = with_outcome(to_record(request.replace(url=response.url), response))
    return Capture(
        "",
        "",
        record.source,
        record.url,
        record.role,
        record.kind,
        record.outcome,
        utc_timestamp(),
        detail=record.detail,
    )


def _trace_end(trace: CrawlTrace, tracker: SourceTracker) -> None:
    (stats,), (summary,) = tracker.stats.values(), tracker.summaries()
    trace.moved_columns = stats.gone_columns
    for missed in summary.missed:
        trace.missed[missed.detail] = trace.missed.get(missed.detail, 0) + missed.count
    trace.state, trace.cause = summary.state.value, summary.detail


def _trace_result(trace: CrawlTrace, capture: Capture, request: Request) -> None:
    if capture.outcome not in GOOD_OUTCOMES:
        return
    if capture.role is Role.ATTACHMENT:
        trace.attachments.append(capture.url)
    elif capture.role is Role.REPORT:
        trace.reports[capture.url] = request.meta["gongkai"]["link_text"]
    elif request_meta.META_EMBEDDED_TITLE in request.meta:
        trace.reports[capture.url] = request.meta[request_meta.META_EMBEDDED_TITLE]
