"""Portals whose lists have a pager in their HTML, crawled from their home pages without a browser."""

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
    families = {portal.site.host: portal.site.family for portal in world.portals}
    with serve(world) as web:
        registry = write_registry(
            tmp_path,
            *({"host": host, "id": host.removesuffix(".gov.cn.test"), "family": ""} for host in families),
        )
        summary = crawl(
            tmp_path / "data", registry, web.hosts, environment={"GONGKAI_CHROMIUM": "/nowhere/chromium"}
        )
    captures = [capture for capture in read_captures(tmp_path / "data") if capture.outcome is Outcome.OK]
    reports = Counter(capture.url for capture in captures if capture.role is Role.REPORT)
    missed = [(families[url.split("/")[2]], url) for url in world.truth if url not in reports]
    unexpected = [(families[url.split("/")[2]], url) for url in reports if url not in world.truth]
    assert (missed, unexpected) == ([], [])
    assert set(reports.values()) == {1}
    files = {truth.document_url for url, truth in world.truth.items() if truth.document_url != url}
    assert {capture.url for capture in captures if capture.role is Role.ATTACHMENT} == files
    assert {outcome for outcome, *_ in summary["sources"].values()} == {"ok"}
    assert not [request.path for request in web.log if request.status >= 400]
