"""What a form is made of; plain frozen values, built by `archive.forms` from TOML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

FigureKey = tuple[str, str, str]
"""Table, row and column of a figure."""


@dataclass(frozen=True, slots=True)
class Term:
    """A key of ours and the labels that reports print for it, the form's own label first."""

    key: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every known way to print it."""
        return (self.zh, *self.variants)


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column: `kind` is `count` (0, 1, 2 …), `change` (either sign) or `amount` (decimal).

    `unit` is the unit that the form prints, or "".
    """

    term: Term
    unit: str
    kind: str

    @property
    def key(self) -> str:
        """The column's identifier."""
        return self.term.key


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row with its columns, and the groups printed to the left of its label, outermost first."""

    term: Term
    columns: tuple[FormColumn, ...]
    groups: tuple[Term, ...] = ()

    @property
    def key(self) -> str:
        """The row's identifier."""
        return self.term.key


@dataclass(frozen=True, slots=True)
class FormBlock:
    """Rows that share columns and groups.

    `printed_as_one` is the row that stands for all of them when only the group is printed.
    """

    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    groups: tuple[Term, ...] = ()
    caption: Term | None = None
    printed_as_one: str | None = None


class TableLayout(StrEnum):
    """How a table is printed, and so how its values are found: by the labels of rows, or by their place.

    `blocks`: each block has a caption and a header of its own. `rows`: one header, groups to the left of the
    labels. `one_row`: all values in one row, under the labels of the form's rows.
    """

    BLOCKS = "blocks"
    ROWS = "rows"
    ONE_ROW = "one_row"


@dataclass(frozen=True, slots=True)
class HeaderSpan:
    """A header over neighbouring columns."""

    term: Term
    columns: tuple[str, ...]


@dataclass(frozen=True)
class FormTable:
    """One statutory table. `corner` stands above the labels of rows, `over` above all columns."""

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
        """Rows by their key."""
        return {row.key: row for row in self.rows}


@dataclass(frozen=True, slots=True)
class FigureSum:
    """One sum of a form, spelled out: the figures of `left` add up to what those of `right` do.

    `column` is "" where it goes along a row; `total` says that the right side is a total of the left.
    """

    id: str
    table: str
    row: str
    column: str
    left: tuple[FigureKey, ...]
    right: tuple[FigureKey, ...]
    is_total: bool = True


@dataclass(frozen=True, slots=True)
class RowSum:
    """In each row that has the column `total`, its other columns add up to it."""

    id: str
    table: str
    total_column: str

    def figure_sums(self, table: FormTable) -> Iterator[FigureSum]:
        """The sum of each row of its `table`."""
        for row in table.rows:
            columns = [column.key for column in row.columns]
            if self.total_column in columns:
                parts = tuple((table.key, row.key, key) for key in columns if key != self.total_column)
                yield FigureSum(
                    self.id, table.key, row.key, "", parts, ((table.key, row.key, self.total_column),)
                )


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """In each column, the rows of `left` add up to what those of `right` do.

    `row` is where findings stand: the total's own row, or a name for an identity of several rows.
    """

    id: str
    table: str
    row: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def is_total(self) -> bool:
        """Whether the right side is a total of the left."""
        return self.right == (self.row,)

    def figure_sums(self, table: FormTable) -> Iterator[FigureSum]:
        """The sum of each column of its `table`."""
        for column in table.rows_by_key[self.right[0]].columns:
            left, right = (
                tuple((table.key, row, column.key) for row in side) for side in (self.left, self.right)
            )
            yield FigureSum(self.id, table.key, self.row, column.key, left, right, self.is_total)


@dataclass(frozen=True)
class Form:
    """One version of the statutory form; `sums` is what it prints or implies of what adds up to what."""

    id: str
    title: str
    notice: str
    first_year: int
    tables: tuple[FormTable, ...]
    columns_of_its_own: tuple[FormColumn, ...]
    rows_of_its_own: tuple[str, ...]
    sums: tuple[RowSum | ColumnSum, ...]

    def table(self, key: str) -> FormTable:
        """The table `disclosure`, `requests` or `challenges`."""
        return next(table for table in self.tables if table.key == key)

    @cached_property
    def figure_sums(self) -> tuple[FigureSum, ...]:
        """Every sum of every row and column, in the order of `sums`."""
        return tuple(one for some in self.sums for one in some.figure_sums(self.table(some.table)))
