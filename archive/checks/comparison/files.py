"""The files of one report held against each other: a page and its attachments, a docx and its pdf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.checks.catalog import catalog
from archive.forms import form, section_titles
from archive.model import Figure, Finding, Report, Result, State, Verdict

_ID = "F_FILES_DIFFER"
_COMPARED = (State.REPORTED, State.BLANK, State.DASH)
# The texts that are prose; what stands in the other sections is a table, whose figures are compared.
_PROSE = ("overview", "problems", "other_matters")


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as one file has it, and what to call that file."""

    report: Report
    file: str

    @property
    def whose(self) -> tuple[str | None, int | None]:
        """Agency and year."""
        return self.report.identity.agency, self.report.identity.year


def files_differ(taken: Filed, others: Sequence[Filed]) -> tuple[Finding, ...]:
    """Where other files say something else than the one taken; one passing finding where none does.

    What one of them leaves out or we could not read is no difference, and a blank differs from no zero.
    """
    found = tuple(finding for other in others for finding in _differences(taken, other))
    passed = (Finding(_ID, Result.PASS, catalog()[_ID].severity),) if others else ()
    return found or passed


def _differences(taken: Filed, other: Filed) -> Iterator[Finding]:
    if taken.whose != other.whose:
        agency, year = other.whose
        yield _failed(f"{other.file} 是{agency or '机关不明的'}{year or '年份不明的'}年度的报告")
        return
    theirs = {figure.key: figure for figure in other.report.figures}
    for ours in taken.report.figures:
        if ours.key in theirs and _value(ours) != _value(theirs[ours.key]):
            yield from _figures(taken, ours, other, theirs[ours.key])
    for key in _PROSE:
        has, lacks = (taken, other) if key in taken.report.sections else (other, taken)
        if key in has.report.sections and key not in lacks.report.sections:
            yield _failed(f"“{section_titles()[key][0]}”：{has.file} 有这一部分，{lacks.file} 没有")


def _figures(taken: Filed, ours: Figure, other: Filed, theirs: Figure) -> Iterator[Finding]:
    if ours.state not in _COMPARED or theirs.state not in _COMPARED:
        return
    left, right = _value(ours), _value(theirs)
    said = f"{taken.file} 作 {_printed(ours)}，{other.file} 作 {_printed(theirs)}"
    sure = _is_sure(taken.report, ours) and _is_sure(other.report, theirs)
    yield Finding(
        _ID,
        Result.FAIL,
        catalog()[_ID].severity,
        ours.table,
        ours.row,
        ours.column,
        left,
        right,
        left - right,
        f"{_named(taken.report.form, ours)}：{said}",
        (ours.key,),
        Verdict.SOURCE if sure else Verdict.UNDECIDED,
    )


def _value(figure: Figure) -> Decimal:
    return figure.number if figure.number is not None else Decimal(0)


def _printed(figure: Figure) -> str:
    return figure.raw.strip() or "空白"


def _named(form_id: str, figure: Figure) -> str:
    """Row and column as the form prints them."""
    row = form(form_id).table(figure.table).by_key[figure.row]
    column = next(one for one in row.columns if one.key == figure.column)
    return f"{row.term.zh}·{column.term.zh}"


def _is_sure(report: Report, figure: Figure) -> bool:
    """Whether the cell is where we say it is, and nothing in its table casts doubt on our reading."""
    doubted = {one.table for one in report.findings if one.verdict is Verdict.PARSER}
    return figure.position is not None and not doubted & {figure.table, ""}


def _failed(detail: str) -> Finding:
    return Finding(_ID, Result.FAIL, catalog()[_ID].severity, detail=detail, verdict=Verdict.UNDECIDED)
