"""Tables that are printed as text and cannot be read are uncertain, those that are not printed absent."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extraction.tables.align import align_tables
from archive.extraction.tables.table_selection import TableContext
from archive.forms import form
from archive.model import State

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
