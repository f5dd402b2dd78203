"""Sample reports for the years before 2019: five orders of chapters, and the statistics table behind them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal

from samples.reports.agencies import Agency
from samples.reports.cell_styles import BLANK, Printed, plain
from samples.reports.outline import Outline, Part
from samples.reports.report import SampleReport
from samples.reports.table_layout import Box, Line, Sheet

Columns = Literal["one", "consolidated", "local"]

_NUMERALS = "一二三四五六七八九十"
_MARKS = ("/", "—", "无")
_MONEY = "万元"
# Over its values a table prints nothing more than 统计数, or who is counted, or this year and all years.
_HEADS: Mapping[Columns, tuple[str, ...]] = {
    "one": ("统计数",),
    "consolidated": ("区政府统计数", "区直单位统计数", "乡镇街道统计数"),
    "local": ("{year}年度", "历年累计"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the statistics table: `path` are the labels above its own; a heading has no unit or cells."""

    label: str
    path: tuple[str, ...]
    unit: str
    cells: tuple[Printed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyReport(SampleReport):
    """A report of the time before the forms, for every renderer; `sections` are preamble and chapters."""

    order: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def outline(self) -> Outline:
        """Title, chapters as the place orders them, signature, and the table as the last chapter's."""
        [titles] = [one["titles"] for one in _said()["order"] if one["name"] == self.order]
        parts = [
            Part(key, f"{numeral}、{title}", tuple(self.sections[key].split("\n")))
            for numeral, (key, title) in zip(_NUMERALS, titles, strict=False)
        ]
        table = Part(
            "", "附件：政府信息公开情况统计表", (), Sheet("statistics", 2 + len(self.columns), self._lines())
        )
        return Outline(self.title, (self.sections["preamble"],), (*parts, table), ())

    def _lines(self) -> tuple[Line, ...]:
        return (*_head(self.columns), *(_line(row, len(self.columns)) for row in self.rows))


def write_legacy(agency: Agency, year: int, order: str, columns: Columns, seed: int) -> LegacyReport:
    """The agency's report for a year before 2019; the same for the same seed."""
    random = Random(f"{seed}/legacy/{agency.key}/{year}/{order}/{columns}")
    heads = tuple(head.format(year=year) for head in _HEADS[columns])
    return LegacyReport(
        agency=agency,
        year=year,
        form="legacy",
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        figures={},
        cells={},
        sections=_sections(agency, year, order),
        signature=(),
        published=date(year + 1, 3, random.randint(1, 28)),
        signed=None,
        habit="everything",
        carrier="page",
        style="word",
        order=order,
        columns=heads,
        rows=tuple(_rows("local" if columns == "local" else "national", len(heads), random)),
    )


def orders() -> tuple[str, ...]:
    """The names of the orders in which places print their chapters."""
    return tuple(one["name"] for one in _said()["order"])


def statistics(report: LegacyReport) -> list[dict[str, object]]:
    """The cells that a reader must find, in the shape of `read --json`."""
    return [
        {
            "path": list(row.path),
            "label": row.label,
            "unit": row.unit,
            "column": column if len(report.columns) > 1 else None,
            "state": cell.state,
            "raw": cell.text,
            "value": None if cell.number is None else float(cell.number),
        }
        for row in report.rows
        for column, cell in zip(report.columns, row.cells, strict=False)
    ]


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("legacy.toml").read_text("utf-8"))


def _sections(agency: Agency, year: int, order: str) -> dict[str, str]:
    slots = {"agency": agency.name, "year": str(year), "we": agency.we}
    [titles] = [one["titles"] for one in _said()["order"] if one["name"] == order]
    chapters = {key: "\n".join(_said()["chapters"][key]).format_map(slots) for key, _ in titles}
    return {"preamble": _said()["preamble"].format_map(slots), **chapters}


def _rows(kind: str, width: int, random: Random) -> Iterator[Row]:
    said: list[tuple[str, str, int]] = [tuple(row) for row in _said()[kind]["rows"]]
    columns = [_numbers(said, set(_said()[kind]["sums"]), random) for _ in range(width)]
    above: list[tuple[int, str]] = []
    for place, (label, unit, depth) in enumerate(said):
        above = [one for one in above if one[0] < depth]
        cells = tuple(_printed(numbers[place], random) for numbers in columns) if unit else ()
        yield Row(label, tuple(text for _, text in above), unit, cells)
        above.append((depth, label))


def _numbers(said: Sequence[tuple[str, str, int]], sums: set[str], random: Random) -> list[Decimal]:
    """A number for each row, the last first: a sum is that of the rows right below it."""
    numbers = [Decimal(0)] * len(said)
    for place in reversed(range(len(said))):
        label, unit, _ = said[place]
        if label in sums:
            numbers[place] = sum((numbers[child] for child in _children(said, place)), Decimal(0))
        elif unit == _MONEY:
            numbers[place] = Decimal(random.randint(0, 80)) / 4
        else:
            numbers[place] = Decimal(random.choice((0, 0, 1, 2, 7, 31, 164)))
    return numbers


def _children(said: Sequence[tuple[str, str, int]], place: int) -> Iterator[int]:
    """The rows one step below a row."""
    deeper = said[place + 1][2]
    for child in range(place + 1, len(said)):
        if said[child][2] < deeper:
            return
        if said[child][2] == deeper:
            yield child


def _printed(number: Decimal, random: Random) -> Printed:
    """The number; nothing and marks only where it is nought, so that no sum is wrong."""
    chance = random.random()
    if number or chance > 0.3:
        return plain(number)
    return BLANK if chance > 0.1 else Printed(random.choice(_MARKS), "dash")


def _head(columns: Sequence[str]) -> Iterator[Line]:
    labels = ("统计指标", "单位")
    if len(columns) == 1:
        yield tuple(Box(text, header=True) for text in (*labels, *columns))
        return
    yield (*(Box(text, rowspan=2, header=True) for text in labels), Box("统计数", len(columns), header=True))
    yield tuple(Box(text, header=True) for text in columns)


def _line(row: Row, width: int) -> Line:
    cells = [Box(cell.text) for cell in row.cells] or [Box("") for _ in range(width)]
    return (Box(row.label, header=True), Box(row.unit), *cells)
