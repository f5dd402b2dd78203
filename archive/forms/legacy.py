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

from archive.forms.lookup import terms
from archive.text import normalise_text

LEGACY_FORM = "legacy"
"""The form of a report for a year before 2019."""

_NEVER_MATCHES = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that old reports have; `numbered` are titles only behind a chapter's number."""

    key: str
    zh: str
    en: str
    titles: re.Pattern[str]
    numbered_titles: re.Pattern[str]

    def is_title(self, bare: str, has_ordinal: bool) -> bool:
        """Whether `bare`, a `norm`ed line without ordinal and punctuation, is a title of the chapter."""
        return bool(self.titles.fullmatch(bare) or (has_ordinal and self.numbered_titles.fullmatch(bare)))


@dataclass(frozen=True, slots=True)
class StatisticsLayout:
    """How the statistics table is printed: the headers of its columns, units, and how labels are numbered."""

    labels: frozenset[str]
    units: frozenset[str]
    numbers: frozenset[str]
    over: frozenset[str]
    known_units: frozenset[str]
    money: frozenset[str]
    footer: re.Pattern[str]
    min_labels: int
    levels: tuple[tuple[re.Pattern[str], int], ...]


@dataclass(frozen=True, slots=True)
class NationalRow:
    """A row of the national table that sums are made of; `within` is the label of a row above it, or ""."""

    key: str
    labels: frozenset[str]
    parent_label: str


@dataclass(frozen=True, slots=True)
class LegacyForm:
    """All that is known of old reports."""

    first_year: int
    table_years: tuple[int, int]
    expected_chapters: tuple[str, ...]
    chapters: Mapping[str, Chapter]
    statistics: StatisticsLayout
    rows: tuple[NationalRow, ...]


@cache
def legacy_form() -> LegacyForm:
    """`legacy.toml`."""
    said = tomllib.loads(files(__package__).joinpath("legacy.toml").read_text(encoding="utf-8"))
    first, last = said["table_years"]
    return LegacyForm(
        first_year=said["first_year"],
        table_years=(first, last),
        expected_chapters=tuple(said["expected"]),
        chapters={key: _parse_chapter(key, one) for key, one in said["chapters"].items()},
        statistics=_parse_statistics(said["table"]),
        rows=tuple(
            NationalRow(
                key,
                frozenset(map(normalise_text, (row["zh"], *row.get("also", ())))),
                normalise_text(row.get("within", "")),
            )
            for key, row in said["rows"].items()
        ),
    )


def chapter_names(language: str = "zh") -> dict[str, str]:
    """Chapters that only old reports have, by key: what they are called."""
    own = [one for key, one in legacy_form().chapters.items() if key not in terms()["sections"]]
    return {one.key: one.zh if language == "zh" else one.en for one in own}


def _parse_chapter(key: str, data: Mapping[str, Any]) -> Chapter:
    term = terms()["sections"].get(key, data)
    return Chapter(
        key, term["zh"], term["en"], _any_pattern(data["titles"]), _any_pattern(data.get("numbered", ()))
    )


def _any_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{one})" for one in patterns)
    return re.compile(joined) if joined else _NEVER_MATCHES


def _parse_statistics(data: Mapping[str, Any]) -> StatisticsLayout:
    return StatisticsLayout(
        **{
            key: frozenset(map(normalise_text, data[key]))
            for key in ("labels", "units", "numbers", "over", "known_units", "money")
        },
        footer=_any_pattern(data["foot"]),
        min_labels=data["fewest_labels"],
        levels=tuple((re.compile(one["opens"]), one["depth"]) for one in data["level"]),
    )
