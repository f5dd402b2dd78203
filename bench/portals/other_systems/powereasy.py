"""A district on PowerEasy SiteFactory: tabs of years filled by script, articles over several pages, a cookie first."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, redirect, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("沧浪岭区", "www.canglangling.gov.cn.test", 7, 5, 21)
STOCK = Stock(PLACE, range(2014, 2026), 22, {"page": 0.7, "split": 0.18, "attach": 0.12})
SITE = Site()
SITE.clutter = clutter(PLACE, "plain")
ROOT = "http://" + PLACE.host
YEARS = sorted({d.year for d in STOCK.reports}, reverse=True)
SIZE = 15


def gate(call: Call) -> Response | None:
    """The first page asked for sends a cookie and the visitor back to itself."""
    if call.path.startswith(("/js/", "/UploadFiles/")) or call.cookie("PEVisit") == "ok9a7f":
        return None
    return redirect(call.request.target, ("Set-Cookie", "PEVisit=ok9a7f; path=/"))


SITE.gate = gate
TABS = """$ready(function () {
  var heads = document.querySelectorAll('#yeartab li'), box = document.getElementById('tabbox');
  function show(li) {
    for (var i = 0; i < heads.length; i++) { heads[i].className = heads[i] === li ? 'on' : ''; }
    var id = 'panel' + li.getAttribute('data-year'), panel = document.getElementById(id);
    var all = box.children;
    for (var j = 0; j < all.length; j++) { all[j].style.display = all[j].id === id ? '' : 'none'; }
    if (panel.getAttribute('data-loaded')) { return; }
    panel.setAttribute('data-loaded', '1');
    load(panel, panel.getAttribute('data-src'));
  }
  function load(panel, url) {
    var xhr = new XMLHttpRequest();
    xhr.open('GET', url, true);
    xhr.onreadystatechange = function () {
      if (xhr.readyState === 4 && xhr.status === 200) {
        panel.innerHTML = xhr.responseText;
        var links = panel.querySelectorAll('a[data-page]');
        for (var k = 0; k < links.length; k++) {
          links[k].onclick = function () { load(panel, this.getAttribute('data-page')); return false; };
        }
      }
    };
    xhr.send();
  }
  for (var i = 0; i < heads.length; i++) { heads[i].onclick = function () { show(this); }; }
  if (heads.length) { show(heads[0]); }
});
function $ready(f) {
  if (document.readyState !== 'loading') { f(); } else { document.addEventListener('DOMContentLoaded', f); }
}
"""


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    nav = (
        ("/", "首页"),
        ("/Category_3/Index.aspx", "区情要闻"),
        ("/zwgk/Index.aspx", "政务公开"),
        ("/Category_9/Index.aspx", "公告公示"),
    )
    items = "".join(f'<li><a href="{h}"><span>{t}</span></a></li>' for h, t in nav)
    return (
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"><head id="Head1">'
        f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}_{PLACE.name}人民政府</title>'
        f'<script src="/js/tabs.js"></script></head><body><div class="header"><ul class="mainnav">{items}</ul></div>'
        f'<div class="wrap">{inner}</div><div class="footer">主办单位：{PLACE.name}人民政府　'
        "Powered by PowerEasy SiteFactory</div><!--foot--></body></html>"
    )


def item(doc: Doc) -> str:
    """The address of an article."""
    return f"/Item/{doc.id}.aspx"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    if doc.form == "attach":
        return f"{ROOT}/UploadFiles/xxgk/{doc.date[:4]}/{int(doc.date[5:7])}/{doc.compact_date}{doc.id}.{doc.ext}"
    return ROOT + item(doc)


FILES = {where(d).removeprefix(ROOT): d for d in STOCK.reports if d.form == "attach"}


@SITE.route(r"/js/tabs\.js")
def tabs_script(call: Call) -> Response:
    """The script that fills the panels."""
    return text_response(TABS, "application/javascript")


@SITE.route(r"/(Index\.aspx)?")
def home(call: Call, _: str | None) -> str:
    """The home page."""
    rows = "".join(
        f'<li><span>{d.date[5:]}</span><a href="{item(d)}">{d.title}</a></li>' for d in STOCK.news[:9]
    )
    quick = '<div class="quick"><a href="/zwgk/Index.aspx"><img src="/images/zwgk.jpg" alt="政务公开" /></a></div>'
    return frame("首页", f'<ul class="list">{rows}</ul>{quick}')


@SITE.route(r"/zwgk/Index\.aspx")
def disclosure(call: Call) -> str:
    """The disclosure page."""
    side = (
        ("/zwgk/zn.aspx", "信息公开指南"),
        ("/Category_9/Index.aspx", "法定主动公开内容"),
        ("/zwgk/nb/Index.aspx", "政府信息公开年报"),
        ("/zwgk/ysq.aspx", "依申请公开"),
    )
    items = "".join(f'<dd><a href="{h}" target="_self">{t}</a></dd>' for h, t in side)
    return frame("政务公开", f'<dl class="side"><dt>政府信息公开</dt>{items}</dl>')


@SITE.route(r"/zwgk/nb/Index\.aspx")
def annual(call: Call) -> str:
    """The tabs of years; only the script fills them."""
    heads = "".join(f'<li data-year="{y}">{y}年</li>' for y in YEARS)
    panels = "".join(
        f'<div id="panel{y}" class="panel" data-src="/zwgk/nb/ajaxlist.aspx?year={y}" style="display:none">'
        "<p>正在加载……</p></div>"
        for y in YEARS
    )
    return frame(
        "政府信息公开年报", f'<ul id="yeartab" class="tab">{heads}</ul><div id="tabbox">{panels}</div>'
    )


@SITE.route(r"/zwgk/nb/ajaxlist\.aspx")
def panel(call: Call) -> Response | None:
    """A panel of one year."""
    year, page = call.number("year", 0), call.number("page")
    if year not in YEARS:
        return None
    docs = [d for d in STOCK.column(PLACE.agencies) if d.year == year]
    rows = "".join(
        f'<li><a href="{item(d)}" title="{attr(d)}" target="_blank">{d.cut(30)}</a><em>{d.date}</em></li>'
        for d in window(docs, page, 6)
    )
    total = pages_of(len(docs), 6)
    more = "".join(
        f'<a href="#" data-page="/zwgk/nb/ajaxlist.aspx?year={year}&page={n}">{n}</a>'
        for n in range(1, total + 1)
    )
    return text_response(f'<ul>{rows}</ul><div class="pg">{more}</div>', "text/html")


@SITE.route(r"/Category_(3|9)/Index(?:_(\d+))?\.aspx")
def category(call: Call, number: str, page_text: str | None) -> str | None:
    """A plain list."""
    docs = STOCK.news if number == "3" else STOCK.other_decoys()
    page, total = int(page_text or 1), pages_of(len(docs), SIZE)
    if not 1 <= page <= total:
        return None
    rows = "".join(
        f'<li><span>{d.date}</span><a href="{item(d)}">{d.title}</a></li>' for d in window(docs, page, SIZE)
    )
    links = "".join(
        f'<a href="/Category_{number}/Index{"" if n == 1 else f"_{n}"}.aspx">{n}</a> '
        for n in range(1, total + 1)
    )
    name = "区情要闻" if number == "3" else "公告公示"
    return frame(
        name, f'<ul class="newsList">{rows}</ul><div class="page">共 {len(docs)} 条信息 {links}</div>'
    )


@SITE.route(r"/Item/(\d+)(?:-(\d+))?\.aspx")
def article(call: Call, number: str, part_text: str | None) -> str | None:
    """An article; long ones have several pages."""
    doc, part = STOCK.by_id.get(int(number)), int(part_text or 1)
    if doc is None:
        return None
    body = body_html(doc)
    if doc.form == "attach":
        body = see_file(doc, where(doc).removeprefix(ROOT))
    pager = ""
    if doc.form == "split":
        pieces = body.split("<p><strong>")
        cuts = [pieces[:3], pieces[3:5], pieces[5:]]
        if not 1 <= part <= 3:
            return None
        texts = ["<p><strong>".join(c) for c in cuts]
        body = texts[0] if part == 1 else "<p><strong>" + texts[part - 1]
        names = [f"/Item/{number}{'' if n == 1 else f'-{n}'}.aspx" for n in (1, 2, 3)]
        pager = '<div class="contentpage">' + "".join(
            f"<b>[{n}]</b> " if n == part else f'<a href="{h}">第 {n} 页</a> ' for n, h in enumerate(names, 1)
        )
        pager += (f'<a href="{names[part]}">下一页</a>' if part < 3 else "") + "</div>"
    elif part != 1:
        return None
    return frame(
        doc.title,
        f'<h1 class="title">{doc.title}</h1><div class="info">作者：{doc.agency}　时间：{doc.date} 09:12:0{doc.id % 10}'
        f'</div><div id="fontzoom" class="content">{body}</div>{pager}',
    )


@SITE.route(r"/UploadFiles/.+")
def upload(call: Call) -> Response | None:
    """An attachment."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="动易 PowerEasy SiteFactory",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/zwgk/nb/Index.aspx",),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + item(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="year tabs whose panels a script loads from data-src (with pages inside a panel), a redirect to itself that "
    "sets a cookie, articles over three pages (/Item/1-2.aspx), image link, titles cut",
    respond=SITE.respond,
)
