"""Reads the order of the columns from the words of a header whose geometry is not known or not exact.

A common header (法人或其他组织, 行政诉讼) is replaced by what stands below it, in the order in which it is
printed. A header that leaves out a name, has one twice, or has another text between them has no order.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from archive.extraction.labels import LabelDictionary, header_texts, label_variants
from archive.forms import FormTable
from archive.text import normalise_text

Lines = Sequence[Sequence[str]]
"""The texts of a header, line by line, without empty cells."""


def read_column_order(lines: Lines, table: FormTable, labels: LabelDictionary) -> list[str] | None:
    """Return the columns of a table whose rows all have the same ones, in the order that a header prints.

    Names on a lower line take the place of the common header above them, which must be printed: without it,
    总计 can be above the columns that follow or before them.
    """
    columns = [column.key for column in table.rows[0].columns]
    common = {normalise_text(span.term.zh): span.columns for span in table.spans}
    top = frozenset(map(normalise_text, table.top_caption.labels)) if table.top_caption else frozenset[str]()
    order: list[str] = []
    for line in lines:
        named = _names_of_line(line, common.keys() | top, table, labels, is_below=bool(order))
        if named is None:
            return None
        if order:
            named = _replace_common(order, named, common)
        elif named and not top.issuperset(named):
            beside = _columns_of_line(named, common)
            # 申请人情况 is a common header of the other columns if one of them, such as 总计, is beside it.
            common |= dict.fromkeys(top, tuple(key for key in columns if key not in beside))
            named = None if _has_members_beside(named, common) else named
        else:
            continue
        if named is None:
            return None
        order = named
    return order if sorted(order) == sorted(columns) else None


def _columns_of_line(named: Iterable[str], common: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(key for name in named for key in common.get(name, (name,)))


def _has_members_beside(named: Sequence[str], common: Mapping[str, Sequence[str]]) -> bool:
    """True if a common header and one of its columns are on one line: their lines are not known."""
    return any(other in common.get(name, ()) for name in named for other in named)


def _names_of_line(
    line: Sequence[str],
    common: Container[str],
    table: FormTable,
    labels: LabelDictionary,
    *,
    is_below: bool,
) -> list[str] | None:
    """Return the columns and common headers that a line names; None if another text is behind a name."""
    named: list[str] = []
    for text in line:
        plain = normalise_text(text)
        name = plain if plain in common else _only(labels.names(text)[1])
        if name:
            named.append(name)
        elif (is_below or named) and not _is_header_text(text, table):
            return None
    return named


def _replace_common(
    order: Sequence[str], named: Sequence[str], common: Mapping[str, Sequence[str]]
) -> list[str] | None:
    """Return the order with each common header replaced by its members in `named`.

    None if one of `named` is below no common header, or if the members of two are mixed.
    """
    replaced: list[str] = []
    rest = list(named)
    for name in order:
        members = frozenset(common.get(name, ()))
        count = _count_members(rest, members, common)
        replaced += rest[:count] or [name]
        rest = rest[count:]
    return None if rest else replaced


def _count_members(named: Sequence[str], members: frozenset[str], common: Mapping[str, Sequence[str]]) -> int:
    """Return how many names at the beginning are columns of a common header."""
    return next(
        (count for count, name in enumerate(named) if not members.issuperset(common.get(name, (name,)))),
        len(named),
    )


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
