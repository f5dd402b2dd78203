"""What sections one and six say in words, against what the tables say in numbers.

The prose of a city may speak of the whole city and that of an office of itself, so a difference is a
warning when the prose names one number only, and a note when it names several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from archive.checks.catalog import catalog
from archive.model import Figure, Finding, Result, Severity
from archive.normalise import norm
from archive.numerals import NUMERAL, integer

_COUNT = rf"(?P<count>\d[\d,]*|{NUMERAL})(?:余|多)?(?:件|份|条|宗|例|个|项|起)"
_REQUEST = r"(?:(?:政府)?信息公开[^,。;\d]{0,8}申请|依申请(?:政府信息)?公开(?:政府信息)?(?:的?申请)?)"
_RECEIVED = r"(?:新收|共收|收到|受理|接收|接到)"
_NEW = (
    re.compile(rf"{_RECEIVED}[^,。;\d]{{0,16}}?{_REQUEST}[^,。;\d]{{0,8}}?{_COUNT}"),
    re.compile(rf"{_RECEIVED}(?:[^,。;\d]{{0,8}}?){_COUNT}[^,。;\d]{{0,6}}?{_REQUEST}"),
)
_NONE = re.compile(rf"(?:未|没有|无)(?:收到|受理|接到|接收|发生|新收)[^,。;\d]{{0,16}}?{_REQUEST}")
_FEE = re.compile(r"信息处理费|处理费|收费|收取费用")
_FEE_SINCE = 2021

Sections = Mapping[str, str]
Figures = Mapping[tuple[str, str, str], Figure]


def prose(sections: Sections, figures: Figures, year: int | None) -> Iterator[Finding]:
    """The number of new requests in words against the table; whether section six speaks of the fee."""
    yield from _new_requests(sections, figures)
    if year is not None and year >= _FEE_SINCE and "other_matters" in sections:
        stated = _FEE.search(norm(sections["other_matters"])) is not None
        result = Result.PASS if stated else Result.FAIL
        yield Finding("S6_FEE_STATED", result, catalog()["S6_FEE_STATED"].severity)


def stated_requests(sections: Sections) -> list[int]:
    """Every number of requests received that sections one and six state, in order; 0 for a stated none."""
    found: list[int] = []
    for key in ("overview", "other_matters"):
        for sentence in re.split(r"[。;；\n]", sections.get(key, "")):
            found += _in_sentence(norm(sentence))
    return found


def _in_sentence(plain: str) -> list[int]:
    counts = [
        count
        for pattern in _NEW
        for match in pattern.finditer(plain)
        if (count := integer(match["count"])) is not None
    ]
    return counts or ([0] if _NONE.search(plain) else [])


def _new_requests(sections: Sections, figures: Figures) -> Iterator[Finding]:
    stated = list(dict.fromkeys(stated_requests(sections)))
    new = figures["requests", "new_requests", "total"].number
    if not stated or new is None:
        return
    carried = figures["requests", "carried_over", "total"].number or Decimal(0)
    agreeing = [count for count in stated if count in (new, new + carried)]
    said = Decimal(agreeing[0] if agreeing else stated[0])
    yield Finding(
        "P_NEW",
        Result.PASS if agreeing else Result.FAIL,
        Severity.WARNING if len(stated) == 1 else Severity.NOTE,
        "requests",
        "new_requests",
        "total",
        said,
        new,
        said - new,
        "" if agreeing else "正文：" + "、".join(f"{count}件" for count in stated),
    )
