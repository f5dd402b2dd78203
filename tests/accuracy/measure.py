"""How accurately documents of every format, form and anomaly are read: the matrix, and who judges it.

Used by tests (a few hundred documents) and by `make bench SIZE=full` (all of them).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product
from random import Random
from typing import Any

from archive.exports.report_json import as_json, failed
from archive.forms import Form, form
from archive.model import Document, Figure, Finding, Report, ReportError, Result, State
from archive.parse import parse
from archive.text.normalise import compact
from samples.anomalies import ANOMALIES, Expected
from samples.renderers.formats import FORMATS, OFFICE
from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import Printed, fill_in
from samples.reports.expected_sums import failing
from samples.reports.figures import Key
from samples.reports.report import Manner, SampleReport, write_reports
from samples.reports.truth import expected
from tests.accuracy.exceptions import reason

FORMS = ("2019", "2021")
YEARS = range(2019, 2025)
AGENCIES = 24
CLEAN = ""
# Reading a PDF costs as much as reading twenty pages; this many are enough on every day.
_PDFS_IN_A_SAMPLE = 24
_ABSENT = Printed("", "absent")
_IDENTITY = ("agency", "agency_printed", "year", "form", "title", "signed", "scope", "provenance")
_IDENTITY_ROWS = ("new_requests", "carried_over", "processed_total", "carried_forward")


@dataclass(frozen=True)
class Specimen:
    """One document to read: a report with an anomaly (or none) in a format, and what must be found."""

    format: str
    anomaly: str
    report: SampleReport
    findings: tuple[Expected, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.format}/{self.report.form}/{self.anomaly or 'clean'}/{self.report.key}"

    @property
    def excepted(self) -> str:
        """Why this document is left out of the gates, or ""."""
        return reason(self.format, self.anomaly)

    def document(self) -> Document:
        one = (FORMATS | OFFICE)[self.format]
        name = f"{self.report.key}{one.suffix}"
        return Document(one.render(self.report), name, url=self.report.url, official=True)


@dataclass(frozen=True)
class Verdict:
    """What became of one document. `silent` are wrong figures that nothing points at.

    `misread` are fields of the identity and sections that are not those of the page.
    """

    specimen: Specimen
    cells: int
    wrong: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    flagged: int = 0
    false_failures: tuple[str, ...] = ()
    not_found: tuple[Expected, ...] = ()
    misread: tuple[str, ...] = ()
    refused: str = ""


@cache
def pool() -> tuple[SampleReport, ...]:
    """Complete reports of agencies of every level, both forms."""
    found: list[SampleReport] = []
    manners = [
        Manner(length, "page", "word") for length in ("usual", "brief", "usual", "long", "usual", "brief")
    ]  # type: ignore[arg-type]
    for number in range(AGENCIES):
        agency = Agency(places()[number], systems()[number % len(systems())])
        for report in write_reports(agency, YEARS, manners, seed=31):
            cells = fill_in("everything", report.figures, Random(report.key))
            found.append(replace(report, habit="everything", cells=cells))
    return tuple(found)


def everything(rounds: int) -> Iterator[Specimen]:
    """Every format × form × anomaly, clean ones too, `rounds` times with other reports."""
    for turn in range(rounds):
        for name, form_id, anomaly in product(FORMATS, FORMS, (CLEAN, *ANOMALIES)):
            if specimen := _specimen(name, form_id, anomaly, turn):
                yield specimen


def sample(count: int) -> list[Specimen]:
    """Every format × form, every anomaly at least once, then what chance picks; few PDFs."""
    grid = list(product(FORMATS, FORMS, (CLEAN, *ANOMALIES)))
    clean = [place for place in grid if place[2] == CLEAN]
    rest = [place for place in grid if place[2] != CLEAN]
    Random(7).shuffle(rest)
    rest.sort(key=lambda place: place[0].startswith("pdf"))
    pdfs = [place for place in rest if place[0].startswith("pdf")][: _PDFS_IN_A_SAMPLE - 4]
    others = [place for place in rest if not place[0].startswith("pdf")]
    first = {place[2]: place for place in others}
    ordered = [*clean, *first.values(), *pdfs, *(place for place in others if place not in first.values())]
    made = (_specimen(*place, turn=0) for place in ordered)
    return list(islice((one for one in made if one), count))


def _specimen(name: str, form_id: str, anomaly: str, turn: int) -> Specimen | None:
    """The document for one place of the matrix; None where the form has no place for the anomaly."""
    reports = [report for report in pool() if report.form == form_id]
    Random(f"{name}/{form_id}/{anomaly}/{turn}").shuffle(reports)
    if anomaly == CLEAN:
        return Specimen(name, anomaly, reports[0])
    for report in reports:
        if altered := ANOMALIES[anomaly](report):
            return Specimen(name, anomaly, altered.report, altered.findings)
    return None


def clean(name: str, form_id: str) -> Specimen:
    """A document without an anomaly, for formats that are not in the matrix too."""
    found = _specimen(name, form_id, CLEAN, turn=0)
    assert found is not None
    return found


def judge(specimen: Specimen) -> Verdict:
    """Read the document and hold every figure against the truth."""
    truth = specimen.report
    keys = _keys(form(truth.form))
    try:
        report = parse(specimen.document())
    except ReportError as error:
        return Verdict(specimen, len(keys), tuple(map(".".join, keys)), refused=str(error))
    figures = {(one.table, one.row, one.column): one for one in report.figures}
    flags = flagged(report)
    wrong = [key for key in keys if not is_right(figures.get(key), truth.cells.get(key, _ABSENT))]
    return Verdict(
        specimen,
        cells=len(keys),
        wrong=tuple(".".join(key) for key in wrong),
        silent=tuple(".".join(key) for key in wrong if key not in flags),
        flagged=len(flags & set(keys)),
        false_failures=tuple(sorted(set(failed(report)) - set(failing(truth.form, truth.cells)))),
        not_found=tuple(one for one in specimen.findings if not _is_found(one, report.findings)),
        misread=tuple(_misread(as_json(report), expected(truth))),
    )


def _misread(read: dict[str, Any], truth: dict[str, Any]) -> Iterator[str]:
    """Every field of the identity and every section that is not as printed, blanks aside."""
    yield from (field for field in _IDENTITY if read[field] != truth[field])
    sections = {key: compact(text) for key, text in read["sections"].items() if text}
    for key in sorted({*sections, *(key for key, text in truth["sections"].items() if text)}):
        if sections.get(key) != compact(truth["sections"].get(key, "")):
            yield f"section {key}"


def _keys(used: Form) -> list[Key]:
    return [
        (table.key, row.key, column.key)
        for table in used.tables
        for row in table.rows
        for column in row.columns
    ]


def is_right(figure: Figure | None, truth: Printed) -> bool:
    """Whether state and number are those of the page."""
    return figure is not None and figure.state.value == truth.state and figure.number == truth.number


def flagged(report: Report) -> set[Key]:
    """Every figure that carries a doubt: its state, a failing check that uses it, a finding on its place."""
    used = form(report.form)
    found = {
        (one.table, one.row, one.column)
        for one in report.figures
        if one.state in (State.UNCERTAIN, State.UNREADABLE)
    }
    keys = _keys(used)
    for finding in report.findings:
        if finding.result is Result.FAIL:
            found.update(key for key in keys if _covers(finding, key, used))
    return found


def _covers(finding: Finding, key: Key, used: Form) -> bool:
    """Whether a failing finding points at the figure."""
    table, row, column = key
    if finding.id == "F_ROWS_MISSING":
        label = used.table(table).by_key[row].term.zh
        return label in finding.detail.split("、") or label in finding.detail
    if finding.id == "F_TABLES":
        return used.table(table).zh in finding.detail
    if finding.table != table or finding.column not in ("", column):
        return False
    if finding.id == "T3_SUM":
        return bool(used.table(table).by_key[row].groups)
    if finding.id == "T3_IDENT":
        return row in _IDENTITY_ROWS
    return finding.row in ("", row)


def _is_found(expected: Expected, findings: Iterable[Finding]) -> bool:
    return any(
        one.id == expected.id
        and one.result.value == expected.result
        and expected.table in ("", one.table)
        and expected.row in ("", one.row)
        and expected.column in ("", one.column)
        for one in findings
    )


@dataclass(frozen=True)
class Rates:
    """The two numbers that are pinned, and what they were taken from."""

    documents: int
    right: float
    flagged: float
    silent: int
    excepted: int


def rates(verdicts: Sequence[Verdict]) -> Rates:
    """Over all documents that no exception names."""
    kept = [one for one in verdicts if not one.specimen.excepted]
    clean = [one for one in kept if one.specimen.anomaly == CLEAN]
    cells = sum(one.cells for one in kept)
    return Rates(
        documents=len(kept),
        right=1 - sum(len(one.wrong) for one in kept) / cells,
        flagged=sum(one.flagged for one in clean) / max(1, sum(one.cells for one in clean)),
        silent=sum(len(one.silent) for one in kept),
        excepted=len(verdicts) - len(kept),
    )
