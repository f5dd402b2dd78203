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

from crawler.pages.page import Ask, Page

# A page's script joins a few strings with numbers; one that joins thousands is no pager.
_MOST_JOINED = 200
_BUTTONS = frozenset({"submit", "button", "image", "reset", "file"})
_CHOICES = frozenset({"checkbox", "radio"})


@dataclass(frozen=True, slots=True)
class Series:
    """What stands before and after the number; with `field`, the form to post and where the number goes."""

    before: str
    after: str = ""
    form: tuple[tuple[str, str], ...] = ()
    field: str = ""

    @property
    def is_static(self) -> bool:
        """Whether the pages are files: others are made when they are asked for."""
        return not self.field and "?" not in self.before

    def ask(self, number: int) -> Ask:
        """The request that bears `number`."""
        if self.field:
            return Ask(self.before, (*self.form, (self.field, str(number))))
        return Ask(f"{self.before}{number}{self.after}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    most: int
    shapes: tuple[re.Pattern[str], ...]
    joinable: tuple[re.Pattern[str], ...]
    joined: re.Pattern[str]
    totals: tuple[re.Pattern[str], ...]
    field: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = tomllib.loads(Path(__file__).with_name("pager.toml").read_text(encoding="utf-8"))
    script, shapes = data["script"], data["shape"]
    return _Patterns(
        most=data["most"],
        shapes=tuple(re.compile(shape["pattern"]) for shape in shapes),
        joinable=tuple(re.compile(shape["pattern"]) for shape in shapes if shape["joined"]),
        joined=re.compile(script["joined"]),
        totals=tuple(re.compile(pattern) for pattern in script["totals"]),
        field=re.compile(data["form"]["field"]),
    )


def most() -> int:
    """How many pages a pager may lead to."""
    return _patterns().most


@lru_cache(maxsize=4)
def total(text: str) -> int:
    """How many pages the text says that there are; 0 when it does not."""
    found = (pattern.search(text) for pattern in _patterns().totals)
    return next((int(one.group(1)) for one in found if one), 0)


def placed(address: str) -> tuple[Series | None, int | None]:
    """The series that an address belongs to and its number there, None where it bears no page number."""
    return _placed(address, _patterns().shapes)


def _placed(address: str, shapes: tuple[re.Pattern[str], ...]) -> tuple[Series | None, int | None]:
    for shape in shapes:
        if found := shape.search(address):
            start, end = found.span(found.lastindex or 0)
            return Series(address[:start], address[end:]), int(address[start:end])
    return None, None


def joined(page: Page, text: str) -> tuple[Series, int] | None:
    """How the page's own script makes an address of a number, and what it adds to the number before."""
    for found in islice(_patterns().joined.finditer(text), _MOST_JOINED):
        before, less, after = found.groups("")
        series, number = _placed(page.address(f"{before}2{after}"), _patterns().joinable)
        if series is not None and number == 2:
            return series, -1 if less else 0
    return None


def sent(page: Page) -> Series | None:
    """The form of the page that asks for a page of the list by its number."""
    for form in page.tree.iter("form"):
        fields = tuple(_fields(form))
        field = next((name for name, _ in fields if _patterns().field.search(name)), "")
        action = page.address(form.get("action") or page.url)
        if field and action:
            others = tuple((name, value) for name, value in fields if name != field)
            if (form.get("method") or "get").lower() == "post":
                return Series(action, form=others, field=field)
            return Series(f"{action.partition('?')[0]}?{urlencode((*others, (field, '')))}")
    return None


def _fields(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """What the form would send as it stands."""
    for field in form.iter("input", "select"):
        name, kind = field.get("name") or "", (field.get("type") or "text").lower()
        if not name or kind in _BUTTONS or (kind in _CHOICES and field.get("checked") is None):
            continue
        chosen = field.find(".//option[@selected]") if field.tag == "select" else field
        yield name, (chosen.get("value") or "") if chosen is not None else ""
