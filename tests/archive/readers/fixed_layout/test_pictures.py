"""Large pictures between the lines of a page may be tables; small ones, grounds and running ones are not."""

from __future__ import annotations

import pytest

from archive.model import PICTURE, Paragraph
from archive.readers.fixed_layout.page import Glyph, PrintedPage, Stroke
from archive.readers.fixed_layout.pictures import table_pictures
from tests.support.content_views import read_content
from tests.support.pdf_drawings import PdfDrawing

TABLE = Stroke(80, 200, 500, 400)


def page_with(*pictures: Stroke, glyphs: tuple[Glyph, ...] = ()) -> PrintedPage:
    return PrintedPage(0, 595, 842, glyphs, (), has_image=True, pictures=pictures)


def glyphs_in(box: Stroke, count: int) -> tuple[Glyph, ...]:
    step = (box.x1 - box.x0) / (count + 1)
    lefts = [box.x0 + step * number for number in range(count)]
    return tuple(Glyph("字", x, 300, x + 9, 309, 308, has_space_before=False) for x in lefts)


@pytest.mark.parametrize(
    "pictures",
    [(TABLE,), tuple(Stroke(80, 200 + 20 * strip, 500, 220 + 20 * strip) for strip in range(10))],
    ids=["one", "strips"],
)
def test_a_large_picture_may_be_a_table(pictures: tuple[Stroke, ...]) -> None:
    page = page_with(*pictures)
    assert [tuple(found) for found in table_pictures(page, (), [])] == [tuple(TABLE)]


@pytest.mark.parametrize(
    "picture",
    [
        Stroke(80, 200, 200, 320),
        Stroke(80, 200, 500, 215),
        Stroke(80, 10, 500, 70),
        Stroke(80, 790, 500, 835),
    ],
    ids=["seal", "line", "head of the page", "foot of the page"],
)
def test_seals_lines_and_running_pictures_are_no_tables(picture: Stroke) -> None:
    assert table_pictures(page_with(picture), (), []) == []


def test_the_ground_of_text_is_no_table_and_hides_none() -> None:
    glyphs = tuple(glyph._replace(top=600, bottom=609) for glyph in glyphs_in(TABLE, 20))
    ground = Stroke(0, 0, 595, 842)
    assert table_pictures(page_with(ground), glyphs, []) == []
    assert [tuple(found) for found in table_pictures(page_with(ground, TABLE), glyphs, [])] == [tuple(TABLE)]
    assert table_pictures(page_with(TABLE), glyphs_in(TABLE, 20), []) == []


def test_a_picture_in_a_table_belongs_to_it() -> None:
    assert table_pictures(page_with(TABLE), (), [Stroke(70, 190, 510, 700)]) == []


def test_the_place_of_a_picture_is_between_its_lines() -> None:
    drawing = PdfDrawing().add_line("图片上方的一行文字")
    drawing.y = 790
    content = read_content(drawing.add_line("图片下方的一行文字").add_picture().to_bytes(), "x.pdf")
    expected = (Paragraph("图片上方的一行文字"), PICTURE, Paragraph("图片下方的一行文字"))
    assert content.blocks == expected
