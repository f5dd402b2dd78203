"""Portals of the sample web, one module per family of portal software; `PORTAL_FAMILIES` lists them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from samples.portals import (
    gbk_queries,
    generic,
    gkmlpt,
    hanweb,
    hanweb_annual,
    jpaas,
    longxun,
    nfcms,
    partial_lists,
    scripted,
    site_channel,
    trs,
    ucap,
    vsb,
    webforms,
)
from samples.portals.articles import PDF_VIEWER_PATH, ArticleWriter, UrlScheme
from samples.portals.response import SampleResponse
from samples.portals.site import HTML_TYPE, Article, Portal, PortalColumn, Resource, Site
from samples.portals.site_structures import with_entry_points, with_navigation_pages

__all__ = [
    "HTML_TYPE",
    "PDF_VIEWER_PATH",
    "PORTAL_FAMILIES",
    "Article",
    "ArticleWriter",
    "Portal",
    "PortalColumn",
    "PortalFamily",
    "Resource",
    "SampleResponse",
    "Site",
    "UrlScheme",
    "with_entry_points",
    "with_navigation_pages",
]


@dataclass(frozen=True, slots=True)
class PortalFamily:
    """How to build the portals of one kind.

    `crawler_family` is what `crawler.families.FAMILIES` calls the software. `lists` says what a crawler has
    to do for the further pages of a list: follow its pager, ask an endpoint, or run its script in a browser.
    """

    crawler_family: str
    url_scheme: UrlScheme
    build: Callable[[Site], Portal]
    lists: Literal["pager", "endpoint", "script"]


PORTAL_FAMILIES: dict[str, PortalFamily] = {
    family.url_scheme.key: family
    for family in (
        PortalFamily("trs", trs.TrsUrlScheme(), trs.portal, "pager"),
        PortalFamily("hanweb", hanweb.HanwebUrlScheme(), hanweb.portal, "endpoint"),
        PortalFamily("generic", scripted.ScriptedUrlScheme(), scripted.portal, "script"),
        PortalFamily(
            "hanweb_annual", hanweb_annual.HanwebAnnualUrlScheme(), hanweb_annual.portal, "endpoint"
        ),
        PortalFamily("hanweb_annual", hanweb_annual.FixedYearUrlScheme(), hanweb_annual.portal, "endpoint"),
        PortalFamily("jpaas", jpaas.JpaasUrlScheme(), jpaas.portal, "endpoint"),
        PortalFamily("jpaas", jpaas.JpaasUnitUrlScheme(), jpaas.unit_portal, "endpoint"),
        PortalFamily("ucap", ucap.UcapUrlScheme(), ucap.portal, "endpoint"),
        PortalFamily("ucap", ucap.UcapSearchUrlScheme(), ucap.search_portal, "endpoint"),
        PortalFamily("gkmlpt", gkmlpt.GkmlptUrlScheme(), gkmlpt.portal, "endpoint"),
        PortalFamily("nfcms", nfcms.NfcmsUrlScheme(), nfcms.portal, "pager"),
        PortalFamily("vsb", vsb.VsbUrlScheme(), vsb.portal, "pager"),
        PortalFamily("vsb", vsb.VsbDynamicUrlScheme(), vsb.dynamic_portal, "pager"),
        PortalFamily("longxun", longxun.LongxunUrlScheme(), longxun.portal, "pager"),
        PortalFamily("site_channel", site_channel.SiteChannelUrlScheme(), site_channel.portal, "pager"),
        PortalFamily("generic", webforms.WebFormsUrlScheme(), webforms.portal, "pager"),
        PortalFamily("generic", gbk_queries.GbkUrlScheme(), gbk_queries.portal, "pager"),
        PortalFamily("generic", scripted.LibraryUrlScheme(), scripted.library_portal, "script"),
        PortalFamily("generic", scripted.HandlersUrlScheme(), scripted.handlers_portal, "script"),
        *(
            PortalFamily("generic", generic.GenericUrlScheme(key), build, partial_lists.LIST_KINDS[key])
            for key, build in partial_lists.PORTAL_BUILDERS.items()
        ),
        *(
            PortalFamily("generic", generic.GenericUrlScheme(key), build, "pager")
            for key, build in generic.PORTAL_BUILDERS.items()
        ),
    )
}
"""Every kind of portal by the key of its URL scheme. Worlds, registries and crawl tests take it from here."""
