"""What can be clicked on a page and where it leads: links, buttons, choices of select boxes.

Pure; the patterns are `paging.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text.normalise import compact
from crawler.pages.page import Page

_CONTROLS = XPath("//a | //option[@value] | //*[@onclick]")
# What a pager's control says stands in few pieces; what has more is a box around others.
_PIECES = 12
_NAMED = ("value", "title", "aria-label", "alt")
# A select box's value is an address, or a word for the page's own script.
_ADDRESS = re.compile(r"[/.?]")


class Kind(Enum):
    """What a control of a pager says."""

    NEXT = "next"
    LAST = "last"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Control:
    """Something to click: its text without blanks, and the address behind it, "" for none.

    Without an address it may hand a `number` to a script; `is_live` says that the script does something.
    """

    text: str
    address: str
    number: int | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]
    address: re.Pattern[str]
    call: re.Pattern[str]
    void: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    data = tomllib.loads(Path(__file__).with_name("pager.toml").read_text(encoding="utf-8"))
    script = data["script"]
    return _Patterns(
        kinds=tuple((kind, re.compile(data["words"][kind.value])) for kind in Kind),
        address=re.compile(script["address"]),
        call=re.compile(script["call"]),
        void=re.compile(script["void"]),
    )


@lru_cache(maxsize=4)
def controls(page: Page) -> tuple[Control, ...]:
    """Every control of the page that may lead somewhere, in the order of the page."""
    choices = {one for box in page.tree.iter("select") if _counts(box) for one in box.iter("option")}
    elements = cast("list[HtmlElement]", _CONTROLS(page.tree))
    return tuple(_control(page, element, element in choices) for element in elements)


def _control(page: Page, element: HtmlElement, is_choice: bool) -> Control:
    target = (element.get("value" if element.tag == "option" else "href") or "").strip()
    is_script = target[:11].lower() == "javascript:"
    script = element.get("onclick") or (target if is_script else "")
    link = "" if is_script or target.startswith("#") or not _is_address(element, target) else target
    if link and not script:
        return Control(_text(element), page.address(link), None, False)
    given = _patterns().address.search(script)
    if not link and given:
        link = given.group(1)
    address = page.address(link) if link else ""
    is_live = not _patterns().void.search(script)
    number = None if link else _number(target if is_choice else "", script)
    return Control(_text(element), address, number, is_live)


def _text(element: HtmlElement) -> str:
    """What a control says; a picture in it speaks by its `alt`."""
    shown = compact("".join(islice(element.itertext(), _PIECES)))
    spoken = (one.get(name) for one in (element, *element.iter("img")) for name in _NAMED)
    return shown or compact(next((one for one in spoken if one), ""))


def _is_address(element: HtmlElement, target: str) -> bool:
    return bool(target) and (element.tag != "option" or bool(_ADDRESS.search(target)))


def _counts(box: HtmlElement) -> bool:
    """Whether a box offers the pages of a list from the first on, and not how many entries one shows."""
    values = [option.get("value", "").strip() for option in box.iter("option")]
    return len(values) > 1 and values == [str(number) for number in range(1, len(values) + 1)]


def _number(value: str, script: str) -> int | None:
    """The number that a choice stands for, or that a click hands to a script."""
    called = _patterns().call.search(script)
    number = called.group(1) if called else value
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 4 else None


def kind_of(text: str) -> tuple[Kind | None, int | None]:
    """What a control says by its text, with the number that a label is."""
    for kind, pattern in _patterns().kinds:
        if found := pattern.search(text):
            return kind, int(found.group(1)) if kind is Kind.LABEL else None
    return None, None
