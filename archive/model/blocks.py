"""What a reader makes of a file: paragraphs and grids in reading order, and statements on identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from archive.model.findings import Finding


class ParagraphKind(StrEnum):
    """What a reader already knows of a paragraph from its markup, before any label is looked at."""

    TEXT = "text"
    HEADING = "heading"
    BOILERPLATE = "chrome"


class GridKind(StrEnum):
    """How far a grid's geometry can be trusted.

    `SPANS`: true rows and columns, merged cells known (HTML, docx, PDF lines).
    `FLAT`: true rows and columns, a merged cell looks like empty ones (Markdown).
    `STREAM`: a run of cells in reading order; row ends are hints only (trafilatura's pipes, Word tabs).
    """

    SPANS = "spans"
    FLAT = "flat"
    STREAM = "stream"


class Cell(NamedTuple):
    """One cell as printed. `row` and `column` are where it starts; a covered place has no cell of its own.

    In a `STREAM`, `row` is the line of the source within the grid, and a `padding` cell stands for a
    run of separators that closes a row: it may be an empty cell, or nothing at all.

    A named tuple, as a figure is, and for the same reason: a report has 280 of them.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    padding: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader found it: cells in reading order, without any idea of what they mean."""

    kind: GridKind
    cells: tuple[Cell, ...]

    def rows(self) -> list[list[Cell]]:
        """Cells grouped by the row in which they start, rows and cells in reading order."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return [rows[number] for number in sorted(rows)]

    def expanded_cells(self) -> Iterator[Cell]:
        """The cells, with every run of bare separators spelled out as that many empty cells."""
        for cell in self.cells:
            if not cell.padding:
                yield cell
                continue
            for place in range(len(cell.text)):
                yield Cell("", cell.row, cell.column + place)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose as printed, trimmed at both ends. `rule` names the chrome rule that claimed it."""

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    rule: str = ""


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about a field of identity (`title`, `agency`, `year`, `published` …) and who made it."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to read, with what is known of where they came from.

    `official` says whether the host is one of the state's; None when there is no host (an imported file).
    """

    data: bytes
    name: str
    media_type: str = ""
    charset: str = ""
    url: str = ""
    link_text: str = ""
    official: bool | None = None
    context: tuple[Candidate, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one file: blocks in reading order, statements on identity, its own findings."""

    reader: str
    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
