"""A fetched list or article as the pure parts of the crawler see it: address, text, one parsed tree."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree, html

from crawler.pages.urls import absolute_url


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """One request as a family wants it made; `form` makes it a POST."""

    url: str
    form: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list: where it leads, its whole title, its date as `YYYY-MM-DD` or ""."""

    url: str
    title: str
    date: str = ""


@dataclass(frozen=True)
class Page:
    """Text with the request that gave it. Not slotted: it is parsed at most once, when that is needed."""

    url: str
    text: str
    request: RequestSpec = field(default=RequestSpec(""))

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed document; an empty one for text that holds no markup, as JSON."""
        return parse_html("" if self.json_data is not None else self.text)

    @cached_property
    def json_data(self) -> object:
        """What the text says as JSON, None when it is none."""
        if not self.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None

    def absolute_url(self, link: str) -> str:
        """`link` as an absolute address, the page's `<base href>` considered; "" when it is none."""
        return absolute_url(self.base_url, link)

    @cached_property
    def base_url(self) -> str:
        """What relative links count from."""
        stated = self.tree.find(".//base[@href]")
        return absolute_url(self.url, stated.get("href", "")) or self.url if stated is not None else self.url


# One class for all elements: lxml.html's own parser calls a function of Python for each element that is met.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(element=html.HtmlElement)


def parse_html(text: str) -> html.HtmlElement:
    """The tree of some HTML. lxml's HTML parser fetches nothing; the size is bounded by the crawl."""
    # lxml refuses a str that declares an encoding, so it gets bytes and is told which.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENT_CLASSES)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = html.document_fromstring("<html><body></body></html>")
    return tree
