"""The tables of the five real seed reports; their shapes were counted by hand."""

from __future__ import annotations

import pytest

from archive.model import Content
from tests.support.content_views import (
    block_shapes,
    boilerplate_lines,
    grids,
    read_content,
    report_paragraphs,
    row_texts,
)
from tests.support.shared import SEEDS, needs_shared

pytestmark = needs_shared


def read_seed(number: int) -> Content:
    path = next(SEEDS.glob(f"{number:03d}_*.txt"))
    return read_content(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("number", "reader", "tables"),
    [
        (0, "pipes", ["stream 48x48", "stream 228x228", "stream 37x37"]),
        (1, "pipes", ["stream 18x41", "stream 28x243", "stream 4x37"]),
        (2, "markdown", ["flat 14x56", "flat 17x170", "flat 12x120", "flat 4x60"]),
        (3, "tabs", ["stream 14x30", "stream 28x255", "stream 4x39"]),
        (4, "pipes", ["stream 40x40", "stream 242x242", "stream 37x37"]),
    ],
)
def test_tables_have_the_expected_shapes(number: int, reader: str, tables: list[str]) -> None:
    content = read_seed(number)
    assert content.reader == reader
    assert [block for block in block_shapes(content) if block != "p"] == tables
    assert not content.findings


@pytest.mark.parametrize("number", [1, 4])
def test_every_value_of_table_4_is_a_separate_cell(number: int) -> None:
    values = [cell.text for cell in grids(read_seed(number))[-1].cells][-15:]
    assert values == ["0"] * 15


def test_blanks_of_table_4_in_seed_000_are_cells() -> None:
    assert [cell.text for cell in grids(read_seed(0))[-1].cells][-15:] == (["", "", "", "", "0"] * 3)


def test_a_table_with_two_dialects_in_seed_001() -> None:
    assert row_texts(grids(read_seed(1))[0])[11:] == [
        ["第二十条第(八)项", "|||"],
        ["信息内容"],
        ["本年收费金额(单位:万元)"],
        ["||"],
        ["行政事业性收费"],
        ["0"],
        ["||"],
    ]


def test_boilerplate_after_the_signature_in_seed_001() -> None:
    content = read_seed(1)
    assert boilerplate_lines(content) == {
        "扫一扫在手机上查看当前页面": "scan",
        "闽公网安备 35030302354355号": "police_record",
    }
    assert report_paragraphs(content)[-1] == "2024年1月8日"
    assert [(candidate.field, candidate.value) for candidate in content.candidates] == [
        ("police_code", "35030302354355")
    ]


def test_sentences_split_by_a_page_break_in_seed_002_are_joined() -> None:
    text = report_paragraphs(read_seed(2))
    assert any("政府信息公开工作被申请" in line for line in text)
    assert any("可读性和覆盖面" in line for line in text)
    assert all(line.endswith("。") for line in text if len(line) > 40)
    assert not any("*" in line or "#" in line for line in text)


def test_cells_of_seed_003_keep_line_feeds_without_spaces() -> None:
    requests, challenges = grids(read_seed(3))[1:]
    assert row_texts(requests)[1] == ["", "自\n然\n人", "法人或其他组织", "总\n计"]
    assert row_texts(challenges)[3] == ["0"] * 15
    assert not any("bookmark" in line for line in report_paragraphs(read_seed(3)))


def test_spaces_within_cells_of_seed_004_are_kept() -> None:
    texts = [cell.text for cell in grids(read_seed(4))[1].cells]
    assert texts[7] == "商业 企业"
    assert "17,350.00元" in [cell.text for cell in grids(read_seed(4))[0].cells]
