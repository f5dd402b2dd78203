"""Finds the unit of money that a table prints for an amount outside of its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from archive.extraction.cell_text import cell_rules
from archive.forms import FormTable
from archive.model import Finding, Result, Severity
from archive.text import normalise_text

_BEHIND_UNIT = re.compile("单位:?(.*)")
_SEPARATOR = re.compile("[、,/:;或和及与至]")


def money_units(texts: Iterable[str]) -> list[str]:
    """The different units of money that header, label and caption state, the nearest text first.

    A text with several units (元/万元), or with one that is no amount in yuan (万美元, 角), states one that
    cannot be converted. A currency without a unit counts only if no text states a unit.
    """
    lines = list(map(normalise_text, texts))
    stated = (list(dict.fromkeys(_stated_units(line))) for line in lines)
    units = list(dict.fromkeys("/".join(units) for units in stated if units))
    return units or _lone_currencies(lines)


def _lone_currencies(lines: Iterable[str]) -> list[str]:
    """The currencies that lines name without a unit."""
    matches = map(_currency_pattern().search, lines)
    return list(dict.fromkeys(next(filter(None, match.groups())) for match in matches if match))


@cache
def _currency_pattern() -> re.Pattern[str]:
    """A currency in brackets, after 单位 or at the end of a text."""
    names = "|".join(map(re.escape, cell_rules().currencies))
    return re.compile(
        rf"\((?:金额|货币|计[价量])?(?:单位|币种)?(?:为|是)?:?({names})\)"
        rf"|(?:单位|币种)(?:均|都)?(?:为|是)?:?({names})(?=$|[,;。、)/])"
        rf"|({names})$"
    )


def _stated_units(text: str) -> Iterator[str]:
    """Yield the units in brackets, behind 单位, or at the end of a text: 单位：件、万元; 元/万元."""
    pieces = re.split("[()]", text)
    phrases = [*_BEHIND_UNIT.findall(pieces[0])[:1], *(piece.rpartition("单位:")[2] for piece in pieces[1:])]
    units = [unit for phrase in phrases for token in _SEPARATOR.split(phrase) if (unit := _unit_of(token))]
    last = None if units else _last_unit_pattern().search(text)
    return iter([last[1]] if last else units)


def _unit_of(token: str) -> str:
    """The unit that a word is, empty if it is none."""
    rules = cell_rules()
    if rules.other_money.search(token):
        return token
    match = _unit_token_pattern().fullmatch(token)
    return rules.short_units.get(match[1], match[1]) if match else ""


@cache
def _unit_token_pattern() -> re.Pattern[str]:
    """A unit of money with what may stand around it: 以元为单位, 人民币万元, 元人民币."""
    short = "|".join(sorted(cell_rules().short_units, key=len, reverse=True))
    yuan = "人民币|RMB|CNY"
    return re.compile(rf"(?:以|按|均?[为是])?(?:{yuan})?({_unit_names()}|{short})(?:{yuan}|计|为单位|整)*")


@cache
def _last_unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d一二三四五六七八九十百千万亿单公多])({_unit_names()})$")


def note_units(lines: Iterable[str]) -> list[str]:
    """The different units of money that notes next to a table state: 注：收费金额以元计."""
    notes = list(map(normalise_text, lines))
    found = (_note_pattern().search(note) for note in notes)
    units = list(dict.fromkeys(match[1] or match[2] or match[3] for match in found if match))
    return units or _lone_currencies(notes)


@cache
def _note_pattern() -> re.Pattern[str]:
    """A unit of money in a sentence about units; an amount of the prose is behind a number instead."""
    units, about = (
        _unit_names(),
        "(?:(?:计量)?单位(?:均|都)?(?:为|是|:)|[均都]?以|[均都]?按)(?:人民币|RMB|¥)?:?",
    )
    other = cell_rules().other_money.pattern
    return re.compile(
        rf"{about}({units})(?=\(?人民币|计|为|[。,;)、/]|$)|金额为?\(({units})\)|{about}([十百千万亿]*(?:{other}))"
    )


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
