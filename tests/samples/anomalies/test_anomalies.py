from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from samples.anomalies import ANOMALIES, AlteredReport
from samples.renderers.formats import FORMATS
from samples.reports.agencies import Agency, places, systems
from samples.reports.cell_styles import CELL_STYLES, fill_cells
from samples.reports.expected_sums import failing_sums
from samples.reports.report import ReportOptions, SampleReport, write_reports
from samples.reports.truth import expected_json

# Anomalies that change no figure and no section.
LAYOUT_ANOMALIES = {
    "label_mutilated",
    "header_halves_lost",
    "year_in_headers",
    "sentence_cut",
    "signed_on_top",
    "extra_table",
}
# Anomalies seen in real reports, by number: the anomalies here that reproduce them, or the format.
ANOMALIES_BY_SEED = {
    1: {"total_blank"},
    2: {"nearly_blank"},
    3: {"rows_dropped", "block_dropped"},
    4: {"rows_added", "marks"},
    5: {"unit_inside"},
    6: "any 2021 report: a quarter of them have a fee with four decimals",
    7: {"prose_differs"},
    8: {"prose_differs"},
    9: {"town_with_rules"},
    10: {"slips"},
    11: {"copied_agency", "year_in_title", "stale_sentence", "stale_period"},
    12: {"other_notice"},
    13: {"year_in_headers"},
    14: {"chinese_count"},
    15: {"five_sections"},
    16: {"many_remedies"},
    17: "format markdown; sentence_cut for the sentence",
    18: "format tabs; spelled for ' 0' and '0 '",
    19: {"header_halves_lost"},
    20: "format html_one_line",
    21: {"signed_on_top", "unsigned"},
    22: "format pdf_narrow",
    23: "recognised only by a failing sum: wrong_part, wrong_row_total",
    24: {"extra_table"},
    25: {"hijacked", "annotated_in_pinyin"},
    26: {"garbled"},
    27: {"redated_address"},
    28: {"consolidated"},
    29: {"problems_empty", "fee_unstated"},
    30: {"slips"},
    31: {"rounded", "slips"},
    32: {"totals_zero"},
}
# Anomalies that are not in the printed document but in its URL.
UNPRINTED_ANOMALIES = {"redated_address"}


def reports() -> list[SampleReport]:
    agency = Agency(places()[5], systems()[5])
    written = write_reports(agency, range(2019, 2025), [ReportOptions("usual", "page", "word")] * 6, seed=9)
    return [replace(report, cells=fill_cells("everything", report.figures, Random(1))) for report in written]


REPORTS = reports()


def apply_anomaly(name: str) -> tuple[SampleReport, AlteredReport]:
    """Return the first report to which the anomaly applies, before and after."""
    return next((report, altered) for report in REPORTS if (altered := ANOMALIES[name](report)))


@pytest.mark.parametrize("name", ANOMALIES)
def test_an_anomaly_changes_what_is_printed(name: str) -> None:
    plain, altered = apply_anomaly(name)
    is_unchanged = FORMATS["text_rows"].render(altered.report) == FORMATS["text_rows"].render(plain)
    assert is_unchanged == (name in UNPRINTED_ANOMALIES)
    assert ANOMALIES[name](plain) is not None


def test_every_anomaly_of_real_reports_exists() -> None:
    assert list(ANOMALIES_BY_SEED) == list(range(1, 33))
    anomalies = [names for names in ANOMALIES_BY_SEED.values() if isinstance(names, set)]
    assert set().union(*anomalies) <= set(ANOMALIES)


@pytest.mark.parametrize("name", sorted(LAYOUT_ANOMALIES))
def test_layout_anomalies_keep_the_expected_values(name: str) -> None:
    plain, altered = apply_anomaly(name)
    assert expected_json(altered.report) == expected_json(plain)


@pytest.mark.parametrize("name", ANOMALIES)
def test_only_wrong_sums_fail(name: str) -> None:
    _, altered = apply_anomaly(name)
    wrong = {"wrong_row_total", "wrong_part", "wrong_column_sum", "wrong_identity", "wrong_remedy_total"}
    assert bool(failing_sums(altered.report.form, altered.report.cells)) == (name in {*wrong, "totals_zero"})


def test_a_wrong_part_fails_its_row_and_its_column() -> None:
    _, altered = apply_anomaly("wrong_part")
    row = altered.findings[0].row
    assert failing_sums(altered.report.form, altered.report.cells) == [
        f"requests.{row}",
        "requests.processed_total.business",
    ]


@pytest.mark.parametrize("style", CELL_STYLES)
def test_no_cell_style_breaks_a_sum(style: str) -> None:
    for report in REPORTS:
        assert failing_sums(report.form, fill_cells(style, report.figures, Random(3))) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (14, "十四"), (105, "一百零五"), (120, "一百二十"), (2010, "二千零一十")],
)
def test_a_count_in_chinese_numerals(number: int, words: str) -> None:
    _, altered = apply_anomaly("chinese_count")
    plain = next(report for report in REPORTS if report.key == altered.report.key)
    key = ("requests", "new_requests", "total")
    changed = ANOMALIES["chinese_count"](replace(plain, figures={**plain.figures, key: Decimal(number)}))
    assert changed is not None
    assert f"新收到政府信息公开申请{words}件" in changed.report.sections["overview"]
