"""Extracts the visible text of a Word paragraph, without deletions, field codes and alternative copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from archive.model import OBJECT_CHARACTER
from archive.readers.common import clean_line

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Wrappers of paragraphs, tables, rows and cells: content controls, custom XML, tracked insertions and moves.
WRAPPER_TAGS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXT_BOX = W + "txbxContent"
# Deleted and moved text; copies for old programs; text boxes, which are read after the line; ruby.
_SKIPPED_TAGS = frozenset(
    (W + "del", W + "moveFrom", FALLBACK, _TEXT_BOX, W + "pPr", W + "rPr", W + "rt", W + "sdtPr")
)
_TEXT, _BREAK = W + "t", W + "br"
_TEXT_BY_TAG = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}
# One number stands above or below another: their characters in a row would be a third number.
_MATH_LAYOUT_TAGS = tuple(
    _MATH + name for name in ("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "m", "limLow", "limUpp")
)
# Wingdings and Symbol have their characters in the private area, Symbol its digits where ASCII has them.
_WINGDINGS = {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x6C: "●", 0x9F: "•"}
_WINGDINGS |= {0x81 + number: chr(0x2460 + number) for number in range(10)}
_SYMBOL = {ord(character): character for character in "0123456789.,+-/()%"}


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
        elif tag in _SPECIAL_TEXT:
            parts.append(_SPECIAL_TEXT[tag](child))
        elif tag not in _SKIPPED_TAGS and len(child):
            _collect_text(child, parts)


def _math_text(element: etree._Element) -> str:
    """Return the characters of a formula of one line, else the object character."""
    if next(element.iter(*_MATH_LAYOUT_TAGS), None) is not None:
        return OBJECT_CHARACTER
    return "".join(text.text or "" for text in element.iter(_MATH + "t", _TEXT)).strip()


def _symbol_text(element: etree._Element) -> str:
    """Return the character of w:sym, the object character if its font is not known."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return OBJECT_CHARACTER
    font = element.get(W + "font", "").lower()
    if 0xF000 <= code <= 0xF0FF or font in ("wingdings", "symbol"):
        characters = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}.get(font, {})
        return characters.get(code & 0xFF, OBJECT_CHARACTER)
    return chr(code) if 0x20 <= code < 0xD800 else OBJECT_CHARACTER


def _reversed_text(element: etree._Element) -> str:
    parts: list[str] = []
    _collect_text(element, parts)
    text = "".join(parts)
    return text[::-1] if element.get(W + "val") == "rtl" else text


def _selected_entry(element: etree._Element) -> str:
    """Return the chosen entry of a drop-down field, which has no run of its own."""
    entries = [entry.get(W + "val", "") for entry in element.iterfind(W + "listEntry")]
    chosen = element.find(W + "result")
    if chosen is None:
        chosen = element.find(W + "default")
    number = "0" if chosen is None else chosen.get(W + "val", "0")
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


_SPECIAL_TEXT: dict[object, Callable[[etree._Element], str]] = {
    _MATH + "oMath": _math_text,
    W + "sym": _symbol_text,
    W + "bdo": _reversed_text,
    W + "ddList": _selected_entry,
}


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the text boxes that are anchored in a paragraph, without those inside of others."""
    for box in paragraph.iter(_TEXT_BOX):
        around = next((element for element in box.iterancestors(FALLBACK, _TEXT_BOX, paragraph.tag)), None)
        if around is paragraph:
            yield box
