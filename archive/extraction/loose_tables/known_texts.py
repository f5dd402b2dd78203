"""The texts by which the cells of a table without grid are recognised: labels, groups and headers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from archive.extraction.labels import header_texts, label_dictionary, label_variants
from archive.forms import TableLayout, forms
from archive.text import normalise_text

# 其他 and 总计 are also columns, so a label without its ordinal counts only if it is longer.
_MIN_BARE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """Normalised texts of one table: labels of `rows`, and all `others`: groups, captions, columns.

    `beginnings` has each text with which one of them begins.
    """

    rows: frozenset[str]
    others: frozenset[str]
    beginnings: frozenset[str]

    def __contains__(self, plain: str) -> bool:
        return plain in self.rows or plain in self.others


@cache
def known_texts(table_key: str) -> KnownTexts:
    """Return the known texts of a table."""
    rows: set[str] = set()
    others = set(header_texts(table_key))
    for form in forms().values():
        labels = label_dictionary(form.id, table_key)
        others |= labels.columns_by_text.keys()
        for text, label in labels.labels_by_text.items():
            (rows if label.row else others).add(text)
        rows |= {text for text in labels.rows_by_bare_text if len(text) >= _MIN_BARE_LENGTH}
    beginnings = {text[:length] for text in rows | others for length in range(1, len(text) + 1)}
    return KnownTexts(frozenset(rows), frozenset(others - rows), frozenset(beginnings))


@cache
def column_order(table_key: str) -> dict[str, int]:
    """The place of each column by its normalised label; empty unless all rows have the same columns."""
    tables = [form.table(table_key) for form in forms().values()]
    return {
        normalise_text(label): place
        for table in tables
        if table.layout is TableLayout.ROWS
        for place, column in enumerate(table.rows[0].columns)
        for label in column.term.labels
    }


@cache
def column_keys(table_key: str) -> dict[str, frozenset[str]]:
    """The keys of the columns that have a normalised label, in any form."""
    keys: dict[str, frozenset[str]] = {}
    for form in forms().values():
        for text, own in label_dictionary(form.id, table_key).columns_by_text.items():
            keys[text] = keys.get(text, frozenset()) | own
    return keys


@cache
def group_texts(table_key: str) -> frozenset[str]:
    """The normalised labels of groups of rows, also of those that a form prints as one row."""
    labels = (label_dictionary(form.id, table_key).labels_by_text for form in forms().values())
    return frozenset(text for texts in labels for text, label in texts.items() if label.group)


def named_columns(text: str, table_key: str) -> frozenset[str]:
    """The keys of the columns whose complete label `text` is."""
    names = column_keys(table_key)
    return frozenset().union(*(names.get(variant, frozenset()) for variant in label_variants(text)))


def named_rows_of(text: str, table_key: str) -> frozenset[str]:
    """The keys of the rows whose complete label `text` is, without those that only a group names."""
    labels = label_dictionary(next(iter(forms())), table_key)
    return labels.names(text)[0]
