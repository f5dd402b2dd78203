"""Whether a title is that of an annual report, with the reasons. The rules are data: `titles.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from archive.normalise import norm


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern over normalised titles, or over addresses, and what it weighs."""

    id: str
    field: str
    weight: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum over all matching rules; `reasons` names each with its weight, as `year+2`."""

    score: int
    is_report: bool
    reasons: tuple[str, ...]


@lru_cache(maxsize=1)
def _rules() -> tuple[int, tuple[Rule, ...]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rules = tuple(
        Rule(rule["id"], rule.get("field", "title"), rule["weight"], re.compile(rule["pattern"]))
        for rule in data["rule"]
    )
    return data["threshold"], rules


def judge(title: str, address: str = "") -> Verdict:
    """The verdict on `title` as printed, and on where it leads."""
    threshold, rules = _rules()
    fields = {"title": norm(title), "address": address}
    matching = [rule for rule in rules if rule.pattern.search(fields[rule.field])]
    score = sum(rule.weight for rule in matching)
    return Verdict(score, score >= threshold, tuple(f"{rule.id}{rule.weight:+d}" for rule in matching))
