"""TRS WCM (拓尔思): static lists whose paging is one call, `createPageHTML(count, current, "index", "html")`.

Pages count from zero: `index.html` is page 0, `index_1.html` the second page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.families.base import live, numbered
from crawler.families.paged_lists import Linked
from crawler.pages.page import Ask, Page

# The count is a number, one in quotes, or a variable; further arguments may follow. 开普 UCAP has a function
# of the same name whose first argument is a quoted container and which counts from one.
_COUNT = r"""(?:["']?(\d+)["']?|(?:parseInt\(\s*)?([A-Za-z_]\w*)\)?)"""
_CALL = re.compile(
    rf"""(?<!function\s)createPageHTML\w?\(\s*{_COUNT}\s*,\s*["']?\w+["']?\s*,"""
    r"""\s*["']([\w\-]+)["']\s*,\s*["']\.?(\w+)["']""",
    re.IGNORECASE,
)
# Older templates write the pager where they count, without a function.
_COUNTED = "countPage"
_FILE = re.compile(r"/([A-Za-z][\w\-]*?)(?:_\d+)?\.(s?html?)$")
_ARTICLE = re.compile(r"/t20\d{6}_\d+\.s?html?")
_MOST = 500


class Trs(Linked):
    """Lists of TRS WCM and 海云."""

    name = "trs"

    def matches(self, page: Page) -> bool:
        """The paging call, or articles named by date and number."""
        return bool(_CALL.search(live(page.text)) or _ARTICLE.search(page.text))

    def next_pages(self, page: Page) -> tuple[Ask, ...]:
        """All further pages at once, as the page counts them; where it does not, what its own pager says."""
        count, name, extension = _stated(page, live(page.text))
        counted = tuple(
            numbered(page, f"{name}_{index}.{extension}") for index in range(1, min(count, _MOST))
        )
        return counted or super().next_pages(page)


def _stated(page: Page, text: str) -> tuple[int, str, str]:
    """How many pages there are and how they are named; without a call, as the page itself is."""
    if call := _CALL.search(text):
        number, variable, name, extension = call.groups()
        return int(number) if number else _value(variable, text), name, extension
    own = _FILE.search(urlsplit(page.url).path)
    name, extension = own.groups() if own else ("index", "html")
    return _value(_COUNTED, text), name, extension


def _value(variable: str, text: str) -> int:
    """What the page gives a variable; 0 when it gives none."""
    given = re.search(rf"\b{re.escape(variable)}\s*=\s*(?:parseInt\(\s*)?[\"']?(\d+)", text)
    return int(given.group(1)) if given else 0
