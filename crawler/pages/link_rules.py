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

from archive.text import normalise_text
from crawler.pages.page import ListEntry
from crawler.pages.title_rules import score_title
from crawler.pages.urls import split_url

# In a column's folder any entry that names a year, a kind of agency or an agency belongs to it; elsewhere
# (Hanweb's columns have numbers and no folders) an agency's name alone does not do.
_INSIDE_FOLDER_WEIGHT = 4
_OTHER_FOLDER_WEIGHT = 3
# A link's text longer than this is a headline, no entry of a menu.
_MAX_LINK_TEXT_LENGTH = 40
# `…/2023n/`, `…/index.shtml`, `…/col/col123/index.html`: a place that holds others, or one article alone.
_FOLDER_PATTERN = re.compile(r"/$|/(index|list|default|main)\w*\.(s?html?|jspx?|aspx?|php)$|/col/col\d+/?$")


class CrawlStage(IntEnum):
    """How near a page is to the reports: the way goes up only."""

    HOME = 0
    MENU = 1
    COLUMN = 2


@dataclass(frozen=True, slots=True)
class ScoredLink:
    """A link worth following; `reasons` names each rule with its weight, as `annual+5`.

    `is_titled` says that its text is a report's title, over an address like a folder's: a column of one.
    """

    url: str
    text: str
    stage: CrawlStage
    score: int
    reasons: tuple[str, ...]
    has_report_title: bool = False


@dataclass(frozen=True, slots=True)
class _LinkRule:
    id: str
    field: str
    weights: dict[CrawlStage, int]
    pattern: re.Pattern[str]
    page_pattern: re.Pattern[str]


@lru_cache(maxsize=1)
def _link_rules() -> tuple[dict[CrawlStage, int], tuple[_LinkRule, ...]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rules = tuple(
        _LinkRule(
            rule["id"],
            rule.get("field", "text"),
            {stage: rule[name] for name, stage in _STAGE_KEYS.items() if name in rule},
            re.compile(rule["pattern"]),
            re.compile(rule.get("page", "")),
        )
        for rule in data["rule"]
    )
    return {_STAGE_KEYS[name]: least for name, least in data["threshold"].items()}, rules


class _RulesFor(NamedTuple):
    """The rules for one kind of lead on one page, each as its name, weight and pattern."""

    text_rules: tuple[tuple[str, int, re.Pattern[str]], ...]
    url_rules: tuple[tuple[str, int, re.Pattern[str]], ...]


@lru_cache(maxsize=1024)
def _rules_for(stage: CrawlStage, page_name: str) -> _RulesFor:
    """The rules for leads to `kind` on a page of that name."""
    rules = [
        rule for rule in _link_rules()[1] if stage in rule.weights and rule.page_pattern.search(page_name)
    ]
    by_field = (
        tuple((rule.id, rule.weights[stage], rule.pattern) for rule in rules if rule.field == field)
        for field in ("text", "address")
    )
    return _RulesFor(*by_field)


_STAGE_KEYS = {"column": CrawlStage.COLUMN, "menu": CrawlStage.MENU}


def scored_links(
    entries: Iterable[ListEntry],
    stage: CrawlStage,
    column: str = "",
    name: str = "",
    is_empty_column: bool = False,
) -> tuple[ScoredLink, ...]:
    """The rows that lead on from a page of `stage`, the best first.

    `column` is the address of the column that a page of stage `COLUMN` belongs to: what lies below it needs
    less to be taken for a part of it, and so does everything on a page that `is_bare` of reports: its
    agencies are what it is for. `name` is what the page calls itself.
    """
    here = _page_context(stage, column, name, is_empty_column)
    found = (_score_entry(row, here) for row in entries)
    return tuple(sorted((lead for lead in found if lead), key=lambda lead: (-lead.stage, -lead.score)))


def score_link(
    entry: ListEntry, stage: CrawlStage, column: str = "", name: str = "", is_empty_column: bool = False
) -> ScoredLink | None:
    """What one row leads to, None when nowhere; a report in a list leads to itself and is no lead."""
    return _score_entry(entry, _page_context(stage, column, name, is_empty_column))


class _PageContext(NamedTuple):
    """The page that rows stand on: its name, its column, and the rules of each kind of lead it may hold."""

    name: str
    column: str
    is_empty_column: bool
    is_column: bool
    stage_rules: tuple[tuple[CrawlStage, int, _RulesFor], ...]


def _page_context(stage: CrawlStage, column: str, name: str, is_empty_column: bool) -> _PageContext:
    least, plain = _link_rules()[0], normalise_text(name)
    kinds = tuple(
        (kind, least[kind], _rules_for(kind, plain)) for kind in _STAGE_KEYS.values() if kind >= stage
    )
    return _PageContext(name, column, is_empty_column, stage is CrawlStage.COLUMN, kinds)


def _score_entry(entry: ListEntry, context: _PageContext) -> ScoredLink | None:
    text, titled = normalise_text(entry.title), score_title(entry.title, entry.url, context.name).is_report
    if (titled and not is_folder(entry.url)) or (not titled and len(text) > _MAX_LINK_TEXT_LENGTH):
        return None
    for kind, least, rules in context.stage_rules:
        named = _text_score(text, rules)
        # An address alone is no reason, it only speaks for what the text names.
        if sum(weight for _, weight in named) <= 0:
            continue
        reasons = [*named, *_path_score(entry.url, rules)]
        if context.is_column and (
            near := _proximity_score(entry.url, context.column, context.is_empty_column)
        ):
            reasons.append(("near", near))
        score = sum(weight for _, weight in reasons)
        if score >= least:
            told = tuple(f"{name}{weight:+d}" for name, weight in reasons)
            return ScoredLink(entry.url, entry.title, kind, score, told, titled)
    return None


def is_folder(url: str) -> bool:
    """Whether an address looks like a place that holds pages: a report's title on it may name a column."""
    return bool(_FOLDER_PATTERN.search(split_url(url).path))


# Every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _text_score(text: str, rules: _RulesFor) -> tuple[tuple[str, int], ...]:
    return tuple((name, weight) for name, weight, pattern in rules.text_rules if pattern.search(text))


def _path_score(url: str, rules: _RulesFor) -> tuple[tuple[str, int], ...]:
    path = split_url(url).path
    return tuple((name, weight) for name, weight, pattern in rules.url_rules if pattern.search(path))


def _proximity_score(url: str, column: str, is_empty_column: bool) -> int:
    """What it adds that a link stands on a column's page: more inside the column's folder than beside it."""
    if is_empty_column:
        return _INSIDE_FOLDER_WEIGHT
    ours, theirs = split_url(column), split_url(url)
    folder = ours.path.rpartition("/")[0]
    if ours.netloc == theirs.netloc and len(folder) > 1 and theirs.path.startswith(folder + "/"):
        return _INSIDE_FOLDER_WEIGHT
    return _OTHER_FOLDER_WEIGHT if is_folder(url) else 0
