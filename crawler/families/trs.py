"""TRS WCM (拓尔思): static lists whose paging is one call, `createPageHTML(count, current, "index", "html")`.

Pages count from zero: `index.html` is page 0, `index_1.html` the second page.
"""

from __future__ import annotations

import re

from crawler.families.base import Family, live, numbered
from crawler.page import Ask, Page

# The first argument is a number or a variable. 开普 UCAP has a function of the same name whose first argument
# is a quoted container and which counts from one.
_CALL = re.compile(
    r"""(?<!function\s)createPageHTML\(\s*(\d+|[A-Za-z_]\w*)\s*,\s*(\d+|[A-Za-z_]\w*)\s*,"""
    r"""\s*["']([\w\-]+)["']\s*,\s*["'](\w+)["']"""
)
_ARTICLE = re.compile(r"/t20\d{6}_\d+\.s?html?")
_MOST = 500


class Trs(Family):
    """Lists of TRS WCM and 海云."""

    name = "trs"

    def matches(self, page: Page) -> bool:
        """The paging call, or articles named by date and number."""
        return bool(_CALL.search(live(page.text)) or _ARTICLE.search(page.text))

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """All further pages at once: the call says how many there are."""
        text = live(page.text)
        call = _CALL.search(text)
        if not call:
            return ()
        count, _, name, extension = call.groups()
        pages = min(_number(count, text), _MOST)
        return tuple(numbered(page, f"{name}_{index}.{extension}") for index in range(1, pages))


def _number(word: str, text: str) -> int:
    """A literal number, or the value that the page gives the variable; 0 when it gives none."""
    if word.isdigit():
        return int(word)
    given = re.search(rf"\b{re.escape(word)}\s*=\s*[\"']?(\d+)", text)
    return int(given.group(1)) if given else 0
