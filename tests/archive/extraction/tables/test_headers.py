"""Headers of tables whose cells are on lines of their own, that are cut in two, or that lost half of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from msgspec import structs

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import Alignment, align_tables
from archive.forms import figure_keys, form
from archive.model import Cell, Grid, GridKind, State
from tests.support.drawn_tables import draw_tables

FORM = form("2021")
VALUES = {key: str(number) for number, key in enumerate(figure_keys("2021"), start=1)}
# Each row of table 3 adds up, so that its columns can be confirmed.
for table, row, _ in list(VALUES):
    if table == "requests":
        keys = [key for key in VALUES if key[:2] == (table, row)]
        VALUES[keys[-1]] = str(sum(int(VALUES[key]) for key in keys[:-1]))
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
COLUMNS = FORM.table("challenges").rows[0].columns


def lines_of_cells(texts: Iterable[str]) -> list[Cell]:
    """Return a cell for each text, each on a line of its own; a text of bars only is padding."""
    return [
        Cell(text, number, 0, padding=bool(text) and not text.strip("|")) for number, text in enumerate(texts)
    ]


def read_requests(header: Sequence[str]) -> Alignment:
    """Read table 3 as lines of one cell each below `header`."""
    drawn = draw_tables(FORM, VALUES, GridKind.STREAM)[1]
    first = next(place for place, cell in enumerate(drawn.grid.cells) if cell.text.startswith("一、"))
    rows = [cell.text for cell in drawn.grid.cells[first:]]
    return align_tables(
        [replace(drawn, grid=Grid(GridKind.STREAM, tuple(lines_of_cells([*header, *rows]))))], FORM
    )


def read_challenges(lines: Sequence[Sequence[str]]) -> Alignment:
    """Read table 4 as a run of cells in `lines`, with its values below them."""
    values = [VALUES[key] for key in VALUES if key[0] == "challenges"]
    cells = (
        Cell(text, row, column)
        for row, texts in enumerate([*lines, values])
        for column, text in enumerate(texts)
    )
    return align_tables([PlacedGrid(Grid(GridKind.STREAM, tuple(cells)), 0, "challenges")], FORM)


def findings(alignment: Alignment) -> list[tuple[str, str]]:
    return [(finding.id, finding.table) for finding in alignment.findings]


def figures_of(alignment: Alignment, table: str) -> dict[tuple[str, str, str], str]:
    """Return the numbers as printed, or the state of a figure without one."""
    return {
        figure.place: figure.raw if figure.state is State.REPORTED else figure.state.value
        for figure in alignment.figures
        if figure.table == table
    }


def printed(table: str) -> dict[tuple[str, str, str], str]:
    return {key: value for key, value in VALUES.items() if key[0] == table}


COMPLETE = (
    CORNER,
    "申请人情况",
    "|||||||||",
    "自然人",
    "法人或其他组织",
    "总计",
    "||||||||",
    *APPLICANTS,
    "|||||",
)


def test_a_complete_header_with_a_cell_on_each_line_needs_no_order_of_the_form() -> None:
    alignment = read_requests(COMPLETE)
    assert figures_of(alignment, "requests") == printed("requests")
    assert findings(alignment) == []


def test_values_follow_a_header_with_the_total_before_the_applicants() -> None:
    header = (CORNER, "申请人情况", "||", "总计", "自然人", "法人或其他组织", "||", *APPLICANTS, "||")
    columns = [column.key for column in FORM.table("requests").rows[0].columns]
    printed_order = ["total", *columns[:-1]]
    assert figures_of(read_requests(header), "requests") == {
        (table, row, printed_order[columns.index(column)]): value
        for (table, row, column), value in printed("requests").items()
    }


def test_a_total_before_the_applicants_without_their_common_header_makes_all_rows_uncertain() -> None:
    header = (CORNER, "申请人情况", "||", "总计", "自然人", "||", *APPLICANTS, "||")
    assert set(figures_of(read_requests(header), "requests").values()) == {"uncertain"}


def test_a_header_with_a_column_of_no_form_is_not_complete() -> None:
    alignment = read_requests((*COMPLETE[:-1], "个体工商户", "|||||"))
    assert ("F_BY_POSITION", "requests") in findings(alignment)


def cut_requests(*, labels: int, columns: int = 0) -> list[PlacedGrid]:
    """Return table 3 cut before 三、, the second piece with other columns for labels, and for values."""
    drawn = draw_tables(FORM, VALUES, GridKind.SPANS)[1]
    cut = next(cell.row for cell in drawn.grid.cells if cell.text.startswith("三、"))
    first = [cell for cell in drawn.grid.cells if cell.row < cut]
    second = [
        structs.replace(cell, column=cell.column + labels)
        if cell.column
        else structs.replace(cell, colspan=cell.colspan + labels)
        for cell in drawn.grid.cells
        if cell.row >= cut
    ]
    for row in {cell.row for cell in second}:
        end = max(cell.column for cell in second if cell.row == row)
        second += [Cell("7", row, end + 1 + place) for place in range(columns)]
    second.sort(key=lambda cell: (cell.row, cell.column))
    return [
        replace(drawn, grid=Grid(GridKind.SPANS, tuple(first)), number=0),
        replace(drawn, grid=Grid(GridKind.SPANS, tuple(second)), number=1),
    ]


@pytest.mark.parametrize("labels", [0, 1, 2])
def test_a_table_without_header_follows_the_one_before_it_whatever_columns_its_labels_take(
    labels: int,
) -> None:
    alignment = align_tables(cut_requests(labels=labels), FORM)
    assert figures_of(alignment, "requests") == printed("requests")
    assert findings(alignment) == []


@pytest.mark.parametrize("labels", [0, 1, 2])
def test_the_order_of_the_header_before_a_table_without_one_is_followed(labels: int) -> None:
    """With labels in one column more, 自然人 after 总计 would be above the first value, as in the form."""
    columns = [column.key for column in FORM.table("requests").rows[0].columns]
    printed_order = ["total", *columns[:-1]]
    first, second = cut_requests(labels=labels)
    names = {cell.column: cell for cell in first.grid.cells if cell.row == 0 and cell.column >= 3}
    texts = [names[max(names)].text, *(names[column].text for column in sorted(names)[:-1])]
    header = [cell for cell in first.grid.cells if cell not in names.values()]
    header += [
        structs.replace(names[column], text=text) for column, text in zip(sorted(names), texts, strict=True)
    ]
    header.sort(key=lambda cell: (cell.row, cell.column))
    first = replace(first, grid=Grid(GridKind.SPANS, tuple(header)))
    assert figures_of(align_tables([first, second], FORM), "requests") == {
        (table, row, printed_order[columns.index(column)]): value
        for (table, row, column), value in printed("requests").items()
    }


def test_a_table_without_header_that_has_another_column_is_uncertain() -> None:
    figures = figures_of(align_tables(cut_requests(labels=1, columns=1), FORM), "requests")
    below = {value for key, value in figures.items() if key[1] not in ("new_requests", "carried_over")}
    assert below == {"uncertain"}


BLOCKS = (("行政复议", "行政诉讼"), (*RESULTS, "未经复议直接起诉", "复议后起诉"), (*RESULTS, *RESULTS))
HALVES = tuple(
    tuple(text[:2] if text in RESULTS else text for text in line) if place else line
    for place, line in enumerate(BLOCKS)
)


def test_a_complete_header_of_table_4_in_a_run_of_cells_needs_no_order_of_the_form() -> None:
    alignment = read_challenges(BLOCKS)
    assert figures_of(alignment, "challenges") == printed("challenges")
    assert findings(alignment) == []


def test_halves_of_results_that_follow_the_form_are_read_by_position() -> None:
    alignment = read_challenges(HALVES)
    assert figures_of(alignment, "challenges") == printed("challenges")
    assert findings(alignment) == [("F_BY_POSITION", "challenges")]


@pytest.mark.parametrize(
    "lines",
    [
        (HALVES[0], HALVES[1], ("结果", "其他", "结果", "尚未", "总计", *HALVES[2][5:])),
        (HALVES[0], ("尚未", "结果", "结果", "其他", "总计", *HALVES[1][5:]), HALVES[2]),
        (("行政诉讼", "行政复议"), BLOCKS[1], BLOCKS[2]),
        (BLOCKS[0], (*HALVES[1][:5], "复议后起诉", "未经复议直接起诉"), BLOCKS[2]),
        (BLOCKS[0], (*RESULTS, "未经复议直接起诉", "复议后起诉"), (*RESULTS[::-1], *RESULTS)),
        (BLOCKS[0], ("未经复议直接起诉", "复议后起诉", *RESULTS), (*RESULTS, "总计", *RESULTS[:4])),
    ],
)
def test_a_header_of_table_4_in_another_order_makes_all_figures_uncertain(
    lines: Sequence[Sequence[str]],
) -> None:
    assert set(figures_of(read_challenges(lines), "challenges").values()) == {"uncertain"}


def test_the_rows_of_table_4_are_in_the_order_of_their_names() -> None:
    lines = (("行政诉讼", "行政复议"), ("复议后起诉", "未经复议直接起诉", *RESULTS), BLOCKS[2])
    figures = figures_of(read_challenges(lines), "challenges")
    rows = ["suit_after_review", "direct_suit", "review"]
    assert [figures["challenges", row, column.key] for row in rows for column in COLUMNS] == [
        value for key, value in VALUES.items() if key[0] == "challenges"
    ]


ONE_LINE = ("自然人", *APPLICANTS, "总计")


@pytest.mark.parametrize("header", [("办理情况", *ONE_LINE), ONE_LINE])
def test_any_text_above_the_labels_is_no_column(header: Sequence[str]) -> None:
    alignment = read_lines(header)
    assert figures_of(alignment, "requests") == printed("requests")
    assert findings(alignment) == []


def test_a_text_before_the_columns_of_a_row_without_a_cell_below_it_is_not_above_the_labels() -> None:
    alignment = read_lines(("办理情况", "小计", *ONE_LINE))
    assert ("F_BY_POSITION", "requests") in findings(alignment)


def read_lines(header: Sequence[str]) -> Alignment:
    """Read table 3 as a run of cells, each row and the header on a line."""
    rows: list[Sequence[str]] = [header]
    for row in FORM.table("requests").rows:
        rows.append((row.term.zh, *(VALUES["requests", row.key, column.key] for column in row.columns)))
    cells = (Cell(text, number, place) for number, row in enumerate(rows) for place, text in enumerate(row))
    return align_tables([PlacedGrid(Grid(GridKind.STREAM, tuple(cells)), 0, "requests")], FORM)


def read_blocks(blocks: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> Alignment:
    """Read table 4 as a run of cells: the name of each row, its results and its values on lines."""
    lines = [line for name, results, values in blocks for line in ([name], results, values)]
    cells = (
        Cell(text, number, place) for number, line in enumerate(lines) for place, text in enumerate(line)
    )
    return align_tables([PlacedGrid(Grid(GridKind.STREAM, tuple(cells)), 0, "challenges")], FORM)


SUITS = {
    "行政复议": "review",
    "行政诉讼（未经复议直接起诉）": "direct_suit",
    "复议后起诉": "suit_after_review",
}


def block(
    name: str, *, results: Sequence[str] = RESULTS, dropped: int = 0
) -> tuple[str, Sequence[str], list[str]]:
    values = [value for key, value in VALUES.items() if key[:2] == ("challenges", SUITS[name])]
    return name, results, values[dropped:]


@pytest.mark.parametrize("names", [tuple(SUITS), tuple(reversed(SUITS))])
def test_table_4_in_blocks_of_a_run_of_cells_is_read_by_its_names(names: Sequence[str]) -> None:
    alignment = read_blocks([block(name) for name in names])
    assert figures_of(alignment, "challenges") == printed("challenges")
    assert findings(alignment) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [block("行政复议"), block("行政复议"), block("复议后起诉")],
        [block("行政复议"), block("行政诉讼（未经复议直接起诉）", dropped=1), block("复议后起诉")],
        [block("行政复议", results=(*RESULTS[:4], "结果维持")), block("复议后起诉")],
    ],
    ids=["a row twice", "a value lost", "a result twice"],
)
def test_table_4_in_blocks_that_are_not_complete_is_uncertain(
    blocks: Sequence[tuple[str, Sequence[str], Sequence[str]]],
) -> None:
    assert set(figures_of(read_blocks(blocks), "challenges").values()) == {"uncertain"}
