"""Defines the values that pure crawler code works on: request spec, list entry, parsed page."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree, html

from crawler.pages.urls import absolute_url


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """A request to make: URL, and form fields if it is a POST, with the encoding in which they are sent."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list: its URL, its complete title, its date as `YYYY-MM-DD` or ""."""

    url: str
    title: str
    date: str = ""


@dataclass(frozen=True)
class Page:
    """The text of a response, with its request. Parsed once at most, when first needed.

    `encoding` is the one that the text was decoded with: queries of links and forms are sent in it.
    """

    url: str
    text: str
    request: RequestSpec = field(default=RequestSpec(""))
    encoding: str = "utf-8"

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed document; an empty one if the text is JSON."""
        return parse_html("" if self.json_data is not None else self.text)

    @cached_property
    def json_data(self) -> object:
        """The value of the text as JSON, None if it is not JSON."""
        if not self.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None

    def absolute_url(self, link: str) -> str:
        """`link` as an absolute URL, with the `<base href>` of the page; "" if it is no web address."""
        return absolute_url(self.base_url, link, self.encoding)

    @cached_property
    def base_url(self) -> str:
        """The URL that relative links are resolved on."""
        base = self.tree.find(".//base[@href]")
        return absolute_url(self.url, base.get("href", "")) or self.url if base is not None else self.url


# One class for all elements: the parser of lxml.html calls a Python function for each element.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(element=html.HtmlElement)


def parse_html(text: str) -> html.HtmlElement:
    """The tree of an HTML text, an empty document if it cannot be parsed. Opens no connection."""
    # lxml refuses a str that declares an encoding, so it gets bytes with their encoding.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENT_CLASSES)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        tree = html.document_fromstring("<html><body></body></html>")
    return tree
