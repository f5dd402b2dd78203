"""How accurately documents of every format, form and anomaly are read: the documents and their evaluation.

Used by tests (a few hundred documents) and by `make bench SIZE=full` (all of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from random import Random
from typing import Any

from archive.exports.report_json import failed_check_keys, report_to_json
from archive.forms import Form, form
from archive.model import Document, Figure, Finding, Report, ReportError, Result, State
from archive.parse import parse_document
from archive.text.normalise import remove_whitespace
from samples.anomalies import ANOMALIES, ExpectedFinding
from samples.renderers.formats import FORMATS, OFFICE_FORMATS
from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import PrintedCell, fill_cells
from samples.reports.expected_sums import failing_sums
from samples.reports.figures import Key
from samples.reports.report import ReportOptions, SampleReport, write_reports
from samples.reports.truth import expected_json
from tests.accuracy.exceptions import exception_reason

FORMS = ("2019", "2021")
YEARS = range(2019, 2025)
AGENCY_COUNT = 24
NO_ANOMALY = ""
# Reading a PDF takes as long as reading twenty pages, so a sample has only this many.
_MAX_PDFS_IN_SAMPLE = 24
_ABSENT_CELL = PrintedCell("", "absent")
_IDENTITY_FIELDS = ("agency", "agency_printed", "year", "form", "title", "signed", "scope", "provenance")
_IDENTITY_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")


@dataclass(frozen=True)
class Specimen:
    """One document to read: a report with an anomaly (or none) in a format, and the findings expected."""

    format: str
    anomaly: str
    report: SampleReport
    findings: tuple[ExpectedFinding, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.format}/{self.report.form}/{self.anomaly or 'clean'}/{self.report.key}"

    @property
    def exception_reason(self) -> str:
        """Return why this document is left out of the gates, or ""."""
        return exception_reason(self.format, self.anomaly)

    def document(self) -> Document:
        renderer = (FORMATS | OFFICE_FORMATS)[self.format]
        name = f"{self.report.key}{renderer.suffix}"
        return Document(renderer.render(self.report), name, url=self.report.url, official=True)


@dataclass(frozen=True)
class ReadingResult:
    """The result of reading one document. `unflagged` are wrong figures that no state or finding points at.

    `misread` are fields of the identity and sections that are not those of the page.
    """

    specimen: Specimen
    cells: int
    wrong: tuple[str, ...] = ()
    unflagged: tuple[str, ...] = ()
    flagged: int = 0
    false_failures: tuple[str, ...] = ()
    missing_findings: tuple[ExpectedFinding, ...] = ()
    misread: tuple[str, ...] = ()
    refusal: str = ""


@cache
def report_pool() -> tuple[SampleReport, ...]:
    """Return complete reports of agencies of every level, in both forms."""
    reports: list[SampleReport] = []
    options = [
        ReportOptions(length, "page", "word")
        for length in ("usual", "brief", "usual", "long", "usual", "brief")
    ]  # type: ignore[arg-type]
    for number in range(AGENCY_COUNT):
        agency = Agency(places()[number], systems()[number % len(systems())])
        for report in write_reports(agency, YEARS, options, seed=31):
            cells = fill_cells("everything", report.figures, Random(report.key))
            reports.append(replace(report, cell_style="everything", cells=cells))
    return tuple(reports)


def all_specimens(rounds: int) -> Iterator[Specimen]:
    """Yield every format × form × anomaly, clean ones too, `rounds` times with different reports."""
    for turn in range(rounds):
        for name, form_id, anomaly in product(FORMATS, FORMS, (NO_ANOMALY, *ANOMALIES)):
            if specimen := _specimen(name, form_id, anomaly, turn):
                yield specimen


def sample_specimens(count: int, seed: int = 1) -> list[Specimen]:
    """Return every format × form, every anomaly at least once, then others by `seed`; few are PDFs."""
    grid = list(product(FORMATS, FORMS, (NO_ANOMALY, *ANOMALIES)))
    clean = [place for place in grid if place[2] == NO_ANOMALY]
    rest = [place for place in grid if place[2] != NO_ANOMALY]
    Random(6 + seed).shuffle(rest)
    rest.sort(key=lambda place: place[0].startswith("pdf"))
    pdfs = [place for place in rest if place[0].startswith("pdf")][: _MAX_PDFS_IN_SAMPLE - 4]
    others = [place for place in rest if not place[0].startswith("pdf")]
    first = {place[2]: place for place in others}
    ordered = [*clean, *first.values(), *pdfs, *(place for place in others if place not in first.values())]
    specimens = (_specimen(*place, turn=0) for place in ordered)
    return list(islice((specimen for specimen in specimens if specimen), count))


def _specimen(name: str, form_id: str, anomaly: str, turn: int) -> Specimen | None:
    """Return the document for one combination, or None if the anomaly is impossible in the form."""
    reports = [report for report in report_pool() if report.form == form_id]
    Random(f"{name}/{form_id}/{anomaly}/{turn}").shuffle(reports)
    if anomaly == NO_ANOMALY:
        return Specimen(name, anomaly, reports[0])
    for report in reports:
        if altered := ANOMALIES[anomaly](report):
            return Specimen(name, anomaly, altered.report, altered.findings)
    return None


def clean_specimen(name: str, form_id: str) -> Specimen:
    """Return a document without an anomaly, in any format, including those the sample leaves out."""
    specimen = _specimen(name, form_id, NO_ANOMALY, turn=0)
    assert specimen is not None
    return specimen


def read_specimen(specimen: Specimen) -> ReadingResult:
    """Read the document and compare every figure with the truth."""
    truth = specimen.report
    keys = _figure_keys(form(truth.form))
    try:
        report = parse_document(specimen.document())
    except ReportError as error:
        return ReadingResult(specimen, len(keys), tuple(map(".".join, keys)), refusal=str(error))
    figures = {figure.place: figure for figure in report.figures}
    flags = flagged_figures(report)
    wrong = [key for key in keys if not is_right(figures.get(key), truth.cells.get(key, _ABSENT_CELL))]
    return ReadingResult(
        specimen,
        cells=len(keys),
        wrong=tuple(".".join(key) for key in wrong),
        unflagged=tuple(".".join(key) for key in wrong if key not in flags),
        flagged=len(flags & set(keys)),
        false_failures=tuple(
            sorted(set(failed_check_keys(report)) - set(failing_sums(truth.form, truth.cells)))
        ),
        missing_findings=tuple(
            finding for finding in specimen.findings if not is_found(finding, report.findings)
        ),
        misread=tuple(_misread_fields(report_to_json(report), expected_json(truth))),
    )


def _misread_fields(read: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    """Yield the identity fields and sections that are not as printed, ignoring white space."""
    yield from (field for field in _IDENTITY_FIELDS if read[field] != truth[field])
    sections = {key: remove_whitespace(text) for key, text in read["sections"].items() if text}
    for key in sorted({*sections, *(key for key, text in truth["sections"].items() if text)}):
        if sections.get(key) != remove_whitespace(truth["sections"].get(key, "")):
            yield f"section {key}"


def _figure_keys(used_form: Form) -> list[Key]:
    return [
        (table.key, row.key, column.key)
        for table in used_form.tables
        for row in table.rows
        for column in row.columns
    ]


def is_right(figure: Figure | None, truth: PrintedCell) -> bool:
    """Return whether the state and number are those printed."""
    return figure is not None and figure.state.value == truth.state and figure.number == truth.number


def flagged_figures(report: Report) -> set[Key]:
    """Return the figures in doubt by their state, a failing check that uses them, or another finding."""
    used = form(report.form)
    flagged = {
        figure.place for figure in report.figures if figure.state in (State.UNCERTAIN, State.UNREADABLE)
    }
    keys = _figure_keys(used)
    for finding in report.findings:
        if finding.result is Result.FAIL:
            flagged.update(key for key in keys if _is_about_figure(finding, key, used))
    return flagged


def _is_about_figure(finding: Finding, key: Key, used_form: Form) -> bool:
    """Return whether a failing finding points at the figure."""
    table, row, column = key
    if finding.id == "F_ROWS_MISSING":
        label = used_form.table(table).rows_by_key[row].term.zh
        return label in finding.detail.split("、") or label in finding.detail
    if finding.id == "F_TABLES":
        return used_form.table(table).zh in finding.detail
    if finding.table != table or finding.column not in ("", column):
        return False
    if finding.id == "T3_SUM":
        return bool(used_form.table(table).rows_by_key[row].groups)
    if finding.id == "T3_IDENT":
        return row in _IDENTITY_ROWS
    return finding.row in ("", row)


def is_found(expected: ExpectedFinding, findings: Iterable[Finding]) -> bool:
    return any(
        finding.id == expected.id
        and finding.result.value == expected.result
        and expected.table in ("", finding.table)
        and expected.row in ("", finding.row)
        and expected.column in ("", finding.column)
        for finding in findings
    )


@dataclass(frozen=True)
class AccuracyRates:
    """The two rates that have floors, and the counts behind them."""

    documents: int
    right_share: float
    flagged_share: float
    unflagged: int
    excepted: int


def accuracy_rates(verdicts: Sequence[ReadingResult]) -> AccuracyRates:
    """Compute the rates over all documents without an exception."""
    counted = [verdict for verdict in verdicts if not verdict.specimen.exception_reason]
    clean = [result for result in counted if result.specimen.anomaly == NO_ANOMALY]
    cells = sum(result.cells for result in counted)
    return AccuracyRates(
        documents=len(counted),
        right_share=1 - sum(len(result.wrong) for result in counted) / cells,
        flagged_share=sum(result.flagged for result in clean) / max(1, sum(result.cells for result in clean)),
        unflagged=sum(len(result.unflagged) for result in counted),
        excepted=len(verdicts) - len(counted),
    )
