"""Compares the figures and sections of several files of the same report: a page and its attachments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.checks.catalog import catalog
from archive.forms import form, section_titles
from archive.model import Attribution, Figure, Finding, Report, Result, State

_CHECK_ID = "F_FILES_DIFFER"
_COMPARED_STATES = (State.REPORTED, State.BLANK, State.DASH)
_PROSE_SECTIONS = ("overview", "problems", "other_matters")
"""Sections of prose; the other sections are tables, whose figures are compared."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """A report as one file has it, and the name of the file in messages."""

    report: Report
    file_name: str

    @property
    def agency_and_year(self) -> tuple[str | None, int | None]:
        """Agency and year of the report; None if unknown."""
        return self.report.identity.agency, self.report.identity.year


def file_findings(chosen: FileReport, others: Sequence[FileReport]) -> tuple[Finding, ...]:
    """Return the differences between the chosen file and the others; one passed finding if there are none.

    A figure that one file leaves out or that could not be read is no difference, nor is a blank against a 0.
    """
    differences = tuple(finding for other in others for finding in _differences(chosen, other))
    passed = (Finding(_CHECK_ID, Result.PASS, catalog()[_CHECK_ID].severity),) if others else ()
    return differences or passed


def _differences(chosen: FileReport, other: FileReport) -> Iterator[Finding]:
    if chosen.agency_and_year != other.agency_and_year:
        agency, year = other.agency_and_year
        yield _failed_finding(f"{other.file_name} 是{agency or '机关不明的'}{year or '年份不明的'}年度的报告")
        return
    other_figures = {figure.key: figure for figure in other.report.figures}
    for figure in chosen.report.figures:
        other_figure = other_figures.get(figure.key)
        if other_figure and _number_or_zero(figure) != _number_or_zero(other_figure):
            yield from _figure_differences(chosen, figure, other, other_figure)
    for key in _PROSE_SECTIONS:
        fuller, shorter = (chosen, other) if key in chosen.report.sections else (other, chosen)
        if key in fuller.report.sections and key not in shorter.report.sections:
            yield _failed_finding(
                f"“{section_titles()[key][0]}”：{fuller.file_name} 有这一部分，{shorter.file_name} 没有"
            )


def _figure_differences(
    chosen: FileReport, figure: Figure, other: FileReport, other_figure: Figure
) -> Iterator[Finding]:
    if figure.state not in _COMPARED_STATES or other_figure.state not in _COMPARED_STATES:
        return
    left, right = _number_or_zero(figure), _number_or_zero(other_figure)
    printed = (
        f"{chosen.file_name} 作 {_printed_text(figure)}，{other.file_name} 作 {_printed_text(other_figure)}"
    )
    are_certain = _is_certain(chosen.report, figure) and _is_certain(other.report, other_figure)
    yield Finding(
        _CHECK_ID,
        Result.FAIL,
        catalog()[_CHECK_ID].severity,
        figure.table,
        figure.row,
        figure.column,
        left,
        right,
        left - right,
        f"{_cell_name(chosen.report.form, figure)}：{printed}",
        (figure.key,),
        Attribution.SOURCE if are_certain else Attribution.UNDECIDED,
    )


def _number_or_zero(figure: Figure) -> Decimal:
    return figure.number if figure.number is not None else Decimal(0)


def _printed_text(figure: Figure) -> str:
    return figure.raw.strip() or "空白"


def _cell_name(form_id: str, figure: Figure) -> str:
    """Return the names of row and column as the form prints them."""
    row = form(form_id).table(figure.table).rows_by_key[figure.row]
    column = next(column for column in row.columns if column.key == figure.column)
    return f"{row.term.zh}·{column.term.zh}"


def _is_certain(report: Report, figure: Figure) -> bool:
    """True if the place of the cell is known and no finding puts the reading of its table in doubt."""
    doubtful_tables = {
        finding.table for finding in report.findings if finding.attribution is Attribution.PARSER
    }
    return figure.position is not None and not doubtful_tables & {figure.table, ""}


def _failed_finding(detail: str) -> Finding:
    return Finding(
        _CHECK_ID,
        Result.FAIL,
        catalog()[_CHECK_ID].severity,
        detail=detail,
        attribution=Attribution.UNDECIDED,
    )
