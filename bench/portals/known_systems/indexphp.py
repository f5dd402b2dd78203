"""麒山区: a PHP system with index.php addresses in GBK; year lists, pager icons without alt, totals in tags."""

from __future__ import annotations

from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal

PLACE = "麒山区"
BASE = "/index.php/gov/public"


def shell(title: str, body: str) -> str:
    """A page of the portal, in the unclosed manner of its time."""
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN"><HTML><HEAD><TITLE>{title}</TITLE>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gbk"><base href="http://www.qishan-qj.gov.cn.test/">
</HEAD><BODY><TABLE WIDTH=960 ALIGN=CENTER><TR><TD><A HREF="index.php">首页</A><TD><A HREF="index.php/gov/news/lists/1.html">
区内要闻</A><TD><A HREF="index.php/gov/public/index.html">政府信息公开</A></TABLE>{body}
<TABLE ALIGN=CENTER><TR><TD>麒山区人民政府办公室　滇ICP备05000001号</TABLE></BODY></HTML>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    body = f"""<TABLE WIDTH=960 ALIGN=CENTER CLASS=detail><TR><TD><H3>{attr(piece.title)}</H3><TR><TD>
发布时间：{piece.date.replace("-", ".")} 　来源：{piece.agency}<TR><TD CLASS=nr>{text}</TABLE>"""
    return shell(piece.title, body)


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.qishan-qj.gov.cn.test", encoding="gbk")
    towns = ["南宁北街道办事处", "建宁街道办事处", "越州镇人民政府", "东山镇人民政府", "茨营镇人民政府"]
    stock = library(
        120, PLACE, county(PLACE, 8, towns), range(2013, 2026), files=0.12, decoys=12, skip=17, news=24
    )
    years = range(2013, 2026)
    listed = []
    for index, year in enumerate(years):
        mine = [piece for piece in stock.reports if piece.year == year]
        mixed = mine + stock.decoys[index : index + 1][: index < 8]
        for piece in mixed:
            stored = f"/uploads/file/{piece.compact}/{piece.hex32[:20]}.{piece.form}"
            target = f"{BASE}/detail/{year}n/{piece.number}.html"
            publish(site, piece, target, frame, stored, href=stored.lstrip("/"))
        parts = chunks(mixed, 6)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                f'<TR><TD>{order}<TD><A HREF="index.php/gov/public/detail/{year}n/{piece.number}.html"'
                f' TITLE="{attr(piece.title)}">{cut(piece.title, 28)}</A><TD NOWRAP>{piece.date}'
                for order, piece in enumerate(part, 1)
            )
            at = f"index.php/gov/public/nianbao/{year}n"
            before = (
                f'<A HREF="{at}/{number - 1}.html"><IMG SRC="images/prev.gif" BORDER=0></A>'
                if number > 1
                else ""
            )
            after = (
                f'<A HREF="{at}/{number + 1}.html"><IMG SRC="images/next.gif" BORDER=0></A>'
                if number < len(parts)
                else ""
            )
            body = f"""<TABLE WIDTH=960 ALIGN=CENTER><CAPTION>{year}年</CAPTION>{rows}</TABLE><CENTER>总记录：<B>{len(mixed)}</B>
总页数：<B>{len(parts)}</B> 当前页：<B>{number}</B> {before} {after}</CENTER>"""
            site.page(f"{BASE}/nianbao/{year}n/{number}.html", shell(f"{year}年年报", body))
        listed.append(site.url(f"{BASE}/nianbao/{year}n/1.html"))
    for piece in stock.decoys[8:] + stock.news:
        publish(site, piece, f"/index.php/gov/news/detail/{piece.number}.html", frame)
    parts = chunks(stock.decoys[8:] + stock.news, 10)
    for number, part in enumerate(parts, 1):
        rows = "".join(
            f'<LI><A HREF="index.php/gov/news/detail/{piece.number}.html">{cut(piece.title, 24)}</A> ({piece.date})'
            for piece in part
        )
        after = (
            f'<A HREF="index.php/gov/news/lists/{number + 1}.html">下一页</A>' if number < len(parts) else ""
        )
        site.page(f"/index.php/gov/news/lists/{number}.html", shell("区内要闻", f"<UL>{rows}</UL>{after}"))
    folders = "".join(
        f'<TD><A HREF="index.php/gov/public/nianbao/{year}n/1.html"><IMG SRC="images/wjj.gif" BORDER=0><BR>{year}年</A>'
        for year in reversed(years)
    )
    site.page(f"{BASE}/nianbao.html", shell("政府信息公开年报", f"<TABLE ALIGN=CENTER><TR>{folders}</TABLE>"))
    menu = """<TABLE ALIGN=CENTER><TR><TD><A HREF="index.php/gov/public/zhinan.html">公开指南</A><TR><TD>
<A HREF="index.php/gov/public/nianbao.html">年度报告</A></TABLE>"""
    site.page(f"{BASE}/index.html", shell("政府信息公开", menu))
    site.page(f"{BASE}/zhinan.html", shell("公开指南", "<P>公开指南"))
    home = shell("麒山区人民政府", "<CENTER><FONT SIZE=5>麒山欢迎您</FONT></CENTER>")
    site.page("/", home)
    site.page("/index.php", home)
    notes = (
        "GBK told only by a meta; <base>; upper-case, unclosed; year folders (2022n); 总页数：<B>2</B>; pager pictures"
        " without alt; menu says only 年度报告"
    )
    return site.portal("麒山区", "bare /index.php/gov/public/detail (麒麟-like)", "/", listed, notes)


PORTAL = build()
