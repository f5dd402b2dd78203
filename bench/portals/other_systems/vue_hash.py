"""A county whose portal is a Vue application: hash routes, Element UI pages, JSON behind it."""

from __future__ import annotations

import json

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("雁栖县", "www.yanqixian.gov.cn.test", 6, 4, 91)
STOCK = Stock(PLACE, range(2014, 2026), 92, {"page": 0.84, "attach": 0.16})
SITE = Site()
ROOT = "http://" + PLACE.host
CHANNELS = {str(600 + n): agency for n, agency in enumerate(PLACE.agencies, 1)}


def route(doc: Doc) -> str:
    """The address of an article inside the application."""
    return f"{ROOT}/#/detail?id={doc.key}"


def upload(doc: Doc) -> str:
    """The address of an attachment."""
    return f"/profile/upload/{doc.date.replace('-', '/')}/{doc.key[:20]}.{doc.ext}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + upload(doc) if doc.form == "attach" else route(doc)


FILES = {upload(d): d for d in STOCK.reports if d.form == "attach"}

APP = r"""(window.webpackJsonp = window.webpackJsonp || []).push([["app"], {
"56d7": function () {
  var app = document.getElementById('app');
  function el(tag, cls, text) {
    var e = document.createElement(tag);
    if (cls) { e.className = cls; }
    if (text !== undefined) { e.textContent = text; }
    return e;
  }
  function get(url, done) {
    var x = new XMLHttpRequest();
    x.open('GET', url, true);
    x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    x.onload = function () { done(JSON.parse(x.responseText).data); };
    x.send();
  }
  function push(path) { location.hash = '#' + path; }
  function parse() {
    var h = location.hash.replace(/^#/, '') || '/home', q = {}, i = h.indexOf('?');
    if (i >= 0) {
      h.slice(i + 1).split('&').forEach(function (p) { var kv = p.split('='); q[kv[0]] = decodeURIComponent(kv[1]); });
      h = h.slice(0, i);
    }
    return { path: h, query: q };
  }
  function layout() {
    app.innerHTML = '';
    var head = el('div', 'el-menu el-menu--horizontal');
    [['首页', '/home'], ['新闻资讯', '/list?channelId=10'], ['政务公开', '/zwgk'], ['公告', '/list?channelId=20']].forEach(
      function (m) {
        var li = el('li', 'el-menu-item', m[0]);
        li.setAttribute('role', 'menuitem');
        li.onclick = function () { push(m[1]); };
        head.appendChild(li);
      });
    app.appendChild(head);
    var main = el('div', 'el-main');
    app.appendChild(main);
    return main;
  }
  function rows(main, data) {
    var ul = el('ul', 'news-list');
    data.records.forEach(function (r) {
      var li = el('li', 'news-item'), a = el('a', '', r.title);
      a.href = '#/detail?id=' + r.id;
      li.appendChild(a);
      li.appendChild(el('span', 'time', r.publishTime.slice(0, 10)));
      ul.appendChild(li);
    });
    main.appendChild(ul);
  }
  function pagination(main, data, go) {
    var box = el('div', 'el-pagination is-background');
    box.appendChild(el('span', 'el-pagination__total', '共 ' + data.total + ' 条'));
    function button(cls, icon, n, off) {
      var b = el('button', cls);
      b.type = 'button';
      b.disabled = off;
      b.appendChild(el('i', 'el-icon ' + icon));
      b.onclick = function () { go(n); };
      box.appendChild(b);
    }
    button('btn-prev', 'el-icon-arrow-left', data.current - 1, data.current <= 1);
    var pager = el('ul', 'el-pager'), from = Math.max(1, Math.min(data.current - 2, data.pages - 4));
    function number(n) {
      var li = el('li', 'number' + (n === data.current ? ' active' : ''), n);
      li.onclick = function () { go(n); };
      pager.appendChild(li);
    }
    for (var n = from; n <= Math.min(data.pages, from + 4); n++) { number(n); }
    if (from + 4 < data.pages) { pager.appendChild(el('li', 'el-icon more btn-quicknext el-icon-more')); number(data.pages); }
    box.appendChild(pager);
    button('btn-next', 'el-icon-arrow-right', data.current + 1, data.current >= data.pages);
    main.appendChild(box);
  }
  function list(channel, page) {
    var main = layout();
    get('/prod-api/cms/article/page?channelId=' + channel + '&current=' + page + '&size=10', function (data) {
      main.appendChild(el('h3', 'column-title', data.channelName));
      rows(main, data);
      pagination(main, data, function (n) { list(channel, n); });
    });
  }
  function zwgk() {
    var main = layout();
    get('/prod-api/cms/channel/tree', function (data) {
      var tree = el('div', 'el-tree');
      tree.setAttribute('role', 'tree');
      data.forEach(function node(c) {
        var box = el('div', 'el-tree-node'), label = el('span', 'el-tree-node__label', c.name);
        label.onclick = function () { push('/list?channelId=' + c.id); };
        box.appendChild(label);
        tree.appendChild(box);
        (c.children || []).forEach(node);
      });
      main.appendChild(tree);
    });
  }
  function detail(id) {
    var main = layout();
    get('/prod-api/cms/article/detail?id=' + id, function (data) {
      main.appendChild(el('h1', 'detail-title', data.title));
      main.appendChild(el('div', 'detail-info', '发布时间：' + data.publishTime + ' 来源：' + data.source));
      var text = el('div', 'detail-content');
      text.innerHTML = data.content;
      main.appendChild(text);
      data.attachments.forEach(function (f) {
        var a = el('a', 'el-link', f.name);
        a.href = f.url;
        a.target = '_blank';
        main.appendChild(a);
      });
      document.title = data.title;
    });
  }
  function render() {
    var r = parse();
    if (r.path === '/list') { list(r.query.channelId, 1); }
    else if (r.path === '/zwgk') { zwgk(); }
    else if (r.path === '/detail') { detail(r.query.id); }
    else {
      var main = layout();
      get('/prod-api/cms/article/page?channelId=10&current=1&size=8', function (data) { rows(main, data); });
    }
  }
  window.addEventListener('hashchange', render);
  render();
}
}, [["56d7", "chunk-vendors"]]]);
"""
VENDORS = """(function () {
  var waiting = window.webpackJsonp = window.webpackJsonp || [];
  function run(chunk) { chunk[2].forEach(function (start) { chunk[1][start[0]](); }); }
  waiting.forEach(run);
  waiting.push = run;
})();
"""


@SITE.route(r"/(?:index\.html)?")
def shell(call: Call) -> str:
    """The page that is the same for every route."""
    return (
        "<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><meta name=renderer content=webkit>"
        f"<title>{PLACE.name}人民政府</title></head><body><noscript><strong>We're sorry but portal doesn't work properly "
        "without JavaScript enabled.</strong></noscript><div id=app></div>"
        "<script src=/static/js/chunk-vendors.3c1f9a77.js></script><script src=/static/js/app.a41d05be.js></script></body></html>"
    )


@SITE.route(r"/static/js/(app|chunk-vendors)\.\w+\.js")
def script(call: Call, name: str) -> Response:
    """The bundle."""
    return text_response(APP if name == "app" else VENDORS, "application/javascript")


def data(value: object) -> Response:
    """JSON in the envelope of the service."""
    return text_response(
        json.dumps({"code": 200, "msg": "操作成功", "data": value}, ensure_ascii=False), "application/json"
    )


@SITE.route(r"/prod-api/cms/channel/tree")
def tree(call: Call) -> Response:
    """The channels under disclosure."""
    children = [{"id": c, "name": a} for c, a in CHANNELS.items()]
    return data(
        [
            {"id": "20", "name": "政府信息公开指南"},
            {"id": "20", "name": "法定主动公开内容"},
            {"id": "600", "name": "政府信息公开年报", "children": children},
        ]
    )


@SITE.route(r"/prod-api/cms/article/page")
def page(call: Call) -> Response:
    """A page of a channel."""
    channel, current, size = call.arg("channelId"), call.number("current"), call.number("size", 10)
    if channel in CHANNELS:
        name, docs = CHANNELS[channel], STOCK.of(CHANNELS[channel])
    elif channel == "600":
        name, docs = "政府信息公开年报", STOCK.column(PLACE.agencies)
    else:
        name, docs = ("新闻资讯", STOCK.news) if channel == "10" else ("公告", STOCK.other_decoys())
    rows = [
        {
            "id": d.key,
            "title": d.title,
            "publishTime": d.date + " 00:00:00",
            "source": d.agency,
            "linkUrl": None,
        }
        for d in window(docs, current, size)
    ]
    total = pages_of(len(docs), size)
    return data(
        {
            "records": rows,
            "total": len(docs),
            "size": size,
            "current": current,
            "pages": total,
            "channelName": name,
        }
    )


@SITE.route(r"/prod-api/cms/article/detail")
def detail(call: Call) -> Response | None:
    """An article."""
    doc = STOCK.by_key.get(call.arg("id"))
    if doc is None:
        return None
    attached = doc.form == "attach"
    files = [{"name": f"{doc.title}.{doc.ext}", "url": upload(doc)}] if attached else []
    content = "<p>详见附件</p>" if attached else body_html(doc)
    fields = {"title": doc.title, "publishTime": doc.date, "source": doc.agency}
    return data({**fields, "content": content, "attachments": files})


@SITE.route(r"/profile/upload/.+")
def attachment(call: Call) -> Response | None:
    """An attachment."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="Vue 2 + Element UI (RuoYi-style service)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/#/list?channelId=600",),
    reports=STOCK.listed(where),
    decoys=tuple(route(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="hash routes (#/detail?id=), menus and tree nodes without addresses (click only), el-pagination with icon arrows, "
    "JSON in records/total/current/pages, attachments under /profile/upload; over plain HTTP a report is at "
    "/prod-api/cms/article/detail?id=",
    respond=SITE.respond,
)
