"""What a check finds, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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
