"""Finds the columns of a table by its values, and by the header above columns without values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archive.readers.common import MAX_COLUMNS
from archive.readers.fixed_layout.unruled.stacks import Stack
from archive.readers.fixed_layout.unruled.words import Span, Word, overlaps


def trailing_values(words: Sequence[Word]) -> list[Word]:
    """Return the values with which a line ends."""
    start = len(words)
    while start and words[start - 1].is_value:
        start -= 1
    return list(words[start:])


def value_columns(lines: Iterable[Sequence[Word]]) -> list[Span] | None:
    """Return the columns that the values of the lines form, from left to right.

    None if two words of one line are in one column, or if there are more columns than any table has.
    """
    lines = list(lines)
    values = [word for line in lines for word in trailing_values(line) if not word.is_estimated]
    columns = _merge_overlapping(values)
    left = columns[0].x0 if columns else 0.0
    # Texts among the values, such as remarks, and texts below which no line has a value.
    others = [
        word
        for line in lines
        for word in line
        if word.x0 >= left and not word.is_estimated and not _is_over(word, columns)
    ]
    columns = _merge_overlapping([*columns, *others])
    if not columns or len(columns) > MAX_COLUMNS:
        return None
    for line in lines:
        places = [column_at(word, columns) for word in trailing_values(line) if not word.is_estimated]
        if len(set(places)) < len(places):
            return None
    return columns


def _merge_overlapping(spans: Iterable[Word | Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: span.x0):
        if merged and span.x0 < merged[-1].x1:
            merged[-1] = Span(merged[-1].x0, max(merged[-1].x1, span.x1))
        else:
            merged.append(Span(span.x0, span.x1))
    return merged


def _is_over(word: Word, columns: Sequence[Span]) -> bool:
    return any(overlaps(word, column) for column in columns)


def column_at(word: Word | Span, columns: Sequence[Span]) -> int:
    """Return the number of the column that a text is over, or is nearest to."""
    return max(
        range(len(columns)),
        key=lambda number: (
            min(word.x1, columns[number].x1) - max(word.x0, columns[number].x0),
            -abs(word.center - columns[number].center),
        ),
    )


def columns_over(span: Span, columns: Sequence[Span]) -> list[int]:
    """Return the numbers of the columns that a text is over."""
    return [number for number, column in enumerate(columns) if overlaps(span, column)]


def leaf_stacks(stacks: Sequence[Stack], columns: Sequence[Span]) -> list[Stack]:
    """Return the texts of a header with no other text below them.

    A text above the space between two columns is a common header if both have a text of their own below.
    """
    leaves: list[Stack] = []
    for stack in stacks:
        below = [other for other in stacks if other.first_y > stack.last_y]
        is_between = any(other.x1 <= stack.x0 for other in below) and any(
            other.x0 >= stack.x1 for other in below
        )
        is_common = is_between and not columns_over(stack.span, columns)
        if not is_common and not any(overlaps(stack.span, other.span) for other in below):
            leaves.append(stack)
    return leaves


def with_blank_columns(columns: Sequence[Span], leaves: Iterable[Stack]) -> list[Span]:
    """Return the columns and, for each lowest text of a header that is over none, a column without values.

    A column is as wide as its values and its header.
    """
    wide = list(columns)
    added: list[Span] = []
    for leaf in leaves:
        over = columns_over(leaf.span, columns)
        if len(over) == 1:
            column = wide[over[0]]
            wide[over[0]] = Span(min(column.x0, leaf.x0), max(column.x1, leaf.x1))
        elif not over:
            added.append(leaf.span)
    return sorted([*wide, *added], key=lambda column: column.center)
