from __future__ import annotations

from urllib.parse import quote

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from archive.model import Outcome
from crawler.middlewares.redirects import WebRedirectMiddleware, WebRefreshMiddleware
from crawler.request_exceptions import RedirectFailed

REQUEST = Request("http://rsj.a.gov.cn.test/")
PAGE = '<html><head>{}<meta http-equiv="{}" content="0; url=/{}/"></head><body>年报</body></html>'


def make_crawler() -> Crawler:
    crawler = get_crawler()
    crawler.spider = Spider("any")
    return crawler


def html_response(text: str, encoding: str = "utf-8") -> HtmlResponse:
    return HtmlResponse(REQUEST.url, body=text.encode(encoding), encoding=encoding)


@pytest.mark.parametrize(
    ("response", "target"),
    [
        (html_response(PAGE.format("", "refresh", "zwgk")), "http://rsj.a.gov.cn.test/zwgk/"),
        (html_response(PAGE.format("", "REFRESH", "zwgk")), "http://rsj.a.gov.cn.test/zwgk/"),
        (
            html_response(PAGE.format("<title>信息公开</title>" * 150, "refresh", "nb")),
            "http://rsj.a.gov.cn.test/nb/",
        ),
        (html_response(PAGE.format("", "refresh", "zwgk"), "utf-16-le"), "http://rsj.a.gov.cn.test/zwgk/"),
        (html_response(PAGE.format("", "keywords", "zwgk")), ""),
        (html_response("<html><body>refresh</body></html>"), ""),
    ],
    ids=["refresh", "capitals", "after_a_long_head", "utf_16", "another_meta", "only_the_word"],
)
def test_a_meta_refresh_is_followed_where_scrapy_follows_it(response: Response, target: str) -> None:
    middleware = WebRefreshMiddleware.from_crawler(make_crawler())
    result = middleware.process_response(REQUEST, response)
    assert result.url == (target or REQUEST.url)
    assert isinstance(result, Request) is bool(target)


@pytest.mark.parametrize(
    ("location", "target"),
    [("/zwgk/", "http://rsj.a.gov.cn.test/zwgk/"), ("javascript:void(0)", ""), ("http://[::1", "")],
)
def test_a_redirect_is_followed_only_to_http_urls(location: str, target: str) -> None:
    response = Response(REQUEST.url, status=302, headers={"Location": location})
    result = WebRedirectMiddleware.from_crawler(make_crawler()).process_response(REQUEST, response)
    assert isinstance(result, Request) is bool(target)
    assert result.url == (target or REQUEST.url)


def follow(request: Request, response: Response) -> Request | Response:
    return WebRedirectMiddleware.from_crawler(make_crawler()).process_response(request.copy(), response)


def redirect(location: str | bytes, cookie: str = "") -> Response:
    headers = {"Location": location, **({"Set-Cookie": cookie} if cookie else {})}
    return Response(REQUEST.url, status=302, headers=headers)


def test_a_redirect_to_itself_is_followed_once_with_the_cookie_that_it_sets() -> None:
    again = follow(REQUEST, redirect("/", "seen=1; Path=/; HttpOnly"))
    assert isinstance(again, Request)
    assert (again.url, again.headers["Cookie"]) == (REQUEST.url, b"seen=1")
    with pytest.raises(RedirectFailed, match="Cookie") as failure:
        follow(again, redirect("/", "seen=1; Path=/"))
    assert failure.value.outcome is Outcome.REDIRECT_LOOP


def test_a_circle_through_another_page_is_followed_once_with_its_cookies() -> None:
    check = follow(REQUEST, redirect("/check"))
    assert isinstance(check, Request)
    response = Response(check.url, status=302, headers={"Location": "/", "Set-Cookie": "ok=2; Path=/"})
    back = follow(check, response)
    assert isinstance(back, Request)
    assert back.headers["Cookie"] == b"ok=2"


def test_no_cookie_is_sent_without_a_circle_or_to_another_host() -> None:
    onward = follow(REQUEST, redirect("/zwgk/", "seen=1; Path=/"))
    assert isinstance(onward, Request)
    assert "Cookie" not in onward.headers
    other = follow(REQUEST, redirect("http://slj.b.gov.cn.test/", "seen=1; Path=/"))
    assert isinstance(other, Request)
    response = Response(other.url, status=302, headers={"Location": REQUEST.url})
    back = follow(other, response)
    assert isinstance(back, Request)
    assert back.headers["Cookie"] == b"seen=1"
    away = Response(back.url, status=302, headers={"Location": "http://slj.b.gov.cn.test/x"})
    assert "Cookie" not in follow(back, away).headers


def test_a_redirect_without_end_is_named() -> None:
    request = REQUEST.replace(meta={"redirect_times": 20, "redirect_ttl": 1})
    with pytest.raises(RedirectFailed, match="20 次"):
        follow(request, redirect("/zwgk/"))


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_bytes_of_a_location_are_sent_as_they_came(charset: str) -> None:
    target = follow(REQUEST, redirect("/show.asp?name=财政局".encode(charset)))
    assert target.url == REQUEST.url + "show.asp?name=" + quote("财政局".encode(charset))


@pytest.mark.parametrize(
    "target", ["http://www.a.gov.cn /", "http://[::1", "javascript:x()", "http://..cn/", "/"]
)
@pytest.mark.parametrize("charset", ["utf-8", "hex", "undefined"])
def test_a_refresh_that_leads_nowhere_is_named_if_the_page_is_empty(target: str, charset: str) -> None:
    middleware = WebRefreshMiddleware.from_crawler(make_crawler())
    headers = {"Content-Type": f"text/html; charset={charset}"}
    meta = f'<meta http-equiv="refresh" content="0;url={target}">'
    empty = HtmlResponse(REQUEST.url, headers=headers, body=f"<html><head>{meta}</head></html>".encode())
    with pytest.raises(RedirectFailed):
        middleware.process_response(REQUEST.copy(), empty)
    full = HtmlResponse(REQUEST.url, headers=headers, body=f"{meta}<p>{'本机关公开信息。' * 20}</p>".encode())
    assert middleware.process_response(REQUEST.copy(), full) is full
