"""北河省粮食局: an old TRS site in GBK with frames, upper-case tags, picture links and articles inside an iframe."""

from __future__ import annotations

from bench.portals.known_systems.library import library
from bench.portals.known_systems.publish import note
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import ForeignPortal

PLACE = "北河省"
OFFICE = "北河省粮食局"
CITIES = ("定安市粮食局", "邢川市粮食局", "沧海市粮食局", "廊平市粮食局", "承宁市粮食局")


def page(title: str, body: str) -> str:
    """A page in the manner of 2008: upper-case tags, some never closed."""
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{title}</TITLE>
<LINK href="/images/lsj.css" type=text/css rel=stylesheet></HEAD><BODY leftMargin=0 topMargin=0>
{body}
<TABLE width=778 align=center><TR><TD align=middle>版权所有：{OFFICE}　地址：裕华路1号<BR>冀ICP备05000123号</TABLE></BODY></HTML>"""


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.bhlsj.gov.cn.test", encoding="gbk")
    own = library(
        108,
        PLACE,
        [OFFICE],
        range(2008, 2026),
        whole=True,
        gaps=0.05,
        named=False,
        files=0.1,
        decoys=10,
        skip=6,
    )
    below = library(109, PLACE, list(CITIES), range(2012, 2026), gaps=0.3, files=0.1, decoys=2, skip=1)
    columns: dict[str, tuple[str, list[Piece]]] = {
        "/zwgk/xxgknb/": (
            "信息公开年报",
            sorted(own.reports + own.decoys[:3], key=lambda p: p.date, reverse=True),
        ),
        "/zwgk/sxnb/": (
            "市级粮食部门年报",
            sorted(below.reports + below.decoys, key=lambda p: p.date, reverse=True),
        ),
        "/zwgk/qtgk/": ("其他公开信息", own.decoys[3:]),
        "/xwdt/": ("新闻动态", own.news),
    }
    listed = []
    for column, (name, pieces) in columns.items():
        hrefs = []
        for piece in pieces:
            folder = f"{column}{piece.compact[:6]}/"
            stem = f"t{piece.compact}_{piece.number}"
            inner, target = f"{folder}{stem}_nr.htm", f"{folder}{stem}.htm"
            text = piece.html()
            if piece.form != "page":
                stored = f"P0{piece.compact}{piece.seed % 10**12:012d}.{piece.form}"
                where = site.file(folder + stored, lambda piece=piece: file_bytes(piece))
                text = f'<P>附件：<A href="./{stored}">{attr(piece.title)}</A>'
            framed = piece.kind == "report" and piece.key % 2 == 0 and piece.form == "page"
            if framed:
                body = f"<HTML><META content='text/html; charset=gb2312' http-equiv=Content-Type><BODY><DIV class=TRS_Editor>{text}</DIV>"
                site.page(inner, body)
                holder = f'<IFRAME id=nr name=nr src="./{stem}_nr.htm" frameBorder=0 width=740 height=2000></IFRAME>'
            else:
                holder = f"<DIV class=TRS_Editor><DIV class=Custom_UnionStyle>{text}</DIV></DIV>"
            when = piece.date.split("-")
            url = site.page(
                target,
                page(
                    piece.title,
                    f"""<TABLE width=778 align=center border=0><TR><TD align=middle class=biaoti>{attr(piece.title)}<TR>
<TD align=middle>（{when[0]}年{when[1]}月{when[2]}日）　来源：{piece.agency}<TR><TD><HR><TR><TD>{holder}</TD></TR></TABLE>""",
                ),
            )
            note(site, piece, where if piece.form != "page" and piece.kind == "report" else url)
            hrefs.append(f"./{piece.compact[:6]}/{stem}.htm")
        parts = chunks(list(zip(pieces, hrefs, strict=True)), 18)
        for number, part in enumerate(parts):
            rows = "".join(
                f'<TR><TD width=16><IMG src="/images/dot.gif"><TD><A href="{href}" target=_blank class=font06'
                f' title="{attr(piece.title)}">{cut(piece.title, 32)}</A><TD class=hui12>{piece.date[2:].replace("-", "/")}'
                for piece, href in part
            )
            script = f"""<SCRIPT>
var currentPage = {number};
var countPage = {len(parts)};
var prevPage = currentPage-1;
if(countPage>1&&currentPage!=0&&currentPage!=1)
  document.write('<a href="index_'+prevPage+'.htm">上一页</a>&nbsp;');
else if(countPage>1&&currentPage!=0) document.write('<a href="index.htm">上一页</a>&nbsp;');
if(countPage>1&&currentPage!=(countPage-1)) document.write('<a href="index_'+(currentPage+1)+'.htm">下一页</a>&nbsp;');
document.write('共'+countPage+'页');
</SCRIPT>"""
            body = f"<TABLE width=760 align=center><TR><TD class=lanmu colspan=3>{name}{rows}</TABLE>{script}"
            file = "index.htm" if number == 0 else f"index_{number}.htm"
            site.page(column + file, page(name, body))
            if number == 0:
                site.page(column, page(name, body))
        if "nb" in column:
            listed.append(site.url(column + "index.htm"))
    top = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"></HEAD><BODY bgColor=#e8f0d8>
<TABLE width=778 align=center><TR><TD><A href="/main.htm" target=main><IMG src="/images/sy.gif" border=0 alt=首页></A>
<TD><A href="/xwdt/index.htm" target=main><IMG src="/images/xw.gif" border=0></A>
<TD><A href="/zwgk/index.htm" target=main><IMG src="/images/xxgk.gif" border=0 alt=政府信息公开></A><TD>{OFFICE}</TABLE>
</BODY></HTML>"""
    site.page("/top.htm", top)
    main = "".join(f"<LI>{cut(piece.title, 26)}" for piece in own.news[:8])
    site.page("/main.htm", page(OFFICE, f"<TABLE align=center><TR><TD>最新动态<UL>{main}</UL></TABLE>"))
    left = """<TABLE width=180 align=center><TR><TD><A href="zn.htm"><IMG src="/images/zn.gif" border=0 alt="公开指南"></A>
<TR><TD><A href="qtgk/index.htm"><IMG src="/images/ml.gif" border=0 alt="公开目录"></A>
<TR><TD><A href="xxgknb/index.htm"><IMG src="/images/nb.gif" border=0 alt="公开年报"></A>
<TR><TD><A href="sxnb/"><IMG src="/images/sxnb.gif" border=0></A></TABLE>"""
    site.page("/zwgk/index.htm", page("政府信息公开", left))
    site.page("/zwgk/zn.htm", page("公开指南", "<P>一、公开范围<P>二、公开形式<P>三、公开时限"))
    frames = f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{OFFICE}</TITLE></HEAD>
<FRAMESET rows="120,*" border=0 frameSpacing=0><FRAME name=top src="top.htm" scrolling=no noResize>
<FRAME name=main src="main.htm"><NOFRAMES><BODY>您的浏览器不支持框架</BODY></NOFRAMES></FRAMESET></HTML>"""
    site.page("/", frames)
    site.page("/index.htm", frames)
    notes = (
        "GBK; home is a frameset; picture links with alt and (市级) without; the text of half of the reports sits in an"
        " iframe; open tags in upper case; countPage only in script; index_1.htm is page two; two-digit years in dates"
    )
    return site.portal("北河省粮食局", "TRS WCM (old, GBK, frames)", "/", listed, notes)


PORTAL = build()
