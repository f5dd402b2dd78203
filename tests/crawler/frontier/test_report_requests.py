"""Links with Chinese in their query are sent in the encoding of their page, as browsers do."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from scrapy.http import HtmlResponse

from crawler.frontier.report_requests import to_page, to_rendered_page
from crawler.pages import RequestSpec, list_entries, script_links

URL = "http://www.jia.gov.cn/nb/"
LINK = '<a href="/列表/show.asp?name=财政局&id=1">甲县财政局2023年年度报告</a>'
TEXT = f"<html><head>{{}}</head><body>甲县人民政府{LINK}</body></html>"


def requested_url(encoding: str, meta: str = "", declared: str = "text/html", text: str = TEXT) -> str:
    headers = {"Content-Type": declared}
    response = HtmlResponse(
        URL, headers=headers, body=text.format(meta).encode(encoding, "xmlcharrefreplace")
    )
    (entry,) = list_entries(to_page(response, RequestSpec(URL)))
    return entry.url


@pytest.mark.parametrize(
    ("encoding", "meta", "declared", "sent"),
    [
        ("gb2312", '<meta charset="gb2312">', "text/html", "gb18030"),
        ("gbk", "", "text/html; charset=gbk", "gb18030"),
        ("gb18030", "", "text/html", "gb18030"),
        ("utf-8", "", "text/html", "utf-8"),
        ("utf-8-sig", "", "text/html", "utf-8"),
        ("utf-8", '<meta charset="gb2312">', "text/html; charset=utf-8", "utf-8"),
        ("utf-16-le", "", "text/html", "utf-8"),
        ("ascii", '<meta charset="gbk">', "text/html", "gb18030"),
        ("ascii", "", "text/html", "utf-8"),
    ],
)
def test_a_query_is_sent_in_the_encoding_of_the_page_and_a_path_in_utf_8(
    encoding: str, meta: str, declared: str, sent: str
) -> None:
    query = quote("财政局".encode(sent))
    expected = f"http://www.jia.gov.cn/{quote('列表')}/show.asp?name={query}&id=1"
    assert requested_url(encoding, meta, declared) == expected


def test_what_the_encoding_of_the_page_lacks_is_sent_as_browsers_send_it() -> None:
    text = "<html><body>甲縣<a href='/show.asp?name=&#x1F600;'>甲縣財政局的2023年年度報告</a></body></html>"
    response = HtmlResponse(
        URL, headers={"Content-Type": "text/html; charset=big5"}, body=text.encode("big5")
    )
    (entry,) = list_entries(to_page(response, RequestSpec(URL)))
    assert entry.url.endswith("name=%26%23128512%3B")


def test_addresses_in_scripts_are_sent_in_the_encoding_of_the_page_too() -> None:
    text = "<body>甲县<div onclick=\"location.href='/show.asp?name=财政局'\">甲县财政局</div></body>"
    page = to_page(HtmlResponse(URL, body=text.encode("gbk")), RequestSpec(URL))
    (entry,) = script_links(page)
    assert entry.url.endswith("name=" + quote("财政局".encode("gbk")))


def test_a_rendered_page_has_the_encoding_that_it_states() -> None:
    response = HtmlResponse(URL, headers={"Content-Type": "text/html; charset=gbk"}, body=b"")
    (entry,) = list_entries(to_rendered_page(response, TEXT.format(""), RequestSpec(URL)))
    assert entry.url.endswith(quote("财政局".encode("gbk")) + "&id=1")


def test_an_escaped_query_stays_as_it_is() -> None:
    text = TEXT.replace("财政局", "%B2%C6")
    assert "name=%B2%C6&" in requested_url("gbk", text=text)
