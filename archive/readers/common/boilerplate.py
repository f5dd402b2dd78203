"""Marks lines that belong to the page template, by rules for whole lines, and extracts the codes of the site.

The report itself is the span from its first heading to the date below its signature: inside it only page
numbers are marked. Codes that identify the site (公安备案号, 网站标识码) are printed in boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.model import Block, Candidate, DataRecord, Grid, Paragraph, ParagraphKind, load_data
from archive.readers.common import section_titles
from archive.text import remove_whitespace, to_nfkc, to_simplified

_MAX_LINE_CHARS = 260
# Rules that apply inside the report match only short lines; most lines of a report need no further test.
_MAX_LINE_CHARS_IN_REPORT = 24
_POLICE_CODE = re.compile(r"公网?安备(?:案(?:编?号)?)?\s*[:：]?\s*(?:[\u4e00-\u9fff]公网安备\s*)?(\d{14})")
_SITE_CODE = re.compile(r"网站标识码\s*[:：]?\s*(?:</?\w[^>]{0,80}>\s*)?([0-9A-Za-z]{10})(?![0-9A-Za-z])")
_DATE_LINE = re.compile(
    r"(?:\d{4}|[〇○零Oo一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)


class _RuleEntry(DataRecord, frozen=True, kw_only=True):
    id: str
    patterns: tuple[str, ...]
    anywhere: bool = False


class _RuleFile(DataRecord, frozen=True):
    rule: tuple[_RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class BoilerplateRule:
    """One kind of template line: id, pattern of the whole line, whether it applies inside the report."""

    id: str
    pattern: re.Pattern[str]
    applies_in_report: bool


@cache
def boilerplate_rules() -> tuple[BoilerplateRule, ...]:
    """Return the rules of `boilerplate.toml` in the order of the file."""
    return tuple(
        BoilerplateRule(
            entry.id, re.compile("|".join(f"(?:{pattern})" for pattern in entry.patterns)), entry.anywhere
        )
        for entry in load_data(__package__, "boilerplate.toml", _RuleFile).rule
    )


def matching_rule_id(text: str, *, in_report: bool = False) -> str:
    """Return the id of the first rule that matches the line, empty if none does."""
    if len(text) > (_MAX_LINE_CHARS_IN_REPORT if in_report else _MAX_LINE_CHARS):
        return ""
    return _matching_rule_id(text, in_report)


# The lines of a template recur on every page of a site. Only short texts come here, so the cache stays small.
@lru_cache(maxsize=4096)
def _matching_rule_id(text: str, in_report: bool) -> str:
    plain = _normalise_line(text)
    return next(
        (
            rule.id
            for rule in boilerplate_rules()
            if (rule.applies_in_report or not in_report) and rule.pattern.fullmatch(plain)
        ),
        "",
    )


def _normalise_line(text: str) -> str:
    return remove_whitespace(to_simplified(to_nfkc(text)))


def mark_boilerplate(blocks: Sequence[Block], bounds: tuple[int, int] | None = None) -> tuple[Block, ...]:
    """Return `blocks` with boilerplate lines marked; `bounds` is the span of the report if it is known."""
    first, last = bounds or report_span(blocks)
    return tuple(
        _mark_paragraph(block, in_report=first <= number <= last) if isinstance(block, Paragraph) else block
        for number, block in enumerate(blocks)
    )


def _mark_paragraph(block: Paragraph, *, in_report: bool) -> Paragraph:
    rule = block.rule or matching_rule_id(block.text, in_report=in_report)
    return Paragraph(block.text, ParagraphKind.BOILERPLATE, rule) if rule else block


def report_span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return the first and the last index of the report: from its first heading to the date of its signature.

    Title, preamble and prose may stand before the first heading and after the end: they match no rule.
    Without a heading the span is empty.
    """
    headings = [
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph) and section_titles.is_section_title(block.text)
    ]
    if not headings:
        return len(blocks), -1
    tables = [number for number, block in enumerate(blocks) if isinstance(block, Grid)]
    last = max(headings[-1], *tables[-1:]) if tables else headings[-1]
    for number in range(last + 1, len(blocks)):
        block = blocks[number]
        if isinstance(block, Paragraph) and is_date(block.text):
            return headings[0], number
    return headings[0], last


def is_date(text: str) -> bool:
    """Return whether the line is a date and nothing else, as below a signature."""
    return len(text) <= 40 and _DATE_LINE.fullmatch(_normalise_line(text)) is not None


def site_codes(text: str) -> tuple[Candidate, ...]:
    """Return the codes in the page that identify its site; the first six digits of each are an adcode."""
    code_kinds = (("police_code", _POLICE_CODE, "公安备案号"), ("site_code", _SITE_CODE, "网站标识码"))
    return tuple(
        Candidate(field, code, source)
        for field, pattern, source in code_kinds
        for code in dict.fromkeys(pattern.findall(text))
    )
