"""A provincial department on an iList.jsp site: a forwarding home page, query-only pages, its own bureaus."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, Place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Response

PROVINCE = "巴陵省"
UNITS = ("公路事务中心", "道路运输管理局", "港航管理局", "交通工程质量监督局", "地方海事局")
OWN = PROVINCE + "交通运输厅"
PLACE = Place(PROVINCE, "省", "jtt.baling.gov.cn.test", tuple(PROVINCE + u for u in UNITS), (), OWN)
STOCK = Stock(PLACE, range(2008, 2026), 152, {"page": 0.8, "attach": 0.2}, nameless=0.3)
SITE = Site()
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
CATS = {10060 + n: a for n, a in enumerate(PLACE.agencies)}
CAT_OF = {a: c for c, a in CATS.items()}
SIZE = 5


def article_path(doc: Doc) -> str:
    """The address of an article."""
    part = {"report": f"xxgk/nb/{CAT_OF.get(doc.agency, 10060)}", "decoy": "xxgk/tz", "news": "xwzx/jt"}[
        doc.kind
    ]
    return f"/{part}/{doc.id}.htm"


def file_path(doc: Doc) -> str:
    """The address of an attachment."""
    return f"/u/cms/www/{doc.date[:4]}{doc.date[5:7]}/{doc.compact_date}{doc.key[:10]}.{doc.ext}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (file_path(doc) if doc.form == "attach" else article_path(doc))


ARTICLES = {article_path(d): d for d in STOCK.docs}
FILES = {file_path(d): d for d in STOCK.reports if d.ext}


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    nav = (
        ("/index/index.jsp", "首页"),
        ("/info/iList.jsp?cat_id=10011", "新闻中心"),
        ("/info/iIndex.jsp?cat_id=10050", "政府信息公开"),
        ("/info/iList.jsp?cat_id=10012", "通知公告"),
    )
    items = "".join(f'<li><a href="{h}" target="_self"><b>{t}</b></a></li>' for h, t in nav)
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head><meta http-equiv="Content-Type" '
        f'content="text/html; charset=utf-8"><title>{title} - {OWN}</title></head><body><div id="nav"><ul>{items}</ul></div>'
        f'<div class="ContentPage">{inner}</div><div id="copy">{OWN} 版权所有</div><!--foot--></body></html>'
    )


@SITE.route(r"/")
def entry(call: Call) -> str:
    """A page that only forwards, as servers without a default page do."""
    return (
        '<html><head><meta http-equiv="refresh" content="0;url=index/index.jsp"></head><body></body></html>'
    )


@SITE.route(r"/index/index\.jsp")
def home(call: Call) -> str:
    """The home page."""
    rows = "".join(
        f'<li><a href="..{article_path(d)}" title="{attr(d)}">{d.cut(20)}</a></li>' for d in STOCK.news[:8]
    )
    return frame("首页", f'<ul class="m_list">{rows}</ul>')


@SITE.route(r"/info/iIndex\.jsp")
def disclosure(call: Call) -> str:
    """The disclosure page: a tree of categories, the annual reports under their publishers."""
    tree = '<dt><a href="iList.jsp?cat_id=10012">信息公开指南</a></dt><dt>政府信息公开年报</dt>'
    tree += "".join(
        f'<dd><a href="iList.jsp?cat_id={c}">{a.removeprefix(PROVINCE)}</a></dd>' for c, a in CATS.items()
    )
    return frame("政府信息公开", f'<dl id="tree">{tree}</dl>')


@SITE.route(r"/info/iList\.jsp")
def listing(call: Call) -> str | None:
    """A list; its pages are query-only addresses: previous, next and a field to type a number into."""
    number, page = call.number("cat_id", 0), call.number("cur_page")
    if number in CATS:
        name, docs = f"政府信息公开年报 - {CATS[number]}", STOCK.of(CATS[number])
        if number == 10060:
            docs = STOCK.column([OWN])
    elif number in (10011, 10012):
        name, docs = ("新闻中心", STOCK.news) if number == 10011 else ("通知公告", STOCK.other_decoys())
    else:
        return None
    total = pages_of(len(docs), SIZE)
    rows = "".join(
        f'<li><span>[{d.date[:4]}.{d.date[5:7]}.{d.date[8:]}]</span><a target="_blank" href="{article_path(d)}" '
        f'title="{attr(d)}">{d.cut(30)}</a></li>'
        for d in window(docs, page, SIZE)
    )
    before = f'<a href="?cat_id={number}&cur_page={page - 1}">&lt;</a>' if page > 1 else "<span>&lt;</span>"
    after = (
        f'<a href="?cat_id={number}&cur_page={page + 1}">&gt;</a>' if page < total else "<span>&gt;</span>"
    )
    jump = (
        f'<form action="iList.jsp" method="get"><input type="hidden" name="cat_id" value="{number}">到第<input '
        'name="cur_page" size="2">页<input type="submit" value="GO"></form>'
    )
    pager = f'<div class="pagination">{before} {page}/{total} {after}{jump}</div>'
    return frame(name, f'<h3>{name}</h3><ul class="rightlist">{rows}</ul>{pager}')


@SITE.route(r"/(?:xxgk|xwzx)/.+\.htm")
def article(call: Call) -> str | None:
    """An article."""
    doc = ARTICLES.get(call.path)
    if doc is None:
        return None
    body = see_file(doc, file_path(doc)) if doc.form == "attach" else body_html(doc, "word")
    return frame(
        doc.title,
        f'<div id="printContent"><div class="tit">{doc.title}</div><div class="time"><span>发布时间：{doc.date}</span>'
        f'<span>来源：{doc.agency}</span></div><div class="words"><div class="text">{body}</div></div></div>',
    )


@SITE.route(r"/u/cms/.+")
def file(call: Call) -> Response | None:
    """A file."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=OWN,
    system="iList.jsp sites (cat_id / cur_page)",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=tuple(f"{ROOT}/info/iList.jsp?cat_id={c}" for c in CATS),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + article_path(d) for d in STOCK.decoys),
    needs_browser=False,
    notes="home by meta refresh, query-only relative pages (?cat_id=&cur_page=) with < and > only and a GET form to jump, "
    "a provincial department with five bureaus, reports since 2008, titles without an agency",
    respond=SITE.respond,
)
