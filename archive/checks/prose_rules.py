"""Loads and compiles the rules of `prose_rules.toml`: what the prose may state, and about which figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from msgspec import field

from archive.model import DataRecord, load_data
from archive.text import CHINESE_NUMERAL_PATTERN

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class ProseRule:
    """One kind of statement: its count may be the sum of any of `figure_sums`; the first names the figure.

    Every sentence that makes the statement contains `word`; all keys are explained in `prose_rules.toml`.
    """

    id: str
    word: str
    count_patterns: Patterns
    none_patterns: Patterns
    context_pattern: re.Pattern[str] | None
    exclusion_pattern: re.Pattern[str] | None
    exclusion_before: re.Pattern[str] | None
    exclusion_in_count: re.Pattern[str] | None
    exclusion_in_denial: re.Pattern[str] | None
    is_of_year: bool
    unless_counted: str
    figure_sums: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FeeRule:
    """Statements about the fee for handling information; required from report year `first_year`."""

    first_year: int
    word: str
    amount_patterns: Patterns
    none_patterns: Patterns
    mention_pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ProseRules:
    """All rules; `region_pattern` matches in a sentence about a whole region."""

    rules: tuple[ProseRule, ...]
    fee: FeeRule
    region_pattern: re.Pattern[str]


class _RuleEntry(DataRecord, frozen=True, kw_only=True):
    id: str
    word: str
    says: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    context: str = ""
    unless: str = ""
    before: str = ""
    says_unless: str = ""
    none_unless: str = ""
    of_year: bool = False
    unless_counted: str = ""
    equals: tuple[tuple[str, ...], ...]


class _FeeEntry(DataRecord, frozen=True, kw_only=True):
    since: int
    word: str
    says: tuple[str, ...]
    none: tuple[str, ...]
    spoken_of: str


class _RulesFile(DataRecord, frozen=True, kw_only=True):
    pieces: dict[str, str]
    rules: tuple[_RuleEntry, ...] = field(name="rule")
    fee: _FeeEntry


@cache
def prose_rules() -> ProseRules:
    """Return the rules with compiled patterns."""
    data = load_data(__package__, "prose_rules.toml", _RulesFile)
    compiler = _PatternCompiler({**data.pieces, "numeral": CHINESE_NUMERAL_PATTERN})
    fee = FeeRule(
        data.fee.since,
        data.fee.word,
        compiler.compile_all(data.fee.says),
        compiler.compile_all(data.fee.none),
        compiler.compile(data.fee.spoken_of),
    )
    rules = tuple(_compile_rule(entry, compiler) for entry in data.rules)
    return ProseRules(rules, fee, compiler.compile("{whole}"))


class _PatternCompiler:
    """Compiles patterns in which `{name}` is replaced by a piece."""

    def __init__(self, pieces: Mapping[str, str]) -> None:
        self._pieces = pieces

    def compile(self, pattern: str) -> re.Pattern[str]:
        while _PLACEHOLDER.search(pattern):
            pattern = _PLACEHOLDER.sub(lambda match: self._pieces[match[1]], pattern)
        return re.compile(pattern)

    def compile_optional(self, pattern: str) -> re.Pattern[str] | None:
        return self.compile(pattern) if pattern else None

    def compile_all(self, patterns: tuple[str, ...]) -> Patterns:
        return tuple(map(self.compile, patterns))


def _compile_rule(entry: _RuleEntry, compiler: _PatternCompiler) -> ProseRule:
    return ProseRule(
        id=entry.id,
        word=entry.word,
        count_patterns=compiler.compile_all(entry.says),
        none_patterns=compiler.compile_all(entry.none),
        context_pattern=compiler.compile_optional(entry.context),
        exclusion_pattern=compiler.compile_optional(entry.unless),
        exclusion_before=compiler.compile_optional(entry.before),
        exclusion_in_count=compiler.compile_optional(entry.says_unless),
        exclusion_in_denial=compiler.compile_optional(entry.none_unless),
        is_of_year=entry.of_year,
        unless_counted=entry.unless_counted,
        figure_sums=entry.equals,
    )
