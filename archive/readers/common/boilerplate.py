"""Lines of a page's template, told from the report by whole-line rules that hold only around it.

The report itself is the span from its first heading to the date below its signature: there only page
numbers are taken out. Codes that name the site (公安备案号, 网站标识码) stand in chrome: they are harvested
first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from archive.model import Block, Candidate, Grid, Paragraph, ParagraphKind
from archive.readers.common import section_titles
from archive.text.normalise import remove_whitespace, to_nfkc, to_simplified

_MAX_LINE_CHARS = 260
# Rules that hold anywhere claim short lines only; most lines of a report need no closer look.
_MAX_LINE_CHARS_IN_REPORT = 24
_POLICE_CODE = re.compile(r"公网?安备(?:案(?:编?号)?)?\s*[:：]?\s*(?:[\u4e00-\u9fff]公网安备\s*)?(\d{14})")
_SITE_CODE = re.compile(r"网站标识码\s*[:：]?\s*(?:</?\w[^>]{0,80}>\s*)?([0-9A-Za-z]{10})(?![0-9A-Za-z])")
_DATE_LINE = re.compile(
    r"(?:\d{4}|[〇○零Oo一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)


@dataclass(frozen=True, slots=True)
class BoilerplateRule:
    """One kind of template line: its name, what matches it, and whether it also holds inside the report."""

    id: str
    pattern: re.Pattern[str]
    applies_in_report: bool


@lru_cache(maxsize=1)
def boilerplate_rules() -> tuple[BoilerplateRule, ...]:
    """The rules of `chrome.toml`, in its order."""
    stated = tomllib.loads(files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))
    return tuple(
        BoilerplateRule(
            rule["id"],
            re.compile("|".join(f"(?:{pattern})" for pattern in rule["patterns"])),
            rule.get("anywhere", False),
        )
        for rule in stated["rule"]
    )


def matching_rule_id(text: str, *, in_report: bool = False) -> str:
    """The id of the rule that claims the line, or ""; `inside` the report only `anywhere` rules hold."""
    if len(text) > (_MAX_LINE_CHARS_IN_REPORT if in_report else _MAX_LINE_CHARS):
        return ""
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
    """`blocks` with every line that a rule claims marked as chrome; `inside` is the report's span."""
    first, last = bounds or report_span(blocks)
    return tuple(
        _mark_paragraph(block, in_report=first <= place <= last) if isinstance(block, Paragraph) else block
        for place, block in enumerate(blocks)
    )


def _mark_paragraph(block: Paragraph, *, in_report: bool) -> Paragraph:
    rule = block.rule or matching_rule_id(block.text, in_report=in_report)
    return Paragraph(block.text, ParagraphKind.BOILERPLATE, rule) if rule else block


def report_span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Where the report begins and ends: from its first section heading to the date of its signature.

    Before the first heading and behind the end stand title, preamble and prose too: they match no rule.
    """
    headings = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and section_titles.is_section_title(block.text)
    ]
    if not headings:
        return len(blocks), -1
    tables = [place for place, block in enumerate(blocks) if isinstance(block, Grid)]
    last = max(headings[-1], *tables[-1:]) if tables else headings[-1]
    for place in range(last + 1, len(blocks)):
        block = blocks[place]
        if isinstance(block, Paragraph) and is_date(block.text):
            return headings[0], place
    return headings[0], last


def is_date(text: str) -> bool:
    """Whether the line is a date and nothing else, as below a signature."""
    return len(text) <= 40 and _DATE_LINE.fullmatch(_normalise_line(text)) is not None


def site_codes(text: str) -> tuple[Candidate, ...]:
    """The codes printed in the page that name its site; the first six digits of both are an adcode."""
    found = (("police_code", _POLICE_CODE, "公安备案号"), ("site_code", _SITE_CODE, "网站标识码"))
    return tuple(
        Candidate(field, code, source)
        for field, pattern, source in found
        for code in dict.fromkeys(pattern.findall(text))
    )
