"""From a value on a report's page to its cell in the archived table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest
from msgspec import structs

from archive.database.archived_tables import StoredGrid, stored_grid
from archive.model import Cell, Document, Figure, Grid, GridKind, Position, Report, State
from archive.parse import parse_document
from archive.presentation.table_drawing import (
    MAX_DRAWN_CELLS,
    MAX_DRAWN_CHARACTERS,
    MAX_DRAWN_LINES,
    draw_table,
)
from archive.site.server import run_in_thread
from samples.renderers import docx, html, pdf
from samples.world.world import World
from tests.archive.site.conftest import RunningSite
from tests.archive.site.pages.test_pages import WIDTHS, WatchedPage, assert_no_problems
from tests.support.shared import SEEDS
from tests.support.site_collection import SiteReport, publish_release

pytestmark = pytest.mark.slow

HOSTILE = "<script>document.title='x'</script>" + "很长" * 3000
KEY = "requests.granted.total"
RENDER = {"html": html.report_page, "docx": docx.render, "pdf": pdf.render}


class FileSample:
    """A report read from the bytes of a file."""

    url = ""

    def __init__(self, data: bytes, name: str) -> None:
        self._document = Document(data, name)
        self.name = name

    @cached_property
    def read(self) -> Report:
        return parse_document(self._document)

    def report(self) -> Report:
        return self.read

    @property
    def agency(self) -> str | None:
        return self.read.identity.agency

    @property
    def year(self) -> int | None:
        return self.read.identity.year


class HostileReport(SiteReport):
    """A report whose table has markup and very long text."""

    def report(self) -> Report:
        grid = Grid(GridKind.SPANS, (Cell("甲", 0, 0), Cell(HOSTILE, 0, 1), Cell("<b>乙</b>", 2, 3)))
        figures = tuple(
            Figure(
                figure.table, figure.row, figure.column, State.UNREADABLE, HOSTILE, position=Position(0, 0, 1)
            )
            if figure.key == KEY
            else structs.replace(figure, position=None)
            for figure in super().report().figures
        )
        return replace(super().report(), grids=(grid,), figures=figures)


def file_samples() -> list[FileSample]:
    reports = World(31, len(RENDER), portals=1).reports
    samples = [
        FileSample(render(report), f"a.{name}")
        for report, (name, render) in zip(reports, RENDER.items(), strict=True)
    ]
    return [*samples, *(FileSample(path.read_bytes(), path.name) for path in sorted(SEEDS.glob("*.txt")))]


NAMES = [*(f"a.{name}" for name in RENDER), *(path.name for path in sorted(SEEDS.glob("*.txt")))]


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    data = tmp_path_factory.mktemp("origins")
    samples: list[Any] = [*file_samples(), HostileReport("甲市乙局")]
    publish_release(data, samples)
    with run_in_thread(data) as url:
        yield RunningSite(url, data, samples)


def sample_named(site: RunningSite, name: str) -> Any:
    return next(sample for sample in site.samples if getattr(sample, "name", "") == name)


@pytest.fixture(params=WIDTHS, ids=str)
def watched(request: pytest.FixtureRequest, chromium: Any, origins: RunningSite) -> Iterator[WatchedPage]:
    page = chromium.new_page(viewport={"width": request.param, "height": WIDTHS[request.param]})
    yield WatchedPage(page, origins)
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_value_is_linked_to_its_cell(watched: WatchedPage, origins: RunningSite, name: str) -> None:
    sample = sample_named(origins, name)
    page = watched.goto(f"/archive/reports/{origins.report_id(sample)}")
    figures = {figure.key: figure for figure in sample.read.figures}
    # A row printed inside another is not drawn; every other figure with a position is a link.
    links = page.evaluate(
        "[...document.querySelectorAll('td.figure a')].map(a => a.parentElement.dataset.key)"
    )
    assert set(links) == {key for key, figure in figures.items() if figure.position}
    page.click(f"td[data-key='{KEY}'] a")
    page.wait_for_selector("#marked")
    assert_marked(page, figures[KEY])
    assert_no_problems(watched, f"origin-{NAMES.index(name)}")
    assert watched.messages == []


def assert_marked(page: Any, figure: Figure) -> None:
    [mark] = page.query_selector_all("mark")
    assert mark.inner_text().strip() == (figure.raw or "空白")
    assert mark.is_visible()
    box = page.query_selector("#marked").bounding_box()
    view = page.viewport_size
    assert 0 <= box["y"] < view["height"]
    assert 0 <= box["x"] < view["width"]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_marked_in_its_table(origins: RunningSite, name: str) -> None:
    """For every figure of the report, the table drawn for the page marks its cell; no browser is needed."""
    sample = sample_named(origins, name)
    rows = origins.query(
        "select number, kind, cells, figures from grids where report_id = ?", origins.report_id(sample)
    )
    grids = {row[0]: make_stored_grid(row, sample.read.form) for row in rows}
    for figure in sample.read.figures:
        if figure.position is None or figure.state is State.UNCERTAIN:
            continue
        drawing = draw_table(grids[figure.position.grid], figure.key)
        [marked] = [cell for line in drawing.lines for cell in line.cells if cell.marked]
        assert (marked.text.strip(), figure.key in marked.figures) == (figure.raw, True)


def make_stored_grid(row: Any, form: str) -> StoredGrid:
    return stored_grid(dict(zip(("number", "kind", "cells", "figures"), row, strict=True)), form)


def test_hostile_text_is_escaped_and_shortened(watched: WatchedPage, origins: RunningSite) -> None:
    report_id = origins.report_id(origins.samples[-1])
    page = watched.goto(f"/archive/grids/{report_id},0?figure={KEY}#marked")
    assert "<script>" in page.inner_text("mark")
    assert page.evaluate("document.scripts.length") == 0
    assert "另有" in page.inner_text("#marked")
    assert len(page.content()) < 40_000
    assert watched.messages == []


@pytest.mark.parametrize("key", ["requests.granted.nothing", "<script>", "", "a" * 5000])
def test_the_page_reports_an_unknown_figure(origins: RunningSite, key: str) -> None:
    report_id = origins.report_id(origins.samples[-1])
    answer = origins.get(f"/archive/grids/{report_id},0?figure={key}")
    assert answer.status_code == 200
    assert ("此表格中没有" in answer.text) is bool(key)
    assert "<script" not in answer.text
    assert 'id="marked"' not in answer.text


def test_an_unknown_table_has_status_404(origins: RunningSite) -> None:
    assert origins.get(f"/archive/grids/{origins.report_id(origins.samples[-1])},99").status_code == 404


def test_a_large_table_is_drawn_around_the_marked_cell() -> None:
    cells = tuple(Cell("长" * 1000, row, column) for row in range(500) for column in range(100))
    place = 400 * 100 + 70
    drawing = draw_table(StoredGrid(0, GridKind.SPANS, cells, {KEY: place}), KEY)
    assert len(drawing.lines) == MAX_DRAWN_LINES
    assert drawing.omitted_before + drawing.omitted_after == 500 - MAX_DRAWN_LINES
    assert {len(line.cells) for line in drawing.lines} == {MAX_DRAWN_CELLS}
    [marked] = [cell for line in drawing.lines for cell in line.cells if cell.marked]
    assert (len(marked.text), marked.omitted_characters) == (1000, 0)
    assert {len(cell.text) for cell in drawing.lines[0].cells} == {MAX_DRAWN_CHARACTERS}


def test_positions_without_a_cell_are_drawn_as_gaps() -> None:
    cells = (Cell("高", 0, 0, rowspan=2), Cell("甲", 0, 2), Cell("乙", 1, 1))
    drawing = draw_table(StoredGrid(0, GridKind.SPANS, cells, {}))
    assert [[cell.gap for cell in line.cells] for line in drawing.lines] == [[False, True, False], [False]]


def test_a_cell_that_spans_into_the_drawn_rows_is_drawn() -> None:
    label = Cell("三、本年度办理结果", 0, 0, rowspan=300)
    cells = (label, *(Cell(str(row), row, 1) for row in range(300)))
    drawing = draw_table(StoredGrid(0, GridKind.SPANS, cells, {KEY: 250}), KEY)
    assert drawing.lines[0].cells[0].text == label.text
    assert drawing.lines[0].cells[0].rowspan == len(drawing.lines)
