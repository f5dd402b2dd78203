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
from archive.text.normalise import norm
from archive.text.numerals import integer

_SECTIONS = ("overview", "other_matters")
_CLAUSES = re.compile(r"[,:]")
_MYRIAD = Decimal(10000)
# Counts of channels (网站3件、纸质36件) that may add up to the figure; more of them prove nothing.
_MOST_PARTS = 5

Sections = Mapping[str, str]
Figures = Mapping[tuple[str, str, str], Figure]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number that the prose states, 0 for a stated none; `whole`: of a region, not of the agency."""

    count: int
    whole: bool


def prose(sections: Sections, figures: Figures, year: int | None) -> Iterator[Finding]:
    """Every statement on a figure against that figure; whether section six speaks of the fee, and which."""
    sentences = list(_sentences(sections, _SECTIONS))
    for rule in prose_rules().rules:
        stated = _stated(rule, sentences)
        if stated:
            yield from _compared(rule, stated, figures)
    yield from _fee(sections, sentences, year)


def stated(check: str, sections: Sections) -> list[int]:
    """Every number that sections one and six state for a check, in order; 0 for a stated none."""
    sentences = list(_sentences(sections, _SECTIONS))
    return [one.count for rule in prose_rules().rules if rule.id == check for one in _stated(rule, sentences)]


def _sentences(sections: Sections, keys: Sequence[str]) -> Iterator[str]:
    text = norm("。".join(sections.get(key, "").replace("\n", "。") for key in keys))
    yield from (sentence for sentence in re.split("[。;]", text) if sentence)


def _stated(rule: ProseRule, sentences: Sequence[str]) -> list[Statement]:
    found: list[Statement] = []
    for sentence in sentences:
        if rule.word not in sentence or (rule.context and not rule.context.search(sentence)):
            continue
        counts = _counts(rule, sentence)
        if counts:
            whole = prose_rules().whole.search(sentence) is not None
            found += [Statement(count, whole) for count in counts]
    return found


def _counts(rule: ProseRule, sentence: str) -> list[int]:
    counts: list[int] = []
    for pattern in rule.says:
        for match in pattern.finditer(sentence):
            count = integer(match["count"])
            if count is not None and not _disqualified(rule, sentence, match):
                counts.append(count)
    if counts:
        return counts
    none = (pattern.search(sentence) for pattern in rule.none)
    return [0] if any(match and not _disqualified(rule, sentence, match) for match in none) else []


def _disqualified(rule: ProseRule, sentence: str, match: re.Match[str]) -> bool:
    """Whether the clause around the statement speaks of something else."""
    if rule.unless is None:
        return False
    start = max((mark.end() for mark in _CLAUSES.finditer(sentence, 0, match.start())), default=0)
    mark = _CLAUSES.search(sentence, match.end())
    return rule.unless.search(sentence, start, mark.start() if mark else len(sentence)) is not None


def _compared(rule: ProseRule, said: Sequence[Statement], figures: Figures) -> Iterator[Finding]:
    """One finding where the report prints one of the figures that the rule speaks of."""
    sums = [value for keys in rule.equals if (value := _sum(keys, figures)) is not None]
    if not sums:
        return
    counts = list(dict.fromkeys(one.count for one in said))
    agreeing = [count for count in counts if count in sums]
    in_parts = not agreeing and any(part in sums for part in _part_sums(counts))
    plain = len(counts) == 1 and not any(one.whole for one in said)
    shown = Decimal(agreeing[0] if agreeing else counts[0])
    holds = bool(agreeing) or in_parts
    table, row, column = rule.equals[0][0].split(".")
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
        cells=rule.equals[0],
    )


def _sum(keys: Sequence[str], figures: Figures) -> Decimal | None:
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
    if len(counts) <= _MOST_PARTS:
        for size in range(2, len(counts) + 1):
            yield from map(sum, combinations(counts, size))


def _fee(sections: Sections, sentences: Sequence[str], year: int | None) -> Iterator[Finding]:
    rule = prose_rules().fee
    if year is not None and year >= rule.since and "other_matters" in sections:
        spoken = rule.spoken_of.search(norm(sections["other_matters"])) is not None
        result = Result.PASS if spoken else Result.FAIL
        yield Finding("S6_FEE_STATED", result, catalog()["S6_FEE_STATED"].severity)
    amounts = list(dict.fromkeys(_amounts(sentences)))
    if amounts:
        result = Result.PASS if len(amounts) == 1 else Result.FAIL
        detail = "" if len(amounts) == 1 else "正文：" + "、".join(f"{amount:f}元" for amount in amounts)
        yield Finding("P_FEE", result, catalog()["P_FEE"].severity, left=amounts[0], detail=detail)


def _amounts(sentences: Sequence[str]) -> Iterator[Decimal]:
    """Every stated amount of the fee for handling information, in 元."""
    rule = prose_rules().fee
    for sentence in sentences:
        if rule.word not in sentence:
            continue
        found = [match for pattern in rule.says for match in pattern.finditer(sentence)]
        for match in found:
            whole = integer(match["amount"])
            amount = Decimal(match["amount"].replace(",", "")) if whole is None else Decimal(whole)
            yield amount * _MYRIAD if match["unit"] == "万元" else amount
        if not found and any(pattern.search(sentence) for pattern in rule.none):
            yield Decimal(0)
