"""trafilatura's opinion of a container: which of its lines are prose and which are furniture.

It never has the last word on what is kept: it drops paragraphs that are only a link, and hidden panels,
without a word. Text is taken from the tree, and what trafilatura dropped is named.
"""

from __future__ import annotations

import logging
from typing import cast

import trafilatura
from lxml import etree, html
from lxml.etree import _Element as Element
from trafilatura.settings import use_config

from archive.normalise import compact

_HIDDEN = etree.XPath(
    "descendant-or-self::*[@hidden or @aria-hidden or contains(@style,'none') or contains(@style,'hidden')]"
)
_MISSES = 400
_PARSER = html.HTMLParser(encoding="utf-8")
# Below these sizes trafilatura would call its fallbacks, which read the page anew and keep everything.
_CONFIG = use_config()
for _size in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
    _CONFIG.set("DEFAULT", _size, "0")
# It logs a page without prose as a warning; for us that is a page whose every line was dropped, and so named.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class Prose:
    """The lines that trafilatura keeps of one container, which must be free of data tables.

    The container loses what hides its parts.
    """

    def __init__(self, container: Element) -> None:
        text = _extracted(container)
        self._lines = {compact(line) for line in text.split("\n")}
        self._whole = compact(text)
        self._misses = 0

    def keeps(self, line: str) -> bool:
        """Whether the line is kept, alone or joined with others.

        Of thousands of dropped lines only the first few hundred are looked for; the others count as dropped.
        """
        wanted = compact(line)
        if wanted in self._lines:
            return True
        self._misses += 1
        return self._misses <= _MISSES and wanted in self._whole


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
