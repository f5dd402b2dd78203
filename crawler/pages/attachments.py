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

from archive.text import collapse_whitespace, normalise_text
from crawler.pages.page import Page

_FILE_ATTRIBUTES = ("src", "data", "data-url", "data-src", "data-file", "data-href")
# One pass in C: a report's page has thousands of table cells and a few dozen of these.
_FILE_ELEMENTS = XPath(
    "//a | //iframe | //frame | //embed | //object | //param[@value] | //script[not(@src)]"
    " | //*[@onclick or @data-url or @data-src or @data-file or @data-href]"
)


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """A file that an article leads to, with the text that stood on its link."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class _AttachmentPatterns:
    suffix: re.Pattern[str]
    route: re.Pattern[str]
    viewer: re.Pattern[str]
    script: re.Pattern[str]
    script_path: re.Pattern[str]
    attachment_name: re.Pattern[str]
    page_url: re.Pattern[str]
    unrelated_name: re.Pattern[str]
    suffix_bytes: re.Pattern[bytes]
    url_hints: tuple[tuple[bytes, tuple[bytes, ...]], ...]


@lru_cache(maxsize=1)
def _patterns() -> _AttachmentPatterns:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return _AttachmentPatterns(
        suffix=re.compile(rf"\.({'|'.join(data['suffixes'])})$", re.IGNORECASE),
        route=re.compile("|".join(data["routes"]), re.IGNORECASE),
        viewer=re.compile("|".join(data["viewers"]), re.IGNORECASE),
        script=re.compile("|".join(entry["pattern"] for entry in data["script"])),
        script_path=re.compile(data["shown"], re.IGNORECASE),
        attachment_name=re.compile(data["named"], re.IGNORECASE),
        page_url=re.compile(data["paged"], re.IGNORECASE),
        unrelated_name=re.compile("|".join(entry["pattern"] for entry in data["other"])),
        suffix_bytes=re.compile(rf"\.(?:{'|'.join(data['suffixes'])})\b".encode()),
        url_hints=tuple(
            (word.encode(), tuple(sign.encode() for sign in signs)) for word, signs in data["signs"].items()
        ),
    )


def find_attachments(page: Page) -> tuple[AttachmentLink, ...]:
    """Every file of the article, in the order of the page, each address once with the first name it has."""
    # Most articles carry none, and building the tree of a report's page costs more than all else here.
    if not _has_file_hints(page.text.encode("utf-8", "replace").lower()):
        return ()
    found: dict[str, AttachmentLink] = {}
    elements = cast("list[HtmlElement]", _FILE_ELEMENTS(page.tree))
    for element in elements:
        links = list(_candidate_urls(element))
        name = _link_name(element) if links else ""
        for link in links:
            url = _file_url(page, link, name)
            if url and url != page.url:
                found.setdefault(url, AttachmentLink(url, name))
    other = _patterns().unrelated_name
    return tuple(file for file in found.values() if not other.search(normalise_text(file.name)))


def _has_file_hints(text: bytes) -> bool:
    # Plain searches for a fixed beginning: one pattern for all would look at every character many times. Of
    # bytes: in a string a Chinese character may look like any letter by its lower byte.
    words = _patterns()
    said = any(word in text and any(sign in text for sign in signs) for word, signs in words.url_hints)
    return said or words.suffix_bytes.search(text) is not None


def _link_name(element: HtmlElement) -> str:
    if element.tag not in ("a", "button", "span"):
        return collapse_whitespace(element.get("title") or "")
    return collapse_whitespace(element.text_content()) or collapse_whitespace(element.get("title") or "")


def _candidate_urls(element: HtmlElement) -> Iterator[str]:
    """Whatever in an element's attributes may be the address of a file."""
    attributes = element.attrib
    if element.tag == "script":
        yield from _patterns().script_path.findall(element.text or "")
        return
    if element.tag == "a":
        yield from _href_urls(attributes.get("href", ""))
    names = ("value",) if element.tag == "param" else _FILE_ATTRIBUTES
    yield from (attributes[name] for name in names if name in attributes)
    if "onclick" in attributes:
        yield from _patterns().script.findall(attributes["onclick"])


def _href_urls(href: str) -> Iterator[str]:
    if href[:11].lower() == "javascript:":
        yield from _patterns().script.findall(href)
    elif not href.startswith(("#", "mailto:", "tel:")):
        yield href


def _file_url(page: Page, link: str, name: str) -> str:
    """The address of the file behind `link`: itself, or what a viewer is told to show; "" for no file."""
    words = _patterns()
    shown = words.viewer.search(link)
    if shown and words.suffix.search(unquote(shown.group(2))):
        return page.absolute_url(unquote(shown.group(2)))
    path, _, query = unquote(link.partition("#")[0].rstrip()).partition("?")
    if words.suffix.search(path) or words.suffix.search(query) or words.suffix.search(name):
        return page.absolute_url(link)
    says_so = words.attachment_name.search(collapse_whitespace(name)) and not words.page_url.search(link)
    return page.absolute_url(link) if says_so or words.route.search(link) else ""
