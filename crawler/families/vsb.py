"""博达 VSB: articles are `/info/<tree>/<id>.htm`, the pages of a static list count down to 1.

hedong.gov.cn/info/4176/108140.htm. Page two of seven of `zfxxgknb.htm` is `zfxxgknb/6.htm`, the last one
`zfxxgknb/1.htm`, so that a new article changes few files. Lists that are not static are
`list.jsp?urltype=tree.TreeTempUrl&wbtreeid=…&PAGENUM=2&totalpage=…` and count up.
"""

from __future__ import annotations

import re

from crawler.families.linked import Linked
from crawler.families.paging import Habits


class Vsb(Linked):
    """Lists of VSB and its successors."""

    name = "vsb"
    signature = re.compile(
        r"/info/\d+/\d+\.htm\b|_showDynClicks\(|urltype=tree\.TreeTempUrl|id=[\"']vsb_content|id=[\"']_vsbscreen"
    )
    habits = Habits(counts_down=True)
