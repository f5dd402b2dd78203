"""Scores links by rules (`link_rules.toml`) to find columns of annual reports and menus on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Literal, NamedTuple

from archive.model import DataRecord, load_data
from archive.text import normalise_text
from crawler.pages.page import ListEntry
from crawler.pages.title_rules import score_title
from crawler.pages.urls import has_route, split_url

# In the folder of a column, any link that names a year, a kind of agency or an agency belongs to the column.
# In other folders (Hanweb columns have numbers and no folders) the name of an agency alone is not enough.
_INSIDE_FOLDER_WEIGHT = 4
_OTHER_FOLDER_WEIGHT = 3
# The rules of `link_rules.toml` that recognise the name of an agency.
_AGENCY_RULES = frozenset({"agency", "agency_in_hub"})
# A longer link text is a headline, no entry of a menu.
_MAX_LINK_TEXT_LENGTH = 40
# site_<name>, channel_<hex>, t20240101_123: what follows the kind of a thing.
_NAME = re.compile(r"(?<=_)[A-Za-z0-9]+")
_ARTICLE_QUERY = re.compile(
    r"(?:^|[&_])(?:id|aid|articleid|newsid|infoid|docid|contentid|cid)=\w", re.IGNORECASE
)
_MIN_SHAPE_LEVELS = 3
# `…/2023n/`, `…/index.shtml`, `…/col/col123/index.html`: a folder of pages, or of one article alone.
_FOLDER_PATTERN = re.compile(r"/$|/(index|list|default|main)\w*\.(s?html?|jspx?|aspx?|php)$|/col/col\d+/?$")


class CrawlStage(IntEnum):
    """How near a page is to the reports; a crawl only goes up."""

    HOME = 0
    MENU = 1
    COLUMN = 2


@dataclass(frozen=True, slots=True)
class ScoredLink:
    """A link worth following; `reasons` names each rule with its weight, as `annual+5`.

    `has_report_title` says that its text is the title of a report and its URL that of a folder: such a folder
    may be a column with one report.
    """

    url: str
    text: str
    stage: CrawlStage
    score: int
    reasons: tuple[str, ...]
    has_report_title: bool = False

    @property
    def names_agency(self) -> bool:
        """Whether the text of the link is the name of an agency."""
        return any(reason.rpartition("+")[0] in _AGENCY_RULES for reason in self.reasons)


class _LinkRule(DataRecord, frozen=True, kw_only=True):
    """One rule of `link_rules.toml`: a pattern over the text or the path of a link, and its weights.

    A rule with `page` applies only on pages whose name matches it.
    """

    id: str
    field: Literal["text", "address"] = "text"
    column: int | None = None
    menu: int | None = None
    page: re.Pattern[str] = re.compile("")
    pattern: re.Pattern[str]

    def weight(self, stage: CrawlStage) -> int | None:
        """The weight for links to a stage, None if the rule says nothing about it."""
        return self.column if stage is CrawlStage.COLUMN else self.menu


class _Thresholds(DataRecord, frozen=True, kw_only=True):
    """The scores from which on a link leads to a column or to a menu."""

    column: int
    menu: int


class _LinkRules(DataRecord, frozen=True, kw_only=True):
    """The content of `link_rules.toml`."""

    threshold: _Thresholds
    rule: tuple[_LinkRule, ...]


def _link_rules() -> _LinkRules:
    return load_data(__package__, "link_rules.toml", _LinkRules)


class _StageRules(NamedTuple):
    """The rules for links to one stage on one page, each as id, weight and pattern."""

    text_rules: tuple[tuple[str, int, re.Pattern[str]], ...]
    url_rules: tuple[tuple[str, int, re.Pattern[str]], ...]


@lru_cache(maxsize=1024)
def _stage_rules(stage: CrawlStage, page_name: str) -> _StageRules:
    """The rules for links to pages of `stage`, on a page of that name."""
    rules = [
        (rule, weight)
        for rule in _link_rules().rule
        if (weight := rule.weight(stage)) is not None and rule.page.search(page_name)
    ]
    by_field = (
        tuple((rule.id, weight, rule.pattern) for rule, weight in rules if rule.field == field)
        for field in ("text", "address")
    )
    return _StageRules(*by_field)


def scored_links(
    entries: Iterable[ListEntry],
    stage: CrawlStage,
    column: str = "",
    name: str = "",
    is_empty_column: bool = False,
) -> tuple[ScoredLink, ...]:
    """The entries of a page of `stage` that lead to columns or menus, the best first.

    `column` is the URL of the column that a page of stage `COLUMN` belongs to: links into its folder get
    additional points. So do all links of an `is_empty_column`, a column page without reports: it exists for
    the agencies that it lists. `name` is the name that the page gives itself.
    """
    context = _page_context(stage, column, name, is_empty_column)
    links = (_score_entry(entry, context) for entry in entries)
    return tuple(sorted((link for link in links if link), key=lambda link: (-link.stage, -link.score)))


def score_link(
    entry: ListEntry, stage: CrawlStage, column: str = "", name: str = "", is_empty_column: bool = False
) -> ScoredLink | None:
    """The score of one entry, None if it leads to no column or menu; a report in a list does not."""
    return _score_entry(entry, _page_context(stage, column, name, is_empty_column))


class _PageContext(NamedTuple):
    """The page of the links: its name and column, with threshold and rules for each possible stage."""

    name: str
    column: str
    is_empty_column: bool
    is_column: bool
    stage_rules: tuple[tuple[CrawlStage, int, _StageRules], ...]


def _page_context(stage: CrawlStage, column: str, name: str, is_empty_column: bool) -> _PageContext:
    thresholds, page_name = _link_rules().threshold, normalise_text(name)
    stage_rules = tuple(
        (target, threshold, _stage_rules(target, page_name))
        for target, threshold in ((CrawlStage.COLUMN, thresholds.column), (CrawlStage.MENU, thresholds.menu))
        if target >= stage
    )
    return _PageContext(name, column, is_empty_column, stage is CrawlStage.COLUMN, stage_rules)


def _score_entry(entry: ListEntry, context: _PageContext) -> ScoredLink | None:
    text = normalise_text(entry.title)
    has_report_title = score_title(entry.title, entry.url, context.name).is_report
    is_headline = len(text) > _MAX_LINK_TEXT_LENGTH
    is_report = has_report_title and not is_folder(entry.url)
    if is_report or (is_headline and not has_report_title):
        return None
    for stage, threshold, rules in context.stage_rules:
        weights = _text_score(text, rules)
        # A URL alone is no reason, it only supports what the text names.
        if sum(weight for _, weight in weights) <= 0:
            continue
        weights = (*weights, *_path_score(entry.url, rules))
        if context.is_column and (
            proximity := _proximity_score(entry.url, context.column, context.is_empty_column)
        ):
            weights = (*weights, ("near", proximity))
        score = sum(weight for _, weight in weights)
        if score >= threshold:
            reasons = tuple(f"{name}{weight:+d}" for name, weight in weights)
            return ScoredLink(entry.url, entry.title, stage, score, reasons, has_report_title)
    return None


def is_folder(url: str) -> bool:
    """Whether a URL looks like that of a folder or list: the title of a report on it may name a column."""
    parts = split_url(url)
    if has_route(url):
        return False
    # index.php?a=show&id=7: one program serves all pages.
    return bool(_FOLDER_PATTERN.search(parts.path)) and not _ARTICLE_QUERY.search(parts.query)


# Cached: every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _text_score(text: str, rules: _StageRules) -> tuple[tuple[str, int], ...]:
    return tuple((name, weight) for name, weight, pattern in rules.text_rules if pattern.search(text))


@lru_cache(maxsize=16384)
def _path_score(url: str, rules: _StageRules) -> tuple[tuple[str, int], ...]:
    path = split_url(url).path
    return tuple((name, weight) for name, weight, pattern in rules.url_rules if pattern.search(path))


def _has_same_shape(column: str, url: str) -> bool:
    """Whether a URL differs from that of the column in names alone: site_a/channel_1/, site_b/channel_2/."""
    parts, other_parts = split_url(column), split_url(url)
    shapes = [_NAME.sub("*", part.path) for part in (parts, other_parts)]
    is_nested = parts.path.count("/") >= _MIN_SHAPE_LEVELS
    return is_nested and parts.netloc == other_parts.netloc and shapes[0] == shapes[1] and "_*" in shapes[0]


def _proximity_score(url: str, column: str, is_empty_column: bool) -> int:
    """The points for a link on the page of a column: more inside the folder of the column than outside."""
    if is_empty_column:
        return _INSIDE_FOLDER_WEIGHT
    if _has_same_shape(column, url):
        return _INSIDE_FOLDER_WEIGHT
    column_parts, parts = split_url(column), split_url(url)
    folder = column_parts.path.rpartition("/")[0]
    if column_parts.netloc == parts.netloc and len(folder) > 1 and parts.path.startswith(folder + "/"):
        return _INSIDE_FOLDER_WEIGHT
    return _OTHER_FOLDER_WEIGHT if is_folder(url) else 0
