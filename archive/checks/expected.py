"""The data of `expectations.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from archive.model import Severity


@dataclass(frozen=True, slots=True)
class AtMost:
    """The sum of `left` is not more than the sum of `right`, in each of `rows`."""

    id: str
    rows: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day in the year after the report's, for issuers whose name fits, up to report year `until`."""

    month: int
    day: int
    issuers: re.Pattern[str] | None
    until: int | None
    severity: Severity

    def covers(self, agency: str, year: int) -> bool:
        """Whether this is the deadline of `agency` for the report of `year`."""
        fits = self.issuers is None or self.issuers.search(agency) is not None
        return fits and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Expectations:
    """All of `expectations.toml`."""

    at_most: tuple[AtMost, ...]
    makers: re.Pattern[str]
    perhaps_makers: re.Pattern[str]
    suspect_from: Decimal
    small_issuers: re.Pattern[str]
    large_issuers: re.Pattern[str]
    deadlines: tuple[Deadline, ...]
    date_in_address: re.Pattern[str]


@cache
def expectations() -> Expectations:
    """The expectations, read once."""
    data = tomllib.loads(files(__package__).joinpath("expectations.toml").read_text(encoding="utf-8"))
    return Expectations(
        at_most=tuple(
            AtMost(one["id"], tuple(one["rows"]), tuple(one["left"]), tuple(one["right"]))
            for one in data["at_most"]
        ),
        makers=re.compile(data["rule_makers"]["always"]),
        perhaps_makers=re.compile(data["rule_makers"]["perhaps"]),
        suspect_from=Decimal(data["fee"]["suspect_from"]),
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
        said.get("until"),
        Severity(said.get("severity", "warning")),
    )
