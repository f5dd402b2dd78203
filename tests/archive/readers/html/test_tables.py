from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from archive.model import Cell, Grid, GridKind
from archive.readers.common import spans
from tests.support.content_views import (
    block_shapes,
    expand_merged_cells,
    grids,
    read_html,
    report_paragraphs,
    row_texts,
)
from tests.support.merged_grids import merged_grids


def table_markup(cells: list[Cell], tag: str = "td") -> str:
    height = max(cell.row + cell.rowspan for cell in cells)
    lines = (
        "".join(
            f'<{tag} rowspan="{cell.rowspan}" colspan="{cell.colspan}"><p>{cell.text}</p></{tag}>'
            for cell in cells
            if cell.row == row
        )
        for row in range(height)
    )
    return "<table><tbody>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</tbody></table>"


@given(merged_grids(), st.sampled_from(["td", "th"]))
def test_tables_are_read_back(cells: list[Cell], tag: str) -> None:
    assume(any(cell.column for cell in cells))
    assert grids(read_html(table_markup(cells, tag))) == [Grid(GridKind.SPANS, tuple(cells))]


def test_empty_cells_are_kept() -> None:
    (grid,) = grids(read_html("<table><tr><td>松<td>&nbsp;<td>3<tr><td>柏<td><td> </table>"))
    assert row_texts(grid) == [["松", "", "3"], ["柏", "", ""]]


def test_line_breaks_in_cells_are_line_feeds() -> None:
    markup = (
        "<table><tr><td>结果<br>维持</td><td><p>尚未</p><p>审结</p></td><td>a<b>b</b> c</td></tr></table>"
    )
    assert row_texts(grids(read_html(markup))[0]) == [["结果\n维持", "尚未\n审结", "ab c"]]


def test_hidden_text_in_a_cell_is_ignored() -> None:
    markup = (
        '<table><tr><td><i style="display:none">9</i>12</td><td><p style="display:none">7</p>3</td></tr>'
        '<tr><td><span style="display:none"><b>4</b></span></td><td><p><span>5</span></p></td></tr></table>'
    )
    assert row_texts(grids(read_html(markup))[0]) == [["12", "3"], ["", "5"]]


def test_spans_end_with_their_row_group() -> None:
    markup = (
        "<table><thead><tr><th rowspan=9>树</th><th>株</th></tr></thead>"
        "<tbody><tr><td>松</td><td>1</td></tr></tbody></table>"
    )
    assert expand_merged_cells(grids(read_html(markup))[0]) == [["树", "株"], ["松", "1"]]


def test_a_row_span_of_zero_extends_to_the_end() -> None:
    markup = "<table><tr><td rowspan=0>树<td>1<tr><td>2<tr><td>3</table>"
    assert expand_merged_cells(grids(read_html(markup))[0]) == [["树", "1"], ["树", "2"], ["树", "3"]]


def test_invalid_spans_count_as_one() -> None:
    markup = '<table><tr><td rowspan="x" colspan="-3">树<td colspan="">1<tr><td>松<td>2</table>'
    assert expand_merged_cells(grids(read_html(markup))[0]) == [["树", "1"], ["松", "2"]]


def test_very_large_spans_are_limited() -> None:
    cells = spans.expand_spans([[[("a", 999999, 999999)] * 3]] * 2)
    # The first cell takes all columns that a span may take; the others follow without a span.
    assert [cell.colspan for cell in cells] == [spans.MAX_COLUMNS, 1, 1] * 2
    assert max(cell.row + cell.rowspan for cell in cells) == 2


def test_hidden_cells_and_rows_are_skipped() -> None:
    markup = (
        '<table><tr><td>树<td style="display: none">x<td>1</tr>'
        '<tr style="display:none"><td>y<td>9</tr><tr><td>松<td>2</table>'
    )
    assert row_texts(grids(read_html(markup))[0]) == [["树", "1"], ["松", "2"]]


def test_the_contents_of_layout_tables_are_read() -> None:
    inner = "<table><tr><td>松<td>1<tr><td>柏<td>2</table>"
    content = read_html(
        f"<table><tr><td>菜单</td><td><p>一段话。</p>{inner}<p>又一段。</p></td></tr></table>"
    )
    assert block_shapes(content) == ["p", "p", "spans 2x4", "p"]
    assert report_paragraphs(content) == ["菜单", "一段话。", "又一段。"]


def test_a_table_inside_a_cell_of_a_table_of_figures_is_text_of_that_cell() -> None:
    cells = "".join(f"<tr><td>行{n}<td>{n}<td>{n}" for n in range(5))
    content = read_html(f"<table>{cells}<tr><td>末<td><table><tr><td>7<td>8</table><td>9</table>")
    (grid,) = grids(content)
    assert row_texts(grid)[-1] == ["末", "7\n8", "9"]


def test_a_framed_article_is_prose() -> None:
    content = read_html("<table><tr><td><p>一段话。</p><p>又一段。</p></td></tr></table>")
    assert report_paragraphs(content) == ["一段话。", "又一段。"]
    long = "种树护林，" * 150 + "完。"
    content = read_html(f"<table><tr><td>菜单</td><td><p>{long}</p><p>又一段。</p></td></tr></table>")
    assert report_paragraphs(content) == ["菜单", long, "又一段。"]


def test_titles_and_sentences_in_separate_rows_become_paragraphs() -> None:
    markup = (
        "<table><tr><td colspan=2>二、主动公开政府信息情况</td></tr><tr><td>松<td>1</tr>"
        "<tr><td colspan=2>第二项</td></tr><tr><td>柏<td>2</tr>"
        "<tr><td colspan=2>注：柏树的数目是林业部门年底清点以后报来的，含苗圃。</td></tr></table>"
    )
    content = read_html(markup)
    assert block_shapes(content) == ["p", "spans 3x5", "p"]
    assert row_texts(grids(content)[0]) == [["松", "1"], ["第二项"], ["柏", "2"]]
    assert grids(content)[0].cells[0].row == 0


def test_columns_in_which_no_cell_starts_are_removed() -> None:
    (grid,) = grids(
        read_html("<table><tr><td colspan=3>树<td colspan=2>1<tr><td colspan=3>松<td colspan=2>2</table>")
    )
    assert [(cell.column, cell.colspan) for cell in grid.cells] == [(0, 1), (1, 1)] * 2


def test_a_table_caption_is_kept() -> None:
    content = read_html("<table><caption>单位：株</caption><tr><td>松<td>1</tr></table>")
    assert report_paragraphs(content) == ["单位：株"]


def test_rows_inside_a_form_element_are_read() -> None:
    (grid,) = grids(read_html("<table><form><tr><td>松<td>1</tr></form><tr><td>柏<td>2</tr></table>"))
    assert row_texts(grid) == [["松", "1"], ["柏", "2"]]


def test_tables_without_text_are_ignored() -> None:
    assert block_shapes(read_html("<p>甲</p><table><tr><td><td> </table><p>乙</p>")) == ["p", "p"]


def test_text_between_the_cells_of_an_inner_table_is_kept() -> None:
    outer = "<table><tr><td>左</td></tr><tr><td><table>{}</table></td></tr></table>"
    for loose in (
        "<p>丙</p>",
        "<caption>丙</caption>",
        "<tr>丙<td>1</td><td>2</td></tr>",
        "<div><b>丙</b></div>",
    ):
        content = read_html(outer.format(loose))
        assert [text for text in report_paragraphs(content) if "丙" in text] == ["丙"]


def test_text_that_is_in_no_row_keeps_its_order() -> None:
    strays = "<list><name>松<b>木</b>林</name><i>1</i><i>2</i></list><p>柏<br>3</p>"
    markup = f"<table><tr><td>树</td><td>株</td></tr>{strays}</table>"
    assert report_paragraphs(read_html(markup)) == ["松", "木", "林", "1", "2", "柏", "3"]
