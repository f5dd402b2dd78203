"""The source registry of a sample world, as the crawler reads registries; TOML, one entry a portal."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable

from samples.agencies import SUFFIX
from samples.faults import OLD
from samples.portals import generic
from samples.portals.site import Portal, Site

# What the crawler calls the software of a portal, where it has another name: lists that only a script makes
# have no family of their own, and some families have lists of two kinds.
_FAMILY = {
    "scripted": "generic",
    "hanweb_annual_plain": "hanweb_annual",
    "jpaas_unit": "jpaas",
    "ucap_search": "ucap",
    "vsb_asked": "vsb",
    **dict.fromkeys(generic.PORTALS, "generic"),
}


def registry(portals: Iterable[Portal], homes_only: bool = False, moved: Container[str] = frozenset()) -> str:
    """The text of the registry; JSON strings are TOML strings. `homes_only` tells no column and no family.

    Of the hosts in `moved` it knows the columns where they are no more.
    """
    return "\n".join(_entry(portal.site, homes_only, portal.site.host in moved) for portal in portals)


def source_id(host: str) -> str:
    """What the registry calls the portal on this host."""
    return host.removesuffix(SUFFIX).replace(".", "-")


def _entry(site: Site, homes_only: bool, has_moved: bool) -> str:
    known = {
        "family": _FAMILY.get(site.family, site.family),
        "columns": [site.url(OLD * has_moved + column.path) for column in site.columns],
    }
    values: dict[str, object] = {
        "id": source_id(site.host),
        "name": site.name,
        "home": site.url("/"),
        **({} if homes_only else known),
        "province": site.place.province,
        "checked": True,
    }
    if len(site.columns) == 1:
        values["agency"] = site.columns[0].agency.name
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "[[source]]\n" + "\n".join(lines) + "\n"
