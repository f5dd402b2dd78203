from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables, detect_form
from archive.extraction.tables.table_selection import TableContext
from archive.forms import figure_keys, form
from archive.model import Cell, Figure, Grid, GridKind, State
from tests.support.drawn_tables import Values, draw_tables

PRINTED = st.sampled_from(["", "", "0", "0", "1", "12", "305", "1,204", "/", "—", " 7 "])
EXPECTED_NUMBERS = {"": None, "/": None, "—": None, "1,204": Decimal(1204), " 7 ": Decimal(7)}


@st.composite
def form_values(draw: st.DrawFn) -> tuple[str, dict[tuple[str, str, str], str]]:
    form_id = draw(st.sampled_from(["2019", "2021"]))
    places = figure_keys(form_id)
    texts = draw(st.lists(PRINTED, min_size=len(places), max_size=len(places)))
    return form_id, dict(zip(places, texts, strict=True))


def zero_values(form_id: str, **changed: str) -> dict[tuple[str, str, str], str]:
    values = dict.fromkeys(figure_keys(form_id), "0")
    for place, text in changed.items():
        table, row, column = place.split("__")
        values[table, row, column] = text
    return values


def figures_by_key(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.key: figure for figure in figures}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(form_values(), st.sampled_from([GridKind.SPANS, GridKind.STREAM]))
def test_drawn_tables_are_read_back(report: tuple[str, Values], kind: GridKind) -> None:
    form_id, values = report
    alignment = align_tables(draw_tables(form(form_id), values, kind), form(form_id))
    assert [figure.place for figure in alignment.figures] == list(figure_keys(form_id))
    for drawn_figure in alignment.figures:
        printed = values[drawn_figure.table, drawn_figure.row, drawn_figure.column]
        assert drawn_figure.raw == printed.strip()
        assert drawn_figure.number == (
            EXPECTED_NUMBERS[printed] if printed in EXPECTED_NUMBERS else Decimal(printed)
        )
    assert (alignment.extra_rows, alignment.findings) == ((), ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(form_values())
def test_without_spans_every_figure_is_right_or_uncertain(report: tuple[str, Values]) -> None:
    form_id, values = report
    for figure in align_tables(draw_tables(form(form_id), values, GridKind.FLAT), form(form_id)).figures:
        printed = values[figure.table, figure.row, figure.column]
        if figure.state is not State.UNCERTAIN:
            assert figure.raw == printed.strip()
            assert figure.number == (
                EXPECTED_NUMBERS[printed] if printed in EXPECTED_NUMBERS else Decimal(printed)
            )


def test_a_complete_row_locates_the_values_of_one_with_a_blank_total() -> None:
    values = zero_values("2021", requests__granted__natural_person="258", requests__granted__business="12")
    for column in ("research_institution", "social_organization", "total"):
        values["requests", "granted", column] = ""
    figures = figures_by_key(
        align_tables(draw_tables(form("2021"), values, GridKind.FLAT), form("2021")).figures
    )
    assert figures["requests.granted.natural_person"].number == 258
    assert figures["requests.granted.total"].state is State.BLANK


def test_a_row_with_a_missing_cell_is_uncertain() -> None:
    tables = draw_tables(form("2021"), zero_values("2021"), GridKind.SPANS)
    cells = [
        cell for cell in tables[1].grid.cells if not (cell.row == 1 and cell.column == 9)
    ]  # without the 总计 of the first row
    tables[1] = PlacedGrid(Grid(GridKind.SPANS, tuple(cells)), 1, "requests")
    figures = figures_by_key(align_tables(tables, form("2021")).figures)
    assert {figures[f"requests.new_requests.{column}"].state for column in ("natural_person", "total")} == {
        State.UNCERTAIN
    }
    assert figures["requests.new_requests.natural_person"].number is None
    assert figures["requests.new_requests.natural_person"].raw == "0 | 0 | 0 | 0 | 0 | 0"
    assert figures["requests.carried_over.total"].number == 0


@pytest.mark.parametrize("lost", [1, 2, 5])
def test_a_row_of_table_4_that_ends_before_its_header_is_uncertain(lost: int) -> None:
    """Cells were lost, and no one knows which: the headers above the others are not theirs."""
    tables = draw_tables(form("2021"), zero_values("2021", challenges__review__upheld="1"), GridKind.SPANS)
    cells = [cell for cell in tables[2].grid.cells if not (cell.row == 3 and cell.column >= 15 - lost)]
    tables[2] = PlacedGrid(Grid(GridKind.SPANS, tuple(cells)), 2, "challenges")
    figures = align_tables(tables, form("2021")).figures
    assert {figure.state for figure in figures if figure.table == "challenges"} == {State.UNCERTAIN}


def test_a_block_printed_as_one_row_is_read() -> None:
    tables = draw_tables(form("2021"), zero_values("2021", requests__closed_other__total="4"), GridKind.SPANS)
    lines = tables[1].grid.rows()
    cells = [cell for line in lines for cell in line if line[0].row not in (21, 22, 23)]
    group = next(cell for cell in lines[21] if "其他处理" in cell.text)
    cells += [Cell(group.text, 23, 1, 1, 2), *(cell for cell in lines[23] if cell.column >= 3)]
    tables[1] = PlacedGrid(
        Grid(GridKind.SPANS, tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))), 1, "requests"
    )
    figures = figures_by_key(align_tables(tables, form("2021")).figures)
    assert figures["requests.closed_other.total"].number == 4
    merged = figures["requests.closed_fee_unpaid.total"]
    assert (merged.state, merged.raw) == (State.ABSENT, "merged")


def test_an_added_row_is_an_extra_row() -> None:
    tables = draw_tables(form("2019"), zero_values("2019"), GridKind.SPANS)
    added = [Cell("其他主动公开文件", 99, 0), Cell("186", 99, 1), Cell("86", 99, 2)]
    tables[0] = PlacedGrid(Grid(GridKind.SPANS, (*tables[0].grid.cells, *added)), 0, "disclosure")
    alignment = align_tables(tables, form("2019"))
    assert [(row.label, row.cells) for row in alignment.extra_rows] == [("其他主动公开文件", ("186", "86"))]


@pytest.mark.parametrize(
    ("printed", "row"),
    [("2.其他法律行政止公开", "denied_prohibited"), ("没有现成信息需另行制", "unavailable_not_compiled")],
)
def test_a_damaged_label_with_one_possible_meaning_is_flagged(printed: str, row: str) -> None:
    tables = draw_tables(
        form("2021"), zero_values("2021", **{f"requests__{row}__total": "3"}), GridKind.SPANS
    )
    label = form("2021").table("requests").rows_by_key[row].term.zh
    cells = tuple(
        Cell(printed, cell.row, cell.column, cell.rowspan, cell.colspan) if cell.text == label else cell
        for cell in tables[1].grid.cells
    )
    tables[1] = PlacedGrid(Grid(GridKind.SPANS, cells), 1, "requests")
    alignment = align_tables(tables, form("2021"))
    assert figures_by_key(alignment.figures)[f"requests.{row}.total"].number == 3
    assert [(finding.id, finding.row) for finding in alignment.findings] == [("F_LABEL_MUTILATED", row)]


def test_rows_with_an_ambiguous_label_are_uncertain() -> None:
    tables = draw_tables(form("2021"), zero_values("2021"), GridKind.SPANS)
    unclear = {
        "1.属于国家秘密": "属于信息",
        "5.属于三类内部事务信息": "属于信息",
        "6.属于四类过程性信息": "属于类信息",
    }
    cells = tuple(
        Cell(unclear.get(cell.text, cell.text), cell.row, cell.column, cell.rowspan, cell.colspan)
        for cell in tables[1].grid.cells
    )
    tables[1] = PlacedGrid(Grid(GridKind.SPANS, cells), 1, "requests")
    alignment = align_tables(tables, form("2021"))
    uncertain_rows = {figure.row for figure in alignment.figures if figure.state is State.UNCERTAIN}
    assert uncertain_rows == {"denied_state_secret", "denied_internal_affairs", "denied_deliberative"}
    assert {figure.state for figure in alignment.figures} == {State.UNCERTAIN, State.REPORTED}
    assert len(alignment.extra_rows) == 3


@pytest.mark.parametrize("form_id", ["2019", "2021"])
def test_the_form_is_detected_by_its_labels(form_id: str) -> None:
    tables = draw_tables(form(form_id), zero_values(form_id), GridKind.SPANS)
    with_headers = [
        PlacedGrid(
            Grid(
                placed.grid.kind,
                (
                    *placed.grid.cells,
                    *(Cell(column.term.zh, 90, place) for place, column in enumerate(row_columns)),
                ),
            ),
            placed.number,
            placed.section,
        )
        for placed, table in zip(tables, form(form_id).tables, strict=True)
        for row_columns in [table.rows[0].columns]
    ]
    assert detect_form(with_headers) == (form_id, False)


@pytest.mark.parametrize(("header", "is_read"), [("", True), ("结果", True), ("行政复议", False)])
def test_fifteen_values_are_read_by_their_count_if_no_header_contradicts(header: str, is_read: bool) -> None:
    values = zero_values("2021", challenges__suit_after_review__total="3", challenges__review__upheld="1")
    tables = draw_tables(form("2021"), values, GridKind.SPANS)
    cells = tuple(
        Cell(header, cell.row, cell.column) if cell.row < 3 else cell for cell in tables[2].grid.cells
    )
    tables[2] = PlacedGrid(Grid(GridKind.SPANS, cells), 2, "challenges")
    figures = figures_by_key(align_tables(tables, form("2021")).figures)
    assert figures["challenges.suit_after_review.total"].number == (3 if is_read else None)
    assert figures["challenges.review.upheld"].number == (1 if is_read else None)


def test_years_in_headers_and_explanations_in_labels_are_ignored() -> None:
    tables = draw_tables(form("2019"), zero_values("2019", disclosure__rules__made="4"), GridKind.SPANS)
    cells = tuple(
        Cell("规章（设区的市、自治州人民政府应提供相关数据）", cell.row, cell.column)
        if cell.text == "规章"
        else cell
        for cell in tables[0].grid.cells
    )
    tables[0] = PlacedGrid(Grid(GridKind.SPANS, cells), 0, "disclosure")
    alignment = align_tables(tables, form("2019"))
    assert figures_by_key(alignment.figures)["disclosure.rules.made"].number == 4
    grid = Grid(GridKind.SPANS, (Cell("规章", 0, 0), Cell("本年(2023)制发件数", 0, 1)))
    assert detect_form([PlacedGrid(grid, 0, "disclosure")]) == ("2021", False)


def test_a_remark_after_a_number_has_a_finding() -> None:
    printed = zero_values("2021", disclosure__rules__in_force="22（其中修订16件）")
    alignment = align_tables(draw_tables(form("2021"), printed, GridKind.STREAM), form("2021"))
    figure = figures_by_key(alignment.figures)["disclosure.rules.in_force"]
    assert (figure.number, figure.raw) == (22, "22（其中修订16件）")
    assert [(finding.id, finding.row, finding.column) for finding in alignment.findings] == [
        ("F_CELL_REMARK", "rules", "in_force")
    ]


@pytest.mark.parametrize(("total", "finding_ids"), [("1\n4", []), ("1\n5", ["F_CELL_DOUBTFUL"])])
def test_digits_on_two_lines_are_one_number_if_the_row_adds_up(total: str, finding_ids: list[str]) -> None:
    printed = zero_values("2021", requests__granted__business="14", requests__granted__total=total)
    alignment = align_tables(draw_tables(form("2021"), printed, GridKind.SPANS), form("2021"))
    assert [finding.id for finding in alignment.findings] == finding_ids


def test_an_added_row_without_numbers_is_an_extra_row() -> None:
    tables = draw_tables(form("2019"), zero_values("2019"), GridKind.SPANS)
    added = [Cell("其他主动公开文件", 99, 0), Cell("", 99, 1), Cell("", 99, 2)]
    tables[0] = PlacedGrid(Grid(GridKind.SPANS, (*tables[0].grid.cells, *added)), 0, "disclosure")
    assert [row.cells for row in align_tables(tables, form("2019")).extra_rows] == [("", "")]


@pytest.mark.parametrize("kind", [GridKind.SPANS, GridKind.FLAT])
@pytest.mark.parametrize("text", ["★", "{{n}}", "约三"])
def test_a_text_below_the_name_of_a_result_is_a_value_that_cannot_be_read(kind: GridKind, text: str) -> None:
    values = {**dict.fromkeys(figure_keys("2021"), "3"), ("challenges", "review", "upheld"): text}
    figures = align_tables(draw_tables(form("2021"), values, kind), form("2021")).figures
    states = {figure.key: figure.state for figure in figures if figure.table == "challenges"}
    assert states.pop("challenges.review.upheld") is State.UNREADABLE
    assert set(states.values()) == {State.REPORTED}


@pytest.mark.parametrize(("is_damaged", "state"), [(False, State.BLANK), (True, State.UNREADABLE)])
def test_blank_figures_of_a_damaged_file_are_unreadable(is_damaged: bool, state: State) -> None:
    tables = draw_tables(form("2021"), dict.fromkeys(zero_values("2021"), ""), GridKind.SPANS)
    alignment = align_tables(tables, form("2021"), TableContext(is_damaged=is_damaged))
    assert {figure.state for figure in alignment.figures} == {state}
