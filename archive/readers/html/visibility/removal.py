"""Removes elements of a tree that are not seen or are marks, as far as that takes no report with it."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER
from archive.readers.html.elements import (
    BLOCK_TAGS,
    CELL_TAGS,
    clear_element,
    has_text_around,
    nearest_block,
    nearest_cell,
    remove_element,
    short_text,
)

_UNIT_BEFORE_POWER = re.compile(r"[A-Za-z米]\s*$")
_POWERS = {"2": "²", "3": "³"}
# A mark is a number or （注）; a longer text that stands higher is a part of the line.
_MAX_MARK_CHARS = 10
# The same with the white space of the markup around it.
_MAX_PRINTED_MARK_CHARS = 400
# An unclosed <s> takes the rest of the page with it.
_MAX_MARKED_CHARS = 2000


def hide_element(element: Element) -> None:
    """Remove an element that is not displayed; a block, row or cell is marked instead."""
    if element.tag in BLOCK_TAGS or _has_blocks(element):
        element.set("style", "display:none")
    else:
        remove_element(element)


def remove_unseen_element(element: Element) -> None:
    """Remove an element that takes place but is not seen: the cells of a row stay, without text."""
    if element.tag in ("tr", *CELL_TAGS):
        remove_text(element)
    else:
        hide_element(element)


def remove_text(element: Element) -> None:
    """Remove the text of an element; a cell stays, and nothing is removed that is too long for a mark."""
    if element.tag == "tr":
        for cell in element:
            clear_element(cell)
    elif element.tag in CELL_TAGS or is_short(element):
        clear_element(element)


def remove_raised_mark(element: Element) -> None:
    """Remove a footnote mark; keep the power of a unit, and text that stands alone in its cell or line."""
    text = (short_text(element, _MAX_PRINTED_MARK_CHARS) or "").strip()
    previous = element.getprevious()
    parent = element.getparent()
    if parent is None or element.tag in BLOCK_TAGS or not 0 < len(text) <= _MAX_MARK_CHARS:
        return
    if not has_other_text(element):
        return
    before = (parent.text if previous is None else previous.tail) or ""
    is_between_digits = before[-1:].isdigit() and (element.tail or "")[:1].isdigit()
    if is_between_digits and nearest_cell(element) is not None:
        # 12 ¹ 5: whatever this is, it is not the number 125.
        clear_element(element)
        element.text = OBJECT_CHARACTER
    elif text in _POWERS and _UNIT_BEFORE_POWER.search(before):
        clear_element(element)
        element.text = _POWERS[text]
    else:
        remove_text(element)


def has_other_text(element: Element) -> bool:
    """Return whether the cell, else the block, around the element has more text than the element."""
    container = nearest_cell(element)
    if container is None:
        container = nearest_block(element)
    if container is None or container is element:
        return False
    return has_text_around(element, container)


def _has_blocks(element: Element) -> bool:
    return next(element.iter("p", "div", "table", "td"), None) is not None


def is_short(element: Element) -> bool:
    """Return whether the element can be a part of a line or a few lines, not the page or its tables."""
    if next(element.iter("table", "td", "h1", "h2", "h3"), None) is not None:
        return False
    return short_text(element, _MAX_MARKED_CHARS) is not None
