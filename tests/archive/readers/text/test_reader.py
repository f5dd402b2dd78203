from __future__ import annotations

import pytest

from archive.model import Content, Finding, Paragraph, ParagraphKind, Result, Severity, UnreadableFile
from tests.support.content_views import block_shapes, grids, read_content, report_paragraphs, row_texts

MIXED = """一、总体情况
今年种了树。
| 树种 | 株数 |
| 松 | 12 |
二、养护
浇水 |
3 |
||
\t费用
\t元

\t水
\t5

完
"""


def finding_ids(content: Content) -> list[str]:
    return [finding.id for finding in content.findings]


def test_the_dialect_of_each_table_is_detected() -> None:
    content = read_content(MIXED, "x.txt")
    assert content.reader == "pipes+tabs"
    assert block_shapes(content) == ["p", "p", "stream 2x4", "p", "stream 3x3", "stream 2x4", "p"]
    assert not content.findings


def test_a_table_in_no_known_dialect_has_a_finding_and_its_text_is_kept() -> None:
    content = read_content("今年种树。\n树种\t株数\t面积\n松\t12\t3\n完。", "x.txt")
    assert content.findings == (
        Finding("R_DIALECT_NONE", Result.FAIL, Severity.WARNING, detail="树种\t株数\t面积"),
    )
    assert report_paragraphs(content) == ["今年种树。", "树种\t株数\t面积", "松\t12\t3", "完。"]


@pytest.mark.parametrize("line", ["+----+----+", "│松│12│3│", "<table><tr><td>松</td></tr></table>"])
def test_other_kinds_of_tables_have_a_finding(line: str) -> None:
    assert finding_ids(read_content(f"今年种树。\n{line}\n", "x.txt")) == ["R_DIALECT_NONE"]


def test_a_table_that_matches_two_dialects_has_a_finding_and_is_read() -> None:
    text = "| 树种 | 株数 |\n|---|---|\n||\n| 柏 | 3 |\n"
    content = read_content(text, "x.txt")
    assert content.findings[0].id == "R_DIALECT_TWO"
    assert content.findings[0].detail.startswith("pipes、markdown")
    assert "柏" in [cell.text for cell in grids(content)[0].cells]


def test_paragraphs_are_trimmed_and_otherwise_unchanged() -> None:
    content = read_content("\ufeff　　２０２１年，種了\u00a0樹 。　 \r\n\r\n 下一行\u200b\r\n", "x.txt")
    assert report_paragraphs(content) == ["２０２１年，種了\u00a0樹 。", "下一行"]


def test_line_ends_are_paragraph_ends() -> None:
    assert report_paragraphs(read_content("今年种树，\n都活了。", "x.txt")) == ["今年种树，", "都活了。"]


def test_a_first_heading_is_a_candidate_for_the_title() -> None:
    content = read_content("# 绿化局2023年报告\n\n## 一、概况\n", "x.md")
    assert [(candidate.field, candidate.value) for candidate in content.candidates] == [
        ("title", "绿化局2023年报告")
    ]
    assert content.blocks[0] == Paragraph("绿化局2023年报告", ParagraphKind.HEADING)


def test_a_file_of_white_space_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="文件是空的"):
        read_content(" \n\t\n", "x.txt")
    with pytest.raises(UnreadableFile, match="没有文字"):
        read_content("\u3000\n", "x.txt")


def test_bytes_invalid_in_every_encoding_have_a_finding() -> None:
    content = read_content(
        "种了树，".encode("gb18030") * 20 + b"\xff\xff" + "都活了。".encode("gb18030"), "x.txt"
    )
    assert finding_ids(content) == ["R_ENCODING_LOSSY"]
    assert "都活了。" in report_paragraphs(content)[0]


def test_long_runs_take_linear_time() -> None:
    content = read_content("\t一行\n\n" * 20000 + "| 甲 |\n" * 20000, "x.txt")
    assert len(row_texts(grids(content)[-1])) == 20000
