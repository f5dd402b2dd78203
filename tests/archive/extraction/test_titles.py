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
        ("临水县教育局政府信息公开工作2022年度报告", "临水县教育局", 2022),
        ("临水县教育局政府信息公开2022年度工作报告", "临水县教育局", 2022),
        ("标题：临水县教育局2022年政府信息公开工作年度报告", "临水县教育局", 2022),
        ("2022年度临水县教育局政府信息公开年报", "临水县教育局", 2022),
        ("2022年政府信息公开工作年度报告（临水县教育局）", "临水县教育局", 2022),
        ("临水县教育局：2022年度政府信息公开工作年度报告", "临水县教育局", 2022),
        ("临水县教育局二〇二二年政府信息公开工作年度报告", "临水县教育局", 2022),
        ("关于发布临水县教育局2022年政府信息公开工作年度报告", "临水县教育局", 2022),
        ("临水县教育局2022年政府信息公开工作年度报告（公开版）.pdf", "临水县教育局", 2022),
        ("临水县教育局（县委教育工委）2022年政府信息公开工作年度报告", "临水县教育局（县委教育工委）", 2022),
        ("临水县⺠政局2022年政府信息公开工作年度报告", "临水县⺠政局", 2022),
        ("2022年政府信息公开工作年度报告", "", 2022),
        ("政府信息公开工作2022年度报告", "", 2022),
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


@pytest.mark.parametrize(
    "lines",
    [
        ["政府信息公开", "政府信息公开工作年度报告"],
        ["临水县人民政府门户网站"],
        ["索引号：0123-2023-04", "公开年报"],
        ["临水县人民政府"],
    ],
)
@pytest.mark.parametrize(
    "title_lines",
    [
        ["临水县教育局2023年政府信息公开工作年度报告"],
        ["临水县教育局", "2023年政府信息公开工作年度报告"],
        ["临水县", "教育局2023年", "政府信息公开工作年度报告"],
    ],
)
def test_lines_above_a_title_do_not_belong_to_it(lines: list[str], title_lines: list[str]) -> None:
    located = find_title([*lines, *title_lines, "引言。"])
    assert located is not None
    assert located[0].text == "临水县教育局2023年政府信息公开工作年度报告"
    assert located[1:] == (len(lines), len(lines) + len(title_lines))


@pytest.mark.parametrize("above", ["临水县人民政府门户网站", "政府信息公开", "信息公开年报"])
def test_a_name_of_a_site_or_column_is_not_the_agency(above: str) -> None:
    located = find_title([above, "2023年政府信息公开工作年度报告"])
    assert located is not None
    assert (located[0].agency, located[0].text) == ("", "2023年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "paragraph",
    [
        "本报告依照《条例》编制。",
        "根据《中华人民共和国政府信息公开条例》，现公布年报。",
        "一、总体情况",
        "发布时间：2024-01-22",
    ],
)
def test_a_title_is_read_from_the_beginning_of_a_paragraph(paragraph: str) -> None:
    located = find_title([f"临水县教育局 2023 年政府信息公开工作年度报告{paragraph}"])
    assert located is not None
    title = located[0]
    assert (title.text, title.agency, title.year, title.rest) == (
        "临水县教育局 2023 年政府信息公开工作年度报告", "临水县教育局", 2023, paragraph,
    )  # fmt: skip


def test_a_sentence_about_a_report_is_not_a_title() -> None:
    assert find_title(["临水县教育局2023年政府信息公开工作年度报告由六部分组成，可在网站下载。"]) is None
    assert find_title(["关于报送2023年政府信息公开工作年度报告"]) is None
