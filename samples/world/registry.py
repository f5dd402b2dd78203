"""The source registry of a sample world, as the crawler reads registries; TOML, one entry a portal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from samples.portals import PORTAL_FAMILIES, Portal, Site
from samples.reports import HOST_SUFFIX
from samples.world.faults import MOVED_COLUMN_PREFIX, ActiveFault


def registry_toml(
    portals: Iterable[Portal], homes_only: bool = False, faults: Mapping[str, ActiveFault] = {}
) -> str:
    """The text of the registry; JSON strings are TOML strings. `homes_only` leaves out columns and families.

    `faults` by host: for a moved column the registry has the former address.
    """
    targets = {host: active_fault.fault.target for host, active_fault in faults.items()}
    return "\n".join(_entry(portal.site, homes_only, targets.get(portal.site.host, "")) for portal in portals)


def source_id(host: str) -> str:
    """What the registry calls the portal on this host."""
    return host.removesuffix(HOST_SUFFIX).replace(".", "-")


def _entry(site: Site, homes_only: bool, fault_target: str) -> str:
    known = {
        "family": PORTAL_FAMILIES[site.family].crawler_family,
        "columns": [
            site.url(MOVED_COLUMN_PREFIX * (fault_target == "registry") + column.path)
            for column in site.columns
        ],
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
    entry = "[[source]]\n" + "\n".join(lines) + "\n"
    return entry.replace('"http://', '"https://') if fault_target == "certificate" else entry
