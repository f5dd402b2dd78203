"""What a reader returns: paragraphs and grids in reading order, and candidates for the identity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from archive.model.findings import Finding

OBJECT_CHARACTER = "\ufffc"
"""Stands in the text of a cell for content that is not text: a picture, a formula without value, a script.

The figure of such a cell is `UNREADABLE`, never `BLANK`. If the content has a numeric description (the `alt`
of a picture), readers put it after this character: it is shown as printed text, but never used as a number.
"""


class ParagraphKind(StrEnum):
    """What the markup says about a paragraph, before any label is compared."""

    TEXT = "text"
    HEADING = "heading"
    BOILERPLATE = "chrome"
    PICTURE = "picture"
    """No text: a picture stands here that is large enough to be a table. See `PICTURE`."""


class GridKind(StrEnum):
    """How far the geometry of a grid can be trusted.

    `SPANS`: true rows and columns, merged cells are known (HTML, docx, lines of a PDF).

    `FLAT`: true rows and columns, but a merged cell looks like empty cells (Markdown).

    `STREAM`: cells in reading order; row ends are only hints (pipes of trafilatura, tabs of Word).
    """

    SPANS = "spans"
    FLAT = "flat"
    STREAM = "stream"


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """One cell as printed. `row` and `column` count from 0 and say where it starts.

    Positions that a cell covers have no cell of their own. In a `STREAM`, `row` is the line of the source
    within the grid, and a `padding` cell is a run of separators that closes a row: each separator may be an
    empty cell or nothing.

    A `Struct` for speed, like `Figure`: a report has 280 of them.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    padding: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as a reader found it: cells in reading order, without their meaning."""

    kind: GridKind
    cells: tuple[Cell, ...]

    def rows(self) -> list[list[Cell]]:
        """Return the cells grouped by the row in which they start, rows and cells in reading order."""
        rows: dict[int, list[Cell]] = {}
        number = -1
        row: list[Cell] = []
        for cell in self.cells:
            # Neighbours are nearly always of the same row, which then need not be looked up.
            if cell.row != number:
                number = cell.row
                row = rows.setdefault(number, [])
            row.append(cell)
        return [rows[number] for number in sorted(rows)]

    def expanded_cells(self) -> Iterator[Cell]:
        """Yield the cells, each padding cell expanded to as many empty cells as it has separators."""
        for cell in self.cells:
            if not cell.padding:
                yield cell
                continue
            for offset in range(len(cell.text)):
                yield Cell("", cell.row, cell.column + offset)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose as printed, trimmed at both ends.

    `rule` is the id of the boilerplate rule that matched it, empty if none did.
    """

    text: str
    kind: ParagraphKind = ParagraphKind.TEXT
    rule: str = ""


Block = Paragraph | Grid

PICTURE = Paragraph("", ParagraphKind.PICTURE)
"""Stands in the place of a picture between the lines of a document, which may show a whole table."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about a field of the identity (`title`, `agency`, `year`, `published` …).

    `source` says where the statement was found, for example `meta PubDate`.
    """

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one file and what is known about their origin.

    `official` says whether the host belongs to the state; None if there is no host (an imported file).
    `context` holds candidates from other files of the same document group.
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
    """Result of reading one file: blocks in reading order, candidates for the identity, findings.

    `reader` names the reader, for text files also the dialects of its tables.
    """

    reader: str
    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
