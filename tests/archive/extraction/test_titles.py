from __future__ import annotations

import pytest

from archive.extraction.titles import find_title, read_title


@pytest.mark.parametrize(
    ("text", "agency", "year"),
    [
        ("临水县财政局2021年政府信息公开工作年度报告", "临水县财政局", 2021),
        ("臨水縣財政局2020年政府信息公開工作年度報告", "臨水縣財政局", 2020),
        ("临水县财政局 2021 年政府信息公开工作年度报告", "临水县财政局", 2021),
        ("2023年下水镇政府信息公开工作年度报告", "下水镇", 2023),
        ("2022年度临水市政府信息公开工作年度报告", "临水市", 2022),
        ("临水县公共资源交易中心关于2020年度政府信息公开工作的年度报告", "临水县公共资源交易中心", 2020),
        ("临水市市场监督管理局2016年政务公开年度报告", "临水市市场监督管理局", 2016),
        ("临水县教育局政府信息公开工作年度报告（2022年）", "临水县教育局", 2022),
    ],
)
def test_a_title_has_agency_and_year(text: str, agency: str, year: int) -> None:
    title = read_title(text)
    assert title is not None
    assert (title.agency, title.year) == (agency, year)


@pytest.mark.parametrize(
    "text",
    [
        "政府信息公开工作年度报告",
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        "临水县2023年法治政府建设年度报告",
        "一图读懂临水县2023年政府信息公开工作年度报告解读",
        "2023年,我局的信息公开水平有待进一步加强。",
    ],
)
def test_other_texts_are_not_titles(text: str) -> None:
    assert read_title(text) is None


def test_a_title_on_two_lines_is_read() -> None:
    title = find_title(["临水县财政局", "2021年政府信息公开工作年度报告", "引言。"])
    assert title is not None
    assert (title[0].text, title[1:]) == ("临水县财政局2021年政府信息公开工作年度报告", (0, 2))
