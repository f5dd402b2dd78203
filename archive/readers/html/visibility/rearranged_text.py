"""Finds text in cells that is seen in another order or shape than the markup has it.

Which number a reader of the page sees cannot be told from the text then: the cell is marked as unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml.etree import XPath
from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER
from archive.readers.html.dom import is_hidden
from archive.readers.html.elements import CELL_TAGS, nearest_cell, short_text, visible_text
from archive.readers.html.visibility.declarations import Colour, Style
from archive.readers.html.visibility.styled_page import StyledPage

_TURNED_XPATH = XPath("//td/descendant-or-self::*[@dir='rtl' or @dir='RTL']")
_TABLE_TAGS = ("tr", "tbody", "thead", "tfoot", "table")
# A cell with a number; the cell of a layout table contains whole articles.
_MAX_VALUE_CHARS = 60
_DIGIT = re.compile(r"\d")
_MIRRORED = re.compile(
    r"scale(?:x|3d)?\(\s*-|scaley\(\s*-|scale\([^,()]*,\s*-|rotate[xyz]?\(\s*-?(?:1[0-8]\d|9[1-9]|2[0-6]\d)"
    r"|rotate[xyz]?\(\s*-?0?\.[3-7]\d*turn|matrix\(\s*-|matrix\([^,]*,[^,]*,[^,]*,\s*-"
)
_SHIFTED = re.compile(r"translate(?:x|3d)?\(\s*(?!0(?:px|%|em)?\s*[,)])")
_NOT_SET = ("none", "auto", "normal", "initial", "inherit", "unset", "0", "static", "")
_TIGHT_SPACING = re.compile(r"-(?:\d{2,}|[2-9])(?:\.\d+)?px|-(?:0?\.[2-9]\d*|[1-9][\d.]*)r?em")


def mark_rearranged_text(page: StyledPage, *, has_direction: bool) -> None:
    """Mark the cells whose digits a style moves, mirrors, covers or puts in another order.

    `has_direction`: elements may state the direction of their text.
    """
    turned = cast("list[Element]", _TURNED_XPATH(page.root)) if has_direction else []
    for element in dict.fromkeys((*page.find(may_rearrange), *turned)):
        style = page.style(element)
        cell = nearest_cell(element)
        if _turns_cells(element, style) or (
            cell is not None and _has_value(cell) and _is_doubtful(element, cell, style)
        ):
            mark_values(element)


def may_rearrange(style: Style, colours: tuple[Colour, ...] = ()) -> bool:
    """Return whether the declarations may move, mirror or cover characters."""
    return bool(style) and (_moves(style) or _turns_content(style) or _disfigures(style))


def _is_doubtful(element: Element, cell: Element, style: Style) -> bool:
    if _disfigures(style):
        return any(True for _ in _digit_texts(element))
    is_turned = _turns_content(style) or (element.get("dir") or "").lower() == "rtl"
    if is_turned and sum(1 for text in _digit_texts(element)) > 1:
        return True
    if not _moves(style):
        return False
    if element.tag in CELL_TAGS:
        return style.get("order", "") not in _NOT_SET
    inside = sum(1 for text in _digit_texts(element))
    return 0 < inside < sum(1 for text in _digit_texts(cell))


def _turns_cells(element: Element, style: Style) -> bool:
    """Return whether the cells of a row are seen in another order."""
    return element.tag == "tr" and "reverse" in (style.get("flex-direction", "") + style.get("flex-flow", ""))


def _moves(style: Style) -> bool:
    """Return whether the element is moved along its line."""
    if style.get("float", "").startswith(("left", "right", "inline")):
        return True
    if any(
        style.get(name, "") not in _NOT_SET for name in ("order", "grid-column", "grid-area", "translate")
    ):
        return True
    if style.get("position", "static").startswith(("relative", "absolute", "fixed")):
        return any(style.get(name, "") not in _NOT_SET for name in ("left", "right"))
    return (
        _SHIFTED.search(style.get("transform", "")) is not None
        or style.get("margin-left", "").startswith("-")
        or style.get("margin-right", "").startswith("-")
    )


def _turns_content(style: Style) -> bool:
    """Return whether what is in the element is seen from right to left, or from below."""
    flow = style.get("flex-direction", "") + style.get("flex-flow", "")
    return "reverse" in flow or style.get("direction", "").startswith("rtl")


def _disfigures(style: Style) -> bool:
    """Return whether the characters are mirrored, covered, blurred or printed over each other."""
    if _MIRRORED.search(style.get("transform", "")) or "blur(" in style.get("filter", ""):
        return True
    if style.get("scale", "").startswith("-"):
        return True
    names = ("clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "-webkit-text-security")
    if any(style.get(name, "") not in _NOT_SET for name in names):
        return True
    if "url(" in style.get("content", ""):
        return True
    return _TIGHT_SPACING.match(style.get("letter-spacing", "")) is not None


def _has_value(cell: Element) -> bool:
    text = short_text(cell, _MAX_VALUE_CHARS)
    return text is not None and _DIGIT.search(text) is not None


def _digit_texts(element: Element) -> Iterator[str]:
    """Yield the texts in the element that have digits, one for each run without a tag."""
    stack: list[Element | str] = [element]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            if _DIGIT.search(piece):
                yield piece
        elif not is_hidden(piece):
            if piece.text and _DIGIT.search(piece.text):
                yield piece.text
            for child in reversed(piece):
                stack += (child.tail or "", child)


def mark_values(element: Element) -> None:
    """Mark the cell around an element, or those of a row or table: what is seen there cannot be told."""
    if element.tag in _TABLE_TAGS:
        cells = list(element.iter(*CELL_TAGS))
    else:
        cell = nearest_cell(element)
        cells = [] if cell is None else [cell]
    for cell in cells:
        _mark(cell)


def _mark(cell: Element) -> None:
    if _has_value(cell) and OBJECT_CHARACTER not in visible_text(cell):
        cell.text = OBJECT_CHARACTER + (cell.text or "")


def direction(page: StyledPage, element: Element) -> str:
    """Return the direction of the text in an element: rtl or ltr."""
    for place in (element, *element.iterancestors()):
        stated = page.style(place).get("direction") or (place.get("dir") or "").strip().lower()
        if stated.startswith(("rtl", "ltr")):
            return stated[:3]
    return "ltr"


def overrides_direction(style: Style, colours: tuple[Colour, ...] = ()) -> bool:
    """Return whether digits too run in the direction of the text."""
    return "override" in style.get("unicode-bidi", "")
