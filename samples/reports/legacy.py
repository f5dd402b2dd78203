"""Sample reports for the years before 2019: five orders of chapters, then the statistics table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal

from archive.model import DataRecord, load_data
from samples.reports.agencies import Agency
from samples.reports.cell_styles import BLANK, PrintedCell, number_cell
from samples.reports.outline import Outline, OutlinePart
from samples.reports.report import SampleReport
from samples.reports.table_layout import SampleCell, SampleRow, SampleTable

Columns = Literal["one", "consolidated", "local"]

_NUMERALS = "一二三四五六七八九十"
_EMPTY_MARKS = ("/", "—", "无")
_MONEY_UNIT = "万元"
# Headers of the value columns: 统计数 alone, the groups of agencies, or this year and all years.
_COLUMN_HEADERS: Mapping[Columns, tuple[str, ...]] = {
    "one": ("统计数",),
    "consolidated": ("区政府统计数", "区直单位统计数", "乡镇街道统计数"),
    "local": ("{year}年度", "历年累计"),
}


class _ChapterOrder(DataRecord, frozen=True, kw_only=True):
    """The chapters of a place in their order: key and printed title of each."""

    name: str
    titles: tuple[tuple[str, str], ...]


class _StatisticsTable(DataRecord, frozen=True, kw_only=True):
    """Rows with label, unit (empty: a heading), depth; `sums`: labels of rows that are sums."""

    sums: tuple[str, ...]
    rows: tuple[tuple[str, str, int], ...]


class _LegacyData(DataRecord, frozen=True, kw_only=True):
    """The content of `legacy.toml`."""

    preamble: str
    chapters: dict[str, tuple[str, ...]]
    order: tuple[_ChapterOrder, ...]
    national: _StatisticsTable
    local: _StatisticsTable


@dataclass(frozen=True, slots=True)
class SampleStatisticsRow:
    """A row of the statistics table. `path`: the labels above it; empty unit and cells for a heading."""

    label: str
    path: tuple[str, ...]
    unit: str
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyReport(SampleReport):
    """A report of the time before the forms, for every renderer; `sections` are preamble and chapters."""

    chapter_order: str
    columns: tuple[str, ...]
    rows: tuple[SampleStatisticsRow, ...]

    @property
    def outline(self) -> Outline:
        """Title, chapters as the place orders them, signature, and the table as the last chapter's."""
        parts = [
            OutlinePart(key, f"{numeral}、{title}", tuple(self.sections[key].split("\n")))
            for numeral, (key, title) in zip(_NUMERALS, _chapter_titles(self.chapter_order), strict=False)
        ]
        table = OutlinePart(
            "",
            "附件：政府信息公开情况统计表",
            (),
            SampleTable("statistics", 2 + len(self.columns), self._table_rows()),
        )
        return Outline(self.title, (self.sections["preamble"],), (*parts, table), ())

    def _table_rows(self) -> tuple[SampleRow, ...]:
        return (*_header_rows(self.columns), *(_table_row(row, len(self.columns)) for row in self.rows))


def write_legacy_report(
    agency: Agency, year: int, chapter_order: str, columns: Columns, seed: int
) -> LegacyReport:
    """The agency's report for a year before 2019; the same for the same seed."""
    random = Random(f"{seed}/legacy/{agency.key}/{year}/{chapter_order}/{columns}")
    table = _legacy_data().local if columns == "local" else _legacy_data().national
    heads = tuple(head.format(year=year) for head in _COLUMN_HEADERS[columns])
    return LegacyReport(
        agency=agency,
        year=year,
        form="legacy",
        title=f"{agency.name}{year}年政府信息公开工作年度报告",
        figures={},
        cells={},
        sections=_sections(agency, year, chapter_order),
        signature=(),
        published=date(year + 1, 3, random.randint(1, 28)),
        signed=None,
        cell_style="everything",
        carrier="page",
        style="word",
        chapter_order=chapter_order,
        columns=heads,
        rows=tuple(_rows(table, len(heads), random)),
    )


def chapter_orders() -> tuple[str, ...]:
    """The names of the orders in which places print their chapters."""
    return tuple(order.name for order in _legacy_data().order)


def expected_statistics(report: LegacyReport) -> list[dict[str, object]]:
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


def _legacy_data() -> _LegacyData:
    return load_data(__package__, "legacy.toml", _LegacyData)


def _chapter_titles(chapter_order: str) -> tuple[tuple[str, str], ...]:
    """Key and printed title of each chapter of an order."""
    return next(order.titles for order in _legacy_data().order if order.name == chapter_order)


def _sections(agency: Agency, year: int, order: str) -> dict[str, str]:
    slots = {"agency": agency.name, "year": str(year), "we": agency.self_reference}
    data = _legacy_data()
    chapters = {key: "\n".join(data.chapters[key]).format_map(slots) for key, _ in _chapter_titles(order)}
    return {"preamble": data.preamble.format_map(slots), **chapters}


def _rows(table: _StatisticsTable, width: int, random: Random) -> Iterator[SampleStatisticsRow]:
    columns = [_numbers(table.rows, table.sums, random) for _ in range(width)]
    headings: list[tuple[int, str]] = []
    for index, (label, unit, depth) in enumerate(table.rows):
        headings = [heading for heading in headings if heading[0] < depth]
        cells = tuple(_statistics_cell(numbers[index], random) for numbers in columns) if unit else ()
        yield SampleStatisticsRow(label, tuple(text for _, text in headings), unit, cells)
        headings.append((depth, label))


def _numbers(entries: Sequence[tuple[str, str, int]], sums: Sequence[str], random: Random) -> list[Decimal]:
    """A number for each row, computed from the last: a sum adds the rows one level below it."""
    numbers = [Decimal(0)] * len(entries)
    for index in reversed(range(len(entries))):
        label, unit, _ = entries[index]
        if label in sums:
            numbers[index] = sum((numbers[child] for child in _child_indices(entries, index)), Decimal(0))
        elif unit == _MONEY_UNIT:
            numbers[index] = Decimal(random.randint(0, 80)) / 4
        else:
            numbers[index] = Decimal(random.choice((0, 0, 1, 2, 7, 31, 164)))
    return numbers


def _child_indices(entries: Sequence[tuple[str, str, int]], index: int) -> Iterator[int]:
    """Indices of the rows one level below a row."""
    deeper = entries[index + 1][2]
    for child in range(index + 1, len(entries)):
        if entries[child][2] < deeper:
            return
        if entries[child][2] == deeper:
            yield child


def _statistics_cell(number: Decimal, random: Random) -> PrintedCell:
    """The number; blanks and marks replace only zeros, so that every sum holds."""
    chance = random.random()
    if number or chance > 0.3:
        return number_cell(number)
    return BLANK if chance > 0.1 else PrintedCell(random.choice(_EMPTY_MARKS), "dash")


def _header_rows(columns: Sequence[str]) -> Iterator[SampleRow]:
    labels = ("统计指标", "单位")
    if len(columns) == 1:
        yield tuple(SampleCell(text, header=True) for text in (*labels, *columns))
        return
    yield (
        *(SampleCell(text, rowspan=2, header=True) for text in labels),
        SampleCell("统计数", len(columns), header=True),
    )
    yield tuple(SampleCell(text, header=True) for text in columns)


def _table_row(row: SampleStatisticsRow, width: int) -> SampleRow:
    cells = [SampleCell(cell.text) for cell in row.cells] or [SampleCell("") for _ in range(width)]
    return (SampleCell(row.label, header=True), SampleCell(row.unit), *cells)
