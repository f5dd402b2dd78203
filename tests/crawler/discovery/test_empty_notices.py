from __future__ import annotations

import pytest

from crawler.discovery.empty_notices import find_empty_notice
from crawler.pages.page import Page

LONG = (
    "本栏目暂无内容更新计划以外的安排，各科室应当按照年度工作要点" + "逐项推进并于每季度末报送进展情况，" * 4
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>栏目建设中，敬请期待！</p>", "栏目建设中,敬请期待!"),
        ("<div><img src='a.png'>暂无 相关信息</div>", "暂无相关信息"),
        ("<ul></ul><div class='empty'>该栏目尚无内容</div>", "该栏目尚无内容"),
        ("<a href='/x'>暂无内容</a>", ""),
        ("<script>var empty = '暂无数据';</script>", ""),
        (f"<p>{LONG}</p>", ""),
        ("<p>本机关主动公开政府信息</p>", ""),
    ],
)
def test_the_notice_of_an_empty_column_is_found(body: str, expected: str) -> None:
    notice = find_empty_notice(Page("http://a.gov.cn.test/nb/", f"<html><body>{body}</body></html>"))
    assert bool(notice) is bool(expected)
    assert all(word in notice for word in expected.split(",")[:1])
