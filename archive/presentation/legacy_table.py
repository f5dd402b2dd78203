"""The statistics table of an old report as its page shows it: labels as printed, set in below one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.database.legacy_rows import PATH_SEPARATOR
from archive.model import State
from archive.presentation.figures import DataRow
from archive.presentation.labels import label, plain_number


@dataclass(frozen=True, slots=True)
class LegacyValue:
    """One cell: `value` is its number, "" unless it is one; `title` what a pointer resting on it is told."""

    state: str
    raw: str
    value: str
    tooltip: str
    grid: int


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """A row, or the heading over rows: then it has no values. `depth` is how many labels stand above it."""

    label: str
    depth: int
    unit: str
    values: tuple[LegacyValue | None, ...]


@dataclass(frozen=True, slots=True)
class LegacyView:
    """The whole table. `columns` are the headers of its values; one without a name is the only one."""

    columns: tuple[str, ...]
    rows: tuple[LegacyRow, ...]


def legacy_view(cells: Sequence[DataRow]) -> LegacyView | None:
    """The table of these rows of `legacy_cells`; None where there are none."""
    if not cells:
        return None
    columns = tuple(dict.fromkeys(cell["column_name"] for cell in cells))
    return LegacyView(columns, tuple(_table_rows(cells, columns)))


def _table_rows(cells: Iterable[DataRow], columns: Sequence[str]) -> Iterator[LegacyRow]:
    shown: tuple[str, ...] = ()
    for (path, label, unit, _), some in groupby(_cells_with_row_key(cells), key=lambda told: told[0]):
        labels = (*(path.split(PATH_SEPARATOR) if path else ()), label)
        alike = next(
            (at for at, pair in enumerate(zip(labels, shown, strict=False)) if pair[0] != pair[1]), None
        )
        first = min(len(labels), len(shown)) if alike is None else alike
        for depth in range(first, len(labels) - 1):
            yield LegacyRow(labels[depth], depth, "", ())
        by_column = {cell["column_name"]: _legacy_value(cell) for _, cell in some}
        yield LegacyRow(label, len(labels) - 1, unit, tuple(by_column.get(name) for name in columns))
        shown = labels


def _cells_with_row_key(cells: Iterable[DataRow]) -> Iterator[tuple[tuple[str, str, str, int], DataRow]]:
    """Each cell with what tells its row: labels, unit, and how often the row's columns began anew."""
    turn, seen, last = 0, set[str](), ("", "", "")
    for cell in cells:
        row = (cell["path"], cell["label"], cell["unit"])
        if row != last or cell["column_name"] in seen:
            turn, seen, last = turn + 1, set(), row
        seen.add(cell["column_name"])
        yield (*row, turn), cell


def _legacy_value(cell: DataRow) -> LegacyValue:
    number = "" if cell["value"] is None else plain_number(cell["value"])
    said = [] if cell["state"] == State.REPORTED else [label("state", cell["state"])]
    if cell["raw"] not in ("", number):
        said.append(f"原文：{cell['raw']}")
    return LegacyValue(cell["state"], cell["raw"], number, "\n".join(said), cell["grid"])
