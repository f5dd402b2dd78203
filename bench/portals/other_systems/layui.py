"""A county on a Layui front end: laypage with curr and limit, rows with data-url, PDFs in a viewer."""

from __future__ import annotations

import json

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("青崖县", "www.qingya.gov.cn.test", 8, 4, 111)
STOCK = Stock(
    PLACE, range(2015, 2026), 112, {"page": 0.72, "attach": 0.18, "direct": 0.1}, ("pdf", "pdf", "docx")
)
SITE = Site()
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
DEPTS = {f"{n + 1}": a for n, a in enumerate(PLACE.agencies)}
YEARS = sorted({d.year for d in STOCK.reports}, reverse=True)


def article_path(doc: Doc) -> str:
    """The address of an article."""
    return f"/xxgk/content/{doc.id}.html"


def file_path(doc: Doc) -> str:
    """The address of a file."""
    return f"/files/{doc.date[:4]}/{doc.key}.{doc.ext}"


def viewer(doc: Doc) -> str:
    """The address of the viewer with a file in it, or of the file if it is no PDF."""
    return f"/pdfjs/web/viewer.html?file=../..{file_path(doc)}" if doc.ext == "pdf" else file_path(doc)


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (article_path(doc) if doc.form == "page" else file_path(doc))


FILES = {file_path(d): d for d in STOCK.reports if d.ext}

LIST_JS = r"""layui.use(['laypage', 'jquery'], function () {
  var laypage = layui.laypage, box = document.getElementById('list'), param = { deptId: '', year: '' };
  function load(curr) {
    var url = '../cms/article/list.json?curr=' + curr + '&limit=10&deptId=' + param.deptId + '&year=' + param.year +
      '&_=' + new Date().getTime();
    layui.get(url, function (res) {
      var html = '';
      res.data.forEach(function (d) {
        html += '<li class="item" data-id="' + d.id + '" data-url="' + d.url + '"><p class="tit">' + d.title + '</p>' +
          '<p class="date">' + d.date + '</p></li>';
      });
      box.innerHTML = html || '<li>暂无数据</li>';
      laypage.render({ elem: 'pages', count: res.count, limit: 10, curr: curr, layout: ['count', 'prev', 'page', 'next'],
        jump: function (obj, first) { if (!first) { load(obj.curr); } } });
    });
  }
  box.addEventListener('click', function (e) {
    var li = e.target.closest('[data-url]');
    if (li) { window.open(li.getAttribute('data-url')); }
  });
  ['deptId', 'year'].forEach(function (name) {
    document.getElementById(name).onchange = function () { param[name] = this.value; load(1); };
  });
  load(1);
});
"""
LAYUI_JS = r"""window.layui = {
  use: function (mods, done) { done(); },
  get: function (url, done) {
    var x = new XMLHttpRequest();
    x.open('GET', url);
    x.onload = function () { done(JSON.parse(x.responseText)); };
    x.send();
  },
  laypage: { render: function (o) {
    var total = Math.max(1, Math.ceil(o.count / o.limit)), s = '<span class="layui-laypage-count">共 ' + o.count + ' 条</span>';
    s += '<a href="javascript:;" class="layui-laypage-prev' + (o.curr < 2 ? ' layui-disabled' : '') + '" data-page="' +
      (o.curr - 1) + '">上一页</a>';
    for (var i = 1; i <= total; i++) {
      if (i === o.curr) { s += '<span class="layui-laypage-curr"><em class="layui-laypage-em"></em><em>' + i + '</em></span>'; }
      else if (Math.abs(i - o.curr) < 3 || i === 1 || i === total) {
        s += '<a href="javascript:;" data-page="' + i + '">' + i + '</a>';
      } else if (Math.abs(i - o.curr) === 3) { s += '<span class="layui-laypage-spr">…</span>'; }
    }
    s += '<a href="javascript:;" class="layui-laypage-next' + (o.curr >= total ? ' layui-disabled' : '') + '" data-page="' +
      (o.curr + 1) + '">下一页</a>';
    var at = document.getElementById(o.elem);
    at.innerHTML = '<div class="layui-box layui-laypage layui-laypage-default" id="layui-laypage-1">' + s + '</div>';
    at.querySelectorAll('a[data-page]').forEach(function (a) {
      a.onclick = function () {
        if (!/layui-disabled/.test(a.className)) { o.jump({ curr: +a.getAttribute('data-page'), limit: o.limit }, false); }
      };
    });
    o.jump({ curr: o.curr, limit: o.limit }, true);
  } }
};
"""


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    nav = (
        ("/", "首页"),
        ("/news/list.html", "青崖新闻"),
        ("/xxgk/index.html", "政务公开"),
        ("/notice/list.html", "通知公告"),
    )
    items = "".join(f'<li class="layui-nav-item"><a href="{h}">{t}</a></li>' for h, t in nav)
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}-{PLACE.name}人民政府</title>\n'
        '<script src="/static/layui/layui.js"></script>\n</head>\n<body class="layui-layout-body">\n'
        f'<ul class="layui-nav">{items}</ul>\n<div class="layui-container">{inner}</div>\n<div class="foot">'
        f"{PLACE.name}人民政府主办</div>\n<!--foot--></body>\n</html>"
    )


@SITE.route(r"/static/(layui/layui|js/nblist)\.js")
def script(call: Call, name: str) -> Response:
    """The scripts."""
    return text_response(LAYUI_JS if name.startswith("layui") else LIST_JS, "application/javascript")


@SITE.route(r"/(?:index\.html)?")
def home(call: Call) -> str:
    """The home page with rows that carry their addresses as data."""
    rows = "".join(
        f'<li data-url="{article_path(d)}" onclick="window.location.href=this.getAttribute(\'data-url\')">{d.title}</li>'
        for d in STOCK.news[:9]
    )
    return frame("首页", f'<ul class="layui-timeline">{rows}</ul>')


@SITE.route(r"/xxgk/index\.html")
def disclosure(call: Call) -> str:
    """The disclosure page."""
    return frame(
        "政务公开",
        '<div class="card" onclick="location.href=\'../notice/list.html\'"><h3>政府信息公开指南</h3></div>'
        '<div class="card" onclick="location.href=\'nbList.html\'"><h3>政府信息公开年报</h3></div>'
        '<div class="card" onclick="location.href=\'../notice/list.html\'"><h3>法定主动公开内容</h3></div>',
    )


@SITE.route(r"/xxgk/nbList\.html")
def annual(call: Call) -> str:
    """The list of reports; a script fills it."""
    depts = "".join(f'<option value="{k}">{a}</option>' for k, a in DEPTS.items())
    years = "".join(f'<option value="{y}">{y}年</option>' for y in YEARS)
    return frame(
        "政府信息公开年报",
        f'<select id="deptId"><option value="">请选择单位</option>{depts}</select><select id="year"><option value="">'
        f'全部年度</option>{years}</select><ul id="list" class="list"></ul><div id="pages"></div>'
        '<script src="/static/js/nblist.js"></script>',
    )


@SITE.route(r"/cms/article/list\.json")
def data(call: Call) -> Response:
    """A page of rows as JSON."""
    dept, year = call.arg("deptId"), call.number("year", 0)
    docs = STOCK.column([DEPTS[dept]] if dept in DEPTS else PLACE.agencies)
    docs = [d for d in docs if not year or d.year == year]
    rows = [
        {
            "id": d.id,
            "title": d.title,
            "date": d.date,
            "url": viewer(d) if d.form == "direct" else article_path(d),
        }
        for d in window(docs, call.number("curr"), call.number("limit", 10))
    ]
    text = json.dumps({"code": 0, "msg": "", "count": len(docs), "data": rows}, ensure_ascii=False)
    return text_response(text, "application/json")


@SITE.route(r"/(news|notice)/list(?:_(\d+))?\.html")
def plain(call: Call, part: str, page_text: str | None) -> str:
    """A plain list."""
    docs, page = STOCK.news if part == "news" else STOCK.other_decoys(), int(page_text or 1)
    rows = "".join(
        f'<li><a href="{article_path(d)}">{d.title}</a><span>{d.date}</span></li>'
        for d in window(docs, page, 12)
    )
    links = "".join(
        f'<a href="list{"" if n == 1 else f"_{n}"}.html">{n}</a>'
        for n in range(1, pages_of(len(docs), 12) + 1)
    )
    return frame("列表", f"<ul>{rows}</ul><div>{links}</div>")


@SITE.route(r"/xxgk/content/(\d+)\.html")
def article(call: Call, number: str) -> str | None:
    """An article."""
    doc = STOCK.by_id.get(int(number))
    if doc is None or doc.form == "direct":
        return None
    body = body_html(doc)
    if doc.form == "attach" and doc.ext == "pdf":
        body = f'<iframe src="{viewer(doc)}" width="100%" height="800"></iframe>'
    elif doc.form == "attach":
        body = see_file(doc, "../.." + file_path(doc))
    return frame(
        doc.title,
        f'<h1>{doc.title}</h1><div class="info"><span>{doc.date} 16:30</span><span>{doc.agency}</span></div>'
        f'<div class="article">{body}</div>',
    )


@SITE.route(r"/pdfjs/web/viewer\.html")
def pdf_viewer(call: Call) -> str:
    """The frame of the viewer; the file is in its own address only."""
    return (
        '<!DOCTYPE html><html dir="ltr" mozdisallowselectionprint><head><meta charset="utf-8"><title>PDF.js viewer</title>'
        '</head><body tabindex="1"><div id="outerContainer"><div id="toolbarViewer"><button id="download">下载</button></div>'
        '<div id="viewerContainer"><div id="viewer" class="pdfViewer"></div></div></div></body></html>'
    )


@SITE.route(r"/files/.+")
def file(call: Call) -> Response | None:
    """A file."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="Layui (laypage)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/xxgk/nbList.html",),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + article_path(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="laypage over JSON with curr/limit, rows and cards with data-url or onclick only, selects of agencies and years "
    "filled by script, /pdfjs/web/viewer.html?file=../../files/ in rows and in frames of articles, _= time in requests",
    respond=SITE.respond,
)
