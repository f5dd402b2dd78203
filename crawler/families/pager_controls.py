"""Finds the clickable controls of a page (links, buttons, options), and classifies those of a pager.

The patterns are in `pager.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.families.pager_rules import pager_rules
from crawler.pages import Page

_CONTROL_ELEMENTS = XPath("//a | //option[@value] | //*[@onclick]")
# The text of a control has few pieces; an element with more is a box around other elements.
_MAX_TEXT_NODES = 12
_SIGN_TAGS = ("a", "img", "i", "span", "em", "svg", "button", "li", "input")
_LABEL_ATTRIBUTES = ("value", "title", "aria-label", "alt")
# The value of an option is a URL, or a word for the script of the page.
_URL_PATTERN = re.compile(r"[/.?]")


class ControlKind(Enum):
    """What a control of a pager says: 下一页, 尾页, or the number of a page."""

    NEXT = "next"
    LAST = "last"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class PagerControl:
    """Something to click: its text without blanks, and the URL that it leads to, "" for none.

    Without a URL it may pass a `number` to a script; `has_action` says whether the script does anything.
    `sign` is what names it if it has no text: its class, and the file name of its picture.
    """

    text: str
    url: str
    number: int | None
    has_action: bool
    sign: str = ""

    @property
    def kind(self) -> ControlKind | None:
        """What the control says, None if it is none of a pager."""
        return classify_control(self.text, self.sign)[0]


@lru_cache(maxsize=4)
def find_controls(page: Page) -> tuple[PagerControl, ...]:
    """Every control of the page that may lead to another page, in the order of the page."""
    choices = {
        option
        for select in page.tree.iter("select")
        if _is_page_select(select)
        for option in select.iter("option")
    }
    elements = cast("list[HtmlElement]", _CONTROL_ELEMENTS(page.tree))
    return tuple(_to_control(page, element, element in choices) for element in elements)


def _to_control(page: Page, element: HtmlElement, is_choice: bool) -> PagerControl:
    target = (element.get("value" if element.tag == "option" else "href") or "").strip()
    is_script = target[:11].lower() == "javascript:"
    script = element.get("onclick") or (target if is_script else "")
    link = "" if is_script or target.startswith("#") or not _is_url(element, target) else target
    text = control_text(element)
    sign = "" if text else control_sign(element)
    if link and not script:
        return PagerControl(text, page.absolute_url(link), None, False, sign)
    patterns = pager_rules().script
    script_url = patterns.address.search(script)
    if not link and script_url:
        link = script_url.group(1)
    url = page.absolute_url(link) if link else ""
    has_action = not patterns.void.search(script)
    number = None if link else _page_number(target if is_choice else "", script)
    return PagerControl(text, url, number, has_action, sign)


def control_text(element: HtmlElement) -> str:
    """The text of a control; without one, a label in its attributes or those of its images."""
    text = remove_whitespace("".join(islice(element.itertext(), _MAX_TEXT_NODES)))
    labels = (holder.get(name) for holder in (element, *element.iter("img")) for name in _LABEL_ATTRIBUTES)
    return text or remove_whitespace(next((label for label in labels if label), ""))


def control_sign(element: HtmlElement) -> str:
    """The classes of a control and the file names of its pictures: what says what it is without a text."""
    parts = list(islice(element.iter(*_SIGN_TAGS), _MAX_TEXT_NODES))
    names = [part.get("class") or "" for part in (element, *parts)]
    files = [(part.get("src") or "").rpartition("/")[2] for part in (element, *parts)]
    return " ".join(name for name in (*names, *files) if name)


def _is_url(element: HtmlElement, target: str) -> bool:
    return bool(target) and (element.tag != "option" or bool(_URL_PATTERN.search(target)))


def _is_page_select(select: HtmlElement) -> bool:
    """Whether a select box offers the pages of a list from the first on, not numbers of entries per page."""
    values = [option.get("value", "").strip() for option in select.iter("option")]
    return len(values) > 1 and values == [str(number) for number in range(1, len(values) + 1)]


def _page_number(value: str, script: str) -> int | None:
    """The page number that an option means, or that a click passes to a script."""
    call = pager_rules().script.call.search(script)
    number = call.group(1) if call else value
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= 4 else None


def classify_control(text: str, sign: str = "") -> tuple[ControlKind | None, int | None]:
    """The kind of a control and the page number of a label; None for any other control.

    `sign` counts only if there is no text.
    """
    words = pager_rules().words
    if not text:
        signs = ((ControlKind.NEXT, words.next_sign), (ControlKind.LAST, words.last_sign))
        return next(((kind, None) for kind, pattern in signs if pattern.search(sign)), (None, None))
    for kind, pattern in zip(ControlKind, (words.next, words.last, words.label), strict=True):
        if match := pattern.search(text):
            return kind, int(match.group(1)) if kind is ControlKind.LABEL else None
    return None, None
