"""Scores titles by rules (`title_rules.toml`) to decide whether they name an annual report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from archive.model import DataRecord, load_data
from archive.text import normalise_text

_AGENCY_PLACEHOLDER = "某局"


@dataclass(frozen=True, slots=True)
class TitleScore:
    """The sum of the weights of all matching rules; `reasons` names each with its weight, as `year+2`."""

    score: int
    is_report: bool
    reasons: tuple[str, ...]


class _RuleData(DataRecord, frozen=True, kw_only=True):
    """One rule of `title_rules.toml`; `<agency>` in its pattern stands for the name of an agency."""

    id: str
    field: Literal["title", "address"] = "title"
    weight: int
    within: str = ""
    pattern: str


class _AgencyNames(DataRecord, frozen=True, kw_only=True):
    """The pattern of an agency's name, and names that are replaced because rules would misread them."""

    pattern: str
    names: tuple[str, ...]


class _TitleData(DataRecord, frozen=True, kw_only=True):
    """The content of `title_rules.toml`."""

    threshold: int
    agency: _AgencyNames
    column: dict[str, re.Pattern[str]]
    rule: tuple[_RuleData, ...]


@dataclass(frozen=True, slots=True)
class TitleRule:
    """A pattern over normalised titles, or over URLs, with its weight.

    `column_kind` is the kind of column in which the rule applies, "" for everywhere.
    """

    id: str
    field: str
    weight: int
    column_kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _TitleRules:
    threshold: int
    agency_names: re.Pattern[str]
    column_patterns: dict[str, re.Pattern[str]]
    rules: tuple[TitleRule, ...]


@cache
def _title_rules() -> _TitleRules:
    data = load_data(__package__, "title_rules.toml", _TitleData)
    rules = tuple(
        TitleRule(
            rule.id,
            rule.field,
            rule.weight,
            rule.within,
            re.compile(rule.pattern.replace("<agency>", data.agency.pattern)),
        )
        for rule in data.rule
    )
    return _TitleRules(data.threshold, re.compile("|".join(data.agency.names)), data.column, rules)


# Cached: every page of a portal has the same menus, and each link is scored more than once.
@lru_cache(maxsize=16384)
def score_title(title: str, url: str = "", column: str = "") -> TitleScore:
    """Score a title as printed, with the URL of its link and the column that it is in.

    `column` is the name of the column with those of the columns above it: 2023年度 names a report in a column
    of annual reports and nowhere else.
    """
    rule_ids = _matching_rule_ids("title", title) | _matching_rule_ids("address", url)
    matching = [rule for rule in _rules_for_column(column) if rule.id in rule_ids]
    score = sum(rule.weight for rule in matching)
    reasons = tuple(f"{rule.id}{rule.weight:+d}" for rule in matching)
    return TitleScore(score, score >= _title_rules().threshold, reasons)


@lru_cache(maxsize=16384)
def _matching_rule_ids(field: str, text: str) -> frozenset[str]:
    """The ids of the rules that match a title or a URL, in columns of any kind."""
    rules = _title_rules()
    if field == "title":
        text = rules.agency_names.sub(_AGENCY_PLACEHOLDER, normalise_text(text))
    return frozenset(rule.id for rule in rules.rules if rule.field == field and rule.pattern.search(text))


@lru_cache(maxsize=1024)
def _rules_for_column(column: str) -> tuple[TitleRule, ...]:
    """The rules that apply in a column of that name."""
    rules, name = _title_rules(), normalise_text(column)
    kinds = {"", *(kind for kind, pattern in rules.column_patterns.items() if pattern.search(name))}
    return tuple(rule for rule in rules.rules if rule.column_kind in kinds)


def is_report_column(column: str) -> bool:
    """Whether the name of a column says that it holds annual reports."""
    return _title_rules().column_patterns["annual"].search(normalise_text(column)) is not None
