"""A report as read: identity, figures with the cells they came from, sections, findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from archive.model.blocks import Candidate, Grid, Paragraph
from archive.model.findings import Finding

# What an absent row of a block says when the block is printed as one row.
MERGED = "merged"


class State(StrEnum):
    """What stands in a cell that the form expects. Blank is never zero, absent is never blank."""

    REPORTED = "reported"
    BLANK = "blank"
    DASH = "dash"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    UNCERTAIN = "uncertain"


class Provenance(StrEnum):
    """Who shows the page: a host under an official suffix, somebody else, or nobody knows."""

    OFFICIAL = "official"
    MIRROR = "mirror"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """Whom the figures cover: the agency alone, or a whole region; never to be summed together."""

    OWN = "own"
    CONSOLIDATED = "consolidated"
    UNKNOWN = "unknown"


class Position(NamedTuple):
    """Where a figure stood: the grid's number in the document, then the cell's row and column in it."""

    grid: int
    row: int
    column: int


class Figure(NamedTuple):
    """One number of a statutory table: `table.row.column`, what was printed there, and what it says.

    `number` is in the unit of the column (for `fee_amount` 万元, whatever unit the cell states); it is
    None in every state but `REPORTED`. `unit` is the unit that the cell itself states, or "".

    A named tuple, as its position is: a report has 200 of both, and frozen dataclasses take four times as
    long to make.
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


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report this is, and of which year, each with every candidate that was considered.

    `agency` is the main issuer by its one name, `aliases` are what else the document calls it; `region` is an
    adcode, None where the name and the site's codes leave several.
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
    """A table row that no form knows: kept as printed, never guessed at."""

    table: str
    label: str
    cells: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class LegacyCell:
    """One number of the statistics table of a report for a year before 2019, under its label as printed.

    `path` are the labels that the row's own stands below, outermost first. `column` is the header of the
    value's column, "" where the table has only one. `number` is in `unit`, and None unless `REPORTED`.
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
    """One annual report, read: identity, prose, figures, findings, and what found no place.

    `grids` are all tables of the document in reading order: `Position.grid` counts them. A report in a
    statutory form has `figures`, one for a year before there were forms has `legacy_cells`.
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
