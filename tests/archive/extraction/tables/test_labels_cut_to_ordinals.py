from __future__ import annotations

from msgspec import structs

from archive.extraction.sections import PlacedGrid
from archive.extraction.tables.align import align_tables
from archive.forms import figure_keys, form
from archive.model import Grid, GridKind
from tests.support.drawn_tables import draw_tables


def test_rows_whose_labels_are_cut_to_their_ordinals_are_read_in_their_group_with_a_finding() -> None:
    values = {key: str(number) for number, key in enumerate(figure_keys("2021"), start=1)}
    tables = draw_tables(form("2021"), values, GridKind.SPANS)
    cells = [
        structs.replace(cell, text=cell.text[:2])
        if cell.text[:1].isdigit() and cell.text[1:2] == "."
        else cell
        for cell in tables[1].grid.cells
    ]
    tables[1] = PlacedGrid(Grid(GridKind.SPANS, tuple(cells)), 1, "requests")
    alignment = align_tables(tables, form("2021"))
    figures = [figure for figure in alignment.figures if figure.table == "requests"]
    assert all(str(figure.number) == values[figure.place] for figure in figures)
    mutilated = {finding.row for finding in alignment.findings if finding.id == "F_LABEL_MUTILATED"}
    assert mutilated == {row.key for row in form("2021").table("requests").rows if row.term.zh[:1].isdigit()}
