from __future__ import annotations

from tests.support.content_views import boilerplate_lines, grids, read_html, report_paragraphs

HEAD = (
    '<title>年度报告_年报_绿化局</title><meta name="ArticleTitle" content=" 绿化局2023年\n年度报告 ">'
    '<meta name="pubdate" content="2024-01-08 10:20"><META NAME="ContentSource" CONTENT="绿化局">'
    '<meta name="SiteIDCode" content="3503030001"><meta name="Author" content="某人">'
)
ABOUT = (
    "<table><tr><td>索引号：</td><td>LH-2024-1</td><td>发布机构：</td><td>绿化局</td></tr>"
    "<tr><td>发布日期：</td><td>2024-01-08</td><td>文号：</td><td></td></tr></table>"
)


def metadata_candidates(body: str, head: str = "") -> list[tuple[str, str, str]]:
    return [
        (candidate.field, candidate.value, candidate.source) for candidate in read_html(body, head).candidates
    ]


def test_meta_tags_and_titles_are_read() -> None:
    assert metadata_candidates("<h1>绿化局 年报</h1>", HEAD) == [
        ("title", "绿化局2023年 年度报告", "meta ArticleTitle"),
        ("published", "2024-01-08 10:20", "meta pubdate"),
        ("publisher", "绿化局", "meta ContentSource"),
        ("site_code", "3503030001", "meta SiteIDCode"),
        ("title", "年度报告_年报_绿化局", "title"),
        ("title", "绿化局 年报", "h1"),
    ]


def test_several_fields_in_one_line_are_read() -> None:
    line = "<div><span>发布日期：2024-01-08</span>　<span>来源：绿化局</span> <span>浏览次数：12</span></div>"
    assert metadata_candidates(line) == [
        ("published", "2024-01-08", "发布日期"),
        ("publisher", "绿化局", "来源"),
    ]


def test_a_written_date_is_not_a_published_one() -> None:
    assert metadata_candidates("<p>成文日期：2024年1月5日</p>") == [("written", "2024年1月5日", "成文日期")]


def test_a_table_of_page_metadata_is_read_and_is_boilerplate() -> None:
    content = read_html(f"{ABOUT}<p>种了树。</p>")
    assert [(candidate.field, candidate.value) for candidate in content.candidates] == [
        ("index_number", "LH-2024-1"),
        ("publisher", "绿化局"),
        ("published", "2024-01-08"),
    ]
    assert not grids(content)
    assert report_paragraphs(content) == ["种了树。"]
    assert set(boilerplate_lines(content).values()) == {"about"}


def test_the_breadcrumb_is_read_in_one_or_several_elements() -> None:
    complete = '<div>当前位置：<a href="/">首页</a> &gt; <a>绿化局</a> &gt; <a>年报</a></div>'
    assert metadata_candidates(complete) == [("breadcrumb", "当前位置：首页 > 绿化局 > 年报", "breadcrumb")]
    pieces = "<div>您的位置：</div><ul><li><a>首页</a><li><a>绿化局</a></ul><p>种了树，都活了。</p>"
    assert metadata_candidates(pieces) == [("breadcrumb", "您的位置： 首页 绿化局", "breadcrumb")]


def test_codes_of_the_site_are_read() -> None:
    footer = "<p>网站标识码：3503030001 闽公网安备 35030302354355号</p>"
    assert {(field, value) for field, value, _ in metadata_candidates(footer)} == {
        ("site_code", "3503030001"),
        ("police_code", "35030302354355"),
    }
