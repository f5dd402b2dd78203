"""南屏市: Fujian cms/html; a home that refreshes to its folder, picture pagers, picture links."""

from __future__ import annotations

from bench.portals.known_systems.chrome import metas, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish, publish_file
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Response

PLACE = "南屏市"
ROOT = "/cms/html/npszf"


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    links = [
        ("首页", f"{ROOT}/index.html"),
        ("新闻动态", f"{ROOT}/xwdt/index.html"),
        ("信息公开", f"{ROOT}/xxgk/index.html"),
    ]
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title>{extra}
<link href="/cms/siteresource/css.css" rel="stylesheet" /></head><body><div class="topnav">{nav(links, "span")}</div>
{body}<div class="foot">南屏市人民政府主办　闽ICP备05000001号</div></body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    body = f"""<div class="xl_main"><div class="xl_tit">{attr(piece.title)}</div><div class="xl_tit2">来源：{piece.agency}
&nbsp;&nbsp;时间：{piece.date} 08:30&nbsp;&nbsp;浏览量：<span id="hits">--</span></div><div class="xl_con" id="content">{text}</div></div>"""
    return shell(piece.title, body, metas(piece, "政府信息公开年度报告", "南屏市人民政府"))


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.npsf.gov.cn.test")
    places = ["延安区人民政府", "建溪区人民政府", "浦洲县人民政府", "光岭县人民政府"]
    stock = library(
        115, PLACE, county(PLACE, 11, places), range(2014, 2026), files=0.18, decoys=14, skip=1, news=34
    )
    far = [piece for piece in stock.reports if piece.agency.endswith(tuple(places))]
    near = [piece for piece in stock.reports if piece not in far]
    groups = {
        "zfxxgkndbg": (
            "部门年度报告",
            sorted(near + stock.decoys[:5], key=lambda piece: piece.date, reverse=True),
        ),
        "xqndbg": ("县（市、区）年度报告", far),
        "zdgk": ("主动公开", stock.decoys[5:]),
        "xwdt": ("新闻动态", stock.news),
    }
    for group, (name, pieces) in groups.items():
        hrefs = []
        for piece in pieces:
            if piece.kind == "report" and piece.form == "pdf":
                href = f"/cms/sitemanage/fileview.shtml?id={piece.number}0&siteId={300000 + len(pieces)}"
                publish_file(site, piece, href, "application/pdf", f"{piece.number}.pdf")
                hrefs.append(href)
                continue
            target = f"{ROOT}/{piece.date}/{piece.number}1.html"
            stored = f"/cms/infopublic/attach/{piece.hex32}.{piece.form}"
            publish(site, piece, target, frame, stored)
            hrefs.append(target)
        parts = chunks(list(zip(pieces, hrefs, strict=True)), 14)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                f'<tr><td><a href="{href}" target="_blank" title="{attr(piece.title)}">{cut(piece.title, 22)}</a></td>'
                f"<td>{piece.date}</td></tr>"
                for piece, href in part
            )
            alts = ("上一页", "下一页") if group == "zfxxgkndbg" else ("", "")
            before = "index.html" if number == 2 else f"index_{number - 1}.html"
            pager = ""
            if number > 1:
                pager += f'<a href="{before}"><img src="/cms/siteresource/images/prev.gif"{alt(alts[0])} border="0"></a>'
            pager += f"&nbsp;{number}/{len(parts)}&nbsp;"
            if number < len(parts):
                after = f'<img src="/cms/siteresource/images/next.gif"{alt(alts[1])} border="0">'
                pager += f'<a href="index_{number + 1}.html">{after}</a>'
            body = f'<table class="lb" width="100%"><caption>{name}</caption>{rows}</table><div class="fy">{pager}</div>'
            file = "index.html" if number == 1 else f"index_{number}.html"
            site.page(f"{ROOT}/{group}/{file}", shell(name, body))
    tiles = """<div class="tiles"><a href="../zn/index.html"><img src="/cms/siteresource/images/zn.jpg" alt="政府信息公开指南"/></a>
<a href="../zdgk/index.html"><img src="/cms/siteresource/images/ml.jpg" alt="政府信息公开目录"/></a>
<a href="../nb/index.html"><img src="/cms/siteresource/images/nb.jpg" alt="政府信息公开年度报告"/></a></div>"""
    site.page(f"{ROOT}/xxgk/index.html", shell("信息公开", tiles))
    both = nav([("市政府及部门", "../zfxxgkndbg/index.html"), ("县（市、区）", "../xqndbg/index.html")])
    site.page(f"{ROOT}/nb/index.html", shell("政府信息公开年度报告", f"<ul>{both}</ul>"))
    site.page(f"{ROOT}/zn/index.html", shell("指南", "<p>申请方式：当面申请、网络申请、信函申请。</p>"))
    site.page(f"{ROOT}/index.html", shell("南屏市人民政府", '<div class="flash"></div>'))
    jump = f'<html><head><meta http-equiv="refresh" content="0;url={ROOT[1:]}/index.html"></head><body></body></html>'
    site.handle("/", lambda _request, _query: Response(jump.encode()))
    listed = [site.url(f"{ROOT}/zfxxgkndbg/index.html"), site.url(f"{ROOT}/xqndbg/index.html")]
    notes = (
        "home refreshes by meta (relative address); picture links with alt; pagers are pictures with alt in one list"
        " and without alt in the other; PDF straight from the list by fileview.shtml?id="
    )
    return site.portal("南屏市", "Fujian cms/html", "/", listed, notes)


def alt(text: str) -> str:
    """The alt of a picture, or nothing."""
    return f' alt="{text}"' if text else ""


PORTAL = build()
