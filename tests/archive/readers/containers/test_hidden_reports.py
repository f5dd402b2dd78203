"""Reports that a page does not show directly: in frames, scripts, JSON, attributes, escaped tags."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest

from archive.model import Content, Document, NotAReport
from archive.parse import parse_document
from archive.readers.containers.script_strings import script_strings
from tests.support.content_views import grids, read_content, read_html, report_paragraphs, row_texts

TITLES = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
SENTENCE = "今年在山上种了松树和柏树，成活的占九成，并对去年种的树浇了水。"
REPORT = "\n".join(f"<h2>{title}</h2>\n<p>{SENTENCE}</p>" for title in TITLES) + (
    "<table><tr><td>树种</td><td>株数</td></tr><tr><td>松树</td><td>12</td></tr></table>"
)
BASE64 = base64.b64encode(REPORT.encode()).decode()
ESCAPED = html.escape(REPORT)
JSON_PAGE = json.dumps({"code": 0, "data": {"id": 7, "content": REPORT}})
JS_TEXT = REPORT.replace("\n", "\\n")
# The table is cut within its rows, as programs do that write a page line by line.
LINES = REPORT.replace("<tr>", "\n<tr>").replace("<td>", "\n<td>").split("\n")
LINE_STRINGS = ", ".join(json.dumps(line, ensure_ascii=False).replace("</", "<\\/") for line in LINES)
WRITTEN_LINES = "\n".join(f"document.write({string});" for string in LINE_STRINGS.split(", "))
PUSHED_PARTS = "".join(
    f"<script>self.__next_f.push([1,{json.dumps(REPORT[start : start + 70])}])</script>"
    for start in range(0, len(REPORT), 70)
)
JS_STRING = json.dumps(REPORT, ensure_ascii=False).replace("</", "<\\/")


def containers(content: Content) -> list[str]:
    return [finding.detail for finding in content.findings if finding.id == "R_CONTAINER"]


@pytest.mark.parametrize(
    ("body", "container"),
    [
        (f'<iframe srcdoc="{ESCAPED}"></iframe>', "iframe 的 srcdoc 属性"),
        (f'<input type="hidden" value="{ESCAPED}">', "input 的 value 属性"),
        (f"<noscript>{REPORT}</noscript>", "<noscript>"),
        (f"<textarea>{ESCAPED}</textarea>", "<textarea>"),
        (f"<template>{REPORT}</template>", "<template>"),
        (f'<script type="text/html">{REPORT}</script>', "网页的脚本"),
        (f"<script>var a = 'it';\nvar text = {JS_STRING};</script>", "网页的脚本里的字符串"),
        (f"<script>// don't\nshow(`{REPORT}`)</script>", "网页的脚本里的字符串"),
        (f"<script>show(unescape('{quote(REPORT)}'))</script>", "网页的脚本里的字符串"),
        (
            f'<script>show(atob("{base64.b64encode(REPORT.encode()).decode()}"))</script>',
            "网页的脚本里的字符串",
        ),
        (f"<script>window.__INITIAL_STATE__={JSON_PAGE}</script>", "网页的脚本里的字符串"),
        (
            f'<script id="__NEXT_DATA__" type="application/json">{JSON_PAGE}</script>',
            "网页里的 JSON里的字符串",
        ),
        (f"<script>var state = JSON.parse({json.dumps(JSON_PAGE)})</script>", "网页的脚本里的字符串"),
        (f"<script>var text = {json.dumps(ESCAPED)}</script>", "网页的脚本里的字符串"),
        (f"<div>{ESCAPED}</div>", "转义的 HTML"),
        (f"<div>{html.escape(ESCAPED)}</div>", "转义的 HTML"),
        ("".join(f"<p>{html.escape(line)}</p>" for line in REPORT.split("\n")), "转义的 HTML（拼合各段）"),
        (f'<iframe src="data:text/html;charset=utf-8;base64,{BASE64}">', "iframe 的 data 地址"),
        (f'<textarea style="display:none">{REPORT}</textarea>', "<textarea>"),
        (
            f"<iframe src=\"javascript:document.write('{html.escape(JS_TEXT)}')\">",
            "iframe 的 javascript 地址里的字符串",
        ),
        (
            f'<my-page :detail="{html.escape(json.dumps({"content": ESCAPED}, ensure_ascii=False))}">',
            "my-page 的 :detail 属性",
        ),
        (f"<script>{WRITTEN_LINES}</script>", "网页的脚本（拼合各段）"),
        (f"<script>var parts = [{LINE_STRINGS}].join('')</script>", "网页的脚本（拼合各段）"),
        (PUSHED_PARTS, "网页的各段脚本（拼合各段）"),
    ],
)
def test_a_hidden_report_is_read_and_its_container_named(body: str, container: str) -> None:
    content = read_html(f"<div>首页</div>{body}")
    assert [text for text in report_paragraphs(content) if text in TITLES] == list(TITLES)
    assert row_texts(grids(content)[0]) == [["树种", "株数"], ["松树", "12"]]
    assert containers(content) == [container]


@pytest.mark.parametrize("text", [JSON_PAGE, f"callback({JSON_PAGE});", json.dumps([{"text": REPORT}])])
def test_a_report_in_a_json_file_is_read_whatever_its_name(text: str) -> None:
    content = read_content(text, "list.txt")
    assert report_paragraphs(content).count(TITLES[0]) == 1
    assert row_texts(grids(content)[0])[1] == ["松树", "12"]
    assert containers(content) == ["JSON 或脚本里的字符串"]


@pytest.mark.parametrize("name", ["feed.xml", "report.txt"])
def test_a_report_in_a_cdata_section_is_read(name: str) -> None:
    item = f"<item><title>年报</title><description><![CDATA[{REPORT}]]></description></item>"
    feed = f'<?xml version="1.0"?><rss>{item}</rss>'
    content = read_content(feed, name)
    assert [text for text in report_paragraphs(content) if text in TITLES] == list(TITLES)
    assert containers(content) == ["XML 的 CDATA"]


@pytest.mark.parametrize(
    ("string", "printed"),
    [
        ("`<td>${row.count}</td>`", "<td>\ufffc</td>"),
        ("'<td>' + row.count + '</td>'", "<td>\ufffc</td>"),
        ('"<td>" + counts[3] + "</td>"', "<td>\ufffc</td>"),
        ("'<td>' + '12' + '</td>'", "<td>12</td>"),
    ],
)
def test_the_value_of_a_variable_is_unknown_and_not_blank(string: str, printed: str) -> None:
    assert printed in list(script_strings(f"var cell = {string};"))


def test_the_more_complete_report_is_read_if_a_part_of_it_looks_like_one() -> None:
    half = REPORT.index("四、")
    parts = (REPORT[:half], REPORT[half:])
    content = read_html("".join(f"<script>push({json.dumps(part)})</script>" for part in parts))
    assert [text for text in report_paragraphs(content) if text in TITLES] == list(TITLES)


def test_a_report_in_pieces_is_joined() -> None:
    sections = [{"title": title, "text": f"<p>{SENTENCE * 8}</p>"} for title in TITLES]
    content = read_content(json.dumps({"sections": sections}, ensure_ascii=False), "report.json")
    assert report_paragraphs(content) == [text for title in TITLES for text in (title, SENTENCE * 8)]
    assert containers(content) == ["JSON（拼合各段）"]


def test_nothing_hidden_is_read_if_the_page_shows_a_report() -> None:
    content = read_html(f"{REPORT}<textarea>{html.escape(REPORT.replace('12', '99'))}</textarea>")
    assert row_texts(grids(content)[0])[1] == ["松树", "12"]
    assert containers(content) == []


def test_of_several_hidden_reports_the_others_are_counted() -> None:
    other = json.dumps(REPORT.replace("松树", "柏树"))
    content = read_html(f"<script>var a = {json.dumps(REPORT)}; var b = {other};</script>")
    assert containers(content) == ["网页的脚本里的字符串；另有 1 处文字也像年报，没有读"]


def test_the_candidates_of_the_outer_page_are_kept() -> None:
    head = '<meta name="PubDate" content="2024-01-08">'
    content = read_html(f"<noscript>{REPORT}</noscript>", head)
    assert ("published", "2024-01-08") in [(found.field, found.value) for found in content.candidates]


def test_a_page_written_by_scripts_is_refused_with_the_reason() -> None:
    page = '<html><body><div id="app"></div><script src="/app.js"></script></body></html>'
    with pytest.raises(NotAReport, match="由脚本写入"):
        parse_document(Document(page.encode(), "report.html"))


@pytest.mark.parametrize("text", ["'" * 200_000, '"\\' * 100_000, "`${" * 90_000, '{"a":' * 50_000])
def test_strings_are_found_in_linear_time(text: str) -> None:
    assert sum(1 for _ in script_strings(text)) <= len(text)


def test_texts_beyond_the_limit_are_told() -> None:
    def page(count: int) -> Content:
        return read_html("".join(f"<textarea>{ESCAPED}{number}</textarea>" for number in range(count)))

    assert not any(finding.id == "R_PART_UNREAD" for finding in page(20).findings)
    assert any(finding.id == "R_PART_UNREAD" for finding in page(21).findings)
