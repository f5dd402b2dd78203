"""trafilatura's opinion of a container: which of its lines are prose and which are furniture.

It never has the last word on what is kept: it drops paragraphs that are only a link, and hidden panels,
without a word. Text is taken from the tree, and what trafilatura dropped is named.

It is asked only where the tree leaves a doubt: about a line with a link in it, in a list, a menu or a form,
hidden, or in an element that has a name of its own. A bare paragraph of the container is prose, and
trafilatura would take a fifth of the whole reading to say so.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import cast

import trafilatura
from lxml import etree, html
from lxml.etree import _Element as Element
from trafilatura.settings import use_config

from archive.readers.html.dom import Line
from archive.text.normalise import compact

_HIDDEN = etree.XPath(
    "descendant-or-self::*[@hidden or @aria-hidden or contains(@style,'none') or contains(@style,'hidden')]"
)
_MISSES = 400
_PLAIN = frozenset(
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
# Word, WPS and TRS name the paragraphs they write: MsoNormal, MsoBodyText, WordSection1, TRS_Editor.
_EDITORS = ("Mso", "WordSection", "Section", "TRS_", "Custom_UnionStyle")
_PARSER = html.HTMLParser(encoding="utf-8")
# Below these sizes trafilatura would call its fallbacks, which read the page anew and keep everything.
_CONFIG = use_config()
for _size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
    _CONFIG.set("DEFAULT", _size, "0")
# It logs a page without prose as a warning; for us that is a page whose every line was dropped, and so named.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Prose:
    """What is prose among the lines of one container; `tables` are the data tables that stand in it.

    When trafilatura is asked, the container loses those tables, and what hides its parts.
    """

    def __init__(self, container: Element, tables: Sequence[Element] = ()) -> None:
        self._container = container
        self._tables = tables
        self._plain: dict[Element, bool] = {container: True}
        self._lines: frozenset[str] | None = None
        self._whole = ""
        self._misses = 0

    def keeps(self, line: Line) -> bool:
        """Whether the line is prose: without a doubt, or in trafilatura's opinion, alone or in a longer one.

        Of thousands of dropped lines only the first few hundred are looked for; the others count as dropped.
        """
        if not (line.linked or line.hidden or line.control) and self._is_plain(line.owner):
            return True
        wanted = compact(line.text)
        if wanted in self._asked():
            return True
        self._misses += 1
        return self._misses <= _MISSES and wanted in self._whole

    def _is_plain(self, element: Element) -> bool:
        """Whether nothing from the container down to the element says that it is more than text."""
        way = []
        while element not in self._plain:
            way.append(element)
            parent = element.getparent()
            if parent is None or element.tag not in _PLAIN or not _is_nameless(element):
                break
            element = parent
        plain = self._plain.get(element, False)
        self._plain.update(dict.fromkeys(way, plain))
        return plain

    def _asked(self) -> frozenset[str]:
        if self._lines is None:
            for table in self._tables:
                _take_out(table)
            text = _extracted(self._container)
            self._lines = frozenset(compact(line) for line in text.split("\n"))
            self._whole = compact(text)
        return self._lines


def _is_nameless(element: Element) -> bool:
    """Whether the element has no id, and no class but those that editors give to every paragraph."""
    if element.get("id") is not None or element.get("role") is not None:
        return False
    return all(name.startswith(_EDITORS) for name in (element.get("class") or "").split())


def _take_out(element: Element) -> None:
    """Remove the element and leave the text behind it where it is."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def _extracted(container: Element) -> str:
    for element in cast(list[Element], _HIDDEN(container)):
        for attribute in {"style", "hidden", "aria-hidden"}.intersection(element.attrib):
            del element.attrib[attribute]
    page = html.document_fromstring(
        etree.tostring(container, encoding="utf-8", method="html", with_tail=False), parser=_PARSER
    )
    text: str | None = trafilatura.extract(
        page, fast=True, favor_recall=True, include_tables=False, include_comments=False, config=_CONFIG
    )
    return text or ""
