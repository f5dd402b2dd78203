"""Recognises links to footnotes: their text is a mark, not a part of the number before it."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archive.readers.html.elements import visible_text

_FOOTNOTE_LINK = re.compile(r"#_?(?:ftn|edn|fn|note|footnote|endnote|cite_note|ref|zhu)", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"[\[(（【〔]?\s*(?:\d{1,2}|[*①-⑳a-z])\s*[\])）】〕]?")


def has_footnote_links(markup: str) -> bool:
    """Return whether the page may have links to footnotes."""
    return _FOOTNOTE_LINK.search(markup) is not None or "noteref" in markup


def is_footnote_link(element: Element) -> bool:
    """Return whether an element links to a footnote and shows nothing but a mark."""
    roles = f"{element.get('role') or ''} {element.get('epub:type') or ''} {element.get('type') or ''}"
    if "noteref" in roles:
        return _FOOTNOTE_MARK.fullmatch(visible_text(element).strip()) is not None
    address = element.get("href") or ""
    if "#" not in address or not _FOOTNOTE_LINK.match(address[address.index("#") :]):
        return False
    return _FOOTNOTE_MARK.fullmatch(visible_text(element).strip()) is not None
