"""Tables whose merged cells have lost their width, so that header and values have different places."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables
from archive.forms import form
from archive.model import Cell, Figure, Grid, GridKind, State

_RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
_NARROW_HEADER = [
    ["行政复议", "行政诉讼"],
    [*_RESULTS, "未经复议直接起诉", "复议后起诉"],
    [*_RESULTS, *_RESULTS],
]
_ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
_NUMBERS = ["1", "2", "3", "4", "5", "6", "21"]
_REQUESTS = [
    ["申请人情况"],
    ["自然人", "法人或其他组织", "总计"],
    _ORGANISATIONS,
    ["一、本年新收政府信息公开申请数量", *_NUMBERS],
    ["三、本年度办理结果", "（一）予以公开", *_NUMBERS],
    ["（三）不予公开", "1.属于国家秘密", *_NUMBERS],
    ["2.其他法律行政法规禁止公开", *_NUMBERS],
    ["3.危及“三安全一稳定”", *_NUMBERS],
    ["4.保护第三方合法权益", *_NUMBERS],
]


def _figures(kind: GridKind, lines: Sequence[Sequence[str]], table: str) -> dict[str, Figure]:
    cells = tuple(
        Cell(text, row, column) for row, line in enumerate(lines) for column, text in enumerate(line)
    )
    return _figures_of(Grid(kind, cells), table)


def _figures_of(grid: Grid, table: str) -> dict[str, Figure]:
    figures = align_tables([PlacedGrid(grid, 0, table)], form("2021")).figures
    return {figure.key.removeprefix(f"{table}."): figure for figure in figures if figure.table == table}


def _numbers(figures: dict[str, Figure], row: str) -> list[object]:
    return [figure.number for key, figure in figures.items() if key.startswith(f"{row}.")]


@pytest.mark.parametrize("kind", [GridKind.FLAT, GridKind.SPANS])
def test_a_header_without_widths_names_values_by_the_order_of_its_words(kind: GridKind) -> None:
    figures = _figures(kind, [*_NARROW_HEADER, [str(number) for number in range(15)]], "challenges")
    assert [figure.number for figure in figures.values()] == list(range(15))


def test_the_order_of_such_words_is_followed() -> None:
    header = [["行政诉讼", "行政复议"], ["复议后起诉", "未经复议直接起诉", *_RESULTS], [*_RESULTS, *_RESULTS]]
    figures = _figures(GridKind.FLAT, [*header, [str(number) for number in range(15)]], "challenges")
    assert figures["suit_after_review.upheld"].number == 0
    assert figures["review.total"].number == 14


def test_a_header_with_a_text_above_every_value_is_followed_by_position() -> None:
    header = [[*_RESULTS * 3], ["行政复议", "", "", "", "", "复议后起诉", "", "", "", "", "未经复议直接起诉"]]
    figures = _figures(GridKind.FLAT, [*header, [str(number) for number in range(15)]], "challenges")
    assert figures["direct_suit.upheld"].number == 10


def test_rows_with_one_label_or_two_are_read_if_each_ends_with_its_values() -> None:
    figures = _figures(GridKind.FLAT, _REQUESTS, "requests")
    for row in ("new_requests", "granted", "denied_state_secret", "denied_prohibited"):
        assert _numbers(figures, row) == list(map(int, _NUMBERS))


def test_if_one_row_of_them_lost_a_value_its_neighbours_with_two_labels_are_uncertain() -> None:
    lines = [*_REQUESTS[:-1], _REQUESTS[-1][:-1]]
    figures = _figures(GridKind.FLAT, lines, "requests")
    assert figures["granted.total"].state is State.UNCERTAIN
    assert figures["denied_third_party.total"].state is State.UNCERTAIN


def test_a_zero_across_the_whole_row_is_the_value_of_each_column() -> None:
    header = [
        Cell("行政复议", 0, 0, 1, 5),
        Cell("行政诉讼", 0, 5, 1, 10),
        *(Cell(text, 1, column, 2) for column, text in enumerate(_RESULTS)),
        Cell("未经复议直接起诉", 1, 5, 1, 5),
        Cell("复议后起诉", 1, 10, 1, 5),
        *(Cell(text, 2, 5 + column) for column, text in enumerate(_RESULTS * 2)),
    ]
    grid = Grid(GridKind.SPANS, (*header, Cell("0", 3, 0, 1, 15)))
    assert {figure.number for figure in _figures_of(grid, "challenges").values()} == {0}
    grid = Grid(GridKind.SPANS, (*header, Cell("3", 3, 0, 1, 15)))
    assert {figure.state for figure in _figures_of(grid, "challenges").values()} == {State.UNCERTAIN}


@pytest.mark.parametrize(
    ("remark", "state"), [("", State.REPORTED), ("去年", State.BLANK), ("单位", State.BLANK)]
)
def test_a_number_at_the_other_edge_of_a_merged_cell_is_its_value(remark: str, state: State) -> None:
    """It is below no name; a number below the name of another column is none of the form."""
    lines = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "1", "2", "3"],
        ["信息内容", "本年处理决定数量", "", remark],
        ["行政处罚", "", "", "238"],
        ["行政强制", "", "", "15"],
    ]
    figures = _figures(GridKind.SPANS, lines, "disclosure")
    assert figures["penalties.decisions"].state is state
    assert figures["penalties.decisions"].number == (238 if state is State.REPORTED else None)
