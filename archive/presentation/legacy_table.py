"""Prepares the statistics table of a report before 2019 for display: labels as printed, indented by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import itemgetter

from archive.database import PATH_SEPARATOR
from archive.model import State
from archive.presentation.figures import DataRow
from archive.presentation.labels import label, plain_number


@dataclass(frozen=True, slots=True)
class LegacyValue:
    """One cell: `value` is its number, "" if it has none; `tooltip` is shown when the pointer rests on it.

    `grid` is the number of the archived table that contains the cell.
    """

    state: str
    raw: str
    value: str
    tooltip: str
    grid: int


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """A row, or a heading above rows, which has no values. `depth` is the number of labels above it."""

    label: str
    depth: int
    unit: str
    values: tuple[LegacyValue | None, ...]


@dataclass(frozen=True, slots=True)
class LegacyView:
    """The table. `columns` are the headers of its values; a table with one column may have no header ("")."""

    columns: tuple[str, ...]
    rows: tuple[LegacyRow, ...]


def legacy_view(cells: Sequence[DataRow]) -> LegacyView | None:
    """The table made of these rows of `legacy_cells`, in their order; None if there are none."""
    if not cells:
        return None
    columns = tuple(dict.fromkeys(cell["column_name"] for cell in cells))
    return LegacyView(columns, tuple(_table_rows(cells, columns)))


def _table_rows(cells: Iterable[DataRow], columns: Sequence[str]) -> Iterator[LegacyRow]:
    """The rows, and before each the labels above it that the previous row does not share."""
    previous: tuple[str, ...] = ()
    for (path, row_label, unit, _), row_cells in groupby(_cells_with_row_key(cells), key=itemgetter(0)):
        labels = (*(path.split(PATH_SEPARATOR) if path else ()), row_label)
        for depth in range(_shared_length(labels, previous), len(labels) - 1):
            yield LegacyRow(labels[depth], depth, "", ())
        by_column = {cell["column_name"]: _legacy_value(cell) for _, cell in row_cells}
        yield LegacyRow(row_label, len(labels) - 1, unit, tuple(by_column.get(name) for name in columns))
        previous = labels


def _shared_length(labels: tuple[str, ...], previous: tuple[str, ...]) -> int:
    """How many labels from the left are equal in both paths."""
    pairs = zip(labels, previous, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cells_with_row_key(cells: Iterable[DataRow]) -> Iterator[tuple[tuple[str, str, str, int], DataRow]]:
    """Each cell with the key of its row: path, label, unit and the row's number.

    A row ends when the labels change or a column occurs a second time (two rows with equal labels).
    """
    number, columns, previous = 0, set[str](), ("", "", "")
    for cell in cells:
        row = (cell["path"], cell["label"], cell["unit"])
        if row != previous or cell["column_name"] in columns:
            number, columns, previous = number + 1, set(), row
        columns.add(cell["column_name"])
        yield (*row, number), cell


def _legacy_value(cell: DataRow) -> LegacyValue:
    number = "" if cell["value"] is None else plain_number(cell["value"])
    tooltip = [] if cell["state"] == State.REPORTED else [label("state", cell["state"])]
    if cell["raw"] not in ("", number):
        tooltip.append(f"原文：{cell['raw']}")
    return LegacyValue(cell["state"], cell["raw"], number, "\n".join(tooltip), cell["grid"])
