"""Ways from a front page: every column is reached, and none of them from the front page itself."""

from __future__ import annotations

import re

import pytest

from samples.portals.site import Portal
from samples.portals.site_structures import SITE_STRUCTURES
from samples.server.responses import PortalApp
from samples.world.world import World

HREF = re.compile(r'href="(/[^"]*)"')


def page_links(portal: Portal, path: str) -> set[str]:
    answer = PortalApp({portal.site.host: portal}).respond(portal.site.host, path)
    return set(HREF.findall(answer.body.decode()))


@pytest.mark.parametrize("way", SITE_STRUCTURES)
def test_every_column_can_be_reached_from_the_home_page(way: str) -> None:
    (portal,) = World(3, 4, portals=1, families=("trs",)).with_structures((way,)).portals
    goals = {column.path for column in portal.site.columns}
    if way == "matrix":
        goals = {
            article.path for column in portal.site.columns for article in column.articles if article.report
        }
    assert bool(page_links(portal, "/") & goals) == (way == "direct")
    seen: set[str] = set()
    queue = {"/"}
    while queue:
        path = queue.pop()
        seen.add(path)
        queue |= {link for link in page_links(portal, path) if link in portal.resources} - seen
    assert goals <= seen


def test_every_family_is_combined_with_every_structure() -> None:
    world = World(3, 20, portals=20, families=("trs", "hanweb", "vsb", "nfcms")).with_structures(
        SITE_STRUCTURES
    )
    met = {(portal.site.family, portal.site.entry, portal.site.map) for portal in world.portals}
    assert len(met) >= 4 * 4  # menu and matrix open alike
