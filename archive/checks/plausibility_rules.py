"""The data of `expectations.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from archive.model import Identity, Severity


@dataclass(frozen=True, slots=True)
class AtMostRule:
    """The sum of `left` is not more than the sum of `right`, in each of `rows`."""

    id: str
    rows: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day in the year after the report's, for issuers by level or name, up to year `until`."""

    month: int
    day: int
    issuers: re.Pattern[str] | None
    level: str | None
    last_year: int | None
    severity: Severity

    def is_applicable(self, identity: Identity, year: int) -> bool:
        """Whether this is the deadline of the agency for the report of `year`."""
        named = self.issuers is None or self.issuers.search(identity.agency or "") is not None
        fits = named or (self.level is not None and identity.level == self.level)
        return fits and (self.last_year is None or year <= self.last_year)


@dataclass(frozen=True, slots=True)
class PlausibilityRules:
    """All of `expectations.toml`."""

    at_most: tuple[AtMostRule, ...]
    rule_making_government: re.Pattern[str]
    rule_making_region_kinds: frozenset[str]
    rule_making_level: str
    rule_makers: re.Pattern[str]
    possible_rule_makers: re.Pattern[str]
    min_suspicious_fee: Decimal
    small_fee_levels: frozenset[str]
    small_fee_issuers: re.Pattern[str]
    large_fee_issuers: re.Pattern[str]
    deadlines: tuple[Deadline, ...]
    date_in_url: re.Pattern[str]


@cache
def plausibility_rules() -> PlausibilityRules:
    """The expectations, read once."""
    data = tomllib.loads(files(__package__).joinpath("plausibility_rules.toml").read_text(encoding="utf-8"))
    return PlausibilityRules(
        at_most=tuple(
            AtMostRule(one["id"], tuple(one["rows"]), tuple(one["left"]), tuple(one["right"]))
            for one in data["at_most"]
        ),
        rule_making_government=re.compile(data["rule_makers"]["government"]),
        rule_making_region_kinds=frozenset(data["rule_makers"]["kinds"]),
        rule_making_level=data["rule_makers"]["level"],
        rule_makers=re.compile(data["rule_makers"]["always"]),
        possible_rule_makers=re.compile(data["rule_makers"]["perhaps"]),
        min_suspicious_fee=Decimal(data["fee"]["suspect_from"]),
        small_fee_levels=frozenset(data["fee"]["levels"]),
        small_fee_issuers=re.compile(data["fee"]["issuers"]),
        large_fee_issuers=re.compile(data["fee"]["not"]),
        deadlines=tuple(_parse_deadline(one) for one in data["deadline"]),
        date_in_url=re.compile(data["address"]["date"]),
    )


def _parse_deadline(data: dict[str, Any]) -> Deadline:
    return Deadline(
        data["month"],
        data["day"],
        re.compile(data["issuers"]) if "issuers" in data else None,
        data.get("level"),
        data.get("until"),
        Severity(data.get("severity", "warning")),
    )
