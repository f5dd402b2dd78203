"""Pages that stand in every list beside the reports and are none: 解读, 通知, 报表, other yearly reports."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from samples.reports.agencies import Agency


@dataclass(frozen=True, slots=True)
class Decoy:
    """A page that a careless crawler takes for a report; `lists` says that it links to the reports."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    links_to_reports: bool
    published: date


@cache
def _decoy_kinds() -> list[dict[str, Any]]:
    text = files(__package__).joinpath("decoys.toml").read_text("utf-8")
    kinds: list[dict[str, Any]] = tomllib.loads(text)["decoy"]
    return kinds


def decoys(agency: Agency, years: range, random: Random) -> list[Decoy]:
    """One decoy of every kind, each about one of `years`: more than ten."""
    return [_decoy(kind, agency, random.choice(years), random) for kind in _decoy_kinds()]


def _decoy(kind: dict[str, Any], agency: Agency, year: int, random: Random) -> Decoy:
    slots = {
        "agency": agency.name,
        "place": agency.place.name,
        "we": agency.self_reference,
        "year": year,
        "next": year + 1,
        "field": random.choice(agency.system.fields),
        "service": random.choice(agency.system.services),
        "n1": random.randint(2, 60),
        "n2": random.randint(100, 900),
        "n3": random.randint(1_000, 90_000),
    }
    return Decoy(
        key=kind["key"],
        title=kind["title"].format_map(slots),
        paragraphs=tuple(text.format_map(slots) for text in kind["text"]),
        table=tuple(tuple(cell.format_map(slots) for cell in row) for row in kind.get("table", ())),
        links_to_reports=kind.get("lists", False),
        published=date(year + 1, 1, 2) + timedelta(days=random.randint(0, 150)),
    )
