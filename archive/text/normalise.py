"""Copies of text for comparing only: what is stored and shown stays as printed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_T2S = OpenCC("t2s")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SPACE = re.compile(rf"[\s{_INVISIBLE}]+")
_FOLDED = str.maketrans(
    {**dict.fromkeys("﹝〔[【", "("), **dict.fromkeys("﹞〕]】", ")"), "﹑": "、", "\\": ""}
)
_DROPPED = re.compile(r"[\"“”„‟＂「」『』''‘’*#]")
_AFTER_DIGIT = re.compile(r"[.、．](?<=\d.)(?!\d)")
_BRACKET = re.compile(f"[{re.escape(''.join(map(chr, _FOLDED)))}]")
# What most Chinese sentences hold; without them a text is mostly in NFKC already, and that is soon seen.
_WIDE = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；（）！？％")
# Labels, values and headings come again in every report, sentences do not.
_LONGEST_KEPT = 100


def simplify(text: str) -> str:
    """`text` in Simplified script, one character for one; everything else unchanged."""
    converted: str = _T2S.convert(text)
    return converted


def compact(text: str) -> str:
    """`text` without any white space, no-break and zero-width characters included."""
    return _SPACE.sub("", text)


def tidy(text: str) -> str:
    """`text` with runs of white space made one blank, trimmed: for titles and names, as printed otherwise."""
    return _SPACE.sub(" ", text).strip()


def folded(text: str) -> str:
    """`text` in NFKC."""
    for wide, narrow in _WIDE:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text)


def norm(text: str) -> str:
    """The form in which labels are compared.

    NFKC, Simplified script, no white space, one kind of bracket, no quotation or Markdown marks, and no
    stop behind a leading digit: `5. 属于` = `5.属于` = `5属于`.
    """
    return _kept(text) if len(text) <= _LONGEST_KEPT else _norm(text)


def _norm(text: str) -> str:
    plain = compact(simplify(folded(text)))
    if _BRACKET.search(plain):
        plain = plain.translate(_FOLDED)
    return _AFTER_DIGIT.sub("", _DROPPED.sub("", plain))


_kept = lru_cache(maxsize=16384)(_norm)
