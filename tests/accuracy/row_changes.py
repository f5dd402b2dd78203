"""Rows that are printed twice, or in another table than their own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from archive.forms import form
from samples.reports.cell_styles import PrintedCell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from samples.reports.table_layout import SampleCell, SampleRow, SampleTable
from tests.accuracy.mutation_data import NO_ANSWER, RedrawnReport, drawn_table, with_changed_table

_REQUEST_COLUMN_COUNT = 7


def double_row(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of reasons in table 3 is printed twice, with the same values."""
    sheet = drawn_table(report, "requests")
    number = random.choice(_simple_rows(sheet))
    return RedrawnReport(
        with_changed_table(report, lambda sheet: _insert_row(sheet, number, sheet.rows[number]))
    )


def double_row_differently(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of reasons in table 3 is printed twice, with two values for one or two columns."""
    sheet = drawn_table(report, "requests")
    number = random.choice(_simple_rows(sheet))
    label, *values = sheet.rows[number]
    changed = random.sample(range(_REQUEST_COLUMN_COUNT), random.randint(1, 2))
    for place in changed:
        values[place] = _changed_value(values[place], random)
    keys = _keys_of_number(report, sheet, number)
    return RedrawnReport(
        with_changed_table(report, lambda sheet: _insert_row(sheet, number, (label, *values))),
        truths={keys[place]: NO_ANSWER for place in changed},
    )


def double_disclosure_row(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of table 2 is printed twice; in half of the reports the second time with other values."""
    row = random.choice(sorted({key[1] for key in report.cells if key[0] == "disclosure"}))
    number = _disclosure_index(report, row)
    label, *values = drawn_table(report, "disclosure").rows[number]
    keys = _keys_of_row(report, "disclosure", row)
    truths: dict[Key, PrintedCell] = {}
    if random.random() < 0.5:
        values = [_changed_value(cell, random) for cell in values]
        truths = dict.fromkeys(keys, NO_ANSWER)
    return RedrawnReport(
        with_changed_table(
            report, lambda sheet: _insert_row(sheet, number + 1, (label, *values)), "disclosure"
        ),
        truths=truths,
    )


def double_challenge_row(report: SampleReport, random: Random) -> RedrawnReport:
    """The values of table 4 are printed in two rows, of which nothing says which is the agency's."""
    values = drawn_table(report, "challenges").rows[-1]
    changed = random.sample(range(len(values)), random.randint(1, 3))
    second = tuple(
        _changed_value(cell, random) if place in changed else cell for place, cell in enumerate(values)
    )
    keys = [key for key in report.cells if key[0] == "challenges"]
    return RedrawnReport(
        with_changed_table(report, lambda sheet: replace(sheet, rows=(*sheet.rows, second)), "challenges"),
        truths={keys[place]: NO_ANSWER for place in changed},
    )


def move_row_to_challenges(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of reasons in table 3 is printed below table 4 instead."""
    sheet = drawn_table(report, "requests")
    number = random.choice(_simple_rows(sheet))
    label, *values = sheet.rows[number]
    moved = (replace(label, colspan=8), *values)
    keys = _keys_of_number(report, sheet, number)
    shorter = with_changed_table(report, lambda sheet: _remove_row(sheet, number))
    return RedrawnReport(
        with_changed_table(shorter, lambda sheet: replace(sheet, rows=(*sheet.rows, moved)), "challenges"),
        truths=dict.fromkeys(keys, PrintedCell("", "absent")),
        alternatives={key: report.cells[key] for key in keys},
    )


def move_disclosure_row(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of table 2 is printed at the end of table 3 instead, with blank cells behind it."""
    row = random.choice(sorted({key[1] for key in report.cells if key[0] == "disclosure"}))
    number = _disclosure_index(report, row)
    label, *values = drawn_table(report, "disclosure").rows[number]
    blanks = [SampleCell("")] * (_REQUEST_COLUMN_COUNT - len(values))
    moved = (replace(label, colspan=3), *(replace(cell, colspan=1) for cell in values), *blanks)
    keys = _keys_of_row(report, "disclosure", row)
    shorter = with_changed_table(report, lambda sheet: _remove_row(sheet, number), "disclosure")
    return RedrawnReport(
        with_changed_table(shorter, lambda sheet: replace(sheet, rows=(*sheet.rows, moved))),
        truths=dict.fromkeys(keys, PrintedCell("", "absent")),
        alternatives={key: report.cells[key] for key in keys},
    )


def _changed_value(cell: SampleCell, random: Random) -> SampleCell:
    """Return the cell with a greater number; one without a number gets one."""
    number = Decimal(cell.text) if cell.text.lstrip("-").replace(".", "", 1).isdigit() else Decimal(0)
    return replace(cell, text=f"{number + random.randint(1, 9):f}")


def _simple_rows(sheet: SampleTable) -> list[int]:
    """Return the rows of table 3 with a single label of their own column, whose group began above."""
    return [
        number
        for number, line in enumerate(sheet.rows)
        if len(line) == 1 + _REQUEST_COLUMN_COUNT and line[0].header and line[0].colspan == 1
    ]


def _insert_row(sheet: SampleTable, number: int, line: SampleRow) -> SampleTable:
    """Return the table with a row before another; cells that go down over the place go one row further."""
    rows = [list(row) for row in sheet.rows]
    for start, _, cell in sheet.positioned_cells():
        if start < number < start + cell.rowspan:
            rows[start][rows[start].index(cell)] = replace(cell, rowspan=cell.rowspan + 1)
    return replace(sheet, rows=(*map(tuple, rows[:number]), line, *map(tuple, rows[number:])))


def _remove_row(sheet: SampleTable, number: int) -> SampleTable:
    above, rest = sheet.split_at(number)
    below = rest.split_at(1)[1].rows if len(rest.rows) > 1 else ()
    return replace(sheet, rows=(*above.rows, *below))


def _keys_of_row(report: SampleReport, table: str, row: str) -> list[Key]:
    return [key for key in report.cells if key[:2] == (table, row)]


def _keys_of_number(report: SampleReport, sheet: SampleTable, number: int) -> list[Key]:
    """Return the keys of a row of table 3 by its place: all rows below the header are drawn in form order."""
    rows = list(dict.fromkeys(row for table, row, _ in report.cells if table == "requests"))
    return _keys_of_row(report, "requests", rows[number - (len(sheet.rows) - len(rows))])


def _disclosure_index(report: SampleReport, row: str) -> int:
    label = form(report.form).table("disclosure").rows_by_key[row].term.zh
    rows = drawn_table(report, "disclosure").rows
    return next(number for number, line in enumerate(rows) if line[0].text == label)


ROW_CHANGES = (
    double_row,
    double_row_differently,
    double_disclosure_row,
    double_challenge_row,
    move_row_to_challenges,
    move_disclosure_row,
)
