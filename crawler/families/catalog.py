"""Registers all portal families, and detects the family of a page.

This is the one place where a family is registered. A family that needs only a signature and the defaults of
its pager is an entry here; any other is a class in a module of this package, with an instance here. The words
for its signature are in `signatures.toml`.
"""

from __future__ import annotations

import re

from crawler.families.base import Family
from crawler.families.gkmlpt import Gkmlpt
from crawler.families.hanweb import Hanweb
from crawler.families.hanweb_annual import HanwebAnnual
from crawler.families.jpaas import Jpaas
from crawler.families.longxun import Longxun
from crawler.families.paged_lists import GenericFamily, SimplePagedList
from crawler.families.pager import PagerDefaults
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
        # The CMS of Guangdong's shared platform (政府网站集约化平台): articles are `content/post_N.html`, as
        # www.lg.gov.cn/xxgk/xxgknb/qzfgzbm/content/post_11956962.html. Documents of its 政府信息公开目录
        # are those of gkmlpt: /gkmlpt/content/4/4688/post_4688997.html. That page two is `index_2.html` is
        # said of the software; no page at hand shows it.
        SimplePagedList(
            "nfcms",
            re.compile(r"(?<!gkmlpt/)content/m?post_\d+\.html"),
            PagerDefaults(file_template="index_{}.html"),
        ),
        # 博达 VSB and its successors: articles are `/info/<tree>/<id>.htm`, for example
        # hedong.gov.cn/info/4176/108140.htm. Static pages count down to 1, so that a new article changes few
        # files: page two of seven of `zfxxgknb.htm` is `zfxxgknb/6.htm`, the last one `zfxxgknb/1.htm`. Lists
        # that are not static count up: `list.jsp?urltype=tree.TreeTempUrl&wbtreeid=…&PAGENUM=2&totalpage=…`.
        SimplePagedList(
            "vsb",
            re.compile(
                r"/info/\d+/\d+\.htm\b|_showDynClicks\(|urltype=tree\.TreeTempUrl"
                r"|id=[\"']vsb_content|id=[\"']_vsbscreen"
            ),
            PagerDefaults(is_descending=True),
        ),
        Longxun(),
        # Portals with addresses `site_<org>/channel_<24 hex>/doc_<24 hex>.html`, as those of 淄博 and 莘县 in
        # Shandong. How their lists are paged is not known: whatever their pager says is followed.
        SimplePagedList("site_channel", re.compile(r"/(?:channel|doc)_[0-9a-f]{24}\b")),
        GENERIC,
    )
}
"""By name, in the order in which signatures are tried: a more certain signature comes earlier."""


def detect_family(page: Page, hint: str = "") -> Family:
    """Return the family whose signature the page carries: the one named by `hint` if it does, else the first.

    A page without any signature is read as `hint` says: the last pages of a list often carry none.
    """
    hinted = FAMILIES.get(hint, GENERIC)
    if hinted is not GENERIC and hinted.matches(page):
        return hinted
    matching = (family for family in FAMILIES.values() if family is not GENERIC and family.matches(page))
    return next(matching, hinted)
