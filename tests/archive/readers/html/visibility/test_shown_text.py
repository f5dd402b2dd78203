from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER
from tests.archive.readers.html.visibility.test_hidden_text import cell
from tests.support.content_views import grids, read_html, report_paragraphs, row_texts


@pytest.mark.parametrize(
    "markup",
    [
        '<input value="12">',
        '<input type="number" value="12" readonly>',
        '<input type="hidden" value="9">12',
        '<input type="checkbox" value="9">12',
        "<textarea>12</textarea>",
        "<select><option>3<option selected>12<option>5</select>",
        "<select><option>12<option>5</select>",
        "<math><mn>12</mn></math>",
        "<math><mrow><mn>1</mn><mn>2</mn></mrow></math>",
        "<math><semantics><mn>12</mn><annotation>12</annotation></semantics></math>",
        '<bdo dir="rtl">21</bdo>',
        '<span style="unicode-bidi:bidi-override;direction:rtl">21</span>',
        "\u202e21\u202c",
        "1\u202e2",
        '<b class="katex"><i class="katex-mathml"><math><mn>12</mn></math></i><i>12</i></b>',
    ],
)
def test_text_that_is_seen_although_it_is_no_text_node(markup: str) -> None:
    assert cell(markup) == "12"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ('.n:before{content:"12"}', "12"),
        (".n::after { content: '1' '2' }", "12"),
        (".n::before{content:attr(data-n)}", "12"),
        ('.n::before{content:"\\31\\32 "}', "12"),
        (".n::before{content:counter(rows)}", OBJECT_CHARACTER),
        ('.n::before{content:"\\e612"}', OBJECT_CHARACTER),
        (".n::before{content:url(a.png)}", OBJECT_CHARACTER),
        (".n::before{content:''}", ""),
        (".n::before{content:none}", ""),
        ('.m::before{content:"12"}', ""),
    ],
)
def test_generated_content_of_a_cell(rule: str, text: str) -> None:
    assert cell('<i class="n" data-n="12"></i>', f"<style>{rule}</style>") == text


def test_an_icon_before_a_number_is_ornament() -> None:
    style = '<style>.icon::before{content:"\\e612"}</style>'
    assert cell('<i class="icon"></i>12', style) == "12"


def test_a_fraction_is_not_read_as_its_digits() -> None:
    assert cell("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>") == OBJECT_CHARACTER


def test_a_field_in_a_sentence_is_read() -> None:
    assert report_paragraphs(read_html('<p>种了<input type="text" value="12">株松。</p>')) == ["种了12株松。"]


def test_a_field_for_searching_is_no_sentence() -> None:
    assert report_paragraphs(read_html('<div><input value="请输入关键字"></div><p>种树。</p>')) == ["种树。"]


def test_generated_ornaments_of_lines_are_not_read() -> None:
    content = read_html("<ul><li>种了松。</ul>", '<style>li:before{content:"»"}</style>')
    assert report_paragraphs(content) == ["种了松。"]


def test_the_label_next_to_a_field_is_kept() -> None:
    (grid,) = grids(read_html('<table><tr><td>松：<input value="3"> 株<td><input value="5"></table>'))
    assert row_texts(grid) == [["松：3 株", "5"]]
