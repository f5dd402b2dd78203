"""Builds the rows of a table: the values of a line, and the labels that belong to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.readers.fixed_layout.unruled.columns import column_at, trailing_values
from archive.readers.fixed_layout.unruled.stacks import Stack, stack_words
from archive.readers.fixed_layout.unruled.words import Span, Word

# In units of the size of the characters: closer lines of values are one row with a number on two lines.
_MAX_ROW_HEIGHT = 0.95
MAX_NUMBER_PITCH = 1.6
"""In units of the size of the characters: the two lines of a number are not further apart."""
_LABEL_BLANK = 0.6
# Between values that stand in one cell because their columns are not known.
_UNSURE = "‖"
# A label begins or ends on the line of its values, or they are in its middle.
_LINE_TOLERANCE = 0.45


@dataclass(slots=True)
class UnruledRow:
    """A row: the base line of its values, the words of each column, and its labels from left to right."""

    y: float
    cells: dict[int, list[Word]] = field(default_factory=dict)
    labels: list[Stack] = field(default_factory=list)


def table_rows(
    lines: Sequence[Sequence[Word]], columns: Sequence[Span], max_pitch: float
) -> list[UnruledRow]:
    """Return the rows of a table in order; a label without values has a row of its own."""
    left = min(columns[0].x0, *(word.x0 for line in lines for word in trailing_values(line)))
    rows: list[UnruledRow] = []
    label_words: list[Word] = []
    for line in lines:
        values = [word for word in line if word.center >= left]
        label_words += (word for word in line if word.center < left)
        if values:
            row = _row_at(rows, values, max_pitch, has_label=len(values) < len(line), width=len(columns))
            for word, column in _places(values, columns):
                row.cells.setdefault(column, []).append(word)
    stacks = _split_at_rows(stack_words(label_words, max_pitch, _LABEL_BLANK), rows)
    _assign_labels(rows, stacks, max_pitch)
    return sorted(rows, key=lambda row: row.y)


def _row_at(
    rows: list[UnruledRow], values: Sequence[Word], max_pitch: float, *, has_label: bool, width: int
) -> UnruledRow:
    """Return the row that values belong to: the last one if they continue its numbers, else a new one."""
    y = values[0].y
    if rows:
        distance = y - rows[-1].y
        max_distance = max(max_pitch, MAX_NUMBER_PITCH * values[0].size)
        is_second_line = not has_label and len(values) < width and distance <= max_distance
        if distance <= _MAX_ROW_HEIGHT * values[0].size or is_second_line:
            return rows[-1]
    rows.append(UnruledRow(y))
    return rows[-1]


def _places(values: Sequence[Word], columns: Sequence[Span]) -> Iterator[tuple[Word, int]]:
    """Yield the values of a line, each with its column.

    Values of which only the order is known are in the columns up to the next value if there are as many of
    them as columns; else all are put into the cell of the value before them, where nobody reads a number.
    """
    number = 0
    column = -1
    while number < len(values):
        if not values[number].is_estimated:
            column = column_at(values[number], columns)
            yield values[number], column
            number += 1
            continue
        end = next((at for at in range(number, len(values)) if not values[at].is_estimated), len(values))
        limit = column_at(values[end], columns) if end < len(values) else len(columns)
        is_sure = limit - column - 1 == end - number
        for place, word in enumerate(values[number:end], start=1):
            if is_sure:
                yield word, column + place
            else:
                yield word._replace(text=f"{_UNSURE}{word.text}"), max(column, 0)
        number = end


def _split_at_rows(stacks: Sequence[Stack], rows: Sequence[UnruledRow]) -> list[Stack]:
    """Return the stacks; one with a line on the base line of each of several rows is a label for each.

    So it is where the lines of a label are as far apart as the rows, or where a page ends between two labels.
    """
    heights = [row.y for row in rows]
    split: list[Stack] = []
    for stack in stacks:
        current: Stack | None = None
        has_row = False
        for word in stack.words:
            is_new_line = current is None or current.words[-1].line != word.line
            starts_row = is_new_line and _is_near(word.y, heights, _LINE_TOLERANCE * word.size)
            if current is None or (starts_row and has_row and _has_line_for_each_row(stack, heights)):
                current = Stack.from_word(word)
                split.append(current)
                has_row = starts_row
            else:
                current.add(word)
                has_row = has_row or starts_row
    return split


def _has_line_for_each_row(stack: Stack, heights: Sequence[float]) -> bool:
    """Return whether each row between the first and the last line of a label has one of its lines."""
    tolerance = _LINE_TOLERANCE * stack.size
    lines = sorted({word.y for word in stack.words})
    inside = [y for y in heights if lines[0] - tolerance <= y <= lines[-1] + tolerance]
    return all(_is_near(y, lines, tolerance) for y in inside)


def _is_near(y: float, heights: Sequence[float], tolerance: float) -> bool:
    place = bisect_left(heights, y)
    return any(abs(height - y) <= tolerance for height in heights[max(0, place - 1) : place + 1])


def _assign_labels(rows: list[UnruledRow], stacks: Sequence[Stack], max_pitch: float) -> None:
    """Give each row its labels: those whose lines are at the height of its values.

    A group's label between two rows goes to the nearer one, a label far from any to a row of its own.
    """
    heights = [row.y for row in rows]
    valued = list(rows)
    later: list[Stack] = []
    for stack in stacks:
        row = _row_beside(stack, valued, heights)
        if row is None:
            later.append(stack)
        else:
            row.labels.append(stack)
    for stack in later:
        nearest = _nearest(stack.center_y, valued, heights)
        if nearest is not None and _can_take(nearest, stack, max_pitch):
            nearest.labels.append(stack)
        else:
            rows.append(UnruledRow(stack.center_y, labels=[stack]))
    for row in rows:
        row.labels.sort(key=lambda stack: stack.x0)


def _row_beside(stack: Stack, rows: Sequence[UnruledRow], heights: Sequence[float]) -> UnruledRow | None:
    """Return the row at the height of a label: the one nearest to its middle, its first or its last line."""
    tolerance = _LINE_TOLERANCE * stack.size
    start = bisect_left(heights, stack.first_y - tolerance)
    end = bisect_left(heights, stack.last_y + tolerance)
    inside = rows[start:end]
    if not inside:
        return None
    return min(inside, key=lambda row: abs(row.y - stack.center_y))


def _nearest(y: float, rows: Sequence[UnruledRow], heights: Sequence[float]) -> UnruledRow | None:
    place = bisect_left(heights, y)
    return min(rows[max(0, place - 1) : place + 1], key=lambda row: abs(row.y - y), default=None)


def _can_take(row: UnruledRow, stack: Stack, max_pitch: float) -> bool:
    """Return whether a label between two rows can belong to a row: it is left of the row's own label."""
    is_free = all(stack.x1 <= label.x0 for label in row.labels)
    return is_free and abs(row.y - stack.center_y) <= max_pitch
