"""Thirty portals, every family and fault among them, from their front pages alone: what a crawl finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.server.server import serve
from samples.world.faults import FAULTS
from samples.world.world import ALL_FAMILIES
from tests.accuracy.shares import FAULTY_WEB_SETTINGS, complete_world, measure_discovery
from tests.support.subprocess_crawl import HAS_BROWSER, crawl

pytestmark = pytest.mark.slow

PORTALS, REPORTS = 30, 610


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_the_reports_of_thirty_portals_are_found_from_their_front_pages(tmp_path: Path) -> None:
    world = complete_world(PORTALS, REPORTS)
    assert {portal.site.family for portal in world.portals} == set(ALL_FAMILIES)
    assert {dealt.fault.key for dealt in world.faults.values()} == set(FAULTS)
    assert len(world.truth) >= 600
    with serve(world, homes_only=True) as web:
        crawl(tmp_path, web.registry_path, web.hosts, **FAULTY_WEB_SETTINGS)
    found = measure_discovery(world, tmp_path)
    assert found.available > REPORTS / 2
    assert found.recall >= 0.995, found.summary()
    assert found.precision >= 0.995, found.summary()
    assert found.unexplained == (), found.summary()
    assert found.plain_share >= 0.95, found.summary()
