"""What can be clicked on a page and where it leads: links, buttons, choices of select boxes, page numbers.

Pure; the patterns are `paging.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.normalise import tidy
from crawler.discovery import title_of
from crawler.page import Page

_CONTROLS = XPath("//a | //option[@value] | //*[@onclick]")
# A select box's value is an address, or a word for the page's own script.
_ADDRESS = re.compile(r"[/.?]")


class Kind(Enum):
    """What a control of a pager says."""

    NEXT = "next"
    LAST = "last"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Control:
    """Something to click: its text, the address behind it or "", the number that it hands to a script.

    `title` is its text as a list's entry, "" where it holds links of its own.
    """

    text: str
    title: str
    address: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Addresses that differ in one number."""

    before: str
    after: str

    @property
    def is_query(self) -> bool:
        """Whether the number stands in the query: such pages are made when they are asked for."""
        return "?" in self.before

    def address(self, number: int) -> str:
        """The address that bears `number`."""
        return f"{self.before}{number}{self.after}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    most: int
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    shapes: tuple[re.Pattern[str], ...]
    joinable: tuple[re.Pattern[str], ...]
    address: re.Pattern[str]
    call: re.Pattern[str]
    joined: re.Pattern[str]
    totals: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = tomllib.loads(Path(__file__).with_name("paging.toml").read_text(encoding="utf-8"))
    script, shapes = data["script"], data["shape"]
    return _Patterns(
        most=data["most"],
        kinds=tuple((kind, re.compile(data["words"][kind.value])) for kind in Kind),
        shapes=tuple(re.compile(shape["pattern"]) for shape in shapes),
        joinable=tuple(re.compile(shape["pattern"]) for shape in shapes if shape["joined"]),
        address=re.compile(script["address"]),
        call=re.compile(script["call"]),
        joined=re.compile(script["joined"]),
        totals=tuple(re.compile(pattern) for pattern in script["totals"]),
    )


def most() -> int:
    """How many pages a pager may lead to."""
    return _patterns().most


def controls(page: Page) -> tuple[Control, ...]:
    """Every control of the page that may lead somewhere, in the order of the page."""
    return tuple(_control(page, element) for element in cast("list[HtmlElement]", _CONTROLS(page.tree)))


def _control(page: Page, element: HtmlElement) -> Control:
    target = (element.get("value" if element.tag == "option" else "href") or "").strip()
    is_script = target[:11].lower() == "javascript:"
    script = element.get("onclick") or (target if is_script else "")
    link = "" if is_script or target.startswith("#") or not _is_address(element, target) else target
    given = _patterns().address.search(script)
    if not link and given:
        link = given.group(1)
    text = tidy(element.text_content()) or tidy(element.get("value") or element.get("title") or "")
    title = "" if element.find(".//a") is not None else title_of(element)
    return Control(text, title, page.address(link) if link else "", None if link else _number(target, script))


def _is_address(element: HtmlElement, target: str) -> bool:
    return bool(target) and (element.tag != "option" or bool(_ADDRESS.search(target)))


def _number(target: str, script: str) -> int | None:
    """The number that a choice stands for, or that a click hands to a script."""
    called = _patterns().call.search(script)
    number = called.group(1) if called else target
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 4 else None


def kind_of(text: str) -> tuple[Kind | None, int | None]:
    """What a control says by its text, with the number that a label is."""
    for kind, pattern in _patterns().kinds:
        if found := pattern.search(text):
            return kind, int(found.group(1)) if kind is Kind.LABEL else None
    return None, None


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
    for before, less, after in _patterns().joined.findall(text):
        series, number = _placed(page.address(f"{before}2{after}"), _patterns().joinable)
        if series is not None and number == 2:
            return series, -1 if less else 0
    return None


def total(text: str) -> int:
    """How many pages the text says that there are; 0 when it does not."""
    found = (pattern.search(text) for pattern in _patterns().totals)
    return next((int(one.group(1)) for one in found if one), 0)
