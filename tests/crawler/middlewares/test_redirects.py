from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.redirects import WebRedirectMiddleware, WebRefreshMiddleware

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
