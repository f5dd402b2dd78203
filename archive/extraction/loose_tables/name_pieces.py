"""Finds the names of columns and rows in header texts that have only the first characters of a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from archive.forms import FormColumn, forms
from archive.text import normalise_text

MIN_NAMES_OF_HEADER = 3
"""申请人 alone is a word of a label; three columns between two rows are the header of the next page."""

Labels = tuple[tuple[str, str], ...]
"""The labels of columns or rows, each with its key."""


def columns_by_pieces(text: str, table_key: str) -> list[str]:
    """Return the keys of the columns that a text names, as a whole or by its first characters."""
    return named_keys([text], column_labels(table_key))


def named_keys(texts: Sequence[str], labels: Labels) -> list[str]:
    """The key that each text names, as a whole or by its first characters; other texts are left out."""
    keys: list[str] = []
    for plain in map(normalise_text, texts):
        whole = {key for label, key in labels if label == plain}
        found = whole or _keys_with_prefix(plain, labels)
        keys += found if len(found) == 1 else _split_names(plain, labels)
    return keys


def _keys_with_prefix(plain: str, labels: Labels) -> set[str]:
    return {key for label, key in labels if plain and label.startswith(plain)}


def _split_names(plain: str, labels: Labels) -> list[str]:
    """The keys of a line in which the first characters of names are joined: 结果维结果纠其他结尚未审总.

    Empty if the line has other characters, a piece that could be two names, or too few names to be a header.
    """
    keys: list[str] = []
    rest = plain
    while rest:
        length = max(
            (end for end in range(len(rest) + 1) if _keys_with_prefix(rest[:end], labels)), default=0
        )
        found = _keys_with_prefix(rest[:length], labels)
        if len(found) != 1:
            return []
        keys += found
        rest = rest[length:]
    return keys if len(keys) >= MIN_NAMES_OF_HEADER else []


def labels_of(columns: Sequence[FormColumn]) -> Labels:
    """Return the labels of columns."""
    return tuple((normalise_text(label), column.key) for column in columns for label in column.term.labels)


@cache
def column_labels(table_key: str) -> Labels:
    """Return the labels of the columns of a table whose rows have the same ones."""
    return labels_of(next(iter(forms().values())).table(table_key).rows[0].columns)


@cache
def row_labels(table_key: str) -> Labels:
    """Return the labels of the rows of a table."""
    rows = next(iter(forms().values())).table(table_key).rows
    return tuple((normalise_text(label), row.key) for row in rows for label in row.term.labels)
