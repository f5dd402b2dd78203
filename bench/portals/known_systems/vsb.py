"""谷阳县: 博达 VSB; list pages count down, totals in tags, downloads without an ending."""

from __future__ import annotations

from bench.portals.known_systems.chrome import nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import KINDS, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import ForeignPortal

PLACE = "谷阳县"
OWNER = "1348217755"


def shell(title: str, body: str, up: str = "") -> str:
    """A page of the portal; VSB prints all addresses relative to the page."""
    links = [
        ("网站首页", f"{up}index.htm"),
        ("谷阳要闻", f"{up}xwzx/gyyw.htm"),
        ("政府信息公开", f"{up}zfxxgk.htm"),
    ]
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<HTML><HEAD><TITLE>{title}</TITLE><META Name="keywords" Content="谷阳县人民政府" />
<META content="text/html; charset=UTF-8" http-equiv="Content-Type">
<link rel="stylesheet" type="text/css" href="{up}style/style.css">
<!--Announced by Visual SiteBuilder 9--></HEAD><BODY><div class="dh"><ul>{nav(links)}</ul></div>{body}
<div class="footer"><p>谷阳县人民政府办公室主办　陕ICP备06000001号</p></div></BODY></HTML>"""


def frame(piece: Piece, text: str) -> str:
    """An article page with the form and the script marks of the system."""
    tree = 1052 if piece.kind == "report" else 1021
    body = f"""<form name="_newscontent_fromname"><div class="content"><h1 align="center">{attr(piece.title)}</h1>
<div align="center"><script language="javascript" src="../../system/resource/js/news/newscontent.js"></script>
日期：{piece.date[:4]}年{piece.date[5:7]}月{piece.date[8:]}日 &nbsp;来源：{piece.agency}&nbsp; 点击：[<script>
_showDynClicks("wbnews", {OWNER}, {piece.number})</script>]</div><div id="vsb_content"><div class="v_news_content">
{text}</div></div><div id="div_vote_id"></div></div></form>
<p>上一条：<a href="{piece.number - 37}.htm">上一篇</a></p>"""
    return shell(f"{piece.title}-谷阳县人民政府", f"<!-- {tree} -->" + body, "../../")


def link(piece: Piece, href: str) -> str:
    """The list of attachments under an article."""
    name = attr(f"{piece.title}.{piece.form}")
    return (
        f'<p>{piece.year}年度报告见附件。</p><ul style="list-style-type:none;"><li>附件【<a href="{attr(href)}"'
        f' target="_blank">{name}</a>】已下载<span id="nattach{piece.number}"></span>次</li></ul>'
    )


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.guyang.gov.cn.test")
    towns = [
        "府前街道办事处",
        "黄甫镇人民政府",
        "麻镇人民政府",
        "哈镇人民政府",
        "庙沟门镇人民政府",
        "新民镇人民政府",
    ]
    stock = library(
        110, PLACE, county(PLACE, 10, towns), range(2014, 2026), files=0.15, decoys=12, skip=8, news=44
    )
    near = [piece for piece in stock.reports if not piece.agency.endswith(tuple(towns))]
    far = [piece for piece in stock.reports if piece.agency.endswith(tuple(towns))]
    lists = {
        "zfxxgk/zfxxgknb/bm": (
            "部门年报",
            1052,
            sorted(near + stock.decoys[:4], key=lambda p: p.date, reverse=True),
        ),
        "zfxxgk/zfxxgknb/xz": ("乡镇年报", 1053, far),
        "zfxxgk/zdgk": ("主动公开", 1060, stock.decoys[4:]),
        "xwzx/gyyw": ("谷阳要闻", 1021, stock.news),
    }
    listed = []
    for stem, (name, tree, pieces) in lists.items():
        for piece in pieces:
            query = f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner={OWNER}&wbfileid={piece.number}"
            publish(site, piece, f"/info/{tree}/{piece.number}.htm", frame, query, link, href=query)
            if piece.form != "page":
                site.file(
                    query,
                    lambda piece=piece: file_bytes(piece),
                    KINDS[piece.form],
                    f"{piece.number}.{piece.form}",
                )
        parts = chunks(pieces, 16)
        count = len(parts)
        folder, _, last = f"/{stem}".rpartition("/")
        for number, part in enumerate(parts, 1):
            deep = number > 1
            up = "../" * (stem.count("/") + deep)
            rows = "".join(
                f'<li id="line_u8_{index}"><span>{piece.date}</span><a href="{up}info/{tree}/{piece.number}.htm"'
                f' target="_blank" title="{attr(piece.title)}">{cut(piece.title, 33)}</a></li>'
                for index, piece in enumerate(part)
            )

            def at(target: int, deep: bool = deep, last: str = last, count: int = count) -> str:
                """The relative address of a page: the first is the list, page two has the highest number."""
                if target == 1:
                    return f"../{last}.htm" if deep else f"{last}.htm"
                file = f"{count - target + 1}.htm"
                return file if deep else f"{last}/{file}"

            before = (
                f'<a href="{at(1)}">首页</a> <a href="{at(number - 1)}">上页</a>'
                if deep
                else "<span>首页</span> 上页"
            )
            after = (
                f'<a href="{at(number + 1)}" class="Next">下页</a> <a href="{at(count)}">尾页</a>'
                if number < count
                else "下页 尾页"
            )
            pages = (
                f'<div class="pb_sys_common"><span class="p_t">共<b>{len(pieces)}</b>条</span> 总页数：<b>{count}</b>'
                f" 当前页：<font color=red>{number}</font> {before} {after}</div>"
            )
            target = f"/{stem}.htm" if number == 1 else f"{folder}/{last}/{count - number + 1}.htm"
            site.page(target, shell(name, f'<div class="list"><ul>{rows}</ul></div>{pages}', up))
        if "nb" in stem:
            listed.append(site.url(f"/{stem}.htm"))
    menu = """<div class="left"><a href="zfxxgk/zfxxgkzn.htm">政府信息公开指南</a><a href="zfxxgk/zdgk.htm">法定主动公开内容</a>
<a href="zfxxgk/zfxxgknb.htm">政府信息公开年报</a></div>"""
    site.page("/zfxxgk.htm", shell("政府信息公开", menu))
    both = '<div><a href="zfxxgknb/bm.htm">县政府部门</a> | <a href="zfxxgknb/xz.htm">镇（街道）</a></div>'
    site.page("/zfxxgk/zfxxgknb.htm", shell("政府信息公开年报", both, "../"))
    guide = '<div id="vsb_content_2"><p>谷阳县人民政府信息公开指南。</p></div>'
    site.page("/zfxxgk/zfxxgkzn.htm", shell("政府信息公开指南", guide, "../"))
    top = "".join(
        f'<li><a href="info/1021/{piece.number}.htm">{cut(piece.title, 22)}</a></li>'
        for piece in stock.news[:8]
    )
    home = shell("谷阳县人民政府", f"<ul>{top}</ul>")
    site.page("/", home)
    site.page("/index.htm", home)
    notes = (
        "list pages count down (page two of five is bm/4.htm); 总页数：<b>n</b>; all addresses relative; attachments by"
        " /system/_content/download.jsp without an ending"
    )
    return site.portal("谷阳县", "博达 VSB (Visual SiteBuilder)", "/", listed, notes)


PORTAL = build()
