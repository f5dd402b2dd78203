from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER, PICTURE
from tests.archive.readers.html.visibility.test_hidden_text import cell
from tests.support.content_views import block_shapes, grids, read_html, report_paragraphs, row_texts


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<img src="digits/12.png">', OBJECT_CHARACTER),
        ('<input type="range" value="12">', OBJECT_CHARACTER),
        ('<b><template shadowrootmode="open">12</template></b>', OBJECT_CHARACTER),
        ('<p><img src="a.png" alt="松树"></p>', OBJECT_CHARACTER),
        ('<img src="a.png" alt="12">', OBJECT_CHARACTER + "12"),
        ('<img src="a.png" title="1,200">', OBJECT_CHARACTER + "1,200"),
        ('<img src="1.png" alt="1"><img src="2.png" alt="2">', OBJECT_CHARACTER + "12"),
        ('1<img src="2.png" alt="2">', f"1{OBJECT_CHARACTER}2"),
        ("<svg><path d='M0 0'/></svg>", OBJECT_CHARACTER),
        ("<svg><text>12</text></svg>", OBJECT_CHARACTER + "12"),
        ("<canvas></canvas>", OBJECT_CHARACTER),
        ("<script>document.write('12')</script>", OBJECT_CHARACTER),
        ("<script>document.write(2)</script>1", f"{OBJECT_CHARACTER}1"),
        ('<script src="number.js"></script>', OBJECT_CHARACTER),
        ('<span v-text="total"></span>', OBJECT_CHARACTER + ""),
        ('1<img src="a.png">', f"1{OBJECT_CHARACTER}"),
        ('<img src="img/5.gif" alt="">1', f"{OBJECT_CHARACTER}1"),
        ('<count-up end="12"></count-up>', OBJECT_CHARACTER),
        ('<span class="timer" data-to="12">0</span>', f"0{OBJECT_CHARACTER}"),
        ('<span data-value="12"></span>', OBJECT_CHARACTER),
        ('<i style="background:url(5.png)"></i>', OBJECT_CHARACTER),
        ('<script type="math/tex">12</script>', OBJECT_CHARACTER),
        ('<input type="image" src="5.png">', OBJECT_CHARACTER),
        ('<progress value="12"></progress>', OBJECT_CHARACTER),
    ],
)
def test_content_that_is_no_text_is_marked(markup: str, text: str) -> None:
    script = "<script>var a = 1;</script>"
    assert cell(markup, script) == text


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="a.png" alt="">12',
        '<img src="new.gif">12',
        '<img src="icon.png" alt="松树"> 12',
        '<img src="spacer.gif">12',
        '12<script>var a = "3";</script>',
        '<span data-value="12">12</span>',
    ],
)
def test_ornaments_next_to_text_are_no_content(markup: str) -> None:
    assert cell(markup) == "12"


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="spacer.gif">',
        '<img src="a.gif" width="1" height="1">',
        '<img src="a.png" alt="12" style="width:0">',
        '<img src="a.png" style="display:none">',
        "<script>var a = 12;</script>",
    ],
)
def test_spacers_are_no_content(markup: str) -> None:
    assert cell(markup) == ""


@pytest.mark.parametrize(
    "script",
    [
        "document.getElementById('n1').innerHTML = 12;",
        'document.getElementById("n1").textContent=total',
        "$('#n1').text(12)",
        "jQuery('#n1').html(total)",
        "document.querySelector('#n1').innerText = '12'",
        "var box = document.getElementById('n1'); box.innerHTML = '12'",
        "fill({'n1': 12}); function fill(a) { for (var k in a) document.getElementById(k).innerText = a[k] }",
    ],
)
def test_an_empty_cell_that_a_script_fills(script: str) -> None:
    for markup in ('<span id="n1"></span>', '<b id="n1"> </b>'):
        assert cell(markup, f"<script>{script}</script>") == OBJECT_CHARACTER
    assert cell('<span id="n2"></span>', f"<script>{script}</script>") == ""


def test_an_empty_cell_is_marked_by_its_class_only_if_a_script_looks_for_the_class() -> None:
    write = "forEach(function (cell) { cell.innerHTML = '<p align=\"center\">' })"
    assert (
        cell('<b class="sum"></b>', f"<script>document.querySelectorAll('.sum').{write}</script>")
        == OBJECT_CHARACTER
    )
    assert cell('<b class="center"></b>', f"<script>document.querySelectorAll('.sum').{write}</script>") == ""


def test_a_script_that_only_reads_or_names_a_cell_with_text_changes_nothing() -> None:
    assert cell('<span id="n1">12</span>', "<script>var a = document.getElementById('n1')</script>") == "12"
    assert (
        cell('<span id="n1">12</span>', "<script>if ($('#n1').text() == '12') alert('n1')</script>") == "12"
    )


def test_pictures_of_the_layout_are_no_lines() -> None:
    content = read_html(
        '<table><tr><td><img src="logo.png"></td><td><img src="a.png" width="90"></td></tr></table><p>甲</p>'
    )
    assert block_shapes(content) == ["p"]
    inner = "<table><tr><td>松<td>1<tr><td>柏<td>2</table>"
    content = read_html(f'<table><tr><td><img src="logo.png"></td><td>{inner}</td></tr></table>')
    assert report_paragraphs(content) == []
    assert row_texts(grids(content)[0]) == [["松", "1"], ["柏", "2"]]


@pytest.mark.parametrize(
    ("markup", "is_table"),
    [
        ('<p><img src="w02022.png"></p>', True),
        ('<p>表格如下<img src="w02022.png" width="600" height="300px"></p>', True),
        ('<table><tr><td><img src="w02022.png"></td></tr></table>', True),
        ('<p><img src="w02022.png" width="120"></p>', False),
        ('<p><img src="w02022.png" style="width: 600px; height:20px"></p>', False),
        ('<p><img src="/images/icon_doc.gif"></p>', False),
        ('<p style="display:none"><img src="w02022.png"></p>', False),
    ],
)
def test_a_large_picture_between_lines_is_kept(markup: str, is_table: bool) -> None:
    assert (PICTURE in read_html(f"<p>甲</p>{markup}<p>乙</p>").blocks) == is_table


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("document.write(12)", f"总计：{OBJECT_CHARACTER}"),
        ("track(12)", "总计："),
    ],
)
def test_a_value_that_a_script_writes_into_a_list_is_marked(script: str, text: str) -> None:
    content = read_html(f"<dl><dt>松树</dt><dd>总计：<script>{script}</script></dd></dl>")
    assert report_paragraphs(content) == ["松树", text]
