"""Links and forms with Chinese are sent in the encoding of their page, as browsers do."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from scrapy.http import HtmlResponse

from archive.model import Role
from crawler.families import FAMILIES
from crawler.frontier.report_requests import to_page, to_rendered_page
from crawler.frontier.requests import http_request
from crawler.pages import RequestSpec, list_entries, script_links
from crawler.request_meta import request_label

FORM_TYPE = "application/x-www-form-urlencoded"
URL = "http://www.qinghe.gov.cn/nb/"
LINK = '<a href="/列表/show.asp?name=财政局&id=1">青禾县财政局2023年年度报告</a>'
TEXT = f"<html><head>{{}}</head><body>青禾县人民政府{LINK}</body></html>"


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
    expected = f"http://www.qinghe.gov.cn/{quote('列表')}/show.asp?name={query}&id=1"
    assert requested_url(encoding, meta, declared) == expected


def test_what_the_encoding_of_the_page_lacks_is_sent_as_browsers_send_it() -> None:
    text = (
        "<html><body>青禾縣<a href='/show.asp?name=&#x1F600;'>青禾縣財政局的2023年年度報告</a></body></html>"
    )
    response = HtmlResponse(
        URL, headers={"Content-Type": "text/html; charset=big5"}, body=text.encode("big5")
    )
    (entry,) = list_entries(to_page(response, RequestSpec(URL)))
    assert entry.url.endswith("name=%26%23128512%3B")


def test_addresses_in_scripts_are_sent_in_the_encoding_of_the_page_too() -> None:
    text = "<body>青禾县<div onclick=\"location.href='/show.asp?name=财政局'\">青禾县财政局</div></body>"
    page = to_page(HtmlResponse(URL, body=text.encode("gbk")), RequestSpec(URL))
    (entry,) = script_links(page)
    assert entry.url.endswith("name=" + quote("财政局".encode("gbk")))


def test_a_rendered_page_has_the_encoding_that_it_states() -> None:
    response = HtmlResponse(URL, headers={"Content-Type": "text/html; charset=gbk"}, body=b"")
    (entry,) = list_entries(to_rendered_page(response, TEXT.format(""), RequestSpec(URL)))
    assert entry.url.endswith(quote("财政局".encode("gbk")) + "&id=1")


@pytest.mark.parametrize(
    ("attribute", "sent", "content_type"),
    [
        ("", "gb18030", FORM_TYPE),
        ('accept-charset="utf-8"', "utf-8", f"{FORM_TYPE}; charset=UTF-8"),
        ('accept-charset="unknown"', "gb18030", FORM_TYPE),
    ],
)
@pytest.mark.parametrize(
    "control",
    ["<a href=\"javascript:__doPostBack('Pager','2')\">[2]</a>", '<input name="page" value="1">共 3 页'],
)
def test_a_form_is_sent_in_the_encoding_of_its_page(
    control: str, attribute: str, sent: str, content_type: str
) -> None:
    fields = f'<input name="unit" value="财政局">{control}'
    form = f'<form method="post" action="list.asp" {attribute}>{fields}</form>'
    text = f'<html><head><meta charset="gbk"></head><body>青禾县{form}</body></html>'
    page = to_page(HtmlResponse(URL, body=text.encode("gbk")), RequestSpec(URL))
    spec = FAMILIES["generic"].next_pages(page)[0]
    request = http_request(spec, request_label(Role.LIST, "one"))
    assert b"unit=" + quote("财政局".encode(sent)).encode() in request.body
    assert request.headers["Content-Type"].decode() == content_type


def test_the_query_of_a_form_is_sent_in_the_encoding_of_its_page() -> None:
    fields = '<input name="unit" value="财政局"><input name="page">'
    text = f'<body>青禾县<form action="list.asp">{fields}</form>共 2 页</body>'
    page = to_page(HtmlResponse(URL, body=text.encode("gbk")), RequestSpec(URL))
    (spec,) = FAMILIES["generic"].next_pages(page)
    assert spec.url == f"{URL}list.asp?unit={quote('财政局'.encode('gbk'))}&page=2"


def test_an_escaped_query_stays_as_it_is() -> None:
    text = TEXT.replace("财政局", "%B2%C6")
    assert "name=%B2%C6&" in requested_url("gbk", text=text)
