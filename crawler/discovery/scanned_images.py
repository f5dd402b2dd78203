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

from archive.text import collapse_whitespace
from crawler.discovery.embedded_report import text_outside_links
from crawler.pages import AttachmentLink, Page

# What surrounds an article is links; a report has some thousand characters beside them, a scan a caption.
_MAX_ARTICLE_CHARACTERS = 300
_MAX_PAGE_CHARACTERS = 2500
"""A page with more Chinese characters than this, links among them, is not looked at more closely."""
_MAX_IMAGES = 100
_CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_ASCII_BYTES = bytes(range(128))
_BYTES_PER_CHARACTER = 3
# Pages that load their pictures when they are scrolled to keep the address elsewhere.
_SRC_ATTRIBUTES = ("data-original", "data-src", "src")


@dataclass(frozen=True, slots=True)
class _ScanPatterns:
    suffix: re.Pattern[str]
    boilerplate: re.Pattern[str]


@cache
def _patterns() -> _ScanPatterns:
    data = tomllib.loads(
        Path(__file__).parents[1].joinpath("pages", "attachments.toml").read_text(encoding="utf-8")
    )["scans"]
    return _ScanPatterns(
        re.compile(rf"\.({'|'.join(data['suffixes'])})$", re.IGNORECASE),
        re.compile("|".join(data["chrome"]), re.IGNORECASE),
    )


def find_scanned_images(page: Page) -> tuple[AttachmentLink, ...]:
    """The pictures of an article that has next to no text, in the order of the page; none of its chrome's."""
    if "<img" not in page.text.lower() or _estimated_characters(page.text) > _MAX_PAGE_CHARACTERS:
        return ()
    if len(_CHINESE_CHARACTER.findall(text_outside_links(page.tree))) > _MAX_ARTICLE_CHARACTERS:
        return ()
    found: dict[str, AttachmentLink] = {}
    for picture in page.tree.iter("img"):
        url = _image_url(page, picture)
        if url:
            found.setdefault(
                url,
                AttachmentLink(url, collapse_whitespace(picture.get("alt") or picture.get("title") or "")),
            )
    return tuple(found.values())[:_MAX_IMAGES]


def _image_url(page: Page, picture: HtmlElement) -> str:
    """Where the picture stands; "" for one that belongs to the page around the article."""
    words = _patterns()
    source = next((value for name in _SRC_ATTRIBUTES if (value := picture.get(name))), "")
    url = page.absolute_url(source)
    place = urlsplit(url)
    if not words.suffix.search(place.path):
        return ""
    about = " ".join(picture.get(name) or "" for name in ("id", "class", "alt", "title"))
    return "" if words.boilerplate.search(f"{place.netloc}{place.path} {about}") else url


def _estimated_characters(text: str) -> int:
    """About how many Chinese characters there are, links among them, without building the tree."""
    return len(text.encode("utf-8", "replace").translate(None, _ASCII_BYTES)) // _BYTES_PER_CHARACTER
