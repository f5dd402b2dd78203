"""Results of checks: what a check found, how serious that is, and whose error it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class Result(StrEnum):
    """How a check ended (domain rule B.0)."""

    PASS = "pass"
    PASS_BLANK0 = "pass_blank0"
    FAIL = "fail"
    NA = "na"


class Severity(StrEnum):
    """What a failed check means: a broken identity of the form, an unmet expectation, or a note."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Attribution(StrEnum):
    """Whose error a failed check shows.

    `SOURCE`: the original says what we read, and the positions of the cells are certain. `PARSER`: our
    reading is in doubt (a mutilated label, cells that fit two positions, a lossy encoding). `UNDECIDED`:
    neither.
    """

    SOURCE = "source"
    PARSER = "parser"
    UNDECIDED = "undecided"


DAMAGE_FINDING = "R_TEXT_DAMAGED"
"""Id of the finding that text is missing in a damaged file: what seems blank may have been printed."""

CUT_FINDING = "R_PART_UNREAD"
"""Id of the finding that a limit left out a part of the file: what is missing may be printed there."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One cell that would satisfy all its sums if it said `balanced`; never applied."""

    figure: str
    printed: Decimal
    balanced: Decimal


class Finding(Struct, frozen=True, array_like=True, gc=False):
    """The outcome of one check at one place in a report.

    `left`, `right` and `delta` are set if the check compares numbers. `cells` are the keys of the figures
    that were used; `attribution` and `hints` are set on failures only.

    A `Struct` for speed, like `Figure`: every check of every report creates one.
    """

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
    cells: tuple[str, ...] = ()
    attribution: Attribution | None = None
    hints: tuple[Hint, ...] = ()
