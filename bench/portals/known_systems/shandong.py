"""莘阳县: the disclosure sites of Shandong (site_, channel_, doc_); agencies are chosen by a select, texts in a viewer."""

from __future__ import annotations

from urllib.parse import quote

from bench.portals.known_systems.chrome import foot, metas, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal

PLACE = "莘阳县"
SLUGS = "gzfxyx fgj jyj kjj gxj gaj mzj sfj czj rsj zrzyj yzz czjd zcz"


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    links = [("首页", "/"), ("莘阳要闻", "/xw/index.html"), ("政府信息公开", "/gongkai/")]
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>{title}</title>{extra}</head><body>
<div class="w1200"><ul class="nav">{nav(links)}</ul>{body}</div>{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article with its table of marks."""
    body = f"""<table class="article_info"><tr><th>标题：</th><td colspan="3">{attr(piece.title)}</td></tr><tr><th>索引号：</th>
<td>113715220{piece.key:05d}/{piece.date[:4]}-{piece.key:05d}</td><th>文号：</th><td></td></tr><tr><th>发文日期：</th><td>{piece.date}</td>
<th>发布机构：</th><td>{piece.agency}</td></tr></table><div class="article_title">{attr(piece.title)}</div>
<div class="article_content" id="article-content">{text}</div>"""
    return shell(piece.title, body, metas(piece, "政府信息公开年报", "莘阳县人民政府"))


def link(piece: Piece, href: str) -> str:
    """A PDF in the viewer, or a plain link to a Word file."""
    if piece.form == "pdf":
        up = quote("../../.." + href, safe="")
        return f'<p><iframe src="/assets/pdfjs/web/viewer.html?file={up}" width="100%" height="900"></iframe></p>'
    return f'<p><a href="javascript:void(0)" onclick="window.open(\'{href}\')">{attr(piece.title)}</a></p>'


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.xinyang-sd.gov.cn.test", soft_missing=True)
    towns = ["燕塔街道办事处", "朝城镇人民政府", "张寨镇人民政府"]
    agencies = county(PLACE, 10, towns)
    stock = library(114, PLACE, agencies, range(2013, 2026), files=0.3, decoys=12, skip=10, news=30)
    slugs = dict(zip(agencies, SLUGS.split(), strict=True))
    listed = []
    options = "".join(
        f'<option value="/gongkai/site_{slug}/channel_{mark(name)}/">{name.removeprefix(PLACE)}</option>'
        for name, slug in slugs.items()
    )
    pick = f"""<div class="dept">选择单位：<select onchange="if(this.value){{window.location.href=this.value;}}">
<option value="">--请选择部门（街镇）--</option>{options}</select></div>"""
    for index, (name, slug) in enumerate(slugs.items()):
        folder = f"/gongkai/site_{slug}/channel_{mark(name)}/"
        mixed = stock.of(name) + stock.decoys[index : index + 1]
        mixed = sorted(mixed, key=lambda piece: piece.date, reverse=True)
        for piece in mixed:
            stored = f"/gongkai/upload/{piece.date[:4]}/{piece.hex32[:16]}.{piece.form}"
            publish(site, piece, f"{folder}doc_{piece.hex32[:24]}.html", frame, stored, link)
        parts = chunks(mixed, 8)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                f'<li><a href="doc_{piece.hex32[:24]}.html" title="{attr(piece.title)}">{cut(piece.title, 31)}</a>'
                f"<em>{piece.date}</em></li>"
                for piece in part
            )
            after = (
                f'<a href="javascript:void(0);" onclick="window.location.href=\'index_{number + 1}.html\'">下一页</a>'
                if number < len(parts)
                else ""
            )
            body = f"{pick}<h3>{name} 政府信息公开年报</h3><ul class='news'>{rows}</ul><div class='pg'>{after}</div>"
            page = shell(f"{name}年报", body, '<meta name="ColumnName" content="政府信息公开年报"/>')
            site.page(folder if number == 1 else f"{folder}index_{number}.html", page)
        listed.append(site.url(folder))
    for piece in stock.news:
        publish(site, piece, f"/xw/art/{piece.number}.html", frame)
    parts = chunks(stock.news, 10)
    for number, part in enumerate(parts, 1):
        rows = "".join(
            f'<li><a href="art/{piece.number}.html">{cut(piece.title, 24)}</a></li>' for piece in part
        )
        after = f'<a href="index_{number + 1}.html">下一页</a>' if number < len(parts) else ""
        site.page(
            f"/xw/index{'' if number == 1 else f'_{number}'}.html", shell("要闻", f"<ul>{rows}</ul>{after}")
        )
    first = agencies[0]
    menu = nav(
        [
            ("政府信息公开指南", "/gongkai/zn.html"),
            ("政府信息公开年报", f"/gongkai/site_{slugs[first]}/channel_{mark(first)}/"),
        ]
    )
    site.page("/gongkai/", shell("政府信息公开", f"<ul>{menu}</ul>"))
    site.page("/gongkai/zn.html", shell("公开指南", "<p>政府信息公开指南</p>"))
    site.page("/", shell("莘阳县人民政府", '<div class="b"><a href="/gongkai/">政府信息公开</a></div>'))
    viewer = "<html><head><title>PDF.js viewer</title></head><body><div id='viewer'></div></body></html>"
    site.handle("/assets/pdfjs/web/viewer.html", lambda _request, _query: site.html(viewer))
    notes = (
        "agencies only in a <select onchange=location>; 下一页 by onclick with window.location; PDF in a pdfjs viewer"
        " (?file=../../.., percent-encoded); Word files by window.open; missing pages answer 200 页面不存在"
    )
    return site.portal("莘阳县", "Shandong site_/channel_/doc_", "/", listed, notes)


def mark(name: str) -> str:
    """The channel of an agency: twenty-four hex digits."""
    return Piece(3, name, name, 0, "", "news").hex32[:24]


PORTAL = build()
