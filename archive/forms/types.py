"""Defines the immutable data classes that describe a form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

FigureKey = tuple[str, str, str]
"""Table, row and column of a figure."""


@dataclass(frozen=True, slots=True)
class Term:
    """A key and the labels that reports print for it: the label of the form, its English name, variants."""

    key: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """All known labels, the label of the form first."""
        return (self.zh, *self.variants)


@dataclass(frozen=True)
class FormColumn:
    """A column. `kind` is `count` (0, 1, 2 …), `change` (either sign) or `amount` (decimal).

    `unit` is the unit that the form prints, empty if none.
    """

    term: Term
    unit: str
    kind: str

    # Cached, like that of a row: the keys are looked up a thousand times for each report.
    @cached_property
    def key(self) -> str:
        """The key of the column."""
        return self.term.key


@dataclass(frozen=True)
class FormRow:
    """A row with its columns, and the groups printed to the left of its label, outermost first."""

    term: Term
    columns: tuple[FormColumn, ...]
    groups: tuple[Term, ...] = ()

    @cached_property
    def key(self) -> str:
        """The key of the row."""
        return self.term.key

    @cached_property
    def column_keys(self) -> tuple[str, ...]:
        """The keys of its columns."""
        return tuple(column.key for column in self.columns)

    @cached_property
    def amount_indexes(self) -> tuple[int, ...]:
        """Which of its columns are amounts of money."""
        return tuple(index for index, column in enumerate(self.columns) if column.kind == "amount")


@dataclass(frozen=True, slots=True)
class FormBlock:
    """Rows that share columns and groups.

    `printed_as_one` is the key of the row that gets the figures if a report prints only the group.
    """

    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    groups: tuple[Term, ...] = ()
    caption: Term | None = None
    printed_as_one: str | None = None


class TableLayout(StrEnum):
    """How a table is printed, which decides how its values are found: by row labels or by their number.

    `blocks`: each block has a caption and a header of its own. `rows`: one header, groups to the left of the
    labels. `one_row`: all values in one row, below the labels of the form's rows.
    """

    BLOCKS = "blocks"
    ROWS = "rows"
    ONE_ROW = "one_row"


@dataclass(frozen=True, slots=True)
class HeaderSpan:
    """A header over neighbouring columns, given by their keys."""

    term: Term
    columns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FormTable:
    """One statutory table. `corner` is printed above the row labels, `top_caption` above all columns.

    Tables are compared by identity: a form is loaded once, and comparing all rows takes long.
    """

    key: str
    zh: str
    layout: TableLayout
    blocks: tuple[FormBlock, ...]
    corner: Term | None = None
    top_caption: Term | None = None
    spans: tuple[HeaderSpan, ...] = ()

    @cached_property
    def rows(self) -> tuple[FormRow, ...]:
        """All rows in form order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @cached_property
    def rows_by_key(self) -> dict[str, FormRow]:
        """All rows by key, in form order."""
        return {row.key: row for row in self.rows}

    @cached_property
    def widths(self) -> dict[str, int]:
        """The number of columns of each row by key."""
        return {row.key: len(row.columns) for row in self.rows}


@dataclass(frozen=True)
class FigureSum:
    """One sum of single figures: those of `left` add up to the same as those of `right`.

    `column` is empty for a sum along a row. `is_total`: the right side is one figure, the total of the left.
    """

    id: str
    table: str
    row: str
    column: str
    left: tuple[FigureKey, ...]
    right: tuple[FigureKey, ...]
    is_total: bool = True

    @cached_property
    def figure_names(self) -> tuple[str, ...]:
        """`table.row.column` of each figure, first those of the left side."""
        return tuple(".".join(key) for key in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class RowSum:
    """In each row that has the column `total_column`, the other columns add up to it."""

    id: str
    table: str
    total_column: str

    def figure_sums(self, table: FormTable) -> Iterator[FigureSum]:
        """Yield the sum of each row of `table`."""
        for row in table.rows:
            columns = [column.key for column in row.columns]
            if self.total_column in columns:
                parts = tuple((table.key, row.key, key) for key in columns if key != self.total_column)
                yield FigureSum(
                    self.id, table.key, row.key, "", parts, ((table.key, row.key, self.total_column),)
                )


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """In each column, the rows of `left` add up to the same as those of `right`.

    Findings name `row`: the row of the total, or a name of its own if `right` has several rows.
    """

    id: str
    table: str
    row: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def is_total(self) -> bool:
        """True if the right side is the total of the left."""
        return self.right == (self.row,)

    def figure_sums(self, table: FormTable) -> Iterator[FigureSum]:
        """Yield the sum of each column of `table`."""
        for column in table.rows_by_key[self.right[0]].columns:
            left, right = (
                tuple((table.key, row, column.key) for row in side) for side in (self.left, self.right)
            )
            yield FigureSum(self.id, table.key, self.row, column.key, left, right, self.is_total)


@dataclass(frozen=True)
class Form:
    """One version of the statutory form.

    Labels of `distinctive_columns` and `distinctive_rows` tell it from other forms; `sums` are the sums
    that it prints or implies.
    """

    id: str
    title: str
    notice: str
    first_year: int
    tables: tuple[FormTable, ...]
    distinctive_columns: tuple[FormColumn, ...]
    distinctive_rows: tuple[str, ...]
    sums: tuple[RowSum | ColumnSum, ...]

    def table(self, key: str) -> FormTable:
        """Return the table `disclosure`, `requests` or `challenges`."""
        return next(table for table in self.tables if table.key == key)

    @cached_property
    def figure_sums(self) -> tuple[FigureSum, ...]:
        """The sums of all rows and columns, in the order of `sums`."""
        return tuple(
            figure_sum
            for table_sum in self.sums
            for figure_sum in table_sum.figure_sums(self.table(table_sum.table))
        )
