"""What sections one and six say in words, against what the tables say in numbers.

The prose of a city may speak of the whole city and that of an office of itself, so a difference is a
warning when the prose names one number only, and a note when it names several or speaks of a region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from archive.checks.catalog import catalog
from archive.checks.prose_rules import ProseRule, prose_rules
from archive.model import Figure, Finding, Result, Severity
from archive.text.normalise import normalise_text
from archive.text.numerals import parse_integer

_PROSE_SECTIONS = ("overview", "other_matters")
_CLAUSE_MARKS = re.compile(r"[,:]")
_TEN_THOUSAND = Decimal(10000)
# Counts of channels (网站3件、纸质36件) that may add up to the figure; more of them prove nothing.
_MAX_PARTS = 5

Sections = Mapping[str, str]
Figures = Mapping[tuple[str, str, str], Figure]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that the prose states, 0 for a stated none; `whole`: of a region, not of the agency."""

    count: int
    is_regional: bool


def prose_findings(sections: Sections, figures: Figures, year: int | None) -> Iterator[Finding]:
    """Every statement on a figure against that figure; whether section six speaks of the fee, and which."""
    sentences = list(_sentences(sections, _PROSE_SECTIONS))
    for rule in prose_rules().rules:
        stated = _find_statements(rule, sentences)
        if stated:
            yield from _statement_findings(rule, stated, figures)
    yield from _fee_findings(sections, sentences, year)


def stated_counts(check: str, sections: Sections) -> list[int]:
    """Every number that sections one and six state for a check, in order; 0 for a stated none."""
    sentences = list(_sentences(sections, _PROSE_SECTIONS))
    return [
        one.count
        for rule in prose_rules().rules
        if rule.id == check
        for one in _find_statements(rule, sentences)
    ]


def _sentences(sections: Sections, keys: Sequence[str]) -> Iterator[str]:
    text = normalise_text("。".join(sections.get(key, "").replace("\n", "。") for key in keys))
    yield from (sentence for sentence in re.split("[。;]", text) if sentence)


def _find_statements(rule: ProseRule, sentences: Sequence[str]) -> list[Statement]:
    found: list[Statement] = []
    for sentence in sentences:
        if rule.word not in sentence or (rule.context_pattern and not rule.context_pattern.search(sentence)):
            continue
        counts = _sentence_counts(rule, sentence)
        if counts:
            whole = prose_rules().region_pattern.search(sentence) is not None
            found += [Statement(count, whole) for count in counts]
    return found


def _sentence_counts(rule: ProseRule, sentence: str) -> list[int]:
    counts: list[int] = []
    for pattern in rule.count_patterns:
        for match in pattern.finditer(sentence):
            count = parse_integer(match["count"])
            if count is not None and not _is_disqualified(rule, sentence, match):
                counts.append(count)
    if counts:
        return counts
    none = (pattern.search(sentence) for pattern in rule.none_patterns)
    return [0] if any(match and not _is_disqualified(rule, sentence, match) for match in none) else []


def _is_disqualified(rule: ProseRule, sentence: str, match: re.Match[str]) -> bool:
    """Whether the clause around the statement speaks of something else."""
    if rule.exclusion_pattern is None:
        return False
    start = max((mark.end() for mark in _CLAUSE_MARKS.finditer(sentence, 0, match.start())), default=0)
    mark = _CLAUSE_MARKS.search(sentence, match.end())
    return rule.exclusion_pattern.search(sentence, start, mark.start() if mark else len(sentence)) is not None


def _statement_findings(
    rule: ProseRule, statements: Sequence[Statement], figures: Figures
) -> Iterator[Finding]:
    """One finding where the report prints one of the figures that the rule speaks of."""
    sums = [value for keys in rule.figure_sums if (value := _sum_figures(keys, figures)) is not None]
    if not sums:
        return
    counts = list(dict.fromkeys(one.count for one in statements))
    agreeing = [count for count in counts if count in sums]
    in_parts = not agreeing and any(part in sums for part in _part_sums(counts))
    plain = len(counts) == 1 and not any(one.is_regional for one in statements)
    shown = Decimal(agreeing[0] if agreeing else counts[0])
    holds = bool(agreeing) or in_parts
    table, row, column = rule.figure_sums[0][0].split(".")
    yield Finding(
        rule.id,
        Result.PASS if holds else Result.FAIL,
        catalog()[rule.id].severity if plain else Severity.NOTE,
        table,
        row,
        column,
        shown,
        sums[0],
        None if in_parts else shown - sums[0],
        "" if agreeing else "正文：" + "、".join(f"{count}件" for count in counts),
        cells=rule.figure_sums[0],
    )


def _sum_figures(keys: Sequence[str], figures: Figures) -> Decimal | None:
    """The sum of figures that are all printed as numbers; None otherwise."""
    total = Decimal(0)
    for key in keys:
        table, row, column = key.split(".")
        figure = figures.get((table, row, column))
        if figure is None or figure.number is None:
            return None
        total += figure.number
    return total


def _part_sums(counts: Sequence[int]) -> Iterator[int]:
    if len(counts) <= _MAX_PARTS:
        for size in range(2, len(counts) + 1):
            yield from map(sum, combinations(counts, size))


def _fee_findings(sections: Sections, sentences: Sequence[str], year: int | None) -> Iterator[Finding]:
    rule = prose_rules().fee
    if year is not None and year >= rule.first_year and "other_matters" in sections:
        spoken = rule.mention_pattern.search(normalise_text(sections["other_matters"])) is not None
        result = Result.PASS if spoken else Result.FAIL
        yield Finding("S6_FEE_STATED", result, catalog()["S6_FEE_STATED"].severity)
    amounts = list(dict.fromkeys(_fee_amounts(sentences)))
    if amounts:
        result = Result.PASS if len(amounts) == 1 else Result.FAIL
        detail = "" if len(amounts) == 1 else "正文：" + "、".join(f"{amount:f}元" for amount in amounts)
        yield Finding("P_FEE", result, catalog()["P_FEE"].severity, left=amounts[0], detail=detail)


def _fee_amounts(sentences: Sequence[str]) -> Iterator[Decimal]:
    """Every stated amount of the fee for handling information, in 元."""
    rule = prose_rules().fee
    for sentence in sentences:
        if rule.word not in sentence:
            continue
        found = [match for pattern in rule.amount_patterns for match in pattern.finditer(sentence)]
        for match in found:
            whole = parse_integer(match["amount"])
            amount = Decimal(match["amount"].replace(",", "")) if whole is None else Decimal(whole)
            yield amount * _TEN_THOUSAND if match["unit"] == "万元" else amount
        if not found and any(pattern.search(sentence) for pattern in rule.none_patterns):
            yield Decimal(0)
