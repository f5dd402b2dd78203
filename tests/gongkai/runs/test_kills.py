"""`kill -9` in the middle of a crawl, five times: no page is lost, almost none is requested twice.

`make gates` kills twenty times and compares with Scrapy's JOBDIR.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.crawling import (
    SUFFIXES,
    KilledCrawl,
    crawl_due,
    crawl_with_kills,
    random_kill_points,
    request_identity,
)
from samples.server.server import RunningWeb, serve
from samples.world.world import World
from tests.gongkai.conftest import RunCommand
from tests.support.forked import start_process

pytestmark = pytest.mark.slow

KILLS = 5
WORLD = World(21, 168, portals=12, families=("trs", "hanweb"), carriers=("page",))


@pytest.fixture(scope="module")
def web() -> Iterator[RunningWeb]:
    with serve(WORLD, prerender=True) as web:
        yield web


def build_digest(gongkai: RunCommand, data: Path) -> str:
    suffixes = [text for suffix in SUFFIXES for text in ("--suffix", suffix)]
    assert gongkai("build", "--data", data, *suffixes).exit_code == 0
    return gongkai("digest", "--data", data).stdout


@pytest.mark.fault("killed", "crawl")
def test_kills_lose_no_page_and_repeat_only_requests_in_flight(
    gongkai: RunCommand, web: RunningWeb, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undisturbed, interrupted = tmp_path / "calm", tmp_path / "restless"
    process = start_process(crawl_due, undisturbed, web.registry_path, web.hosts)
    process.join()
    pages = {request_identity(request) for request in web.log}
    assert (process.exitcode, len(web.log)) == (0, len(pages))
    assert len(pages) >= 300
    killed: KilledCrawl = crawl_with_kills(web, interrupted, random_kill_points(KILLS, seed=7))
    with capsys.disabled():
        share = killed.repeated_count / len(pages)
        print(
            f"\n{len(killed.kills)} kills, {len(pages)} pages: "
            f"{killed.repeated_count} repeated ({share:.2%})",
            end=" ",
        )
    assert len(killed.kills) == KILLS
    assert killed.refetched == []
    assert set(killed.log) == pages
    assert killed.repeated_count <= killed.in_flight_count
    assert build_digest(gongkai, interrupted) == build_digest(gongkai, undisturbed)
