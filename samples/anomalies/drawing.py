"""Tables drawn otherwise than the form has them: labels mutilated, headers broken, rows added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from archive.forms import terms
from samples.anomalies.base import Altered, Expected, laid_out, with_cells
from samples.reports.cell_styles import Printed
from samples.reports.report import SampleReport
from samples.reports.table_layout import Box, Sheet

# Long enough that a label with two characters lost is still no other row's.
_LONG_LABELS = (
    "denied_prohibited",
    "unavailable_not_held",
    "unavailable_not_compiled",
    "dismissed_excessive",
    "dismissed_confirmation",
)
_RULES = "规章（设区的市、自治州人民政府应提供相关数据）"
_ADDED = ("其他主动公开文件（含部门文件、会议纪要）", "186", "86", "255")
# What the rows count is no row of table 2, though two of them are called so.
_CHANNELS = Sheet(
    "channels",
    4,
    (
        tuple(Box(text, header=True) for text in ("公开内容", "门户网站", "政务新媒体", "合计")),
        *(
            (Box(label, header=True), *map(Box, counts))
            for label, counts in (
                ("机构职能", ("12", "3", "15")),
                ("行政规范性文件", ("7", "2", "9")),
                ("行政许可", ("431", "25", "456")),
                ("其他", ("88", "120", "208")),
            )
        ),
    ),
)


def _relabelled(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    """The sheet with `change` applied to every label and header."""
    lines = tuple(
        tuple(replace(box, text=change(box.text)) if box.header else box for box in line)
        for line in sheet.lines
    )
    return replace(sheet, lines=lines)


def _changed(report: SampleReport, table: str, change: Callable[[str], str]) -> SampleReport:
    return laid_out(
        report, lambda outline: outline.with_sheet(table, lambda sheet: _relabelled(sheet, change))
    )


def label_mutilated(report: SampleReport) -> Altered:
    """Two characters lost in a label (其他法律行政止公开, Hongze district for 2024)."""
    random = Random(f"mutilated/{report.key}")
    row = random.choice(_LONG_LABELS)
    label: str = terms()["rows"]["requests"][row]["zh"]
    cut = random.randint(4, len(label) - 3)
    broken = label[:cut] + label[cut + 2 :]
    altered = _changed(report, "requests", lambda text: broken if text == label else text)
    return Altered(altered, (Expected("F_LABEL_MUTILATED", "fail", "requests", row),))


def header_halves_lost(report: SampleReport) -> Altered:
    """Only the first line of a broken header left (seed 004: 结果, 其他, 尚未; seed 000: 本年新 twice)."""
    altered = _changed(report, "challenges", lambda text: text.split("\n")[0])
    return Altered(_changed(altered, "disclosure", lambda text: text.split("\n")[0]))


def year_in_headers(report: SampleReport) -> Altered:
    """本年(2023)制发件数 (Yuecheng district for 2023)."""
    year = f"本年({report.year})"
    return Altered(_changed(report, "disclosure", lambda text: text.replace("本年", year)))


def rows_added(report: SampleReport) -> Altered:
    """A row of the agency's own, an explanation within a label, marks for values (Wuhan for 2020)."""
    rules = {key: Printed("-", "dash", raw="-") for key in report.cells if key[:2] == ("disclosure", "rules")}
    altered = _changed(
        with_cells(report, rules), "disclosure", lambda text: _RULES if text == "规章" else text
    )
    altered = laid_out(altered, lambda outline: outline.with_sheet("disclosure", _with_row))
    return Altered(altered, (Expected("F_EXTRA_ROWS"),))


def extra_table(report: SampleReport) -> Altered:
    """A table of the agency's own in section one, with words of the statutory ones (Jining)."""
    return Altered(
        laid_out(
            report, lambda outline: outline.with_part("overview", lambda part: replace(part, sheet=_CHANNELS))
        )
    )


def _with_row(sheet: Sheet) -> Sheet:
    """The added row stands at the end of the first block, below 规范性文件."""
    place = next(number for number, line in enumerate(sheet.lines) if "规范性文件" in line[0].text) + 1
    label, *values = _ADDED
    added = (Box(label, header=True), *(Box(value) for value in values))
    return replace(sheet, lines=(*sheet.lines[:place], added, *sheet.lines[place:]))
