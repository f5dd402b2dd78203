from __future__ import annotations

import time

import pytest
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import exceptions

from archive.model import Outcome
from crawler.guard import RefusedAddress
from crawler.outcomes import of_exception, of_response
from crawler.robots import RobotsDisallow

HTML = ((b"content-type", b"text/html"),)
ARTICLE = "<p>本机关严格执行条例，主动公开各类政府信息，受理申请并按期答复。</p>" * 20
SOFT = "页面不存在".encode()
RUISHU = "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>"


@pytest.mark.parametrize(
    ("status", "body", "outcome", "detail"),
    [
        (200, ARTICLE, Outcome.OK, ""),
        (200, " \r\n ", Outcome.EMPTY, "HTTP 200"),
        (204, "", Outcome.EMPTY, "HTTP 204"),
        (301, "", Outcome.REDIRECT, ""),
        (304, "", Outcome.NOT_MODIFIED, ""),
        (400, "bad", Outcome.REFUSED_403, "HTTP 400"),
        (401, "who", Outcome.REFUSED_403, "HTTP 401"),
        (403, "no", Outcome.REFUSED_403, "HTTP 403"),
        (404, "页面不存在", Outcome.NOT_FOUND, ""),
        (410, "", Outcome.GONE, ""),
        (412, RUISHU, Outcome.REFUSED_CHALLENGE, "瑞数"),
        (412, "", Outcome.REFUSED_CHALLENGE, "HTTP 412"),
        (202, RUISHU, Outcome.REFUSED_CHALLENGE, "瑞数"),
        (403, "<script>__jsl_clearance</script>", Outcome.REFUSED_CHALLENGE, "加速乐"),
        (200, "<script src='/wzwschallenge.js'></script>请稍候", Outcome.REFUSED_CHALLENGE, "网站卫士"),
        (200, RUISHU + ARTICLE, Outcome.OK, ""),  # the product's script stands on pages it lets through
        (429, "slow down", Outcome.REFUSED_403, "HTTP 429"),
        (500, "", Outcome.SERVER_ERROR, "HTTP 500"),
        (999, "", Outcome.SERVER_ERROR, "HTTP 999"),
        (200, "<title>页面未找到</title>" + ARTICLE, Outcome.SOFT_404, "页面未找到"),
        (200, "<p>您访问的页面已删除</p>", Outcome.SOFT_404, "您访问的页面"),
        (200, ARTICLE + "<p>如您访问的页面有误请联系</p>", Outcome.OK, ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_a_response_says(status: int, body: str, outcome: Outcome, detail: str, encoding: str) -> None:
    verdict = of_response(status, HTML, body.encode(encoding))
    assert (verdict.outcome, verdict.detail) == (outcome, detail)


def test_a_refusal_is_named_by_its_headers_too() -> None:
    headers = ((b"X-Via-JSL", b"ab12,-"), (b"Set-Cookie", b"__jsluid_s=1"))
    assert of_response(521, headers, b"").detail == "加速乐"
    assert of_response(200, (*HTML, *headers), ARTICLE.encode()).outcome is Outcome.OK


def test_a_redirect_says_where_to_and_a_pdf_is_never_a_soft_404() -> None:
    assert of_response(302, ((b"Location", b"/zwgk/"),), b"").detail == "/zwgk/"
    pdf = ((b"Content-Type", b"application/pdf"),)
    assert of_response(200, pdf, "%PDF 页面不存在".encode()).outcome is Outcome.OK


def tls() -> Exception:
    error = exceptions.DownloadFailedError("handshake")
    error.__cause__ = type("Error", (Exception,), {"__module__": "OpenSSL.SSL"})()
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (exceptions.DownloadTimeoutError("late"), Outcome.TIMEOUT),
        (exceptions.CannotResolveHostError("who"), Outcome.DNS),
        (exceptions.DownloadConnectionRefusedError("no"), Outcome.CONNECTION),
        (exceptions.ResponseDataLossError(), Outcome.CONNECTION),
        (exceptions.DownloadFailedError("reset"), Outcome.CONNECTION),
        (exceptions.DownloadCancelledError("big"), Outcome.TOO_LARGE),
        (tls(), Outcome.TLS),
        (RefusedAddress("10.0.0.1"), Outcome.REFUSED_GUARD),
        (exceptions.IgnoreRequest("ours"), Outcome.REFUSED_GUARD),
        (RobotsDisallow("robots.txt 不允许"), Outcome.ROBOTS_DISALLOW),
        (BrowserTimeout("Timeout 20000ms exceeded"), Outcome.TIMEOUT),
        (BrowserError("net::ERR_NAME_NOT_RESOLVED at http://a/"), Outcome.DNS),
        (BrowserError("net::ERR_CERT_DATE_INVALID"), Outcome.TLS),
        (BrowserError("net::ERR_CONNECTION_RESET"), Outcome.CONNECTION),
    ],
)
def test_what_a_failure_says(error: Exception, outcome: Outcome) -> None:
    verdict = of_exception(error)
    assert verdict is not None
    assert verdict.outcome is outcome
    assert verdict.detail.startswith(type(error).__name__)


def test_an_error_of_ours_is_never_told_as_one_of_theirs() -> None:
    assert of_exception(TypeError("bug")) is None
    assert of_exception(KeyError("role")) is None


@pytest.mark.parametrize(
    "body",
    [
        b"<script>" * 4000,
        b"<" * 32000,
        b"<title" * 5000,
        "页面不存在".encode() + b"<div>" * 5000,
        b"\xff\xfe" * 15000,
    ],
)
def test_hostile_markup_costs_no_time(body: bytes) -> None:
    start = time.process_time()
    of_response(200, HTML, body + b"$_ts")
    assert time.process_time() - start < 1
