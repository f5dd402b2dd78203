"""Requests that differ in one number: by their address, by the page's own script, by a form of the page.

Pure; the patterns are `paging.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from lxml.html import HtmlElement

from crawler.pages import Page, RequestSpec

# A page's script joins a few strings with numbers; one that joins thousands is no pager.
_MAX_SCRIPT_JOINS = 200
_BUTTON_TYPES = frozenset({"submit", "button", "image", "reset", "file"})
_CHECKABLE_TYPES = frozenset({"checkbox", "radio"})


@dataclass(frozen=True, slots=True)
class PageNumbering:
    """What stands before and after the number; with `field`, the form to post and where the number goes."""

    prefix: str
    suffix: str = ""
    form: tuple[tuple[str, str], ...] = ()
    number_field: str = ""

    @property
    def is_static(self) -> bool:
        """Whether the pages are files: others are made when they are asked for."""
        return not self.number_field and "?" not in self.prefix

    def request_spec(self, number: int) -> RequestSpec:
        """The request that bears `number`."""
        if self.number_field:
            return RequestSpec(self.prefix, (*self.form, (self.number_field, str(number))))
        return RequestSpec(f"{self.prefix}{number}{self.suffix}")


@dataclass(frozen=True, slots=True)
class _NumberingPatterns:
    max_pages: int
    url_shapes: tuple[re.Pattern[str], ...]
    script_url_shapes: tuple[re.Pattern[str], ...]
    script_join: re.Pattern[str]
    page_counts: tuple[re.Pattern[str], ...]
    form_field: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _NumberingPatterns:
    data = tomllib.loads(Path(__file__).with_name("pager.toml").read_text(encoding="utf-8"))
    script, shapes = data["script"], data["shape"]
    return _NumberingPatterns(
        max_pages=data["most"],
        url_shapes=tuple(re.compile(shape["pattern"]) for shape in shapes),
        script_url_shapes=tuple(re.compile(shape["pattern"]) for shape in shapes if shape["joined"]),
        script_join=re.compile(script["joined"]),
        page_counts=tuple(re.compile(pattern) for pattern in script["totals"]),
        form_field=re.compile(data["form"]["field"]),
    )


def max_pages() -> int:
    """How many pages a pager may lead to."""
    return _patterns().max_pages


@lru_cache(maxsize=4)
def stated_page_count(text: str) -> int:
    """How many pages the text says that there are; 0 when it does not."""
    found = (pattern.search(text) for pattern in _patterns().page_counts)
    return next((int(one.group(1)) for one in found if one), 0)


def match_numbering(url: str) -> tuple[PageNumbering | None, int | None]:
    """The series that an address belongs to and its number there, None where it bears no page number."""
    return _match_url_shapes(url, _patterns().url_shapes)


def _match_url_shapes(
    url: str, shapes: tuple[re.Pattern[str], ...]
) -> tuple[PageNumbering | None, int | None]:
    for shape in shapes:
        if found := shape.search(url):
            start, end = found.span(found.lastindex or 0)
            return PageNumbering(url[:start], url[end:]), int(url[start:end])
    return None, None


def script_numbering(page: Page, text: str) -> tuple[PageNumbering, int] | None:
    """How the page's own script makes an address of a number, and what it adds to the number before."""
    for found in islice(_patterns().script_join.finditer(text), _MAX_SCRIPT_JOINS):
        before, less, after = found.groups("")
        series, number = _match_url_shapes(
            page.absolute_url(f"{before}2{after}"), _patterns().script_url_shapes
        )
        if series is not None and number == 2:
            return series, -1 if less else 0
    return None


def form_numbering(page: Page) -> PageNumbering | None:
    """The form of the page that asks for a page of the list by its number."""
    for form in page.tree.iter("form"):
        fields = tuple(_form_fields(form))
        field = next((name for name, _ in fields if _patterns().form_field.search(name)), "")
        action = page.absolute_url(form.get("action") or page.url)
        if field and action:
            others = tuple((name, value) for name, value in fields if name != field)
            if (form.get("method") or "get").lower() == "post":
                return PageNumbering(action, form=others, number_field=field)
            return PageNumbering(f"{action.partition('?')[0]}?{urlencode((*others, (field, '')))}")
    return None


def _form_fields(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """What the form would send as it stands."""
    for field in form.iter("input", "select"):
        name, kind = field.get("name") or "", (field.get("type") or "text").lower()
        if not name or kind in _BUTTON_TYPES or (kind in _CHECKABLE_TYPES and field.get("checked") is None):
            continue
        chosen = field.find(".//option[@selected]") if field.tag == "select" else field
        yield name, (chosen.get("value") or "") if chosen is not None else ""
