"""Tables whose columns are the runs of a rule of dashes or equals signs."""

from __future__ import annotations

import pytest

from archive.model import GridKind, Paragraph
from archive.readers.text import ruled_columns
from tests.support.content_views import grids, read_content, row_texts

SIMPLE = """
树木的情况

  树种   株数   备注
  ------ ------ ------
  松     12
  柏            老树

后面的话
"""
FRAMED = """
  ----------------------
  树种   株数   备注
         （棵）
  ------ ------ --------
  松     12

  古老的        a
  柏            b

  ----------------------
"""
RESTRUCTURED = """
====== ====== ======
树种   株数   备注
====== ====== ======
松     12     \\
\\             老树
柏     3      x
       4
====== ====== ======
"""
WITHOUT_HEADER = """
------ ----
松     12
柏     3
------ ----
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (SIMPLE, [["树种", "株数", "备注"], ["松", "12", ""], ["柏", "", "老树"]]),
        (FRAMED, [["树种", "株数（棵）", "备注"], ["松", "12", ""], ["古老的柏", "", "a b"]]),
        (
            RESTRUCTURED,
            [["树种", "株数", "备注"], ["松", "12", ""], ["", "", "老树"], ["柏", "3 4", "x"]],
        ),
        (WITHOUT_HEADER, [["松", "12"], ["柏", "3"]]),
    ],
    ids=["simple", "framed", "reStructuredText", "without header"],
)
def test_cells_are_cut_at_the_gaps_of_the_rule(text: str, rows: list[list[str]]) -> None:
    [grid] = grids(read_content(text, "a.txt"))
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == rows


def test_raised_marks_of_markdown_are_no_digits() -> None:
    lines = ["树种   株数", "------ ------", "松     12^1^", "柏     ~~7~~3"]
    assert row_texts(ruled_columns.read(lines)) == [["树种", "株数"], ["松", "12"], ["柏", "3"]]


def test_text_around_the_table_stays_text() -> None:
    content = read_content(SIMPLE, "a.txt")
    lines = [block.text for block in content.blocks if isinstance(block, Paragraph)]
    assert lines == ["树木的情况", "后面的话"]


@pytest.mark.parametrize(
    "lines",
    [
        ["树种   株数", "------ ------", "松与柏和杨 12"],
        ["树种   株数", "------ ------"],
    ],
    ids=["text in a gap", "no row"],
)
def test_lines_that_do_not_fit_the_rule_are_no_table(lines: list[str]) -> None:
    length = ruled_columns.table_length(lines, 0)
    assert not length or not ruled_columns.can_read(lines[:length])


@pytest.mark.parametrize("line", ["-- --", "-----", "松", "==== ===="])
def test_many_rules_without_an_end_are_read_in_linear_time(line: str) -> None:
    content = read_content("\n".join([*[line] * 20_000, "", "松与柏"]), "a.txt")
    assert isinstance(content.blocks[-1], Paragraph)
    assert content.blocks[-1].text == "松与柏"
