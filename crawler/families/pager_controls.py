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

from archive.text import remove_whitespace
from crawler.pages import Page

_CONTROL_ELEMENTS = XPath("//a | //option[@value] | //*[@onclick]")
# What a pager's control says stands in few pieces; what has more is a box around others.
_MAX_TEXT_NODES = 12
_LABEL_ATTRIBUTES = ("value", "title", "aria-label", "alt")
# A select box's value is an address, or a word for the page's own script.
_URL_PATTERN = re.compile(r"[/.?]")


class ControlKind(Enum):
    """What a control of a pager says."""

    NEXT = "next"
    LAST = "last"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class PagerControl:
    """Something to click: its text without blanks, and the address behind it, "" for none.

    Without an address it may hand a `number` to a script; `is_live` says that the script does something.
    """

    text: str
    url: str
    number: int | None
    has_action: bool


@dataclass(frozen=True, slots=True)
class _ControlPatterns:
    kinds: tuple[tuple[ControlKind, re.Pattern[str]], ...]
    script_url: re.Pattern[str]
    script_call: re.Pattern[str]
    no_action: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _ControlPatterns:
    data = tomllib.loads(Path(__file__).with_name("pager.toml").read_text(encoding="utf-8"))
    script = data["script"]
    return _ControlPatterns(
        kinds=tuple((kind, re.compile(data["words"][kind.value])) for kind in ControlKind),
        script_url=re.compile(script["address"]),
        script_call=re.compile(script["call"]),
        no_action=re.compile(script["void"]),
    )


@lru_cache(maxsize=4)
def find_controls(page: Page) -> tuple[PagerControl, ...]:
    """Every control of the page that may lead somewhere, in the order of the page."""
    choices = {one for box in page.tree.iter("select") if _is_page_select(box) for one in box.iter("option")}
    elements = cast("list[HtmlElement]", _CONTROL_ELEMENTS(page.tree))
    return tuple(_to_control(page, element, element in choices) for element in elements)


def _to_control(page: Page, element: HtmlElement, is_choice: bool) -> PagerControl:
    target = (element.get("value" if element.tag == "option" else "href") or "").strip()
    is_script = target[:11].lower() == "javascript:"
    script = element.get("onclick") or (target if is_script else "")
    link = "" if is_script or target.startswith("#") or not _is_url(element, target) else target
    if link and not script:
        return PagerControl(_control_text(element), page.absolute_url(link), None, False)
    given = _patterns().script_url.search(script)
    if not link and given:
        link = given.group(1)
    address = page.absolute_url(link) if link else ""
    is_live = not _patterns().no_action.search(script)
    number = None if link else _page_number(target if is_choice else "", script)
    return PagerControl(_control_text(element), address, number, is_live)


def _control_text(element: HtmlElement) -> str:
    """What a control says; a picture in it speaks by its `alt`."""
    shown = remove_whitespace("".join(islice(element.itertext(), _MAX_TEXT_NODES)))
    spoken = (one.get(name) for one in (element, *element.iter("img")) for name in _LABEL_ATTRIBUTES)
    return shown or remove_whitespace(next((one for one in spoken if one), ""))


def _is_url(element: HtmlElement, target: str) -> bool:
    return bool(target) and (element.tag != "option" or bool(_URL_PATTERN.search(target)))


def _is_page_select(box: HtmlElement) -> bool:
    """Whether a box offers the pages of a list from the first on, and not how many entries one shows."""
    values = [option.get("value", "").strip() for option in box.iter("option")]
    return len(values) > 1 and values == [str(number) for number in range(1, len(values) + 1)]


def _page_number(value: str, script: str) -> int | None:
    """The number that a choice stands for, or that a click hands to a script."""
    called = _patterns().script_call.search(script)
    number = called.group(1) if called else value
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 4 else None


def classify_control(text: str) -> tuple[ControlKind | None, int | None]:
    """What a control says by its text, with the number that a label is."""
    for kind, pattern in _patterns().kinds:
        if found := pattern.search(text):
            return kind, int(found.group(1)) if kind is ControlKind.LABEL else None
    return None, None
