"""A report as read: identity, figures with their positions, sections and findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from archive.model.blocks import Candidate, Grid, Paragraph
from archive.model.findings import Finding

MERGED_ROW = "merged"
"""Raw text of the absent figures of a row that the report prints inside another row."""


class State(StrEnum):
    """State of a cell that the form expects. Blank is not zero, and absent is not blank."""

    REPORTED = "reported"
    BLANK = "blank"
    DASH = "dash"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    UNCERTAIN = "uncertain"


class Provenance(StrEnum):
    """Who publishes the page: a host under an official suffix, another host, or unknown."""

    OFFICIAL = "official"
    MIRROR = "mirror"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """Whom the figures cover: the agency alone or a whole region. Never add up the two."""

    OWN = "own"
    CONSOLIDATED = "consolidated"
    UNKNOWN = "unknown"


class Position(Struct, frozen=True, array_like=True, gc=False):
    """Where a figure was printed: number of the grid in the document, row and column, all from 0."""

    grid: int
    row: int
    column: int


class Figure(Struct, frozen=True, array_like=True, gc=False):
    """One number of a statutory table: its key, the printed text and the value.

    `number` is in the unit of the column (万元 for `fee_amount`, whatever unit the cell states) and None in
    every state but `REPORTED`. `unit` is the unit that the cell itself states, empty if none.

    A `Struct`, like `Position`: a report has 200 of each, and frozen dataclasses and named tuples take
    several times as long to create.
    """

    table: str
    row: str
    column: str
    state: State
    raw: str = ""
    number: Decimal | None = None
    unit: str = ""
    position: Position | None = None

    @property
    def key(self) -> str:
        """`table.row.column`."""
        return f"{self.table}.{self.row}.{self.column}"

    @property
    def place(self) -> tuple[str, str, str]:
        """Keys of table, row and column."""
        return (self.table, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Identity:
    """Agency and year of a report, with every candidate that was considered.

    `agency` is the canonical name of the main issuer, `aliases` are its other names in the document; `region`
    is an adcode, None if the name and the codes of the site allow several.
    """

    agency: str | None
    agency_printed: str | None
    year: int | None
    title: str | None
    published: str | None
    signed: str | None
    scope: Scope
    provenance: Provenance
    candidates: tuple[Candidate, ...] = ()
    region: str | None = None
    province: str | None = None
    level: str | None = None
    system: str | None = None
    joint_issuers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A table row that no form has; kept as printed."""

    table: str
    label: str
    cells: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class LegacyCell:
    """One number of the statistics table of a report for a year before 2019, with its printed label.

    `path` holds the labels above the row's own, outermost first. `column` is the header of the value's
    column, empty if the table has only one. `number` is in `unit`, and None unless `state` is `REPORTED`.
    """

    path: tuple[str, ...]
    label: str
    unit: str
    column: str
    state: State
    raw: str
    number: Decimal | None
    position: Position


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report as read.

    `grids` are all tables of the document in reading order; `Position.grid` is an index into it. A report in
    a statutory form has `figures`, a report for a year before 2019 has `legacy_cells`. `leftovers` are texts
    that belong to no section and no table.
    """

    identity: Identity
    form: str
    reader: str
    sections: dict[str, str]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    leftovers: tuple[str, ...] = ()
    extra_rows: tuple[ExtraRow, ...] = ()
    boilerplate: tuple[Paragraph, ...] = ()
    grids: tuple[Grid, ...] = ()
    legacy_cells: tuple[LegacyCell, ...] = ()
