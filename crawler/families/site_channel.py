"""Portals whose places are `site_<org>/channel_<24 hex>/doc_<24 hex>.html`, as 淄博's and 莘县's in Shandong.

How their lists are paged is not known: whatever their pager says is followed.
"""

from __future__ import annotations

import re

from crawler.families.linked import Linked


class SiteChannel(Linked):
    """Lists of such portals."""

    name = "site_channel"
    signature = re.compile(r"/(?:channel|doc)_[0-9a-f]{24}\b")
