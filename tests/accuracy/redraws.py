"""Changes to rows and cells of a report, made in the truth as well."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from archive.forms import form
from samples.anomalies.base import with_cells
from samples.reports.cell_styles import BLANK, number_cell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from samples.reports.table_layout import LABEL_COLUMN_COUNT, SampleTable
from tests.accuracy.column_changes import COLUMN_CHANGES
from tests.accuracy.mutation_data import Redraw, RedrawnReport, with_changed_table
from tests.accuracy.prose_changes import PROSE_CHANGES
from tests.accuracy.row_changes import ROW_CHANGES
from tests.accuracy.unit_changes import UNIT_CHANGES

_VALUE_COLUMN_COUNT = 7


def _request_rows(report: SampleReport) -> list[str]:
    return list(dict.fromkeys(row for table, row, _ in report.cells if table == "requests"))


def exchange_values(report: SampleReport, random: Random) -> RedrawnReport:
    """Two rows of table 3 exchange their values."""
    first, second = random.sample(_request_rows(report), 2)
    swapped: dict[Key, Key] = {}
    for table, row, column in report.cells:
        if table == "requests" and row in (first, second):
            swapped[table, row, column] = (table, second if row == first else first, column)
    return RedrawnReport(with_cells(report, {key: report.cells[source] for key, source in swapped.items()}))


def change_cell(report: SampleReport, random: Random) -> RedrawnReport:
    """One to three cells get another number."""
    keys = random.sample(list(report.cells), random.randint(1, 3))
    return RedrawnReport(
        with_cells(report, {key: number_cell(Decimal(random.randint(0, 1200))) for key in keys})
    )


def blank_cells(report: SampleReport, random: Random) -> RedrawnReport:
    """One to six cells become blank."""
    keys = random.sample(list(report.cells), random.randint(1, 6))
    return RedrawnReport(with_cells(report, dict.fromkeys(keys, BLANK)))


def exchange_rows(report: SampleReport, random: Random) -> RedrawnReport:
    """Two rows of reasons in table 3 exchange their positions, labels included."""

    def change(sheet: SampleTable) -> SampleTable:
        simple = [
            number
            for number, line in enumerate(sheet.rows)
            if len(line) == 1 + _VALUE_COLUMN_COUNT and line[0].header and line[0].colspan == 1
        ]
        first, second = random.sample(simple, 2)
        lines = list(sheet.rows)
        lines[first], lines[second] = lines[second], lines[first]
        return replace(sheet, rows=tuple(lines))

    return RedrawnReport(with_changed_table(report, change))


def lose_cell(report: SampleReport, random: Random) -> RedrawnReport:
    """A value is missing in a row of table 3, and the values after it move left."""
    row = random.choice(_request_rows(report))
    place = random.randrange(_VALUE_COLUMN_COUNT)

    def change(sheet: SampleTable) -> SampleTable:
        number = _row_index(report, row)
        line = list(sheet.rows[number])
        del line[len(line) - _VALUE_COLUMN_COUNT + place]
        return replace(sheet, rows=(*sheet.rows[:number], tuple(line), *sheet.rows[number + 1 :]))

    keys = [key for key in report.cells if key[:2] == ("requests", row)]
    left = [report.cells[key] for number, key in enumerate(keys) if number != place]
    return RedrawnReport(with_changed_table(report, change), dict(zip(keys, [*left, BLANK], strict=True)))


def lose_row(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of table 3 other than the last is missing, with the group label in it."""
    row = random.choice(_request_rows(report)[:-1])

    def change(sheet: SampleTable) -> SampleTable:
        above, rest = sheet.split_at(_row_index(report, row))
        return replace(sheet, rows=(*above.rows, *rest.split_at(1)[1].rows))

    cells = {key: cell for key, cell in report.cells.items() if key[:2] != ("requests", row)}
    return RedrawnReport(replace(with_changed_table(report, change), cells=cells))


def lose_challenge_cell(report: SampleReport, random: Random) -> RedrawnReport:
    """A value of table 4 is missing, and the values after it move left."""
    keys = [key for key in report.cells if key[0] == "challenges"]
    place = random.randrange(len(keys))

    def change(sheet: SampleTable) -> SampleTable:
        *head, values = sheet.rows
        return replace(sheet, rows=(*head, values[:place] + values[place + 1 :]))

    left = [report.cells[key] for number, key in enumerate(keys) if number != place]
    return RedrawnReport(
        with_changed_table(report, change, "challenges"), dict(zip(keys, [*left, BLANK], strict=True))
    )


def exchange_challenge_blocks(report: SampleReport, random: Random) -> RedrawnReport:
    """Two blocks of table 4 exchange their values."""
    keys = [key for key in report.cells if key[0] == "challenges"]
    first, second = random.sample(sorted({key[1] for key in keys}), 2)
    swap = {first: second, second: first}
    moved = {key: report.cells[key[0], swap[key[1]], key[2]] for key in keys if key[1] in swap}
    return RedrawnReport(with_cells(report, moved))


def lose_disclosure_row(report: SampleReport, random: Random) -> RedrawnReport:
    """A row of table 2 is missing."""
    row = random.choice(sorted({key[1] for key in report.cells if key[0] == "disclosure"}))
    cells = {key: cell for key, cell in report.cells.items() if key[:2] != ("disclosure", row)}
    return RedrawnReport(replace(report, cells=cells))


def lose_disclosure_cell(report: SampleReport, random: Random) -> RedrawnReport:
    """A value is missing in a row of table 2 with several, and the values after it move left."""
    rows: dict[str, list[Key]] = {}
    for key in report.cells:
        if key[0] == "disclosure":
            rows.setdefault(key[1], []).append(key)
    row = random.choice([name for name, keys in rows.items() if len(keys) > 1])
    place = random.randrange(len(rows[row]))
    label = form(report.form).table("disclosure").rows_by_key[row].term.zh

    def change(sheet: SampleTable) -> SampleTable:
        number = next(number for number, line in enumerate(sheet.rows) if line[0].text == label)
        line = sheet.rows[number]
        short = (*line[: 1 + place], *line[2 + place :])
        return replace(sheet, rows=(*sheet.rows[:number], short, *sheet.rows[number + 1 :]))

    left = [report.cells[key] for number, key in enumerate(rows[row]) if number != place]
    return RedrawnReport(
        with_changed_table(report, change, "disclosure"), dict(zip(rows[row], [*left, BLANK], strict=True))
    )


def exchange_disclosure_rows(report: SampleReport, random: Random) -> RedrawnReport:
    """Two neighbouring rows of one block of table 2 exchange their positions, labels included."""

    def change(sheet: SampleTable) -> SampleTable:
        lines = list(sheet.rows)
        rows = [number for number, line in enumerate(lines) if len(line) > 1 and not line[1].header]
        first = random.choice([number for number in rows if number + 1 in rows])
        lines[first], lines[first + 1] = lines[first + 1], lines[first]
        return replace(sheet, rows=tuple(lines))

    return RedrawnReport(with_changed_table(report, change, "disclosure"))


def _row_index(report: SampleReport, row: str) -> int:
    """Return the line of a row: the lines below the three header lines are the rows in form order."""
    return LABEL_COLUMN_COUNT + _request_rows(report).index(row)


REDRAWS: tuple[Redraw, ...] = (
    exchange_values,
    change_cell,
    blank_cells,
    exchange_rows,
    lose_cell,
    lose_row,
    lose_challenge_cell,
    exchange_challenge_blocks,
    lose_disclosure_row,
    lose_disclosure_cell,
    exchange_disclosure_rows,
    *ROW_CHANGES,
    *COLUMN_CHANGES,
    *UNIT_CHANGES,
    *PROSE_CHANGES,
)
