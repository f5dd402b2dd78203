"""湘岳县: a Hunan node tree; folders are numbers, a column with one article shows that article as index.htm."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import note, publish
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal

PLACE = "湘岳县"
ROOT = "/31185"


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal in GB2312."""
    links = [
        ("首页", f"{ROOT}/index.htm"),
        ("湘岳要闻", f"{ROOT}/31201/index.htm"),
        ("信息公开", f"{ROOT}/32018/index.htm"),
    ]
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>{title}</title>{extra}
</head><body><table width="980" align="center"><tr>{nav(links, "td")}</tr></table>{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    when = piece.date.split("-")
    body = f"""<div class="main"><h2>{attr(piece.title)}</h2><p class="xx">湘岳县政府门户网站 发布时间：{when[0]}年{when[1]}月{when[2]}日
信息来源：{piece.agency}</p><div id="zoom" class="content">{text}</div></div>"""
    return shell(piece.title, body)


def viewer(piece: Piece, href: str) -> str:
    """The file in a viewer, as the editor puts it."""
    if piece.form == "pdf":
        return f'<p><a href="/pdfjs/web/viewer.html?file=../..{href}" target="_blank">点击查看：{attr(piece.title)}</a></p>'
    return f'<p><a href="{href}">{attr(piece.title)}</a></p>'


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.xiangyue.gov.cn.test", encoding="gb2312")
    towns = ["文星镇人民政府", "鹤龙湖镇人民政府", "樟树镇人民政府"]
    agencies = county(PLACE, 8, towns)
    stock = library(116, PLACE, agencies, range(2015, 2026), files=0.15, decoys=10, skip=14, news=26)
    home_of_reports = f"{ROOT}/32018/39600"
    units = []
    listed = []
    for index, name in enumerate(agencies):
        node = 39610 + index * 3
        folder = f"{home_of_reports}/{node}"
        units.append((name.removeprefix(PLACE) if index else name, f"{folder}/index.htm"))
        mixed = stock.of(name) + stock.decoys[index : index + 1]
        mixed = sorted(mixed, key=lambda piece: piece.date, reverse=True)
        yearly = index % 3 == 1
        items = []
        for piece in mixed:
            stored = f"/upfiles/{piece.compact}/{piece.hex32[:14]}.{piece.form}"
            if yearly and piece.kind == "report":
                place = f"{folder}/{40000 + index * 100 + piece.year - 2000}"
                target = f"{place}/index.htm"
                publish(site, piece, target, frame, stored, viewer)
                items.append((f"{piece.year}年度", target, piece))
            else:
                target = f"{folder}/content_{piece.number}.htm" + ("l" if piece.key % 2 else "")
                publish(site, piece, target, frame, stored, viewer)
                items.append((piece.title, target, piece))
        if yearly:
            rows = "".join(
                f'<td><a href="{target.removeprefix(folder + "/")}"><img src="/images/folder.gif" border="0">{text}</a></td>'
                for text, target, _ in items
            )
            site.page(f"{folder}/index.htm", shell(f"{name}年报", f"<table><tr>{rows}</tr></table>"))
        else:
            parts = chunks(items, 7)
            for number, part in enumerate(parts, 1):
                rows = "".join(
                    f'<dl><dt><a href="{target.removeprefix(folder + "/")}" title="{attr(piece.title)}">{cut(text, 27)}</a>'
                    f"</dt><dd>{piece.date}</dd></dl>"
                    for text, target, piece in part
                )
                after = f'<a href="index_{number + 1}.htm">[下一页]</a>' if number < len(parts) else ""
                end = f'<a href="index_{len(parts)}.htm">[尾页]</a>' if number < len(parts) else ""
                body = f"<div class='lb'>{rows}</div><div>共{len(items)}条 {after} {end}</div>"
                file = "index.htm" if number == 1 else f"index_{number}.htm"
                site.page(f"{folder}/{file}", shell(f"{name}年报", body))
        listed.append(site.url(f"{folder}/index.htm"))
    single = library(117, PLACE, [f"{PLACE}供销合作社联合社"], (2022,), gaps=0.0, decoys=0, news=0).reports
    for piece in single:
        target = f"{home_of_reports}/39690/index.htm"
        note(site, piece, site.page(target, frame(piece, piece.html())))
        units.append(("供销合作社联合社", target))
        listed.append(site.url(target))
    for piece in stock.news:
        publish(site, piece, f"{ROOT}/31201/content_{piece.number}.html", frame)
    parts = chunks(stock.news, 10)
    for number, part in enumerate(parts, 1):
        rows = "".join(
            f'<li><a href="content_{piece.number}.html">{cut(piece.title, 24)}</a></li>' for piece in part
        )
        after = f'<a href="index_{number + 1}.htm">[下一页]</a>' if number < len(parts) else ""
        file = "index.htm" if number == 1 else f"index_{number}.htm"
        site.page(f"{ROOT}/31201/{file}", shell("湘岳要闻", f"<ul>{rows}</ul>{after}"))
    cells = nav([(text, target.removeprefix(ROOT + "/32018/")) for text, target in units])
    menu = f"""<div><a href="39500/index.htm">公开指南</a></div>
<div class="tree"><span onclick="javascript:void(0)">信息公开年报</span><ul>{cells}</ul></div>"""
    site.page(f"{ROOT}/32018/index.htm", shell("信息公开", menu))
    site.page(f"{ROOT}/32018/39500/index.htm", shell("公开指南", "<div id=zoom><p>公开指南内容</p></div>"))
    home = shell(
        "湘岳县人民政府",
        '<a href="/31185/32018/index.htm"><img src="/images/xxgk.gif" alt="政府信息公开"></a>',
    )
    site.page("/", home)
    site.page(f"{ROOT}/index.htm", home)
    pane = "<html><head><title>查看器</title></head><body></body></html>"
    site.handle("/pdfjs/web/viewer.html", lambda _request, _query: site.html(pane))
    notes = (
        "GB2312; numeric folders; for a third of the agencies every year is a node whose index.htm is the report (link"
        " text only 2023年度); one agency's column is its only report; dates in sibling <dd>; pdfjs link ?file=../.."
    )
    return site.portal("湘岳县", "Hunan node tree", "/", listed, notes)


PORTAL = build()
