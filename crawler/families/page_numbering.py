"""Recognises requests that differ only in a page number: in a URL, in a script or in a form.

The patterns are in `pager.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement
from w3lib.encoding import resolve_encoding

from crawler.families.pager_rules import pager_rules
from crawler.pages import Page, RequestSpec, encode_fields

# The script of a pager joins a few strings with numbers; one that joins thousands is no pager.
_MAX_SCRIPT_JOINS = 200
_NUMBERS = re.compile(r"(\d+)", re.ASCII)
_BUTTON_TYPES = frozenset({"submit", "button", "image", "reset", "file"})
_CHECKABLE_TYPES = frozenset({"checkbox", "radio"})


@dataclass(frozen=True, slots=True)
class PageNumbering:
    """A URL before and after its page number; with `number_field`, a form that takes the number there.

    `encoding` is that of the form.
    """

    prefix: str
    suffix: str = ""
    form: tuple[tuple[str, str], ...] = ()
    number_field: str = ""
    encoding: str = "utf-8"

    @property
    def is_static(self) -> bool:
        """Whether the pages are files, not the output of a program."""
        return not self.number_field and "?" not in self.prefix

    def request_spec(self, number: int) -> RequestSpec:
        """The request for the page `number`."""
        if self.number_field:
            fields = (*self.form, (self.number_field, str(number)))
            return RequestSpec(self.prefix, fields, self.encoding)
        return RequestSpec(f"{self.prefix}{number}{self.suffix}")


def max_pages() -> int:
    """The largest number of pages of one list; a longer list is broken or a trap."""
    return pager_rules().max_pages


@lru_cache(maxsize=4)
def stated_page_count(text: str) -> int:
    """How many pages the text says that the list has; 0 if it does not say."""
    matches = (pattern.search(text) for pattern in pager_rules().script.totals)
    return next((int(match.group(1)) for match in matches if match), 0)


def match_numbering(url: str) -> tuple[PageNumbering | None, int | None]:
    """The numbering that a URL belongs to and its page number, both None if it has no page number."""
    return _match_url_shapes(url, [shape.pattern for shape in pager_rules().shape])


def match_following_number(page_url: str, url: str) -> tuple[PageNumbering | None, int | None]:
    """The numbering of a URL that differs from that of the page in one number alone, and that number.

    It finds page numbers of any shape: `/list/1` and `/list/2`. Both None if more differs.
    """
    parts, other_parts = _NUMBERS.split(page_url), _NUMBERS.split(url)
    pairs = enumerate(zip(parts, other_parts, strict=False))
    changed = [index for index, (part, other) in pairs if part != other]
    if len(parts) != len(other_parts) or len(changed) != 1 or not other_parts[changed[0]].isdecimal():
        return None, None
    place = changed[0]
    numbering = PageNumbering("".join(other_parts[:place]), "".join(other_parts[place + 1 :]))
    return numbering, int(other_parts[place])


def _match_url_shapes(url: str, shapes: Iterable[re.Pattern[str]]) -> tuple[PageNumbering | None, int | None]:
    for shape in shapes:
        if match := shape.search(url):
            start, end = match.span(match.lastindex or 0)
            return PageNumbering(url[:start], url[end:]), int(url[start:end])
    return None, None


def script_numbering(page: Page, text: str) -> tuple[PageNumbering, int] | None:
    """How the script of the page makes a URL of a page number, and what it adds to the number (0 or -1)."""
    rules = pager_rules()
    shapes = [shape.pattern for shape in rules.shape if shape.joined]
    for match in islice(rules.script.joined.finditer(text), _MAX_SCRIPT_JOINS):
        prefix, minus_one, suffix = match.groups("")
        numbering, number = _match_url_shapes(page.absolute_url(f"{prefix}2{suffix}"), shapes)
        if numbering is not None and number == 2:
            return numbering, -1 if minus_one else 0
    return None


def form_numbering(page: Page) -> PageNumbering | None:
    """The form of the page that requests a page of the list by its number; None if there is none."""
    for form in page.tree.iter("form"):
        fields = tuple(form_fields(form))
        field = next((name for name, _ in fields if pager_rules().form.field.search(name)), "")
        action = page.absolute_url(form.get("action") or page.url)
        if field and action:
            other_fields = tuple((name, value) for name, value in fields if name != field)
            encoding = form_encoding(page, form)
            if (form.get("method") or "get").lower() == "post":
                return PageNumbering(action, form=other_fields, number_field=field, encoding=encoding)
            query = encode_fields((*other_fields, (field, "")), encoding)
            return PageNumbering(f"{action.partition('?')[0]}?{query}")
    return None


def form_encoding(page: Page, form: HtmlElement) -> str:
    """The encoding in which a form is sent: the first one that it accepts, else that of its page."""
    accepted = (resolve_encoding(label) for label in (form.get("accept-charset") or "").split())
    return next((encoding for encoding in accepted if encoding), page.encoding)


def form_fields(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """The fields that a form sends if nobody changes them, with their values."""
    for field in form.iter("input", "select"):
        name, kind = field.get("name") or "", (field.get("type") or "text").lower()
        if not name or kind in _BUTTON_TYPES or (kind in _CHECKABLE_TYPES and field.get("checked") is None):
            continue
        holder = field.find(".//option[@selected]") if field.tag == "select" else field
        yield name, (holder.get("value") or "") if holder is not None else ""
