"""Exports of laid-out pages: each text has a place, and lines and tables are found by them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.readers.fixed_layout.positioned.text_boxes import text_width
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts

_ROWS = (
    ("树种", "栽种", "砍伐"),
    ("松树", "3", "12"),
    ("柏树", "40", "0"),
    ("杉树", "5", "6"),
    ("桦树", "7", "8"),
)
_PLACES = [
    (text, 60 + 200 * column, 100 + 30 * number + 0.0)
    for number, texts in enumerate(_ROWS)
    for column, text in enumerate(texts)
]
_TITLES = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
_TITLE_PIECES = [
    (part, 60 + 16 * start, 400.0 + 30 * number)
    for number, title in enumerate(_TITLES)
    for start, part in ((0, title[:4]), (4, title[4:8]), (8, title[8:12]), (12, title[12:]))
    if part
]


def _xml(places: list[tuple[str, float, float]]) -> str:
    texts = "".join(
        f'<text top="{y:.0f}" left="{x}" width="{text_width(text, 16)}" height="16" font="0">'
        f"<b>{text}</b></text>\n"
        for text, x, y in places
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">\n<pdf2xml>'
    font = '<fontspec id="0" size="16" family="Times" color="#000000"/>'
    page = '<page number="1" position="absolute" top="0" left="0" height="800" width="700">'
    return f"{head}{page}{font}{texts}</page></pdf2xml>"


def _html(places: list[tuple[str, float, float]], unit: str = "px") -> str:
    texts = "".join(
        f'<p style="position:absolute;top:{y}{unit};left:{x}{unit};white-space:nowrap" class="ft1">{text}</p>'
        for text, x, y in places
    )
    style = f"<style>.ft1{{font-size:16{unit};font-family:Times}}</style>"
    page = f'<div id="page1-div" style="position:relative;width:700{unit};height:800{unit};">{texts}</div>'
    return f"<!DOCTYPE html><html><head>{style}</head><body>{page}</body></html>"


def _word_markup(places: list[tuple[str, float, float]]) -> str:
    words = "".join(
        f'<word xMin="{x:.6f}" yMin="{y - 8:.6f}" xMax="{x + text_width(text, 16):.6f}" yMax="{y + 24:.6f}">'
        f"{text}</word>\n"
        for text, x, y in places
    )
    head = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd"><html xmlns="x">\n<head/>'
    return f'{head}<body>\n<doc>\n<page width="700.000000" height="800.000000">\n{words}</page></doc></html>'


def _word_lines(places: list[tuple[str, float, float]]) -> str:
    names = "level page_num par_num block_num line_num word_num left top width height conf text"
    rows = [names.split(), ["1", "1", *"000000", "700", "800", "-1", ""]]
    rows += [
        [*"511000", str(x), str(y), str(text_width(text, 16)), "16", "100", text] for text, x, y in places
    ]
    return "".join("\t".join(row) + "\n" for row in rows)


@pytest.mark.parametrize(("write", "name"), [(_word_markup, "x.html"), (_word_lines, "x.tsv")])
def test_words_with_their_boxes_are_read_by_places(
    write: Callable[[list[tuple[str, float, float]]], str], name: str
) -> None:
    content = read_content(write([*_PLACES, *_TITLE_PIECES]), name)
    assert [row_texts(grid) for grid in grids(content)] == [list(map(list, _ROWS))]
    assert report_paragraphs(content) == _TITLES


def test_boxes_without_extent_or_before_the_first_page_are_left_out() -> None:
    lines = _word_lines([*_PLACES, ("多余", 60, 700.0)]).replace("32.0\t16\t100\t多余", "0\t16\t100\t多余")
    header, page, *words = lines.splitlines(keepends=True)
    content = read_content("".join([header, words[0], page, *words[1:]]), "x.tsv")
    assert "多余" not in "".join(report_paragraphs(content))
    assert len(grids(content)) == 1


def test_the_xml_of_a_pdf_is_read_by_places() -> None:
    content = read_content(_xml([*_PLACES, *_TITLE_PIECES]), "x.xml")
    assert [row_texts(grid) for grid in grids(content)] == [list(map(list, _ROWS))]
    assert report_paragraphs(content) == _TITLES


@pytest.mark.parametrize("unit", ["px", "pt"])
def test_a_page_of_placed_texts_is_read_by_places(unit: str) -> None:
    content = read_content(_html([*_PLACES, *_TITLE_PIECES, *_more_places()], unit), "x.html")
    assert [row_texts(grid) for grid in grids(content)] == [list(map(list, _ROWS))]
    assert report_paragraphs(content)[: len(_TITLES)] == _TITLES


def test_all_pages_of_an_export_are_read() -> None:
    first = _html([*_PLACES, *_TITLE_PIECES, *_more_places()])
    second = _html([("页二的话", 60, 100.0)])
    assert "页二的话" in "".join(report_paragraphs(read_content(first + "\n" + second, "x.html")))


def test_a_page_with_a_few_placed_elements_is_read_as_usual() -> None:
    page = _html([("松树", 60, 100.0), ("柏树", 60, 90.0)])
    assert report_paragraphs(read_content(page, "x.html")) == ["松树", "柏树"]


def test_hidden_placed_texts_are_not_read() -> None:
    page = _html([*_PLACES, *_TITLE_PIECES, *_more_places()]).replace(
        '">3</p>', '">3</p><p style="display:none;top:130px;left:270px">9</p>'
    )
    assert [row_texts(grid) for grid in grids(read_content(page, "x.html"))] == [list(map(list, _ROWS))]


def _more_places() -> list[tuple[str, float, float]]:
    """Places enough for a page of print."""
    return [("松", 60 + 16 * number, 600.0) for number in range(20)]
