"""Whether a title is that of an annual report, with the reasons. The rules are data: `titles.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.text import normalise_text

_AGENCY_PLACEHOLDER = "某局"


@dataclass(frozen=True, slots=True)
class TitleRule:
    """One pattern over normalised titles, or over addresses, and what it weighs.

    `within` is the kind of column that the rule is for, "" for any place.
    """

    id: str
    field: str
    weight: int
    column_kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TitleScore:
    """The sum over all matching rules; `reasons` names each with its weight, as `year+2`."""

    score: int
    is_report: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _TitleRules:
    threshold: int
    agency_names: re.Pattern[str]
    column_patterns: dict[str, re.Pattern[str]]
    rules: tuple[TitleRule, ...]


@lru_cache(maxsize=1)
def _title_rules() -> _TitleRules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    agency = data["agency"]["pattern"]
    rules = tuple(
        TitleRule(
            rule["id"],
            rule.get("field", "title"),
            rule["weight"],
            rule.get("within", ""),
            re.compile(rule["pattern"].replace("<agency>", agency)),
        )
        for rule in data["rule"]
    )
    columns = {kind: re.compile(pattern) for kind, pattern in data["column"].items()}
    return _TitleRules(data["threshold"], re.compile("|".join(data["agency"]["names"])), columns, rules)


# Every page of a portal shows the same menus, and each link is judged for more than one reason.
@lru_cache(maxsize=16384)
def score_title(title: str, url: str = "", column: str = "") -> TitleScore:
    """The verdict on `title` as printed, on where it leads, and on the column that it stands in.

    `column` is the column's name with those of the columns above it: what is called 2023年度 in a column
    of annual reports is one there and nowhere else.
    """
    met = _matching_rule_ids("title", title) | _matching_rule_ids("address", url)
    matching = [rule for rule in _rules_for_column(column) if rule.id in met]
    score = sum(rule.weight for rule in matching)
    reasons = tuple(f"{rule.id}{rule.weight:+d}" for rule in matching)
    return TitleScore(score, score >= _title_rules().threshold, reasons)


@lru_cache(maxsize=16384)
def _matching_rule_ids(field: str, text: str) -> frozenset[str]:
    """The rules that a title or an address meets, wherever it stands."""
    rules = _title_rules()
    if field == "title":
        text = rules.agency_names.sub(_AGENCY_PLACEHOLDER, normalise_text(text))
    return frozenset(rule.id for rule in rules.rules if rule.field == field and rule.pattern.search(text))


@lru_cache(maxsize=1024)
def _rules_for_column(column: str) -> tuple[TitleRule, ...]:
    """The rules for titles that stand in a column of that name."""
    rules, name = _title_rules(), normalise_text(column)
    kinds = {"", *(kind for kind, pattern in rules.column_patterns.items() if pattern.search(name))}
    return tuple(rule for rule in rules.rules if rule.column_kind in kinds)


def is_report_column(column: str) -> bool:
    """Whether a column's name says that annual reports stand in it."""
    return _title_rules().column_patterns["annual"].search(normalise_text(column)) is not None
