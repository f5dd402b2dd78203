"""A city on plain ASP.NET WebForms: session in the path, GridView pages, rows that open windows, .ashx files."""

from __future__ import annotations

import random
import re
import string

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, redirect, window
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = make_place("扶岚市", "xxgk.fulan.gov.cn.test", 12, 0, 61)
STOCK = Stock(PLACE, range(2014, 2026), 62, {"page": 0.8, "attach": 0.14, "direct": 0.06})
SITE = Site("gb2312")
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
YEARS = sorted({d.year for d in STOCK.reports}, reverse=True)
SIZE = 10
GRID, YEAR_BOX = "ctl00$ContentPlaceHolder1$GridView1", "ctl00$ContentPlaceHolder1$ddlYear"
SESSION = re.compile(r"/\(S\(([a-z0-9]{24})\)\)(/.*)")

POSTBACK = """<script type="text/javascript">
<!--
function __doPostBack(eventTarget, eventArgument) {
    var theForm = document.forms['aspnetForm'];
    theForm.__EVENTTARGET.value = eventTarget;
    theForm.__EVENTARGUMENT.value = eventArgument;
    theForm.submit();
}
// -->
</script>"""


def where(doc: Doc) -> str:
    """The address at which a report is, without a session."""
    return (
        f"{ROOT}/Show.aspx?id={doc.id}" if doc.form == "page" else f"{ROOT}/DownLoad.ashx?fid={doc.key[:12]}"
    )


FILES = {d.key[:12]: d for d in STOCK.reports if d.form != "page"}


def frame(title: str, inner: str, action: str) -> str:
    """The master page with its form around everything."""
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head>'
        f'<title>\n\t{title}\n</title><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /></head><body>'
        f'<form name="aspnetForm" method="post" action="{action}" id="aspnetForm"><div>'
        '<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />'
        '<input type="hidden" name="__LASTFOCUS" id="__LASTFOCUS" value="" />'
        f'<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUJ{len(inner)}" />'
        '<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="/wEWAgKl1bKzCQ" /></div>'
        f'{POSTBACK}<table width="1000"><tr><td><a id="ctl00_h1" href="Default.aspx">首页</a> '
        '<a id="ctl00_h2" href="List.aspx?lm=1">新闻动态</a> <a id="ctl00_h3" href="Xxgk.aspx">信息公开</a> '
        f'<a id="ctl00_h4" href="List.aspx?lm=2">文件公告</a></td></tr></table>{inner}'
        f"<div>{PLACE.name}人民政府信息公开网</div></form><!--foot--></body></html>"
    )


@SITE.route(r"/(?:Default\.aspx)?")
def home(call: Call) -> str:
    """The home page."""
    rows = "".join(f'<tr><td><a href="Show.aspx?id={d.id}">{d.cut(24)}</a></td></tr>' for d in STOCK.news[:8])
    return frame(f"{PLACE.name}政府信息公开网", f"<table>{rows}</table>", "Default.aspx")


@SITE.route(r"/Xxgk\.aspx")
def disclosure(call: Call) -> str:
    """The disclosure page, a tree of links."""
    links = (("List.aspx?lm=2", "公开目录"), ("NianBao.aspx", "公开年报"), ("Ysqgk.aspx", "依申请公开"))
    rows = "".join(
        f'<tr><td><img src="tree.gif" /><a class="tv" href="{h}">{t}</a></td></tr>' for h, t in links
    )
    return frame("信息公开", f'<div id="ctl00_TreeView1"><table>{rows}</table></div>', "Xxgk.aspx")


@SITE.route(r"/List\.aspx")
def plain(call: Call) -> str:
    """A plain list with addresses as pages."""
    part, page = call.number("lm"), call.number("page")
    docs = STOCK.news if part == 1 else STOCK.other_decoys()
    rows = "".join(
        f'<li><a href="Show.aspx?id={d.id}">{d.title}</a> {d.date}</li>' for d in window(docs, page, 12)
    )
    links = "".join(
        f'<a href="List.aspx?lm={part}&page={n}">{n}</a> ' for n in range(1, pages_of(len(docs), 12) + 1)
    )
    return frame("列表", f"<ul>{rows}</ul>{links}", f"List.aspx?lm={part}")


@SITE.route(r"/NianBao\.aspx")
def annual(call: Call) -> str:
    """The grid of all reports; the year is chosen by a post, too."""
    year = call.number(YEAR_BOX, 0, posted=True)
    docs = [d for d in STOCK.column(PLACE.agencies) if not year or d.year == year]
    total, page = pages_of(len(docs), SIZE), 1
    found = re.fullmatch(r"Page\$(\d+|Next|Last)", call.form("__EVENTARGUMENT"))
    if call.request.method == "POST" and call.form("__EVENTTARGET") == GRID and found:
        page = min(int(found[1]), total) if found[1].isdigit() else total
    rows = ""
    for n, d in enumerate(window(docs, page, SIZE)):
        target = f"DownLoad.ashx?fid={d.key[:12]}" if d.form == "direct" else f"Show.aspx?id={d.id}"
        day = f"{d.date[:4]}/{int(d.date[5:7])}/{int(d.date[8:])} 10:0{n}:00"
        rows += (
            f'<tr style="cursor:pointer" onclick="window.open(\'{target}\')" onmouseover="this.className=\'h\'">'
            f'<td><span id="ctl00_GridView1_ctl{n + 2:02d}_Label1" title="{attr(d)}">{d.cut(34)}</span></td>'
            f"<td>{d.agency}</td><td>{day}</td></tr>"
        )
    low = (page - 1) // 5 * 5 + 1
    cells = ""
    for n in range(low, min(low + 5, total + 1)):
        link = f"<a href=\"javascript:__doPostBack('{GRID}','Page${n}')\" style=\"color:Black;\">{n}</a>"
        cells += f"<td><span>{n}</span></td>" if n == page else f"<td>{link}</td>"
    if low + 5 <= total:
        cells += f"<td><a href=\"javascript:__doPostBack('{GRID}','Page${low + 5}')\">...</a></td>"
    options = "".join(f'<option value="{y}"{" selected" * (y == year)}>{y}</option>' for y in YEARS)
    box = (
        f"<select name=\"{YEAR_BOX}\" onchange=\"javascript:setTimeout('__doPostBack(\\'{YEAR_BOX}\\',\\'\\')', 0)\">"
        f'<option value="">全部</option>{options}</select>'
    )
    grid = (
        f'<table cellspacing="0" rules="all" border="1" id="ctl00_ContentPlaceHolder1_GridView1"><tr><th>标题</th>'
        f'<th>发布机构</th><th>发布日期</th></tr>{rows}<tr><td colspan="3"><table border="0"><tr>{cells}</tr></table></td>'
        "</tr></table>"
    )
    return frame("政府信息公开年报", f"年度：{box}{grid}", "NianBao.aspx")


@SITE.route(r"/Show\.aspx")
def article(call: Call) -> str | None:
    """An article."""
    doc = STOCK.by_id.get(call.number("id", 0))
    if doc is None or doc.form == "direct":
        return None
    body = body_html(doc)
    if doc.form == "attach":
        body = (
            f'<p>附件：<a id="ctl00_HyperLink1" href="DownLoad.ashx?fid={doc.key[:12]}">{doc.title}</a></p>'
        )
    inner = (
        f'<table width="100%"><tr><td align="center"><span id="ctl00_lblTitle">{doc.title}</span></td></tr>'
        f'<tr><td>发布机构：<span id="ctl00_lblOrg">{doc.agency}</span>　<span id="ctl00_lblDate">{doc.date}</span></td></tr>'
        f'<tr><td><span id="ctl00_lblContent">{body}</span></td></tr></table>'
    )
    return frame(doc.title, inner, f"Show.aspx?id={doc.id}")


@SITE.route(r"/DownLoad\.ashx")
def download(call: Call) -> Response | None:
    """A file, named only by Content-Disposition."""
    doc = FILES.get(call.arg("fid"))
    return file_response(doc, f"attachment;filename=nb{doc.year}.{doc.ext}", binary=True) if doc else None


def respond(request: Request) -> Response:
    """The answer; a page asked for without a session goes on to an address with a new one."""
    found = SESSION.fullmatch(request.target)
    if found:
        inner = Request(request.method, request.host, found[2], request.headers, request.body)
        return SITE.respond(inner)
    if request.target.startswith("/robots") or "(S(" in request.target:
        return SITE.respond(request)
    if request.target in ("/", "/Default.aspx", "/Xxgk.aspx", "/NianBao.aspx"):
        session = "".join(random.choices(string.ascii_lowercase + string.digits, k=24))
        return redirect(f"/(S({session})){request.target}")
    return SITE.respond(request)


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府信息公开网",
    system="ASP.NET WebForms GridView",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/NianBao.aspx",),
    reports=STOCK.listed(where),
    decoys=tuple(f"{ROOT}/Show.aspx?id={d.id}" for d in STOCK.decoys),
    needs_browser=False,
    notes="GB2312, /(S(…))/ sessions new for each visitor, __doPostBack('ctl00$…GridView1','Page$2') with '...' for the "
    "next five, year select that posts back, rows <tr onclick=window.open(relative)>, DownLoad.ashx",
    respond=respond,
)
