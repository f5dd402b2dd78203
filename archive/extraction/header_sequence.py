"""Reads the order of the columns from the words of a header whose geometry is not known or not exact.

A common header (法人或其他组织, 行政诉讼) is replaced by what stands below it, in the order in which it is
printed. A header that leaves out a name, has one twice, or has another text between them has no order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.forms import FormTable
from archive.text import normalise_text

Lines = Sequence[Sequence[str]]
"""The texts of a header, line by line, without empty cells."""


def read_column_order(lines: Lines, table: FormTable, labels: LabelDictionary) -> list[str] | None:
    """Return the columns of a table whose rows all have the same ones, in the order that a header prints.

    Names on several lines have an order only if their common header is printed with them: without it,
    总计 can be above the columns that follow or before them.
    """
    common = {normalise_text(span.term.zh): span.columns for span in table.spans}
    order: list[str] = []
    names_by_line: list[int] = []
    for line in lines:
        named: list[str] = []
        for text in line:
            plain = normalise_text(text)
            name = plain if plain in common else _only(labels.names(text)[1])
            if name:
                named.append(name)
            elif (order or named) and not _is_header_text(text, table):
                return None
        order += named
        names_by_line.append(len(named))
    spans = [name for name in order if name in common]
    if not spans and max(names_by_line, default=0) != len(order):
        return None
    expanded = _expand(order, {name: common[name] for name in spans})
    return expanded if sorted(expanded) == sorted(column.key for column in table.rows[0].columns) else None


def read_figure_order(
    lines: Lines, table: FormTable, labels: LabelDictionary
) -> list[tuple[str, str]] | None:
    """Return row and column of each value below the header of a table with one row of values.

    Each row that is named must have all results in the same order, as many times as there are rows.
    """
    texts = [text for line in lines for text in line]
    groups = {group.key for row in table.rows for group in row.groups}
    blocks: list[str] = []
    results: list[str] = []
    for text in texts:
        rows, columns = labels.names(text)
        name = _only(rows) or _group_key(text, labels, groups)
        if name:
            blocks.append(name)
        elif columns:
            results.append(_only(columns))
        elif (blocks or results) and not _is_header_text(text, table):
            return None
    order = _expand(blocks, {key: _rows_of_group(key, table) for key in groups & set(blocks)})
    is_one_line = any(sum(1 for text in line if labels.names(text)[0]) == len(order) for line in lines)
    named_rows = [row for row in table.rows if row.key in order]
    has_all_groups = all(group.key in blocks for row in named_rows for group in row.groups)
    if len(set(order)) != len(order) or not order or not (is_one_line or has_all_groups):
        return None
    if not is_one_line and any(_contradicts_blocks(line, order, table, labels) for line in lines):
        return None
    return _repeat(order, results, table)


def _contradicts_blocks(
    line: Sequence[str], order: Sequence[str], table: FormTable, labels: LabelDictionary
) -> bool:
    """True if the results of a row without group are on the wrong side of the rows of a group.

    行政诉讼 before 行政复议, but the results of 行政复议 before 未经复议直接起诉 in the line below them.
    """
    rows = {name for text in line if (name := _only(labels.names(text)[0])) in order}
    grouped = {row for row in rows if table.rows_by_key[row].groups}
    alone = [row for row in order if not table.rows_by_key[row].groups]
    places = [place for place, text in enumerate(line) if labels.names(text)[1]]
    if not grouped or grouped != rows or not places or not alone:
        return False
    members = [place for place, text in enumerate(line) if _only(labels.names(text)[0]) in grouped]
    is_before = places[-1] < members[0]
    is_behind = places[0] > members[-1]
    goes_first = order.index(alone[0]) < min(map(order.index, grouped))
    return not (is_before if goes_first else is_behind)


def _repeat(rows: Sequence[str], results: Sequence[str], table: FormTable) -> list[tuple[str, str]] | None:
    """Return the figures if the results are those of the form, once for each row and always in one order."""
    keys = [column.key for column in table.rows[0].columns]
    first = list(results[: len(keys)])
    if sorted(first) != sorted(keys) or list(results) != first * len(rows):
        return None
    return [(row, column) for row in rows for column in first]


def _expand(names: Sequence[str], members: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the names with each common name replaced by its members, in printed order."""
    grouped = {member for group in members.values() for member in group}
    expanded: list[str] = []
    for name in names:
        if name in members:
            expanded += [other for other in names if other in members[name]]
        elif name not in grouped:
            expanded.append(name)
    return expanded


def _only(keys: Iterable[str]) -> str:
    """Return the only key; empty if there is none or more than one."""
    found = list(keys)
    return found[0] if len(found) == 1 else ""


def _group_key(text: str, labels: LabelDictionary, groups: set[str]) -> str:
    label = next(filter(None, map(labels.labels_by_text.get, label_variants(text))), None)
    return label.group if label and not label.row and label.group in groups else ""


def _rows_of_group(key: str, table: FormTable) -> tuple[str, ...]:
    return tuple(row.key for row in table.rows if any(group.key == key for group in row.groups))


def _is_header_text(text: str, table: FormTable) -> bool:
    return not header_texts(table.key).isdisjoint(label_variants(text))
