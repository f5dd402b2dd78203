"""桐湖市: the annual-report module of Hanweb; one page for an agency and a year, chosen by select boxes."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import note, publish
from bench.portals.known_systems.site import Query, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = "桐湖市"


def shell(title: str, body: str) -> str:
    """A page of the portal."""
    links = [
        ("首页", "/"),
        ("要闻动态", "/col/col1229399400/index.html"),
        ("政府信息公开", "/col/col1229399460/index.html"),
    ]
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/images/39/main.css"></head><body><div class="top"><ul class="nav">{nav(links)}</ul></div>
{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """A normal article page."""
    return shell(
        piece.title,
        f"""<div class="main"><p class="con-title">{attr(piece.title)}</p><div class="con-times"><span>发布时间：
{piece.date.replace("-", "/")}</span><span>来源：{piece.agency}</span></div><div id="zoom">{text}</div></div>""",
    )


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.tonghu.gov.cn.test")
    towns = ["梧桐街道办事处", "凤鸣街道办事处", "洲泉镇人民政府", "崇福镇人民政府"]
    agencies = county(PLACE, 10, towns)
    stock = library(102, PLACE, agencies, range(2015, 2026), gaps=0.1, decoys=12, skip=3)
    codes = {
        name: f"113304{8300 + index * 7}00{25 + index}MB1{index:03d}X"[:18]
        for index, name in enumerate(agencies)
    }
    by_code = {code: name for name, code in codes.items()}
    module = "/module/xxgk/xxgkAnnualReport.jsp"
    pages: dict[tuple[str, int], Piece] = {}
    for piece in stock.reports:
        code = codes[piece.agency]
        pages[code, piece.year] = piece
        note(site, piece, site.url(f"{module}?area={code}&fbtime={piece.year}"))

    def annual(_: Request, query: Query) -> Response:
        """The report of an agency for a year, with a select of the years that it has."""
        code = query.get("area", "")
        if code not in by_code:
            return site.html(shell("提示", "<div class='tip'>参数错误</div>"), 404)
        year = int(query["fbtime"]) if query.get("fbtime", "").isdigit() else 2026
        years = sorted((item for area, item in pages if area == code), reverse=True)
        options = "".join(
            f'<option value="{item}"{" selected" if item == year else ""}>{item}年</option>' for item in years
        )
        piece = pages.get((code, year))
        text = "<div class='nodata'>暂无相关信息</div>"
        if piece:
            text = f"<h2 class='ar_title'>{attr(piece.title)}</h2><div class='ar_con'>{piece.html()}</div>"
        others = "".join(
            f'<dd{" class=cur" if item == code else ""}><a href="{module}?area={item}&fbtime=2026">{name}</a></dd>'
            for name, item in codes.items()
        )
        body = f"""<div class="xxgk"><dl class="xxgk_dw"><dt>公开单位</dt>{others}</dl><div class="xxgk_nr">
<div class="sel">{by_code[code]} 年报：<select id="fbtime" name="fbtime" onchange="changeYear(this.value)">
<option value="">请选择年份</option>{options}</select></div>{text}</div></div><script type="text/javascript">
function changeYear(y){{if(y!=''){{window.location.href='{module}?area={code}&fbtime='+y;}}}}</script>"""
        return site.html(shell(f"{by_code[code]} 政府信息公开年报", body))

    site.handle(module, annual)
    for piece in stock.decoys + stock.news:
        year, month, day = piece.date.split("-")
        column = 1229399400 if piece.kind == "news" else 1229399465
        publish(site, piece, f"/art/{year}/{int(month)}/{int(day)}/art_{column}_{piece.number}.html", frame)
    first = codes[agencies[0]]
    menu = nav(
        [
            ("政府信息公开指南", "/col/col1229399461/index.html"),
            ("政府信息公开制度", "/col/col1229399465/index.html"),
            ("政府信息公开年报", f"{module}?area={first}&fbtime=2026"),
        ]
    )
    site.page("/col/col1229399460/index.html", shell("政府信息公开", f'<ul class="xxgk_menu">{menu}</ul>'))
    site.page(
        "/col/col1229399461/index.html", shell("指南", "<div id='zoom'><p>本指南每年更新一次。</p></div>")
    )
    for column, pieces in (("1229399400", stock.news), ("1229399465", stock.decoys)):
        parts = chunks(pieces, 10)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                f'<li><a href="/art/{p.date[:4]}/{int(p.date[5:7])}/{int(p.date[8:])}/art_{column}_{p.number}.html"'
                f' title="{attr(p.title)}">{cut(p.title, 26)}</a><b>{p.date}</b></li>'
                for p in part
            )
            after = f'<a href="/col/col{column}/index.html?uid=1&pageNum={number + 1}">下一页</a>'
            body = (
                f'<ul class="list">{rows}</ul><div class="pages">{after if number < len(parts) else ""}</div>'
            )
            target = f"/col/col{column}/index.html" + (f"?uid=1&pageNum={number}" if number > 1 else "")
            site.page(target, shell("列表", body))
    latest = "".join(f"<li>{p.title}</li>" for p in stock.news[:6])
    site.page("/", shell("桐湖市人民政府", f"<div class='banner'></div><ul>{latest}</ul>"))
    columns = [site.url(f"{module}?area={code}&fbtime=2026") for code in codes.values()]
    notes = (
        "a whole report as the answer for (area, fbtime); the list of agencies points at the running year that has"
        " nothing yet; the years are only options of a select whose onchange builds the address"
    )
    return site.portal("桐湖市", "Hanweb annual-report module", "/", columns, notes, needs_browser=False)


PORTAL = build()
