"""Writes into a tree the text that is seen although it is no text node: fields, formulas, content of CSS."""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER
from archive.readers.html.elements import (
    CELL_TAGS,
    clear_element,
    nearest_cell,
    replace_by_text,
    visible_text,
)
from archive.readers.html.visibility.declarations import is_not_displayed, is_raised
from archive.readers.html.visibility.stylesheet import Stylesheet, selector_key

_CLASSED_OR_CELL_XPATH = etree.XPath("//td/descendant-or-self::* | //th/descendant-or-self::*")
_TEXT_INPUTS = frozenset(("", "text", "number", "tel", "url", "email", "date"))
# A picture, and sliders that show a value without its number.
_PAINTED_INPUTS = frozenset(("image", "range"))
_BUTTONS = frozenset(("button", "submit", "reset"))
_INLINE_PARENTS = frozenset(("p", "span", "li", "b", "strong", "u", "font", "em", "i", "label"))
# One number stands above or below another: their characters in a row would be a third number.
_LAYOUT_TAGS = (
    *("mfrac", "msup", "msub", "msubsup", "msqrt", "mroot"),
    *("mover", "munder", "mtable", "mmultiscripts"),
)
_UNSEEN_MATH_TAGS = ("annotation", "annotation-xml", "mphantom")
_CONTENT_PART = re.compile(
    r"""\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|attr\(\s*(?P<attribute>[\w-]+)\s*\))"""
)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_NO_CONTENT = ("none", "normal", "")
_RIGHT_TO_LEFT = "\u202e"
_RIGHT_TO_LEFT_REFERENCE = re.compile("&#(?:8238|x0*202e);", re.IGNORECASE)
_OVERRIDDEN = re.compile("\u202e([^\u202c]*)\u202c?")
# Icons of fonts have characters of this area.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def write_shown_text(root: Element, markup: str, sheet: Stylesheet) -> None:
    """Put the values of fields, formulas and generated content into the tree as text."""
    _show_fields(root)
    for element in list(root.iter("mjx-assistive-mml")):
        clear_element(element)
    for element in list(root.iter("math")):
        replace_by_text(element, _math_text(element))
    if _RIGHT_TO_LEFT in markup or _RIGHT_TO_LEFT_REFERENCE.search(markup):
        _turn_overridden_text(root)
    _show_generated_content(root, sheet)


def _show_fields(root: Element) -> None:
    for element in list(root.iter("select", "datalist")):
        _keep_selected_option(element)
    for element in list(root.iter("input")):
        _show_input(element)
    for element in list(root.iter("textarea")):
        if nearest_cell(element) is not None:
            replace_by_text(element, element.text or "")


def _turn_overridden_text(root: Element) -> None:
    """Turn around what stands behind the character U+202E, up to U+202C."""
    for element in root.iter():
        element.text = _OVERRIDDEN.sub(lambda match: match[1][::-1], element.text or "")
        element.tail = _OVERRIDDEN.sub(lambda match: match[1][::-1], element.tail or "")


def _keep_selected_option(element: Element) -> None:
    if element.tag == "datalist":
        clear_element(element)
        return
    options = list(element.iter("option"))
    selected = [option for option in options if option.get("selected") is not None]
    if not selected and element.get("multiple") is None:
        selected = options[:1]
    text = "\n".join(visible_text(option).strip() for option in selected)
    if nearest_cell(element) is not None:
        replace_by_text(element, text)
    elif options:
        clear_element(element)
        element.text = text


def _show_input(element: Element) -> None:
    value = element.get("value") or ""
    kind = (element.get("type") or "").strip().lower()
    if kind in _PAINTED_INPUTS and nearest_cell(element) is not None:
        replace_by_text(element, OBJECT_CHARACTER)
    if not value or not (kind in _TEXT_INPUTS or (kind in _BUTTONS and _is_number(value))):
        return
    parent = element.getparent()
    if nearest_cell(element) is not None or (parent is not None and parent.tag in _INLINE_PARENTS):
        replace_by_text(element, value)


def _is_number(value: str) -> bool:
    return value.strip().replace(",", "").replace(".", "", 1).isdigit()


def _math_text(element: Element) -> str:
    if next(element.iter(*_LAYOUT_TAGS), None) is not None:
        return OBJECT_CHARACTER if nearest_cell(element) is not None else ""
    for unseen in list(element.iter(*_UNSEEN_MATH_TAGS)):
        clear_element(unseen)
    return "".join(visible_text(element).split())


def _show_generated_content(root: Element, sheet: Stylesheet) -> None:
    """Write the text of ::before and ::after into cells; the content of other elements is ornament."""
    rules = [rule for rule in sheet.rules if rule.pseudo and rule.style.get("content", "") not in _NO_CONTENT]
    if not rules:
        return
    keys = {selector_key(rule) for rule in rules}
    for element in list(cast("list[Element]", _CLASSED_OR_CELL_XPATH(root))):
        names = {f".{name}" for name in (element.get("class") or "").split()}
        if "*" not in keys and keys.isdisjoint(names | {str(element.tag), f"#{element.get('id')}"}):
            continue
        before = _generated_text(element, sheet.style(element, "before"))
        after = _generated_text(element, sheet.style(element, "after"))
        element.text = before + (element.text or "")
        _append_text(element, after)


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _generated_text(element: Element, style: dict[str, str]) -> str:
    """Return the text of a `content`, the object character if it cannot be told from the rule."""
    content = style.get("content", "").replace("!important", "").strip()
    if content in _NO_CONTENT or is_not_displayed(style) or is_raised(style):
        return ""
    parts: list[str] = []
    position = 0
    while match := _CONTENT_PART.match(content, position):
        quoted = match["double"] if match["double"] is not None else match["single"]
        parts.append(
            (element.get(match["attribute"]) or "") if quoted is None else _ESCAPE.sub(_unescape, quoted)
        )
        position = match.end()
    text = "".join(parts)
    if content[position:].strip():
        return OBJECT_CHARACTER
    if _PRIVATE_USE.search(text):
        return "" if visible_text(_cell(element)).strip() else OBJECT_CHARACTER
    return text


def _cell(element: Element) -> Element:
    return element if element.tag in CELL_TAGS else next(element.iterancestors(*CELL_TAGS))


def _unescape(match: re.Match[str]) -> str:
    if match[2] is not None:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
