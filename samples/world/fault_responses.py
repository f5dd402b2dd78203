"""The answers of portals that have a fault, each made out of the portal's own and the visits before it."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from functools import cache
from http import HTTPStatus

from samples.portals.response import Answer
from samples.portals.site import HTML

_MEBIBYTE = 1 << 20
_TEN_GIB = 10 << 30
_BOMB = 96 * _MEBIBYTE
_PAUSE_SECONDS = 1.5
_LINK = re.compile(rb'(href="[^"]+/t?\d[\w/]*\.html)"')


def slow(answer: Answer, visits: int) -> Answer:
    """The same, after a while."""
    return replace(answer, seconds=_PAUSE_SECONDS)


def sometimes_broken(answer: Answer, visits: int) -> Answer:
    """An error at the first visit, then the page."""
    return broken(answer, visits) if visits == 0 else answer


def broken(answer: Answer, visits: int) -> Answer:
    """Tomcat's answer to what its application throws."""
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, "HTTP Status 500", "服务器遇到了意外的情况")


def unavailable(answer: Answer, visits: int) -> Answer:
    """A gateway whose server behind is gone."""
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, "503 Service Temporarily Unavailable", "")


def refusing(answer: Answer, visits: int) -> Answer:
    """A firewall's refusal."""
    return _page(HTTPStatus.FORBIDDEN, "403 Forbidden", "您没有访问权限")


def soft_404(answer: Answer, visits: int) -> Answer:
    """A missing page with status 200."""
    return _page(HTTPStatus.OK, "提示信息", "您访问的页面已删除或从未有过，请返回首页")


def sent_home(answer: Answer, visits: int) -> Answer:
    """A missing page whose visitor finds himself on the front page."""
    return _redirect("/")


def sent_round(answer: Answer, visits: int) -> Answer:
    """A redirect to another address of the same page, for ever."""
    return _redirect(f"?back={visits}")


def sent_inside(answer: Answer, visits: int) -> Answer:
    """A redirect to an address of the portal's own network."""
    return _redirect("http://10.0.0.8/cms/preview.html")


def mislabelled(answer: Answer, visits: int) -> Answer:
    """UTF-8 under the label of an older encoding."""
    return replace(answer, media_type="text/html; charset=gb2312")


def endless(answer: Answer, visits: int) -> Answer:
    """Ten gibibytes of which nobody was told."""
    return replace(answer, body=bytes(_MEBIBYTE), times=_TEN_GIB // _MEBIBYTE, declared=-1, headers=())


def huge(answer: Answer, visits: int) -> Answer:
    """Ten gibibytes, announced."""
    return replace(endless(answer, visits), declared=_TEN_GIB)


def bomb(answer: Answer, visits: int) -> Answer:
    """Some kilobytes that unpack to very many."""
    return replace(answer, body=_bomb(), headers=(("Content-Encoding", "gzip"),))


def cut(answer: Answer, visits: int) -> Answer:
    """A connection that ends in the middle of the page."""
    return replace(answer, body=answer.body[: len(answer.body) // 2], declared=len(answer.body), headers=())


def ruishu(answer: Answer, visits: int) -> Answer:
    """A challenge of the kind that asks for a script to be run, with status 412."""
    script = "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=17;$_ts.cd='qAx';</script>"
    return Answer(
        HTTPStatus.PRECONDITION_FAILED, HTML, f"<html><head>{script}</head><body></body></html>".encode()
    )


def jiasule(answer: Answer, visits: int) -> Answer:
    """A challenge of the kind that sets a cookie by script, with status 521."""
    headers = (("X-Via-JSL", "0a1b2c3,-"), ("Set-Cookie", "__jsluid_s=0a1b2c3d; path=/; HttpOnly"))
    return Answer(521, HTML, b"<script>document.cookie='__jsl_clearance_s='+(1+[2]-[0])</script>", headers)


def captcha(answer: Answer, visits: int) -> Answer:
    """A page that wants to be shown that its visitor is human."""
    return _page(HTTPStatus.OK, "安全验证", "您的访问过于频繁，请拖动滑块完成验证后继续")


def maintenance(answer: Answer, visits: int) -> Answer:
    """A notice in the place of the whole portal."""
    return _page(
        HTTPStatus.OK, "公告", "为提升服务能力，本网站正在升级维护，其间暂停访问，由此带来的不便敬请谅解"
    )


def under_construction(answer: Answer, visits: int) -> Answer:
    """A column that has never had an entry and says so."""
    return _page(HTTPStatus.OK, "政府信息公开年报", "栏目建设中，敬请期待")


def changing(answer: Answer, visits: int) -> Answer:
    """A list whose entries have another address at each visit, of the same pages."""
    return replace(answer, body=_LINK.sub(rb'\1?v=%d"' % visits, answer.body), headers=())


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(_BOMB))


def _redirect(target: str) -> Answer:
    return Answer(HTTPStatus.FOUND, HTML, b"", (("Location", target),))


def _page(status: int, title: str, text: str) -> Answer:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{text}</p></body></html>"
    return Answer(status, HTML, page.encode())
