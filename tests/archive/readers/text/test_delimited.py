from __future__ import annotations

import pytest

from archive.model import GridKind, UnreadableFile
from tests.support.content_views import grids, read_content, report_paragraphs, row_texts

ROWS = [
    ["树种", "株数", "面积", "备注"],
    ["松树", "1,200", "3.5", ""],
    ["柏树", "0", "", "“新”种"],
    ["杨树", "5", "1", ""],
]


def delimited(delimiter: str, *, padding: bool) -> str:
    lines = [
        ["某局2023年报告"],
        ["一、总体情况"],
        ["今年种了树，成活的占九成。"],
        *ROWS,
        ["六、其他需要报告的事项"],
        ["浇了水。"],
    ]
    rows = [[*line, *[""] * (4 - len(line))] if padding else line for line in lines]
    return "\r\n".join(
        delimiter.join(f'"{value}"' if "," in value else value for value in row) for row in rows
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("padding", [False, True])
@pytest.mark.parametrize(
    ("delimiter", "name"), [(",", "x.csv"), ("\t", "x.tsv"), (";", "x.csv"), ("\t", "x.csv")]
)
def test_rows_are_a_grid_and_single_values_paragraphs(
    delimiter: str, name: str, padding: bool, encoding: str
) -> None:
    content = read_content(delimited(delimiter, padding=padding).encode(encoding), name)
    assert content.reader == "csv"
    [grid] = grids(content)
    assert grid.kind is GridKind.FLAT
    assert row_texts(grid) == ROWS
    assert report_paragraphs(content) == [
        "某局2023年报告",
        "一、总体情况",
        "今年种了树，成活的占九成。",
        "六、其他需要报告的事项",
        "浇了水。",
    ]


def test_a_file_without_a_name_is_recognised_by_its_rows() -> None:
    assert read_content(delimited(",", padding=True), "noname").reader == "csv"
    assert read_content("种树,浇水,施肥。\n今年种了12,000株,成活的占九成。\n完。", "noname").reader == "text"


def test_a_value_over_several_lines_is_one_cell() -> None:
    content = read_content('甲,"乙\n丙"\n1,2\n', "x.csv")
    assert row_texts(grids(content)[0]) == [["甲", "乙\n丙"], ["1", "2"]]


@pytest.mark.parametrize("text", ["a,b\n" * 5000, ",," * 5000 + "a", '"' + "a" * 2_000_000])
def test_a_file_too_large_for_a_report_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_content(text, "x.csv")
