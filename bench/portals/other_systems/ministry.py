"""A central administration whose branches have hosts of their own: a channel service lists them by POST."""

from __future__ import annotations

import json

from bench.portals.other_systems.content import Doc, Place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

OWN = "国家茶林总局"
BRANCHES = {
    "hebei": "河北",
    "liaoning": "辽宁",
    "zhejiang": "浙江",
    "anhui": "安徽",
    "fujian": "福建",
    "hubei": "湖北",
    "sichuan": "四川",
    "yunnan": "云南",
}
DOMAIN = "chalin.gov.cn.test"
PLACE = Place(OWN, "局", "www." + DOMAIN, tuple(f"{OWN}{p}省局" for p in BRANCHES.values()), (), OWN)
STOCK = Stock(PLACE, range(2012, 2026), 162, {"page": 0.86, "attach": 0.14})
SITE = Site()
SITE.clutter = clutter(PLACE, "plain")
HOST_OF = dict(zip(PLACE.agencies, ("www", *BRANCHES), strict=True))
ROOT = f"http://www.{DOMAIN}"
CHANNEL = "61eaab3127b040d4950fff177f09e0aa"


def base(doc: Doc) -> str:
    """The host of the agency that published something."""
    return f"http://{HOST_OF.get(doc.agency, 'www')}.{DOMAIN}"


def article_url(doc: Doc) -> str:
    """The address of an article on the host of its agency."""
    return f"{base(doc)}/chalin/n810214/c102384r/c{52000 + doc.id}/content.html"


def file_url(doc: Doc) -> str:
    """The address of an attachment; it lies in the folder of its article."""
    return f"{base(doc)}/chalin/n810214/c102384r/c{52000 + doc.id}/{52000 + doc.id}/files/{doc.key}.{doc.ext}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return file_url(doc) if doc.form == "attach" else article_url(doc)


ARTICLES = {article_url(d).removeprefix("http://"): d for d in STOCK.docs}
FILES = {file_url(d).removeprefix("http://"): d for d in STOCK.reports if d.ext}

SCRIPT = r"""(function () {
  var size = 12, tabs = document.querySelectorAll('.gk-tab li'), box = document.querySelector('.gk-list');
  function render(page) {
    var xhr = new XMLHttpRequest();
    xhr.open('POST', '/getFileListByCodeId');
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    xhr.onload = function () {
      var d = JSON.parse(xhr.responseText).results.data, i, s = '';
      for (i = 0; i < d.results.length; i++) {
        var r = d.results[i];
        s += '<li><a target="_blank" href="' + r.url + '">' + r.titleHtml + '</a><span>' + r.publishedTimeStr + '</span></li>';
      }
      box.innerHTML = s;
      createPage(page, Math.ceil(d.total / size));
    };
    xhr.send('channelId=' + box.getAttribute('data-channel') + '&page=' + page + '&size=' + size + '&relateSubChannels=true');
  }
  function createPage(page, total) {
    var bar = document.querySelector('.page-bar'), s = '<span class="total">共' + total + '页</span>';
    for (var i = 1; i <= total; i++) { s += '<span class="num' + (i === page ? ' cur' : '') + '" data-i="' + i + '">' + i + '</span>'; }
    if (page < total) { s += '<span class="num" data-i="' + (page + 1) + '">&gt;</span>'; }
    bar.innerHTML = s;
    [].forEach.call(bar.querySelectorAll('.num'), function (e) { e.onclick = function () { render(+e.getAttribute('data-i')); }; });
  }
  function open(name) {
    [].forEach.call(tabs, function (li) {
      var on = li.getAttribute('data-tab') === name;
      li.className = on ? 'active' : '';
      document.getElementById(li.getAttribute('data-tab')).style.display = on ? 'block' : 'none';
    });
    if (name === 'gknb') { render(1); }
  }
  [].forEach.call(tabs, function (li) {
    li.onclick = function () { history.replaceState(null, '', '?tab=' + li.getAttribute('data-tab')); open(li.getAttribute('data-tab')); };
  });
  var m = /[?&]tab=(\w+)/.exec(location.search);
  open(m ? m[1] : 'gkzn');
})();
"""


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    nav = (
        ("/chalin/n810209/index.html", "首页"),
        ("/chalin/n810219/index.html", "新闻发布"),
        ("/chalin/n810214/c102384r/index.html", "政府信息公开"),
        ("/chalin/n810220/index.html", "政策文件"),
    )
    items = "".join(f'<li><a href="{ROOT}{h}">{t}</a></li>' for h, t in nav)
    return (
        '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="SiteName" content="{OWN}"><meta name="ColumnName" content="{title}">\n<title>{title}</title>\n</head>\n'
        f'<body><div class="header"><ul>{items}</ul></div>{inner}<div class="footer">{OWN}</div><!--foot--></body>\n</html>'
    )


@SITE.route(r"/(?:chalin/n810209/index\.html)?")
def home(call: Call) -> str:
    """The home page of the administration or of a branch."""
    rows = "".join(f'<li><a href="{article_url(d)}">{d.title}</a></li>' for d in STOCK.news[:9])
    sites = "".join(f'<a href="http://{h}.{DOMAIN}/">{p}</a> ' for h, p in BRANCHES.items())
    return frame(OWN, f'<ul class="xwlist">{rows}</ul><div class="map">各省局网站：{sites}</div>')


@SITE.route(r"/chalin/n8102(19|20)/index(?:_(\d+))?\.html")
def plain(call: Call, part: str, page_text: str | None) -> str:
    """A plain list."""
    docs, page = STOCK.news if part == "19" else STOCK.other_decoys(), int(page_text or 1)
    rows = "".join(
        f'<li><a href="{article_url(d)}">{d.title}</a><i>{d.date}</i></li>' for d in window(docs, page, 12)
    )
    links = "".join(
        f'<a href="index{"" if n == 1 else f"_{n}"}.html">{n}</a> '
        for n in range(1, pages_of(len(docs), 12) + 1)
    )
    return frame("列表", f"<ul>{rows}</ul>{links}")


@SITE.route(r"/chalin/n810214/c102384r/index\.html")
def disclosure(call: Call) -> str:
    """The tabs of disclosure; ?tab=gknb opens the annual reports."""
    tabs = (("gkzn", "政府信息公开指南"), ("gkzd", "政府信息公开制度"), ("gknb", "政府信息公开年报"))
    heads = "".join(f'<li data-tab="{k}">{t}</li>' for k, t in tabs)
    panels = (
        '<div id="gkzn"><p>本指南规定公开范围和方式。</p></div><div id="gkzd" style="display:none"><p>制度文件。</p></div>'
        f'<div id="gknb" style="display:none"><ul class="gk-list" data-channel="{CHANNEL}"></ul><div class="page-bar"></div></div>'
    )
    return frame(
        "政府信息公开", f'<ul class="gk-tab">{heads}</ul>{panels}<script src="/chalin/js/gk.js"></script>'
    )


@SITE.route(r"/chalin/js/gk\.js")
def script(call: Call) -> Response:
    """The script of the tabs."""
    return text_response(SCRIPT, "application/javascript")


@SITE.route(r"/getFileListByCodeId")
def channel(call: Call) -> Response | None:
    """A page of the channel as JSON; only a POST is understood."""
    if call.request.method != "POST" or call.form("channelId") != CHANNEL:
        return Response(b'{"code":405}', 405, "application/json")
    docs = STOCK.column(PLACE.agencies)
    page, size = call.number("page", 1, True), call.number("size", 12, True)
    rows = [
        {
            "titleHtml": d.title,
            "subTitleHtml": "",
            "url": article_url(d),
            "publishedTimeStr": d.date,
            "domainMetaList": [{"resultList": [{"key": "source", "value": d.agency}]}],
        }
        for d in window(docs, page, size)
    ]
    data = {"results": {"data": {"total": len(docs), "page": page, "results": rows}}}
    return text_response(json.dumps(data, ensure_ascii=False), "application/json")


@SITE.route(r"/chalin/n810214/c102384r/c\d+/content\.html")
def article(call: Call) -> str | None:
    """An article on the host of its agency."""
    doc = ARTICLES.get(call.host + call.path)
    if doc is None:
        return None
    body = body_html(doc)
    if doc.form == "attach":
        body = see_file(doc, f"./{52000 + doc.id}/files/{doc.key}.{doc.ext}")
    return frame(
        doc.title,
        f'<h1 class="article-title">{doc.title}</h1><div class="info">发布时间：{doc.date}　来源：{doc.agency}</div>'
        f'<div class="article-content" id="zoomcon">{body}</div>',
    )


@SITE.route(r"/chalin/.+/files/.+")
def file(call: Call) -> Response | None:
    """A file."""
    doc = FILES.get(call.host + call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=OWN,
    system="Ministry channel service (getFileListByCodeId)",
    hosts=tuple(f"{h}.{DOMAIN}" for h in ("www", *BRANCHES)),
    home=ROOT + "/",
    columns=(ROOT + "/chalin/n810214/c102384r/index.html?tab=gknb",),
    reports=STOCK.listed(where),
    decoys=tuple(article_url(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="tabs opened by ?tab=, list by POST of a form with a channel id, pager of <span> without addresses, branches of "
    "the administration on nine hosts, ./ file addresses in the folder of the article",
    respond=SITE.respond,
)
