"""Reads a list of articles from the JSON of a site that no family is known for.

Keys differ from site to site, so a row is known by its values: a text in Chinese is the title, a web address
the link, a date the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from crawler.families import json_fields
from crawler.pages import ListEntry, Page, list_entries_in_tree, parse_html

_MAX_DEPTH = 8
_MAX_ROWS = 2000
_MAX_TITLE = 300
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LINK_KEY = re.compile(r"(?i)(?:url|link|href|path|src|address)$|^(?:u|lj)$|^(?:url|link|href)")
_FILE_LINK_KEY = re.compile(r"(?i)img|image|pic|icon|thumb|logo|cover|avatar|video")
_TITLE_KEY = re.compile(r"(?i)title|subject|name|^(?:t|bt|wjbt|headline|mc)$")
_DATE_KEY = re.compile(r"(?i)date|time|^(?:d|rq|sj|fbrq|fbsj)$|pub")
_TOTAL_KEY = re.compile(
    r"(?i)^(?:total|totalcount|totalrecords?|total_?(?:num|size|elements|row)|recordcount|count|records?)$"
)
_URL_VALUE = re.compile(
    r"^(?:https?:)?//\S+$|^\.{0,2}/\S+$|^#!?/\S+$"
    r"|^[\w./-]+\.(?:s?html?|jspx?|aspx?|php|pdf|docx?)(?:[?#]\S*)?$",
    re.IGNORECASE,
)


def json_entries(page: Page) -> tuple[ListEntry, ...]:
    """The entries in the JSON of a page, each URL once; also those of markup inside it."""
    entries: dict[str, ListEntry] = {}
    for row in islice(json_objects(page.json_data), _MAX_ROWS):
        entry = _row_entry(page, row)
        for found in (entry,) if entry else _markup_entries(page, row):
            entries.setdefault(found.url, found)
    return tuple(entries.values())


def json_total(page: Page) -> int:
    """How many entries the JSON of a page says that the list has; 0 if it does not say."""
    totals = (
        json_fields.number_field(row, key)
        for row in islice(json_objects(page.json_data), _MAX_ROWS)
        for key in row
        if _TOTAL_KEY.search(key)
    )
    return next((total for total in totals if total), 0)


def json_objects(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """Every object in a JSON value, the outer ones first."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from json_objects(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from json_objects(item, depth + 1)


def _row_entry(page: Page, row: Mapping[str, object]) -> ListEntry | None:
    texts = {key: value.strip() for key, value in row.items() if isinstance(value, str) and value.strip()}
    titles = {key: text for key, text in texts.items() if _is_title(text)}
    links = {
        key: text for key, text in texts.items() if _URL_VALUE.search(text) and not _FILE_LINK_KEY.search(key)
    }
    title, link = _best(titles, _TITLE_KEY), _best(links, _LINK_KEY)
    dates = [row[key] for key in row if _DATE_KEY.search(key)]
    return json_fields.to_entry(page, link, title, json_fields.iso_date(*dates)) if link and title else None


def _best(texts: Mapping[str, str], key: re.Pattern[str]) -> str:
    """The first text under a key of that kind, else the longest text."""
    return next((text for name, text in texts.items() if key.search(name)), "") or max(
        texts.values(), key=len, default=""
    )


def _is_title(text: str) -> bool:
    return len(text) <= _MAX_TITLE and bool(_CHINESE.search(text)) and not _URL_VALUE.search(text)


def _markup_entries(page: Page, row: Mapping[str, object]) -> tuple[ListEntry, ...]:
    """The links of markup that an object holds as a text: `{"html": "<li><a href=…"}`."""
    markups = (value for value in row.values() if isinstance(value, str) and "<a" in value)
    return tuple(entry for markup in markups for entry in list_entries_in_tree(page, parse_html(markup)))
