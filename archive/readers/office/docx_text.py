"""Text of one Word paragraph: what a reader sees of it, without deletions, field codes and copies."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.readers.common import clean_line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Around paragraphs, tables, rows and cells: content controls, custom XML, tracked insertions and moves.
WRAPPER_TAGS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXT_BOX = W + "txbxContent"
# Deleted and moved text; the copy that old programs are offered; boxes, which are read after the line.
_SKIPPED_TAGS = frozenset((W + "del", W + "moveFrom", _FALLBACK, _TEXT_BOX, W + "pPr", W + "rPr"))
_TEXT, _BREAK = W + "t", W + "br"
_TEXT_BY_TAG = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}


def paragraph_lines(paragraph: etree._Element) -> list[str]:
    """The lines of a paragraph: Word breaks one with w:br, and a page break inside is no line end."""
    parts: list[str] = []
    _collect_text(paragraph, parts)
    lines = "".join(parts).split("\n")
    return [line for line in map(clean_line, lines) if line]


def _collect_text(element: etree._Element, parts: list[str]) -> None:
    """Add what the element prints to `parts`; a list, since most of a report is cells of one character."""
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
    """The lines of text boxes that hang on a paragraph."""
    for box in paragraph.iter(_TEXT_BOX):
        if next(box.iterancestors(_FALLBACK), None) is None:
            for inner in box.iter(W + "p"):
                yield from paragraph_lines(inner)
