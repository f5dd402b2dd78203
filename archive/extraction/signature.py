"""Splits the signature from a section: lines that name the agency, and a date."""

from __future__ import annotations

import re

from archive.extraction.headings import MAX_HEADING_LENGTH
from archive.text import find_date, normalise_text

_MAX_SIGNATURE_LINES = 4
_BARE_DATE = re.compile(
    r"20\d\d年\d{1,2}月\d{1,2}日|[二〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)


def split_signature(lines: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Split the last section into text, signature (agency lines and a date), and what follows it."""
    for end in range(len(lines), 0, -1):
        dated = normalise_text(lines[end - 1])
        if len(dated) > MAX_HEADING_LENGTH + 12:
            continue
        date = find_date(dated)
        if date is None or date.end < len(dated) - 1:
            continue
        start = end - 1
        while start > 0 and end - start < 3 and _is_name(lines[start - 1]):
            start -= 1
        # An appendix of any length may follow a signature, if the date is a line of its own below a name.
        is_near_end = end > len(lines) - _MAX_SIGNATURE_LINES
        if is_near_end or (start < end - 1 and _is_bare_date(dated)):
            return lines[:start], lines[start:end], lines[end:]
    return lines, [], []


def _is_bare_date(text: str) -> bool:
    return _BARE_DATE.fullmatch(text) is not None


def split_leading_signature(preamble: tuple[str, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Split a signature from the beginning of the preamble: Hunan's reports are signed below their title.

    Only a date with 年 counts: 2022-01-20 below a name is printed by the portal.
    """
    for end in range(2, min(len(preamble), _MAX_SIGNATURE_LINES) + 1):
        dated = normalise_text(preamble[end - 1])
        date = find_date(dated)
        if date and date.end >= len(dated) - 1 and "年" in dated:
            is_signature = all(map(_is_name, preamble[: end - 1]))
            return (list(preamble[:end]), preamble[end:]) if is_signature else ([], preamble)
    return [], preamble


def _is_name(line: str) -> bool:
    plain = normalise_text(line)
    return 3 <= len(plain) <= MAX_HEADING_LENGTH and not re.search(r"[,。;:、,;:]|无$", plain)
