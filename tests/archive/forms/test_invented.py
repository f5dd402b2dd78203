"""A form in a TOML file of a folder is read, checked, stored and shown like those of the package.

Forms are loaded once per process, so each test runs the commands in a separate process, as a user does.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from samples.renderers.formats import FORMATS
from tests.accuracy.measure import report_pool

pytestmark = pytest.mark.slow

CASE = Path(__file__).with_name("invented")
PAGE = CASE / "report.html"
FIGURES = json.loads((CASE / "figures.json").read_text(encoding="utf-8"))
# Three rows that no other form has, or that the invented form prints under another label.
OWN_ROWS = {"政府采购合同", "（七）申请人撤回申请", "（八）总计"}


def run_module(*words: object, forms: Path | None = CASE) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "GONGKAI_FORMS"}
    if forms is not None:
        environment["GONGKAI_FORMS"] = str(forms)
    command = [sys.executable, "-m", *map(str, words)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def read_report(path: Path, forms: Path | None = CASE) -> dict[str, Any]:
    process = run_module("gongkai", "read", "--json", path, forms=forms)
    report: dict[str, Any] = json.loads(process.stdout)
    return report


def altered_page(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = PAGE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "altered.html"
    path.write_text(text, encoding="utf-8")
    return path


def failing_checks(report: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [
        (check["id"], check["row"], check["column"])
        for check in report["checks"]
        if check["result"] == "fail"
    ]


def test_every_figure_is_read_and_every_sum_of_the_form_is_checked() -> None:
    report = read_report(PAGE)
    assert (report["form"], report["year"], report["agency"]) == ("2026", 2026, "云岭县林草局")
    assert {table: report[table] for table in FIGURES} == FIGURES
    assert (report["states"], report["extra_rows"], report["leftovers"], report["failed"]) == ({}, [], [], [])
    assert failing_checks(report) == []
    passed = Counter(check["id"] for check in report["checks"] if check["result"] == "pass")
    sums = {key: passed[key] for key in ("T3_ROW", "T3_SUM", "T3_IDENT", "T4_SUM")}
    assert sums == {"T3_ROW": len(FIGURES["requests"]), "T3_SUM": 8, "T3_IDENT": 8, "T4_SUM": 3}
    assert report["indicators"]["applications"]["value"] == FIGURES["requests"]["new_requests"]["total"]


def test_a_wrong_number_in_a_new_column_fails_its_sums(tmp_path: Path) -> None:
    granted = FIGURES["requests"]["granted"]
    cells = "".join(f"<td>{number}</td>" for number in granted.values())
    wrong = cells.replace(f"<td>{granted['sole_trader']}</td>", "<td>900</td>", 1)
    report = read_report(altered_page(tmp_path, (cells, wrong)))
    assert failing_checks(report) == [
        ("T3_ROW", "granted", None),
        ("T3_SUM", "processed_total", "sole_trader"),
    ]


def test_a_wrong_number_in_a_new_outcome_fails_the_sum_of_table_4(tmp_path: Path) -> None:
    outcomes = FIGURES["challenges"]["review"]
    cells = "".join(f"<td>{number}</td>" for number in outcomes.values())
    wrong = cells.removesuffix(f"<td>{outcomes['total']}</td>") + f"<td>{outcomes['total'] + 1}</td>"
    assert failing_checks(read_report(altered_page(tmp_path, (cells, wrong)))) == [("T4_SUM", "review", None)]


def test_numbers_in_new_columns_are_read_according_to_their_kind(tmp_path: Path) -> None:
    report = read_report(
        altered_page(tmp_path, ("<td>23</td>", "<td>2.5</td>"), ("817.06</td>", "8,170,600元</td>"))
    )
    assert report["disclosure"]["contracts"] == {"contracts_signed": 2.5, "contract_amount": 817.06}
    assert ("T2_INT", "contracts", "contracts_signed") in failing_checks(report)
    assert report["units"] == {"disclosure.contracts.contract_amount": "元"}


def wrong_numbers(report: dict[str, Any], truth: dict[str, Any]) -> dict[str, object]:
    """Return the numbers of a report that its page does not print in their place."""
    return {
        f"{table}.{row}.{column}": number
        for table in FIGURES
        for row, columns in report[table].items()
        for column, number in columns.items()
        if number is not None and number != truth[table].get(row, {}).get(column)
    }


def test_without_its_form_the_page_gives_no_wrong_numbers() -> None:
    """Columns are found by their names, so an unknown column between them moves none."""
    report = read_report(PAGE, forms=None)
    assert report["form"] == "2021"
    assert {row["label"] for row in report["extra_rows"]} == OWN_ROWS
    assert report["requests"]["granted"]["total"] == FIGURES["requests"]["granted"]["total"]
    assert wrong_numbers(report, FIGURES) == {}
    assert "F_EXTRA_ROWS" in {check["id"] for check in report["checks"] if check["result"] == "fail"}


def test_an_additional_column_is_not_read_shifted_when_the_first_is_blank(tmp_path: Path) -> None:
    rows = [[str(number) for number in row.values()] for row in FIGURES["requests"].values()]
    blanked = [
        tuple("".join(f"<td>{cell}</td>" for cell in cells) for cells in (row, ["", *row[1:]]))
        for row in rows
    ]
    page = altered_page(tmp_path, *dict.fromkeys((old, new) for old, new in blanked))
    report = read_report(page, forms=None)
    assert wrong_numbers(report, FIGURES) == {}
    assert {row["natural_person"] for row in report["requests"].values()} == {None}
    known = read_report(page)["requests"]["granted"]
    assert (known["natural_person"], known["sole_trader"]) == (
        None,
        FIGURES["requests"]["granted"]["sole_trader"],
    )


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_older_reports_are_read_in_their_own_forms(tmp_path: Path, year: str) -> None:
    older = tmp_path / "older.html"
    older.write_bytes(
        FORMATS["html_plain"].render(next(report for report in report_pool() if report.form == year))
    )
    report = read_report(older)
    assert report == read_report(older, forms=None)
    assert report["form"] == year
    assert "F_MIXED" not in {check["id"] for check in report["checks"] if check["result"] == "fail"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented")
    for words in (("import", PAGE), ("build",)):
        process = run_module("gongkai", *words, "--data", folder)
        assert process.returncode == 0, process.stdout + process.stderr
    return folder


def test_the_release_has_the_columns_and_numbers_of_the_form(data: Path) -> None:
    connection = sqlite3.connect(data / "current" / "archive.db")
    connection.row_factory = sqlite3.Row
    try:
        for table, rows in FIGURES.items():
            stored_rows = {row["row"]: dict(row) for row in connection.execute(f"SELECT * FROM [{table}]")}
            stored = {row: {column: stored_rows[row][column] for column in rows[row]} for row in rows}
            assert stored == rows
        types = connection.execute("SELECT name, type FROM pragma_table_info('disclosure')").fetchall()
        kinds = dict(types)
        assert (kinds["contracts_signed"], kinds["contract_amount"]) == ("INTEGER", "REAL")
        (applications,) = connection.execute("SELECT applications FROM reports").fetchone()
        assert applications == FIGURES["requests"]["new_requests"]["total"]
    finally:
        connection.close()


def test_a_number_in_a_new_column_can_be_explained(data: Path) -> None:
    process = run_module(
        "gongkai", "explain", "云岭县林草局 2026", "申请人撤回申请·个体工商户", "--data", data
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert "requests.withdrawn.sole_trader" in process.stdout


def test_the_site_shows_the_report_and_its_tables_and_csv(data: Path) -> None:
    connection = sqlite3.connect(data / "current" / "archive.db")
    (number,) = connection.execute("SELECT id FROM reports").fetchone()
    connection.close()
    paths = (
        f"/archive/reports/{number}",
        f"/archive/requests?report_id={number}",
        "/archive/disclosure.csv?_size=max",
        "/archive/reports?_search=政府采购合同",
    )
    process = run_module("tests.support.form_visits", data, *paths)
    assert process.returncode == 0, process.stderr
    report, table, csv, search_page = json.loads(process.stdout)
    assert all(label in report for label in (*OWN_ROWS, "个体工商户", "和解撤回", "817.06"))
    assert "个体工商户" in table
    assert "（七）申请人撤回申请" in table
    assert "contract_amount" in csv
    assert "817.06" in csv
    assert "云岭县林草局" in search_page


def test_the_site_does_not_start_without_a_form_of_the_release(data: Path) -> None:
    process = run_module("gongkai", "serve", "--port", "0", "--data", data, forms=None)
    assert process.returncode == 1
    assert "2026" in process.stderr
    assert "GONGKAI_FORMS" in process.stderr


def test_a_release_built_with_other_forms_is_rebuilt(data: Path, tmp_path: Path) -> None:
    same_forms = run_module("gongkai", "build", "--data", data)
    assert "数据库结构有变" not in same_forms.stdout + same_forms.stderr
    folder = tmp_path / "forms"
    folder.mkdir()
    text = (CASE / "form_2026.toml").read_text(encoding="utf-8").replace("个体工商户", "个体户")
    (folder / "form_2026.toml").write_text(text, encoding="utf-8")
    other_forms = run_module("gongkai", "build", "--data", data, forms=folder)
    assert "数据库结构有变" in other_forms.stdout + other_forms.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "2026"', 'id = "2021"', "id：已有 2021 这个表式"),
        ('id = "2026"', "id = ", "不是 UTF-8 的 TOML"),
        ("first_year = 2026", 'first_year = "新"', "first_year：应是四位的年份"),
        ("first_year = 2026", "", "first_year：缺少这个键"),
        ("first_year = 2026", "first_years = 2026", "first_years：不认识这个键"),
        ('rows = ["contracts"]', 'rows = ["treaties"]', "disclosure[5].rows：treaties 没有标签"),
        ('layout = "one_row"', 'layout = "rings"', "tables.challenges.layout：应是"),
        ('rows = ["contracts"]', 'rows = ["rules"]', "disclosure：列了两次：rules"),
        ('row = "processed_total"', 'row = "sum"', "sums[2].row：表里没有 sum"),
        ('id = "T3_SUM"', 'id = "T9"', "sums[2].id：应是"),
        (
            'kind = "count" }\ncontract',
            'kind = "many" }\ncontract',
            "terms.columns.contracts_signed.kind：应是",
        ),
        ("sole_trader = {", "grid = {", "terms.columns.grid：代码只用"),
        ('processed_total = { zh = "（八）总计" }', "processed_total = 8", "processed_total"),
        ('"contracts", "withdrawn"]', '"contracts", "x"]', "rows_of_its_own：表里没有 x"),
    ],
)
def test_an_invalid_form_file_is_reported_with_its_key(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (CASE / "form_2026.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "form_2026.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    process = run_module("gongkai", "read", "--json", PAGE, forms=tmp_path)
    assert process.returncode == 1
    assert "form_2026.toml" in process.stderr
    assert message in process.stderr


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_folder_without_forms_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    process = run_module("gongkai", "read", "--json", PAGE, forms=tmp_path / folder)
    assert process.returncode == 1
    assert "GONGKAI_FORMS" in process.stderr
