"""利河县: Longxun (Anhui); a column of annual reports for each agency with year filters, towns on a second host."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, index_table, metas, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Query, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = "利河县"
XXGK = "xxgk.lihe.gov.cn.test"
TOWNS = ["城关镇人民政府", "张村镇人民政府", "巩店镇人民政府", "旧城镇人民政府", "江集镇人民政府"]
OPEN = "/openness/detail/annual_report/"


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    www = "http://www.lihe.gov.cn.test"
    links = [
        ("首页", f"{www}/"),
        ("资讯中心", f"{www}/News/list/1.html"),
        ("政务公开", f"{www}/public/index.html"),
    ]
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{extra}</head><body>
<div id="wrap"><div id="container"><ul id="j-nav">{nav(links)}</ul>{body}</div></div>{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    body = f"""<div class="lmy_wz">您现在所在的位置：<a href="/">首页</a> &gt; 政务公开 &gt; 政府信息公开年报 &gt; 内容</div>
{index_table(piece)}<div class="wzcon j-fontContent"><h1 class="newstitle">{attr(piece.title)}</h1><div class="newsinfo">
<span>发布时间：{piece.date} 10:05</span> <span>来源：{piece.agency}</span> 字体：【大 中 小】</div>{text}</div>"""
    return shell(piece.title, body, metas(piece, "政府信息公开年报", "利河县人民政府"))


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.lihe.gov.cn.test", XXGK)
    agencies = county(PLACE, 9, [])
    stock = library(112, PLACE, agencies, range(2014, 2026), gaps=0.1, files=0.1, decoys=12, skip=4, news=30)
    orgs = {name: 6596500 + index * 11 for index, name in enumerate(agencies)}
    by_org = {str(org): name for name, org in orgs.items()}
    extra = {name: stock.decoys[index : index + 1] for index, name in enumerate(agencies[:6])}
    for name, org in orgs.items():
        for piece in stock.of(name) + extra.get(name, []):
            target = f"/public/{org}/{piece.number}1.html"
            stored = f"/group1/M00/0{org % 9}/{piece.hex32[:2]}/{piece.hex32}.{piece.form}"
            publish(site, piece, target, frame, stored)
    for piece in stock.decoys[6:] + stock.news:
        publish(site, piece, f"/News/show/{piece.number}1.html", frame)

    def column(_: Request, query: Query, org: str) -> Response:
        """The annual reports of an agency: all of a year, or the newest in full and a list of the years."""
        name = by_org[org]
        kind, year = query.get("type", "4"), query.get("timeFrame", "")
        base = f"/public/column/{org}?type=3&nav=3"
        left = nav(
            [
                ("政府信息公开指南", f"/public/column/{org}?type=2&nav=2"),
                ("法定主动公开内容", f"/public/column/{org}?type=4&nav=4"),
                ("政府信息公开年报", base),
            ]
        )
        if kind != "3":
            return site.html(
                shell(f"{name}信息公开", f'<ul class="gk_nav">{left}</ul><div class="gk_con">{name}</div>')
            )
        mine = sorted(stock.of(name) + extra.get(name, []), key=lambda piece: piece.date, reverse=True)
        frames = sorted({piece.date[:4] for piece in mine}, reverse=True)
        tabs = "".join(
            f'<li><a href="{base}&timeFrame={item}&hasContent=true">{item}年</a></li>' for item in frames
        )
        if year:
            rows = "".join(
                f'<li><a href="/public/{org}/{piece.number}1.html" target="_blank" title="{attr(piece.title)}">'
                f'{cut(piece.title, 30)}</a><span class="date">{piece.date}</span></li>'
                for piece in mine
                if piece.date[:4] == year
            )
            main = f'<ul class="doc_list list-{org}">{rows or "<li>暂无信息</li>"}</ul>'
        else:
            new = next(piece for piece in mine if piece.kind == "report")
            text = new.html() if new.form == "page" else "<p>详见附件。</p>"
            main = f'<div class="gk_report"><h2><a href="/public/{org}/{new.number}1.html">{attr(new.title)}</a></h2>{text}</div>'
        body = f"""<ul class="gk_nav">{left}</ul><div class="gk_con"><div class="year_box"><ul>{tabs}</ul></div>{main}</div>"""
        meta = '<meta name="ColumnName" content="政府信息公开年报"><meta name="ColumnType" content="信息公开年报">'
        return site.html(shell(f"{name}政府信息公开年报", body, meta))

    for org in by_org:
        site.handle(f"/public/column/{org}", lambda request, query, org=org: column(request, query, org))
    listed = [site.url(f"/public/column/{org}?type=3&nav=3") for org in by_org]

    branches = [f"57ec8b1c538739ee34a0cd{index + 80:02x}" for index in range(len(TOWNS))]
    names = [PLACE + town for town in TOWNS]
    towns = library(113, PLACE, names, range(2015, 2026), gaps=0.15, named=False, decoys=2, skip=13, news=0)
    part = Site(XXGK)
    for branch, name in zip(branches, names, strict=True):
        mine = towns.of(name) + (towns.decoys if name == names[0] else [])
        for piece in mine:
            publish(part, piece, f"{OPEN}{piece.hex32[:24]}.html", frame, f"/upload/{piece.hex32}.pdf")
        pages = chunks(mine, 6)

        def listing(query: Query, pages: list = pages, branch: str = branch, name: str = name) -> Response:
            """One page of a town's reports."""
            number = int(query.get("page", "1") or 1)
            rows = "".join(
                f'<tr><td>{index}</td><td><a href="{OPEN}{piece.hex32[:24]}.html">{attr(piece.title)}</a></td>'
                f"<td>{piece.agency}</td><td>{piece.date}</td></tr>"
                for index, piece in enumerate(pages[number - 1] if 0 < number <= len(pages) else [], 1)
            )
            links = "".join(
                f'<a href="?branch_id={branch}&column_code=50000&tag=&page={item}">{item}</a>'
                for item in range(1, len(pages) + 1)
            )
            body = f"<h3>{name}政府信息公开年报</h3><table class='list'>{rows}</table><div class='page'>{links}</div>"
            return part.html(shell(name, body))

        part.handle("/opennessAnnualReport/" + branch, lambda _, query, fun=listing: fun(query))
        listed.append(
            part.url(f"/opennessAnnualReport/{branch}?branch_id={branch}&column_code=50000&tag=&page=1")
        )
    site.pages.update(part.pages)
    site.handlers.update(part.handlers)
    site.reports += part.reports
    site.decoys += part.decoys

    units = nav([(name, f"/public/column/{org}?type=4&nav=4") for name, org in orgs.items()])
    away = nav([(name, listed[len(orgs) + index]) for index, name in enumerate(names)])
    menu = f'<div class="bm"><h3>县直部门</h3><ul>{units}</ul><h3>乡镇</h3><ul>{away}</ul></div>'
    site.page("/public/index.html", shell("政务公开", menu))
    pages = chunks(stock.news + stock.decoys[6:], 12)
    for number, items in enumerate(pages, 1):
        rows = "".join(
            f'<li><a href="/News/show/{piece.number}1.html">{cut(piece.title, 28)}</a><span>{piece.date}</span></li>'
            for piece in items
        )
        after = (
            f'<a href="/News/list/{number + 1}.html" class="next">下一页</a>' if number < len(pages) else ""
        )
        site.page(
            f"/News/list/{number}.html", shell("资讯中心", f"<ul>{rows}</ul><div id='page'>{after}</div>")
        )
    site.page("/", shell("利河县人民政府", '<div class="slide"></div><a href="/News/list/1.html">更多</a>'))
    part.page("/", shell("利河县政务公开", menu))
    site.pages[XXGK, "/"] = part.pages[XXGK, "/"]
    notes = (
        "/public/column/<org>?type=3 prints the newest report in full and filters by timeFrame (the year of"
        " publishing); towns on a second host with branch_id and page= addresses; titles there without the agency"
    )
    return site.portal("利河县", "Longxun (Anhui)", "/", listed, notes)


PORTAL = build()
