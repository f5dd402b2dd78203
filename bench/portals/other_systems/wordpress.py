"""A county on WordPress: a button that loads more, and plain pages for the towns."""

from __future__ import annotations

from urllib.parse import quote

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("枫桥岭县", "www.fengqiaoling.gov.cn.test", 7, 6, 121)
STOCK = Stock(PLACE, range(2015, 2026), 122, {"page": 0.78, "attach": 0.12, "direct": 0.1})
SITE = Site()
SITE.clutter = clutter(PLACE, "plain")
ROOT = "http://" + PLACE.host
TOP = (PLACE.name + "人民政府", *PLACE.departments)
CATS = {
    "news": ("2", "枫桥岭新闻", STOCK.news),
    "notice": ("5", "通知公告", STOCK.other_decoys()),
    "zwgk/xxgknb": ("12", "政府信息公开年报", STOCK.column(TOP)),
    "zwgk/xxgknb/xiangzhen": (
        "13",
        "乡镇信息公开年报",
        [d for d in STOCK.reports if d.agency in PLACE.towns],
    ),
}
SIZE = 8

MORE = """jQueryReady(function () {
  var btn = document.getElementById('load-more');
  if (!btn) { return; }
  btn.addEventListener('click', function () {
    var page = parseInt(btn.getAttribute('data-paged'), 10) + 1;
    btn.innerText = '加载中...';
    var xhr = new XMLHttpRequest();
    xhr.open('POST', '/wp-admin/admin-ajax.php');
    xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8');
    xhr.onload = function () {
      document.getElementById('posts').insertAdjacentHTML('beforeend', xhr.responseText);
      btn.setAttribute('data-paged', page);
      btn.innerText = '加载更多';
      if (page >= parseInt(btn.getAttribute('data-max'), 10)) { btn.style.display = 'none'; }
    };
    xhr.send('action=load_more_posts&cat=' + btn.getAttribute('data-cat') + '&paged=' + page);
  });
});
function jQueryReady(f) { document.addEventListener('DOMContentLoaded', f); }
"""


def upload(doc: Doc) -> str:
    """The address of a file with a Chinese name, as a path."""
    return f"/wp-content/uploads/{doc.date[:4]}/{doc.date[5:7]}/{doc.year}年年度报告-{doc.id}.{doc.ext}"


def href_of(doc: Doc) -> str:
    """The address that a list links."""
    return quote(upload(doc)) if doc.form == "direct" else f"/archives/{doc.id}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (f"/archives/{doc.id}" if doc.form == "page" else quote(upload(doc)))


FILES = {upload(d): d for d in STOCK.reports if d.ext}


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    menu = (
        ("/", "首页"),
        ("/category/news/", "枫桥岭新闻"),
        ("/category/notice/", "通知公告"),
        ("/zwgk/", "政务公开"),
    )
    items = "".join(
        f'<li class="menu-item menu-item-type-taxonomy"><a href="{ROOT}{h}">{t}</a></li>' for h, t in menu
    )
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="UTF-8">\n<title>{title} &#8211; {PLACE.name}人民政府'
        "</title>\n<meta name='generator' content='WordPress 5.2.4'>\n<script src='/wp-content/themes/gov/js/more.js?ver=5.2.4'>"
        f'</script>\n</head>\n<body class="archive category"><nav id="site-navigation"><ul class="menu">{items}</ul></nav>'
        f'<div id="content" class="site-content">{inner}</div><footer class="site-info">{PLACE.name}人民政府</footer><!--foot--></body></html>'
    )


def posts(docs: list[Doc]) -> str:
    """Posts of a list."""
    return "".join(
        f'<article id="post-{d.id}" class="post-{d.id} post type-post"><header><h2 class="entry-title">'
        f'<a href="{href_of(d)}" rel="bookmark" title="{attr(d)}">{d.title}</a></h2></header><div class="entry-meta">'
        f'<time datetime="{d.date}T08:30:00+08:00">{d.date[:4]}年{int(d.date[5:7])}月{int(d.date[8:])}日</time></div></article>'
        for d in docs
    )


@SITE.route(r"/wp-content/themes/gov/js/more\.js")
def script(call: Call) -> Response:
    """The script of the button."""
    return text_response(MORE, "application/javascript")


@SITE.route(r"/wp-admin/admin-ajax\.php")
def ajax(call: Call) -> Response | None:
    """The next posts of a category."""
    docs = next((c[2] for c in CATS.values() if c[0] == call.form("cat")), None)
    if call.form("action") != "load_more_posts" or docs is None:
        return Response(b"0", 400, "text/html")
    return text_response(posts(window(docs, call.number("paged", 1, True), SIZE)), "text/html")


@SITE.route(r"/")
def home(call: Call) -> str:
    """The home page."""
    return frame("首页", f'<main id="posts">{posts(STOCK.news[:6])}</main>')


@SITE.route(r"/zwgk/")
def disclosure(call: Call) -> str:
    """The disclosure page."""
    tree = (("/category/notice/", "信息公开指南"), ("/category/zwgk/xxgknb/", "信息公开年报"))
    items = "".join(f'<li class="page_item"><a href="{h}">{t}</a></li>' for h, t in tree)
    return frame("政务公开", f'<ul class="widget_pages">{items}</ul>')


@SITE.route(r"/category/(.+?)/(?:page/(\d+)/)?")
def category(call: Call, slug: str, page_text: str | None) -> str | None:
    """A category; the one of departments has a button, the others pages."""
    if slug not in CATS:
        return None
    number, name, docs = CATS[slug]
    page, total = int(page_text or 1), pages_of(len(docs), SIZE)
    if slug == "zwgk/xxgknb":
        if page > 1:
            return None
        button = f'<button type="button" id="load-more" data-paged="1" data-max="{total}" data-cat="{number}">加载更多</button>'
        sub = '<ul class="children"><li class="cat-item"><a href="xiangzhen/">乡镇信息公开年报</a></li></ul>'
        return frame(
            name,
            f'<h1 class="page-title">{name}</h1>{sub}<main id="posts">{posts(docs[:SIZE])}</main>{button}',
        )
    if not 1 <= page <= total:
        return None
    base = f"{ROOT}/category/{slug}/"
    links = "".join(
        f'<span class="page-numbers current">{n}</span>'
        if n == page
        else f'<a class="page-numbers" href="{base}{"" if n == 1 else f"page/{n}/"}">{n}</a>'
        for n in range(1, total + 1)
    )
    if page < total:
        links += f'<a class="next page-numbers" href="{base}page/{page + 1}/">下一页</a>'
    rows = posts(window(docs, page, SIZE))
    return frame(
        name, f'<h1>{name}</h1><main id="posts">{rows}</main><nav class="navigation pagination">{links}</nav>'
    )


@SITE.route(r"/archives/(\d+)")
def article(call: Call, number: str) -> str | None:
    """A post."""
    doc = STOCK.by_id.get(int(number))
    if doc is None or doc.form == "direct":
        return None
    body = body_html(doc)
    if doc.form == "attach":
        link = quote(upload(doc))
        body = f'<div class="wp-block-file"><a href="{link}">{doc.title}</a><a href="{link}" download>下载</a></div>'
    return frame(
        doc.title,
        f'<article class="single"><h1 class="entry-title">{doc.title}</h1><span class="posted-on">发布于 '
        f'<time class="entry-date" datetime="{doc.date}T08:30:00+08:00">{doc.date}</time></span><span class="byline">'
        f'{doc.agency}</span><div class="entry-content">{body}</div></article>',
    )


@SITE.route(r"/wp-content/uploads/.+")
def file(call: Call) -> Response | None:
    """A file."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="WordPress",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/category/zwgk/xxgknb/", ROOT + "/category/zwgk/xxgknb/xiangzhen/"),
    reports=STOCK.listed(where),
    decoys=tuple(f"{ROOT}/archives/{d.id}" for d in STOCK.decoys),
    needs_browser=True,
    notes="加载更多 button (POST admin-ajax.php) on the column of departments, /page/2/ for the towns, absolute menu "
    "addresses, files with percent-encoded Chinese names, <time datetime>",
    respond=SITE.respond,
)
