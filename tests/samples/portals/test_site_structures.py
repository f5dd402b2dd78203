"""Site structures: every column can be reached from the home page, but directly only with `direct`."""

from __future__ import annotations

import re

import pytest

from samples.portals.site import Portal
from samples.portals.site_structures import SITE_STRUCTURES
from samples.server.responses import PortalApp
from samples.world.world import World

HREF = re.compile(r'href="(/[^"]*)"')
OPTION = re.compile(r'<option value="([^"]+)"')


def page_links(portal: Portal, path: str) -> set[str]:
    response = PortalApp({portal.site.host: portal}).respond(portal.site.host, path)
    text = response.body.decode()
    return {*HREF.findall(text), *(f"/{value}" for value in OPTION.findall(text))}


@pytest.mark.parametrize("structure", SITE_STRUCTURES)
def test_every_column_can_be_reached_from_the_home_page(structure: str) -> None:
    (portal,) = World(3, 4, portals=1, families=("trs",)).with_structures((structure,)).portals
    targets = {column.path for column in portal.site.columns}
    if structure == "matrix":
        targets = {
            article.path for column in portal.site.columns for article in column.articles if article.report
        }
    assert bool(page_links(portal, "/") & targets) == (structure == "direct")
    seen: set[str] = set()
    queue = {"/"}
    while queue:
        path = queue.pop()
        seen.add(path)
        queue |= {link for link in page_links(portal, path) if link in portal.resources} - seen
    assert targets <= seen


def test_every_family_is_combined_with_every_structure() -> None:
    world = World(3, 28, portals=28, families=("trs", "hanweb", "vsb", "nfcms")).with_structures(
        SITE_STRUCTURES
    )
    combinations = {(portal.site.family, portal.site.entry, portal.site.map) for portal in world.portals}
    assert len(combinations) >= 4 * 4  # four structures have the same entry page
