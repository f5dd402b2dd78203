"""Responses of faulty portals, each made from the normal response and the number of earlier visits."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from functools import cache
from http import HTTPStatus

from samples.portals import HTML_TYPE, SampleResponse

_MEBIBYTE = 1 << 20
_TEN_GIB = 10 << 30
_BOMB_BYTES = 96 * _MEBIBYTE
_DELAY_SECONDS = 1.5
_LINK_PATTERN = re.compile(rb'(href="[^"]+/t?\d[\w/]*\.html)"')


def delayed_response(answer: SampleResponse, visits: int) -> SampleResponse:
    """The same response after a delay."""
    return replace(answer, delay_seconds=_DELAY_SECONDS)


def error_on_first_visit(answer: SampleResponse, visits: int) -> SampleResponse:
    """An error at the first visit, then the page."""
    return server_error(answer, visits) if visits == 0 else answer


def server_error(answer: SampleResponse, visits: int) -> SampleResponse:
    """Tomcat's page for an exception of its application."""
    return _html_page(HTTPStatus.INTERNAL_SERVER_ERROR, "HTTP Status 500", "服务器遇到了意外的情况")


def service_unavailable(answer: SampleResponse, visits: int) -> SampleResponse:
    """A gateway whose backend is down."""
    return _html_page(HTTPStatus.SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable", "")


def forbidden_response(answer: SampleResponse, visits: int) -> SampleResponse:
    """A firewall's refusal."""
    return _html_page(HTTPStatus.FORBIDDEN, "403 Forbidden", "您没有访问权限")


def soft_404(answer: SampleResponse, visits: int) -> SampleResponse:
    """A missing page with status 200."""
    return _html_page(HTTPStatus.OK, "提示信息", "您访问的页面已删除或从未有过，请返回首页")


def redirect_home(answer: SampleResponse, visits: int) -> SampleResponse:
    """A missing page that redirects to the front page."""
    return _redirect("/")


def redirect_loop(answer: SampleResponse, visits: int) -> SampleResponse:
    """A redirect to another address of the same page, endlessly."""
    return _redirect(f"?back={visits}")


def redirect_to_private_address(answer: SampleResponse, visits: int) -> SampleResponse:
    """A redirect to an address of the portal's own network."""
    return _redirect("http://10.0.0.8/cms/preview.html")


def wrong_charset(answer: SampleResponse, visits: int) -> SampleResponse:
    """UTF-8 under the label of an older encoding."""
    return replace(answer, media_type="text/html; charset=gb2312")


def strange_charset(answer: SampleResponse, visits: int) -> SampleResponse:
    """A label that names no encoding."""
    return replace(answer, media_type="text/html; charset=utf8mb4_general")


def wrong_encoding(answer: SampleResponse, visits: int) -> SampleResponse:
    """A page that is not compressed, under the label of gzip."""
    return replace(answer, headers=(("Content-Encoding", "gzip"),))


def broken_encoding(answer: SampleResponse, visits: int) -> SampleResponse:
    """A compressed page that ends in the middle of its data, with its true length."""
    body = gzip.compress(answer.body)
    return replace(answer, body=body[: len(body) // 2], headers=(("Content-Encoding", "gzip"),))


def redirect_to_malformed_host(answer: SampleResponse, visits: int) -> SampleResponse:
    """A redirect to a host with a blank in its name."""
    return _redirect("http://cms .preview.gov.cn/index.html")


def redirect_with_cookie(answer: SampleResponse, visits: int) -> SampleResponse:
    """At the first visit a redirect to the same page, which sets a cookie."""
    if visits:
        return answer
    return SampleResponse(
        HTTPStatus.FOUND, HTML_TYPE, b"", (("Location", "?"), ("Set-Cookie", "visited=1; path=/"))
    )


def session_links(answer: SampleResponse, visits: int) -> SampleResponse:
    """A list whose links have the id of a session, another one at each visit."""
    session = b"%032X" % (visits * 7919 + 97)
    return replace(answer, body=_LINK_PATTERN.sub(rb'\1;jsessionid=%b"' % session, answer.body), headers=())


def endless_body(answer: SampleResponse, visits: int) -> SampleResponse:
    """Ten gibibytes without a declared length."""
    return replace(
        answer, body=bytes(_MEBIBYTE), body_repeats=_TEN_GIB // _MEBIBYTE, declared_length=-1, headers=()
    )


def huge_body(answer: SampleResponse, visits: int) -> SampleResponse:
    """Ten gibibytes with a declared length."""
    return replace(endless_body(answer, visits), declared_length=_TEN_GIB)


def gzip_bomb(answer: SampleResponse, visits: int) -> SampleResponse:
    """About a hundred kilobytes that unpack to 96 MiB."""
    return replace(answer, body=_gzip_bomb_body(), headers=(("Content-Encoding", "gzip"),))


def truncated_body(answer: SampleResponse, visits: int) -> SampleResponse:
    """A connection that ends in the middle of the page."""
    return replace(
        answer, body=answer.body[: len(answer.body) // 2], declared_length=len(answer.body), headers=()
    )


def ruishu_challenge(answer: SampleResponse, visits: int) -> SampleResponse:
    """A challenge of the kind that asks for a script to be run, with status 412."""
    script = "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=17;$_ts.cd='qAx';</script>"
    return SampleResponse(
        HTTPStatus.PRECONDITION_FAILED, HTML_TYPE, f"<html><head>{script}</head><body></body></html>".encode()
    )


def jiasule_challenge(answer: SampleResponse, visits: int) -> SampleResponse:
    """A challenge of the kind that sets a cookie by script, with status 521."""
    headers = (("X-Via-JSL", "0a1b2c3,-"), ("Set-Cookie", "__jsluid_s=0a1b2c3d; path=/; HttpOnly"))
    return SampleResponse(
        521, HTML_TYPE, b"<script>document.cookie='__jsl_clearance_s='+(1+[2]-[0])</script>", headers
    )


def captcha_page(answer: SampleResponse, visits: int) -> SampleResponse:
    """A captcha page."""
    return _html_page(HTTPStatus.OK, "安全验证", "您的访问过于频繁，请拖动滑块完成验证后继续")


def maintenance_page(answer: SampleResponse, visits: int) -> SampleResponse:
    """A maintenance notice instead of every page."""
    return _html_page(
        HTTPStatus.OK, "公告", "为提升服务能力，本网站正在升级维护，其间暂停访问，由此带来的不便敬请谅解"
    )


def under_construction_page(answer: SampleResponse, visits: int) -> SampleResponse:
    """A column without entries that says it is under construction."""
    return _html_page(HTTPStatus.OK, "政府信息公开年报", "栏目建设中，敬请期待")


def changing_links(answer: SampleResponse, visits: int) -> SampleResponse:
    """A list whose links have different addresses at each visit."""
    return replace(answer, body=_LINK_PATTERN.sub(rb'\1?v=%d"' % visits, answer.body), headers=())


@cache
def _gzip_bomb_body() -> bytes:
    return gzip.compress(bytes(_BOMB_BYTES))


def _redirect(target: str) -> SampleResponse:
    return SampleResponse(HTTPStatus.FOUND, HTML_TYPE, b"", (("Location", target),))


def _html_page(status: int, title: str, text: str) -> SampleResponse:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    return SampleResponse(status, HTML_TYPE, page.encode())
