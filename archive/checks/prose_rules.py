"""The rules of `prose.toml`, compiled: what sections one and six may say, and which figures it speaks of."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from archive.text.numerals import CHINESE_NUMERAL_PATTERN

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class ProseRule:
    """One kind of statement: it may be the sum of any of `equals`, the first of which is meant.

    Every sentence that states it holds `word`.
    """

    id: str
    word: str
    count_patterns: Patterns
    none_patterns: Patterns
    context_pattern: re.Pattern[str] | None
    exclusion_pattern: re.Pattern[str] | None
    figure_sums: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FeeRule:
    """Statements on the fee for handling information, and since which report year it has to be spoken of."""

    first_year: int
    word: str
    amount_patterns: Patterns
    none_patterns: Patterns
    mention_pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ProseRules:
    """All of `prose.toml`; `whole` says that a sentence speaks of a whole region."""

    rules: tuple[ProseRule, ...]
    fee: FeeRule
    region_pattern: re.Pattern[str]


@cache
def prose_rules() -> ProseRules:
    """The rules, read once."""
    data = tomllib.loads(files(__package__).joinpath("prose_rules.toml").read_text(encoding="utf-8"))
    pieces = {**data["pieces"], "numeral": CHINESE_NUMERAL_PATTERN}

    def one(pattern: str) -> re.Pattern[str]:
        while _PLACEHOLDER.search(pattern):
            pattern = _PLACEHOLDER.sub(lambda match: pieces[match[1]], pattern)
        return re.compile(pattern)

    def many(said: dict[str, Any], key: str) -> Patterns:
        return tuple(one(pattern) for pattern in said.get(key, ()))

    rules = tuple(
        ProseRule(
            id=said["id"],
            word=said["word"],
            count_patterns=many(said, "says"),
            none_patterns=many(said, "none"),
            context_pattern=one(said["context"]) if "context" in said else None,
            exclusion_pattern=one(said["unless"]) if "unless" in said else None,
            figure_sums=tuple(tuple(keys) for keys in said["equals"]),
        )
        for said in data["rule"]
    )
    fee = data["fee"]
    return ProseRules(
        rules,
        FeeRule(fee["since"], fee["word"], many(fee, "says"), many(fee, "none"), one(fee["spoken_of"])),
        one(pieces["whole"]),
    )
