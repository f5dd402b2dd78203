"""A table that is a picture is unreadable, not absent; a picture beside a complete table changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extraction import split_sections
from archive.extraction.tables.align import Alignment, align_tables
from archive.extraction.tables.table_selection import TableContext
from archive.forms import form, section_titles
from archive.model import OBJECT_CHARACTER, PICTURE, Block, Cell, Grid, GridKind, Paragraph, State

DRAWN_TABLE = Grid(
    GridKind.SPANS, tuple(Cell(OBJECT_CHARACTER, row, column) for row in range(2) for column in range(2))
)
LICENCES = Grid(
    GridKind.SPANS,
    (Cell("信息内容", 0, 0), Cell("本年处理决定数量", 0, 1), Cell("行政许可", 1, 0), Cell("12", 1, 1)),
)


def align(*blocks: Block) -> Alignment:
    """Align a report whose section of table 2 has the blocks."""
    titles = [names[0] for names in section_titles().values()]
    headings = [Paragraph(f"{'一二三四五六'[number]}、{title}") for number, title in enumerate(titles)]
    layout = split_sections([*headings[:2], *blocks, *headings[2:]])
    context = TableContext(frozenset(layout.texts), pictured=layout.pictured)
    return align_tables(layout.grids, form("2021"), context)


def states(alignment: Alignment, table: str) -> set[State]:
    return {figure.state for figure in alignment.figures if figure.table == table}


@pytest.mark.parametrize("picture", [PICTURE, Paragraph(OBJECT_CHARACTER), DRAWN_TABLE])
def test_a_table_that_is_a_picture_is_unreadable(picture: Block) -> None:
    alignment = align(picture)
    assert states(alignment, "disclosure") == {State.UNREADABLE}
    assert states(alignment, "requests") == {State.ABSENT}
    found = [finding.table for finding in alignment.findings if finding.id == "F_TABLE_PICTURE"]
    assert found == ["disclosure"]


def test_rows_that_are_missing_beside_a_picture_are_unreadable() -> None:
    figures = {figure.key: figure.state for figure in align(LICENCES, PICTURE).figures}
    assert figures["disclosure.licences.decisions"] is State.REPORTED
    assert figures["disclosure.penalties.decisions"] is State.UNREADABLE


@pytest.mark.parametrize("blocks", [(), (LICENCES,)])
def test_without_a_picture_missing_rows_are_absent(blocks: Sequence[Block]) -> None:
    alignment = align(*blocks)
    assert State.UNREADABLE not in states(alignment, "disclosure")
    assert "F_TABLE_PICTURE" not in {finding.id for finding in alignment.findings}
