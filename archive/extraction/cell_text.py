"""Normalises the text of a value cell and recognises what is no number; data in `cells.toml`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

from archive.model import DataRecord, load_data
from archive.text import cache_short_texts, fold_ideographs, remove_whitespace

_MINUS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "—": "-", "‐": "-"})
# Other characters that NFKC makes digits of (㉑, º, Ⅰ, 𝟏) are marks: a number with one of them is not read.
_WIDE_CHARACTER = re.compile(r"[\uff01-\uff5e\uffe5\ufe50-\ufe6b]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# 12。 and 12、 at the end of a number or its unit.
_FINAL_PUNCTUATION = re.compile(r"(?<=[\d件项份条个宗元万])[.。、,，;；:：]+$")


class CellRules(DataRecord, frozen=True, kw_only=True):
    """The data of `cells.toml`."""

    words: tuple[str, ...]
    dashes: re.Pattern[str]
    unstated: tuple[str, ...]
    footnote: re.Pattern[str]
    count_units: tuple[str, ...]
    currencies: tuple[str, ...]
    other_money: re.Pattern[str]
    yuan: dict[str, Decimal]
    short_units: dict[str, str]


@cache
def cell_rules() -> CellRules:
    """The rules of `cells.toml`."""
    return load_data(__package__, "cells.toml", CellRules)


@cache
def unit_pattern() -> str:
    """A regular expression for any unit, longer ones first."""
    rules = cell_rules()
    return "|".join(sorted((*rules.yuan, *rules.count_units), key=len, reverse=True))


@cache_short_texts(maxsize=4096)
def is_dash(text: str) -> bool:
    """True if `text` is a mark or a word instead of a number: /, —, 无, 不涉及."""
    plain = remove_whitespace(text)
    return plain in cell_rules().words or cell_rules().dashes.fullmatch(plain) is not None


@cache_short_texts(maxsize=4096)
def is_unstated(text: str) -> bool:
    """True if `text` neither gives a number nor says that there is none, such as 不详 or a footnote mark."""
    plain = remove_whitespace(text)
    return plain in cell_rules().unstated or cell_rules().footnote.fullmatch(plain) is not None


@cache_short_texts(maxsize=4096)
def normalise_value(text: str) -> str:
    """The text without white space, invisible characters, footnote marks and final punctuation.

    Wide characters and CJK radicals are replaced by the usual ones, nothing else: 12① is 12, not 121.
    """
    stripped = remove_whitespace(_INVISIBLE.sub("", text)).replace("，", ",")
    if is_dash(stripped) or is_unstated(stripped):
        return stripped
    plain = fold_ideographs(_WIDE_CHARACTER.sub(_narrow, _strip_marks(stripped)))
    return _FINAL_PUNCTUATION.sub("", plain.translate(_MINUS))


def _narrow(wide: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", wide[0])


def _strip_marks(text: str) -> str:
    """Remove footnote marks at both ends; a mark that ends with a plain digit has no end before a number."""
    footnote = cell_rules().footnote
    start = footnote.match(text)
    if start and not (start[0][-1:].isascii() and start[0][-1:].isdigit()):
        text = text[start.end() :]
    return re.sub(rf"(?:{footnote.pattern})$", "", text)
