from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Content, Paragraph, ParagraphKind, UnreadableFile
from tests.support.content_views import (
    block_shapes,
    boilerplate_lines,
    grids,
    read_content,
    read_html,
    report_paragraphs,
    row_texts,
)

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
SIGNATURE = ("绿化局", "2024年1月8日")
LINKS = "".join(f'<li><a href="/{n}.html">关于第{n}次植树活动的通知</a></li>' for n in range(30))


def report_markup(tag: str = "p") -> str:
    body = "".join(
        f"<{tag}>{title}</{tag}><{tag}>今年的第{n}件事办完了。</{tag}>" for n, title in enumerate(TITLES)
    )
    return body + "".join(f"<{tag}>{line}</{tag}>" for line in SIGNATURE)


def expected_lines() -> list[str]:
    def lines() -> Iterator[str]:
        for number, title in enumerate(TITLES):
            yield title
            yield f"今年的第{number}件事办完了。"
        yield from SIGNATURE

    return list(lines())


def dropped_prose(content: Content) -> list[str]:
    return [finding.detail for finding in content.findings if finding.id == "R_PROSE_DROPPED"]


SURROUNDED = (
    f'<div class="menu"><a href="/">首页</a> <a href="/n">主动公开情况</a></div><ul>{LINKS}</ul>{{}}'
    f"<ul>{LINKS}</ul><div>主办单位：绿化局 公安备案</div>"
)


@pytest.mark.parametrize(
    "attributes",
    [
        'class="TRS_Editor"',
        'id="zoom"',
        'id="vsb_content_502"',
        'class="x view v_news_content"',
        'class="body"',
        "",
    ],
)
def test_the_container_of_the_report_is_found(attributes: str) -> None:
    content = read_html(SURROUNDED.format(f"<div {attributes}>{report_markup()}</div>"))
    assert report_paragraphs(content) == expected_lines()
    assert not dropped_prose(content)


def test_a_known_container_without_the_report_is_ignored() -> None:
    content = read_html(
        SURROUNDED.format(
            f'<div class="TRS_Editor"><p>摘要：{TITLES[0]}</p></div><div>{report_markup()}</div>'
        )
    )
    assert report_paragraphs(content) == expected_lines()


def test_sections_in_separate_elements_are_read_together() -> None:
    boxes = "".join(
        f"<div><h3>{title}</h3><p>今年的第{n}件事办完了。</p></div>" for n, title in enumerate(TITLES)
    )
    content = read_html(SURROUNDED.format(f"<div>{boxes}<p>{SIGNATURE[0]}</p><p>{SIGNATURE[1]}</p></div>"))
    assert report_paragraphs(content) == expected_lines()
    assert content.blocks[0] == Paragraph(TITLES[0], ParagraphKind.HEADING)


def table_markup(values: str) -> str:
    header = "<tr><td>树木种类</td><td>第一季度</td><td>第二季度</td></tr>"
    cells = "".join(f"<td>{value}</td>" for value in values)
    return f"<table>{header}<tr><td>马尾松</td>{cells}</tr></table>"


@pytest.mark.parametrize("panel", ['<div style="display:none"><p>', '<section hidden><div align="center">'])
def test_a_hidden_copy_of_a_visible_table_is_left_out(panel: str) -> None:
    hidden = f"{panel}{table_markup('78')}</div>"
    page = report_markup().replace(TITLES[2], f"{table_markup('12')}{hidden}{TITLES[2]}", 1)
    assert [row_texts(grid)[1] for grid in grids(read_html(page))] == [["马尾松", "1", "2"]]


def test_a_hidden_table_without_a_visible_one_like_it_is_read() -> None:
    hidden = f'<div style="display:none"><p></p>{table_markup("78")}</div>'
    page = report_markup().replace(TITLES[2], f"{hidden}{TITLES[2]}", 1)
    assert [row_texts(grid)[1] for grid in grids(read_html(page))] == [["马尾松", "7", "8"]]


def test_a_report_in_a_hidden_panel_is_read() -> None:
    panel = f'<div style="display:none"><div>{report_markup()}</div></div>'
    other_panel = '<div style="display: none"><p>别的。</p></div>'
    content = read_html(SURROUNDED.format(panel + other_panel))
    assert report_paragraphs(content) == expected_lines()
    assert not dropped_prose(content)


def test_a_report_in_a_layout_table_is_read_in_order() -> None:
    figures = "<table><tr><td>松<td>1<tr><td>柏<td>2</table>"
    markup = report_markup().replace("<p>三、", figures + "<p>三、")
    content = read_html(f"<table><tr><td>{LINKS}</td></tr><tr><td>{markup}</td></tr></table>")
    assert report_paragraphs(content) == expected_lines()
    assert block_shapes(content).index("spans 2x4") == 4


@pytest.mark.parametrize(
    "markup",
    [
        "{0}<br>{1}",
        "<p>{0}</p>{1}<br/>",
        "<div>{0}<div>{1}</div></div>",
        "<pre>{0}\n{1}</pre>",
        "<li>{0}<li>{1}",
    ],
)
def test_every_kind_of_line_break_starts_a_paragraph(markup: str) -> None:
    assert report_paragraphs(read_html(markup.format("甲乙丙。", "丁戊己。"))) == ["甲乙丙。", "丁戊己。"]


def test_inline_markup_starts_no_line_and_spaces_are_kept() -> None:
    content = read_html("<p>　　<span>２０２３\n年</span>，种<b>松</b>\u00a0树<i>\n 12 </i>株。</p>")
    assert report_paragraphs(content) == ["２０２３ 年，种松\u00a0树 12 株。"]


def test_scripts_styles_and_comments_are_not_text() -> None:
    content = read_html(
        "<p>甲</p><script>var a='乙'</script><style>.丙{}</style><!-- 丁 --><noscript>戊</noscript>"
    )
    assert report_paragraphs(content) == ["甲"]


def test_a_paragraph_with_only_a_link_is_kept() -> None:
    link = '<p><a href="/fee.html">信息处理费收取情况见此页</a></p>'
    markup = report_markup().replace("<p>今年的第5件事办完了。</p>", link)
    content = read_html(f'<div id="zoom">{markup}</div>')
    assert "信息处理费收取情况见此页" in report_paragraphs(content)
    assert set(dropped_prose(content)) <= {"信息处理费收取情况见此页"}


def test_plain_paragraphs_are_read_without_trafilatura(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    monkeypatch.setattr("trafilatura.extract", lambda *page, **options: calls.append(page))
    plain = read_html(
        f'<div class="TRS_Editor"><div class="WordSection1">{report_markup("p class=MsoNormal")}</div></div>'
    )
    assert report_paragraphs(plain) == expected_lines()
    assert not calls
    contents = [read_html(report_markup()) for _ in range(20)]
    assert all(report_paragraphs(content) == expected_lines() for content in contents)
    assert not calls
    with_tips = read_html(
        f'<div class="TRS_Editor">{report_markup()}<div class="tips">浇水的说明。</div></div>'
    )
    assert dropped_prose(with_tips) == ["浇水的说明。"]
    assert calls


def test_boilerplate_is_marked_around_the_report_but_not_inside_it() -> None:
    article = report_markup().replace(
        "<p>今年的第4件事办完了。</p>", "<p>分享到：</p><p>打印</p><p>浏览量12次</p>"
    )
    markup = (
        "<p>绿化局2023年报告</p><p>字体：【大 中 小】 打印</p><p>来源：绿化局 发布时间：2024-01-08</p>"
        f"{article}<p>扫一扫在手机打开当前页</p><p>相关附件：</p><p>上一篇：没有了</p>"
    )
    content = read_html(f'<div class="TRS_Editor">{markup}</div>')
    assert boilerplate_lines(content) == {
        "字体：【大 中 小】 打印": "font_size",
        "来源：绿化局 发布时间：2024-01-08": "meta_line",
        "扫一扫在手机打开当前页": "scan",
        "相关附件：": "neighbours",
        "上一篇：没有了": "neighbours",
    }
    assert {"绿化局2023年报告", "分享到：", "打印", "浏览量12次"} <= set(report_paragraphs(content))


def test_controls_and_lists_of_links_are_boilerplate() -> None:
    form = "<select><option>友情链接</option></select><button>提交</button>"
    content = read_html(f'<div id="zoom">{form}{report_markup()}<ul>{LINKS}</ul></div>')
    assert boilerplate_lines(content)["友情链接"] == "control"
    assert report_paragraphs(content)[: len(expected_lines())] == expected_lines()


def test_a_page_without_a_report_is_read_completely() -> None:
    assert report_paragraphs(read_html("<div><p>今天种了树。</p></div><p>明天再种。</p>")) == [
        "今天种了树。",
        "明天再种。",
    ]


def test_a_page_without_text_has_no_blocks() -> None:
    assert read_html("<p> </p>").blocks == ()


def test_hostile_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = read_html("<div>" * 20000 + "底" + "</div>" * 20000)
    assert len(deep.blocks) <= 1
    entity = read_content(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>甲&x;</p></html>', "x.html"
    )
    assert "root:" not in str(entity.blocks)
    monkeypatch.setattr("archive.readers.html.page._MAX_PAGE_CHARS", 1000)
    with pytest.raises(UnreadableFile, match="网页过大"):
        read_html("<p>甲</p>" * 200)


def test_the_declared_encoding_of_an_old_page_is_used() -> None:
    data = '<html><meta charset="gb2312"><p>种了树。</p></html>'.encode("gb18030")
    assert report_paragraphs(read_content(data, "x.html")) == ["种了树。"]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.text("甲乙丙 \n", max_size=6),
        lambda inner: st.builds(
            lambda tag, children: f"<{tag}>{''.join(children)}</{tag}>",
            st.sampled_from(
                ["p", "div", "span", "b", "ul", "li", "h2", "a", "td", "tr", "table", "center", "font"]
            ),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )
)
def test_every_visible_character_is_in_a_block(markup: str) -> None:
    content = read_html(f"<p>头</p>{markup}")
    printed = "".join(block.text for block in content.blocks if isinstance(block, Paragraph)) + "".join(
        cell.text for grid in grids(content) for cell in grid.cells
    )
    for letter in "甲乙丙":
        assert printed.count(letter) == markup.count(letter)


@pytest.mark.parametrize("end", ["</body></html>", "</BODY>\n</HTML>"])
def test_elements_behind_the_end_of_the_page_are_read(end: str) -> None:
    page = f"<html><body><p>松树很高。</p>{end}<html><body><p>柏树也高。</p></body></html>"
    assert report_paragraphs(read_content(page, "x.html")) == ["松树很高。", "柏树也高。"]
