"""What reports for the years before 2019 print, as data: chapters by title, and the statistics table.

Their chapters have no fixed order and their tables no fixed rows, so this is no `Form`: it says how to know
what a text is, not what must be there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from archive.forms import terms
from archive.text.normalise import norm

LEGACY = "legacy"
"""The form of a report for a year before 2019."""

_NOTHING = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that old reports have; `numbered` are titles only behind a chapter's number."""

    key: str
    zh: str
    en: str
    titles: re.Pattern[str]
    numbered: re.Pattern[str]

    def is_title(self, bare: str, numbered: bool) -> bool:
        """Whether `bare`, a `norm`ed line without ordinal and punctuation, is a title of the chapter."""
        return bool(self.titles.fullmatch(bare) or (numbered and self.numbered.fullmatch(bare)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the statistics table is printed: the headers of its columns, units, and how labels are numbered."""

    labels: frozenset[str]
    units: frozenset[str]
    numbers: frozenset[str]
    over: frozenset[str]
    known_units: frozenset[str]
    money: frozenset[str]
    foot: re.Pattern[str]
    fewest_labels: int
    levels: tuple[tuple[re.Pattern[str], int], ...]


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of the national table that sums are made of; `within` is the label of a row above it, or ""."""

    key: str
    labels: frozenset[str]
    within: str


@dataclass(frozen=True, slots=True)
class LegacyForm:
    """All that is known of old reports."""

    first_year: int
    table_years: tuple[int, int]
    expected: tuple[str, ...]
    chapters: Mapping[str, Chapter]
    statistics: Statistics
    rows: tuple[KnownRow, ...]


@cache
def legacy() -> LegacyForm:
    """`legacy.toml`."""
    said = tomllib.loads(files(__package__).joinpath("legacy.toml").read_text(encoding="utf-8"))
    first, last = said["table_years"]
    return LegacyForm(
        first_year=said["first_year"],
        table_years=(first, last),
        expected=tuple(said["expected"]),
        chapters={key: _chapter(key, one) for key, one in said["chapters"].items()},
        statistics=_statistics(said["table"]),
        rows=tuple(
            KnownRow(
                key, frozenset(map(norm, (row["zh"], *row.get("also", ())))), norm(row.get("within", ""))
            )
            for key, row in said["rows"].items()
        ),
    )


def chapter_names(language: str = "zh") -> dict[str, str]:
    """Chapters that only old reports have, by key: what they are called."""
    own = [one for key, one in legacy().chapters.items() if key not in terms()["sections"]]
    return {one.key: one.zh if language == "zh" else one.en for one in own}


def _chapter(key: str, said: Mapping[str, Any]) -> Chapter:
    term = terms()["sections"].get(key, said)
    return Chapter(key, term["zh"], term["en"], _any_of(said["titles"]), _any_of(said.get("numbered", ())))


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{one})" for one in patterns)
    return re.compile(joined) if joined else _NOTHING


def _statistics(said: Mapping[str, Any]) -> Statistics:
    return Statistics(
        **{
            key: frozenset(map(norm, said[key]))
            for key in ("labels", "units", "numbers", "over", "known_units", "money")
        },
        foot=_any_of(said["foot"]),
        fewest_labels=said["fewest_labels"],
        levels=tuple((re.compile(one["opens"]), one["depth"]) for one in said["level"]),
    )
