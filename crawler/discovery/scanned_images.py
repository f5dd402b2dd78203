"""The pictures that an article consists of, where it has no text of its own: a report that was scanned. Pure.

The words are `attachments.toml`. Nobody reads such pictures here; they are archived, and said to need it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.text.normalise import tidy
from crawler.discovery.embedded_report import own_text
from crawler.pages.attachments import Attachment
from crawler.pages.page import Page

# What surrounds an article is links; a report has some thousand characters beside them, a scan a caption.
_LITTLE = 300
_SPARSE = 2500
"""A page with more Chinese characters than this, links among them, is not looked at more closely."""
_MOST = 100
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ASCII = bytes(range(128))
_UTF8_WIDTH = 3
# Pages that load their pictures when they are scrolled to keep the address elsewhere.
_SOURCES = ("data-original", "data-src", "src")


@dataclass(frozen=True, slots=True)
class _Words:
    suffix: re.Pattern[str]
    chrome: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).parents[1].joinpath("pages", "attachments.toml").read_text(encoding="utf-8"))["scans"]
    return _Words(
        re.compile(rf"\.({'|'.join(data['suffixes'])})$", re.IGNORECASE),
        re.compile("|".join(data["chrome"]), re.IGNORECASE),
    )


def scans(page: Page) -> tuple[Attachment, ...]:
    """The pictures of an article that has next to no text, in the order of the page; none of its chrome's."""
    if "<img" not in page.text.lower() or _width(page.text) > _SPARSE:
        return ()
    if len(_CHINESE.findall(own_text(page.tree))) > _LITTLE:
        return ()
    found: dict[str, Attachment] = {}
    for picture in page.tree.iter("img"):
        url = _address(page, picture)
        if url:
            found.setdefault(url, Attachment(url, tidy(picture.get("alt") or picture.get("title") or "")))
    return tuple(found.values())[:_MOST]


def _address(page: Page, picture: HtmlElement) -> str:
    """Where the picture stands; "" for one that belongs to the page around the article."""
    words = _words()
    source = next((value for name in _SOURCES if (value := picture.get(name))), "")
    url = page.address(source)
    place = urlsplit(url)
    if not words.suffix.search(place.path):
        return ""
    about = " ".join(picture.get(name) or "" for name in ("id", "class", "alt", "title"))
    return "" if words.chrome.search(f"{place.netloc}{place.path} {about}") else url


def _width(text: str) -> int:
    """About how many Chinese characters there are, links among them, without building the tree."""
    return len(text.encode("utf-8", "replace").translate(None, _ASCII)) // _UTF8_WIDTH
