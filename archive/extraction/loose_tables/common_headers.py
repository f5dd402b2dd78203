"""Checks where the header over several names is printed: 法人或其他组织 of table 3, 行政诉讼 of table 4.

What the form has before it must be before it on the page. Where the line of such a name is below that of the
header, it may have been printed beside it, in the middle of two lines, or after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from archive.extraction.loose_tables.loose_cell import CellRole, LooseCell
from archive.extraction.loose_tables.name_pieces import Labels, column_labels, named_keys, row_labels
from archive.forms import FormTable, TableLayout
from archive.text import normalise_text


class _Common(NamedTuple):
    """A header over several names: its labels, and the keys of the names before it, below it and after it.

    `is_of_rows`: the names are those of rows, and each has all columns below it.
    """

    labels: frozenset[str]
    before: tuple[str, ...]
    members: tuple[str, ...]
    after: tuple[str, ...]
    is_of_rows: bool


def fits_common_headers(cells: Sequence[LooseCell], table: FormTable) -> bool:
    """Return whether every header over several names is where the form has it, as far as lines show it."""
    lines = [list(line) for _, line in groupby(cells, lambda cell: cell.line)]
    texts = [[cell.text for cell in line if cell.role is not CellRole.VALUE] for line in lines]
    is_rows = table.layout is TableLayout.ROWS
    labels = column_labels(table.key) if is_rows else row_labels(table.key)
    commons = list(_common_headers(table, labels))
    return all(_is_in_place([_names(line, common, labels) for line in texts], common) for common in commons)


def _common_headers(table: FormTable, labels: Labels) -> Iterator[_Common]:
    """Yield the headers of columns, or the group of the rows of a table with one row of values."""
    order = list(dict.fromkeys(key for _, key in labels))
    if table.layout is TableLayout.ROWS:
        named = [(span.term.labels, span.columns) for span in table.spans]
    else:
        named = [
            (block.groups[-1].labels, tuple(row.key for row in block.rows))
            for block in table.blocks
            if block.groups
        ]
    for texts, members in named:
        first, last = order.index(members[0]), order.index(members[-1])
        yield _Common(
            frozenset(map(normalise_text, texts)),
            tuple(order[:first]),
            tuple(members),
            tuple(order[last + 1 :]),
            table.layout is not TableLayout.ROWS,
        )


_COMMON = ""


def _names(line: Sequence[str], common: _Common, labels: Labels) -> list[str]:
    """Return the keys that a line names from left to right, an empty one for the common header.

    The texts of neighbouring cells may be joined: 行政诉讼复议后起诉.
    """
    names: list[str] = []
    for text in line:
        plain = normalise_text(text)
        label = next((label for label in common.labels if plain.startswith(label)), None)
        if label is None:
            names += named_keys([text], labels)
            continue
        names.append(_COMMON)
        names += named_keys([plain.removeprefix(label)], labels)
    return names


def _is_in_place(lines: Sequence[Sequence[str]], common: _Common) -> bool:
    """Return whether the names before and after the header are where the form has them."""
    if not any(_COMMON in line for line in lines):
        return True
    if any(_contradicts(line, common) for line in lines):
        return False
    order = [name for line in lines for name in line]
    if common.is_of_rows and not _is_sorted(order, common.members):
        return False
    at = order.index(_COMMON)
    later = [key for key in common.before if key in order and order.index(key) > at]
    return all(any(_is_before_member(key, line, common) for line in lines) for key in later)


def _is_sorted(order: Sequence[str], members: Sequence[str]) -> bool:
    """Return whether the members are first named in the order of the form."""
    places = [order.index(key) for key in members if key in order]
    return places == sorted(places)


def _contradicts(line: Sequence[str], common: _Common) -> bool:
    """Return whether a name is on the wrong side of the header on its line."""
    if _COMMON not in line:
        return False
    at = line.index(_COMMON)
    return any(key in common.after for key in line[:at]) or any(key in common.before for key in line[at:])


def _is_before_member(key: str, line: Sequence[str], common: _Common) -> bool:
    return key in line and any(name in common.members for name in line[line.index(key) :])
