"""Table 3 with its rows as columns is read like that of the form; other tables are not turned."""

from __future__ import annotations

from collections.abc import Iterator

from archive.extraction import align_tables, split_sections, turn_upright
from archive.forms import form
from archive.model import Block, Cell, Figure, Grid, GridKind, Paragraph
from tests.archive.extraction.loose_tables.printed_text import HEADER, distinct_values, report_blocks

TABLE = form("2021").table("requests")
VALUES = {key: value for key, value in distinct_values("2021").items() if key[0] == "requests"}


def upright_cells(header: list[str]) -> Iterator[Cell]:
    yield Cell("申请人情况", 0, 0, colspan=3)
    for number, name in enumerate(header):
        yield Cell(name, 0, 3 + number)
    for number, row in enumerate(TABLE.rows, start=1):
        yield Cell(row.term.zh, number, 0, colspan=3)
        for place, column in enumerate(row.columns):
            yield Cell(VALUES["requests", row.key, column.key], number, 3 + place)


def sideways(cells: Iterator[Cell]) -> Grid:
    turned = (Cell(cell.text, cell.column, cell.row, cell.colspan, cell.rowspan) for cell in cells)
    return Grid(GridKind.SPANS, tuple(sorted(turned, key=lambda cell: (cell.row, cell.column))))


def figures(grid: Grid) -> dict[tuple[str, str, str], Figure]:
    blocks: list[Block] = report_blocks({})
    place = next(
        number
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.text.startswith("三、")
    )
    blocks.insert(place + 1, grid)
    layout = split_sections(turn_upright(blocks))
    return {figure.place: figure for figure in align_tables(layout.grids, form("2021")).figures}


def test_a_table_with_rows_as_columns_is_read() -> None:
    read = figures(sideways(upright_cells(HEADER)))
    assert {key: str(read[key].number) for key in VALUES} == VALUES


def test_columns_of_a_turned_table_are_found_by_their_names() -> None:
    swapped = [HEADER[0], HEADER[2], HEADER[1], *HEADER[3:]]
    read = figures(sideways(upright_cells(swapped)))
    for (table, row, column), value in VALUES.items():
        other = {"business": "research_institution", "research_institution": "business"}.get(column, column)
        assert str(read[table, row, other].number) == value


def test_an_upright_table_is_not_turned() -> None:
    grid = Grid(GridKind.SPANS, tuple(upright_cells(HEADER)))
    assert turn_upright([grid]) == [grid]
