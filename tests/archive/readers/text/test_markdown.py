from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import GridKind, Paragraph, ParagraphKind
from archive.readers.text import markdown
from tests.support.content_views import boilerplate_lines, grids, read_content, report_paragraphs, row_texts

TEXT = st.text("甲乙丙丁0123456789.,（）", max_size=6)
TABLE = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(TEXT, min_size=width, max_size=width), min_size=1, max_size=8)
)


def test_every_cell_is_kept_and_the_divider_row_is_removed() -> None:
    grid = markdown.read(["| 树种 |  | 株数 |", "|---|:--:|---:|", "|  | **松** | 12 |"])
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == [["树种", "", "株数"], ["", "松", "12"]]


def test_consecutive_tables_are_separate() -> None:
    content = read_content("| 甲 |\n|---|\n| 1 |\n\n| 乙 |\n|---|\n| 2 |\n", "x.md")
    assert [row_texts(grid) for grid in grids(content)] == [[["甲"], ["1"]], [["乙"], ["2"]]]


@pytest.mark.parametrize("heading", ["# 植树", "### 植树 ###", "## **植树**", "####   植树  "])
def test_headings_of_any_level_are_read(heading: str) -> None:
    content = read_content(f"{heading}\n\n今年种了树。\n", "x.md")
    assert content.blocks[0] == Paragraph("植树", ParagraphKind.HEADING)


def test_markup_is_removed_and_text_kept() -> None:
    text = "# 头\n\n**（一）种树。**种了*松*和[柏](http://x.test/)，`3` 株，见 5\\*。\n- 另有草\n"
    text += "![](a.jpg)\n---\n"
    assert report_paragraphs(read_content(text, "x.md")) == [
        "头",
        "（一）种树。种了松和柏，`3` 株，见 5*。",
        "另有草",
    ]


def test_a_text_without_markdown_keeps_its_asterisks() -> None:
    assert report_paragraphs(read_content("*注：# 号表示新增\n- 1 项", "x.txt")) == [
        "*注：# 号表示新增",
        "- 1 项",
    ]


TWO_PARAGRAPHS = "# 头\n\n{}\n\n{}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("今年种树，分给各村管理和", "养护。"),
        ("今年种树，种了 12", "3 株，均已成活"),
        ("依据《绿化办法》，《植树", "条例》等，种树。"),
    ],
)
def test_a_paragraph_split_by_a_page_break_is_joined(first: str, second: str) -> None:
    assert report_paragraphs(read_content(TWO_PARAGRAPHS.format(first, second), "x.md")) == [
        "头",
        first + second,
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("今年种树，分给各村。", "明年再种。"),
        ("今年种树，分给各村", "（二）明年再种。"),
        ("今年种树，分给各村", "1.明年再种。"),
        ("今年种树，分给各村", "绿化局"),
        ("绿化局", "今年种树，分给各村。"),
        ("绿化局", "2024年1月8日"),
        ("今年种树，分给各村", "## 二、明年再种。"),
    ],
)
def test_separate_paragraphs_are_not_joined(first: str, second: str) -> None:
    assert len(report_paragraphs(read_content(TWO_PARAGRAPHS.format(first, second), "x.md"))) == 3


@pytest.mark.parametrize("number", ["- 3 -", "第 3 页", "3/12"])
def test_a_paragraph_is_joined_across_a_page_number(number: str) -> None:
    content = read_content(f"# 头\n\n今年种树，分给各村管理和\n\n{number}\n\n养护。\n", "x.md")
    assert report_paragraphs(content) == ["头", "今年种树，分给各村管理和养护。"]
    assert boilerplate_lines(content) == {number: "page_number"}


def test_list_items_are_not_joined_and_have_no_bullets() -> None:
    assert report_paragraphs(
        read_content(TWO_PARAGRAPHS.format("今年种树，分给各村", "- 明年再种。"), "x.md")
    ) == [
        "头",
        "今年种树，分给各村",
        "明年再种。",
    ]


@given(TABLE)
def test_tables_are_read_back(table: list[list[str]]) -> None:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    lines.insert(1, "|" + "---|" * len(table[0]))
    assert markdown.can_read(lines)
    assert row_texts(markdown.read(lines)) == table


@given(TABLE, st.integers(0, 20))
def test_the_width_of_columns_is_ignored(table: list[list[str]], width: int) -> None:
    lines = ["|" + "|".join(f" {text:<{width}} " for text in row) + "|" for row in table]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for _ in table[0]) + "|")
    assert row_texts(markdown.read(lines)) == table


@given(st.text("#*_[]()!-|\\` 甲\n<>", max_size=60))
def test_any_markup_characters_can_be_read(noise: str) -> None:
    content = read_content("# 头\n" + noise, "x.md")
    printed = "".join(report_paragraphs(content)) + "".join(
        cell.text for grid in grids(content) for cell in grid.cells
    )
    hidden = noise.count("甲") - printed.count("甲")
    assert hidden == 0 or "](" in noise or "<" in noise or "`" in noise
