"""What a form is made of; plain frozen values, built by `archive.forms` from TOML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Term:
    """A key of ours and the labels that reports print for it, the form's own label first."""

    key: str
    zh: str
    en: str
    also: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every known way to print it."""
        return (self.zh, *self.also)


@dataclass(frozen=True, slots=True)
class Column:
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
class Row:
    """A row with its columns, and the groups printed to the left of its label, outermost first."""

    term: Term
    columns: tuple[Column, ...]
    groups: tuple[Term, ...] = ()

    @property
    def key(self) -> str:
        """The row's identifier."""
        return self.term.key


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share columns and groups.

    `printed_as_one` is the row that stands for all of them when only the group is printed.
    """

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    groups: tuple[Term, ...] = ()
    caption: Term | None = None
    printed_as_one: str | None = None


@dataclass(frozen=True)
class Table:
    """One statutory table."""

    key: str
    zh: str
    blocks: tuple[Block, ...]

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows in form order."""
        return tuple(row for block in self.blocks for row in block.rows)

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """Rows by their key."""
        return {row.key: row for row in self.rows}


@dataclass(frozen=True)
class Form:
    """One version of the statutory form."""

    id: str
    title: str
    notice: str
    first_year: int
    tables: tuple[Table, ...]
    columns_of_its_own: tuple[Column, ...]
    rows_of_its_own: tuple[str, ...]

    def table(self, key: str) -> Table:
        """The table `disclosure`, `requests` or `challenges`."""
        return next(table for table in self.tables if table.key == key)
