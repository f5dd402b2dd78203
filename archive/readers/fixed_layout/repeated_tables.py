"""Separates tables of one form that stand directly below each other, such as those of two offices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.model import Cell
from archive.readers.fixed_layout.table_joining import is_value

_Labels = tuple[str, ...]


def split_repeated_tables(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Yield the tables in `cells`: a new one begins where header and first label of the first return.

    A header that is only printed again on the next page has other rows below it.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    labels = [_labels(rows[number]) for number in numbers]
    head = _head_length(rows[number] for number in numbers)
    starts = [numbers[0]] if numbers else []
    for index in range(1, len(numbers) - head + 1) if head > 1 else ():
        is_repeated = labels[index : index + head] == labels[:head]
        if is_repeated and not any(cell.row < numbers[index] < cell.row + cell.rowspan for cell in cells):
            starts.append(numbers[index])
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield [cell for cell in cells if cell.row >= start and (end is None or cell.row < end)]


def _labels(row: Sequence[Cell]) -> _Labels:
    return tuple("".join(cell.text.split()) for cell in row if cell.text and not is_value(cell.text))


def _head_length(rows: Iterator[list[Cell]]) -> int:
    """Return the number of rows to the first with a label and a value, 0 if there is none."""
    for number, row in enumerate(rows):
        if _labels(row) and any(is_value(cell.text) for cell in row):
            return number + 1
    return 0
