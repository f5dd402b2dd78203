from __future__ import annotations

import pytest

from archive.model import Grid, GridKind, Paragraph, ParagraphKind
from archive.readers.common import boilerplate

BOILERPLATE_BY_RULE = {
    "scan": [
        "扫一扫在手机上查看当前页面",
        "扫一扫在手机打开当前页",
        "掃一掃在手機上查看當前頁面",
        "扫码分享到朋友圈",
    ],
    "police_record": [
        "闽公网安备 35030302354355号",
        "川公网安备：51170002000123号",
        "公安备案号：35030302354355",
    ],
    "icp_record": ["闽ICP备05021234号", "蜀ICP备12005678号-1", "网站备案号：湘ICP备08001234号-2"],
    "site_code": ["网站标识码：3503030001", "政府网站标识码 4306820012"],
    "ipv6": ["本站已支持IPv6访问", "本网站支持 IPv6"],
    "host": [
        "主办单位：绿化局",
        "技术支持：某公司 0591-1234567",
        "版权所有 绿化局",
        "Copyright © 2023 绿化局",
    ],
    "site_menu": ["网站地图", "网站声明 | 联系我们 | 站点地图", "加入收藏  设为首页"],
    "font_size": [
        "【字体：大 中 小】",
        "字号：【大】【中】【小】",
        "[大 中 小]",
        "字体：大 中 小 打印",
        "字号（大中小）",
        "小 中 大",
        "保护视力色：",
    ],
    "tools": [
        "打印",
        "【打印本页】 【关闭窗口】",
        "分享到：微信 微博",
        "分享到",
        "微信 微博 QQ空间",
        "点击查看政策解读",
        "| 打印 | 我要打印",
        "附件下载",
    ],
    "neighbours": ["上一篇：绿化局2022年年报", "下一篇：没有了", "相关附件：", "相关链接", "没有了"],
    "editors": ["责任编辑：林一", "【编辑：林一】", "审核：林二", "责任编辑 林一"],
    "views": [
        "浏览次数：1234次",
        "阅读量 12",
        "点击数：",
        "点击率：12",
        "已浏览 12 次",
        "您是第 12 位访客",
        "全文共计1200字，预计阅读时间4分钟",
    ],
    "aloud": ["语音播报", "点击收听全文", "无障碍浏览", "长者模式 | 无障碍"],
    "breadcrumb": ["当前位置：首页 > 政务公开 > 年报", "您现在的位置：首页>年报", "首页 > 信息公开 > 年报"],
    "login": ["登录 注册", "请输入关键字", "搜索"],
    "meta_line": [
        "来源：绿化局 发布时间：2024-01-08 10:20",
        "索引号：123-04",
        "撰写时间：2024-01-08",
        "录入时间：2024-01-08 来源：绿化局",
        "稿件来源：绿化局",
        "发布日期：2024年1月8日 浏览次数：23",
    ],
    "date_line": [
        "2024-01-22 09:30 来源：绿化局",
        "[2024-01-22]",
        "【2024/1/22 09:30:05】",
        "2024-01-08 10:20",
        "发布时间 2024-01-22",
    ],
    "body_mark": ["正文", "【正文】", "文章正文："],
    "survey": ["姓 名:", "满意度调查", "您对本页面内容是否满意？"],
    "page_number": ["第 3 页 共 12 页", "— 3 —", "- 12 -", "3/12", "（3）"],
}
# Words like 打印, 来源, 分享, 收藏, 浏览量 occur in the prose of real reports.
REPORT_LINES = [
    "门户网站累计浏览量达12.5万人次",
    "编辑：采编、审核、发布三级负责制落实到位，全年没有差错，受到好评并在会上交流。",
    "一是打印便民手册3000册",
    "编辑：采编、审核三级负责制落实到位，没有差错。",
    "本报告正文如下",
    "打印室负责印制公报",
    "字号统一、排版规范",
    "浏览公开专栏的群众越来越多",
    "数据来源：各科室",
    "统计时间：2023年1月1日至12月31日",
    "发布时间有所提前",
    "2024-01-08",
    "大",
    "分享经验材料5篇。",
    "审核发布制度",
    "联系方式：",
    "联系电话：0591-1234567",
    "地址：涵江区某路12号，邮编：351111",
    "绿化局",
    "2024年1月8日",
    "无。",
    "（此件公开发布）",
    "12",
    "一、总体情况",
    "注：以上数据截至年底",
    "绿化局2023年政府信息公开工作年度报告",
]


@pytest.mark.parametrize(
    ("rule", "line"), [(rule, line) for rule, lines in BOILERPLATE_BY_RULE.items() for line in lines]
)
def test_boilerplate_lines_match_their_rule(rule: str, line: str) -> None:
    assert boilerplate.matching_rule_id(line) == rule


def test_every_rule_has_example_lines() -> None:
    assert {rule.id for rule in boilerplate.boilerplate_rules()} == set(BOILERPLATE_BY_RULE)


@pytest.mark.parametrize("line", REPORT_LINES)
def test_lines_of_a_report_match_no_rule(line: str) -> None:
    assert not boilerplate.matching_rule_id(line)


@pytest.mark.parametrize(
    "line", [line for rule, lines in BOILERPLATE_BY_RULE.items() if rule != "page_number" for line in lines]
)
def test_inside_a_report_only_page_numbers_are_boilerplate(line: str) -> None:
    assert not boilerplate.matching_rule_id(line, in_report=True)
    assert boilerplate.matching_rule_id("- 3 -", in_report=True) == "page_number"


def text_blocks(*lines: str) -> list[Paragraph | Grid]:
    return [Paragraph(line) if line else Grid(GridKind.SPANS, ()) for line in lines]


def boilerplate_texts(*lines: str) -> list[str]:
    return [
        block.text
        for block in boilerplate.mark_boilerplate(text_blocks(*lines))
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.BOILERPLATE
    ]


def test_the_report_extends_from_its_first_heading_to_its_date() -> None:
    lines = [
        "打印",
        "绿化局年报",
        "一、总体情况",
        "打印",
        "六、其他需要报告的事项",
        "收藏",
        "绿化局",
        "2024年1月8日",
        "打印",
    ]
    assert boilerplate_texts(*lines) == ["打印", "打印"]
    assert boilerplate.report_span(text_blocks(*lines)) == (2, 7)


def test_a_report_without_a_date_ends_at_its_last_heading_or_table() -> None:
    assert boilerplate_texts("一、总体情况", "打印", "六、其他需要报告的事项", "无。", "打印") == ["打印"]
    assert boilerplate.report_span(
        text_blocks("一、总体情况", "三、收到和处理政府信息公开申请情况", "", "打印")
    ) == (0, 2)


def test_without_headings_all_lines_are_outside_the_report() -> None:
    assert boilerplate_texts("打印", "种了树。", "收藏") == ["打印", "收藏"]


@pytest.mark.parametrize(
    "line", ["2024年1月8日", "2024 年 1 月 8 日", "二〇二四年一月八日", "2024-01-08", "2024年01月"]
)
def test_dates_of_signatures_are_recognised(line: str) -> None:
    assert boilerplate.is_date(line) is not line.endswith("月")


def test_codes_of_the_site_are_found() -> None:
    page = "<p>网站标识码：<b>3503030001</b></p><a>闽公网安备 35030302354355号</a> 公安备案号:35030302354355"
    assert [(code.field, code.value) for code in boilerplate.site_codes(page)] == [
        ("police_code", "35030302354355"),
        ("site_code", "3503030001"),
    ]


def test_repetitive_lines_are_matched_quickly() -> None:
    for line in ("打印分享" * 60, "来源：" * 80, "首页>" * 60, "大中小" * 80, "扫一扫" * 80):
        boilerplate.matching_rule_id(line)
