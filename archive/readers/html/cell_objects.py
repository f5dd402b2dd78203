"""Marks the cells whose content is no text: pictures, drawings, and numbers that a script writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from archive.model import OBJECT_CHARACTER
from archive.readers.html.elements import CELL_TAGS, nearest_cell, visible_text
from archive.readers.html.pictures import ORNAMENT_NAME, SPACER_NAME
from archive.readers.html.visibility import is_not_displayed, is_tiny, parse_declarations

_PICTURE_TAGS = (
    *("img", "svg", "canvas", "object", "embed", "video", "iframe", "picture", "progress", "meter"),
    "v:imagedata",
)
_DIGIT_NAME = re.compile(r"(?:^|[/_-]|num|digit)\d\.\w{3,4}(?:\?|$)", re.I)
_NUMBER = re.compile(r"\s*[+-]?\d[\d,，.]*\s*(?:万元|元|件|个|项|份|条)?\s*")
_SCRIPT_WRITES = re.compile(
    r"document\s*\.\s*write|innerHTML|innerText|textContent|\.(?:html|text|append)\s*\("
)
# document.getElementById("a").innerHTML = …, $("#a").text(…), document.querySelector("#a").textContent = …
_ASSIGNS = r"\s*\.\s*(?:innerHTML|innerText|textContent|value)\s*\+?=(?!=)"
_FILLED_ID = re.compile(
    rf"""getElementById\(\s*['"](?P<id>[\w:-]+)['"]\s*\){_ASSIGNS}"""
    rf"""|querySelector\(\s*['"]\#(?P<selector>[\w:-]+)['"]\s*\){_ASSIGNS}"""
    r"""|(?:\$|jQuery)\(\s*['"]\#(?P<query>[\w:-]+)['"]\s*\)\s*\.\s*(?:html|text|val|append)\(\s*[^)\s]"""
)
_QUOTED_ID = re.compile(r"""['"]#?([\w:-]{1,60})['"]""")
_QUOTED_CLASS = re.compile(r"""['"]\.([\w-]{1,60})['"]|ClassName\(\s*['"]([\w-]{1,60})['"]""")
_BOUND_ATTRIBUTES = ("v-text", "v-html", "x-text", "x-html", "ng-bind", "ng-bind-html", "data-bind")
# To search for a few parts is faster than for all names.
_PARTS_OF_BOUND_ATTRIBUTES = ("-text", "-html", "-bind")
_BOUND_XPATH = etree.XPath(f"/descendant::*[{' or '.join(f'@{name}' for name in _BOUND_ATTRIBUTES)}]")
# Elements that only a script gives a content: <count-up to="12">, <span data-to="12">0</span>.
_COUNTED_ATTRIBUTES = ("data-to", "data-value", "data-count", "data-num", "data-number", "data-end")
_CUSTOM_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9]*-")
_COUNTER_XPATH = etree.XPath(
    f"//td//*[contains(name(), '-') or {' or '.join(f'@{name}' for name in _COUNTED_ATTRIBUTES)}]"
)
_PAINTED_XPATH = etree.XPath("//td[not(normalize-space())]//*[contains(@style, 'url(')]")
# A browser shows what is in the template instead of the element around it.
_SHADOW_XPATH = etree.XPath("//td//template[@shadowrootmode]")
# The number that is seen is that of the item.
_BARE_LIST_XPATH = etree.XPath("//td[not(normalize-space())]//ol/li")
_NAMED_IN_CELL_XPATH = etree.XPath(
    "//*[(@id or @class) and (self::td or self::th or ancestor::td or ancestor::th)]"
)
# A picture that is a digit has a short cell; the cell of a layout table contains whole articles.
_MAX_VALUE_CHARS = 20
_LIST_ITEM_TAGS = ("dd", "li")
_MAX_SCRIPT_CHARS = 4 * 1024 * 1024


def mark_objects_in_cells(root: Element, markup: str) -> None:
    """Put `OBJECT_CHARACTER` into the cells whose content is a picture or is written by a script."""
    for element in list(root.iter(*_PICTURE_TAGS)):
        cell = nearest_cell(element)
        if cell is not None:
            _mark_picture(element, cell)
    for element in _elements_without_text(root, markup):
        cell = nearest_cell(element)
        if cell is not None:
            _mark_short_cell(cell, element)
    scripts = list(root.iter("script"))
    if scripts:
        _mark_written_cells(root, scripts)


def _elements_without_text(root: Element, markup: str) -> Iterator[Element]:
    """Yield the elements whose content is painted or written by a script; most pages have none of them."""
    if "url(" in markup:
        yield from cast("list[Element]", _PAINTED_XPATH(root))
    # To look for a tag in the tree is faster than in the markup.
    if next(root.iter("template"), None) is not None:
        yield from cast("list[Element]", _SHADOW_XPATH(root))
    if next(root.iter("ol"), None) is not None:
        yield from cast("list[Element]", _BARE_LIST_XPATH(root))
    if any(part in markup for part in _PARTS_OF_BOUND_ATTRIBUTES):
        yield from cast("list[Element]", _BOUND_XPATH(root))
    has_counter = "data-" in markup and any(name in markup for name in _COUNTED_ATTRIBUTES)
    if has_counter or _CUSTOM_TAG.search(markup):
        yield from filter(_is_counted, cast("list[Element]", _COUNTER_XPATH(root)))


def _mark_written_cells(root: Element, scripts: list[Element]) -> None:
    """Mark cells with a script that writes or holds a formula, and cells that a script fills."""
    for script in scripts:
        cell = nearest_cell(script)
        if cell is not None and _writes(script):
            _mark_short_cell(cell, script)
        elif cell is None:
            _mark_list_item(script)
    _mark_filled_cells(root, [script.text or "" for script in scripts])


def _mark_list_item(script: Element) -> None:
    """Mark a script that writes the value behind a label in a list: 总计：<script>…."""
    item = script.getparent()
    if item is None or item.tag not in _LIST_ITEM_TAGS or not _SCRIPT_WRITES.search(script.text or ""):
        return
    text = visible_text(item).strip()
    if len(text) <= _MAX_VALUE_CHARS and text.endswith((":", "：")):
        script.tail = OBJECT_CHARACTER + (script.tail or "")


def _mark_picture(element: Element, cell: Element) -> None:
    if _shows_nothing(element) or _has_table(cell):
        return
    number = _numeric_description(element)
    text = visible_text(cell).strip()
    if number or not text or (_NUMBER.fullmatch(text) and _may_be_digit(element)):
        mark = "" if OBJECT_CHARACTER in text else OBJECT_CHARACTER
        element.tail = mark + number + (element.tail or "")


def _may_be_digit(element: Element) -> bool:
    """Return whether a picture beside digits may be one: without a description, or named by a digit."""
    source = element.get("src") or ""
    if element.tag != "img" or ORNAMENT_NAME.search(source):
        return False
    return element.get("alt") is None or _DIGIT_NAME.search(source) is not None


def _shows_nothing(element: Element) -> bool:
    """Return whether the picture is a spacer, hidden or of no size."""
    style = parse_declarations(element.get("style") or "")
    sizes = {"width": element.get("width") or "", "height": element.get("height") or ""}
    if is_tiny(style) or is_tiny(sizes) or is_not_displayed(style):
        return True
    return SPACER_NAME.search(element.get("src") or "") is not None


def _numeric_description(element: Element) -> str:
    """Return the description of a picture if it is a number, else an empty string."""
    if element.tag == "svg":
        descriptions = ["".join(cast("list[str]", list(element.itertext())))]
    else:
        descriptions = [element.get(name) or "" for name in ("alt", "title", "aria-label")]
    return next((text.strip() for text in descriptions if _NUMBER.fullmatch(text)), "")


def _writes(script: Element) -> bool:
    if script.get("src") or (script.get("type") or "").startswith("math/"):
        return True
    return _SCRIPT_WRITES.search((script.text or "")[:_MAX_SCRIPT_CHARS]) is not None


def _is_counted(element: Element) -> bool:
    """Return whether the number that the element shall show is not its text."""
    text = visible_text(element).strip()
    if not text:
        return True
    stated = (element.get(name) for name in _COUNTED_ATTRIBUTES)
    return any(value != text for value in stated if value and _NUMBER.fullmatch(value))


def _mark_short_cell(cell: Element, element: Element) -> None:
    """Mark the cell behind the element, unless the cell is marked or belongs to the layout."""
    text = visible_text(cell).strip()
    if len(text) > _MAX_VALUE_CHARS or OBJECT_CHARACTER in text or _has_table(cell):
        return
    if element.tag in CELL_TAGS:
        element.text = OBJECT_CHARACTER + (element.text or "")
    else:
        element.tail = OBJECT_CHARACTER + (element.tail or "")


def _mark_filled_cells(root: Element, scripts: list[str]) -> None:
    """Mark cells that a script fills: by name those that it writes to; if empty, all that it names."""
    writing = [text for text in scripts if len(text) <= _MAX_SCRIPT_CHARS and _SCRIPT_WRITES.search(text)]
    if not writing:
        return
    script = "\n".join(writing)
    filled = {match[match.lastgroup or 0] for match in _FILLED_ID.finditer(script)}
    named_ids = set(_QUOTED_ID.findall(script))
    named_classes = {name for names in _QUOTED_CLASS.findall(script) for name in names}
    for element in cast("list[Element]", _NAMED_IN_CELL_XPATH(root)):
        cell = nearest_cell(element)
        if cell is None:
            continue
        classes = (element.get("class") or "").split()
        is_named = element.get("id") in named_ids or not named_classes.isdisjoint(classes)
        if element.get("id") in filled or (is_named and not visible_text(cell).strip()):
            _mark_short_cell(cell, element)


def _has_table(cell: Element) -> bool:
    return next(cell.iter("table"), None) is not None
