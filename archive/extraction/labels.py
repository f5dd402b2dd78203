"""Which row of a table a printed label means: exactly, without its ordinal, or mutilated."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache

from archive.forms import FormTable, TableLayout, forms, terms
from archive.text import normalise_text

_ORDINAL = re.compile(r"^(?:\([一二三四五六七\d]\)|[一二三四][、.,]?|\d)")
# 本年(2023)制发件数 (a county of 2023), 规章(设区的市、自治州人民政府应提供相关数据) (Wuhan for 2020).
_YEAR = re.compile(r"\(?20\d\d(?:年度?)?\)?")
_EXPLANATION = re.compile(r"(?<=[^)])\((?:[^()]|\([^()]*\))*\)$")
_MIN_BARE_LENGTH = 4
_MAX_CACHED_LENGTH = 300
# 其他法律行政止公开 for 其他法律行政法规禁止公开 (Hongze 2024): three of twelve characters lost, ratio 0.86.
_MIN_SIMILARITY = 0.7
_MIN_SCORE_GAP = 0.12


@dataclass(frozen=True, slots=True)
class Label:
    """What a cell's text means in a table: a row, or a group of rows, or (for `single`) both."""

    row: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class _LabelMatch:
    """A label and whether it is one wherever it stands; the others are one only as the very next row."""

    label: Label
    is_certain: bool


@dataclass(frozen=True)
class LabelDictionary:
    """The label dictionary of one table of one form; `elsewhere` are labels of the form's other tables."""

    order: dict[str, int]
    exact: dict[str, Label]
    bare: dict[str, str]
    foreign_labels: frozenset[str] = frozenset()

    def match(self, text: str, last_position: int) -> Label | None:
        """The label that `text` is, given that the row at place `after` was the last one seen.

        Without its ordinal a label counts when it is long enough to be no column header, or when it is the
        very next row: 其他 and 总计 are rows, columns and blocks at once.
        """
        known = self._cached_look_up(text) if len(text) <= _MAX_CACHED_LENGTH else self._look_up(text)
        if known and (known.is_certain or self.order[known.label.row] == last_position + 1):
            return known.label
        return None

    @cached_property
    def _cached_look_up(self) -> Callable[[str], _LabelMatch | None]:
        # Every cell of every report is looked up, and nearly all say what cells of other reports said.
        return lru_cache(maxsize=4096)(self._look_up)

    def _look_up(self, text: str) -> _LabelMatch | None:
        said = label_variants(text)
        exact = next((self.exact[one] for one in said if one in self.exact), None)
        if exact:
            return _LabelMatch(exact, is_certain=True)
        row = next((self.bare[one] for one in map(_strip_ordinal, said) if one in self.bare), None)
        return _LabelMatch(Label(row=row), is_certain=len(said[0]) >= _MIN_BARE_LENGTH) if row else None

    def closest_row(self, text: str, low: int, high: int) -> str | None:
        """The one row strictly between places `low` and `high` that a mutilated `text` can mean, or None."""
        plain = _ORDINAL.sub("", normalise_text(text))
        scores = sorted(
            (
                (SequenceMatcher(None, plain, label).ratio(), row)
                for label, row in self.bare.items()
                if low < self.order[row] < high
            ),
            reverse=True,
        )
        if not scores or scores[0][0] < _MIN_SIMILARITY:
            return None
        rival = next((score for score, row in scores if row != scores[0][1]), 0.0)
        return scores[0][1] if scores[0][0] - rival >= _MIN_SCORE_GAP else None


@lru_cache(maxsize=4096)
def label_variants(text: str) -> tuple[str, ...]:
    """`text` as labels are compared: whole, without a year in it, without an explanation behind it."""
    plain = normalise_text(text)
    undated = _YEAR.sub("", plain)
    return tuple(dict.fromkeys((plain, undated, _EXPLANATION.sub("", undated))))


def _strip_ordinal(plain: str) -> str:
    return _ORDINAL.sub("", plain)


@cache
def label_dictionary(form_id: str, table_key: str) -> LabelDictionary:
    """The labels of `table_key` in `form_id`."""
    table = forms()[form_id].table(table_key)
    exact: dict[str, Label] = {}
    for block in table.blocks:
        for group in block.groups:
            row = block.printed_as_one if block.printed_as_one and group is block.groups[-1] else None
            exact.update(
                {normalise_text(label): Label(row=row or "", group=group.key) for label in group.labels}
            )
    bare: dict[str, str] = {}
    for row_ in table.rows:
        for label in row_.term.labels:
            exact[normalise_text(label)] = Label(row=row_.key)
            bare.setdefault(_ORDINAL.sub("", normalise_text(label)), row_.key)
    order = {row_.key: place for place, row_ in enumerate(table.rows)}
    elsewhere = {one for other in forms()[form_id].tables if other is not table for one in _row_labels(other)}
    return LabelDictionary(order, exact, bare, frozenset(elsewhere - exact.keys()))


@cache
def header_texts(table_key: str) -> frozenset[str]:
    """Normalised texts that stand in a table's header or captions and name no row."""
    known = terms()
    found = {
        normalise_text(one)
        for table in (known["captions"], known["columns"], known["groups"], known["sections"])
        for term in table.values()
        for one in (term["zh"], *term.get("also", ()))
    }
    rows = {label for form in forms().values() for label in _row_labels(form.table(table_key))}
    return frozenset(found - rows)


@cache
def table_labels(table_key: str) -> frozenset[str]:
    """Normalised texts that tell which table a grid is: its row labels in any form.

    In a table of one row, those of its groups tell it too: they are headers there.
    """
    tables = [form.table(table_key) for form in forms().values()]
    found = {label for table in tables for label in _row_labels(table)}
    groups = (row.groups for table in tables if table.layout is TableLayout.ONE_ROW for row in table.rows)
    return frozenset(
        found | {normalise_text(label) for some in groups for one in some for label in one.labels}
    )


def _row_labels(table: FormTable) -> set[str]:
    return {normalise_text(label) for row in table.rows for label in row.term.labels}
