from __future__ import annotations

from tests.support.content_views import (
    block_shapes,
    expand_merged_cells,
    grids,
    read_content,
    report_paragraphs,
    row_texts,
)

TABLE = """<table>
<tr><td rowspan="2">树</td><td>松</td><td>1</td></tr>

<tr><td>柏</td><td>2</td></tr>
</table>"""
PIPED = "| 树 | 株 |\n| --- | --- |\n| 松 | 1 |"
TABBED = "\t松\n\t1\n\n\t柏\n\t2\n"


def test_tables_of_several_dialects_in_one_file_are_read() -> None:
    content = read_content(
        f"# 报告\n\n**一、种树**\n\n{TABLE}\n\n话。\n\n{PIPED}\n\n话。\n\n{TABBED}\n\n末。\n", "a.md"
    )
    assert content.reader == "html+markdown+tabs"
    assert block_shapes(content) == ["p", "p", "spans 2x5", "p", "flat 2x4", "p", "stream 2x4", "p"]
    assert expand_merged_cells(grids(content)[0]) == [["树", "松", "1"], ["树", "柏", "2"]]
    assert not content.findings


def test_a_table_on_one_line_is_read() -> None:
    content = read_content(f"前。\n{TABLE.replace(chr(10), '')}\n后。\n", "a.txt")
    assert report_paragraphs(content) == ["前。", "后。"]
    assert row_texts(grids(content)[0]) == [["树", "松", "1"], ["柏", "2"]]


def test_an_incomplete_table_has_a_finding_and_its_text_is_kept() -> None:
    for broken in (
        "<table><tr><td>松<td>1\n话。",
        f"{TABLE} 尾\n",
        f"<table><caption>名</caption>{TABLE[7:]}",
    ):
        content = read_content(broken, "a.md")
        assert not grids(content)
        assert [finding.id for finding in content.findings][:1] == ["R_DIALECT_NONE"]
        assert report_paragraphs(content)
