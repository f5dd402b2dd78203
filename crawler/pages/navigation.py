"""Where a page leads without a plain link: menus made by scripts, frames, a page's own redirects. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text.normalise import tidy
from crawler.pages.links import title_of
from crawler.pages.page import Page, Row

_ENTRIES = XPath(
    "//*[@onclick or @data-url or @data-href or @data-link] | //area[@href] | //option[@value]"
    " | //a[starts-with(@href, 'javascript:')]"
)
_ATTRIBUTES = ("data-url", "data-href", "data-link")
_LONGEST = 120
# window.open('/zfxxgk/'), location.href='…', toPage("http://…"): a word in quotes that can be no other thing.
_QUOTED = re.compile(r"""['"]([^'"\s<>]+)['"]""")
_ADDRESS = re.compile(
    r"^(https?:)?//|^\.{0,2}/\S|\.(s?html?|jspx?|aspx?|php|do|action)(\?|$)|^[\w/-]+/$", re.IGNORECASE
)
# An address that the script goes to at once, on a page that has nothing else to say.
_GOES_ON = re.compile(
    r"""location(?:\.href)?\s*=\s*['"]([^'"]+)['"]|location\.(?:replace|assign)\(\s*['"]([^'"]+)['"]"""
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\";]+)", re.IGNORECASE)
# A page that only sends its visitor on has next to no text and hardly a link.
_FEW_CHARACTERS = 60
_FEW_LINKS = 4
_MOST_FRAMES = 6


def entries(page: Page) -> tuple[Row, ...]:
    """Titled entries that a script, a list of choices or a picture's map leads from."""
    found: dict[str, Row] = {}
    for element in cast("list[HtmlElement]", _ENTRIES(page.tree)):
        title = title_of(element) or tidy(element.get("alt") or "")
        if not title or len(title) > _LONGEST:
            continue
        for target in _targets(element):
            url = page.address(target)
            if url and url != page.url:
                found.setdefault(url, Row(url, title))
    return tuple(found.values())


def sent_on(page: Page) -> tuple[str, ...]:
    """Where the page sends its visitor, by a refresh, a script or because it consists of frames."""
    framed = [frame.get("src") or "" for frame in page.tree.iter("frame")]
    return _addresses(page, (*framed, *(_redirects(page) if _says_little(page) else ())))


def inner(page: Page) -> tuple[str, ...]:
    """The pages that are shown inside of this one."""
    return _addresses(page, (frame.get("src") or "" for frame in page.tree.iter("iframe")))


def _targets(element: HtmlElement) -> Iterator[str]:
    yield from (element.get(name, "") for name in _ATTRIBUTES if element.get(name))
    if element.tag == "area":
        yield element.get("href", "")
    elif element.tag == "option":
        yield from (value for value in [element.get("value", "")] if _ADDRESS.search(value))
    scripts = element.get("onclick", "") + (element.get("href", "") if element.tag == "a" else "")
    yield from (word for word in _QUOTED.findall(scripts) if _ADDRESS.search(word))


def _redirects(page: Page) -> Iterator[str]:
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            yield from _REFRESH.findall(meta.get("content") or "")
    for script in page.tree.iter("script"):
        yield from (one or other for one, other in _GOES_ON.findall(script.text or ""))


def _says_little(page: Page) -> bool:
    body = page.tree.find("body")
    if body is None:
        return True
    text = "".join(tidy(one) for one in body.xpath(".//text()[not(parent::script or parent::style)]"))
    return len(text) <= _FEW_CHARACTERS and sum(1 for _ in body.iter("a")) <= _FEW_LINKS


def _addresses(page: Page, targets: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(
        page.address(target) for target in targets if target.strip() not in ("", "about:blank")
    )
    return tuple(url for url in found if url and url != page.url)[:_MOST_FRAMES]
