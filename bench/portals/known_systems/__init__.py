"""Small imitations of government portals, with known reports.

`needs_browser` is true for a portal whose rows come only by a script that asks the server (XMLHttpRequest); a
reader who knows the system's interface can do without a browser. Pagers and rows whose addresses stand in the page
(onclick, select, createPageHTML, a comment) do not count as such.
"""

from __future__ import annotations

from bench.portals.known_systems import (
    columns_uuid,
    fujian,
    gkmlpt,
    hanweb_annual,
    hanweb_jcms,
    hunan,
    indexphp,
    jpaas,
    longxun,
    shandong,
    suining,
    trs,
    trs_gbk,
    ucap_list,
    ucap_search,
    vsb,
)
from bench.portals.portal_model import ForeignPortal

PORTALS: list[ForeignPortal] = [
    hanweb_jcms.PORTAL,
    hanweb_annual.PORTAL,
    jpaas.PORTAL,
    ucap_list.PORTAL,
    ucap_search.PORTAL,
    trs.PORTAL,
    trs_gbk.PORTAL,
    vsb.PORTAL,
    gkmlpt.PORTAL,
    longxun.PORTAL,
    shandong.PORTAL,
    fujian.PORTAL,
    hunan.PORTAL,
    columns_uuid.PORTAL,
    suining.PORTAL,
    indexphp.PORTAL,
]
