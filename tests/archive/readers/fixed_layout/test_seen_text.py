"""A PDF is read as its reader sees it: hidden, struck, raised and foreign text is not in it."""

# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec import structs
from reportlab.pdfgen.canvas import Canvas

from archive.model import Cell, Grid, GridKind, NeedsOcr
from tests.archive.readers.fixed_layout.pdf.test_reader import FIGURES
from tests.support.content_views import expand_merged_cells, grids, read_content, report_paragraphs
from tests.support.pdf_drawings import FONT, HEIGHT, LEFT, RIGHT, WIDTH, PdfDrawing

WITHOUT_FIGURE = [structs.replace(cell, text=cell.text.replace("1", "")) for cell in FIGURES]


def draw_offpage(canvas: Canvas) -> None:
    canvas.drawString(WIDTH + 20, 700, "草稿")


def draw_outside_crop_box(canvas: Canvas) -> None:
    canvas.setCropBox((20, 20, WIDTH - 20, HEIGHT - 20))
    canvas.drawString(2, 4, "草")


def draw_clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(300, 300, 50, 50)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(100, 500, "草稿")


def draw_invisible(canvas: Canvas) -> None:
    text = canvas.beginText(100, 500)
    text.setTextRenderMode(3)
    text.textOut("草稿")
    canvas.drawText(text)


def draw_white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(100, 500, "草稿")


def draw_white_on_white_area(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.rect(90, 490, 200, 30, stroke=0, fill=1)
    canvas.drawString(100, 500, "草稿")


def draw_covered(canvas: Canvas) -> None:
    canvas.drawString(100, 500, "草稿")
    canvas.setFillGray(0.5)
    canvas.rect(90, 490, 200, 30, stroke=0, fill=1)


def draw_struck(canvas: Canvas) -> None:
    canvas.drawString(100, 500, "草稿")
    canvas.line(100, 504, 124, 504)


def draw_slanted(canvas: Canvas) -> None:
    canvas.rotate(30)
    canvas.drawString(300, 300, "内部资料")


@pytest.mark.parametrize(
    "draw",
    [
        draw_offpage,
        draw_outside_crop_box,
        draw_clipped,
        draw_invisible,
        draw_white,
        draw_white_on_white_area,
        draw_covered,
        draw_struck,
        draw_slanted,
    ],
)
def test_text_that_is_not_seen_is_not_read(draw: Callable[[Canvas], None]) -> None:
    drawing = PdfDrawing().add_line("今年种了树。")
    drawing.canvas.saveState()
    draw(drawing.canvas)
    drawing.canvas.restoreState()
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == ["今年种了树。"]


def test_white_text_on_a_dark_ground_is_read() -> None:
    drawing = PdfDrawing()
    drawing.canvas.rect(90, 490, 200, 30, stroke=0, fill=1)
    drawing.canvas.setFont(FONT, 12)
    draw_white(drawing.canvas)
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == ["草稿"]


def test_underlined_text_is_read() -> None:
    drawing = PdfDrawing().add_line("今年种了树。")
    drawing.canvas.line(LEFT, HEIGHT - 104, LEFT + 72, HEIGHT - 104)
    assert report_paragraphs(read_content(drawing.to_bytes(), "x.pdf")) == ["今年种了树。"]


def test_invisible_text_alone_needs_ocr_and_is_read_over_a_scan() -> None:
    drawing = PdfDrawing()
    drawing.canvas.setFont(FONT, 12)
    draw_invisible(drawing.canvas)
    with pytest.raises(NeedsOcr):
        read_content(drawing.to_bytes(), "x.pdf")
    scan = PdfDrawing().add_picture()
    scan.canvas.setFont(FONT, 12)
    draw_invisible(scan.canvas)
    assert report_paragraphs(read_content(scan.to_bytes(), "x.pdf")) == ["草稿"]


@pytest.mark.parametrize("mark", ["1", "[1]", "①"])
def test_a_raised_mark_is_not_in_the_figure(mark: str) -> None:
    drawing = PdfDrawing().add_table(WITHOUT_FIGURE, 40)
    drawing.canvas.setFont(FONT, 9)
    x, y = LEFT + (RIGHT - LEFT) / 2 + 4, HEIGHT - 140
    drawing.canvas.drawString(x, y, "13")
    drawing.canvas.setFont(FONT, 6)
    drawing.canvas.drawString(x + 9, y + 4, mark)
    (grid,) = grids(read_content(drawing.to_bytes(), "x.pdf"))
    assert expand_merged_cells(grid)[1] == ["松", "13"]


def test_a_table_set_sideways_is_read_in_its_own_direction() -> None:
    drawing = PdfDrawing().add_line("表前")
    canvas = drawing.canvas
    canvas.saveState()
    canvas.translate(300, 300)
    canvas.rotate(90)
    canvas.setFont(FONT, 9)
    for row, texts in enumerate((("树种", "数量"), ("松树", "11"), ("柏树", "2222222222"))):
        for column, text in enumerate(texts):
            canvas.rect(column * 90, -row * 24, 90, 24)
            canvas.drawString(column * 90 + 4, 8 - row * 24, text)
    canvas.restoreState()
    drawing.y = 600
    content = read_content(drawing.add_line("表后").to_bytes(), "x.pdf")
    assert report_paragraphs(content) == ["表前", "表后"]
    (grid,) = grids(content)
    assert expand_merged_cells(grid) == [["树种", "数量"], ["松树", "11"], ["柏树", "2222222222"]]


@pytest.mark.parametrize("has_appearance", [True, False])
def test_the_values_of_form_fields_are_in_their_cells(has_appearance: bool) -> None:
    drawing = PdfDrawing().add_table(WITHOUT_FIGURE, 40)
    x = LEFT + (RIGHT - LEFT) / 2 + 4
    drawing.canvas.acroForm.textfield(name="a", value="3280", x=x, y=HEIGHT - 165, width=150, height=25)
    data = drawing.to_bytes()
    if not has_appearance:
        data = data.replace(b"/AP <<", b"/XX <<")
    (grid,) = grids(read_content(data, "x.pdf"))
    assert expand_merged_cells(grid)[1] == ["松", "3280"]


@pytest.mark.parametrize("dash", [0.75, 3.0])
def test_a_table_with_dotted_rules_is_read(dash: float) -> None:
    drawing = PdfDrawing()
    canvas = drawing.canvas
    canvas.setFont(FONT, 9)
    for y in (700, 670, 640):
        for step in range(int(200 / (2 * dash)) + 1):
            canvas.rect(100 + 2 * dash * step, y, dash, 0.75, stroke=0, fill=1)
    for x in (100, 200, 300):
        for step in range(int(60 / (2 * dash)) + 1):
            canvas.rect(x, 640 + 2 * dash * step, 0.75, dash, stroke=0, fill=1)
    for x, y, text in ((110, 680, "树"), (210, 680, "数"), (110, 650, "松"), (210, 650, "1")):
        canvas.drawString(x, y, text)
    assert grids(read_content(drawing.to_bytes(), "x.pdf")) == [Grid(GridKind.SPANS, tuple(FIGURES[:4]))]


def test_a_table_cut_by_the_page_end_is_closed() -> None:
    """The first row of the second page has no rule above it, as browsers print tables."""
    drawing = PdfDrawing().add_table(FIGURES)
    drawing.start_page()
    drawing.canvas.setFont(FONT, 9)
    for x in (LEFT, (LEFT + RIGHT) / 2, RIGHT):
        drawing.canvas.line(x, 790, x, 740)
    drawing.canvas.line(LEFT, 765, RIGHT, 765)
    for y, texts in ((775, ("杉", "3")), (750, ("榆", "4"))):
        drawing.canvas.drawString(LEFT + 4, y, texts[0])
        drawing.canvas.drawString((LEFT + RIGHT) / 2 + 4, y, texts[1])
    (grid,) = grids(read_content(drawing.to_bytes(), "x.pdf"))
    assert expand_merged_cells(grid)[-2:] == [["杉", "3"], ["榆", "4"]]


def test_two_tables_of_one_form_without_text_between_them_are_two() -> None:
    below = [Cell(cell.text.replace("1", "7"), cell.row, cell.column) for cell in FIGURES]
    drawing = PdfDrawing().add_table(FIGURES)
    drawing.y -= 12
    content = read_content(drawing.add_table(below).to_bytes(), "x.pdf")
    assert [expand_merged_cells(grid)[1] for grid in grids(content)] == [["松", "1"], ["松", "7"]]


@pytest.mark.parametrize("angle", [90, 270])
def test_a_value_that_is_set_sideways_is_in_its_cell(angle: int) -> None:
    drawing = PdfDrawing().add_table(WITHOUT_FIGURE, 60)
    canvas = drawing.canvas
    canvas.saveState()
    canvas.translate(LEFT + (RIGHT - LEFT) * 3 / 4, HEIGHT - 90 - 60 * 1.5)
    canvas.rotate(angle)
    canvas.setFont(FONT, 9)
    canvas.drawString(-12, -4, "28311")
    canvas.restoreState()
    (grid,) = grids(read_content(drawing.to_bytes(), "x.pdf"))
    assert [expand_merged_cells(grid)[row][1] for row in (0, 1)] == ["数", "28311"]
