"""All ways in which portals attach files to articles, and links that only look like attachments."""

from __future__ import annotations

import pytest

from crawler.pages.attachments import find_attachments
from crawler.pages.page import Page

SITE = "http://www.qinghe.gov.cn"
ARTICLE = f"{SITE}/nb/202401/t20240110_1.html"


def attachment_links(markup: str) -> list[tuple[str, str]]:
    page = Page(ARTICLE, f"<html><body>{markup}</body></html>")
    return [(attachment.url.removeprefix(SITE), attachment.name) for attachment in find_attachments(page)]


@pytest.mark.parametrize(
    ("markup", "address", "name"),
    [
        ('<a href="./P020240110.pdf">年报.pdf</a>', "/nb/202401/P020240110.pdf", "年报.pdf"),
        ('<a href="/f/a.docx" title="青禾县水利局年报"></a>', "/f/a.docx", "青禾县水利局年报"),
        ('<a href="/u/A.PDF">原文</a>', "/u/A.PDF", "原文"),
        ('<a href="/f/年报.wps">原文</a>', "/f/%E5%B9%B4%E6%8A%A5.wps", "原文"),
        ('<iframe src="/f/a.pdf"></iframe>', "/f/a.pdf", ""),
        ('<embed src="/f/a.pdf" type="application/pdf">', "/f/a.pdf", ""),
        ('<object data="/f/a.pdf"></object>', "/f/a.pdf", ""),
        ('<object><param name="src" value="/f/a.pdf"></object>', "/f/a.pdf", ""),
        ('<object data="/f/1.html" type="text/html"></object>', "/f/1.html", ""),
        ('<embed src="/f/1.html">', "/f/1.html", ""),
        ('<iframe src="about:blank" data-src="/f/1.html"></iframe>', "/f/1.html", ""),
        ('<div data-file="/f/a.ofd"></div>', "/f/a.ofd", ""),
        ('<a data-url="/f/x.wps">原文</a>', "/f/x.wps", "原文"),
        ('<iframe src="/pdfjs/web/viewer.html?file=%2Ff%2Fa.pdf"></iframe>', "/f/a.pdf", ""),
        ('<iframe src="/pdfjs/web/viewer.html?file=/f/a.pdf#page=1"></iframe>', "/f/a.pdf", ""),
        ('<iframe src="/pdfjs/web/viewer.html?file=../../f/a.pdf"></iframe>', "/f/a.pdf", ""),
        ('<a href="/Services/DownFile.ashx?fid=7">原文</a>', "/Services/DownFile.ashx?fid=7", "原文"),
        ('<a href="/cms/attachDown.do?id=7">原文</a>', "/cms/attachDown.do?id=7", "原文"),
        ("<a onclick=\"window.open('/f/a.pdf')\">原文</a>", "/f/a.pdf", "原文"),
        ("<a href=\"javascript:window.open('/f/a.pdf','_blank')\">原文</a>", "/f/a.pdf", "原文"),
        ("<button onclick=\"location.href='/f/a.doc'\">原文</button>", "/f/a.doc", "原文"),
        ("<div onclick=\"showPdf('/f/a.pdf',1)\">原文</div>", "/f/a.pdf", ""),
        ('<script>var pdfUrl = "/f/a.pdf"; show(pdfUrl);</script>', "/f/a.pdf", ""),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=2401091234.pdf">原文</a>',
            "/module/download/downfile.jsp?classid=0&filename=2401091234.pdf",
            "原文",
        ),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=a1b2">原文</a>',
            "/module/download/downfile.jsp?classid=0&filename=a1b2",
            "原文",
        ),
        (
            '<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=9">原文</a>',
            "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=9",
            "原文",
        ),
        (
            '<a href="/virtual_attach_file.vsb?afc=x&e=.pdf">原文</a>',
            "/virtual_attach_file.vsb?afc=x&e=.pdf",
            "原文",
        ),
        ('<a href="/attachment/0/12345">原文</a>', "/attachment/0/12345", "原文"),
        ('<a href="/attachments/2024/01/abc-7">原文</a>', "/attachments/2024/01/abc-7", "原文"),
        (
            '<a href="/OpennessContent/download/2277958.html">原文</a>',
            "/OpennessContent/download/2277958.html",
            "原文",
        ),
        ('<a href="/fileDownload.do?fileid=3">原文</a>', "/fileDownload.do?fileid=3", "原文"),
        ('<a href="/qhx/c10/202401/7f/files/a.docx">原文</a>', "/qhx/c10/202401/7f/files/a.docx", "原文"),
        ('<a href="/file/77">附件：青禾县水利局年度报告</a>', "/file/77", "附件：青禾县水利局年度报告"),
        ('<a href="/d/77"><span>附件1</span></a>', "/d/77", "附件1"),
        ('<a href="/d/77">点击下载</a>', "/d/77", "点击下载"),
        ('<a href="/d/77">下载附件</a>', "/d/77", "下载附件"),
    ],
)
def test_an_attachment_is_found(markup: str, address: str, name: str) -> None:
    assert attachment_links(markup) == [(address, name)]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/nb/2.html">2022年年报</a>',
        '<a href="/download/">下载中心</a>',
        '<a href="/zlxz/">资料下载</a>',
        '<a href="/app.html">下载客户端</a>',
        '<a href="/f/a.pdf">《2023年度报告》图解</a>',
        '<a href="/f/a.doc">依申请公开申请表</a>',
        '<a href="/attach/">附件</a>',
        '<a href="/list.jsp?id=3">附件1</a>',
        '<a href="mailto:a.pdf">附件</a>',
        '<a href="#a.pdf">附件</a>',
        '<img src="/a.jpg"><video src="/a.mp4"></video>',
        '<script src="/js/pdf.js"></script><script>var page = "/nb/2.html";</script>',
        "<p>附件：无</p>",
    ],
)
def test_other_links_are_not_attachments(markup: str) -> None:
    assert attachment_links(markup) == []


def test_a_file_linked_twice_is_one_attachment_with_its_first_name() -> None:
    markup = '<a href="/f/a.pdf">年报</a><iframe src="/pdfjs/web/viewer.html?file=%2Ff%2Fa.pdf"></iframe>'
    assert attachment_links(markup) == [("/f/a.pdf", "年报")]


def test_a_file_behind_a_function_of_the_page_is_found() -> None:
    script = "<script>function down(id) { location.href = '/downfile?id=' + id }</script>"
    links = attachment_links(f"<a href=\"javascript:down('7')\">原文</a>{script}")
    assert links == [("/downfile?id=7", "原文")]
