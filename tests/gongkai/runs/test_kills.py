"""Twenty times `kill -9` on a web of a thousand pages: nothing lost, and next to nothing asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.killing import SUFFIXES, Killed, asked, crawl_due, killed, moments, starter
from samples.server.server import Serving, serve
from samples.world.world import World
from tests.gongkai.conftest import Gongkai

KILLS = 20
WORLD = World(21, 560, portals=40, families=("trs", "hanweb"), carriers=("page",))


@pytest.fixture(scope="module")
def web() -> Iterator[Serving]:
    with serve(WORLD, warm=True) as web:
        yield web


def digest(gongkai: Gongkai, data: Path) -> str:
    suffixes = [text for suffix in SUFFIXES for text in ("--suffix", suffix)]
    assert gongkai("build", "--data", data, *suffixes).exit_code == 0
    return gongkai("digest", "--data", data).stdout


def test_twenty_kills_lose_nothing_and_repeat_what_was_in_flight(
    gongkai: Gongkai, web: Serving, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calm, restless = tmp_path / "calm", tmp_path / "restless"
    process = starter(["gongkai.runs.crawl_runner"])(crawl_due, calm, web.registry, web.hosts)
    process.join()
    pages = {asked(seen) for seen in web.log}
    assert (process.exitcode, len(web.log)) == (0, len(pages))
    assert len(pages) >= 1000
    ended: Killed = killed(web, restless, moments(KILLS, seed=7))
    with capsys.disabled():
        share = ended.repeated / len(pages)
        print(
            f"\n{len(ended.kills)} kills, {len(pages)} pages: {ended.repeated} asked twice ({share:.2%})",
            end=" ",
        )
    assert len(ended.kills) == KILLS
    assert ended.again == []
    assert set(ended.log) == pages
    assert ended.repeated <= ended.in_flight
    assert digest(gongkai, restless) == digest(gongkai, calm)
