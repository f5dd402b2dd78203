"""What the pagers of portals look like: the patterns of `pager.toml`."""

from __future__ import annotations

import re

from archive.model import DataRecord, load_data


class ControlPatterns(DataRecord, frozen=True, kw_only=True):
    """What a control says, without blanks; `…_sign`: its class or picture if it has no text."""

    next: re.Pattern[str]
    last: re.Pattern[str]
    next_sign: re.Pattern[str]
    last_sign: re.Pattern[str]
    label: re.Pattern[str]


class UrlShape(DataRecord, frozen=True, kw_only=True):
    """Where a page number stands in a URL; `joined` if a script may join such a URL from its parts."""

    id: str
    joined: bool
    example: str
    pattern: re.Pattern[str]


class FormPatterns(DataRecord, frozen=True, kw_only=True):
    """Which field of a form takes the number of a page."""

    field: re.Pattern[str]


class ScriptPatterns(DataRecord, frozen=True, kw_only=True):
    """What scripts say: a URL, a call with a number, nothing, a joined URL, how many pages there are."""

    address: re.Pattern[str]
    call: re.Pattern[str]
    void: re.Pattern[str]
    joined: re.Pattern[str]
    totals: tuple[re.Pattern[str], ...]


class ExtentPatterns(DataRecord, frozen=True, kw_only=True):
    """How a list states its entries, and what shows that it goes on by script."""

    items: tuple[re.Pattern[str], ...]
    more: re.Pattern[str]
    scroll: re.Pattern[str]
    load: re.Pattern[str]
    components: tuple[str, ...]
    pager_call: re.Pattern[str]
    annual: re.Pattern[str]
    year: re.Pattern[str]
    menu: re.Pattern[str]
    report: re.Pattern[str]
    choices: tuple[re.Pattern[str], ...]


class PagerRules(DataRecord, frozen=True, kw_only=True):
    """All rules of `pager.toml`."""

    max_pages: int
    words: ControlPatterns
    shape: tuple[UrlShape, ...]
    form: FormPatterns
    script: ScriptPatterns
    extent: ExtentPatterns


def pager_rules() -> PagerRules:
    """The rules of `pager.toml`."""
    return load_data(__package__, "pager.toml", PagerRules)


def browser_patterns() -> dict[str, str | list[str]]:
    """The patterns of controls as sources of regular expressions of a browser; all ignore case."""
    rules = pager_rules()
    patterns = {
        "next": rules.words.next,
        "nextSign": rules.words.next_sign,
        "more": rules.extent.more,
        "annual": rules.extent.annual,
        "year": rules.extent.year,
        "menu": rules.extent.menu,
        "report": rules.extent.report,
    }
    sources: dict[str, str | list[str]] = {name: _source(pattern) for name, pattern in patterns.items()}
    return sources | {"choices": [_source(pattern) for pattern in rules.extent.choices]}


def _source(pattern: re.Pattern[str]) -> str:
    return pattern.pattern.removeprefix("(?i)")
