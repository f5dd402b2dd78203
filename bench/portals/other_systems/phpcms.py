"""A city on PHPCMS v9: query addresses with noise, a pager that a script writes, downloads without a name."""

from __future__ import annotations

import hashlib

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("锦屏市", "www.jinping.gov.cn.test", 11, 0, 41)
STOCK = Stock(PLACE, range(2015, 2026), 42, {"page": 0.82, "attach": 0.18}, nameless=0.25)
SITE = Site()
SITE.clutter = clutter(PLACE, "select")
ROOT = "http://" + PLACE.host
CATS = {300 + n: agency for n, agency in enumerate(PLACE.agencies)}
CAT_OF = {agency: cat for cat, agency in CATS.items()}
SIZE = 5
LIST = "/index.php?m=content&c=index&a=lists&catid="

PAGER = """<script type="text/javascript">
function writePages(catid, page, total) {
  var s = '<a class="a1">' + total + '页</a>', base = '/index.php?m=content&c=index&a=lists&catid=' + catid + '&page=';
  if (page > 1) { s += ' <a href="' + base + (page - 1) + '" class="a1">上一页</a>'; }
  for (var i = 1; i <= total; i++) {
    s += i === page ? ' <span>' + i + '</span>' : ' <a href="' + base + i + '">' + i + '</a>';
  }
  if (page < total) { s += ' <a href="' + base + (page + 1) + '" class="a1">下一页</a>'; }
  document.write('<div id="pages" class="text-c">' + s + '</div>');
}
</script>"""


def noise(*parts: object) -> str:
    """A number behind `_=` that differs from link to link and says nothing."""
    digest = hashlib.sha1("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()
    return f"0.{int(digest[:13], 16)}"


def show(doc: Doc) -> str:
    """The address of an article without noise."""
    cat = CAT_OF.get(doc.agency, 300) if doc.kind == "report" else {"decoy": 20, "news": 10}[doc.kind]
    return f"/index.php?m=content&c=index&a=show&catid={cat}&id={doc.id}"


def down(doc: Doc) -> str:
    """The address of an attachment; nothing in it tells what it is."""
    return f"/index.php?m=content&c=down&a=download&a_k={doc.key}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (down(doc) if doc.form == "attach" else show(doc))


def frame(title: str, inner: str) -> str:
    """The page around the content."""
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title} - {PLACE.name}人民政府</title>'
        '</head><body><div class="header"><div class="nav-site"><ul><li><a href=\'/index.php\'>首页</a></li>'
        f"<li><a href='{LIST}10'>政务要闻</a></li><li><a href='{LIST}20'>政策公告</a></li>"
        f"<li><a href='/index.php?m=content&c=index&a=lists&catid=30'>信息公开</a></li></ul></div></div>"
        f'<div class="main">{inner}</div><div class="footer">{PLACE.name}人民政府 版权所有</div><!--foot--></body></html>'
    )


@SITE.route(r"/(?:index\.php)?")
def entry(call: Call) -> Response | str | None:
    """Everything goes through one script."""
    module, what = call.arg("c"), call.arg("a")
    if not call.raw_query:
        return home()
    if call.arg("m") != "content":
        return None
    if module == "down":
        doc = STOCK.by_key.get(call.arg("a_k"))
        if doc is None or doc.form != "attach":
            return None
        return file_response(doc, f'attachment; filename="{doc.year}.{doc.ext}"', binary=True)
    if what == "lists":
        return lists(call)
    doc = STOCK.by_id.get(call.number("id", 0))
    return article(doc) if what == "show" and doc else None


def home() -> str:
    """The home page."""
    rows = "".join(
        f'<li><span class="rt">{d.date[5:]}</span>·<a href="{show(d)}&_={noise("home", d.id)}">{d.cut(24)}</a></li>'
        for d in STOCK.news[:10]
    )
    return frame("首页", f'<ul class="content news-photo">{rows}</ul>')


def lists(call: Call) -> str | None:
    """A list or a page of columns."""
    cat, page = call.number("catid", 0), call.number("page")
    if cat == 30:
        names = (
            (LIST + "20", "公开目录"),
            (LIST + "31", "公开年报"),
            ("/index.php?m=formguide&formid=9", "依申请公开"),
        )
        return frame("信息公开", "".join(f'<h5><a href="{h}&_={noise(h)}">{t}</a></h5>' for h, t in names))
    if cat == 31:
        items = "".join(f'<li><a href="{LIST}{c}&_={noise("cat", c)}">{a}</a></li>' for c, a in CATS.items())
        return frame("公开年报", f'<ul class="cat-area">{items}</ul>')
    if cat in CATS:
        name, docs = CATS[cat], STOCK.of(CATS[cat])
        if cat == 300:
            docs = STOCK.column([CATS[cat]])
    elif cat in (10, 20):
        name, docs = ("政务要闻", STOCK.news) if cat == 10 else ("政策公告", STOCK.other_decoys())
    else:
        return None
    total = pages_of(len(docs), SIZE)
    rows = "".join(
        f'<li><span class="rt">{d.date} 08:{d.id % 50 + 10}:00</span>·'
        f'<a href="{show(d)}&_={noise(cat, page, n)}" target="_blank" title="{attr(d)}">{d.cut(32)}</a></li>'
        for n, d in enumerate(window(docs, page, SIZE))
    )
    crumbs = f'<div class="crumbs"><a href="/">首页</a><span> &gt; </span>{name} &gt; 列表</div>'
    call_pager = f'<script type="text/javascript">writePages({cat}, {page}, {total});</script>'
    return frame(name, f'{crumbs}<ul class="list lh24 f14">{rows}</ul>{PAGER}{call_pager}')


def article(doc: Doc) -> str:
    """An article."""
    body = body_html(doc)
    if doc.form == "attach":
        body = (
            f'<p>全文请下载附件。</p><p class="down"><a href="{down(doc)}&_={noise(doc.id)}">点击下载</a></p>'
        )
    return frame(
        doc.title,
        f'<div id="Article"><h1>{doc.title}<br /><span>{doc.date} 10:2{doc.id % 10}:31　来源：{doc.agency}　评论：'
        f'</span></h1><div class="content">{body}</div></div>',
    )


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="PHPCMS v9",
    hosts=(PLACE.host,),
    home=ROOT + "/index.php",
    columns=tuple(f"{ROOT}{LIST}{cat}" for cat in CATS),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + show(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="one script for all, `_=` numbers that differ for the same article, a pager that document.write makes, "
    "downloads without extension named only by Content-Disposition (octet-stream), five rows a page",
    respond=SITE.respond,
)
