"""Thirty portals of every family, from their front pages alone: what a crawl finds, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.portals.ways import WAYS
from samples.server import serve
from samples.web import ALL_FAMILIES, World
from tests.crawler.crawling import HAS_BROWSER, crawl
from tests.shares import shares

PORTALS, REPORTS = 30, 600


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_the_reports_of_thirty_portals_are_found_from_their_front_pages(tmp_path: Path) -> None:
    world = World(9, REPORTS, portals=PORTALS, families=ALL_FAMILIES).led(WAYS)
    assert {portal.site.family for portal in world.portals} == set(ALL_FAMILIES)
    with serve(world, homes_only=True) as web:
        # A machine that is busy with other tests opens a page slowly; that is no fault of the page.
        crawl(tmp_path, web.registry, web.hosts, PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT=60_000)
    found = shares(world, tmp_path)
    assert found.to_be_had == REPORTS
    assert found.recall >= 0.995, found.told()
    assert found.precision >= 0.995, found.told()
    assert found.unexplained == (), found.told()
    assert found.plain >= 0.95, found.told()
