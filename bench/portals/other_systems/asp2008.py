"""A county on hand-made ASP pages of 2008: frames, GBK queries in raw Chinese, tags left open."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = make_place("黑石关县", "www.heishiguan.gov.cn.test", 9, 4, 71)
STOCK = Stock(PLACE, range(2009, 2020), 72, {"page": 0.88, "attach": 0.12}, nameless=0.35)
SITE = Site("gb2312")
SITE.clutter = clutter(PLACE, "upper")
ROOT = "http://" + PLACE.host
SIZE = 6


def label(agency: str) -> str:
    """The agency as the list of departments names it."""
    return (
        agency.removeprefix(PLACE.name) if agency.startswith(PLACE.name) else agency.removesuffix("人民政府")
    )


DEPTS = {label(a): a for a in PLACE.agencies}
SCRIPT = """function openwin(url) { window.open(url, '_blank'); }
function ShowPage(page, total, url) {
  document.write('第' + page + '/' + total + '页 ');
  if (page > 1) { document.write('<A href="' + url + '&page=' + (page - 1) + '">上一页</A> '); }
  if (page < total) { document.write('<A href="' + url + '&page=' + (page + 1) + '">下一页</A>'); }
}
"""


def show(doc: Doc) -> str:
    """The address of an article."""
    return f"/xxgk/ShowArticle.asp?ArticleID={doc.id}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (
        f"/xxgk/UploadFiles/{doc.compact_date}{doc.id}.{doc.ext}" if doc.form == "attach" else show(doc)
    )


FILES = {where(d).removeprefix(ROOT): d for d in STOCK.reports if d.form == "attach"}


def frame(title: str, inner: str) -> str:
    """A page with the tables of its time."""
    return (
        "<HTML><HEAD><TITLE>"
        + title
        + '</TITLE><META http-equiv="Content-Type" content="text/html; charset=gb2312">'
        '<LINK href="/css.css" rel=stylesheet></HEAD><BODY leftmargin=0><TABLE width=778 align=center border=0>'
        f"<TR><TD><TABLE width=100%><TR><TD height=25><FONT color=red>{PLACE.name}</FONT></TABLE>"
        f"<TR><TD>{inner}<TR><TD align=center><HR size=1>版权所有：{PLACE.name}人民政府</TABLE><!--foot--></BODY></HTML>"
    )


@SITE.route(r"/(?:index\.asp)?")
def home(call: Call) -> str:
    """The frames of the home page."""
    return (
        f"<HTML><HEAD><TITLE>{PLACE.name}人民政府</TITLE>"
        '<META http-equiv="Content-Type" content="text/html; charset=gb2312"></HEAD>'
        '<FRAMESET rows="120,*" border=0><FRAME src="top.asp" name=top scrolling=no noresize>'
        '<FRAMESET cols="180,*"><FRAME src="left.asp" name=left><FRAME src="main.asp" name=main></FRAMESET></FRAMESET></HTML>'
    )


@SITE.route(r"/top\.asp")
def top(call: Call) -> str:
    """The upper frame."""
    return frame(
        "top",
        '<A href="main.asp" target=main>首页</A> <A href="news_list.asp?classid=3" target=main>新闻</A>',
    )


@SITE.route(r"/left\.asp")
def left(call: Call) -> str:
    """The left frame with the menu."""
    menu = (
        ("news_list.asp?classid=5", "通知公告"),
        ("xxgk/index.asp", "政府信息公开"),
        ("xxgk/guide.asp", "信息公开指南"),
    )
    return frame(
        "left", "".join(f'<TABLE><TR><TD><A href="{h}" target=main>{t}</A></TABLE>' for h, t in menu)
    )


@SITE.route(r"/main\.asp")
def main(call: Call) -> str:
    """The main frame."""
    return frame(
        "main", "".join(f"・<A href='{show(d)}' target=_blank>{d.cut(22)}</A><BR>" for d in STOCK.news[:12])
    )


@SITE.route(r"/news_list\.asp")
def news(call: Call) -> str | None:
    """News or notices, paged by plain links."""
    number, page = call.number("classid", 0), call.number("page")
    if number not in (3, 5):
        return None
    docs = STOCK.news if number == 3 else sorted(STOCK.decoys, key=lambda d: d.date, reverse=True)
    rows = "".join(f"<TR><TD>・<A href='{show(d)}'>{d.title}</A><TD>{d.date}" for d in window(docs, page, 10))
    links = "".join(
        f"<A href='?classid={number}&page={n}'>[{n}]</A>" for n in range(1, pages_of(len(docs), 10) + 1)
    )
    return frame("信息列表", f"<TABLE width=100%>{rows}</TABLE>{links}")


@SITE.route(r"/xxgk/index\.asp")
def disclosure(call: Call) -> str:
    """The disclosure page; departments are raw Chinese in the query."""
    cells = ""
    for n, name in enumerate(DEPTS):
        cells += f'<TD><A href="list.asp?dept={name}&lm=年报">{name}</A>' + ("<TR>" if n % 5 == 4 else "")
    own = f'<A href="list.asp?dept={label(PLACE.agencies[0])}&lm=年报">本级政府年报</A>'
    return frame(
        "政府信息公开",
        f"<B>信息公开年报</B>（请选择单位）<TABLE border=1 width=100%><TR>{cells}</TABLE>{own}",
    )


@SITE.route(r"/xxgk/guide\.asp")
def guide(call: Call) -> Response:
    """The guide; its header says gzip and its body is plain."""
    body = frame(
        "信息公开指南", "<P>本指南每年更新一次。公开形式、依申请公开流程及监督方式详见各单位目录。"
    ).encode("gbk")
    return Response(body, 200, "text/html; charset=gb2312", (("Content-Encoding", "gzip"),))


@SITE.route(r"/xxgk/list\.asp")
def department(call: Call) -> str | None:
    """The reports of a department; only GBK names are known, in percent signs or raw."""
    raw = dict(p.partition("=")[::2] for p in call.raw_query.split("&"))
    try:
        name = unquote_to_bytes(raw.get("dept", "").encode("latin-1")).decode("gbk")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None
    if name not in DEPTS:
        return frame("信息列表", "没有找到相关信息！")
    docs, page = STOCK.of(DEPTS[name]), call.number("page")
    rows = ""
    for d in window(docs, page, SIZE):
        rows += (
            f"<TR><TD width=20><IMG src=dot.gif><TD><A href=\"javascript:openwin('ShowArticle.asp?ArticleID={d.id}')\" "
            f'title="{attr(d)}">{d.cut(28)}</A><TD width=80><FONT color=#999999>{d.date[2:].replace("-", "/")}</FONT>'
        )
    call_pager = f"ShowPage({page},{pages_of(len(docs), SIZE)},'list.asp?dept={name}&lm=年报')"
    inner = (
        f"<SCRIPT language=javascript src=/inc/page.js></SCRIPT><B>{name}</B><TABLE width=100%>{rows}</TABLE>"
        f"<SCRIPT language=javascript>{call_pager}</SCRIPT>"
    )
    return frame(f"{name}信息公开年报", inner)


@SITE.route(r"/inc/page\.js")
def script(call: Call) -> Response:
    """The script of the lists, in GBK as the pages are."""
    return Response(SCRIPT.encode("gbk"), 200, "application/x-javascript")


@SITE.route(r"/xxgk/ShowArticle\.asp")
def article(call: Call) -> str | None:
    """An article."""
    doc = STOCK.by_id.get(call.number("ArticleID", 0))
    if doc is None:
        return None
    body = body_html(doc, "upper")
    if doc.form == "attach":
        body = f'<P>附件：<A href="UploadFiles/{doc.compact_date}{doc.id}.{doc.ext}">{doc.title}</A>'
    inner = (
        f"<TABLE width=96% align=center><TR><TD align=center><FONT size=4><B>{doc.title}</B></FONT><TR><TD align=center>"
        f"作者：{doc.agency} 来源：本站 更新时间：{doc.date} 点击数：{doc.id % 300}<TR><TD class=article>{body}</TABLE>"
    )
    return frame(doc.title, inner)


@SITE.route(r"/xxgk/UploadFiles/.+")
def attachment(call: Call) -> Response | None:
    """An attachment."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


def respond(request: Request) -> Response:
    """The answer, whatever bytes the query is made of."""
    target = request.target
    if any(ord(c) > 255 for c in target):
        return SITE.page("<HTML><BODY>Bad Request", 400)
    return SITE.respond(request)


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="ASP 2008 (hand-made, MSSQL/Access)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/xxgk/index.asp",),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + show(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="GB2312, frames, departments as raw Chinese in the query (only GBK is understood), rows that call openwin('relative'), "
    "a pager that a GBK script writes with raw Chinese addresses, guide page with a wrong Content-Encoding, open tags",
    respond=respond,
)
