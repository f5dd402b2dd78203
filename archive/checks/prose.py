"""Compares numbers in the prose of sections one and six with the figures of the tables.

The prose of a city may be about the whole city and that of an office about the office, so a difference is a
warning if the prose names a single number, and a note if it names several or speaks of a region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from archive.checks.catalog import catalog
from archive.checks.prose_rules import Patterns, ProseRule, prose_rules
from archive.model import Figure, Finding, Result, Severity
from archive.text import normalise_text, parse_integer

_PROSE_SECTIONS = ("overview", "other_matters")
_DECIMAL = re.compile(r"[\d,]{1,30}\.\d{1,30}", re.ASCII)
_STATED_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_CLAUSE_MARKS = re.compile(r"[,:]")
_TEN_THOUSAND = Decimal(10000)
_MAX_PARTS = 5
"""Counts of channels (网站3件、纸质36件) may add up to the figure; sums of more than five prove nothing."""

Sections = Mapping[str, str]
Figures = Mapping[tuple[str, str, str], Figure]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that the prose states, 0 if it states none; `is_regional`: of a region, not of the agency."""

    count: int
    is_regional: bool


def prose_findings(sections: Sections, figures: Figures, year: int | None) -> Iterator[Finding]:
    """Yield findings on the counts that the prose states, and on the fee for handling information."""
    sentences = list(_sentences(sections, _PROSE_SECTIONS))
    for rule in prose_rules().rules:
        statements = _find_statements(rule, sentences, year)
        if statements and not _is_counted(rule.unless_counted, sentences, year):
            yield from _statement_findings(rule, statements, figures)
    yield from _fee_findings(sections, sentences, year)


def stated_counts(check: str, sections: Sections) -> list[int]:
    """Return every number that sections one and six state for a check, in order; 0 if they state none."""
    sentences = list(_sentences(sections, _PROSE_SECTIONS))
    return [
        statement.count
        for rule in prose_rules().rules
        if rule.id == check
        for statement in _find_statements(rule, sentences)
    ]


def _is_counted(check: str, sentences: Sequence[str], year: int | None) -> bool:
    """True if the prose states a positive count for the check."""
    rules = (rule for rule in prose_rules().rules if rule.id == check)
    return any(statement.count for rule in rules for statement in _find_statements(rule, sentences, year))


def _sentences(sections: Sections, keys: Sequence[str]) -> Iterator[str]:
    text = normalise_text("。".join(sections.get(key, "").replace("\n", "。") for key in keys))
    yield from (sentence for sentence in re.split("[。;]", text) if sentence)


def _find_statements(rule: ProseRule, sentences: Sequence[str], year: int | None = None) -> list[Statement]:
    statements: list[Statement] = []
    for sentence in sentences:
        if rule.word not in sentence or (rule.context_pattern and not rule.context_pattern.search(sentence)):
            continue
        counts = _sentence_counts(rule, sentence, year)
        if counts:
            is_regional = prose_rules().region_pattern.search(sentence) is not None
            statements += [Statement(count, is_regional) for count in counts]
    return statements


def _sentence_counts(rule: ProseRule, sentence: str, year: int | None) -> list[int]:
    counts = [
        count
        for match in _relevant_matches(rule, rule.count_patterns, rule.exclusion_in_count, sentence, year)
        if (count := parse_integer(match["count"])) is not None
    ]
    denials = _relevant_matches(rule, rule.none_patterns, rule.exclusion_in_denial, sentence, year)
    return counts or [0 for _ in denials][:1]


def _relevant_matches(
    rule: ProseRule,
    patterns: Patterns,
    exclusion: re.Pattern[str] | None,
    sentence: str,
    year: int | None,
) -> Iterator[re.Match[str]]:
    """Yield the matches of `patterns` that are about the figures of the rule."""
    for pattern in patterns:
        for match in pattern.finditer(sentence):
            is_other_matter = (
                (exclusion is not None and exclusion.search(match[0]) is not None)
                or (
                    rule.exclusion_before is not None
                    and rule.exclusion_before.search(sentence[: match.start()])
                )
                or (rule.is_of_year and _is_of_other_year(sentence[: match.end()], year))
            )
            if not is_other_matter and not _is_disqualified(rule, sentence, match):
                yield match


def _is_of_other_year(text: str, year: int | None) -> bool:
    """True if the last year in `text` is not that of the report: 2021年收到申请5件 in the report for 2022."""
    years = _STATED_YEAR.findall(text)
    return year is not None and bool(years) and int(years[-1]) != year


def _is_disqualified(rule: ProseRule, sentence: str, match: re.Match[str]) -> bool:
    """True if the clause around the statement is about something else."""
    if rule.exclusion_pattern is None:
        return False
    start = max((mark.end() for mark in _CLAUSE_MARKS.finditer(sentence, 0, match.start())), default=0)
    mark = _CLAUSE_MARKS.search(sentence, match.end())
    return rule.exclusion_pattern.search(sentence, start, mark.start() if mark else len(sentence)) is not None


def _statement_findings(
    rule: ProseRule, statements: Sequence[Statement], figures: Figures
) -> Iterator[Finding]:
    """Yield one finding if the report prints all figures of at least one sum of the rule."""
    sums = [value for keys in rule.figure_sums if (value := _sum_figures(keys, figures)) is not None]
    if not sums:
        return
    counts = list(dict.fromkeys(statement.count for statement in statements))
    matching = [count for count in counts if count in sums]
    is_sum_of_parts = not matching and any(part_sum in sums for part_sum in _part_sums(counts))
    is_unambiguous = len(counts) == 1 and not any(statement.is_regional for statement in statements)
    stated = Decimal(matching[0] if matching else counts[0])
    holds = bool(matching) or is_sum_of_parts
    table, row, column = rule.figure_sums[0][0].split(".")
    yield Finding(
        rule.id,
        Result.PASS if holds else Result.FAIL,
        catalog()[rule.id].severity if is_unambiguous else Severity.NOTE,
        table,
        row,
        column,
        stated,
        sums[0],
        None if is_sum_of_parts else stated - sums[0],
        "" if matching else "正文：" + "、".join(f"{count}件" for count in counts),
        cells=rule.figure_sums[0],
    )


def _sum_figures(keys: Sequence[str], figures: Figures) -> Decimal | None:
    """Return the sum of the figures; None if one of them is not printed as a number."""
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
        is_mentioned = rule.mention_pattern.search(normalise_text(sections["other_matters"])) is not None
        result = Result.PASS if is_mentioned else Result.FAIL
        yield Finding("S6_FEE_STATED", result, catalog()["S6_FEE_STATED"].severity)
    amounts = list(dict.fromkeys(_fee_amounts(sentences)))
    if amounts:
        result = Result.PASS if len(amounts) == 1 else Result.FAIL
        detail = "" if len(amounts) == 1 else "正文：" + "、".join(f"{amount:f}元" for amount in amounts)
        yield Finding("P_FEE", result, catalog()["P_FEE"].severity, left=amounts[0], detail=detail)


def _fee_amounts(sentences: Sequence[str]) -> Iterator[Decimal]:
    """Yield every stated amount of the fee for handling information, in 元."""
    rule = prose_rules().fee
    for sentence in sentences:
        if rule.word not in sentence:
            continue
        matches = [match for pattern in rule.amount_patterns for match in pattern.finditer(sentence)]
        for match in matches:
            amount = _parse_amount(match["amount"])
            if amount is not None:
                yield amount * _TEN_THOUSAND if match["unit"] == "万元" else amount
        if not matches and any(pattern.search(sentence) for pattern in rule.none_patterns):
            yield Decimal(0)


def _parse_amount(text: str) -> Decimal | None:
    """Return the amount, None if it is no number: 一万二千万, or hundreds of digits."""
    integer = parse_integer(text)
    if integer is not None:
        return Decimal(integer)
    return Decimal(text.replace(",", "")) if _DECIMAL.fullmatch(text) else None
