"""Amounts in another unit, which stands in the cell, in the header or in a caption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from random import Random

from samples.anomalies.base import with_alteration, with_cells
from samples.reports.cell_styles import PrintedCell
from samples.reports.figures import Key
from samples.reports.outline import OutlinePart
from samples.reports.report import SampleReport
from samples.reports.table_layout import SampleCell, SampleTable
from tests.accuracy.mutation_data import NO_ANSWER, RedrawnReport, mutation_data, with_changed_table

_FEE: Key = ("disclosure", "fees", "fee_amount")
_PURCHASE: Key = ("disclosure", "procurement", "purchase_amount")
# Unit of the figure and first characters of the header, by form.
_AMOUNTS = {"2021": (_FEE, "万元", "本年收费金额"), "2019": (_PURCHASE, "元", "采购总金额")}
_BLOCK_CAPTIONS = {"2021": "第二十条第（八）项", "2019": "第二十条第（九）项"}


def print_unit_in_cell(report: SampleReport, random: Random) -> RedrawnReport:
    """The amount carries its unit, whatever the header says."""
    unit = _choose_unit(random)
    return RedrawnReport(_with_amount(report, unit, unit))


def print_unit_in_header(report: SampleReport, random: Random) -> RedrawnReport:
    """The header names the unit of the amount."""
    unit = _choose_unit(random)
    template = random.choice(("（单位：{}）", "（{}）", "({})", "\n（单位：{}）"))
    return RedrawnReport(
        _with_header(_with_amount(report, unit), lambda title: title + template.format(unit))
    )


def print_unit_in_caption(report: SampleReport, random: Random) -> RedrawnReport:
    """The caption of the block names the unit of the amount, the header none."""
    unit = _choose_unit(random)
    caption = _BLOCK_CAPTIONS[report.form]
    mark = random.choice(("（单位：{}）", "（金额单位：{}）", "　单位：{}")).format(unit)
    altered = _with_header(_with_amount(report, unit), lambda title: title)
    return RedrawnReport(_with_texts(altered, lambda text: text + mark if text == caption else text))


def print_unit_above_table(report: SampleReport, random: Random) -> RedrawnReport:
    """A line above the table names the unit of its amounts, the header none."""
    unit = _choose_unit(random)
    line = random.choice(("单位：{}", "（单位：{}）", "金额单位：{}")).format(unit)
    altered = _with_header(_with_amount(report, unit), lambda title: title)
    return RedrawnReport(
        with_alteration(
            altered, lambda outline: outline.with_part("disclosure", lambda part: _with_line(part, line))
        )
    )


def contradict_units(report: SampleReport, random: Random) -> RedrawnReport:
    """Caption and header name two units, so no one can tell the amount."""
    first, second = random.sample(["元", "万元", "亿元"], 2)
    caption = _BLOCK_CAPTIONS[report.form]
    altered = _with_header(_with_amount(report, first), lambda title: f"{title}（单位：{first}）")
    key = _AMOUNTS[report.form][0]
    truths = {} if not report.figures[key] else {key: NO_ANSWER}
    return RedrawnReport(
        _with_texts(altered, lambda text: f"{text}（单位：{second}）" if text == caption else text),
        truths=truths,
    )


def _choose_unit(random: Random) -> str:
    return random.choice(list(mutation_data().units))


def _with_amount(report: SampleReport, unit: str, behind: str = "") -> SampleReport:
    """Return the report with its amount in a unit, which stands `behind` it."""
    key, own_unit, _ = _AMOUNTS[report.form]
    units = mutation_data().units
    number = report.figures[key]
    printed = f"{(number * units[own_unit] / units[unit]).normalize() + Decimal(0):f}{behind}"
    return with_cells(report, {key: PrintedCell(printed, "reported", number, behind, printed)})


def _with_header(report: SampleReport, change: Callable[[str], str]) -> SampleReport:
    """Return the report with the header of its amount changed; `change` gets it without a unit."""
    title = _AMOUNTS[report.form][2]
    return _with_texts(report, lambda text: change(title) if text.startswith(title) else text)


def _with_texts(report: SampleReport, change: Callable[[str], str]) -> SampleReport:
    def change_cell(cell: SampleCell) -> SampleCell:
        return replace(cell, text=change(cell.text)) if cell.header else cell

    def change_table(sheet: SampleTable) -> SampleTable:
        return replace(sheet, rows=tuple(tuple(map(change_cell, row)) for row in sheet.rows))

    return with_changed_table(report, change_table, "disclosure")


def _with_line(part: OutlinePart, line: str) -> OutlinePart:
    return replace(part, paragraphs=(*part.paragraphs, line))


UNIT_CHANGES = (
    print_unit_in_cell,
    print_unit_in_header,
    print_unit_in_caption,
    print_unit_above_table,
    contradict_units,
)
