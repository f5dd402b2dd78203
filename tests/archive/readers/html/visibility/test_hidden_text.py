from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER
from tests.archive.readers.html.test_reader import TITLES, report_markup
from tests.support.content_views import grids, read_html, report_paragraphs, row_texts


def cell(content: str, head: str = "") -> str:
    """The text of the second cell of a row, as it is read."""
    (grid,) = grids(read_html(f"<table><tr><td>松</td><td>{content}</td><td>8</td></tr></table>", head))
    return row_texts(grid)[0][1]


@pytest.mark.parametrize(
    "markup",
    [
        "<s>7</s>12",
        "<del>7</del>12",
        "<strike>7</strike>12",
        "<p><del><b>7</b></del>12</p>",
        '<span style="text-decoration: line-through">7</span>12',
        '<span style="text-decoration-line:underline line-through">7</span>12',
        "12<sup>3</sup>",
        "12<sup>[3]</sup>",
        '12<span style="vertical-align: super">3</span>',
        '12<span style="vertical-align:4px;font-size:8px">3</span>',
        '12<span style="position:relative;top:-0.5em;font-size:70%">3</span>',
        '12<a href="#_ftn3">[3]</a>',
        '12<a href="report.html#fn3">3</a>',
        '12<span class="MsoFootnoteReference">3</span>',
        "<ruby>12<rp>(</rp><rt>3</rt><rp>)</rp></ruby>",
        "<span hidden>9</span>12",
        '<span style="display:none">9</span>12',
        '<span style="visibility:hidden">9</span>12',
        '<span style="opacity:0">9</span>12',
        '<span style="opacity:0.0;color:red">9</span>12',
        '<span style="font-size:0">9</span>12',
        '<span style="font-size: 0px">9</span>12',
        '<span style="position:absolute;left:-999em">9</span>12',
        '<span style="position:fixed;top:-2000px">9</span>12',
        '<span style="display:block;text-indent:-9999px">9</span>12',
        '<span style="position:absolute;clip:rect(0,0,0,0)">9</span>12',
        '<span style="display:inline-block;width:0;overflow:hidden">9</span>12',
        '<span style="transform:scale(0)">9</span>12',
        '<span style="color:#FFF">9</span>12',
        '<span style="color: rgb(255, 255, 255)">9</span>12',
        '<span style="color:transparent">9</span>12',
        '<span style="color:rgba(0,0,0,0)">9</span>12',
        '<font color="white">9</font>12',
        '<span style="background:#eeeeee;color:#eee">9</span>12',
        '<span class="sr-only">9</span>12',
        '<b style="display:none"><i>9</i></b>12',
        "12<sub>3</sub>",
        '12<span style="mso-text-raise:4pt;font-size:7pt">3</span>',
        '12<span style="display:inline-block;transform:translateY(-5px);font-size:8px">3</span>',
        '12<a role="doc-noteref" href="#x">3</a>',
        '12<a href="#ref3">3</a>',
        '<span style="opacity:1%">9</span>12',
        '<span style="filter:alpha(opacity=0)">9</span>12',
        '<span style="font:0/0 a">9</span>12',
        '<span style="font-size:1px">9</span>12',
        '<span style="display:inline-block;text-indent:100%;overflow:hidden">9</span>12',
        '<span style="position:fixed;inset:-9999px auto auto -9999px">9</span>12',
        '<span style="display:inline-block;margin:0 0 0 -9999px">9</span>12',
        '<span style="translate:-9999px 0">9</span>12',
        '<span style="clip-path:circle(0)">9</span>12',
        '<span style="display:block;height:0;overflow-y:hidden">9</span>12',
        '<span style="color:hsl(0, 0%, 100%)">9</span>12',
        '<span style="color:rgb(100%,100%,100%)">9</span>12',
        '<span style="color:#00000000">9</span>12',
        '<span style="-webkit-text-fill-color:transparent">9</span>12',
    ],
)
def test_text_that_is_not_seen_is_left_out(markup: str) -> None:
    assert cell(markup) == "12"


@pytest.mark.parametrize(
    "rule",
    [
        ".x{display:none}",
        "i.x { visibility : hidden }",
        "td .x{opacity:0}",
        "tr > td > .x, .y{text-decoration:line-through}",
        "#x1{position:absolute;left:-9999px}",
        ".x{vertical-align:super;font-size:6pt}",
        "@media screen { .x{font-size:0} }",
        "/* .x{display:block} */ .x{color:#fff}",
        ".x{display:block} .x{display:none}",
        "@media (min-width:768px) { .x{display:none} }",
        "@media screen and (width >= 40em) { .x{display:none} }",
        "@supports (display:grid) { .x{display:none} }",
        "@layer base { .x{display:none} }",
        ":is(.x, .y){display:none}",
        "[id]{display:none}",
        "i[class*='x']{display:none}",
        "td > i:last-child{display:none}",
        "td i:nth-child(2n+1){display:none}",
        "i:not(.y, .z){display:none}",
        "b + i + .x{display:none}",
        "b ~ .x{display:none}",
        "td > *{display:none}",
        "td { & .x{display:none} }",
        "td { color:black; .x{display:none} }",
        "i { &.a.x { visibility:hidden } }",
        "table, div { td > .x{display:none} color:red }",
        "@media screen { td { .x{display:none} } }",
        ".x { .y{color:red} display:none }",
        ".x { @media screen { display:none } }",
        ":root{--show:none} .x{display:var(--show)}",
        ":root{--ground:#fff} tr{--ink:var(--ground)} .x{color:var(--ink)}",
        ".x{display:var(--not-set, none)}",
        "td i:nth-of-type(2){display:none}",
        "td i:last-of-type:not(:first-of-type){display:none}",
        ".a\\.b, .x{display:none}",
        ".y::after{content:'}/*'} .x{display:none} .y::before{content:'*/'}",
        ".x{zoom:0.01}",
        ".x{background:#000}",
    ],
)
def test_the_rules_of_the_page_hide_text(rule: str) -> None:
    assert cell('12<b></b><i></i><i class="a x" id="x1">9</i>', f"<style>{rule}</style>") == "12"


@pytest.mark.parametrize(
    "rule",
    [
        "@media print {.x{display:none}}",
        "@media (max-width:600px) {.x{display:none}}",
        ".x:hover{display:none}",
        ".x .x{display:none}",
        "p > .x{display:none}",
        "b.x{display:none}",
        ".x{display:none} .a.x{display:inline}",
        ".x{display:inline !important} i.a.x{display:none}",
        ".x{color:#fff;background:#036}",
        ".x{color:#fff} table{background-color:navy}",
        "@media not all {.x{display:none}}",
        "@media screen and (prefers-color-scheme: dark) {.x{display:none}}",
        "@supports not (display:grid) {.x{display:none}}",
        "i:not(.x){display:none}",
        "i:first-child:last-child:nth-child(2){display:none}",
        "[data-x]{display:none}",
        "b + .x{display:none}",
        ".x{line-height:1;overflow:hidden}",
        ".x{color:hsl(0,100%,50%)}",
        "td { @media print { .x{display:none} } }",
        "p { .x{display:none} }",
        ":root{--show:inline} .x{display:var(--show)}",
        ":root{--ink:#333} .x{color:var(--ink)}",
        ".x{display:var(--not-set)}",
        "td i:nth-of-type(3){display:none}",
        "@keyframes x { from{display:none} .x{display:none} }",
        ".x{background:#000;color:#fff}",
    ],
)
def test_rules_for_other_elements_and_media_hide_nothing(rule: str) -> None:
    assert cell('12<i class="a x">9</i>', f"<style>{rule}</style>") == "129"


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="color:#fff;background:#c00">12</span>',
        '<div style="background:url(a.png)"><span style="color:#fff">12</span></div>',
        '<span style="color:#eee">12</span>',
        '<span style="text-indent:-2em">12</span>',
        '<span style="position:relative;top:1px">12</span>',
        '<span style="vertical-align:middle;font-size:9px">12</span>',
        '<span style="font-size:1 .5pt">12</span>',
        '<span style="font-size:0">1<i style="font-size:14px">12</i></span>',
        '<span style="color:#fff">1<i style="color:#000">12</i></span>',
        '<span style="overflow:hidden;width:80px">12</span>',
        '<span style="vertical-align:top;font-size:12px">12</span>',
        "<sup>12</sup>",
        '<a href="#top">12</a>',
    ],
)
def test_text_that_is_seen_is_kept(markup: str) -> None:
    assert cell(markup) == "12"


def test_a_mark_between_digits_makes_the_cell_unreadable() -> None:
    assert cell("1<sup>2</sup>5") == f"1{OBJECT_CHARACTER}5"


@pytest.mark.parametrize("name", ["hidden", "d-none", "invisible", "layui-hide"])
def test_a_class_that_frameworks_hide_makes_a_cell_unreadable_if_the_rules_are_elsewhere(name: str) -> None:
    markup = f'<span class="{name}">9</span>12'
    assert cell(markup, '<link rel="stylesheet" href="main.css">') == f"{OBJECT_CHARACTER}912"
    assert cell(markup) == "912"


def test_white_text_of_a_page_with_other_style_sheets_may_be_on_a_dark_background() -> None:
    link = '<link rel="stylesheet" href="a.css">'
    assert cell('<span style="color:#fff">12</span>', link) == "12"
    assert cell('<span style="color:#fff">12</span>') == ""
    assert cell('<span style="color:#fff">9</span>12', link) == "12"


def test_a_cell_that_is_not_displayed_takes_no_place_but_an_unseen_one_does() -> None:
    row = '<table><tr><td>松<td style="{}">9<td>12</table>'
    for style, texts in (
        ("display:none", ["松", "12"]),
        ("visibility:hidden", ["松", "", "12"]),
        ("opacity:0", ["松", "", "12"]),
        ("text-decoration:line-through", ["松", "", "12"]),
        ("color:#ffffff", ["松", "", "12"]),
    ):
        assert row_texts(grids(read_html(row.format(style)))[0]) == [texts]


def test_cells_and_rows_hidden_by_a_class_take_no_place() -> None:
    rows = (
        '<tr><td>松<td class="gone">9<td>1</tr>',
        '<tr class="gone"><td>草<td>5</tr>',
        "<tr><td>柏<td>2</tr>",
    )
    markup = f"<table>{''.join(rows)}</table>"
    (grid,) = grids(read_html(markup, "<style>.gone{display:none}</style>"))
    assert row_texts(grid) == [["松", "1"], ["柏", "2"]]


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<p>种了<del>七</del>八株松<sup>1</sup>。</p>", "种了八株松。"),
        ('<p>种了<span style="display:none">七</span>八株。</p>', "种了八株。"),
        ('<p>林地12km<sup>2</sup>，树高3<span style="opacity:0">9</span>米。</p>', "林地12km²，树高3米。"),
        ("<p>土方5米<sup>3</sup>。</p>", "土方5米³。"),
    ],
)
def test_sentences_are_read_as_they_are_seen(markup: str, line: str) -> None:
    assert report_paragraphs(read_html(markup)) == [line]


def test_a_hidden_paragraph_of_a_visible_report_is_left_out() -> None:
    for hidden in ('<p style="display:none">旧的话。</p>', '<p class="old">旧的话。</p>'):
        markup = report_markup().replace(f"<p>{TITLES[2]}", f"{hidden}<p>{TITLES[2]}")
        texts = report_paragraphs(
            read_html(f'<div id="zoom">{markup}</div>', "<style>.old{display:none}</style>")
        )
        assert TITLES[2] in texts
        assert "旧的话。" not in texts


def test_the_part_of_a_report_behind_a_button_is_read() -> None:
    markup = report_markup().replace(f"<p>{TITLES[4]}", f'<div style="display:none"><p>{TITLES[4]}')
    texts = report_paragraphs(read_html(f'<div id="zoom">{markup}</div></div>'))
    assert "今年的第4件事办完了。" in texts


def test_a_report_in_a_panel_that_a_class_hides_is_read() -> None:
    style = "<style>.pane{display:none}.pane.active{display:block}</style>"
    content = read_html(f'<div class="pane"><p>{report_markup()}</p></div>', style)
    assert set(TITLES) <= set(report_paragraphs(content))


def test_the_text_of_footnotes_and_long_raised_text_is_kept() -> None:
    content = read_html(
        '<p>种了松。</p><p class="footnote">注：含柏。</p><p>甲<sup>不含补种和移栽的树苗在内</sup>。</p>'
    )
    assert report_paragraphs(content) == ["种了松。", "注：含柏。", "甲不含补种和移栽的树苗在内。"]


def test_a_container_without_size_for_text_is_read() -> None:
    content = read_html(
        f'<div style="font-size:0"><table><tr><td class="a">松<td>1</table>{report_markup()}</div>'
    )
    assert row_texts(grids(content)[0]) == [["松", "1"]]
    assert TITLES[0] in report_paragraphs(content)


def test_an_unclosed_mark_does_not_take_the_tables_with_it() -> None:
    content = read_html("<div><s>七<table><tr><td>松<td>1</table></div>")
    assert row_texts(grids(content)[0]) == [["松", "1"]]
