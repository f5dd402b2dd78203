"""Joins the chapters of an electronic book (EPUB) into the page that they were before."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from archive.model import Document, Finding, UnreadableFile
from archive.readers.common import ZIP_ERRORS, check_package, cut_finding
from archive.text import HTML, decode_text

_CONTAINER = "META-INF/container.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html")
_MAX_CHAPTERS = 500
_BODY = re.compile(r"<body\b[^>]*>(.*?)</body\s*>", re.DOTALL | re.IGNORECASE)


def epub_page(document: Document) -> tuple[Document, tuple[Finding, ...]]:
    """Return a page with the chapters in reading order, and findings on those that were not read.

    Raises `UnreadableFile` if the book is damaged or has no chapters, `TooCostly` if it is too large.
    """
    check_package(document.data, "EPUB 文件")
    try:
        with zipfile.ZipFile(BytesIO(document.data)) as book:
            names = set(book.namelist())
            parts = list(dict.fromkeys(_chapters(book)))
            chapters = [decode_text(book.read(part))[0] for part in parts[:_MAX_CHAPTERS] if part in names]
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError) as error:
        raise UnreadableFile("EPUB 文件已损坏") from error
    if not chapters:
        raise UnreadableFile("EPUB 文件里没有正文")
    left_out = len(parts) - len(chapters)
    findings = (cut_finding(f"EPUB 有 {len(parts)} 章，其中 {left_out} 章没有读"),) if left_out else ()
    bodies = (match[1] if (match := _BODY.search(chapter)) else chapter for chapter in chapters)
    page = "<html><body>" + "\n".join(bodies) + "</body></html>"
    return replace(document, data=page.encode(), name="book.html", media_type=HTML, charset="utf-8"), findings


def _chapters(book: zipfile.ZipFile) -> Iterator[str]:
    """Yield the parts of the book in the order in which they are read, without the table of contents."""
    container = _parse(book.read(_CONTAINER))
    package_part = next((item.get("full-path", "") for item in container.iter("{*}rootfile")), "")
    package = _parse(book.read(package_part))
    pages = {
        item.get("id"): item.get("href", "")
        for item in package.iter("{*}item")
        if item.get("media-type") in _PAGE_TYPES and "nav" not in item.get("properties", "").split()
    }
    for item in package.iter("{*}itemref"):
        if href := pages.get(item.get("idref")):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(package_part), unquote(href)))


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)
    return etree.fromstring(data, parser)
