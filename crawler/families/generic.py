"""Any list whose pager can be followed: 下一页, 尾页, page numbers, buttons, select boxes, counts."""

from __future__ import annotations

from crawler.families.linked import Linked
from crawler.page import Page


class Generic(Linked):
    """The family of portals that need none."""

    name = "generic"

    def matches(self, page: Page) -> bool:
        """Every page, for want of a better family."""
        return True
