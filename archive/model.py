"""The types that everything in the archive speaks: blocks, figures, reports, findings, captures.

Frozen values without behaviour beyond reading themselves. This module imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class ReportError(Exception):
    """Root of every error that gongkai raises about its material; its text is fit to show to a user."""


class UnreadableFile(ReportError):
    """The bytes are not what they claim to be: a docx that is no zip, a truncated PDF, an empty file."""


class NotAReport(ReportError):
    """The file could be read, and is not an annual report: fewer than three of the six sections."""


class UnknownForm(ReportError):
    """A form file that does not say what a form must say."""


class State(StrEnum):
    """What stands in a cell that the form expects. Blank is never zero, absent is never blank."""

    REPORTED = "reported"
    BLANK = "blank"
    DASH = "dash"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    UNCERTAIN = "uncertain"


class Result(StrEnum):
    """How a check ended (domain rule B.0)."""

    PASS = "pass"
    PASS_BLANK0 = "pass_blank0"
    FAIL = "fail"
    NA = "na"


class Severity(StrEnum):
    """What a failing check means: a form identity is broken, an expectation is not met, worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


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


class Outcome(StrEnum):
    """How one visit ended. Every visit ends in exactly one of these, and each is archived."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    REDIRECT = "redirect"
    GONE = "gone"
    NOT_FOUND = "not_found"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "connection"
    TOO_LARGE = "too_large"
    REFUSED_403 = "refused_403"
    REFUSED_CHALLENGE = "refused_challenge"
    REFUSED_GUARD = "refused_guard"
    ROBOTS_DISALLOW = "robots_disallow"
    NEEDS_BROWSER = "needs_browser"
    SOFT_404 = "soft_404"
    EMPTY = "empty"


class Role(StrEnum):
    """Why the crawler asked for something; a build reads only `REPORT`, `ATTACHMENT` and `IMPORT`."""

    ROBOTS = "robots"
    LIST = "list"
    REPORT = "report"
    ATTACHMENT = "attachment"
    RENDERED = "rendered"
    SUBRESOURCE = "subresource"
    IMPORT = "import"


class Mark(StrEnum):
    """What a reader already knows of a paragraph from its markup, before any label is looked at."""

    TEXT = "text"
    HEADING = "heading"
    CHROME = "chrome"


class GridKind(StrEnum):
    """How far a grid's geometry can be trusted.

    `SPANS`: true rows and columns, merged cells known (HTML, docx, PDF lines).
    `FLAT`: true rows and columns, a merged cell looks like empty ones (Markdown).
    `STREAM`: a run of cells in reading order; row ends are hints only (trafilatura's pipes, Word tabs).
    """

    SPANS = "spans"
    FLAT = "flat"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed. `row` and `column` are where it starts; a covered place has no cell of its own.

    In a `STREAM`, `row` is the line of the source within the grid, and a `padding` cell stands for a
    run of separators that closes a row: it may be an empty cell, or nothing at all.
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

    def lines(self) -> list[list[Cell]]:
        """Cells grouped by the row in which they start, rows and cells in reading order."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell)
        return [rows[number] for number in sorted(rows)]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose as printed, trimmed at both ends. `rule` names the chrome rule that claimed it."""

    text: str
    mark: Mark = Mark.TEXT
    rule: str = ""


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Candidate:
    """One statement about a field of identity (`title`, `agency`, `year`, `published` …) and who made it."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a figure stood: the grid's number in the document, then the cell's row and column in it."""

    grid: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a statutory table: `table.row.column`, what was printed there, and what it says.

    `number` is in the unit of the column (for `fee_amount` 万元, whatever unit the cell states); it is
    None in every state but `REPORTED`. `unit` is the unit that the cell itself states, or "".
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
class Finding:
    """The outcome of one check on one place. `left`, `right`, `delta` are set where the check compares."""

    id: str
    result: Result
    severity: Severity
    table: str = ""
    row: str = ""
    column: str = ""
    left: Decimal | None = None
    right: Decimal | None = None
    delta: Decimal | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in one file: blocks in reading order, statements on identity, its own findings."""

    reader: str
    blocks: tuple[Block, ...]
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report this is, and of which year, each with every candidate that was considered."""

    agency: str | None
    agency_printed: str | None
    year: int | None
    title: str | None
    published: str | None
    signed: str | None
    scope: Scope
    provenance: Provenance
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtraRow:
    """A table row that no form knows: kept as printed, never guessed at."""

    table: str
    label: str
    cells: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report, read: identity, prose, figures, findings, and what found no place."""

    identity: Identity
    form: str
    reader: str
    sections: dict[str, str]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    leftovers: tuple[str, ...] = ()
    extra_rows: tuple[ExtraRow, ...] = ()
    chrome: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived record and the visit that made it: one row of the ledger, one record of a WARC file.

    `digest` is SHA-256 of the payload after transfer and content encodings are undone ("" where there
    is no body); `file`, `offset`, `length` say where the record stands under `warc/`.
    """

    id: str
    run: str
    source: str
    url: str
    role: Role
    record: str
    outcome: Outcome
    fetched: str
    status: int | None = None
    media_type: str = ""
    digest: str = ""
    file: str = ""
    offset: int = 0
    length: int = 0
    parent: str = ""
    link_text: str = ""
    detail: str = ""
    etag: str = ""
    last_modified: str = ""
    refers_to: str = ""


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
