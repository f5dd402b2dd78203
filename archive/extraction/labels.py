"""Matches printed labels to rows of a form: exactly, without ordinal, or by similarity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property

from archive.forms import FormRow, FormTable, TableLayout, forms, terms
from archive.text import cache_short_texts, normalise_text

_ORDINAL = re.compile(r"^(?:\([一二三四五六七\d]\)|[一二三四][、.,]?|\d)")
# 本年(2023)制发件数 (a county of 2023), 规章(设区的市、自治州人民政府应提供相关数据) (Wuhan for 2020).
_YEAR = re.compile(r"\(?20\d\d(?:年度?)?\)?")
_LAST_YEAR = re.compile("(?:上一?|去|前)年度?")
_EXPLANATION = re.compile(r"(?<=[^)])\((?:[^()]|\([^()]*\))*\)$")
# Between the label of a group and that of one of its rows.
_GROUP_MARKS = ("", ":", "-", "/")
_MIN_BARE_LENGTH = 4
# 其他法律行政止公开 for 其他法律行政法规禁止公开 (Hongze 2024): three of twelve characters lost, ratio 0.86.
_MIN_SIMILARITY = 0.7
_MIN_SCORE_GAP = 0.12


@dataclass(frozen=True, slots=True)
class Label:
    """The row or group of rows that a text means; both if the group is printed as one row."""

    row: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class _LabelMatch:
    """A label; if it is not certain, it counts only directly after the row before it."""

    label: Label
    is_certain: bool


# Compared by identity: there is one for each table of a form, and other things are cached by it.
@dataclass(frozen=True, eq=False)
class LabelDictionary:
    """The labels of one table of one form, normalised.

    `row_positions` has the number of each row, `rows_by_bare_text` the rows by their labels without ordinal,
    `foreign_labels` the labels of the form's other tables. `columns_by_text` has the keys of the columns with
    a label, `rows_by_ordinal` the rows by their group and the number before their label.
    """

    row_positions: dict[str, int]
    labels_by_text: dict[str, Label]
    rows_by_bare_text: dict[str, str]
    foreign_labels: frozenset[str] = frozenset()
    columns_by_text: dict[str, frozenset[str]] = field(default_factory=dict)
    rows_by_ordinal: dict[tuple[str, str], str] = field(default_factory=dict)

    def match(self, text: str, last_position: int) -> Label | None:
        """Return the label that `text` is; `last_position` is that of the last row seen, -1 if none.

        A label without its ordinal counts if it is too long for a column header, or if its row is the next
        one: 其他 and 总计 are names of rows, columns and groups.
        """
        match = self._cached_look_up(text)
        if match and (match.is_certain or self.row_positions[match.label.row] == last_position + 1):
            return match.label
        return None

    @cached_property
    def _cached_look_up(self) -> Callable[[str], _LabelMatch | None]:
        # Every cell of every report is looked up, and most texts are the same in many reports.
        return cache_short_texts(maxsize=4096)(self._look_up)

    def _look_up(self, text: str) -> _LabelMatch | None:
        variants = label_variants(text)
        label = next(filter(None, map(self.labels_by_text.get, variants)), None)
        if label:
            return _LabelMatch(label, is_certain=True)
        row = next(filter(None, map(self.rows_by_bare_text.get, map(_strip_ordinal, variants))), None)
        return _LabelMatch(Label(row=row), is_certain=len(variants[0]) >= _MIN_BARE_LENGTH) if row else None

    @cached_property
    def begins_row(self) -> Callable[[str], bool]:
        """Return whether a text is the complete label of a row or of a group of rows."""
        return cache_short_texts(maxsize=2048)(
            lambda text: any(variant in self.labels_by_text for variant in label_variants(text))
        )

    @cached_property
    def names(self) -> Callable[[str], tuple[frozenset[str], frozenset[str]]]:
        """Return for a text the keys of the rows and of the columns whose complete label it is."""
        return cache_short_texts(maxsize=2048)(self._names)

    def _names(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        variants = label_variants(text)
        labels = filter(None, map(self.labels_by_text.get, variants))
        rows = frozenset(label.row for label in labels if label.row and not label.group)
        return rows, frozenset().union(*(self.columns_by_text.get(name, frozenset()) for name in variants))

    def closest_row(self, text: str, low: int, high: int) -> str | None:
        """The only row between positions `low` and `high` (exclusive) that a mutilated `text` can mean."""
        plain = _strip_ordinal(normalise_text(text))
        candidates = [
            (label, row)
            for label, row in self.rows_by_bare_text.items()
            if low < self.row_positions[row] < high
        ]
        if any(_is_of_other_matter(plain, label) for label, _ in candidates):
            return None
        scores = sorted(
            ((SequenceMatcher(None, plain, label).ratio(), row) for label, row in candidates), reverse=True
        )
        if not scores or scores[0][0] < _MIN_SIMILARITY:
            return None
        best_score, best_row = scores[0]
        second_score = next((score for score, row in scores if row != best_row), 0.0)
        return best_row if best_score - second_score >= _MIN_SCORE_GAP else None


@cache_short_texts(maxsize=4096)
def label_variants(text: str) -> tuple[str, ...]:
    """`text` normalised for comparing labels: complete, without a year, without an explanation after it."""
    plain = normalise_text(text)
    undated = _YEAR.sub("", plain)
    return tuple(dict.fromkeys((plain, undated, _EXPLANATION.sub("", undated))))


def _is_of_other_matter(plain: str, label: str) -> bool:
    """True if a text is a label with words before it (非行政许可), or with last year instead of this one."""
    has_words_before = plain.find(label) > 0 and len(label) >= _MIN_BARE_LENGTH
    return has_words_before or (plain != label and _LAST_YEAR.sub("本年", plain) == label)


def _strip_ordinal(plain: str) -> str:
    return _ORDINAL.sub("", plain)


@cache
def label_dictionary(form_id: str, table_key: str) -> LabelDictionary:
    """The labels of a table of a form."""
    form = forms()[form_id]
    table = form.table(table_key)
    labels_by_text: dict[str, Label] = {}
    for block in table.blocks:
        for group in block.groups:
            merged_row = block.printed_as_one if group is block.groups[-1] else None
            group_label = Label(row=merged_row or "", group=group.key)
            labels_by_text.update({normalise_text(text): group_label for text in group.labels})
    rows_by_bare_text: dict[str, str] = {}
    for row in table.rows:
        for plain in map(normalise_text, row.term.labels):
            labels_by_text[plain] = Label(row=row.key)
            rows_by_bare_text.setdefault(_strip_ordinal(plain), row.key)
            for text in _below_group_labels(plain, row):
                labels_by_text.setdefault(text, Label(row=row.key))
            for text in _below_group_labels(_strip_ordinal(plain), row):
                rows_by_bare_text.setdefault(_strip_ordinal(text), row.key)
    row_positions = {row.key: position for position, row in enumerate(table.rows)}
    foreign_labels = frozenset().union(
        *(_row_labels(other_table) for other_table in form.tables if other_table is not table)
    )
    return LabelDictionary(
        row_positions,
        labels_by_text,
        rows_by_bare_text,
        foreign_labels - labels_by_text.keys(),
        _columns_by_text(table),
        _rows_by_ordinal(table),
    )


def _rows_by_ordinal(table: FormTable) -> dict[tuple[str, str], str]:
    """The rows whose label begins with a number, by the key of the group that it counts in and the number."""
    return {
        (row.groups[-1].key, plain[0]): row.key
        for row in table.rows
        if row.groups and (plain := normalise_text(row.term.zh))[0].isdigit()
    }


def _below_group_labels(label: str, row: FormRow) -> Iterator[str]:
    """Yield the label of a row after those of its groups: (三)不予公开:1.属于国家秘密.

    行政诉讼(未经复议直接起诉) has it in brackets. Both may be without their ordinals: 不予公开:属于国家秘密.
    """
    tails = list(dict.fromkeys((label, _strip_ordinal(label))))
    for group in reversed(row.groups):
        plain = [normalise_text(name) for name in group.labels]
        names = list(dict.fromkeys((*plain, *map(_strip_ordinal, plain))))
        tails = [f"{name}{mark}{tail}" for name in names for tail in tails for mark in _GROUP_MARKS]
        yield from tails
        yield from (f"{name}({label})" for name in names)


def _columns_by_text(table: FormTable) -> dict[str, frozenset[str]]:
    keys: dict[str, frozenset[str]] = {}
    for row in table.rows:
        for column in row.columns:
            for text in map(normalise_text, column.term.labels):
                keys[text] = keys.get(text, frozenset()) | {column.key}
    return keys


@cache
def header_texts(table_key: str) -> frozenset[str]:
    """Normalised texts of a table's header and captions, without those that are also row labels."""
    term_tables = (terms().captions, terms().columns, terms().groups, terms().sections)
    texts = {
        normalise_text(label)
        for term_table in term_tables
        for term in term_table.values()
        for label in term.labels
    }
    rows = {label for form in forms().values() for label in _row_labels(form.table(table_key))}
    return frozenset(texts - rows)


@cache
def table_labels(table_key: str) -> frozenset[str]:
    """Normalised texts by which a grid is recognised as this table: its row labels in any form.

    Labels without ordinal too, if they are too long for a column; in a table of one row also those of its
    groups, which are headers there.
    """
    labels: set[str] = set()
    for table in (form.table(table_key) for form in forms().values()):
        labels |= _row_labels(table)
        labels |= {bare for bare in map(_strip_ordinal, labels) if len(bare) >= _MIN_BARE_LENGTH}
        if table.layout is TableLayout.ONE_ROW:
            groups = (group for row in table.rows for group in row.groups)
            labels |= {normalise_text(label) for group in groups for label in group.labels}
    return frozenset(labels)


def without_ordinals(texts: Iterable[str]) -> set[str]:
    """Return normalised texts without their ordinals, those that are long enough to be the label of a row."""
    return {bare for bare in map(_strip_ordinal, texts) if len(bare) >= _MIN_BARE_LENGTH}


def _row_labels(table: FormTable) -> set[str]:
    return {normalise_text(label) for row in table.rows for label in row.term.labels}
