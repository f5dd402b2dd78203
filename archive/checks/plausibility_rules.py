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
class AtMost:
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
    until: int | None
    severity: Severity

    def covers(self, identity: Identity, year: int) -> bool:
        """Whether this is the deadline of the agency for the report of `year`."""
        named = self.issuers is None or self.issuers.search(identity.agency or "") is not None
        fits = named or (self.level is not None and identity.level == self.level)
        return fits and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Expectations:
    """All of `expectations.toml`."""

    at_most: tuple[AtMost, ...]
    making_government: re.Pattern[str]
    making_kinds: frozenset[str]
    making_level: str
    makers: re.Pattern[str]
    perhaps_makers: re.Pattern[str]
    suspect_from: Decimal
    small_levels: frozenset[str]
    small_issuers: re.Pattern[str]
    large_issuers: re.Pattern[str]
    deadlines: tuple[Deadline, ...]
    date_in_address: re.Pattern[str]


@cache
def expectations() -> Expectations:
    """The expectations, read once."""
    data = tomllib.loads(files(__package__).joinpath("plausibility_rules.toml").read_text(encoding="utf-8"))
    return Expectations(
        at_most=tuple(
            AtMost(one["id"], tuple(one["rows"]), tuple(one["left"]), tuple(one["right"]))
            for one in data["at_most"]
        ),
        making_government=re.compile(data["rule_makers"]["government"]),
        making_kinds=frozenset(data["rule_makers"]["kinds"]),
        making_level=data["rule_makers"]["level"],
        makers=re.compile(data["rule_makers"]["always"]),
        perhaps_makers=re.compile(data["rule_makers"]["perhaps"]),
        suspect_from=Decimal(data["fee"]["suspect_from"]),
        small_levels=frozenset(data["fee"]["levels"]),
        small_issuers=re.compile(data["fee"]["issuers"]),
        large_issuers=re.compile(data["fee"]["not"]),
        deadlines=tuple(_deadline(one) for one in data["deadline"]),
        date_in_address=re.compile(data["address"]["date"]),
    )


def _deadline(said: dict[str, Any]) -> Deadline:
    return Deadline(
        said["month"],
        said["day"],
        re.compile(said["issuers"]) if "issuers" in said else None,
        said.get("level"),
        said.get("until"),
        Severity(said.get("severity", "warning")),
    )
