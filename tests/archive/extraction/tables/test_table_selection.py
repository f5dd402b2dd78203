"""The grids of a statutory table are found by their labels, also if these are printed with other marks."""

from __future__ import annotations

import pytest

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables
from archive.forms import form
from archive.model import Cell, Grid, GridKind

_COLUMNS = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


@pytest.mark.parametrize("mark", ["、", "．", "."])
def test_a_label_with_another_mark_behind_its_ordinal_is_recognised(mark: str) -> None:
    row = (f"二{mark}上年结转政府信息公开申请数量", "1", "0", "2", "0", "0", "0", "3")
    cells = tuple(
        Cell(text, number, column)
        for number, line in enumerate((_COLUMNS, row))
        for column, text in enumerate(line)
    )
    placed = PlacedGrid(Grid(GridKind.SPANS, cells), 0, "requests")
    figures = {figure.key: figure.number for figure in align_tables([placed], form("2021")).figures}
    assert figures["requests.carried_over.research_institution"] == 2
