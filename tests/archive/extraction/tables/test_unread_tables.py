"""Tables that are printed as text and cannot be read are uncertain, those that are not printed absent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extraction import split_sections
from archive.extraction.tables.align import align_tables
from archive.extraction.tables.table_selection import TableContext
from archive.forms import form
from archive.model import Cell, Grid, GridKind, Paragraph, State

SUITS = "未经复议直接起诉 复议后起诉"
TABLE = (
    "行政复议 行政诉讼",
    SUITS,
    "结果维结果纠其他结尚未审 总",
    "持 正 果 结 计",
    "0 0 1 0 1 0 0 0 0 0 0 0 0 0 0",
)
PROSE = ("本年度行政复议0件，未经复议直接起诉1件，复议后起诉0件。",)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (TABLE, State.UNCERTAIN),
        (TABLE[:-1], State.ABSENT),
        (PROSE, State.ABSENT),
        ((*PROSE, "1 2 3"), State.ABSENT),
        (("行政复议", "0 0 1 0 1"), State.ABSENT),
    ],
    ids=["labels and values", "no values", "prose", "a few values", "one label"],
)
def test_labels_and_a_line_of_values_are_a_table(lines: Sequence[str], state: State) -> None:
    figures = align_tables((), form("2021"), TableContext(texts={"challenges": lines})).figures
    assert {figure.state for figure in figures if figure.table == "challenges"} == {state}


COLUMNS = ("本年制发件数", "本年废止件数", "现行有效件数")
RULES = Grid(
    GridKind.SPANS,
    (
        Cell("信息内容", 0, 0),
        *(
            Cell(name, 0, 1 + place)
            for place, name in enumerate(("本年制发件数", "本年废止件数", "现行有效件数"))
        ),
        Cell("规章", 1, 0),
        *(Cell("3", 1, place) for place in (1, 2, 3)),
    ),
)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["行政许可 41"], State.UNCERTAIN),
        (["| 行政许可 | 41 |"], State.UNCERTAIN),
        (["行政许可：41"], State.UNCERTAIN),
        (["本年处理决定数量", "行政许可", "41"], State.UNCERTAIN),
        (["行政许可"], State.UNCERTAIN),
        (["全年办理行政许可41件。"], State.ABSENT),
        (["规章 5 5 5"], State.ABSENT),
    ],
)
def test_a_row_in_the_text_beside_the_grid_is_not_absent(lines: list[str], state: State) -> None:
    blocks = [Paragraph("二、主动公开政府信息情况"), RULES, *map(Paragraph, lines)]
    layout = split_sections(blocks)
    context = TableContext(texts={key: (*own, *layout.captions) for key, own in layout.texts.items()})
    figures = {figure.key: figure for figure in align_tables(layout.grids, form("2021"), context).figures}
    assert figures["disclosure.licences.decisions"].state is state
    assert figures["disclosure.rules.issued"].number == 3
