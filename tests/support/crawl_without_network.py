"""A crawl without sockets: the real course, book and readings over given pages, one after the other."""

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
from archive.warc.records import Record, now
from crawler import request_meta
from crawler import settings as project
from crawler.config import Config
from crawler.frontier.planner import Course
from crawler.frontier.position import Errand
from crawler.frontier.tracker import Book
from crawler.recording.revisits import judged
from crawler.recording.visit_records import of_visit
from crawler.registry.sources import Source
from crawler.request_meta import CAPTURE

GOOD = (Outcome.OK, Outcome.NOT_MODIFIED)
Pages = Mapping[str, str | int]


@dataclass
class Walk:
    """What was asked for, in its order, and what came of it. `reports` are titles by address."""

    asked: list[str] = field(default_factory=list)
    reports: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def walk(folder: Path, pages: Pages, source: Source, **settings: int) -> Walk:
    """Crawl `pages`: HTML by address, a number for a status, `-> address` for a redirect."""
    return asyncio.run(_walk(folder, pages, source, settings))


async def _walk(folder: Path, pages: Pages, source: Source, more: Mapping[str, int]) -> Walk:
    values = Settings()
    values.setmodule(project, priority="project")
    values.update({"GONGKAI_DATA": str(folder), "GONGKAI_OFFICIAL_SUFFIXES": [".gov.cn"], **more})
    ledger = Ledger.open(folder)
    book = Book(ledger, ledger.begin_run("crawl"), lambda _: None)
    course = Course(Config.from_settings(values), book, has_browser=False)
    done, order = Walk(), count()
    queue: list[tuple[int, int, Request]] = []

    def push(requests: Iterable[Request]) -> None:
        for request in requests:
            heappush(queue, (-request.priority, next(order), request))

    await book.take([source])
    with book.closing(source.id):
        push(course.begin(source))
    while queue:
        request = heappop(queue)[2]
        done.asked.append(request.url)
        response = _answer(pages, request)
        capture = request.meta[CAPTURE] = _captured(response, request)
        errand: Errand = request.cb_kwargs["errand"]
        with book.closing(source.id):
            is_good = capture.outcome in GOOD
            if not is_good:
                book.failed(capture, request.url)
            push(errand.then(response) if is_good else errand.otherwise(capture.outcome))
            push(course.at_last(source))
        _note(done, capture, request)
    done.moved = book.tallies[source.id].moved
    done.missed = [one.detail for one in book.tallies[source.id].missed.values()]
    await book.finish()
    return done


def _answer(pages: Pages, request: Request) -> Response:
    url = request.url
    page = pages.get(url, 404)
    if isinstance(page, str) and page.startswith("-> "):
        url, page = page[3:], pages.get(page[3:], 404)
    body, status = (b"", page) if isinstance(page, int) else (page.encode(), 200)
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return HtmlResponse(url, status, headers, body, request=request, encoding="utf-8")


def _captured(response: Response, request: Request) -> Capture:
    record: Record = judged(of_visit(request.replace(url=response.url), response))
    return Capture(
        "",
        "",
        record.source,
        record.url,
        record.role,
        record.kind,
        record.outcome,
        now(),
        detail=record.detail,
    )


def _note(done: Walk, capture: Capture, request: Request) -> None:
    if capture.outcome not in GOOD:
        return
    if capture.role is Role.ATTACHMENT:
        done.attachments.append(capture.url)
    elif capture.role is Role.REPORT:
        done.reports[capture.url] = request.meta["gongkai"]["link_text"]
    elif request_meta.ITSELF in request.meta:
        done.reports[capture.url] = request.meta[request_meta.ITSELF]
