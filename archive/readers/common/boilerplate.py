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

from archive.model import Block, Candidate, Grid, Mark, Paragraph
from archive.readers.common import section_titles
from archive.text.normalise import compact, folded, simplify

_LONGEST = 260
# Rules that hold anywhere claim short lines only; most lines of a report need no closer look.
_LONGEST_INSIDE = 24
_POLICE = re.compile(r"公网?安备(?:案(?:编?号)?)?\s*[:：]?\s*(?:[\u4e00-\u9fff]公网安备\s*)?(\d{14})")
_SITE = re.compile(r"网站标识码\s*[:：]?\s*(?:</?\w[^>]{0,80}>\s*)?([0-9A-Za-z]{10})(?![0-9A-Za-z])")
_DATE = re.compile(
    r"(?:\d{4}|[〇○零Oo一二三四五六七八九]{4})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of template line: its name, what matches it, and whether it also holds inside the report."""

    id: str
    pattern: re.Pattern[str]
    anywhere: bool


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """The rules of `chrome.toml`, in its order."""
    stated = tomllib.loads(files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))
    return tuple(
        Rule(
            rule["id"],
            re.compile("|".join(f"(?:{pattern})" for pattern in rule["patterns"])),
            rule.get("anywhere", False),
        )
        for rule in stated["rule"]
    )


def rule_of(text: str, *, inside: bool = False) -> str:
    """The id of the rule that claims the line, or ""; `inside` the report only `anywhere` rules hold."""
    if len(text) > (_LONGEST_INSIDE if inside else _LONGEST):
        return ""
    plain = _plain(text)
    return next(
        (rule.id for rule in rules() if (rule.anywhere or not inside) and rule.pattern.fullmatch(plain)),
        "",
    )


def _plain(text: str) -> str:
    return compact(simplify(folded(text)))


def marked(blocks: Sequence[Block], inside: tuple[int, int] | None = None) -> tuple[Block, ...]:
    """`blocks` with every line that a rule claims marked as chrome; `inside` is the report's span."""
    first, last = inside or span(blocks)
    return tuple(
        _marked(block, inside=first <= place <= last) if isinstance(block, Paragraph) else block
        for place, block in enumerate(blocks)
    )


def _marked(block: Paragraph, *, inside: bool) -> Paragraph:
    rule = block.rule or rule_of(block.text, inside=inside)
    return Paragraph(block.text, Mark.CHROME, rule) if rule else block


def span(blocks: Sequence[Block]) -> tuple[int, int]:
    """Where the report begins and ends: from its first section heading to the date of its signature.

    Before the first heading and behind the end stand title, preamble and prose too: they match no rule.
    """
    headings = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and section_titles.is_title(block.text)
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
    return len(text) <= 40 and _DATE.fullmatch(_plain(text)) is not None


def site_codes(text: str) -> tuple[Candidate, ...]:
    """The codes printed in the page that name its site; the first six digits of both are an adcode."""
    found = (("police_code", _POLICE, "公安备案号"), ("site_code", _SITE, "网站标识码"))
    return tuple(
        Candidate(field, code, source)
        for field, pattern, source in found
        for code in dict.fromkeys(pattern.findall(text))
    )
