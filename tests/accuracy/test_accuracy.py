"""Documents of every format, form and anomaly, compared with the truth; `make bench SIZE=full` reads all."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, replace

import pytest

from samples.anomalies import ANOMALIES
from samples.renderers import office
from samples.renderers.formats import FORMATS, OFFICE_FORMATS
from tests.accuracy.exceptions import load_exceptions
from tests.accuracy.floors import (
    DOCUMENT_COUNT,
    MAX_FLAGGED_SHARE,
    MIN_RIGHT_SHARE,
    Floors,
    current_floors,
    main,
)
from tests.accuracy.measure import (
    FORMS,
    NO_ANOMALY,
    ReadingResult,
    Specimen,
    accuracy_rates,
    all_specimens,
    clean_specimen,
    read_specimen,
    sample_specimens,
)

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def results() -> list[ReadingResult]:
    return [read_specimen(specimen) for specimen in sample_specimens(DOCUMENT_COUNT)]


@pytest.mark.skipif(office.find_libreoffice() is None, reason="LibreOffice is not installed: no doc, no wps")
@pytest.mark.parametrize("name", OFFICE_FORMATS)
@pytest.mark.parametrize("form_id", FORMS)
def test_files_that_need_an_office_program_are_read_correctly(name: str, form_id: str) -> None:
    verdict = read_specimen(clean_specimen(name, form_id))
    assert (verdict.wrong, verdict.flagged, verdict.false_failures, verdict.refusal) == ((), 0, (), "")
    assert verdict.misread == ()


@pytest.fixture(scope="module")
def gated_results(results: list[ReadingResult]) -> list[ReadingResult]:
    return [verdict for verdict in results if not verdict.specimen.exception_reason]


def test_the_sample_has_every_format_in_every_form_and_every_anomaly(results: list[ReadingResult]) -> None:
    specimens = [verdict.specimen for verdict in results]
    assert len(specimens) >= 300
    clean = {
        (specimen.format, specimen.report.form) for specimen in specimens if specimen.anomaly == NO_ANOMALY
    }
    assert clean == {(name, form_id) for name in FORMATS for form_id in FORMS}
    assert {specimen.anomaly for specimen in specimens} == {NO_ANOMALY, *ANOMALIES}


def test_no_wrong_figure_is_unflagged(results: list[ReadingResult]) -> None:
    """Every wrong figure is flagged, in documents with an exception as well."""
    assert {verdict.specimen.name: verdict.unflagged for verdict in results if verdict.unflagged} == {}


def test_figures_are_read_correctly(gated_results: list[ReadingResult]) -> None:
    rates = accuracy_rates(gated_results)
    worst = {
        result.specimen.name: (len(result.wrong), result.refusal) for result in gated_results if result.wrong
    }
    assert rates.right_share >= current_floors().right, worst


def test_clean_reports_have_no_findings(gated_results: list[ReadingResult]) -> None:
    clean = [result for result in gated_results if result.specimen.anomaly == NO_ANOMALY]
    assert accuracy_rates(gated_results).flagged_share <= current_floors().flagged, {
        result.specimen.name: result.flagged for result in clean
    }
    assert {result.specimen.name: result.false_failures for result in clean if result.false_failures} == {}


def test_when_every_figure_is_right_only_the_printed_wrong_sums_fail(
    gated_results: list[ReadingResult],
) -> None:
    read = [result for result in gated_results if not result.wrong]
    assert {result.specimen.name: result.false_failures for result in read if result.false_failures} == {}


def test_every_anomaly_is_found(gated_results: list[ReadingResult]) -> None:
    missing = {
        result.specimen.name: result.missing_findings for result in gated_results if result.missing_findings
    }
    assert missing == {}


def test_sections_and_identity_are_as_printed(gated_results: list[ReadingResult]) -> None:
    """Agency, year, form, title, date of signature, scope, provenance and every section are as printed."""
    assert {result.specimen.name: result.misread for result in gated_results if result.misread} == {}


@pytest.mark.parametrize(("name", "anomaly"), load_exceptions())
def test_an_exception_is_still_needed(name: str, anomaly: str) -> None:
    concerned = [
        specimen
        for specimen in all_specimens(1)
        if name in ("*", specimen.format) and anomaly in ("*", specimen.anomaly)
    ]
    results = map(read_specimen, concerned)
    assert any(
        result.wrong or result.missing_findings or result.misread or result.refusal for result in results
    )


def test_exceptions_cover_at_most_15_percent_of_the_documents(
    results: list[ReadingResult], capsys: pytest.CaptureFixture[str]
) -> None:
    counted = Counter(
        verdict.specimen.exception_reason for verdict in results if verdict.specimen.exception_reason
    )
    with capsys.disabled():
        for why, count in counted.items():
            print(f"\naccuracy: {count} documents left out: {why}", end="")
    assert sum(counted.values()) <= len(results) * 0.15


def test_the_floors_meet_the_founders_limits() -> None:
    assert current_floors().right >= MIN_RIGHT_SHARE
    assert current_floors().flagged <= MAX_FLAGGED_SHARE


def test_a_floor_is_lowered_only_with_the_option(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "accuracy.json"
    file.write_text(json.dumps(asdict(Floors(1.0, 0.0))))
    monkeypatch.setattr("tests.accuracy.floors.FLOORS_PATH", file)
    monkeypatch.setattr("tests.accuracy.floors.sample_specimens", lambda count: sample_specimens(8))
    monkeypatch.setattr("tests.accuracy.floors.rounded_floors", lambda found: Floors(0.9995, 0.001))
    assert main([]) == 1
    assert current_floors() == Floors(1.0, 0.0)
    assert main(["--lower"]) == 0
    assert current_floors() == Floors(0.9995, 0.001)


def test_a_wrong_figure_is_detected() -> None:
    specimen = next(
        specimen
        for specimen in sample_specimens(60)
        if specimen.format == "text_rows" and specimen.anomaly == NO_ANOMALY
    )
    key = ("requests", "granted", "total")
    cell = specimen.report.cells[key]
    assert cell.number is not None
    changed_cell = replace(cell, number=cell.number + 1)
    changed_report = replace(specimen.report, cells={**specimen.report.cells, key: changed_cell})

    class Unchanged(Specimen):
        def document(self):  # type: ignore[no-untyped-def]
            return specimen.document()

    assert read_specimen(Unchanged("text_rows", NO_ANOMALY, changed_report)).unflagged == (".".join(key),)
