"""A district on an Inspur-style portal: endless scrolling, rows that open show.xp, ids in the query, zip files."""

from __future__ import annotations

import json
import random

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = make_place("东篱区", "www.dongli.gov.cn.test", 7, 5, 141)
STOCK = Stock(PLACE, range(2015, 2026), 142, {"page": 0.8, "attach": 0.2}, ("docx", "pdf", "zip", "zip"))
SITE = Site()
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
SIZE = 12

SCROLL = r"""var pageNo = 0, busy = false, done = false;
function sid() { var m = /[?&]sid=(\w+)/.exec(location.search); return m ? '&sid=' + m[1] : ''; }
function openInfo(id) { window.open('show.xp?id=' + id + sid()); }
function next() {
  if (busy || done) { return; }
  busy = true;
  var xhr = new XMLHttpRequest();
  xhr.open('GET', 'list.do?method=query&channelId=' + CHANNEL + '&pageNo=' + (pageNo + 1) + sid(), true);
  xhr.onreadystatechange = function () {
    if (xhr.readyState !== 4) { return; }
    var r = JSON.parse(xhr.responseText), box = document.getElementById('infoList');
    for (var i = 0; i < r.rows.length; i++) {
      var d = document.createElement('div');
      d.className = 'info-row';
      d.style.height = '120px';
      d.setAttribute('onclick', "window.open('show.xp?id=" + r.rows[i].id + "')");
      d.innerHTML = '<b>' + r.rows[i].title + '</b><br><span class="org">' + r.rows[i].org + '</span><span class="date">' +
        r.rows[i].date + '</span>';
      box.appendChild(d);
    }
    pageNo = r.pageNo;
    done = pageNo >= r.pageCount;
    document.getElementById('tip').innerHTML = done ? '没有更多了' : '上拉加载';
    busy = false;
  };
  xhr.send(null);
}
window.onscroll = function () {
  var top = document.documentElement.scrollTop || document.body.scrollTop;
  if (top + window.innerHeight >= document.documentElement.scrollHeight - 60) { next(); }
};
window.onload = next;
"""


def where(doc: Doc) -> str:
    """The address at which a report is, without a session."""
    if doc.form == "attach":
        return f"{ROOT}/dlq/xxgk/attach.do?method=downFile&fileId={doc.key[:16]}"
    return f"{ROOT}/dlq/xxgk/show.xp?id={doc.id}"


FILES = {d.key[:16]: d for d in STOCK.reports if d.form == "attach"}


def mark(call: Call) -> str:
    """A session id for links, unless the visitor has a cookie or brings one along."""
    if call.cookie("sid"):
        return ""
    return "sid=" + (call.arg("sid") or f"{random.getrandbits(64):016x}")


def link(call: Call, address: str) -> str:
    """An address with the session id of this answer."""
    extra = mark(call)
    return address + (("&" if "?" in address else "?") + extra if extra else "")


def frame(call: Call, title: str, inner: str) -> str:
    """The page around the content."""
    nav = (
        ("/dlq/index.do", "首页"),
        ("/dlq/news/list.do?channelId=1", "东篱动态"),
        ("/dlq/xxgk/index.do", "信息公开"),
        ("/dlq/news/list.do?channelId=2", "通知公告"),
    )
    links = "".join(f'<td><a href="{link(call, h)}">{t}</a></td>' for h, t in nav)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>{title}</title></head><body>'
        f'<table class="nav"><tr>{links}</tr></table>{inner}<div class="foot">{PLACE.name}人民政府</div><!--foot--></body></html>'
    )


@SITE.route(r"/(?:dlq/index\.do)?")
def home(call: Call) -> str:
    """The home page."""
    rows = "".join(
        f"<tr onclick=\"window.open('/dlq/xxgk/show.xp?id={d.id}')\"><td>{d.title}</td><td>{d.date}</td></tr>"
        for d in STOCK.news[:8]
    )
    return frame(call, f"{PLACE.name}人民政府", f'<table class="tab">{rows}</table>')


@SITE.route(r"/dlq/xxgk/index\.do")
def disclosure(call: Call) -> str:
    """The disclosure page."""
    items = (
        ("../news/list.do?channelId=2", "公开指南"),
        ("nb.do", "政府信息公开年报"),
        ("nb.do?type=jd", "街道年报"),
    )
    rows = "".join(
        f'<div class="menu" onclick="location.href=\'{link(call, h)}\'">{t}</div>' for h, t in items
    )
    return frame(call, "信息公开", rows)


@SITE.route(r"/dlq/xxgk/nb\.do")
def annual(call: Call) -> str:
    """A list that grows while one scrolls."""
    channel = "62" if call.arg("type") == "jd" else "61"
    return frame(
        call,
        "政府信息公开年报",
        f'<h2>政府信息公开年报</h2><div id="infoList"></div><div id="tip">上拉加载</div><script>var CHANNEL = {channel};'
        '</script><script src="/dlq/js/scroll.js"></script>',
    )


@SITE.route(r"/dlq/js/scroll\.js")
def script(call: Call) -> Response:
    """The script of the list."""
    return text_response(SCROLL, "application/javascript")


@SITE.route(r"/dlq/xxgk/list\.do")
def data(call: Call) -> Response:
    """The next rows as JSON."""
    towns = call.arg("channelId") == "62"
    names = PLACE.towns if towns else (PLACE.name + "人民政府", *PLACE.departments)
    docs = [d for d in STOCK.reports if d.agency in names] if towns else STOCK.column(names)
    page = call.number("pageNo")
    rows = [{"id": d.id, "title": d.title, "org": d.agency, "date": d.date} for d in window(docs, page, SIZE)]
    answer = {"pageNo": page, "pageCount": pages_of(len(docs), SIZE), "total": len(docs), "rows": rows}
    return text_response(json.dumps(answer, ensure_ascii=False), "text/json")


@SITE.route(r"/dlq/news/list\.do")
def plain(call: Call) -> str:
    """A plain list."""
    part, page = call.number("channelId"), call.number("pageNo")
    docs = STOCK.news if part == 1 else STOCK.other_decoys()
    rows = "".join(
        f'<li><a href="{link(call, f"../xxgk/show.xp?id={d.id}")}">{d.title}</a>{d.date}</li>'
        for d in window(docs, page, 10)
    )
    links = "".join(
        f'<a href="{link(call, f"list.do?channelId={part}&pageNo={n}")}">{n}</a> '
        for n in range(1, pages_of(len(docs), 10) + 1)
    )
    return frame(call, "列表", f"<ul>{rows}</ul>{links}")


@SITE.route(r"/dlq/xxgk/show\.xp")
def article(call: Call) -> str | None:
    """An article."""
    doc = STOCK.by_id.get(call.number("id", 0))
    if doc is None:
        return None
    body = body_html(doc, "word")
    if doc.form == "attach":
        address = link(call, f"attach.do?method=downFile&fileId={doc.key[:16]}")
        body = f'<p>报告全文请见附件：</p><p><a href="{address}">附件1：{doc.title}</a></p>'
    return frame(
        call,
        doc.title,
        f'<div class="tit">{doc.title}</div><div class="src">发布日期：{doc.date}　信息来源：{doc.agency}</div>'
        f'<div id="infoContent">{body}</div>',
    )


@SITE.route(r"/dlq/xxgk/attach\.do")
def download(call: Call) -> Response | None:
    """An attachment."""
    doc = FILES.get(call.arg("fileId"))
    return file_response(doc, f'attachment;filename="{doc.id}.{doc.ext}"', binary=True) if doc else None


def respond(request: Request) -> Response:
    """The answer; HTML pages give a visitor without a cookie one."""
    answer = SITE.respond(request)
    has = Call(request, "utf-8").cookie("sid")
    if has or not answer.content_type.startswith("text/html"):
        return answer
    cookie = ("Set-Cookie", f"sid={random.getrandbits(64):016x}; path=/")
    return Response(answer.body, answer.status, answer.content_type, (*answer.headers, cookie))


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="浪潮 Inspur portal (.do / .xp)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/dlq/xxgk/nb.do", ROOT + "/dlq/xxgk/nb.do?type=jd"),
    reports=STOCK.listed(where),
    decoys=tuple(f"{ROOT}/dlq/xxgk/show.xp?id={d.id}" for d in STOCK.decoys),
    needs_browser=True,
    notes="infinite scroll by XHR, <div>/<tr> onclick window.open('show.xp?id=') with relative addresses, ?sid= new for "
    "each visitor without a cookie, attach.do with Content-Disposition, some reports in zip files",
    respond=respond,
)
