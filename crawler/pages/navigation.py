"""Finds links that are not plain anchors: script menus, select boxes, image maps, frames, redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import collapse_whitespace
from crawler.pages.links import has_address, link_title
from crawler.pages.page import ListEntry, Page
from crawler.pages.script_calls import called_url

_SCRIPT_LINK_ELEMENTS = XPath(
    "//*[@onclick or @*[starts-with(name(), 'data-')]] | //area[@href] | //option[@value]"
    " | //a[starts-with(@href, 'javascript:')]"
)
# A lazy picture or a player has the URL of a file there; an element with a text has that of a page.
_MEDIA_TAGS = frozenset({"img", "video", "audio", "source", "script", "link", "body", "html", "form"})
_MAX_TITLE_LENGTH = 120
# window.open('/zfxxgk/'), location.href='…', toPage("http://…"): a quoted word that can only be a URL.
_QUOTED_WORD = re.compile(r"""['"]([^'"\s<>]+)['"]""")
_URL_PATTERN = re.compile(
    r"^(https?:)?//|^\.{0,2}/\S|\.(s?html?|jspx?|aspx?|php|do|action)(\?|$)|^[\w/-]+/$|^[\w./-]+\?\w+=",
    re.IGNORECASE,
)
# A URL that the script of a page without other content opens at once.
_SCRIPT_REDIRECT = re.compile(
    r"""location(?:\.href)?\s*=\s*['"]([^'"]+)['"]|location\.(?:replace|assign)\(\s*['"]([^'"]+)['"]"""
)
# `0; url='/nb/'`, `3;/nb/`: as browsers read it, the quotes and the word are optional.
_REFRESH = re.compile(
    r"""\s*(?P<seconds>\d*\.?\d*)[\s;,]*(?:url\s*=\s*)?(?:"(?P<double>[^"]*)|'(?P<single>[^']*)|(?P<bare>.*))""",
    re.IGNORECASE | re.DOTALL,
)
# A page that only redirects has almost no text and few links.
_MAX_REDIRECT_PAGE_CHARACTERS = 60
_MAX_REDIRECT_PAGE_LINKS = 4
_MAX_FRAMES = 6
# 2023年年报: shorter titles name no report.
_MIN_REPORT_TITLE = 7


def script_links(page: Page) -> tuple[ListEntry, ...]:
    """Titled entries of scripts, select boxes, image maps and `data-` attributes; each URL once."""
    entries: dict[str, ListEntry] = {}
    for element, title in _titled_elements(page):
        if element.tag != "a" and any(has_address(link) for link in element.iter("a")):
            continue  # a box of entries
        for target in _target_urls(page, element):
            url = page.absolute_url(target) if target else ""
            if url and url != page.url:
                entries.setdefault(url, ListEntry(url, title))
    return tuple(entries.values())


def unresolved_titles(page: Page) -> tuple[str, ...]:
    """The titles of links that only a script can follow, and whose URL the page does not say."""
    long_titles = (
        (element, title) for element, title in _titled_elements(page) if len(title) >= _MIN_REPORT_TITLE
    )
    return tuple(dict.fromkeys(title for element, title in long_titles if _is_unresolved(page, element)))


def _is_unresolved(page: Page, element: HtmlElement) -> bool:
    """Whether an element does something by script when it is clicked, and nothing says where it leads."""
    is_link = element.tag == "a" and not has_address(element)
    has_link = any(has_address(link) for link in element.iter("a"))
    return (
        (is_link or "onclick" in element.attrib)
        and not has_link
        and not any(page.absolute_url(target) for target in _target_urls(page, element) if target)
    )


@lru_cache(maxsize=2)
def _titled_elements(page: Page) -> tuple[tuple[HtmlElement, str], ...]:
    """The elements that a script may act on, with their titles; those without a title are left out."""
    elements = cast("list[HtmlElement]", _SCRIPT_LINK_ELEMENTS(page.tree))
    titled = ((element, link_title(element)) for element in elements if element.tag not in _MEDIA_TAGS)
    return tuple((element, title) for element, title in titled if 0 < len(title) <= _MAX_TITLE_LENGTH)


class Refresh(NamedTuple):
    """What a page asks for with `<meta http-equiv="refresh">`: after how many seconds, and which address."""

    seconds: float
    target: str


def find_refresh(page: Page) -> Refresh | None:
    """The refresh of a page to an address; None without one. What is for browsers without scripts is none."""
    for meta in page.tree.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        match = _REFRESH.match(meta.get("content") or "")
        target = (match["double"] or match["single"] or match["bare"] or "").strip() if match else ""
        if match and target and next(meta.iterancestors("noscript"), None) is None:
            return Refresh(float(match["seconds"].strip(".") or 0), target)
    return None


def redirect_targets(page: Page) -> tuple[str, ...]:
    """The URLs that the page redirects to by refresh or script, and those of its frames in a frameset."""
    frames = [frame.get("src") or "" for frame in page.tree.iter("frame")]
    return _absolute_urls(page, (*frames, *(_redirect_urls(page) if has_little_content(page) else ())))


def frame_urls(page: Page) -> tuple[str, ...]:
    """The URLs of the pages that this page shows in iframes."""
    return _absolute_urls(page, (frame.get("src") or "" for frame in page.tree.iter("iframe")))


def _target_urls(page: Page, element: HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name.startswith("data-") and _URL_PATTERN.search(value.strip()):
            yield value
    if element.tag == "area":
        yield element.get("href", "")
    elif element.tag == "option":
        yield from _option_urls(page, element)
    for script in (element.get("onclick", ""), element.get("href", "") if element.tag == "a" else ""):
        if script:
            yield called_url(page, script)
            yield from (word for word in _QUOTED_WORD.findall(script) if _URL_PATTERN.search(word))


def _option_urls(page: Page, option: HtmlElement) -> Iterator[str]:
    """The URL that the script of its select box makes of an option, or else that the option is."""
    value = option.get("value", "").strip()
    if not value:
        return
    select = next(option.iterancestors("select"), None)
    called = called_url(page, select.get("onchange", "") if select is not None else "", value)
    if called:
        yield called
    elif _URL_PATTERN.search(value):
        yield value


def _redirect_urls(page: Page) -> Iterator[str]:
    refresh = find_refresh(page)
    if refresh:
        yield refresh.target
    for script in page.tree.iter("script"):
        yield from (assigned or called for assigned, called in _SCRIPT_REDIRECT.findall(script.text or ""))


def has_little_content(page: Page) -> bool:
    """Whether a page has almost no text and few links, as one that only redirects."""
    body = page.tree.find("body")
    if body is None:
        return True
    text = "".join(
        collapse_whitespace(text) for text in body.xpath(".//text()[not(parent::script or parent::style)]")
    )
    return (
        len(text) <= _MAX_REDIRECT_PAGE_CHARACTERS
        and sum(1 for _ in body.iter("a")) <= _MAX_REDIRECT_PAGE_LINKS
    )


def _absolute_urls(page: Page, targets: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    urls = dict.fromkeys(
        page.absolute_url(target) for target in targets if target.strip() not in ("", "about:blank")
    )
    return tuple(url for url in urls if url and url != page.url)[:_MAX_FRAMES]
