"""The CMS of Guangdong's shared platform (政府网站集约化平台): articles are `content/post_N.html`.

www.lg.gov.cn/xxgk/xxgknb/qzfgzbm/content/post_11956962.html. Its documents of 政府信息公开目录 are those of
gkmlpt, in folders: /gkmlpt/content/4/4688/post_4688997.html.
"""

from __future__ import annotations

import re

from crawler.families.linked import Linked
from crawler.families.paging import Habits


class Nfcms(Linked):
    """Static lists; `index_2.html` is page two. That is said of the software, no page at hand shows it."""

    name = "nfcms"
    signature = re.compile(r"(?<!gkmlpt/)content/m?post_\d+\.html")
    habits = Habits(unlinked="index_{}.html")
