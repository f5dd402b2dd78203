"""Conditional requests: unchanged pages are not sent again, and their links are still followed."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from archive.model import Outcome, Role
from crawler.middlewares.conditional import ConditionalMiddleware
from samples.server.server import serve
from samples.world.world import World
from tests.support.subprocess_crawl import crawl, read_captures

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("damaged", [False, True])
def test_an_unchanged_page_is_not_sent_again_and_its_attachments_are_still_found(
    tmp_path: Path, damaged: bool
) -> None:
    world = World(8, 6, portals=2, families=("trs", "hanweb"), carriers=("page", "docx", "pdf"))
    with serve(world) as web:
        first = crawl(tmp_path, web.registry_path, web.hosts)
        first_captures = read_captures(tmp_path)
        if damaged:
            corrupt_record(
                tmp_path, next(capture for capture in first_captures if capture.role is Role.REPORT)
            )
        log_length = len(web.log)
        second = crawl(tmp_path, web.registry_path, web.hosts)
        status_counts = Counter(capture.status for capture in web.log[log_length:])
    second_captures = [capture for capture in read_captures(tmp_path) if capture.run == second["run"]]
    documents = {capture.url for capture in first_captures if capture.role in (Role.REPORT, Role.ATTACHMENT)}
    good_outcomes = (Outcome.OK, Outcome.NOT_MODIFIED)
    good_urls = {
        capture.url
        for capture in second_captures
        if capture.role in (Role.REPORT, Role.ATTACHMENT) and capture.outcome in good_outcomes
    }
    assert good_urls == documents
    assert second["sources"] == first["sources"]
    assert status_counts[304] >= len(documents)
    unchanged = {capture.url for capture in second_captures if capture.outcome is Outcome.NOT_MODIFIED}
    assert documents <= unchanged
    if damaged:  # the archived bytes are lost, so the page is requested again without validators
        (refetched,) = {
            capture.url
            for capture in second_captures
            if capture.outcome is Outcome.OK and capture.url in documents
        }
        assert refetched in unchanged
    else:
        assert {capture.record for capture in second_captures} <= {"revisit", "metadata"}


def corrupt_record(data: Path, capture: object) -> None:
    """Overwrite the middle of one archived record."""
    file, offset, length = (getattr(capture, name) for name in ("file", "offset", "length"))
    with (data / "warc" / file).open("r+b") as stream:
        stream.seek(offset + length // 2)
        stream.write(b"\0" * 16)


def test_a_redirected_request_carries_no_validators() -> None:
    middleware = ConditionalMiddleware(get_crawler(settings_dict={"GONGKAI_DATA": "."}))
    headers = {"If-None-Match": '"a"', "If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    request = Request("http://a.gov.cn.test/b.html", headers=headers)
    asyncio.run(middleware.process_request(request))
    assert not request.headers
