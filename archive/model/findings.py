"""What a check finds, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


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


class Attribution(StrEnum):
    """Whose error a failing check shows.

    `SOURCE`: what the cells say stands so in the original, and where they belong is certain. `PARSER`: our
    reading is in doubt (a mutilated label, cells that fit two places, a lossy encoding). `UNDECIDED`: none.
    """

    SOURCE = "source"
    PARSER = "parser"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Hint:
    """One cell that, had it said `balanced`, would have satisfied every sum it is in. Never applied."""

    figure: str
    printed: Decimal
    balanced: Decimal


class Finding(NamedTuple):
    """The outcome of one check on one place. `left`, `right`, `delta` are set where the check compares.

    `cells` are the keys of the figures that it used; `verdict` and `hint` are set on failures alone.
    A named tuple, as a figure is, and for the same reason: every check of every report makes one.
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
    verdict: Attribution | None = None
    hint: tuple[Hint, ...] = ()
