from __future__ import annotations

import pytest

from archive.readers.common.run_on_text import missing_sections, split_at_titles
from tests.support.content_views import read_content, read_html, report_paragraphs

ALL = frozenset(range(6))
RUN = (
    "一、总体情况 全年种树三百棵。（一）主动公开政府信息情况较好。 二、主动公开政府信息情况 见下表。"
    "五、存在的主要问题及改进情况：浇水不勤。六、其他需要报告的事项 无。 绿化局 2024年1月8日"
)
SPLIT_LINES = [
    "一、总体情况",
    "全年种树三百棵。（一）主动公开政府信息情况较好。",
    "二、主动公开政府信息情况",
    "见下表。",
    "五、存在的主要问题及改进情况",
    "浇水不勤。",
    "六、其他需要报告的事项",
    "无。",
    "绿化局",
    "2024年1月8日",
]


def test_run_on_text_is_split_at_section_titles() -> None:
    assert split_at_titles(RUN, ALL) == SPLIT_LINES


def test_text_is_split_only_at_titles_without_a_line_of_their_own() -> None:
    absent = missing_sections(["一、总体情况", "三、收到和处理政府信息公开申请情况"])
    assert absent == {1, 3, 4, 5}
    assert split_at_titles("种树。一、总体情况 二、主动公开政府信息情况 好。", absent) == [
        "种树。一、总体情况",
        "二、主动公开政府信息情况",
        "好。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况等六部分组成。",
        "本报告分为：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。",
        "我局总结了 一、总体情况和五、存在的主要问题及改进情况等方面的经验。",
        "（一）主动公开政府信息情况 全年种树。",
        "四、结转下年度继续办理 0",
    ],
)
def test_a_list_of_titles_is_not_split(text: str) -> None:
    assert split_at_titles(text, ALL) == [text]


def test_a_page_and_a_text_in_one_line_are_split() -> None:
    table = "<table><tr><td>规章<td>1</table>"
    heading = "三、收到和处理政府信息公开申请情况"
    head, tail = RUN.split("五、")
    lines = [*SPLIT_LINES[:4], heading, *SPLIT_LINES[4:]]
    assert (
        report_paragraphs(
            read_html(f"<div><p>{head}</p>{table}<p>{heading}</p>{table}<p>五、{tail}</p></div>")
        )
        == lines
    )
    assert report_paragraphs(read_content(RUN, "a.txt")) == SPLIT_LINES
