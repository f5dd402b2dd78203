"""Portals whose lists carry their own pager, crawled from their home pages without a browser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from archive.model import Outcome, Role
from samples.portals import PORTAL_FAMILIES
from samples.server.server import serve
from samples.world.world import World
from tests.support.subprocess_crawl import crawl, read_captures, write_registry

pytestmark = pytest.mark.slow

FAMILIES = tuple(key for key, family in PORTAL_FAMILIES.items() if family.lists == "pager")


def test_every_pager_is_followed_to_its_end_from_the_home_page(tmp_path: Path) -> None:
    world = World(11, 3 * len(FAMILIES), len(FAMILIES), FAMILIES, ("page", "docx", "page"))
    with serve(world) as web:
        homes = write_registry(
            tmp_path,
            *({"host": host, "id": host.removesuffix(".gov.cn.test"), "family": ""} for host in web.hosts),
        )
        summary = crawl(
            tmp_path / "data", homes, web.hosts, environment={"GONGKAI_CHROMIUM": "/nowhere/chromium"}
        )
    families = {portal.site.host: portal.site.family for portal in world.portals}
    found = [capture for capture in read_captures(tmp_path / "data") if capture.outcome is Outcome.OK]
    reports = Counter(capture.url for capture in found if capture.role is Role.REPORT)
    missed = [(families[url.split("/")[2]], url) for url in world.truth if url not in reports]
    false = [(families[url.split("/")[2]], url) for url in reports if url not in world.truth]
    assert (missed, false) == ([], [])
    assert set(reports.values()) == {1}
    files = {one.document_url for url, one in world.truth.items() if one.document_url != url}
    assert {capture.url for capture in found if capture.role is Role.ATTACHMENT} == files
    assert {outcome for outcome, *_ in summary["sources"].values()} == {"ok"}
    assert not [seen.path for seen in web.log if seen.status >= 400]
