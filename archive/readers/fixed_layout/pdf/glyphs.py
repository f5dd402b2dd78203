"""Reads the characters of a PDF page that a reader of the page sees."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2

from archive.readers.fixed_layout.geometry import text_direction
from archive.readers.fixed_layout.pdf.visibility import PageGround, TextStyle, address
from archive.readers.fixed_layout.upright_pages import RawGlyph

raw: Any = pypdfium2.raw

MAX_PAGE_GLYPHS, MAX_GLYPHS = 100_000, 1_000_000
"""Characters of a page and of a file: an annex of 6,000 rows has 400,000, and each takes 300 bytes."""
# Codes that are no character: ends of strings, soft hyphens, glyphs without a mapping.
_IGNORED_CODES = frozenset((0, 2, 0xFFFE, 0xFFFF))
_BLANK_CODES = frozenset((9, 32, 0xA0))
_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def read_glyphs(text: Any, ground: PageGround, is_scan: bool) -> list[RawGlyph]:
    """Return the characters of a page in the order of the file, without those that are not seen.

    On a scan, invisible text is the result of text recognition: it is returned if there is no other.
    """
    glyphs: list[RawGlyph] = []
    recognised: list[RawGlyph] = []
    for glyph, style in _characters(text, ground):
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        if not style.is_drawn:
            recognised.append(glyph)
        elif ground.is_seen(style, x, y):
            glyphs.append(glyph)
    return glyphs or (recognised if is_scan else [])


def _characters(text: Any, ground: PageGround) -> Iterator[tuple[RawGlyph, TextStyle]]:
    """Yield the characters that are not slanted, each with the style of its text object."""
    box = [ctypes.c_double() for _ in range(4)]
    sides = [ctypes.byref(side) for side in box]
    left, right, bottom, top = box
    x, y = ctypes.c_double(), ctypes.c_double()
    origin = ctypes.byref(x), ctypes.byref(y)
    has_space_before = False
    last_code = 0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if code <= 32 or code == 0xA0 or code in _IGNORED_CODES:
            printed_blank = code in _BLANK_CODES and not raw.FPDFText_IsGenerated(text, index)
            has_space_before = (
                has_space_before or printed_blank or (code in _BLANK_CODES and 32 < last_code < 128)
            )
            continue
        style = ground.styles.get(address(raw.FPDFText_GetTextObject(text, index)))
        style = style or _style_of_character(text, index)
        if style.quarter_turns is None:
            continue
        raw.FPDFText_GetCharBox(text, index, *sides)
        raw.FPDFText_GetCharOrigin(text, index, *origin)
        last_code = code
        yield (
            RawGlyph(
                "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code),
                (left.value, bottom.value, right.value, top.value),
                (x.value, y.value),
                has_space_before,
                style.quarter_turns,
                style.size,
            ),
            style,
        )
        has_space_before = False


def _style_of_character(text: Any, index: int) -> TextStyle:
    """Return the style of a character whose object is not known: nested too deep, or generated."""
    angle = -raw.FPDFText_GetCharAngle(text, index)
    return TextStyle(0.0, text_direction(math.cos(angle), math.sin(angle)), True, False, _EVERYWHERE, 0)
