from __future__ import annotations

import pytest

from archive.model import OBJECT_CHARACTER
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts
from tests.support.word_drawings import WORD_NAMESPACE, docx_bytes, pack_docx, paragraph_xml

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
DRAWING_14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def table(content: str, properties: str = "") -> str:
    cell = f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{content}</w:p></w:tc>"
    other = f"<w:tc>{paragraph_xml('8')}</w:tc>"
    return f"<w:tbl><w:tr><w:tc>{paragraph_xml('松')}</w:tc>{cell}{other}</w:tr></w:tbl>"


def cell(content: str, properties: str = "") -> str:
    """The text of the second cell of a row, as it is read."""
    (grid,) = grids(read_content(docx_bytes(table(content, properties)), "x.docx"))
    return row_texts(grid)[0][1]


@pytest.mark.parametrize(
    "properties",
    [
        "<w:vanish/>",
        '<w:vanish w:val="true"/>',
        "<w:webHidden/>",
        "<w:strike/>",
        "<w:dstrike/>",
        '<w:vertAlign w:val="superscript"/>',
        '<w:position w:val="8"/><w:sz w:val="12"/>',
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="ffffff"/><w:shd w:val="clear" w:fill="auto"/>',
        '<w:shd w:val="clear" w:fill="EEEEEE"/><w:color w:val="EEEEEE"/>',
        '<w:sz w:val="2"/>',
        '<w:w w:val="1"/>',
        '<w:vertAlign w:val="subscript"/>',
        '<w:position w:val="10"/>',
        f"<w14:textFill {DRAWING_14}><w14:noFill/></w14:textFill>",
    ],
)
def test_runs_that_are_not_seen_or_are_marks_are_left_out(properties: str) -> None:
    assert cell(run("12") + run("3", properties)) == "12"


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:strike w:val="false"/>',
        '<w:vertAlign w:val="baseline"/>',
        '<w:position w:val="8"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
        '<w:color w:val="000000"/>',
        '<w:w w:val="80"/>',
        f"<w14:textFill {DRAWING_14}><w14:solidFill/></w14:textFill>",
        '<w:color w:val="FFFFFF"/><w:highlight w:val="red"/>',
    ],
)
def test_runs_that_are_seen_are_kept(properties: str) -> None:
    assert cell(run("12") + run("3", properties)) == "123"


def test_white_text_on_a_dark_cell_is_seen() -> None:
    white = run("12", '<w:color w:val="FFFFFF"/>')
    assert cell(white) == ""
    assert cell(white, '<w:shd w:val="clear" w:fill="1F3864"/>') == "12"


def test_white_text_beside_dark_text_is_not_seen_whatever_the_style_of_the_table() -> None:
    white = run("3", '<w:color w:val="FFFFFF"/>')
    style = '<w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'

    def styled(content: str) -> str:
        body = table(content).replace("<w:tbl>", f"<w:tbl>{style}")
        (grid,) = grids(read_content(docx_bytes(body), "x.docx"))
        return row_texts(grid)[0][1]

    assert styled(run("12") + white) == "12"
    assert styled(white) == "3"


def test_a_number_that_is_raised_as_a_whole_is_no_mark() -> None:
    assert cell(run("12", '<w:vertAlign w:val="superscript"/>')) == "12"


def test_the_styles_of_runs_and_paragraphs_hide_text() -> None:
    styles = (
        f'<w:styles xmlns:w="{WORD_NAMESPACE}">'
        '<w:style w:styleId="mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:styleId="note"><w:basedOn w:val="mark"/></w:style>'
        '<w:style w:styleId="gone"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    runs = run("种了松") + run("1", '<w:rStyle w:val="note"/>') + run("。")
    body = f"<w:p>{runs}</w:p>" + paragraph_xml("窗体顶端", "gone")
    xml = f'<w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    data = pack_docx({"word/document.xml": xml, "word/styles.xml": styles})
    assert report_paragraphs(read_content(data, "x.docx")) == ["种了松。"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"<m:oMath {MATH}><m:r><m:t>12</m:t></m:r></m:oMath>", "12"),
        (f"<m:oMathPara {MATH}><m:oMath><m:r><m:t>12</m:t></m:r></m:oMath></m:oMathPara>", "12"),
        (
            f"<m:oMath {MATH}><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
            OBJECT_CHARACTER,
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>3</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>12</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "12",
        ),
        ('<w:bdo w:val="rtl"><w:r><w:t>21</w:t></w:r></w:bdo>', "12"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>', "②"),
        ('<w:r><w:sym w:font="Symbol" w:char="F031"/></w:r><w:r><w:t>2</w:t></w:r>', "12"),
        ('<w:r><w:sym w:font="Office Fantasy" w:char="F031"/></w:r>', OBJECT_CHARACTER),
        ("<w:r><w:object/></w:r>", OBJECT_CHARACTER),
        ("<w:r><w:pict/></w:r>", OBJECT_CHARACTER),
        ("<w:r><w:pict/></w:r><w:r><w:t>12</w:t></w:r>", "12"),
        (f"<w:r><w:drawing {DRAWING}><wp:inline/></w:drawing></w:r>", OBJECT_CHARACTER),
        (
            f'<w:r><w:drawing {DRAWING}><wp:inline><wp:docPr descr="12"/></wp:inline></w:drawing></w:r>',
            OBJECT_CHARACTER + "12",
        ),
        (f"<w:r><w:drawing {DRAWING}><wp:anchor/></w:drawing></w:r>", ""),
        (
            f'<w:r><w:drawing {DRAWING}><wp:inline><wp:extent cx="9525" cy="9525"/></wp:inline>'
            "</w:drawing></w:r>",
            "",
        ),
        ("<w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r>", OBJECT_CHARACTER),
        ("<w:r><w:instrText>=SUM(LEFT)</w:instrText></w:r><w:r><w:t>12</w:t></w:r>", "12"),
        (
            '<w:r><w:fldChar><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="3"/>'
            '<w:listEntry w:val="12"/></w:ddList></w:ffData></w:fldChar></w:r>',
            "12",
        ),
        (
            "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent></w:sdt>",
            "12",
        ),
    ],
)
def test_what_a_cell_shows_besides_runs_of_text(content: str, text: str) -> None:
    assert cell(content) == text


def test_a_text_box_in_a_cell_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph_xml('12')}</w:txbxContent>"
    copies = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    content = f"<w:r><mc:AlternateContent>{copies}</mc:AlternateContent></w:r>"
    assert cell(content) == "12"


def test_hidden_rows_are_left_out() -> None:
    hidden = table(run("9")).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>")
    rows = hidden.replace("</w:tbl>", "") + table(run("12")).removeprefix("<w:tbl>")
    assert row_texts(grids(read_content(docx_bytes(rows), "x.docx"))[0]) == [["松", "12", "8"]]


def test_pictures_between_paragraphs_are_no_text() -> None:
    body = paragraph_xml("种树。") + '<w:p><w:r><w:sym w:font="Wingdings" w:char="F036"/></w:r></w:p>'
    assert report_paragraphs(read_content(docx_bytes(body), "x.docx")) == ["种树。"]
