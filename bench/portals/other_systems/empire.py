"""A district on EmpireCMS: pages counted from zero, icons as pagers, selects of agencies and years."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter, see_file
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("临溪区", "www.linxiqu.gov.cn.test", 8, 4, 51)
STOCK = Stock(PLACE, range(2014, 2026), 52, {"page": 0.8, "attach": 0.12, "direct": 0.08}, nameless=0.15)
SITE = Site(soft_404=True)
SITE.clutter = clutter(PLACE, "plain")
ROOT = "http://" + PLACE.host
CLASSES = {70 + n: agency for n, agency in enumerate(PLACE.agencies)}
CLASS_OF = {agency: c for c, agency in CLASSES.items()}
YEARS = sorted({d.year for d in STOCK.reports}, reverse=True)
SIZE = 8
LIST = "/e/action/ListInfo/index.php"

SCRIPT = """function goYear(box) {
  var y = box.options[box.selectedIndex].value;
  if (y) { self.location.href = '/e/action/ListInfo/?classid=60&ph=1&nf=' + y; }
}
function goBranch(box) { if (box.value != '') { window.open(box.value, '_self'); } }
"""


def article_path(doc: Doc) -> str:
    """The address of an article."""
    part = {"report": "xxgk/nb", "decoy": "xxgk/wj", "news": "xw/yw"}[doc.kind]
    return f"/{part}/{doc.date}/{doc.id}.html"


def file_path(doc: Doc) -> str:
    """The address of an attachment."""
    return f"/d/file/xxgk/nb/{doc.date}/{doc.key}.{doc.ext}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (article_path(doc) if doc.form == "page" else file_path(doc))


ARTICLES = {article_path(d): d for d in STOCK.docs if d.form != "direct"}
FILES = {file_path(d): d for d in STOCK.reports if d.form != "page"}


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        '<script src="/skin/default/js/go.js"></script><style>.ico{display:inline-block;width:20px;height:20px;'
        "background:url(/skin/default/images/ico.png)}.next{background-position:0 -20px}</style></head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/xw/yw/">新闻</a><a href="/xxgk/">信息公开</a>'
        f'<a href="/xxgk/wj/">文件</a></div>{inner}<div class="bottom">{PLACE.name}人民政府办公室主办</div><!--foot--></body></html>'
    )


def list_page(name: str, docs: list[Doc], query: str, page: int, top: str = "") -> str | None:
    """A list; `page` counts from zero and the pager has icons only."""
    total = pages_of(len(docs), SIZE)
    if page >= total:
        return None
    rows = ""
    for d in window(docs, page + 1, SIZE):
        href = file_path(d) if d.form == "direct" else article_path(d)
        day = f"{d.date[:4]}年{int(d.date[5:7])}月{int(d.date[8:])}日"
        rows += f'<dl><dt><a href="{href}" title="{attr(d)}">{d.cut(30)}</a></dt><dd>{d.agency}</dd><dd>{day}</dd></dl>'

    def link(n: int, icon: str) -> str:
        return f'<a class="ico {icon}" href="{LIST}?page={n}&{query}&totalnum={len(docs)}"></a>'

    icons = (link(0, "first") + link(page - 1, "prev")) if page else ""
    icons += (link(page + 1, "next") + link(total - 1, "last")) if page < total - 1 else ""
    return frame(name, f'<h2>{name}</h2>{top}<div class="rows">{rows}</div><div class="epages">{icons}</div>')


def selects(year: int = 0) -> str:
    """The two selects above the annual reports."""
    years = "".join(f'<option value="{y}"{" selected" * (y == year)}>{y}年</option>' for y in YEARS)
    names = "".join(
        f'<option value="../../action/ListInfo/?classid={c}">{a}</option>' for c, a in CLASSES.items()
    )
    return (
        f'<form><select name="nf" onchange="goYear(this)"><option value="">全部年份</option>{years}</select>'
        f'<select name="bm" onchange="goBranch(this)"><option value="">各部门、街道</option>{names}</select></form>'
    )


@SITE.route(r"/skin/default/js/go\.js")
def script(call: Call) -> Response:
    """The script of the selects."""
    return text_response(SCRIPT, "text/javascript")


@SITE.route(r"/(index\.html)?")
def home(call: Call, _: str | None) -> str:
    """The home page."""
    rows = "".join(f'<li><a href="{article_path(d)}">{d.cut(26)}</a></li>' for d in STOCK.news[:10])
    return frame(f"{PLACE.name}人民政府门户网站", f"<ul>{rows}</ul>")


@SITE.route(r"/xxgk/(?:index\.html)?")
def disclosure(call: Call) -> str:
    """The disclosure page."""
    menu = (
        ("/xxgk/wj/", "政府信息公开指南"),
        ("/xxgk/wj/", "法定主动公开内容"),
        (LIST + "?classid=60", "政府信息公开年报"),
    )
    items = "".join(f'<li><a href="{h}"><i></i><span>{t}</span></a></li>' for h, t in menu)
    return frame("政府信息公开", f'<ul class="xxgk-menu">{items}</ul>')


@SITE.route(r"/(xw/yw|xxgk/wj)/(?:index\.html)?")
def plain(call: Call, part: str) -> str | None:
    """The first page of a plain column."""
    if part == "xw/yw":
        return list_page("临溪要闻", STOCK.news, "classid=2", 0)
    return list_page("文件公告", STOCK.other_decoys(), "classid=3", 0)


@SITE.route(r"/e/action/ListInfo/(?:index\.php)?")
def listing(call: Call) -> str | None:
    """Any list, by class and by year; without a year the annual column shows only the government's own."""
    number, page, year = call.number("classid", 0), call.number("page", 0), call.number("nf", 0)
    if number == 60 and year:
        docs = [d for d in STOCK.column(PLACE.agencies) if d.year == year]
        return list_page(
            f"政府信息公开年报（{year}年）", docs, f"classid=60&ph=1&nf={year}", page, selects(year)
        )
    if number == 60:
        docs = STOCK.column([PLACE.name + "人民政府"])
        return list_page("政府信息公开年报", docs, "classid=60", page, selects())
    if number in CLASSES:
        return list_page(CLASSES[number], STOCK.of(CLASSES[number]), f"classid={number}", page, selects())
    if number == 2:
        return list_page("临溪要闻", STOCK.news, "classid=2", page)
    return list_page("文件公告", STOCK.other_decoys(), "classid=3", page) if number == 3 else None


@SITE.route(r"/(?:xxgk|xw)/.+\.html")
def article(call: Call) -> str | None:
    """An article."""
    doc = ARTICLES.get(call.path)
    if doc is None:
        return None
    body = see_file(doc, file_path(doc), "附件下载") if doc.form == "attach" else body_html(doc, "word")
    return frame(
        doc.title,
        f'<h1>{doc.title}</h1><p class="data">发布时间：<span>{doc.date}</span> 来源：<span>{doc.agency}</span> 点击：'
        f'<script src="/e/public/ViewClick/?classid=60&id={doc.id}&addclick=1"></script></p>'
        f'<article class="text">{body}</article>',
    )


@SITE.route(r"/d/file/.+")
def attachment(call: Call) -> Response | None:
    """An attachment."""
    doc = FILES.get(call.path)
    return file_response(doc) if doc else None


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="帝国CMS EmpireCMS",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + LIST + "?classid=60", *(f"{ROOT}/e/action/ListInfo/?classid={c}" for c in CLASSES)),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + article_path(d) for d in STOCK.decoys),
    needs_browser=False,
    notes="pages counted from zero, pager of icons without text, <select onchange> of years (function in a script file) "
    "and of agencies (relative addresses as values), dates in sibling <dd>, unknown paths answer 200 页面不存在",
    respond=SITE.respond,
)
