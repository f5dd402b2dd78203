"""A crawl from home pages alone finds every report; `make gates` crawls a larger web with every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.portals.site_structures import SITE_STRUCTURES
from samples.server.server import serve
from samples.world.faults import FAULTS
from samples.world.world import ALL_FAMILIES, World
from tests.accuracy.shares import FAULTY_WEB_SETTINGS, SMALL_WEB, complete_world, measure_discovery
from tests.support.subprocess_crawl import HAS_BROWSER, crawl

pytestmark = pytest.mark.slow

# The browser opens each year of its lists, which takes as long as all others: a part of `make gates` alone.
FAMILIES = tuple(family for family in ALL_FAMILIES if family != "generic_year_panels")


def test_the_web_of_make_gates_has_every_family_and_fault() -> None:
    world = complete_world(*SMALL_WEB)
    assert {portal.site.family for portal in world.portals} == set(ALL_FAMILIES)
    assert {active.fault.key for active in world.faults.values()} == set(FAULTS)


@pytest.mark.skipif(not HAS_BROWSER, reason="there is no Chromium on this machine")
def test_every_report_is_found_from_the_home_pages(tmp_path: Path) -> None:
    world = World(9, 3 * len(FAMILIES), portals=len(FAMILIES), families=FAMILIES).with_structures(
        SITE_STRUCTURES
    )
    assert {portal.site.family for portal in world.portals} == set(FAMILIES)
    with serve(world, homes_only=True) as web:
        crawl(tmp_path, web.registry_path, web.hosts, **FAULTY_WEB_SETTINGS)
    result = measure_discovery(world, tmp_path)
    assert result.available >= 100
    assert (result.recall, result.precision) == (1.0, 1.0), result.summary()
    assert result.unexplained == (), result.summary()
    assert result.plain_share >= 0.95, result.summary()
