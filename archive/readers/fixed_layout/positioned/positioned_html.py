"""Reads HTML with a place for each text, as `pdftohtml -s`, pdfminer, MuPDF and PDF.js write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from lxml.etree import _Element as Element

from archive.model import Content, Document
from archive.readers.fixed_layout.positioned.text_boxes import TextBox, boxes_to_content, text_width
from archive.readers.html import parse_html
from archive.text import decode_text

NAME = "positioned_html"
_DECLARATION = re.compile(
    r"(?<![\w-])(top|left|width|height|font-size|line-height)\s*:\s*(-?[\d.]{1,12})(px|pt|%)?"
)
_RULE = re.compile(r"\.([\w-]{1,60})\s*\{([^{}]{0,2000})\}")
_POINTS_PER_PIXEL = 0.75
_DEFAULT_SIZE = 12.0
# A text is never narrower than this share of its estimated width; shorter ones are measured too roughly.
_MIN_WIDTH_SHARE = 0.8
_MIN_MEASURED_CHARACTERS = 4
_LINE_HEIGHT = 1.25
_MAX_COORDINATE = 1e6
_Measures = dict[str, float]


def read(document: Document) -> Content:
    """Return the blocks of the pages, in order. Raises `UnreadableFile` if there is too much text."""
    text, _ = decode_text(document.data, document.charset)
    root = parse_html(text)
    pages = _Pages(_class_measures(root))
    pages.add_texts(root)
    return boxes_to_content(NAME, _with_true_widths(pages.boxes), pages.sizes())


def _with_true_widths(boxes: Sequence[TextBox]) -> list[TextBox]:
    """Return the boxes with widths by which no text reaches into the next one of its line.

    The sizes of fonts are rounded up to pixels, and some exports state them as those of a larger font.
    """
    shares: dict[float, float] = {}
    ordered = sorted(boxes, key=lambda box: (box.page, box.top, box.x0))
    for box, following in pairwise(ordered):
        is_beside = box.page == following.page and abs(box.top - following.top) < box.size / 2
        if is_beside and following.x0 > box.x0 and len(box.text) >= _MIN_MEASURED_CHARACTERS:
            share = (following.x0 - box.x0) / (box.x1 - box.x0)
            if share >= _MIN_WIDTH_SHARE:
                shares[box.size] = min(shares.get(box.size, 1.0), share)
    return [box._replace(x1=box.x0 + (box.x1 - box.x0) * shares.get(box.size, 1.0)) for box in boxes]


def _class_measures(root: Element) -> dict[str, _Measures]:
    """Return the sizes that the style sheet of the page states for classes."""
    return {
        name: _measures(body)
        for style in root.iter("style")
        for name, body in _RULE.findall(style.text or "")
        if "font-size" in body
    }


@lru_cache(maxsize=4096)
def _measures(style: str) -> _Measures:
    """Return the lengths of a style in points, those in percent as shares below 0."""
    measures: _Measures = {}
    for name, number, unit in _DECLARATION.findall(style[:1000]):
        try:
            value = float(number)
        except ValueError:
            continue
        if abs(value) < _MAX_COORDINATE and (unit or not value):
            measures[f"{name}%" if unit == "%" else name] = value * (
                _POINTS_PER_PIXEL if unit == "px" else 1.0
            )
    return measures


@dataclass(slots=True)
class _Pages:
    """The texts of a page by the element that holds a printed page: one with a width and a height."""

    classes: dict[str, _Measures]
    boxes: list[TextBox] = field(default_factory=list)
    _stated_sizes: list[tuple[float, float]] = field(default_factory=list)
    _numbers: dict[Element, int] = field(default_factory=dict)

    def add_texts(self, root: Element) -> None:
        """Add the texts of all elements with a place."""
        for element in root.iter():
            style = element.get("style")
            if style and "top" in style and "left" in style:
                measures = _measures(style)
                if {"top", "left"} <= {name.rstrip("%") for name in measures}:
                    self._add_element(element, measures)

    def _add_element(self, element: Element, measures: _Measures) -> None:
        lines = list(_text_lines(element))
        if not any(line.strip() for line in lines):
            return
        number = self._page_number(element)
        width, height = self._stated_sizes[number]
        x0 = measures.get("left", measures.get("left%", 0.0) / 100 * width)
        top = measures.get("top", measures.get("top%", 0.0) / 100 * height)
        own = self._text_measures(element, measures)
        size = own.get("font-size", _DEFAULT_SIZE)
        pitch = own.get("line-height", _LINE_HEIGHT * size)
        for place, line in enumerate(lines):
            if line.strip():
                y = top + place * pitch
                x1, bottom = x0 + text_width(line, size), y + _LINE_HEIGHT * size
                self.boxes.append(TextBox(line, x0, y, x1, bottom, number, size, has_width=False))

    def _text_measures(self, element: Element, measures: _Measures) -> _Measures:
        """Return size and line height of an element's text: its own, or those of the first element in it."""
        for inner in element.iter():
            own = dict(measures) if inner is element else _measures(inner.get("style") or "")
            for name in (inner.get("class") or "").split()[:10]:
                own = {**self.classes.get(name, {}), **own}
            if own.get("font-size"):
                return own
        return measures

    def _page_number(self, element: Element) -> int:
        """Return the number of the page that holds an element."""
        page: Element | None = None
        size = (0.0, 0.0)
        for number, outer in enumerate(element.iterancestors()):
            measures = _measures(outer.get("style") or "")
            if "width" in measures and "height" in measures:
                page, size = outer, (measures["width"], measures["height"])
                break
            if number > 20:
                break
        key = element.getroottree().getroot() if page is None else page
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._stated_sizes.append(size)
        return self._numbers[key]

    def sizes(self) -> list[tuple[float, float]]:
        """Return width and height of each page: what it states, or what its texts need."""
        sizes = list(self._stated_sizes)
        for box in self.boxes:
            width, height = sizes[box.page]
            sizes[box.page] = max(width, box.x1), max(height, box.bottom)
        return sizes


def _text_lines(element: Element) -> Iterator[str]:
    """Yield the lines of an element's own text: `<br>` ends a line, elements with a place have their own."""
    parts = [element.text or ""]
    for part in _inner_parts(element):
        if part is None:
            yield "".join(parts)
            parts = []
        else:
            parts.append(part)
    yield "".join(parts)


def _inner_parts(element: Element) -> Iterator[str | None]:
    """Yield the texts in an element, None for each end of a line."""
    for child in element:
        if child.tag == "br":
            yield None
        elif not _has_place(child):
            yield _on_one_line(child.text)
            yield from _inner_parts(child)
        yield _on_one_line(child.tail)


def _has_place(element: Element) -> bool:
    measures = _measures(element.get("style") or "")
    return ("top" in measures or "top%" in measures) and ("left" in measures or "left%" in measures)


def _on_one_line(text: str | None) -> str:
    return (text or "").replace("\n", "").replace("\r", "")
