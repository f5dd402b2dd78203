"""Uses trafilatura to decide which doubtful lines of a container are prose and which are boilerplate.

trafilatura never decides alone: it silently drops paragraphs that are only a link, and hidden panels. The
text is taken from the tree, and what trafilatura dropped is reported.

It is asked only about doubtful lines: with a link, in a list, a menu or a form, hidden, or in an element with
an id or class of its own. A bare paragraph of the container is prose; asking about it would take a fifth of
the reading time.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import cast

import trafilatura
from lxml import etree, html
from lxml.etree import _Element as Element
from trafilatura.settings import use_config

from archive.readers.html.dom import DomLine
from archive.readers.html.elements import remove_element
from archive.text import remove_whitespace

_HIDDEN_XPATH = etree.XPath(
    "descendant-or-self::*[@hidden or @aria-hidden or contains(@style,'none') or contains(@style,'hidden')]"
)
_MAX_MISSES = 400
_PLAIN_TAGS = frozenset(
    (
        "body",
        "main",
        "article",
        "section",
        "p",
        "div",
        "center",
        "blockquote",
        "td",
        "tr",
        "tbody",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )
)
# Classes that Word, WPS and TRS give to their paragraphs: MsoNormal, MsoBodyText, WordSection1, TRS_Editor.
_EDITOR_CLASS_PREFIXES = ("Mso", "WordSection", "Section", "TRS_", "Custom_UnionStyle")
_PARSER = html.HTMLParser(encoding="utf-8")
# Below these sizes trafilatura would call its fallbacks, which read the page again and keep everything.
_CONFIG = use_config()
for _size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
    _CONFIG.set("DEFAULT", _size, "0")
# It warns about pages without prose; we report each dropped line of such a page ourselves.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class ProseDetector:
    """Decides which lines of one container are prose; `tables` are the data tables inside it.

    When trafilatura is asked, those tables and the attributes that hide elements are removed from the
    container.
    """

    def __init__(self, container: Element, tables: Sequence[Element] = ()) -> None:
        self._container = container
        self._tables = tables
        self._plain_elements: dict[Element, bool] = {container: True}
        self._extracted_lines: frozenset[str] | None = None
        self._extracted_text = ""
        self._misses = 0

    def is_prose(self, line: DomLine) -> bool:
        """Return whether the line is prose: certainly, or in the text that trafilatura extracts.

        Of thousands of dropped lines only the first few hundred are searched in longer lines; all others
        count as dropped.
        """
        if not (line.link_share or line.is_hidden or line.is_form_control) and self._is_plain_element(
            line.element
        ):
            return True
        text = remove_whitespace(line.text)
        if text in self._extract_once():
            return True
        self._misses += 1
        return self._misses <= _MAX_MISSES and text in self._extracted_text

    def _is_plain_element(self, element: Element) -> bool:
        """Return whether no element from the container down to this one is more than a text element."""
        path = []
        while element not in self._plain_elements:
            path.append(element)
            parent = element.getparent()
            if parent is None or element.tag not in _PLAIN_TAGS or not _has_no_own_name(element):
                break
            element = parent
        is_plain = self._plain_elements.get(element, False)
        self._plain_elements.update(dict.fromkeys(path, is_plain))
        return is_plain

    def _extract_once(self) -> frozenset[str]:
        if self._extracted_lines is None:
            for table in self._tables:
                remove_element(table)
            text = _extract_text(self._container)
            self._extracted_lines = frozenset(remove_whitespace(line) for line in text.split("\n"))
            self._extracted_text = remove_whitespace(text)
        return self._extracted_lines


def _has_no_own_name(element: Element) -> bool:
    """Return whether the element has no id or role, and only classes that editors give to every paragraph."""
    if element.get("id") is not None or element.get("role") is not None:
        return False
    return all(name.startswith(_EDITOR_CLASS_PREFIXES) for name in (element.get("class") or "").split())


def _extract_text(container: Element) -> str:
    for element in cast(list[Element], _HIDDEN_XPATH(container)):
        for attribute in {"style", "hidden", "aria-hidden"}.intersection(element.attrib):
            del element.attrib[attribute]
    page = html.document_fromstring(
        etree.tostring(container, encoding="utf-8", method="html", with_tail=False), parser=_PARSER
    )
    text: str | None = trafilatura.extract(
        page, fast=True, favor_recall=True, include_tables=False, include_comments=False, config=_CONFIG
    )
    return text or ""
