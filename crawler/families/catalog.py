"""All portal families, in the order in which their signatures are tried."""

from __future__ import annotations

from crawler.families.base import Family
from crawler.families.gkmlpt import Gkmlpt
from crawler.families.hanweb import Hanweb
from crawler.families.hanweb_annual import HanwebAnnual
from crawler.families.jpaas import Jpaas
from crawler.families.longxun import Longxun
from crawler.families.paged_lists import GenericFamily, Nfcms, SiteChannel, Vsb
from crawler.families.trs import Trs
from crawler.families.ucap import Ucap
from crawler.pages import Page

GENERIC = GenericFamily()
FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        HanwebAnnual(),
        Gkmlpt(),
        Jpaas(),
        Ucap(),
        Trs(),
        Hanweb(),
        Nfcms(),
        Vsb(),
        Longxun(),
        SiteChannel(),
        GENERIC,
    )
}
"""By name, in the order in which signatures are looked for: the plainer a signature, the earlier."""


def detect_family(page: Page, hint: str = "") -> Family:
    """The family whose signature the page carries: the one of `hint` where it does, else the first that does.

    A page with no family's signature is read as the hint says: the last pages of a list often carry none.
    """
    named = FAMILIES.get(hint, GENERIC)
    if named is not GENERIC and named.matches(page):
        return named
    found = next((one for one in FAMILIES.values() if one is not GENERIC and one.matches(page)), None)
    return found or named
