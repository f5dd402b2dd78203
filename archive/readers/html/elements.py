"""Kinds of elements, and small changes to a tree that keep the text after an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml.etree import _Element as Element

# fmt: off
TEXT_BLOCK_TAGS = (
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "legend", "li",
    "main", "menu", "nav", "ol", "p", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)
# fmt: on
HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCK_TAGS = frozenset((*TEXT_BLOCK_TAGS, *HEADING_TAGS, "table", "pre", "html"))
CELL_TAGS = ("td", "th")
_UNSEEN_TAGS = ("script", "style", "template", "noscript", "iframe", "svg", "datalist")
# Elements without any text are counted as well, so that a limit on characters is one on time.
_ELEMENTS_PER_CHARACTER = 4


def remove_element(element: Element) -> None:
    """Remove the element but keep the text after it."""
    parent, previous = element.getparent(), element.getprevious()
    if parent is None:
        return
    if previous is not None:
        previous.tail = (previous.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def clear_element(element: Element) -> None:
    """Remove what is in the element and keep the element with its attributes."""
    element.text = None
    for child in list(element):
        element.remove(child)


def replace_by_text(element: Element, text: str) -> None:
    """Put the text in the place of the element."""
    element.tail = text + (element.tail or "")
    remove_element(element)


def reverse_text(element: Element) -> None:
    """Turn the characters of the element around, as a reader of right-to-left text sees them."""
    text = "".join(cast("list[str]", list(element.itertext())))
    clear_element(element)
    element.text = text[::-1]


def visible_text(element: Element) -> str:
    """Return the text of the element without the text of scripts, styles and drawings."""
    if not len(element):
        return "" if element.tag in _UNSEEN_TAGS else element.text or ""
    return "".join(_visible_texts(element))


def short_text(element: Element, max_chars: int) -> str | None:
    """Return the visible text of the element, None if it is longer or has far more elements than text."""
    if not len(element):
        text = visible_text(element)
        return text if len(text) <= max_chars else None
    parts: list[str] = []
    free = max_chars
    for number, text in enumerate(_visible_texts(element)):
        free -= len(text)
        if free < 0 or number > _ELEMENTS_PER_CHARACTER * (max_chars + 1):
            return None
        parts.append(text)
    return "".join(parts)


def _visible_texts(element: Element) -> Iterator[str]:
    """Yield the text of the element and those in it, and behind each of these, empty ones included."""
    stack: list[Element | str] = [element]
    while stack:
        piece = stack.pop()
        if isinstance(piece, str):
            yield piece
        elif piece.tag not in _UNSEEN_TAGS:
            yield piece.text or ""
            for child in reversed(piece):
                stack += (child.tail or "", child)


def has_text_around(element: Element, container: Element) -> bool:
    """Return whether the container has visible text beside that of the element; stops at the first text."""
    place = element
    while place is not container:
        parent = place.getparent()
        if parent is None:
            return False
        if _is_text(place.tail) or any(map(_has_text_with_tail, place.itersiblings())):
            return True
        place = parent
    return _has_text_before(element, container)


def _has_text_before(element: Element, container: Element) -> bool:
    place = element
    while place is not container:
        parent = place.getparent()
        if parent is None:
            return False
        if any(map(_has_text_with_tail, place.itersiblings(preceding=True))) or _is_text(parent.text):
            return True
        place = parent
    return False


def _has_text_with_tail(element: Element) -> bool:
    stack = [element]
    while stack:
        place = stack.pop()
        if _is_text(place.tail):
            return True
        if place.tag not in _UNSEEN_TAGS:
            if _is_text(place.text):
                return True
            stack.extend(reversed(place))
    return False


def _is_text(text: str | None) -> bool:
    return text is not None and not text.isspace() and text != ""


def nearest_cell(element: Element) -> Element | None:
    """Return the cell that the element is or stands in."""
    if element.tag in CELL_TAGS:
        return element
    return next(element.iterancestors(*CELL_TAGS), None)


def nearest_block(element: Element) -> Element | None:
    """Return the nearest block element around the element."""
    return next((place for place in element.iterancestors() if place.tag in BLOCK_TAGS), None)


def is_detached(element: Element, root: Element) -> bool:
    """Return whether the element is no longer in the tree of `root`."""
    return element is not root and root not in element.iterancestors()
