"""Removes from a Word document the runs that nobody sees, or sees as marks: hidden, struck out, raised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from archive.readers.office.docx_text import W

_Properties = Mapping[str, str]
_NAMES = frozenset(
    (
        "vanish",
        "webHidden",
        "specVanish",
        "strike",
        "dstrike",
        "vertAlign",
        "position",
        "sz",
        "color",
        "w",
        "textFill",
    )
)
_HIDING_WORDS = (
    *(b":vanish", b":webHidden", b":specVanish", b":strike", b":dstrike"),
    *(b"superscript", b"subscript", b":position", b":shd", b'themeColor="background', b":textFill"),
)
# Nearly every run states a size and many a colour: only tiny sizes and light colours need a second look.
_NARROW_WIDTH = re.compile(rb":w\s+\w+:val=[\"'][1-5][\"']")
_LIGHT_COLOUR = re.compile(rb":color\s[^>]*[\"'](?:[eEfF][0-9a-fA-F]){3}[\"']")
_TINY_SIZE = re.compile(rb":sz\s+\w+:val=[\"'][0-2][\"']")
_OFF_VALUES = ("0", "false", "off", "none")
_RUN, _PARAGRAPH, _CELL, _TEXT = W + "r", W + "p", W + "tc", W + "t"
_PROPERTIES, _SHADING, _VALUE = W + "rPr", W + "shd", W + "val"
# Half points: how high a mark is raised, the size of text that states none, a size that nobody reads.
_MIN_RAISED, _DEFAULT_SIZE, _MAX_UNSEEN_SIZE = 6, 21, 2
# Text of the usual size that is raised by half a line; percent of the usual width of characters.
_MIN_RAISED_FAR, _MAX_UNSEEN_WIDTH = 10, 5
_WHITE = "ffffff"
# A hostile paragraph could make each run look at all others.
_MAX_RUNS_BESIDE = 200


def remove_unseen_runs(body: etree._Element, xml: bytes, styles: etree._Element | None) -> None:
    """Empty the runs of `body` that are not part of the text; `xml` are its bytes."""
    style_properties = _style_properties(styles) if styles is not None else {}
    if not (_has_hiding_markup(xml) or any(map(_may_hide, style_properties.values()))):
        return
    unseen = [run for run in body.iter(_RUN) if _is_unseen(run, style_properties)]
    for run in unseen:
        _empty(run)
    # A number that is raised as a whole is no mark: the cell or the line must have other text.
    raised = {run for run in body.iter(_RUN) if _is_raised(run, style_properties)}
    for run in [run for run in raised if _has_other_text(run, raised)]:
        _empty(run)


def _has_hiding_markup(xml: bytes) -> bool:
    """Return whether any run may be hidden; searching bytes is faster than looking at runs."""
    if any(word in xml for word in _HIDING_WORDS):
        return True
    return any(pattern.search(xml) for pattern in (_LIGHT_COLOUR, _TINY_SIZE, _NARROW_WIDTH))


def _style_properties(styles: etree._Element) -> dict[str, dict[str, str]]:
    """Return for each style its properties of runs, with those of the styles that it is based on."""
    elements = {style.get(W + "styleId", ""): style for style in styles.iterfind(W + "style")}
    return {name: _inherited_properties(name, elements, 0) for name in elements}


def _inherited_properties(name: str, styles: Mapping[str, etree._Element], depth: int) -> dict[str, str]:
    style = styles.get(name)
    if style is None or depth > 20:
        return {}
    base = style.find(W + "basedOn")
    inherited = {} if base is None else _inherited_properties(base.get(_VALUE, ""), styles, depth + 1)
    return inherited | _stated_properties(style.find(_PROPERTIES))


def _stated_properties(element: etree._Element | None) -> dict[str, str]:
    stated: dict[str, str] = {}
    for item in () if element is None else element:
        name = str(item.tag).rpartition("}")[2]
        if name == "textFill":
            is_filled = any(not str(fill.tag).endswith("}noFill") for fill in item)
            stated[name] = "fill" if is_filled else "none"
        elif name in _NAMES:
            stated[name] = (item.get(_VALUE) or "on").lower()
    return stated


def _may_hide(properties: _Properties) -> bool:
    return not (_NAMES - {"sz", "color", "w"}).isdisjoint(properties) or properties.get("color") == _WHITE


def _run_properties(run: etree._Element, styles: Mapping[str, dict[str, str]]) -> dict[str, str]:
    element = run.find(_PROPERTIES)
    stated = _stated_properties(element)
    if not styles:
        return stated
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    paragraph_style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    run_style = None if element is None else element.find(W + "rStyle")
    names = (style.get(_VALUE, "") for style in (paragraph_style, run_style) if style is not None)
    merged: dict[str, str] = {}
    for name in names:
        merged |= styles.get(name, {})
    return merged | stated


def _is_unseen(run: etree._Element, styles: Mapping[str, dict[str, str]]) -> bool:
    properties = _run_properties(run, styles)
    if any(
        properties.get(name, "off") not in _OFF_VALUES
        for name in ("vanish", "webHidden", "specVanish", "strike", "dstrike")
    ):
        return True
    if _half_points(properties.get("sz"), _DEFAULT_SIZE) <= _MAX_UNSEEN_SIZE:
        return True
    if (
        properties.get("textFill") == "none"
        or 0 < _half_points(properties.get("w"), 100) <= _MAX_UNSEEN_WIDTH
    ):
        return True
    return _is_unseen_colour(run, properties.get("color", ""))


def _is_raised(run: etree._Element, styles: Mapping[str, dict[str, str]]) -> bool:
    properties = _run_properties(run, styles)
    if properties.get("vertAlign") in ("superscript", "subscript"):
        return True
    position = _half_points(properties.get("position"), 0)
    if position < _MIN_RAISED or "sz" not in properties:
        return position >= _MIN_RAISED_FAR
    return _half_points(properties["sz"], _DEFAULT_SIZE) < max(_sizes_beside(run), default=_DEFAULT_SIZE)


def _sizes_beside(run: etree._Element) -> Iterator[int]:
    """Yield the sizes of the other runs of the paragraph."""
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    for other in () if paragraph is None else paragraph.iter(_RUN):
        if other is not run:
            yield _half_points(_stated_properties(other.find(_PROPERTIES)).get("sz"), _DEFAULT_SIZE)


def _half_points(value: str | None, default: int) -> int:
    match = re.fullmatch(r"(-?\d{1,6})(?:\.\d+)?", value or "")
    return int(match[1]) if match else default


def _is_unseen_colour(run: etree._Element, colour: str) -> bool:
    """Return whether the text has the colour of what it stands on: the stated shading, else white paper."""
    if re.fullmatch("[0-9a-f]{6}", colour) is None:
        return False
    fill = next(_shadings(run), _WHITE)
    if fill == "unknown" and _has_text_of_other_colour(run, colour):
        # Nobody reads both white and dark text on one background.
        fill = _WHITE
    return re.fullmatch("[0-9a-f]{6}", fill) is not None and all(
        abs(int(colour[place : place + 2], 16) - int(fill[place : place + 2], 16)) <= 12
        for place in (0, 2, 4)
    )


def _has_text_of_other_colour(run: etree._Element, colour: str) -> bool:
    paragraph = next(run.iterancestors(_PARAGRAPH), None)
    return paragraph is not None and any(
        _stated_properties(other.find(_PROPERTIES)).get("color", "") != colour
        and any((text.text or "").strip() for text in other.iter(_TEXT))
        for other in islice(paragraph.iter(_RUN), _MAX_RUNS_BESIDE)
    )


def _shadings(run: etree._Element) -> Iterator[str]:
    """Yield the shadings behind a run, nearest first; "unknown" for a table whose style may have one."""
    for holder in (run, *run.iterancestors()):
        for place in (_PROPERTIES, W + "pPr", W + "tcPr", W + "tblPr"):
            properties = holder.find(place)
            if properties is None:
                continue
            if properties.find(W + "highlight") is not None:
                yield "highlight"
            if properties.find(W + "tblStyle") is not None:
                yield "unknown"
            shading = properties.find(_SHADING)
            fill = "auto" if shading is None else shading.get(W + "fill", "auto").lower()
            if fill != "auto":
                yield fill


def _has_other_text(run: etree._Element, marks: set[etree._Element]) -> bool:
    holder = next(run.iterancestors(_CELL), None)
    if holder is None:
        holder = next(run.iterancestors(_PARAGRAPH), None)
    if holder is None:
        return False
    return any(
        (text.text or "").strip() and next(text.iterancestors(_RUN), None) not in marks
        for text in holder.iter(_TEXT)
    )


def _empty(run: etree._Element) -> None:
    for child in list(run):
        if child.tag != _PROPERTIES:
            run.remove(child)
