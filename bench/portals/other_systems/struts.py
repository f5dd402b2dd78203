"""A city on Java Struts: forms that post hidden page fields, session ids, articles in an inner frame, downFile()."""

from __future__ import annotations

import random
import re

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = make_place("鹤鸣市", "www.heming.gov.cn.test", 10, 0, 81)
STOCK = Stock(PLACE, range(2012, 2026), 82, {"page": 0.5, "inner": 0.36, "attach": 0.14})
SITE = Site()
SITE.clutter = clutter(PLACE, "plain")
ROOT = "http://" + PLACE.host
UNITS = {f"{8000 + 13 * n}": agency for n, agency in enumerate(PLACE.agencies)}
YEARS = sorted({d.year for d in STOCK.reports}, reverse=True)
SIZE = 9
ID = re.compile(r";jsessionid=[0-9A-F]{32}")

SCRIPT = """<script type="text/javascript">
function gotoPage(n) { document.listForm.elements['page.pageNo'].value = n; document.listForm.submit(); }
function changeYear(y) { document.listForm.elements['year'].value = y; gotoPage(1); }
</script>"""


def show(doc: Doc) -> str:
    """The address of an article."""
    return f"/News_showGkmlNews.action?messagekey={doc.id}"


def where(doc: Doc) -> str:
    """The address at which a report is: the outer page, where its title and date stand, if it has a frame."""
    return ROOT + (f"/attach/downloadFile.action?fileId={doc.key}" if doc.form == "attach" else show(doc))


def frame(title: str, inner: str, mark: str) -> str:
    """The page around the content, with the base address that the framework writes."""
    nav = (
        ("News_index.action", "首页"),
        ("News_list.action?lm=1", "政务要闻"),
        ("Gk_index.action", "政务公开"),
    )
    links = "".join(f'<a href="{h.replace(".action", ".action" + mark)}">{t}</a> | ' for h, t in nav)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n\n\n<html><head>'
        f'<base href="{ROOT}/"><title>{title}</title><meta http-equiv="pragma" content="no-cache"></head><body>'
        f'<div id="nav">{links}<a href="News_list.action{mark}?lm=2">公示公告</a></div>{inner}'
        f'<div id="foot">{PLACE.name}人民政府主办</div><!--foot--></body></html>'
    )


@SITE.route(r"/(?:News_index\.action)?")
def home(call: Call) -> str:
    """The home page."""
    mark = mark_of(call)
    rows = "".join(f'<li><a href="{show_marked(d, mark)}">{d.title}</a></li>' for d in STOCK.news[:8])
    return frame(f"{PLACE.name}人民政府网", f"<ul>{rows}</ul>", mark)


def mark_of(call: Call) -> str:
    """A new session id for a visitor without a cookie, otherwise nothing."""
    return "" if call.cookie("JSESSIONID") else f";jsessionid={random.getrandbits(128):032X}"


def show_marked(doc: Doc, mark: str) -> str:
    """The address of an article as a page prints it, relative to the base."""
    return f"News_showGkmlNews.action{mark}?messagekey={doc.id}"


@SITE.route(r"/News_list\.action")
def plain(call: Call) -> str:
    """A plain list."""
    docs, mark, page = (
        (STOCK.news if call.arg("lm") == "1" else STOCK.other_decoys()),
        mark_of(call),
        call.number("pageNo"),
    )
    rows = "".join(
        f'<li><a href="{show_marked(d, mark)}">{d.title}</a><i>{d.date}</i></li>'
        for d in window(docs, page, 12)
    )
    links = "".join(
        f'<a href="News_list.action{mark}?lm={call.number("lm")}&pageNo={n}">{n}</a> '
        for n in range(1, pages_of(len(docs), 12) + 1)
    )
    return frame("列表", f"<ul>{rows}</ul>{links}", mark)


@SITE.route(r"/Gk_index\.action")
def disclosure(call: Call) -> str:
    """The disclosure page with the units."""
    mark = mark_of(call)
    units = "".join(
        f'<li><a href="Gk_annual.action{mark}?unitCode={c}">{a}</a></li>' for c, a in UNITS.items()
    )
    side = f'<p><a href="News_list.action{mark}?lm=2">公开目录</a></p><p><a href="Gk_annual.action{mark}">公开年报</a></p>'
    return frame("政府信息公开", f'{side}<h4>各单位信息公开年报</h4><ul class="units">{units}</ul>', mark)


@SITE.route(r"/Gk_annual\.action")
def annual(call: Call) -> str | None:
    """The reports of all units or of one; pages and years are posted in hidden fields."""
    posted, mark = call.request.method == "POST", mark_of(call)
    unit = call.form("unitCode") if posted else call.arg("unitCode")
    year, page = call.number("year", 0, True), call.number("page.pageNo", 1, True)
    if unit and unit not in UNITS:
        return None
    docs = STOCK.of(UNITS[unit]) if unit else STOCK.column(PLACE.agencies)
    docs = [d for d in docs if not year or d.year == year]
    total = pages_of(len(docs), SIZE)
    rows = "".join(
        f'<tr><td class="bt"><a href="{show_marked(d, mark)}" title="{attr(d)}">{d.cut(32)}</a></td>'
        f'<td class="jg">{d.agency}</td><td class="rq">{d.date}</td></tr>'
        for d in window(docs, page, SIZE)
    )
    options = "".join(f'<option value="{y}"{" selected" * (y == year)}>{y}年</option>' for y in YEARS)
    links = ""
    if page > 1:
        links += (
            f'<a href="javascript:gotoPage(1)">首页</a> <a href="javascript:gotoPage({page - 1})">上页</a> '
        )
    if page < total:
        links += f'<a href="javascript:gotoPage({page + 1})">下页</a> <a href="javascript:gotoPage({total})">尾页</a>'
    inner = (
        f'{SCRIPT}<form name="listForm" method="post" action="Gk_annual.action{mark}">'
        f'<input type="hidden" name="page.pageNo" value="{page}"><input type="hidden" name="page.pageSize" value="{SIZE}">'
        f'<input type="hidden" name="unitCode" value="{unit}"><input type="hidden" name="year" value="{year or ""}">'
        f'<select onchange="changeYear(this.value)"><option value="">全部</option>{options}</select></form>'
        f'<table class="gkml"><tr><th>名称</th><th>发布机构</th><th>发文日期</th></tr>{rows}</table>'
        f'<div class="pager">共{len(docs)}条 {page}/{total} {links}</div>'
    )
    return frame("政府信息公开年报", inner, mark)


@SITE.route(r"/News_showGkmlNews\.action")
def article(call: Call) -> str | None:
    """An article with its table of index number and date."""
    doc = STOCK.by_id.get(call.number("messagekey", 0))
    if doc is None:
        return None
    body = body_html(doc)
    if doc.form == "inner":
        body = f'<iframe id="nrFrame" src="News_content.action?messagekey={doc.id}" width="100%" height="900"></iframe>'
    if doc.form == "attach":
        body = (
            "<script>function downFile(id) { window.location.href = 'attach/downloadFile.action?fileId=' + id; }</script>"
            f"<p>附件下载：<a href=\"javascript:downFile('{doc.key}')\">{doc.title}.{doc.ext}</a></p>"
        )
    meta = (
        f'<table class="gkxx"><tr><td>索引号</td><td>{doc.compact_date}-{doc.id}</td><td>发布机构</td><td>{doc.agency}</td></tr>'
        f"<tr><td>名称</td><td>{doc.title}</td><td>上载日期</td><td>{doc.date}</td></tr></table>"
    )
    return frame(doc.title, f'{meta}<h1>{doc.title}</h1><div id="nr">{body}</div>', mark_of(call))


@SITE.route(r"/News_content\.action")
def content(call: Call) -> str | None:
    """The text inside the frame."""
    doc = STOCK.by_id.get(call.number("messagekey", 0))
    return f"<html><body>{body_html(doc, 'word')}</body></html>" if doc and doc.form == "inner" else None


@SITE.route(r"/attach/downloadFile\.action")
def download(call: Call) -> Response | None:
    """An attachment."""
    doc = STOCK.by_key.get(call.arg("fileId"))
    return (
        file_response(doc, f"attachment; filename={doc.id}.{doc.ext}", binary=True)
        if doc and doc.ext
        else None
    )


def respond(request: Request) -> Response:
    """The answer, whether the address carries a session id or not; visitors get a cookie, too."""
    plain_request = Request(
        request.method, request.host, ID.sub("", request.target), request.headers, request.body
    )
    answer = SITE.respond(plain_request)
    if "JSESSIONID" in str(request.headers) or not answer.content_type.startswith("text/html"):
        return answer
    cookie = ("Set-Cookie", f"JSESSIONID={random.getrandbits(128):032X}; Path=/; HttpOnly")
    return Response(answer.body, answer.status, answer.content_type, (*answer.headers, cookie))


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="Java Struts (.action)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/Gk_annual.action",),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + show(d) for d in STOCK.decoys),
    needs_browser=False,
    notes=";jsessionid= new for each visitor without a cookie, <base>, POST form with hidden page.pageNo, year select that "
    "posts, article text in an <iframe>, javascript:downFile('id') whose function is in the page, dates in sibling cells",
    respond=respond,
)
