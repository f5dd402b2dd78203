"""Extracts the visible text of a Word paragraph, without deletions, field codes and alternative copies."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.readers.common import clean_line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Wrappers of paragraphs, tables, rows and cells: content controls, custom XML, tracked insertions and moves.
WRAPPER_TAGS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = W + "txbxContent"
# Deleted and moved text; copies for old programs; text boxes, which are read after the line.
_SKIPPED_TAGS = frozenset((W + "del", W + "moveFrom", _FALLBACK, _TEXT_BOX, W + "pPr", W + "rPr"))
_TEXT, _BREAK = W + "t", W + "br"
_TEXT_BY_TAG = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}


def paragraph_lines(paragraph: etree._Element) -> list[str]:
    """Return the lines of a paragraph; w:br ends a line, a page break does not."""
    parts: list[str] = []
    _collect_text(paragraph, parts)
    lines = "".join(parts).split("\n")
    return [line for line in map(clean_line, lines) if line]


def _collect_text(element: etree._Element, parts: list[str]) -> None:
    """Append the printed text of the element to `parts`, a list for speed: most cells are one character."""
    for child in element:
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _TEXT_BY_TAG:
            parts.append(_TEXT_BY_TAG[tag])
        elif tag == _BREAK:
            parts.append("\n" if child.get(W + "type", "textWrapping") == "textWrapping" else "")
        elif tag not in _SKIPPED_TAGS and len(child):
            _collect_text(child, parts)


def text_box_lines(paragraph: etree._Element) -> Iterator[str]:
    """Yield the lines of the text boxes that are anchored in a paragraph."""
    for box in paragraph.iter(_TEXT_BOX):
        if next(box.iterancestors(_FALLBACK), None) is None:
            for inner in box.iter(W + "p"):
                yield from paragraph_lines(inner)
