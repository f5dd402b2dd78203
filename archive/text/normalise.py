"""Normalises text for comparison; stored and displayed text stays as printed.

CJK radicals (⺠ for 民, which Chromium writes into PDFs) become ideographs in names and in every comparison;
the raw text of cells and sections keeps them, as they look the same.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from archive.model import DataRecord, load_data
from archive.text.caching import cache_short_texts

_T2S = OpenCC("t2s")
_INVISIBLE_CHARACTERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_WHITESPACE = re.compile(rf"[\s{_INVISIBLE_CHARACTERS}]+")
_CHARACTER_MAP = str.maketrans(
    {**dict.fromkeys("﹝〔[【", "("), **dict.fromkeys("﹞〕]】", ")"), "﹑": "、", "\\": ""}
)
_QUOTE_OR_MARKUP = re.compile(r"[\"“”„‟＂「」『』''‘’*#]")
_STOP_AFTER_DIGIT = re.compile(r"[.、．](?<=\d.)(?!\d)")
_MAPPED_CHARACTER = re.compile(f"[{re.escape(''.join(map(chr, _CHARACTER_MAP)))}]")
# Characters of most Chinese sentences: replacing them first leaves text that is mostly in NFKC already,
# which `unicodedata.normalize` recognises quickly.
_FULL_WIDTH_PAIRS = tuple((wide, unicodedata.normalize("NFKC", wide)) for wide in "，：；（）！？％")
# Radicals of both blocks, and compatibility ideographs.
_IDEOGRAPH_VARIANT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def to_simplified(text: str) -> str:
    """Return `text` in Simplified script, character by character; everything else is unchanged."""
    converted: str = _T2S.convert(text)
    return converted


def remove_whitespace(text: str) -> str:
    """Return `text` without white space, including no-break and zero-width characters."""
    return _WHITESPACE.sub("", text)


def collapse_whitespace(text: str) -> str:
    """Return `text` trimmed and with each run of white space replaced by one blank."""
    return _WHITESPACE.sub(" ", text).strip()


def to_nfkc(text: str) -> str:
    """Return `text` in Unicode normal form NFKC, with ideographs for all CJK radicals."""
    for wide, narrow in _FULL_WIDTH_PAIRS:
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", fold_ideographs(text))


def fold_ideographs(text: str) -> str:
    """Return `text` with unified ideographs for CJK radicals and compatibility ideographs."""
    return _IDEOGRAPH_VARIANT.sub(_unified_ideograph, text)


def _unified_ideograph(variant: re.Match[str]) -> str:
    return _ideographs_by_radical().get(variant[0]) or unicodedata.normalize("NFKC", variant[0])


class _RadicalsData(DataRecord, frozen=True, kw_only=True):
    """The content of `radicals.toml`: strings of a radical and its ideograph."""

    pairs: tuple[str, ...]


@cache
def _ideographs_by_radical() -> dict[str, str]:
    return {pair[0]: pair[1] for pair in load_data(__package__, "radicals.toml", _RadicalsData).pairs}


@cache_short_texts(maxsize=16384)
def normalise_text(text: str) -> str:
    """Return the form in which labels are compared.

    NFKC, Simplified script, no white space, one kind of bracket, no quotation or Markdown marks, and no full
    stop after a leading number: `5. 属于` = `5.属于` = `5属于`.
    """
    plain = remove_whitespace(to_simplified(to_nfkc(text)))
    if _MAPPED_CHARACTER.search(plain):
        plain = plain.translate(_CHARACTER_MAP)
    return _STOP_AFTER_DIGIT.sub("", _QUOTE_OR_MARKUP.sub("", plain))
