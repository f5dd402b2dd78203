"""Anomalies of table layout: mutilated labels, broken headers, added rows and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from archive.forms import terms
from samples.anomalies.base import AlteredReport, ExpectedFinding, with_alteration, with_cells
from samples.reports import PrintedCell, SampleCell, SampleReport, SampleTable

# Labels so long that they match no other row after losing two characters.
_LONG_LABEL_ROWS = (
    "denied_prohibited",
    "unavailable_not_held",
    "unavailable_not_compiled",
    "dismissed_excessive",
    "dismissed_confirmation",
)
_RULES_LABEL = "规章（设区的市、自治州人民政府应提供相关数据）"
_ADDED_ROW = ("其他主动公开文件（含部门文件、会议纪要）", "186", "86", "255")
# None of these rows belongs to table 2, although two have labels of table 2.
_CHANNEL_TABLE = SampleTable(
    "channels",
    4,
    (
        tuple(SampleCell(text, header=True) for text in ("公开内容", "门户网站", "政务新媒体", "合计")),
        *(
            (SampleCell(label, header=True), *map(SampleCell, counts))
            for label, counts in (
                ("机构职能", ("12", "3", "15")),
                ("行政规范性文件", ("7", "2", "9")),
                ("行政许可", ("431", "25", "456")),
                ("其他", ("88", "120", "208")),
            )
        ),
    ),
)


def _map_labels(table: SampleTable, change: Callable[[str], str]) -> SampleTable:
    """The table with `change` applied to every label and header."""
    rows = tuple(
        tuple(replace(cell, text=change(cell.text)) if cell.header else cell for cell in row)
        for row in table.rows
    )
    return replace(table, rows=rows)


def _with_labels(report: SampleReport, table: str, change: Callable[[str], str]) -> SampleReport:
    return with_alteration(
        report, lambda outline: outline.with_table(table, lambda sheet: _map_labels(sheet, change))
    )


def label_mutilated(report: SampleReport) -> AlteredReport:
    """A label has lost two characters (其他法律行政止公开, Hongze district for 2024)."""
    random = Random(f"mutilated/{report.key}")
    row = random.choice(_LONG_LABEL_ROWS)
    label = terms().rows["requests"][row].zh
    cut = random.randint(4, len(label) - 3)
    broken = label[:cut] + label[cut + 2 :]
    altered = _with_labels(report, "requests", lambda text: broken if text == label else text)
    return AlteredReport(altered, (ExpectedFinding("F_LABEL_MUTILATED", "fail", "requests", row),))


def header_halves_lost(report: SampleReport) -> AlteredReport:
    """Broken headers keep only their first line (seed 004: 结果, 其他, 尚未; seed 000: 本年新 twice)."""
    altered = _with_labels(report, "challenges", lambda text: text.split("\n")[0])
    return AlteredReport(_with_labels(altered, "disclosure", lambda text: text.split("\n")[0]))


def year_in_headers(report: SampleReport) -> AlteredReport:
    """Headers name the year: 本年(2023)制发件数 (Yuecheng district for 2023)."""
    year = f"本年({report.year})"
    return AlteredReport(_with_labels(report, "disclosure", lambda text: text.replace("本年", year)))


def rows_added(report: SampleReport) -> AlteredReport:
    """The agency adds a row, an explanation in a label, and marks for values (Wuhan for 2020)."""
    rules = {
        key: PrintedCell("-", "dash", raw="-") for key in report.cells if key[:2] == ("disclosure", "rules")
    }
    altered = _with_labels(
        with_cells(report, rules), "disclosure", lambda text: _RULES_LABEL if text == "规章" else text
    )
    altered = with_alteration(altered, lambda outline: outline.with_table("disclosure", _add_row))
    return AlteredReport(altered, (ExpectedFinding("F_EXTRA_ROWS"),))


def extra_table(report: SampleReport) -> AlteredReport:
    """Section one has a table of the agency's own with words of the statutory tables (Jining)."""
    return AlteredReport(
        with_alteration(
            report,
            lambda outline: outline.with_part("overview", lambda part: replace(part, table=_CHANNEL_TABLE)),
        )
    )


def _add_row(table: SampleTable) -> SampleTable:
    """Add a row at the end of the first block, below 规范性文件."""
    index = next(number for number, row in enumerate(table.rows) if "规范性文件" in row[0].text) + 1
    label, *values = _ADDED_ROW
    added = (SampleCell(label, header=True), *(SampleCell(value) for value in values))
    return replace(table, rows=(*table.rows[:index], added, *table.rows[index:]))
