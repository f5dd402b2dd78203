"""The classifier on titles as they are printed. The shapes are the domain's; agencies and years are ours."""

from __future__ import annotations

import pytest

from crawler.titles import judge

REPORTS = [
    "青禾县人力资源和社会保障局2020年政府信息公开工作年度报告",
    "2023年青禾县各镇政府信息公开工作年度报告",
    "2022年青禾市政府信息公开工作年度报告",
    "青禾市公共资源交易中心关于2020年政府信息公开工作的年度报告",
    "青禾县市场监督管理局2016年政务信息公开年度报告",
    "青禾县水务局信息公开工作年度报告2015年",
    "青禾县财政局政府信息公开年报（2021年度）",
    "青禾縣教育局2020年政府信息公開工作年度報告",
    "青禾县审计局2024年政府信息公开工作报告",
    "青禾县教育局2013年政府信息公开工作情况报告",
    "青禾县民政局二〇二一年政府信息公开工作年度报告",
    "青禾县体育局2022年政府信息公开工作年度报告",
    "青禾县农业局2012年度政府信息公开年度总结报告",
    "青禾县机构编制委员会办公室2023年政务公开工作年度报告",
    "青禾县卫生和计划生育局2016年政府信息公开工作年度报告",
    "青禾县营商环境建设局2023年政府信息公开工作年度报告",
    "2024年度政府信息公开年报",
    "青禾县退役军人事务局2022年政府信息公开工作年…",
    "关于2019年政府信息公开工作情况的报告",
    "  青禾县 司法局　2019年 政府信息公开 工作年度报告 ",
]
OTHERS = [
    "政府信息公开年报",
    "政府信息公开工作年度报告",
    "青禾县人民政府信息公开年报",
    "一图读懂青禾县财政局2023年政府信息公开工作年度报告",
    "《青禾县财政局2023年政府信息公开工作年度报告》解读",
    "关于做好2023年政府信息公开工作年度报告编制工作的通知",
    "青禾县2023年政务公开工作要点",
    "青禾县人民政府网站工作年度报表（2023年度）",
    "2023年政府网站监管年度报表",
    "青禾县财政局2023年法治政府建设年度报告",
    "青禾县财政局2023年部门预算",
    "青禾县财政局2023年度部门决算公开报告",
    "青禾县财政局2023年依申请公开情况统计",
    "2023年政府信息公开申请统计表",
    "青禾县财政局2023年政务公开工作总结",
    "青禾县2023年上半年政务公开工作总结报告",
    "2023年青禾县人民政府工作报告",
    "2023年政府信息公开年报（图解）",
    "历年政府信息公开年度报告",
    "2023年政务公开第三方评估报告",
    "2023年政府信息公开工作培训会议召开",
    "青禾县审计局雷速体育直播2025年政府信息公开工作年度报告",
    "下一页",
    "",
]


@pytest.mark.parametrize("title", REPORTS)
def test_a_report_is_known_by_its_title(title: str) -> None:
    verdict = judge(title)
    assert verdict.is_report, verdict


@pytest.mark.parametrize("title", OTHERS)
def test_what_only_looks_like_one_is_not(title: str) -> None:
    verdict = judge(title)
    assert not verdict.is_report, verdict


def test_a_title_without_a_year_needs_its_agency_and_an_article_behind_it() -> None:
    title = "青禾县教育局政府信息公开年报"
    assert judge(title, "http://www.qinghe.gov.cn/xxgk/nb/202401/t20240110_12.html").is_report
    assert not judge(title, "http://www.qinghe.gov.cn/xxgk/nb/").is_report
    assert not judge(
        "政府信息公开年报", "http://www.qinghe.gov.cn/xxgk/nb/202401/t20240110_12.html"
    ).is_report


def test_a_verdict_says_why() -> None:
    assert judge("《2023年政府信息公开工作年度报告》解读").reasons == (
        "subject+3",
        "report+2",
        "year+2",
        "explanation-10",
    )
