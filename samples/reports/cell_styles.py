"""Cell styles: how agencies fill in the form, and which state a reader must report for each cell.

Every style occurs in published reports; none makes an error-level check fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from samples.reports.figures import APPLICANTS, Figures, Key

_IDENTITY_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")
_CLOSED_ROWS = ("closed_not_corrected", "closed_fee_unpaid", "closed_other")


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell: the printed text, its state and value. `number` is in the unit of the column."""

    text: str
    state: str
    number: Decimal | None = None
    unit: str = ""
    raw: str = ""


Cells = dict[Key, PrintedCell]

BLANK = PrintedCell("", "blank")


def number_cell(number: Decimal) -> PrintedCell:
    """A number as most agencies type it: no thousands mark, no plus sign."""
    return PrintedCell(f"{number:f}", "reported", number)


def _all_cells(figures: Figures, random: Random) -> Cells:
    """Every cell is filled in."""
    return {key: number_cell(number) for key, number in figures.items()}


def _sparse_cells(figures: Figures, random: Random) -> Cells:
    """Zeros are printed only in totals, as by 临湘市人社局 for 2020; all other zeros are empty cells."""
    due = {("requests", row, "total") for row in _IDENTITY_ROWS}
    cells = _all_cells(figures, random)
    for key, number in figures.items():
        table, _, column = key
        left_out = table == "requests" or (table == "challenges" and column != "total")
        if left_out and not number and key not in due:
            cells[key] = BLANK
    return cells


def _no_row_totals(figures: Figures, random: Random) -> Cells:
    """总计 is printed only in the rows 一, 二, (七), 四, as by Shanghai's government office for 2019."""
    cells = _all_cells(figures, random)
    for key in figures:
        table, row, column = key
        if table == "requests" and column == "total" and row not in _IDENTITY_ROWS:
            cells[key] = BLANK
    return cells


def _dashes(figures: Figures, random: Random) -> Cells:
    """Marks in the row 规章, since departments cannot make rules."""
    mark = random.choice(("/", "-", "—"))
    cells = _all_cells(figures, random)
    for key in figures:
        if key[:2] == ("disclosure", "rules"):
            cells[key] = PrintedCell(mark, "dash", raw=mark)
    return cells


def _dropped_rows(figures: Figures, random: Random) -> Cells:
    """Rows of table 2 that do not concern the agency are cut out."""
    dropped = {"rules", "other_services"}
    return {key: cell for key, cell in _all_cells(figures, random).items() if key[1] not in dropped}


def _merged_row(figures: Figures, random: Random) -> Cells:
    """(六) is printed as one row, as by 淮安市洪泽区 for 2024; the two further rows are merged in it."""
    cells = _all_cells(figures, random)
    if ("requests", _CLOSED_ROWS[0], "total") not in figures:
        return cells
    for column in (*APPLICANTS, "total"):
        total = sum((figures["requests", row, column] for row in _CLOSED_ROWS), Decimal(0))
        cells["requests", "closed_other", column] = number_cell(total)
        for row in _CLOSED_ROWS[:2]:
            cells["requests", row, column] = PrintedCell("", "absent", raw="merged")
    return cells


def _units(figures: Figures, random: Random) -> Cells:
    """The 2019 form gives 采购总金额 no unit, so agencies write one into the cell."""
    cells = _all_cells(figures, random)
    key = ("disclosure", "procurement", "purchase_amount")
    if key in figures:
        amount = figures[key]
        short = f"{amount.scaleb(-4).normalize():f}万元"
        unit, text = random.choice((("元", f"{amount:f}元"), ("万元", short)))
        cells[key] = PrintedCell(text, "reported", amount, unit, text)
    return cells


CELL_STYLES: dict[str, Callable[[Figures, Random], Cells]] = {
    "everything": _all_cells,
    "sparse": _sparse_cells,
    "no_row_totals": _no_row_totals,
    "dashes": _dashes,
    "dropped_rows": _dropped_rows,
    "merged_row": _merged_row,
    "units": _units,
}
# Most reports are complete; every special style is a small minority, as among real agencies.
CELL_STYLE_WEIGHTS = {
    "everything": 60,
    "sparse": 8,
    "no_row_totals": 5,
    "dashes": 7,
    "dropped_rows": 7,
    "merged_row": 6,
    "units": 7,
}


def choose_cell_style(random: Random) -> str:
    """A random style, common ones more often."""
    return random.choices(list(CELL_STYLE_WEIGHTS), list(CELL_STYLE_WEIGHTS.values()))[0]


def fill_cells(cell_style: str, figures: Figures, random: Random) -> Cells:
    """The cells of a report in this style; a row that is cut out has no cells."""
    return CELL_STYLES[cell_style](figures, random)
