"""The files that an article carries, wherever portals hide them. Pure; the words are `attachments.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.normalise import norm, tidy
from crawler.page import Page

_EMBEDS = (("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data"))
_CARRIERS = ("a", "iframe", "frame", "embed", "object", "button", "span", "div", "input", "img")
_MORE = ("data-url", "data-src", "data-file", "data-href")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article leads to, with the text that stood on its link."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class _Words:
    suffix: re.Pattern[str]
    route: re.Pattern[str]
    viewer: re.Pattern[str]
    script: re.Pattern[str]
    other: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return _Words(
        suffix=re.compile(rf"\.({'|'.join(data['suffixes'])})$", re.IGNORECASE),
        route=re.compile("|".join(data["routes"]), re.IGNORECASE),
        viewer=re.compile("|".join(data["viewers"]), re.IGNORECASE),
        script=re.compile("|".join(entry["pattern"] for entry in data["script"])),
        other=re.compile("|".join(entry["pattern"] for entry in data["other"])),
    )


def attachments(page: Page) -> tuple[Attachment, ...]:
    """Every file of the article, in the order of the page, each address once with the first name it has."""
    found: dict[str, Attachment] = {}
    for element in page.tree.iter(*_CARRIERS):
        name = _name(element)
        for link in _links(element):
            url = _file(page, link, name)
            if url and url != page.url:
                found.setdefault(url, Attachment(url, name))
    other = _words().other
    return tuple(file for file in found.values() if not other.search(norm(file.name)))


def _name(element: HtmlElement) -> str:
    if element.tag not in ("a", "button", "span"):
        return tidy(element.get("title") or "")
    return tidy(element.text_content()) or tidy(element.get("title") or "")


def _links(element: HtmlElement) -> Iterator[str]:
    """Whatever in an element's attributes may be the address of a file."""
    if element.tag == "a":
        yield from _addresses(element.get("href") or "")
    for tag, attribute in _EMBEDS:
        if element.tag == tag and element.get(attribute):
            yield element.get(attribute) or ""
    for attribute in _MORE:
        if element.get(attribute):
            yield element.get(attribute) or ""
    if element.get("onclick"):
        yield from _words().script.findall(element.get("onclick") or "")


def _addresses(href: str) -> Iterator[str]:
    if href.lower().startswith("javascript:"):
        yield from _words().script.findall(href)
    elif href and not href.startswith(("#", "mailto:", "tel:")):
        yield href


def _file(page: Page, link: str, name: str) -> str:
    """The address of the file behind `link`: itself, or what a viewer is told to show; "" for no file."""
    shown = _words().viewer.search(link)
    if shown:
        inner = page.address(unquote(shown.group(2)))
        if _words().suffix.search(urlsplit(inner).path):
            return inner
    url = page.address(link)
    if not url:
        return ""
    parts = urlsplit(url)
    if _words().suffix.search(unquote(parts.path)) or _words().suffix.search(unquote(parts.query)):
        return url
    is_named = bool(_words().suffix.search(name))
    return url if is_named or _words().route.search(url) else ""
