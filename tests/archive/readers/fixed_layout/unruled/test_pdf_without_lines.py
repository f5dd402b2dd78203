"""Tables of a PDF that has no ruling lines."""

from __future__ import annotations

from tests.support.content_views import (
    grids,
    read_content,
    report_paragraphs,
    row_texts,
)
from tests.support.pdf_drawings import HEIGHT, PdfDrawing


def test_a_table_without_lines_is_read_by_the_places_of_its_texts() -> None:
    content = read_content(_add_numbers(PdfDrawing(), "松柏杉桦").to_bytes(), "x.pdf")
    assert content.findings == ()
    assert row_texts(grids(content)[0])[2] == ["杉树", "0", "2", "4", "6"]


def test_a_table_without_lines_or_columns_is_a_finding() -> None:
    drawing = _add_numbers(PdfDrawing(), "松柏杉桦").add_line("橡树")
    drawing.y -= 20
    drawing.add_line("12345678901234567890", 230).add_line("榆树")
    for x in (235, 335):
        drawing.y -= 20
        drawing.add_line("7", x)
    content = read_content(drawing.to_bytes(), "x.pdf")
    assert [finding.id for finding in content.findings] == ["R_TABLE_UNRULED"]
    assert "12345678901234567890" in "".join(report_paragraphs(content))


def test_coloured_rows_are_parts_of_one_table() -> None:
    drawing = PdfDrawing()
    for number in range(8):
        if number % 2:
            drawing.canvas.setFillGray(0.9)
            for x, width in ((70, 170), (240, 60), (300, 60), (360, 60)):
                drawing.canvas.rect(x, HEIGHT - drawing.y - 16, width, 20, stroke=0, fill=1)
            drawing.canvas.setFillGray(0)
        drawing.add_line(f"第{'甲乙丙丁戊己庚辛'[number]}种树")
        for place in range(3):
            drawing.y -= 20
            drawing.add_line(str(number * place), 260 + 60 * place)
    [grid] = grids(read_content(drawing.to_bytes(), "x.pdf"))
    assert [cells[-1] for cells in row_texts(grid)] == [str(2 * number) for number in range(8)]


def _add_numbers(drawing: PdfDrawing, names: str) -> PdfDrawing:
    """Add a line for each name with four numbers in columns."""
    for number, name in enumerate(names):
        drawing.add_line(f"{name}树")
        for place in range(4):
            drawing.y -= 20
            drawing.add_line(str(number * place), 250 + 50 * place)
    return drawing
