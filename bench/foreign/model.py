"""The records that pass between the author, the tools and the test that reads the documents."""

import json
from dataclasses import dataclass
from pathlib import Path

REPORTED = "reported"
BLANK = "blank"
DASH = "dash"
ABSENT = "absent"
UNREADABLE = "unreadable"
ALL_STATES = (REPORTED, BLANK, DASH, ABSENT, UNREADABLE)


@dataclass(frozen=True)
class ForeignTruth:
    """What one agency reported for one year: figures as "table.row.column" with number text."""

    agency: str
    region: str
    year: int
    form: str
    published: str
    figures: dict[str, str]


@dataclass(frozen=True)
class Expected:
    """What a careful person reads for one figure.

    ``number`` is the number for the state "reported", else None. ``acceptable_states`` holds every state that
    may be answered. Where "reported" is only acceptable, ``doubtful_number`` is the number it must carry.
    """

    number: str | None
    state: str
    acceptable_states: tuple[str, ...]
    doubtful_number: str | None = None


@dataclass(frozen=True)
class ForeignDocument:
    """One document as a tool wrote it, with its expected figures."""

    name: str
    kind: str
    shape: str
    suffix: str
    content: bytes
    agency: str
    year: int
    form: str
    expected: dict[str, Expected]
    is_deliberate: bool


def expect_number(number: str) -> Expected:
    """The expectation of a figure that is plainly printed."""
    return Expected(number, REPORTED, (REPORTED,))


def expect_state(state: str, *also: str, doubtful_number: str | None = None) -> Expected:
    """The expectation of a figure without a number, with other states that are also right."""
    return Expected(None, state, (state, *also), doubtful_number)


def read_truths(path: Path) -> list[ForeignTruth]:
    """The truths stored in a JSON file."""
    return [ForeignTruth(**record) for record in json.loads(path.read_text("utf-8"))]
