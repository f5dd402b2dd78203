from __future__ import annotations

from archive.model import GridKind
from archive.readers.text import simple_tables
from tests.support.content_views import grids, read_content, row_texts

RULE = "======== ==== ======"
TABLE = [
    RULE,
    "树种     高   ",
    RULE,
    r"\        3    9",
    "马尾松   12   7",
    "         年",
    "樟树          5^1^",
    RULE,
]


def test_columns_begin_where_the_rules_say() -> None:
    assert simple_tables.can_read(TABLE)
    grid = simple_tables.read(TABLE)
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == [["树种", "高", ""], ["", "3", "9"], ["马尾松", "12年", "7"], ["樟树", "", "5"]]


def test_a_text_across_a_border_is_no_row() -> None:
    assert not simple_tables.can_read([RULE, "马尾松高十二米的树", RULE])


def test_a_rule_below_a_heading_is_no_table() -> None:
    assert not simple_tables.is_rule("========")
    assert simple_tables.table_length([RULE, "文字", "", RULE], 0) == 1


def test_a_table_between_paragraphs_is_read() -> None:
    content = read_content("\n".join(["前文。", "", *TABLE, "", "后文。"]).encode(), "x.rst")
    assert [len(row_texts(grid)) for grid in grids(content)] == [4]
