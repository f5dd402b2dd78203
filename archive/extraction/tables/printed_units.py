"""Finds the unit of money that a table prints for an amount outside of its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from archive.extraction.cell_text import cell_rules
from archive.forms import FormTable
from archive.model import Finding, Result, Severity
from archive.text import normalise_text


def money_units(texts: Iterable[str]) -> list[str]:
    """The different units of money that header, label and caption state, the nearest text first.

    A currency without a unit counts only if no text states a unit.
    """
    lines = list(map(normalise_text, texts))
    return _with_unclear_units(lines, _found(_unit_pattern(), lines))


def _with_unclear_units(lines: Sequence[str], units: list[str]) -> list[str]:
    """Return the units, with those that the forms do not have in front; else currencies that stand alone."""
    unclear = _found(_unclear_pattern(), lines)
    others = [name for name in unclear if name in cell_rules().other_money]
    if others:
        return list(dict.fromkeys((*others, *(unit for unit in units if not others[0].endswith(unit)))))
    return units or unclear


def _found(pattern: re.Pattern[str], lines: Iterable[str]) -> list[str]:
    matches = map(pattern.search, lines)
    return list(dict.fromkeys(next(filter(None, match.groups())) for match in matches if match))


@cache
def _unclear_pattern() -> re.Pattern[str]:
    """A currency, or a unit of money that the forms do not have, in brackets, after 单位 or at the end."""
    rules = cell_rules()
    names = "|".join(map(re.escape, (*rules.other_money, *rules.currencies)))
    return re.compile(
        rf"\((?:金额|货币|计[价量])?(?:单位|币种)?(?:为|是)?:?({names})\)"
        rf"|(?:单位|币种)(?:均|都)?(?:为|是)?:?({names})(?=$|[,;。、)/])"
        rf"|({'|'.join(map(re.escape, rules.currencies))})$"
    )


@cache
def _unit_pattern() -> re.Pattern[str]:
    """A unit of money at the end of a text, in brackets, or after 单位."""
    units = _unit_names()
    return re.compile(rf"({units})(?:\(?人民币\)?)?(?=\)|$|/)|单位:?(?:人民币)?({units})")


def note_units(lines: Iterable[str]) -> list[str]:
    """The different units of money that notes next to a table state: 注：收费金额以元计."""
    notes = list(map(normalise_text, lines))
    return _with_unclear_units(notes, _found(_note_pattern(), notes))


@cache
def _note_pattern() -> re.Pattern[str]:
    """A unit of money in a sentence about units; an amount of the prose is behind a number instead."""
    units, about = (
        _unit_names(),
        "(?:(?:计量)?单位(?:均|都)?(?:为|是|:)|[均都]?以|[均都]?按)(?:人民币|RMB|¥)?:?",
    )
    return re.compile(rf"{about}({units})(?=\(?人民币|计|为|[。,;)、/]|$)|金额为?\(({units})\)")


def _unit_names() -> str:
    names = (unit for unit in cell_rules().yuan if unit.endswith(("元", "圆")))
    return "|".join(sorted(names, key=len, reverse=True))


def add_note_units(
    money_units: dict[tuple[str, str], list[str]], table: FormTable, units: Sequence[str]
) -> None:
    """Add the units of notes to those that header, label and caption state for each amount."""
    for row in table.rows if units else ():
        for column in row.columns:
            if column.kind == "amount":
                stated = money_units.get((row.key, column.key), [])
                money_units[row.key, column.key] = list(dict.fromkeys((*stated, *units)))


def unit_conflicts(money_units: dict[tuple[str, str], list[str]], table: FormTable) -> Iterator[Finding]:
    """Yield a finding for each amount of which header, label, caption and notes state several units."""
    for (row, column), units in money_units.items():
        if len(units) > 1:
            yield Finding(
                "F_UNIT_CONFLICT",
                Result.FAIL,
                Severity.WARNING,
                table.key,
                row,
                column,
                detail="、".join(units),
                cells=(f"{table.key}.{row}.{column}",),
            )
