"""Archived tables in the database: every cell as it was read, and a link from each figure to its cell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from archive.database.archived_tables import MAX_STORED_CHARACTERS, StoredGrid, grid_rows, stored_grid
from archive.forms import figure_keys
from archive.model import (
    Cell,
    Document,
    ExtraRow,
    Figure,
    Grid,
    GridKind,
    Identity,
    Position,
    Provenance,
    Report,
    Scope,
    State,
)
from archive.parse import parse_document
from samples.renderers import docx, html, pdf
from samples.reports.report import SampleReport
from samples.world.world import World
from tests.support.shared import REAL_SAMPLES, SEEDS, needs_shared

FORMATS = {"html": html.report_page, "docx": docx.render, "pdf": pdf.render}


@cache
def sample_reports() -> tuple[SampleReport, ...]:
    return World(31, 6, portals=1).reports


def stored_grids(report: Report) -> list[StoredGrid]:
    return [stored_grid(row, report.form) for row in grid_rows(report)]


def assert_every_figure_is_linked_to_its_cell(report: Report) -> None:
    cells = {key: grid.cells[place] for grid in stored_grids(report) for key, place in grid.figures.items()}
    for figure in report.figures:
        if figure.position is None:
            assert figure.key not in cells
            continue
        cell = cells[figure.key]
        assert (cell.row, cell.column) == (figure.position.row, figure.position.column)
        if figure.state is not State.UNCERTAIN:
            assert cell.text.strip() == figure.raw, figure.key


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("name", FORMATS)
def test_every_figure_of_a_sample_is_linked_to_its_cell(name: str, number: int) -> None:
    report = parse_document(Document(FORMATS[name](sample_reports()[number]), f"report.{name}"))
    assert len(report.figures) == len(figure_keys(report.form))
    assert_every_figure_is_linked_to_its_cell(report)


def real_files() -> Iterator[Path]:
    yield from sorted(SEEDS.glob("*.txt"))
    yield from sorted(REAL_SAMPLES.glob("*.pdf"))


@needs_shared
@pytest.mark.parametrize("path", [*real_files()], ids=lambda path: path.stem[:8])
def test_every_figure_of_a_real_report_is_linked_to_its_cell(path: Path) -> None:
    report = parse_document(Document(path.read_bytes(), path.name))
    assert_every_figure_is_linked_to_its_cell(report)
    assert {grid.number for grid in stored_grids(report)} <= set(range(len(report.grids)))


def report_with_figures(
    *grids: Grid, figures: tuple[Figure, ...] = (), extra: tuple[ExtraRow, ...] = ()
) -> Report:
    identity = Identity("甲局", "甲局", 2023, None, None, None, Scope.OWN, Provenance.UNKNOWN)
    return Report(identity, "2021", "html", {}, figures, (), extra_rows=extra, grids=grids)


def single_figure(key: Position, raw: str = "1") -> Figure:
    return Figure("requests", "granted", "total", State.UNREADABLE, raw, position=key)


def test_a_table_is_stored_if_it_has_figures_or_an_extra_row() -> None:
    plain = Grid(GridKind.FLAT, (Cell("1", 0, 0),))
    extra = ExtraRow("requests", "其他", ("1",), Position(2, 0, 0))
    report = report_with_figures(
        plain, plain, plain, figures=(single_figure(Position(1, 0, 0)),), extra=(extra,)
    )
    assert [(grid.number, grid.figures) for grid in stored_grids(report)] == [
        (1, {"requests.granted.total": 0}),
        (2, {}),
    ]


def test_spans_and_kind_are_stored_and_separators_expanded() -> None:
    wide = Grid(GridKind.SPANS, (Cell("甲", 0, 0, 2, 3), Cell("1", 0, 3)))
    run = Grid(GridKind.STREAM, (Cell("1", 0, 0), Cell("||", 0, 1, padding=True)))
    report = report_with_figures(
        wide, run, figures=(single_figure(Position(0, 0, 3)), single_figure(Position(1, 0, 2), ""))
    )
    spans, stream = stored_grids(report)
    assert (spans.kind, spans.cells) == (wide.kind, wide.cells)
    assert [cell.text for cell in stream.cells] == ["1", "", ""]


def test_a_very_long_cell_is_shortened_with_an_ellipsis() -> None:
    report = report_with_figures(
        Grid(GridKind.FLAT, (Cell("长" * 9000, 0, 0),)), figures=(single_figure(Position(0, 0, 0)),)
    )
    [grid] = stored_grids(report)
    assert grid.cells[0].text == "长" * MAX_STORED_CHARACTERS + "…"
