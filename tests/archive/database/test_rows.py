"""The database rows of a report: nothing lost, nothing invented, blank never zero."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from archive.database.ids import stable_id
from archive.database.rows import (
    REPORT_TABLES,
    DatabaseRow,
    ReportKey,
    ReportSource,
    printed_figure_count,
    report_key,
    report_rows,
)
from archive.database.schema import load_schema
from archive.forms import TABLE_KEYS, figure_keys, form, forms
from archive.model import ExtraRow, Figure, Position, Report, State
from tests.support.small_archive import report_from_fields

KEY: ReportKey = ("临川县教育局", 2023, "own")
ORIGIN = ReportSource(
    url="http://a/", document_id=5, media_type="text/html", parser_version="1", province="江西省"
)


def report_with_figures(*changed: Figure) -> Report:
    plain = report_from_fields({"agency": KEY[0], "year": KEY[1]})
    replacements = {figure.key: figure for figure in changed}
    return replace(plain, figures=tuple(replacements.get(figure.key, figure) for figure in plain.figures))


def figure_rows(rows: Report) -> dict[object, DatabaseRow]:
    return {row["figure"]: row for row in report_rows(rows, KEY, ORIGIN)["cells"]}


def make_figure(key: str, state: State, raw: str = "", number: str | None = None, unit: str = "") -> Figure:
    return Figure(*key.split("."), state, raw, Decimal(number) if number else None, unit, Position(0, 4, 2))


def test_a_report_of_plain_numbers_has_no_rows_in_cells() -> None:
    rows = report_rows(report_with_figures(), KEY, ORIGIN)
    assert rows["cells"] == []
    assert [len(rows[table]) for table in TABLE_KEYS] == [6, 25, 3]
    assert rows["reports"][0]["id"] == stable_id(*KEY)
    assert rows["reports"][0]["label"] == "临川县教育局 2023年度"


@pytest.mark.parametrize("form_id", forms())
def test_every_figure_of_a_form_has_its_column_and_every_row_its_label(form_id: str) -> None:
    printed = tuple(Figure(*place, State.REPORTED, "7", Decimal(7)) for place in figure_keys(form_id))
    rows = report_rows(
        replace(report_from_fields({"agency": KEY[0], "year": 2020}), form=form_id, figures=printed),
        KEY,
        ORIGIN,
    )
    stored = sum(
        value == 7
        for table in TABLE_KEYS
        for row in rows[table]
        for column, value in row.items()
        if column not in ("number", "grid", "grid_row")
    )
    assert stored == len(printed)
    labels = [row["label"] for row in rows["requests"]]
    assert labels == [row.term.zh for row in form(form_id).table("requests").rows]


@pytest.mark.parametrize(
    ("state", "raw"),
    [(State.BLANK, ""), (State.DASH, "—"), (State.UNREADABLE, "约3"), (State.UNCERTAIN, "3|4")],
)
def test_a_figure_without_a_number_is_null_with_its_state(state: State, raw: str) -> None:
    report = report_with_figures(make_figure("requests.granted.total", state, raw))
    row = next(row for row in report_rows(report, KEY, ORIGIN)["requests"] if row["row"] == "granted")
    assert row["total"] is None
    cell = figure_rows(report)["requests.granted.total"]
    assert (cell["state"], cell["raw"], cell["value"]) == (state.value, raw, None)
    assert (cell["grid"], cell["grid_row"], cell["grid_column"]) == (0, 4, 2)


def test_an_absent_row_is_left_out_and_its_cells_are_listed() -> None:
    absent = [
        make_figure(f"requests.closed_other.{column.key}", State.ABSENT)
        for column in form("2021").table("requests").rows_by_key["closed_other"].columns
    ]
    report = report_with_figures(*absent)
    assert "closed_other" not in {row["row"] for row in report_rows(report, KEY, ORIGIN)["requests"]}
    assert len(figure_rows(report)) == 7
    assert printed_figure_count(report) == 193


@pytest.mark.parametrize(
    ("key", "raw", "number", "stored"),
    [
        ("disclosure.fees.fee_amount", "17,350.00元", "1.735", 1.735),
        ("disclosure.fees.fee_amount", "66.4866", "66.4866", 66.4866),
        ("requests.granted.total", "3.5", "3.5", None),
        ("requests.granted.total", "99999999999999999999", "99999999999999999999", None),
        ("requests.granted.total", "1,036", "1036", 1036),
        (
            "disclosure.fees.fee_amount",
            "0.12345678901234567891",
            "0.12345678901234567891",
            0.12345678901234568,
        ),
    ],
)
def test_the_exact_number_is_stored_even_if_its_column_cannot_hold_it(
    key: str, raw: str, number: str, stored: float | None
) -> None:
    report = report_with_figures(make_figure(key, State.REPORTED, raw, number, "元" if "元" in raw else ""))
    table, row, column = key.split(".")
    assert (
        next(
            table_row[column]
            for table_row in report_rows(report, KEY, ORIGIN)[table]
            if table_row["row"] == row
        )
        == stored
    )
    exact = figure_rows(report)[key]["value"] if key in figure_rows(report) else str(stored)
    assert exact == number


def test_an_extra_row_is_stored_cell_by_cell() -> None:
    extra = (
        ExtraRow("disclosure", "其他", ("1", ""), Position(0, 9, 0)),
        ExtraRow("requests", "空", (), Position(1, 9, 0)),
    )
    rows = report_rows(replace(report_with_figures(), extra_rows=extra), KEY, ORIGIN)["extra_cells"]
    assert [(row["number"], row["position"], row["raw"]) for row in rows] == [
        (0, 0, "1"),
        (0, 1, ""),
        (1, -1, None),
    ]


def test_rows_have_only_columns_of_the_schema() -> None:
    for table, rows in report_rows(report_with_figures(), KEY, ORIGIN).items():
        assert {name for row in rows for name in row} <= set(load_schema().table(table).column_names)
    assert {table.name for table in load_schema().tables if "report_id" in table.key} == set(REPORT_TABLES)


def test_a_report_without_agency_or_year_has_no_key() -> None:
    assert report_key(report_from_fields({"agency": None, "year": 2023})) is None
    assert report_key(report_from_fields({"agency": "甲局"})) is None
    assert report_key(report_from_fields({"agency": "甲局", "year": 2023, "scope": "consolidated"})) == (
        "甲局",
        2023,
        "consolidated",
    )


def report_row(agency: str, **identity: object) -> DatabaseRow:
    report = report_from_fields({"agency": agency, "year": 2023})
    report = replace(report, identity=replace(report.identity, **identity))  # type: ignore[arg-type]
    return report_rows(report, (agency, 2023, "own"), ORIGIN)["reports"][0]


def test_a_report_has_region_level_system_and_joint_issuers() -> None:
    row = report_row("长沙县教育局", joint_issuers=("长沙县体育局", "长沙县科学技术局"))
    names = ("region", "province", "level", "system", "joint_issuers")
    assert tuple(row[name] for name in names) == (
        "430121", "湖南省", "county", "education", "长沙县体育局、长沙县科学技术局",
    )  # fmt: skip


def test_a_region_known_only_from_the_site_is_stored() -> None:
    ambiguous_row = report_row("国家统计局长沙调查队")
    assert (ambiguous_row["region"], ambiguous_row["level"], ambiguous_row["joint_issuers"]) == (
        None,
        None,
        None,
    )
    located_row = report_row("国家统计局长沙调查队", region="430100")
    assert (located_row["region"], located_row["level"]) == ("430100", "prefecture")
