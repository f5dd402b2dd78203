from __future__ import annotations

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from crawler.middlewares.redirects import WebRedirects, WebRefreshes

ASKED = Request("http://rsj.a.gov.cn.test/")
PAGE = '<html><head>{}<meta http-equiv="{}" content="0; url=/{}/"></head><body>年报</body></html>'


def crawler() -> Crawler:
    crawler = get_crawler()
    crawler.spider = Spider("any")
    return crawler


def answer(text: str, encoding: str = "utf-8") -> HtmlResponse:
    return HtmlResponse(ASKED.url, body=text.encode(encoding), encoding=encoding)


@pytest.mark.parametrize(
    ("response", "led_to"),
    [
        (answer(PAGE.format("", "refresh", "zwgk")), "http://rsj.a.gov.cn.test/zwgk/"),
        (answer(PAGE.format("", "REFRESH", "zwgk")), "http://rsj.a.gov.cn.test/zwgk/"),
        (
            answer(PAGE.format("<title>信息公开</title>" * 150, "refresh", "nb")),
            "http://rsj.a.gov.cn.test/nb/",
        ),
        (answer(PAGE.format("", "refresh", "zwgk"), "utf-16-le"), "http://rsj.a.gov.cn.test/zwgk/"),
        (answer(PAGE.format("", "keywords", "zwgk")), ""),
        (answer("<html><body>refresh</body></html>"), ""),
    ],
    ids=["refresh", "capitals", "behind_a_long_head", "utf_16", "another_meta", "only_the_word"],
)
def test_a_refresh_is_followed_wherever_scrapy_would(response: Response, led_to: str) -> None:
    middleware = WebRefreshes.from_crawler(crawler())
    result = middleware.process_response(ASKED, response)
    assert result.url == (led_to or ASKED.url)
    assert isinstance(result, Request) is bool(led_to)


@pytest.mark.parametrize(
    ("location", "led_to"),
    [("/zwgk/", "http://rsj.a.gov.cn.test/zwgk/"), ("javascript:void(0)", ""), ("http://[::1", "")],
)
def test_a_redirect_is_followed_to_web_addresses_alone(location: str, led_to: str) -> None:
    response = Response(ASKED.url, status=302, headers={"Location": location})
    result = WebRedirects.from_crawler(crawler()).process_response(ASKED, response)
    assert isinstance(result, Request) is bool(led_to)
    assert result.url == (led_to or ASKED.url)
