"""Copies of text for comparing only: what is stored and shown stays as printed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_T2S = OpenCC("t2s")
_INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WHITESPACE = re.compile(rf"[\s{_INVISIBLE_CHARACTERS}]+")
_CHARACTER_MAP = str.maketrans(
    {**dict.fromkeys("﹝〔[【", "("), **dict.fromkeys("﹞〕]】", ")"), "﹑": "、", "\\": ""}
)
_QUOTE_OR_MARKUP = re.compile(r"[\"“”„‟＂「」『』''‘’*#]")
_STOP_AFTER_DIGIT = re.compile(r"[.、．](?<=\d.)(?!\d)")
_MAPPED_CHARACTER = re.compile(f"[{re.escape(''.join(map(chr, _CHARACTER_MAP)))}]")
# What most Chinese sentences hold; without them a text is mostly in NFKC already, and that is soon seen.
_FULL_WIDTH_PAIRS = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；（）！？％")
# Labels, values and headings come again in every report, sentences do not.
_MAX_CACHED_CHARS = 100


def to_simplified(text: str) -> str:
    """`text` in Simplified script, one character for one; everything else unchanged."""
    converted: str = _T2S.convert(text)
    return converted


def remove_whitespace(text: str) -> str:
    """`text` without any white space, no-break and zero-width characters included."""
    return _WHITESPACE.sub("", text)


def collapse_whitespace(text: str) -> str:
    """`text` with runs of white space made one blank, trimmed: for titles and names, as printed otherwise."""
    return _WHITESPACE.sub(" ", text).strip()


def to_nfkc(text: str) -> str:
    """`text` in NFKC."""
    for wide, narrow in _FULL_WIDTH_PAIRS:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text)


def normalise_text(text: str) -> str:
    """The form in which labels are compared.

    NFKC, Simplified script, no white space, one kind of bracket, no quotation or Markdown marks, and no
    stop behind a leading digit: `5. 属于` = `5.属于` = `5属于`.
    """
    return _normalise_cached(text) if len(text) <= _MAX_CACHED_CHARS else _normalise_uncached(text)


def _normalise_uncached(text: str) -> str:
    plain = remove_whitespace(to_simplified(to_nfkc(text)))
    if _MAPPED_CHARACTER.search(plain):
        plain = plain.translate(_CHARACTER_MAP)
    return _STOP_AFTER_DIGIT.sub("", _QUOTE_OR_MARKUP.sub("", plain))


_normalise_cached = lru_cache(maxsize=16384)(_normalise_uncached)
