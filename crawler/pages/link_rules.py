"""Where a portal's links lead: to columns of annual reports, or to menus on the way.

Pure; the rules are data: `columns.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from archive.text.normalise import norm
from crawler.pages.page import Row
from crawler.pages.title_rules import judge
from crawler.pages.urls import parts

# In a column's folder any entry that names a year, a kind of agency or an agency belongs to it; elsewhere
# (Hanweb's columns have numbers and no folders) an agency's name alone does not do.
_BELOW = 4
_BESIDE = 3
# A link's text longer than this is a headline, no entry of a menu.
_LONGEST = 40
# `…/2023n/`, `…/index.shtml`, `…/col/col123/index.html`: a place that holds others, or one article alone.
_FOLDER = re.compile(r"/$|/(index|list|default|main)\w*\.(s?html?|jspx?|aspx?|php)$|/col/col\d+/?$")


class Stage(IntEnum):
    """How near a page is to the reports: the way goes up only."""

    HOME = 0
    MENU = 1
    COLUMN = 2


@dataclass(frozen=True, slots=True)
class Lead:
    """A link worth following; `reasons` names each rule with its weight, as `annual+5`.

    `is_titled` says that its text is a report's title, over an address like a folder's: a column of one.
    """

    url: str
    text: str
    stage: Stage
    score: int
    reasons: tuple[str, ...]
    is_titled: bool = False


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    field: str
    weights: dict[Stage, int]
    pattern: re.Pattern[str]
    page: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> tuple[dict[Stage, int], tuple[_Rule, ...]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rules = tuple(
        _Rule(
            rule["id"],
            rule.get("field", "text"),
            {stage: rule[name] for name, stage in _STAGES.items() if name in rule},
            re.compile(rule["pattern"]),
            re.compile(rule.get("page", "")),
        )
        for rule in data["rule"]
    )
    return {_STAGES[name]: least for name, least in data["threshold"].items()}, rules


class _For(NamedTuple):
    """The rules for one kind of lead on one page, each as its name, weight and pattern."""

    texts: tuple[tuple[str, int, re.Pattern[str]], ...]
    addresses: tuple[tuple[str, int, re.Pattern[str]], ...]


@lru_cache(maxsize=1024)
def _for(kind: Stage, page: str) -> _For:
    """The rules for leads to `kind` on a page of that name."""
    rules = [rule for rule in _rules()[1] if kind in rule.weights and rule.page.search(page)]
    by_field = (
        tuple((rule.id, rule.weights[kind], rule.pattern) for rule in rules if rule.field == field)
        for field in ("text", "address")
    )
    return _For(*by_field)


_STAGES = {"column": Stage.COLUMN, "menu": Stage.MENU}


def leads(
    rows: Iterable[Row], stage: Stage, column: str = "", name: str = "", is_bare: bool = False
) -> tuple[Lead, ...]:
    """The rows that lead on from a page of `stage`, the best first.

    `column` is the address of the column that a page of stage `COLUMN` belongs to: what lies below it needs
    less to be taken for a part of it, and so does everything on a page that `is_bare` of reports: its
    agencies are what it is for. `name` is what the page calls itself.
    """
    here = _here(stage, column, name, is_bare)
    found = (_lead(row, here) for row in rows)
    return tuple(sorted((lead for lead in found if lead), key=lambda lead: (-lead.stage, -lead.score)))


def lead_of(row: Row, stage: Stage, column: str = "", name: str = "", is_bare: bool = False) -> Lead | None:
    """What one row leads to, None when nowhere; a report in a list leads to itself and is no lead."""
    return _lead(row, _here(stage, column, name, is_bare))


class _Here(NamedTuple):
    """The page that rows stand on: its name, its column, and the rules of each kind of lead it may hold."""

    name: str
    column: str
    is_bare: bool
    is_column: bool
    kinds: tuple[tuple[Stage, int, _For], ...]


def _here(stage: Stage, column: str, name: str, is_bare: bool) -> _Here:
    least, plain = _rules()[0], norm(name)
    kinds = tuple((kind, least[kind], _for(kind, plain)) for kind in _STAGES.values() if kind >= stage)
    return _Here(name, column, is_bare, stage is Stage.COLUMN, kinds)


def _lead(row: Row, here: _Here) -> Lead | None:
    text, titled = norm(row.title), judge(row.title, row.url, here.name).is_report
    if (titled and not is_folder(row.url)) or (not titled and len(text) > _LONGEST):
        return None
    for kind, least, rules in here.kinds:
        named = _named(text, rules)
        # An address alone is no reason, it only speaks for what the text names.
        if sum(weight for _, weight in named) <= 0:
            continue
        reasons = [*named, *_placed(row.url, rules)]
        if here.is_column and (near := _near(row.url, here.column, here.is_bare)):
            reasons.append(("near", near))
        score = sum(weight for _, weight in reasons)
        if score >= least:
            told = tuple(f"{name}{weight:+d}" for name, weight in reasons)
            return Lead(row.url, row.title, kind, score, told, titled)
    return None


def is_folder(url: str) -> bool:
    """Whether an address looks like a place that holds pages: a report's title on it may name a column."""
    return bool(_FOLDER.search(parts(url).path))


# Every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _named(text: str, rules: _For) -> tuple[tuple[str, int], ...]:
    return tuple((name, weight) for name, weight, pattern in rules.texts if pattern.search(text))


def _placed(url: str, rules: _For) -> tuple[tuple[str, int], ...]:
    path = parts(url).path
    return tuple((name, weight) for name, weight, pattern in rules.addresses if pattern.search(path))


def _near(url: str, column: str, is_bare: bool) -> int:
    """What it adds that a link stands on a column's page: more inside the column's folder than beside it."""
    if is_bare:
        return _BELOW
    ours, theirs = parts(column), parts(url)
    folder = ours.path.rpartition("/")[0]
    if ours.netloc == theirs.netloc and len(folder) > 1 and theirs.path.startswith(folder + "/"):
        return _BELOW
    return _BESIDE if is_folder(url) else 0
