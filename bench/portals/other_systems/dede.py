"""A county on DedeCMS in GB2312: static lists, image links, files on a second host, an odd charset label."""

from __future__ import annotations

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock, attr, clutter
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, pages_of, window
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = make_place("麦积川县", "www.maijichuan.gov.cn.test", 8, 5, 31)
FILE_HOST = "files.maijichuan.gov.cn.test"
STOCK = Stock(PLACE, range(2010, 2021), 32, {"page": 0.8, "attach": 0.12, "direct": 0.08}, nameless=0.35)
SITE = Site("gb2312")
SITE.clutter = clutter(PLACE, "upper")
ROOT = "http://" + PLACE.host
TIDS = {40 + n: agency for n, agency in enumerate(PLACE.agencies)}
TID_OF = {agency: tid for tid, agency in TIDS.items()}
ODD_TID = 44
SIZE = 6


def article_path(doc: Doc) -> str:
    """The address of an article: by column, day and number."""
    part = {"report": f"nb/{TID_OF.get(doc.agency, 40)}", "decoy": "gg", "news": "yw"}[doc.kind]
    return f"/a/{part}/{doc.date[:4]}/{doc.date[5:].replace('-', '')}/{doc.id}.html"


def file_url(doc: Doc) -> str:
    """The address of a file on the second host."""
    return (
        f"http://{FILE_HOST}/soft/{doc.date[2:4]}{doc.date[5:7]}/{TID_OF[doc.agency]}_{doc.key[:8]}.{doc.ext}"
    )


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + article_path(doc) if doc.form == "page" else file_url(doc)


ARTICLES = {article_path(d): d for d in STOCK.docs if d.form != "direct"}
FILES = {file_url(d).split(FILE_HOST)[1]: d for d in STOCK.reports if d.form != "page"}


def frame(title: str, inner: str, label: str = "gb2312") -> str:
    """The page around the content, in the capitals of its time."""
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<HTML>\n<HEAD>\n'
        f'<META http-equiv=Content-Type content="text/html; charset={label}">\n<TITLE>{title}</TITLE>\n'
        "<META content=DedeCMS name=generator>\n</HEAD>\n<BODY bgColor=#ffffff topMargin=0>\n"
        '<TABLE cellSpacing=0 cellPadding=0 width=960 align=center border=0><TR><TD><IMG src="/templets/images/top.jpg">'
        "<TR><TD class=nav><A href='/'>网站首页</A> | <A href='/a/yw/'>麦积川要闻</A> | "
        "<A href='/a/gg/'>公示公告</A> | <A href='/xxgk/index.html'>政务公开</A></TABLE>\n"
        f"{inner}\n<TABLE width=960 align=center><TR><TD align=middle>{PLACE.name}人民政府主办 <BR>"
        "陇ICP备05000000号</TABLE>\n<!--foot--></BODY>\n</HTML>"
    )


def pager(base: str, page: int, total: int, count: int) -> str:
    """The page numbers with a select, as the list tag prints them."""

    def name(n: int) -> str:
        return f"list_{base}_{n}.html"

    items = "<li><a href='" + name(1) + "'>首页</a></li>"
    items += "".join(
        f'<li class="thisclass">{n}</li>' if n == page else f"<li><a href='{name(n)}'>{n}</a></li>"
        for n in range(1, total + 1)
    )
    if page < total:
        items += f"<li><a href='{name(page + 1)}'>下一页</a></li>\n<li><a href='{name(total)}'>末页</a></li>"
    options = "".join(
        f"<option value='{name(n)}'{' selected' * (n == page)}>{n}</option>" for n in range(1, total + 1)
    )
    jump = "<select name='sldd' style='width:38px' onchange='location.href=this.options[this.selectedIndex].value;'>"
    tail = f'<li>{jump}{options}</select></li><li><span class="pageinfo">共 <strong>{total}</strong>页{count}条</span></li>'
    return f'<div class="dede_pages"><ul class="pagelist">{items}{tail}</ul></div>'


def listing(name: str, docs: list[Doc], base: str, page: int, label: str = "gb2312") -> str | None:
    """A page of a list."""
    total = pages_of(len(docs), SIZE)
    if not 1 <= page <= total:
        return None
    rows = ""
    for d in window(docs, page, SIZE):
        href = file_url(d) if d.form == "direct" else article_path(d)
        rows += f'<LI><span class="date">{d.date}</span><A title="{attr(d)}" href="{href}" target=_blank>{d.cut(26)}</A>\n'
    return frame(
        name,
        f"<DIV class=place>当前位置：{name}</DIV><UL class=e2>{rows}</UL>{pager(base, page, total, len(docs))}",
        label,
    )


@SITE.route(r"/(index\.html)?")
def home(call: Call, _: str | None) -> str:
    """The home page; its way to disclosure is a picture."""
    rows = "".join(f"<LI><A href='{article_path(d)}'>{d.cut(22)}</A> {d.date[5:]}\n" for d in STOCK.news[:8])
    pictures = (
        '<A href="./xxgk/index.html"><IMG height=60 alt=政府信息公开 src="/templets/images/xxgk.gif" border=0></A><BR>'
        '<A href="./xxgk/nb.html"><IMG height=60 alt=政府信息公开年报 src="/templets/images/nb.gif" border=0></A>'
    )
    return frame(
        f"{PLACE.name}人民政府网",
        f"<TABLE width=960 align=center><TR><TD><UL>{rows}</UL><TD width=200>{pictures}</TABLE>",
    )


@SITE.route(r"/xxgk/index\.html")
def disclosure(call: Call) -> str:
    """The disclosure page: a column of pictures."""
    links = (
        ("../a/gg/", "公开目录", "ml"),
        ("nb.html", "政府信息公开年报", "nb"),
        ("../plus/ysq.php", "依申请公开", "ysq"),
    )
    rows = "".join(
        f'<TR><TD><A href="{h}"><IMG alt={t} src="../templets/images/{i}.gif" border=0></A>'
        for h, t, i in links
    )
    return frame("政府信息公开", f"<TABLE width=220 align=center>{rows}</TABLE>")


@SITE.route(r"/xxgk/nb\.html")
def agencies(call: Call) -> str:
    """The agencies, each a column."""
    cells = "".join(
        f'<TD><A href="../a/nb/{t}/">{a}</A></TD>' + ("<TR>" if t % 4 == 3 else "") for t, a in TIDS.items()
    )
    extra = "".join(f'<LI><A href="{article_path(d)}">{d.title}</A>' for d in STOCK.column([]))
    return frame(
        "政府信息公开年报", f"<TABLE width=960 align=center border=1><TR>{cells}</TABLE><UL>{extra}</UL>"
    )


@SITE.route(r"/a/nb/(\d+)/(?:list_\d+_(\d+)\.html|index\.html)?")
def annual(call: Call, tid_text: str, page: str | None) -> Response | str | None:
    """The reports of one agency; one column has a charset label that no reader knows."""
    tid = int(tid_text)
    if tid not in TIDS:
        return None
    label = "gb_2312-80x" if tid == ODD_TID else "gb2312"
    text = listing(f"{TIDS[tid]}政府信息公开年报", STOCK.of(TIDS[tid]), str(tid), int(page or 1), label)
    if text is None or tid != ODD_TID:
        return text
    text = text.replace("<!--foot-->", SITE.clutter)
    return Response(text.encode("gbk"), 200, "text/html; charset=gb_2312-80x")


@SITE.route(r"/a/(yw|gg)/(?:list_\d+_(\d+)\.html|index\.html)?")
def news(call: Call, part: str, page: str | None) -> str | None:
    """News or announcements."""
    docs, name = (STOCK.news, "麦积川要闻") if part == "yw" else (STOCK.other_decoys(), "公示公告")
    return listing(name, docs, "3" if part == "yw" else "7", int(page or 1))


@SITE.route(r"/a/.+\.html")
def article(call: Call) -> str | None:
    """An article."""
    doc = ARTICLES.get(call.path)
    if doc is None:
        return None
    body = body_html(doc, "upper")
    if doc.form == "attach":
        body = f"<P>点击下载：<A href=\"{file_url(doc)}\"><IMG src='/plus/img/addon.gif'>{doc.title}</A>"
    inner = (
        f"<DIV class=title><H2>{doc.title}</H2></DIV><DIV class=info><SMALL>时间:</SMALL>{doc.date} 15:0{doc.id % 10}"
        f'<SMALL>来源:</SMALL>{doc.agency} <SMALL>点击:</SMALL><script src="/plus/count.php?aid={doc.id}"></script>次</DIV>'
        f"<DIV class=content><TABLE><TR><TD>{body}</TABLE></DIV>"
    )
    return frame(doc.title, inner)


def respond(request: Request) -> Response:
    """The answer of either host."""
    if request.host.split(":")[0].lower() != FILE_HOST:
        return SITE.respond(request)
    doc = FILES.get(request.target.partition("?")[0])
    return file_response(doc) if doc else Response(b"404 Not Found", 404, "text/plain")


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="DedeCMS 织梦",
    hosts=(PLACE.host, FILE_HOST),
    home=ROOT + "/",
    columns=tuple(f"{ROOT}/a/nb/{tid}/" for tid in TIDS),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + article_path(d) for d in STOCK.decoys),
    needs_browser=False,
    notes="GB2312, capitals and open tags, image links with unquoted alt, select of pages, files on another host, "
    "one column with charset=gb_2312-80x, relative ./ and ../ addresses, prose reports before 2019",
    respond=respond,
)
