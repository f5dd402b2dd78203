"""The files of one report held against each other: a page and its attachments, a docx and its pdf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.checks.catalog import catalog
from archive.forms import form, section_titles
from archive.model import Attribution, Figure, Finding, Report, Result, State

_CHECK_ID = "F_FILES_DIFFER"
_COMPARED_STATES = (State.REPORTED, State.BLANK, State.DASH)
# The texts that are prose; what stands in the other sections is a table, whose figures are compared.
_PROSE_SECTIONS = ("overview", "problems", "other_matters")


@dataclass(frozen=True, slots=True)
class FileReport:
    """A report as one file has it, and what to call that file."""

    report: Report
    file_name: str

    @property
    def agency_and_year(self) -> tuple[str | None, int | None]:
        """Agency and year."""
        return self.report.identity.agency, self.report.identity.year


def file_findings(chosen: FileReport, others: Sequence[FileReport]) -> tuple[Finding, ...]:
    """Where other files say something else than the one taken; one passing finding where none does.

    What one of them leaves out or we could not read is no difference, and a blank differs from no zero.
    """
    found = tuple(finding for other in others for finding in _differences(chosen, other))
    passed = (Finding(_CHECK_ID, Result.PASS, catalog()[_CHECK_ID].severity),) if others else ()
    return found or passed


def _differences(chosen: FileReport, other: FileReport) -> Iterator[Finding]:
    if chosen.agency_and_year != other.agency_and_year:
        agency, year = other.agency_and_year
        yield _failed_finding(f"{other.file_name} 是{agency or '机关不明的'}{year or '年份不明的'}年度的报告")
        return
    theirs = {figure.key: figure for figure in other.report.figures}
    for ours in chosen.report.figures:
        if ours.key in theirs and _number_or_zero(ours) != _number_or_zero(theirs[ours.key]):
            yield from _figure_differences(chosen, ours, other, theirs[ours.key])
    for key in _PROSE_SECTIONS:
        has, lacks = (chosen, other) if key in chosen.report.sections else (other, chosen)
        if key in has.report.sections and key not in lacks.report.sections:
            yield _failed_finding(
                f"“{section_titles()[key][0]}”：{has.file_name} 有这一部分，{lacks.file_name} 没有"
            )


def _figure_differences(
    chosen: FileReport, ours: Figure, other: FileReport, theirs: Figure
) -> Iterator[Finding]:
    if ours.state not in _COMPARED_STATES or theirs.state not in _COMPARED_STATES:
        return
    left, right = _number_or_zero(ours), _number_or_zero(theirs)
    said = f"{chosen.file_name} 作 {_printed_text(ours)}，{other.file_name} 作 {_printed_text(theirs)}"
    sure = _is_certain(chosen.report, ours) and _is_certain(other.report, theirs)
    yield Finding(
        _CHECK_ID,
        Result.FAIL,
        catalog()[_CHECK_ID].severity,
        ours.table,
        ours.row,
        ours.column,
        left,
        right,
        left - right,
        f"{_cell_name(chosen.report.form, ours)}：{said}",
        (ours.key,),
        Attribution.SOURCE if sure else Attribution.UNDECIDED,
    )


def _number_or_zero(figure: Figure) -> Decimal:
    return figure.number if figure.number is not None else Decimal(0)


def _printed_text(figure: Figure) -> str:
    return figure.raw.strip() or "空白"


def _cell_name(form_id: str, figure: Figure) -> str:
    """Row and column as the form prints them."""
    row = form(form_id).table(figure.table).rows_by_key[figure.row]
    column = next(one for one in row.columns if one.key == figure.column)
    return f"{row.term.zh}·{column.term.zh}"


def _is_certain(report: Report, figure: Figure) -> bool:
    """Whether the cell is where we say it is, and nothing in its table casts doubt on our reading."""
    doubted = {one.table for one in report.findings if one.verdict is Attribution.PARSER}
    return figure.position is not None and not doubted & {figure.table, ""}


def _failed_finding(detail: str) -> Finding:
    return Finding(
        _CHECK_ID, Result.FAIL, catalog()[_CHECK_ID].severity, detail=detail, verdict=Attribution.UNDECIDED
    )
