from __future__ import annotations

import time
from urllib.parse import urljoin

import pytest
from playwright.async_api import Error as BrowserError
from playwright.async_api import TimeoutError as BrowserTimeout
from scrapy import exceptions

from archive.model import Outcome, Role
from crawler.recording.outcomes import classify_exception, classify_redirects, classify_response
from crawler.request_exceptions import RefusedAddress, RobotsDisallow

HTML = ((b"content-type", b"text/html"),)
ARTICLE = "<p>本机关严格执行条例，主动公开各类政府信息，受理申请并按期答复。</p>" * 20
SOFT = "页面不存在".encode()
MAINTENANCE = "<p>尊敬的用户：本站将于今晚至次日凌晨升级维护，其间暂停访问，给您带来不便，敬请谅解。</p>"
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
        (200, RUISHU + ARTICLE, Outcome.OK, ""),  # the product's script is also on pages that it lets through
        (429, "slow down", Outcome.REFUSED_403, "HTTP 429"),
        (500, "", Outcome.SERVER_ERROR, "HTTP 500"),
        (999, "", Outcome.SERVER_ERROR, "HTTP 999"),
        (200, "<title>页面未找到</title>" + ARTICLE, Outcome.SOFT_404, "页面未找到"),
        (200, "<p>您访问的页面已删除</p>", Outcome.SOFT_404, "您访问的页面"),
        (200, ARTICLE + "<p>如您访问的页面有误请联系</p>", Outcome.OK, ""),
        (200, "<title>安全验证</title><p>请向右拖动滑块填充拼图</p>", Outcome.REFUSED_CHALLENGE, "拖动滑块"),
        (200, "<p>请输入验证码后继续访问</p><img src=/c.jpg>", Outcome.REFUSED_CHALLENGE, "请输入验证码"),
        (403, "<p>访问过于频繁，请稍后再试</p>", Outcome.REFUSED_CHALLENGE, "访问过于频繁"),
        (200, MAINTENANCE, Outcome.MAINTENANCE, "升级维护"),
        (503, MAINTENANCE, Outcome.MAINTENANCE, "升级维护"),
        (200, "<a href=1.html>关于网站维护的公告</a>" + ARTICLE[:400], Outcome.OK, ""),
        (200, "<title>关于系统升级维护的公告</title>" + ARTICLE, Outcome.OK, ""),
        (200, "<p>您的请求被拦截，事件编号 17</p>", Outcome.REFUSED_403, "请求被拦截"),
        (200, "<p>信息不存在或已删除</p>", Outcome.SOFT_404, "信息不存在或已删除"),
        (502, "<p>页面不存在</p>", Outcome.SERVER_ERROR, "HTTP 502"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_responses_are_classified(
    status: int, body: str, outcome: Outcome, detail: str, encoding: str
) -> None:
    verdict = classify_response(status, HTML, body.encode(encoding))
    assert (verdict.outcome, verdict.detail) == (outcome, detail)


def test_a_refusal_is_recognised_by_its_headers_too() -> None:
    headers = ((b"X-Via-JSL", b"ab12,-"), (b"Set-Cookie", b"__jsluid_s=1"))
    assert classify_response(521, headers, b"").detail == "加速乐"
    assert classify_response(200, (*HTML, *headers), ARTICLE.encode()).outcome is Outcome.OK


def test_a_redirect_has_its_target_as_detail_and_a_pdf_is_never_a_soft_404() -> None:
    assert classify_response(302, ((b"Location", b"/zwgk/"),), b"").detail == "/zwgk/"
    pdf = ((b"Content-Type", b"application/pdf"),)
    assert classify_response(200, pdf, "%PDF 页面不存在".encode()).outcome is Outcome.OK


@pytest.mark.parametrize(
    ("label", "encoding", "detail"),
    [
        ("utf-8", "utf-8", ""),
        ("gbk", "gbk", ""),
        ("gb2312", "gb18030", ""),
        ("gbk", "utf-8", "编码标为 gbk，实为 utf-8"),
        ("UTF-8", "gbk", "编码标为 utf-8，实为 gb18030"),
    ],
)
def test_a_wrong_charset_label_is_recorded_and_the_page_is_ok(label: str, encoding: str, detail: str) -> None:
    headers = ((b"Content-Type", f"text/html; charset={label}".encode()),)
    assert classify_response(200, headers, ARTICLE.encode(encoding)) == (Outcome.OK, detail)


@pytest.mark.parametrize(
    ("role", "requested", "target", "is_missing"),
    [
        (Role.REPORT, "/nb/t20240101_1.html", "/", True),
        (Role.REPORT, "/nb/t20240101_1.html", "/index.html", True),
        (Role.REPORT, "/nb/t20240101_1.html", "//new.gov.cn.test/", True),
        (Role.REPORT, "/nb/t20240101_1.html", "/nb/t20240101_2.html", False),
        (Role.ATTACHMENT, "/nb/1.pdf", "/default.aspx", True),
        (Role.LIST, "/nb/", "/", True),
        (Role.LIST, "/nb/", "//nb.gov.cn.test/", False),
        (Role.LIST, "/nb/", "/?channel=12", False),
        (Role.MENU, "/", "/index.shtml", False),
        (Role.ROBOTS, "/robots.txt", "/", False),
    ],
)
def test_a_redirect_to_the_home_page_is_a_soft_404(
    role: Role, requested: str, target: str, is_missing: bool
) -> None:
    base = "http://a.gov.cn.test/"
    verdict = classify_redirects(role, urljoin(base, requested), urljoin(base, target))
    assert (verdict is not None and verdict.outcome is Outcome.SOFT_404) is is_missing


def certificate_error() -> Exception:
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
        (certificate_error(), Outcome.TLS),
        (RefusedAddress("10.0.0.1"), Outcome.REFUSED_GUARD),
        (exceptions.IgnoreRequest("ours"), Outcome.REFUSED_GUARD),
        (RobotsDisallow("robots.txt 不允许"), Outcome.ROBOTS_DISALLOW),
        (RobotsDisallow("robots.txt 取不到", Outcome.MAINTENANCE), Outcome.MAINTENANCE),
        (BrowserTimeout("Timeout 20000ms exceeded"), Outcome.TIMEOUT),
        (BrowserError("net::ERR_NAME_NOT_RESOLVED at http://a/"), Outcome.DNS),
        (BrowserError("net::ERR_CERT_DATE_INVALID"), Outcome.TLS),
        (BrowserError("net::ERR_CONNECTION_RESET"), Outcome.CONNECTION),
    ],
)
def test_exceptions_are_classified(error: Exception, outcome: Outcome) -> None:
    verdict = classify_exception(error)
    assert verdict is not None
    assert verdict.outcome is outcome
    assert verdict.detail.startswith(type(error).__name__)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (exceptions.CannotResolveHostError("who"), Outcome.DNS),
        (certificate_error(), Outcome.TLS),
        (OSError("no buffer"), Outcome.ROBOTS_DISALLOW),
    ],
)
def test_a_failed_request_of_robots_txt_is_classified_by_its_cause(
    cause: Exception, outcome: Outcome
) -> None:
    error = RobotsDisallow("robots.txt 取不到")
    error.__cause__ = cause
    verdict = classify_exception(error)
    assert verdict is not None
    assert verdict.outcome is outcome
    assert verdict.detail.startswith("robots.txt 取不到：")


def test_an_error_of_this_program_is_an_outcome_of_its_own() -> None:
    assert classify_exception(TypeError("bug")) == (Outcome.INTERNAL_ERROR, "TypeError: bug")
    assert classify_exception(KeyError("role")) == (Outcome.INTERNAL_ERROR, "KeyError: 'role'")


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
def test_hostile_markup_is_classified_within_a_second(body: bytes) -> None:
    start = time.process_time()
    classify_response(200, HTML, body + b"$_ts")
    assert time.process_time() - start < 1
