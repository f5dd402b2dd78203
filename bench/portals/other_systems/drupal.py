"""A city on Drupal with forty departments and eighty menus; pages counted from zero."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("琅琊台市", "www.langyatai.gov.cn.test", 38, 0, 131)
STOCK = Stock(PLACE, range(2021, 2026), 132, {"page": 0.82, "attach": 0.12, "direct": 0.06}, nameless=0.4)
SITE = Site()
SITE.clutter = clutter(PLACE, "plain")
ROOT = "http://" + PLACE.host
DEPTS = dict(enumerate(PLACE.agencies, 1))
SIZE = 3


def file_path(doc: Doc) -> str:
    """The address of a file."""
    return f"/sites/default/files/{doc.date[:7]}/{doc.compact_date}_{doc.id}_0.{doc.ext}"


def href_of(doc: Doc) -> str:
    """The address that a list links."""
    return file_path(doc) if doc.form == "direct" else f"/node/{doc.id}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (f"/node/{doc.id}" if doc.form == "page" else file_path(doc))


FILES = {file_path(d): d for d in STOCK.reports if d.ext}


def menus() -> str:
    """Eighty menus: two for every department."""
    items = ""
    for n, agency in DEPTS.items():
        name = agency.removeprefix(PLACE.name)
        items += (
            f'<li class="menu-item menu-item--expanded"><span>{name}</span><ul class="menu">'
            f'<li class="menu-item"><a href="/dept/{n}/dongtai" data-drupal-link-system-path="dept/{n}">{name}动态</a></li>'
            f'<li class="menu-item"><a href="/dept/{n}/gongkai">{name}信息公开</a></li></ul></li>'
        )
    return f'<nav role="navigation" class="block-menu"><ul class="menu mega">{items}</ul></nav>'


def frame(title: str, inner: str, mega: bool = False) -> str:
    """The page around the content."""
    top = '<ul class="menu"><li><a href="/">首页</a></li><li><a href="/yaowen">琅琊台要闻</a></li><li><a href="/gonggao">公告</a></li></ul>'
    return (
        '<!DOCTYPE html>\n<html lang="zh-hans" dir="ltr" prefix="og: https://ogp.me/ns#">\n<head>\n<meta charset="utf-8" />\n'
        f'<meta name="Generator" content="Drupal 9 (https://www.drupal.org)" />\n<title>{title} | {PLACE.name}人民政府</title>'
        f'\n</head>\n<body class="path-node">{top}{menus() if mega else ""}<main role="main"><div class="region-content">'
        f"{inner}</div></main><footer>{PLACE.name}人民政府办公室</footer><!--foot--></body></html>"
    )


def view(docs: list[Doc], page: int, base: str) -> str:
    """Rows and pager of a view."""
    rows = ""
    for n, d in enumerate(window(docs, page + 1, SIZE), 1):
        odd = "odd" if n % 2 else "even"
        rows += (
            f'<div class="views-row views-row-{n} views-row-{odd}"><div class="views-field views-field-created"><span '
            f'class="field-content">{d.date[5:7]}/{d.date[8:]}/{d.date[:4]} - 09:1{n}</span></div><div class="views-field '
            f'views-field-title"><span class="field-content"><a href="{href_of(d)}" hreflang="zh-hans">{d.title}</a>'
            "</span></div></div>"
        )
    total = pages_of(len(docs), SIZE)
    items = ""
    for n in range(total):
        active = ' class="is-active" aria-current="page"' if n == page else ""
        items += (
            f'<li class="pager__item"><a href="?page={n}" title="到第 {n + 1} 页"{active}>{n + 1}</a></li>'
        )
    if page < total - 1:
        items += (
            f'<li class="pager__item pager__item--next"><a href="?page={page + 1}" rel="next"><span class="visually-hidden">'
            '下一页</span><span aria-hidden="true">››</span></a></li>'
        )
    pager = (
        f'<nav class="pager"><ul class="pager__items js-pager__items">{items}</ul></nav>' if total > 1 else ""
    )
    return f'<div class="view view-{base}"><div class="view-content">{rows}</div>{pager}</div>'


@SITE.route(r"/")
def home(call: Call) -> str:
    """The home page with all menus."""
    return frame("首页", view(STOCK.news[:SIZE], 0, "frontpage"), mega=True)


@SITE.route(r"/(yaowen|gonggao)")
def plain(call: Call, part: str) -> str:
    """News or announcements."""
    docs = STOCK.news if part == "yaowen" else STOCK.other_decoys()
    return frame("琅琊台要闻" if part == "yaowen" else "公告", view(docs, call.number("page", 0), part))


@SITE.route(r"/dept/(\d+)/(dongtai|gongkai|nianbao)")
def department(call: Call, number: str, part: str) -> str | None:
    """The pages of a department: what happens there, its disclosure menu, its annual reports."""
    agency = DEPTS.get(int(number))
    if agency is None:
        return None
    if part == "dongtai":
        docs = STOCK.news[int(number) % 9 :: 9]
        return frame(f"{agency}动态", view(docs, call.number("page", 0), "dongtai"))
    if part == "gongkai":
        links = ((f"/dept/{number}/dongtai", "公开指南"), ("nianbao", "公开年报"), ("/gonggao", "公开目录"))
        items = "".join(f'<li><a href="{h}">{t}</a></li>' for h, t in links)
        return frame(f"{agency}信息公开", f'<h1>{agency}信息公开</h1><ul class="menu">{items}</ul>')
    docs = STOCK.column([agency]) if int(number) == 1 else STOCK.of(agency)
    return frame("政府信息公开年报", f"<h1>{agency}</h1>" + view(docs, call.number("page", 0), "nianbao"))


@SITE.route(r"/node/(\d+)")
def node(call: Call, number: str) -> str | None:
    """An article."""
    doc = STOCK.by_id.get(int(number))
    if doc is None or doc.form == "direct":
        return None
    body = see_file(doc, file_path(doc)) if doc.form == "attach" else body_html(doc)
    return frame(
        doc.title,
        f'<h1 class="page-title"><span class="field field--name-title">{doc.title}</span></h1><article role="article" '
        f'class="node node--type-article"><footer class="node__meta">由 {doc.agency} 提交于 {doc.date}</footer>'
        f'<div class="field field--name-body">{body}</div></article>',
    )


@SITE.route(r"/sites/default/files/.+")
def file(call: Call) -> Response | None:
    """A file."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="Drupal 9",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=tuple(f"{ROOT}/dept/{n}/nianbao" for n in DEPTS),
    reports=STOCK.listed(where),
    decoys=tuple(f"{ROOT}/node/{d.id}" for d in STOCK.decoys),
    needs_browser=False,
    notes="home page with 80 menus of 40 departments, reports only behind each department, ?page=0, dates before the "
    "titles as month/day/year, pager sign ››, three rows a page",
    respond=SITE.respond,
)
