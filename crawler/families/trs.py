"""Reads TRS WCM (拓尔思) lists, whose pager is one call, `createPageHTML(count, current, "index", "html")`.

Pages count from zero: `index.html` is page 0, `index_1.html` the second page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.families.base import active_markup, sibling_url
from crawler.families.page_numbering import max_pages
from crawler.families.paged_lists import PagedList
from crawler.pages import Page, RequestSpec

# The count is a number, one in quotes, or a variable; further arguments may follow. 开普 UCAP has a function
# of the same name whose first argument is a quoted container and which counts from one.
_PAGE_COUNT = r"""(?:["']?(\d+)["']?|(?:parseInt\(\s*)?([A-Za-z_]\w*)\)?)"""
_PAGING_CALL = re.compile(
    rf"""(?<!function\s)createPageHTML\w?\(\s*{_PAGE_COUNT}\s*,\s*["']?\w+["']?\s*,"""
    r"""\s*["']([\w\-]+)["']\s*,\s*["']\.?(\w+)["']""",
    re.IGNORECASE,
)
# Older templates write the pager in place, without a function.
_COUNT_VARIABLE = "countPage"
# 'index_'+(currentPage+1)+'.htm'
_JOINED_FILE = re.compile(r"""\b([A-Za-z][\w\-]*?)_["']\s*\+[^;"'<>]{1,60}\+\s*["']\.(s?html?)\b""")
_LIST_FILE = re.compile(r"/([A-Za-z][\w\-]*?)(?:_\d+)?\.(s?html?)$")
_ARTICLE_URL = re.compile(r"/t20\d{6}_\d+\.s?html?")


class Trs(PagedList):
    """Lists of TRS WCM and 海云."""

    name = "trs"

    def matches(self, page: Page) -> bool:
        """Whether the page makes the paging call or links to articles named by date and number."""
        return bool(_PAGING_CALL.search(active_markup(page.text)) or _ARTICLE_URL.search(page.text))

    def next_pages(self, page: Page) -> tuple[RequestSpec, ...]:
        """All further pages, as the page counts them; if it does not, those that its pager leads to."""
        count, name, extension = _paging_parameters(page, active_markup(page.text))
        counted = tuple(
            sibling_url(page, f"{name}_{index}.{extension}") for index in range(1, min(count, max_pages()))
        )
        return counted or super().next_pages(page)


def _paging_parameters(page: Page, text: str) -> tuple[int, str, str]:
    """Number of pages, file name and suffix; without a call, as in an address that the script joins.

    Where the script joins none, the file has the name of the page itself.
    """
    if call := _PAGING_CALL.search(text):
        number, variable, name, extension = call.groups()
        return int(number) if number else _variable_value(variable, text), name, extension
    file = _JOINED_FILE.search(text) or _LIST_FILE.search(urlsplit(page.url).path)
    name, extension = file.groups() if file else ("index", "html")
    return _variable_value(_COUNT_VARIABLE, text), name, extension


def _variable_value(variable: str, text: str) -> int:
    """The number that the page assigns to a variable; 0 if none."""
    assignment = re.search(rf"\b{re.escape(variable)}\s*=\s*(?:parseInt\(\s*)?[\"']?(\d+)", text)
    return int(assignment.group(1)) if assignment else 0
