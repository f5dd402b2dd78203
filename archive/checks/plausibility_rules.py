"""Loads the plausibility rules and deadlines of `plausibility_rules.toml`."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import field

from archive.model import DataRecord, Identity, Severity, load_data


class AtMostRule(DataRecord, frozen=True, kw_only=True):
    """The sum of `left` is not more than the sum of `right`, in each of `rows`."""

    id: str
    rows: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


class RuleMakers(DataRecord, frozen=True, kw_only=True):
    """Who may make 规章: governments of some kinds of regions, departments of one level; else by name."""

    government: re.Pattern[str]
    region_kinds: frozenset[str] = field(name="kinds")
    department_level: str = field(name="level")
    certain_names: re.Pattern[str] = field(name="always")
    possible_names: re.Pattern[str] = field(name="perhaps")


class SuspiciousFee(DataRecord, frozen=True, kw_only=True):
    """A fee from `min_suspicious_amount` 万元 without a unit was perhaps stated in 元 by a small agency."""

    min_suspicious_amount: Decimal = field(name="suspect_from")
    small_levels: frozenset[str] = field(name="levels")
    small_agencies: re.Pattern[str] = field(name="issuers")
    excluded_agencies: re.Pattern[str] = field(name="not")


class Deadline(DataRecord, frozen=True, kw_only=True):
    """The last day, in the year after the report's, for agencies of a level or name, up to `last_year`."""

    month: int
    day: int
    issuers: re.Pattern[str] | None = None
    level: str | None = None
    last_year: int | None = field(name="until", default=None)
    severity: Severity = Severity.WARNING

    def is_applicable(self, identity: Identity, year: int) -> bool:
        """True if this is the agency's deadline for the report of `year`."""
        has_name = self.issuers is None or self.issuers.search(identity.agency or "") is not None
        is_meant = has_name or (self.level is not None and identity.level == self.level)
        return is_meant and (self.last_year is None or year <= self.last_year)


class UrlRules(DataRecord, frozen=True, kw_only=True):
    """How a URL states a date."""

    date: re.Pattern[str]


class PlausibilityRules(DataRecord, frozen=True, kw_only=True):
    """`plausibility_rules.toml`."""

    at_most: tuple[AtMostRule, ...]
    rule_makers: RuleMakers
    fee: SuspiciousFee
    deadlines: tuple[Deadline, ...] = field(name="deadline")
    address: UrlRules


def plausibility_rules() -> PlausibilityRules:
    """Return the rules of the plausibility checks and the deadlines."""
    return load_data(__package__, "plausibility_rules.toml", PlausibilityRules)
