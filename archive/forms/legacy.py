"""Describes reports for years before 2019: chapter titles, statistics table, rows of the national table.

Their chapters have no fixed order and their tables no fixed rows, so this is no `Form`: it says how to
recognise a text, not what a report must print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from archive.forms.vocabulary import terms
from archive.model import DataFileError, DataRecord, load_data
from archive.text import normalise_text

LEGACY_FORM = "legacy"
"""The form id of a report for a year before 2019."""

_NEVER_MATCHES = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of old reports. `numbered_title_pattern` matches titles that count only after an ordinal."""

    key: str
    zh: str
    en: str
    title_pattern: re.Pattern[str]
    numbered_title_pattern: re.Pattern[str]

    def is_title(self, bare: str, has_ordinal: bool) -> bool:
        """True if `bare`, a normalised line without ordinal and punctuation, is a title of the chapter."""
        return bool(
            self.title_pattern.fullmatch(bare)
            or (has_ordinal and self.numbered_title_pattern.fullmatch(bare))
        )


@dataclass(frozen=True, slots=True)
class StatisticsLayout:
    """How the statistics table is printed: headers of its columns, units, and how labels are numbered.

    All texts are normalised. `levels` are pairs of a pattern of ordinals and the depth of such labels.
    """

    label_headers: frozenset[str]
    unit_headers: frozenset[str]
    number_headers: frozenset[str]
    spanning_headers: frozenset[str]
    known_units: frozenset[str]
    money_units: frozenset[str]
    footer: re.Pattern[str]
    min_labels: int
    levels: tuple[tuple[re.Pattern[str], int], ...]


@dataclass(frozen=True, slots=True)
class NationalRow:
    """A row of the national table that takes part in sums.

    `parent_label` is the label of a row above it, empty if its own label is unique.
    """

    key: str
    labels: frozenset[str]
    parent_label: str


@dataclass(frozen=True, slots=True)
class LegacyForm:
    """The content of `legacy.toml`; `table_years` are the first and last year of the national table."""

    first_year: int
    table_years: tuple[int, int]
    expected_chapters: tuple[str, ...]
    chapters: Mapping[str, Chapter]
    statistics: StatisticsLayout
    rows: tuple[NationalRow, ...]


class _ChapterEntry(DataRecord, frozen=True, kw_only=True):
    titles: tuple[str, ...]
    numbered: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""


class _LevelEntry(DataRecord, frozen=True, kw_only=True):
    opens: re.Pattern[str]
    depth: int


class _TableEntry(DataRecord, frozen=True, kw_only=True):
    labels: tuple[str, ...]
    units: tuple[str, ...]
    numbers: tuple[str, ...]
    over: tuple[str, ...]
    known_units: tuple[str, ...]
    money: tuple[str, ...]
    foot: tuple[str, ...]
    fewest_labels: int
    level: tuple[_LevelEntry, ...]


class _RowEntry(DataRecord, frozen=True, kw_only=True):
    zh: str
    also: tuple[str, ...] = ()
    parent_label: str = msgspec.field(default="", name="within")


class _LegacyData(DataRecord, frozen=True, kw_only=True):
    id: str
    first_year: int
    table_years: tuple[int, int]
    expected: tuple[str, ...]
    chapters: dict[str, _ChapterEntry]
    table: _TableEntry
    rows: dict[str, _RowEntry]


@cache
def legacy_form() -> LegacyForm:
    """Load `legacy.toml`."""
    data = load_data(__package__, "legacy.toml", _LegacyData)
    return LegacyForm(
        first_year=data.first_year,
        table_years=data.table_years,
        expected_chapters=data.expected,
        chapters={key: _chapter(key, entry) for key, entry in data.chapters.items()},
        statistics=_statistics_layout(data.table),
        rows=tuple(
            NationalRow(key, _normalised((row.zh, *row.also)), normalise_text(row.parent_label))
            for key, row in data.rows.items()
        ),
    )


def chapter_names(language: str = "zh") -> dict[str, str]:
    """Names of the chapters that only old reports have, by key; `language` is `zh` or `en`."""
    chapters = legacy_form().chapters
    return {
        key: chapter.zh if language == "zh" else chapter.en
        for key, chapter in chapters.items()
        if key not in terms().sections
    }


def _chapter(key: str, entry: _ChapterEntry) -> Chapter:
    """A chapter that the later forms have too takes its names from `terms.toml`."""
    section = terms().sections.get(key, entry)
    if not (section.zh and section.en):
        raise DataFileError(f"archive/forms/legacy.toml：chapters.{key} has no name here or in terms.toml")
    patterns = _any_pattern(entry.titles), _any_pattern(entry.numbered)
    return Chapter(key, section.zh, section.en, *patterns)


def _statistics_layout(table: _TableEntry) -> StatisticsLayout:
    return StatisticsLayout(
        label_headers=_normalised(table.labels),
        unit_headers=_normalised(table.units),
        number_headers=_normalised(table.numbers),
        spanning_headers=_normalised(table.over),
        known_units=_normalised(table.known_units),
        money_units=_normalised(table.money),
        footer=_any_pattern(table.foot),
        min_labels=table.fewest_labels,
        levels=tuple((level.opens, level.depth) for level in table.level),
    )


def _normalised(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normalise_text, texts))


def _any_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined) if joined else _NEVER_MATCHES
