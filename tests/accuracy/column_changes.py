"""Columns in another order: headers with their numbers, and headers without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from samples.reports.cell_styles import PrintedCell
from samples.reports.figures import Key
from samples.reports.report import SampleReport
from samples.reports.table_layout import SampleRow, SampleTable
from tests.accuracy.mutation_data import RedrawnReport, drawn_table, with_changed_table

_REQUEST_COLUMN_COUNT, _RESULT_COUNT = 7, 5
Swap = Callable[[SampleTable], SampleTable]


def exchange_applicants(report: SampleReport, random: Random) -> RedrawnReport:
    """Two columns of table 3 change places, headers and numbers."""
    first, second = _choose_applicants(random)

    def change(sheet: SampleTable) -> SampleTable:
        rows = (_swap_texts(line, first, second, _REQUEST_COLUMN_COUNT) for line in sheet.rows[3:])
        return replace(sheet, rows=(*_swap_applicant_headers(sheet, first, second), *rows))

    return RedrawnReport(with_changed_table(report, change))


def exchange_applicant_headers(report: SampleReport, random: Random) -> RedrawnReport:
    """The headers of two columns of table 3 change places, their numbers do not: the page is the truth."""
    first, second = _choose_applicants(random)

    def change(sheet: SampleTable) -> SampleTable:
        return replace(sheet, rows=(*_swap_applicant_headers(sheet, first, second), *sheet.rows[3:]))

    rows = dict.fromkeys(key[:2] for key in report.cells if key[0] == "requests")
    return RedrawnReport(
        with_changed_table(report, change),
        truths={
            key: cell for row in rows for key, cell in _exchanged_cells(report, row, first, second).items()
        },
    )


def exchange_results(report: SampleReport, random: Random) -> RedrawnReport:
    """Two results in one block of table 4 change places, headers and numbers."""
    block, first, second = random.randrange(3), *random.sample(range(_RESULT_COUNT), 2)

    def change(sheet: SampleTable) -> SampleTable:
        *head, values = _swap_result_headers(sheet, block, first, second)
        offset = block * _RESULT_COUNT
        return replace(sheet, rows=(*head, _swap_at(values, offset + first, offset + second)))

    return RedrawnReport(with_changed_table(report, change, "challenges"))


def exchange_result_headers(report: SampleReport, random: Random) -> RedrawnReport:
    """Two headers in one block of table 4 change places, their numbers do not: the page is the truth."""
    block, first, second = random.randrange(3), *random.sample(range(_RESULT_COUNT), 2)
    rows = list(dict.fromkeys(key[:2] for key in report.cells if key[0] == "challenges"))
    return RedrawnReport(
        with_changed_table(
            report,
            lambda sheet: replace(sheet, rows=_swap_result_headers(sheet, block, first, second)),
            "challenges",
        ),
        truths=_exchanged_cells(report, rows[block], first, second),
    )


def exchange_suit_headers(report: SampleReport, random: Random) -> RedrawnReport:
    """The headers of the two kinds of lawsuits change places, their numbers do not: the page is the truth."""

    def change(sheet: SampleTable) -> SampleTable:
        rows = list(sheet.rows)
        rows[1] = _swap_at(rows[1], _RESULT_COUNT, _RESULT_COUNT + 1)
        return replace(sheet, rows=tuple(rows))

    _, direct, later = dict.fromkeys(key[1] for key in report.cells if key[0] == "challenges")
    other = {direct: later, later: direct}
    truths = {
        key: report.cells[key[0], other[key[1]], key[2]]
        for key in report.cells
        if key[0] == "challenges" and key[1] in other
    }
    return RedrawnReport(with_changed_table(report, change, "challenges"), truths=truths)


def exchange_disclosure_columns(report: SampleReport, random: Random) -> RedrawnReport:
    """Two columns in one block of table 2 change places, headers and numbers."""
    start, end = random.choice(_wide_blocks(drawn_table(report, "disclosure")))
    first, second = random.sample(range(len(drawn_table(report, "disclosure").rows[start]) - 1), 2)

    def change(sheet: SampleTable) -> SampleTable:
        rows = list(sheet.rows)
        for number in range(start, end):
            rows[number] = _swap_texts(rows[number], first, second, len(rows[number]) - 1)
        return replace(sheet, rows=tuple(rows))

    return RedrawnReport(with_changed_table(report, change, "disclosure"))


def exchange_disclosure_headers(report: SampleReport, random: Random) -> RedrawnReport:
    """Two headers in one block of table 2 change places, their numbers do not: the page is the truth."""
    sheet = drawn_table(report, "disclosure")
    start, end = random.choice(_wide_blocks(sheet))
    first, second = random.sample(range(len(sheet.rows[start]) - 1), 2)

    def change(sheet: SampleTable) -> SampleTable:
        rows = list(sheet.rows)
        rows[start] = _swap_texts(rows[start], first, second, len(rows[start]) - 1)
        return replace(sheet, rows=tuple(rows))

    numbers = [number for number, line in enumerate(sheet.rows) if _is_value_row(line)]
    keys = list(dict.fromkeys(key[:2] for key in report.cells if key[0] == "disclosure"))
    concerned = [key for key, number in zip(keys, numbers, strict=True) if start < number < end]
    return RedrawnReport(
        with_changed_table(report, change, "disclosure"),
        truths={
            key: cell
            for row in concerned
            for key, cell in _exchanged_cells(report, row, first, second).items()
        },
    )


def _choose_applicants(random: Random) -> tuple[int, int]:
    """Return two columns whose headers stand on the same line: two organisations, or the outer columns."""
    if random.random() < 0.2:
        return 0, _REQUEST_COLUMN_COUNT - 1
    first, second = random.sample(range(1, _REQUEST_COLUMN_COUNT - 1), 2)
    return first, second


def _swap_applicant_headers(sheet: SampleTable, first: int, second: int) -> tuple[SampleRow, ...]:
    top, middle, bottom = sheet.rows[:3]
    if first == 0:
        return top, _swap_at(middle, 0, 2), bottom
    return top, middle, _swap_at(bottom, first - 1, second - 1)


def _swap_result_headers(sheet: SampleTable, block: int, first: int, second: int) -> tuple[SampleRow, ...]:
    top, middle, bottom, values = sheet.rows
    if block == 0:
        return top, _swap_at(middle, first, second), bottom, values
    offset = (block - 1) * _RESULT_COUNT
    return top, middle, _swap_at(bottom, offset + first, offset + second), values


def _swap_at(line: SampleRow, first: int, second: int) -> SampleRow:
    """Return the row with the texts of two cells exchanged; their spans stay."""
    cells = list(line)
    cells[first], cells[second] = (
        replace(cells[first], text=cells[second].text),
        replace(cells[second], text=cells[first].text),
    )
    return tuple(cells)


def _swap_texts(line: SampleRow, first: int, second: int, width: int) -> SampleRow:
    """Return the row with the texts of two of its last `width` cells exchanged."""
    offset = len(line) - width
    return _swap_at(line, offset + first, offset + second)


def _wide_blocks(sheet: SampleTable) -> list[tuple[int, int]]:
    """Return the header row and the end of each block of table 2 with several columns."""
    starts = [number for number, line in enumerate(sheet.rows) if len(line) > 1 and line[1].header]
    ends = [
        next(
            (number for number in range(start + 1, len(sheet.rows)) if not _is_value_row(sheet.rows[number])),
            len(sheet.rows),
        )
        for start in starts
    ]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if len(sheet.rows[start]) > 2]


def _is_value_row(line: SampleRow) -> bool:
    return len(line) > 1 and not line[1].header


def _exchanged_cells(
    report: SampleReport, row: tuple[str, str], first: int, second: int
) -> dict[Key, PrintedCell]:
    keys = [key for key in report.cells if key[:2] == row]
    return {
        keys[first]: report.cells[keys[second]],
        keys[second]: report.cells[keys[first]],
    }


COLUMN_CHANGES = (
    exchange_applicants,
    exchange_applicant_headers,
    exchange_results,
    exchange_result_headers,
    exchange_suit_headers,
    exchange_disclosure_columns,
    exchange_disclosure_headers,
)
