from __future__ import annotations

from archive.model import GridKind
from archive.readers.text import grid_tables
from tests.support.content_views import grids, read_content, row_texts

TABLE = """
+------+------+------+
| 树种 | 株数 |      |
|      | （棵 |      |
|      | ）   |      |
+======+======+======+
| 松   | 12   | ab   |
|      |      | cd   |
+------+------+------+
"""


def test_a_cell_of_several_lines_is_joined() -> None:
    [grid] = grids(read_content(TABLE, "a.md"))
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == [["树种", "株数（棵）", ""], ["松", "12", "ab cd"]]


def test_a_table_with_a_cell_over_several_rows_is_not_read() -> None:
    lines = ["+----+----+", "| 松 | 12 |", "+    +----+", "|    | 13 |", "+----+----+"]
    assert not grid_tables.can_read(lines)


def test_a_table_without_its_last_rule_is_not_read() -> None:
    assert not grid_tables.can_read(["+----+----+", "| 松 | 12 |"])
