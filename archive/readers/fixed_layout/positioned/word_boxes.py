"""Reads lists of words with their boxes: `pdftotext -bbox` and `-tsv`, and the TSV of Tesseract."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.model import Content, Document, UnreadableFile
from archive.readers.fixed_layout.positioned.text_boxes import TextBox, boxes_to_content, text_width
from archive.text import decode_text

NAME = "word_boxes"
_MAX_PAGES = 500
_MAX_WORDS = 200_000
_PAGE_LEVEL, _WORD_LEVEL = "1", "5"
_TSV_FIELDS = 12
_NUMBER = r"(-?\d{1,6}(?:\.\d{1,12})?)"
_TSV_NUMBER = re.compile(_NUMBER)
_TAG = re.compile(
    rf'<page width="{_NUMBER}" height="{_NUMBER}">'
    rf'|<word xMin="{_NUMBER}" yMin="{_NUMBER}" xMax="{_NUMBER}" yMax="{_NUMBER}">([^<]{{1,2000}})</word>'
)
# Boxes of words are as high as the font may be: those of neighbouring lines overlap.
_LINE_HEIGHT = 1.2

_Item = tuple[str, list[float]]
"""A page (no text, its width and height), or a word with its left, upper, right and lower edge."""


@dataclass(slots=True)
class _Words:
    boxes: list[TextBox] = field(default_factory=list)
    page_sizes: list[tuple[float, float]] = field(default_factory=list)

    def add(self, items: Iterable[_Item]) -> None:
        """Add pages and words. Raises `UnreadableFile` if there are too many."""
        for text, numbers in items:
            if len(self.boxes) >= _MAX_WORDS or len(self.page_sizes) > _MAX_PAGES:
                raise UnreadableFile("版式文字过多，可能是炸弹文件")
            if not text:
                self.page_sizes.append((numbers[0], numbers[1]))
            elif self.page_sizes and numbers[2] > numbers[0] and numbers[3] > numbers[1]:
                self.boxes.append(self._box(text, *numbers))

    def _box(self, text: str, x0: float, top: float, x1: float, bottom: float) -> TextBox:
        size = min((x1 - x0) / text_width(text, 1.0), bottom - top)
        middle = (top + bottom) / 2
        half = min(_LINE_HEIGHT * size, bottom - top) / 2
        return TextBox(text, x0, middle - half, x1, middle + half, len(self.page_sizes) - 1, size)


def read(document: Document) -> Content:
    """Return the blocks of the pages, in order. Raises `UnreadableFile` if there is too much text."""
    text, _ = decode_text(document.data, document.charset)
    words = _Words()
    words.add(_tsv_items(text) if text.lstrip().startswith("level\t") else _markup_items(text))
    return boxes_to_content(NAME, words.boxes, words.page_sizes)


def _markup_items(text: str) -> Iterator[_Item]:
    for match in _TAG.finditer(text):
        numbers = [float(number) for number in match.groups()[:6] if number is not None]
        word = html.unescape(match[7]).strip() if match[7] else ""
        if word or match[1]:
            yield word, numbers


def _tsv_items(text: str) -> Iterator[_Item]:
    for line in text.splitlines():
        level, *fields = line.split("\t", _TSV_FIELDS - 1)
        if len(fields) < _TSV_FIELDS - 1 or level not in (_PAGE_LEVEL, _WORD_LEVEL):
            continue
        if not all(map(_TSV_NUMBER.fullmatch, fields[5:9])):
            continue
        left, top, width, height = map(float, fields[5:9])
        if level == _PAGE_LEVEL:
            yield "", [width, height]
        elif word := fields[10].strip():
            yield word, [left, top, left + width, top + height]
