"""Whether a title is that of an annual report, with the reasons. The rules are data: `titles.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.text.normalise import norm

_ANY_AGENCY = "某局"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern over normalised titles, or over addresses, and what it weighs.

    `within` is the kind of column that the rule is for, "" for any place.
    """

    id: str
    field: str
    weight: int
    within: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum over all matching rules; `reasons` names each with its weight, as `year+2`."""

    score: int
    is_report: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    threshold: int
    names: re.Pattern[str]
    columns: dict[str, re.Pattern[str]]
    rules: tuple[Rule, ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    agency = data["agency"]["pattern"]
    rules = tuple(
        Rule(
            rule["id"],
            rule.get("field", "title"),
            rule["weight"],
            rule.get("within", ""),
            re.compile(rule["pattern"].replace("<agency>", agency)),
        )
        for rule in data["rule"]
    )
    columns = {kind: re.compile(pattern) for kind, pattern in data["column"].items()}
    return _Rules(data["threshold"], re.compile("|".join(data["agency"]["names"])), columns, rules)


# Every page of a portal shows the same menus, and each link is judged for more than one reason.
@lru_cache(maxsize=16384)
def judge(title: str, address: str = "", column: str = "") -> Verdict:
    """The verdict on `title` as printed, on where it leads, and on the column that it stands in.

    `column` is the column's name with those of the columns above it: what is called 2023年度 in a column
    of annual reports is one there and nowhere else.
    """
    met = _met("title", title) | _met("address", address)
    matching = [rule for rule in _within(column) if rule.id in met]
    score = sum(rule.weight for rule in matching)
    reasons = tuple(f"{rule.id}{rule.weight:+d}" for rule in matching)
    return Verdict(score, score >= _rules().threshold, reasons)


@lru_cache(maxsize=16384)
def _met(field: str, text: str) -> frozenset[str]:
    """The rules that a title or an address meets, wherever it stands."""
    rules = _rules()
    if field == "title":
        text = rules.names.sub(_ANY_AGENCY, norm(text))
    return frozenset(rule.id for rule in rules.rules if rule.field == field and rule.pattern.search(text))


@lru_cache(maxsize=1024)
def _within(column: str) -> tuple[Rule, ...]:
    """The rules for titles that stand in a column of that name."""
    rules, name = _rules(), norm(column)
    kinds = {"", *(kind for kind, pattern in rules.columns.items() if pattern.search(name))}
    return tuple(rule for rule in rules.rules if rule.within in kinds)


def holds_reports(column: str) -> bool:
    """Whether a column's name says that annual reports stand in it."""
    return _rules().columns["annual"].search(norm(column)) is not None
