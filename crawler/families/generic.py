"""Any list with plain links: follows 下一页 and page numbers, until nothing is new."""

from __future__ import annotations

import re

from crawler.families.base import Family
from crawler.page import Ask, Page

_NEXT = re.compile(r"^(下一?页|后一?页|下页>*|next( page)?|>|>>|»|›|＞)\s*[>»›＞]*$", re.IGNORECASE)
_NUMBER = re.compile(r"^[\[【(（]?\s*\d{1,4}\s*[\])）】]?$")
# A number is a page number only behind an address that could be one: index_2.html, list/2.htm, ?page=2.
_PAGED = re.compile(
    r"[_\-/]\d{1,4}\.(s?html?|jspx?|aspx?|php)$|[?&](page\w*|currpage|pn|p)=\d+", re.IGNORECASE
)


class Generic(Family):
    """The family of portals that need none."""

    name = "generic"

    def matches(self, page: Page) -> bool:
        """Every page, for want of a better family."""
        return True

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """Where 下一页 and the page numbers of this page lead."""
        found = dict.fromkeys(
            page.address(link.get("href") or "")
            for link in page.tree.iter("a")
            if _pages_on(link.text_content().strip(), link.get("href") or "")
        )
        return tuple(Ask(url) for url in found if url and url != page.url)


def _pages_on(text: str, target: str) -> bool:
    if not target or target.startswith(("#", "javascript:")):
        return False
    return bool(_NEXT.match(text) or (_NUMBER.match(text) and _PAGED.search(target)))
