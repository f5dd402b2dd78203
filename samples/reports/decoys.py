"""Pages in the lists that look like reports but are none: 解读, 通知, 报表, other yearly reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from archive.model import DataRecord, load_data
from samples.reports.agencies import Agency


@dataclass(frozen=True, slots=True)
class Decoy:
    """A page that a careless crawler takes for a report; `links_to_reports`: as a column page does."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    links_to_reports: bool
    published: date


class _DecoyKind(DataRecord, frozen=True, kw_only=True):
    """A kind of decoy with slots in its texts; `lists`: its page links to the reports."""

    key: str
    title: str
    text: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()
    lists: bool = False


class _DecoyData(DataRecord, frozen=True, kw_only=True):
    """The content of `decoys.toml`."""

    decoy: tuple[_DecoyKind, ...]


def decoys(agency: Agency, years: range, random: Random) -> list[Decoy]:
    """One decoy of every kind, each about a random year of `years`."""
    kinds = load_data(__package__, "decoys.toml", _DecoyData).decoy
    return [_decoy(kind, agency, random.choice(years), random) for kind in kinds]


def _decoy(kind: _DecoyKind, agency: Agency, year: int, random: Random) -> Decoy:
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
        key=kind.key,
        title=kind.title.format_map(slots),
        paragraphs=tuple(text.format_map(slots) for text in kind.text),
        table=tuple(tuple(cell.format_map(slots) for cell in row) for row in kind.table),
        links_to_reports=kind.lists,
        published=date(year + 1, 1, 2) + timedelta(days=random.randint(0, 150)),
    )
