"""Parses a page into the tree of what its readers see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.model import Content, Document, TooCostly, UnreadableFile
from archive.readers.common import check_tags
from archive.readers.html.cell_objects import mark_objects_in_cells
from archive.readers.html.visibility import page_stylesheet, remove_unseen_text, write_shown_text

_MAX_PAGE_CHARS = 32 * 1024 * 1024
_MAX_TAGS_OF_DEEP_PAGE = 20_000
_PAGE_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """The tree of a page with the text that is seen.

    `may_hide`: elements may be hidden by their style. `cuts` says in Chinese what a limit left out.
    """

    root: Element
    may_hide: bool
    cuts: tuple[str, ...] = ()


def parse_page(text: str) -> ParsedPage:
    """Return the page with the text that is seen; nothing is fetched and no script runs.

    Raises `UnreadableFile` if the page is empty, `TooCostly` if it is too long or has too many tags.
    """
    root, is_whole = _parse_tree(text)
    sheet = page_stylesheet(root)
    may_hide = remove_unseen_text(root, text, sheet)
    write_shown_text(root, text, sheet)
    mark_objects_in_cells(root, text)
    return ParsedPage(root, may_hide, () if is_whole else ("标签嵌套过深，其后的内容没有读",))


def parse_html(text: str) -> Element:
    """Return the root of the page's tree, as `parse_page` does."""
    return parse_page(text).root


def read_page(document: Document) -> Content:
    """Return the blocks of a page that is a part of another file."""
    # Imported when first needed: importing trafilatura takes longer than reading most files.
    reader = import_module("archive.readers.html.reader")
    return cast(Content, reader.read(document))


def parse_markup(text: str) -> Element:
    """Return the tree as the page states it, with what is not seen, without comments.

    Raises `UnreadableFile` if the page is empty or longer than 32 Mi characters.
    """
    return _parse_tree(text)[0]


def _parse_tree(text: str) -> tuple[Element, bool]:
    """Return the root of the tree, and whether the parser has read the page to its end."""
    if len(text) > _MAX_PAGE_CHARS:
        raise TooCostly(f"网页过大：{len(text)} 个字符")
    check_tags(text, "网页")
    if not text.rstrip().endswith("</html>") or text.count("</html>") > 1 or "</HTML>" in text:
        text = _without_early_end(text)
    # Not lxml.html: it looks up a Python class for every element, a quarter of the total reading time.
    data = text.replace("\0", "").encode("utf-8", "replace")
    root, is_whole = _parse(data, is_deep=False)
    # Only a page that nests elements deeper than 256 is parsed again. What is asked of elements takes time by
    # their number and their depth, so a page of very many elements stays cut.
    if is_whole or text.count("<") > _MAX_TAGS_OF_DEEP_PAGE:
        return root, is_whole
    return _parse(data, is_deep=True)


def _parse(data: bytes, *, is_deep: bool) -> tuple[Element, bool]:
    """Return the root, and whether the parser went on to the end; `is_deep`: up to 2,048 elements deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=is_deep
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile("网页里没有内容") from error
    if root is None:
        raise UnreadableFile("网页里没有内容")
    last_error = parser.error_log.last_error
    return root, last_error is None or last_error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


def _without_early_end(text: str) -> str:
    """Return the markup without ends of the page that elements follow: the parser stops at the first.

    `pdftohtml` writes a document for each page; some portals put elements behind the end.
    """
    end = _PAGE_END.search(text)
    return _PAGE_END.sub("", text) if end and "<" in text[end.end() :] else text
