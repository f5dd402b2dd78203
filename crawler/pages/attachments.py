"""The files that an article carries, wherever portals hide them. Pure; the words are `attachments.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text.normalise import norm, tidy
from crawler.pages.page import Page

_ATTRIBUTES = ("src", "data", "data-url", "data-src", "data-file", "data-href")
# One pass in C: a report's page has thousands of table cells and a few dozen of these.
_ELEMENTS = XPath(
    "//a | //iframe | //frame | //embed | //object | //param[@value] | //script[not(@src)]"
    " | //*[@onclick or @data-url or @data-src or @data-file or @data-href]"
)


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
    shown: re.Pattern[str]
    named: re.Pattern[str]
    paged: re.Pattern[str]
    other: re.Pattern[str]
    file: re.Pattern[bytes]
    signs: tuple[tuple[bytes, tuple[bytes, ...]], ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return _Words(
        suffix=re.compile(rf"\.({'|'.join(data['suffixes'])})$", re.IGNORECASE),
        route=re.compile("|".join(data["routes"]), re.IGNORECASE),
        viewer=re.compile("|".join(data["viewers"]), re.IGNORECASE),
        script=re.compile("|".join(entry["pattern"] for entry in data["script"])),
        shown=re.compile(data["shown"], re.IGNORECASE),
        named=re.compile(data["named"], re.IGNORECASE),
        paged=re.compile(data["paged"], re.IGNORECASE),
        other=re.compile("|".join(entry["pattern"] for entry in data["other"])),
        file=re.compile(rf"\.(?:{'|'.join(data['suffixes'])})\b".encode()),
        signs=tuple(
            (word.encode(), tuple(sign.encode() for sign in signs)) for word, signs in data["signs"].items()
        ),
    )


def attachments(page: Page) -> tuple[Attachment, ...]:
    """Every file of the article, in the order of the page, each address once with the first name it has."""
    # Most articles carry none, and building the tree of a report's page costs more than all else here.
    if not _may_carry(page.text.encode("utf-8", "replace").lower()):
        return ()
    found: dict[str, Attachment] = {}
    elements = cast("list[HtmlElement]", _ELEMENTS(page.tree))
    for element in elements:
        links = list(_links(element))
        name = _name(element) if links else ""
        for link in links:
            url = _file(page, link, name)
            if url and url != page.url:
                found.setdefault(url, Attachment(url, name))
    other = _words().other
    return tuple(file for file in found.values() if not other.search(norm(file.name)))


def _may_carry(text: bytes) -> bool:
    # Plain searches for a fixed beginning: one pattern for all would look at every character many times. Of
    # bytes: in a string a Chinese character may look like any letter by its lower byte.
    words = _words()
    said = any(word in text and any(sign in text for sign in signs) for word, signs in words.signs)
    return said or words.file.search(text) is not None


def _name(element: HtmlElement) -> str:
    if element.tag not in ("a", "button", "span"):
        return tidy(element.get("title") or "")
    return tidy(element.text_content()) or tidy(element.get("title") or "")


def _links(element: HtmlElement) -> Iterator[str]:
    """Whatever in an element's attributes may be the address of a file."""
    attributes = element.attrib
    if element.tag == "script":
        yield from _words().shown.findall(element.text or "")
        return
    if element.tag == "a":
        yield from _addresses(attributes.get("href", ""))
    names = ("value",) if element.tag == "param" else _ATTRIBUTES
    yield from (attributes[name] for name in names if name in attributes)
    if "onclick" in attributes:
        yield from _words().script.findall(attributes["onclick"])


def _addresses(href: str) -> Iterator[str]:
    if href[:11].lower() == "javascript:":
        yield from _words().script.findall(href)
    elif not href.startswith(("#", "mailto:", "tel:")):
        yield href


def _file(page: Page, link: str, name: str) -> str:
    """The address of the file behind `link`: itself, or what a viewer is told to show; "" for no file."""
    words = _words()
    shown = words.viewer.search(link)
    if shown and words.suffix.search(unquote(shown.group(2))):
        return page.address(unquote(shown.group(2)))
    path, _, query = unquote(link.partition("#")[0].rstrip()).partition("?")
    if words.suffix.search(path) or words.suffix.search(query) or words.suffix.search(name):
        return page.address(link)
    says_so = words.named.search(tidy(name)) and not words.paged.search(link)
    return page.address(link) if says_so or words.route.search(link) else ""
