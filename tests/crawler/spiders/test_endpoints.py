"""Complete crawls, from the home page and without a browser, of portals whose lists come from an endpoint."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.model import Outcome, Role
from samples.portals import PORTAL_FAMILIES
from samples.server.server import serve
from samples.world.world import World
from tests.support.subprocess_crawl import crawl, read_captures, write_registry

pytestmark = pytest.mark.slow

FAMILIES = tuple(key for key, family in PORTAL_FAMILIES.items() if family.lists == "endpoint")


def test_every_report_is_found_from_the_home_page_alone(tmp_path: Path) -> None:
    world = World(6, 2 * len(FAMILIES), len(FAMILIES), FAMILIES, carriers=("page", "docx", "page", "pdf"))
    hosts = (portal.site.host for portal in world.portals)
    registry = write_registry(tmp_path, *({"id": host.replace(".", "-"), "host": host} for host in hosts))
    with serve(world) as web:
        summary = crawl(
            tmp_path / "data", registry, web.hosts, environment={"GONGKAI_CHROMIUM": "/nowhere/chromium"}
        )
    captures = read_captures(tmp_path / "data")
    urls_by_role = {
        role: {capture.url for capture in captures if (capture.role, capture.outcome) == (role, Outcome.OK)}
        for role in Role
    }
    assert {name: source[:2] for name, source in summary["sources"].items() if source[0] != "ok"} == {}
    assert urls_by_role[Role.REPORT] == set(world.truth)
    assert urls_by_role[Role.ATTACHMENT] == {truth.document_url for truth in world.truth.values()} - set(
        world.truth
    )
