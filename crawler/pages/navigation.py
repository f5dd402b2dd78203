"""Finds links that are not plain anchors: script menus, select boxes, image maps, frames, redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import collapse_whitespace
from crawler.pages.links import link_title
from crawler.pages.page import ListEntry, Page

_SCRIPT_LINK_ELEMENTS = XPath(
    "//*[@onclick or @data-url or @data-href or @data-link] | //area[@href] | //option[@value]"
    " | //a[starts-with(@href, 'javascript:')]"
)
_URL_ATTRIBUTES = ("data-url", "data-href", "data-link")
_MAX_TITLE_LENGTH = 120
# window.open('/zfxxgk/'), location.href='…', toPage("http://…"): a quoted word that can only be a URL.
_QUOTED_WORD = re.compile(r"""['"]([^'"\s<>]+)['"]""")
_URL_PATTERN = re.compile(
    r"^(https?:)?//|^\.{0,2}/\S|\.(s?html?|jspx?|aspx?|php|do|action)(\?|$)|^[\w/-]+/$", re.IGNORECASE
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


def script_links(page: Page) -> tuple[ListEntry, ...]:
    """Titled entries of scripts, select boxes and image maps; each URL once."""
    entries: dict[str, ListEntry] = {}
    for element in cast("list[HtmlElement]", _SCRIPT_LINK_ELEMENTS(page.tree)):
        title = link_title(element) or collapse_whitespace(element.get("alt") or "")
        if not title or len(title) > _MAX_TITLE_LENGTH:
            continue
        for target in _target_urls(element):
            url = page.absolute_url(target)
            if url and url != page.url:
                entries.setdefault(url, ListEntry(url, title))
    return tuple(entries.values())


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


def _target_urls(element: HtmlElement) -> Iterator[str]:
    yield from (element.get(name, "") for name in _URL_ATTRIBUTES if element.get(name))
    if element.tag == "area":
        yield element.get("href", "")
    elif element.tag == "option":
        yield from (value for value in [element.get("value", "")] if _URL_PATTERN.search(value))
    scripts = element.get("onclick", "") + (element.get("href", "") if element.tag == "a" else "")
    yield from (word for word in _QUOTED_WORD.findall(scripts) if _URL_PATTERN.search(word))


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
