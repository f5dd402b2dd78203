"""Finds the images of an article that consists of scanned pages; the rules are in `scanned_images.toml`.

The crawl archives such images; they need OCR to be read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.model import DataRecord, load_data
from archive.text import collapse_whitespace
from crawler.discovery.embedded_report import text_outside_links
from crawler.pages import AttachmentLink, Page

# Around an article there are links; a report has some thousand characters besides, a scan only a caption.
_MAX_ARTICLE_CHARACTERS = 300
_MAX_PAGE_CHARACTERS = 2500
"""A page with more Chinese characters than this, links included, is not parsed."""
_MAX_IMAGES = 100
_CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
_ASCII_BYTES = bytes(range(128))
_BYTES_PER_CHARACTER = 3
# Pages that load images when the reader scrolls keep their URLs in other attributes.
_SRC_ATTRIBUTES = ("data-original", "data-src", "src")


@dataclass(frozen=True, slots=True)
class _ScanPatterns:
    suffix: re.Pattern[str]
    boilerplate: re.Pattern[str]


class _ScanData(DataRecord, frozen=True, kw_only=True):
    """The content of `scanned_images.toml`: suffixes of images, and patterns of those around an article."""

    suffixes: tuple[str, ...]
    chrome: tuple[str, ...]


@cache
def _patterns() -> _ScanPatterns:
    data = load_data(__package__, "scanned_images.toml", _ScanData)
    return _ScanPatterns(
        re.compile(rf"\.({'|'.join(data.suffixes)})$", re.IGNORECASE),
        re.compile("|".join(data.chrome), re.IGNORECASE),
    )


def find_scanned_images(page: Page) -> tuple[AttachmentLink, ...]:
    """The images of an article with almost no text, in the order of the page, without those around it."""
    if "<img" not in page.text.lower() or _estimated_characters(page.text) > _MAX_PAGE_CHARACTERS:
        return ()
    if len(_CHINESE_CHARACTER.findall(text_outside_links(page.tree))) > _MAX_ARTICLE_CHARACTERS:
        return ()
    images: dict[str, AttachmentLink] = {}
    for image in page.tree.iter("img"):
        url = _image_url(page, image)
        if url:
            name = collapse_whitespace(image.get("alt") or image.get("title") or "")
            images.setdefault(url, AttachmentLink(url, name))
    return tuple(images.values())[:_MAX_IMAGES]


def _image_url(page: Page, image: HtmlElement) -> str:
    """The URL of an image; "" for one that belongs to the page around the article."""
    patterns = _patterns()
    source = next((value for name in _SRC_ATTRIBUTES if (value := image.get(name))), "")
    url = page.absolute_url(source)
    parts = urlsplit(url)
    if not patterns.suffix.search(parts.path):
        return ""
    attributes = " ".join(image.get(name) or "" for name in ("id", "class", "alt", "title"))
    return "" if patterns.boilerplate.search(f"{parts.netloc}{parts.path} {attributes}") else url


def _estimated_characters(text: str) -> int:
    """About how many Chinese characters the page has, links included, without parsing it."""
    return len(text.encode("utf-8", "replace").translate(None, _ASCII_BYTES)) // _BYTES_PER_CHARACTER
