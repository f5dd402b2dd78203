"""石门市: folders named by UUID (石家庄-like); rows that open windows, year tabs, files by an .ashx handler."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, metas
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import note, publish
from bench.portals.known_systems.site import KINDS, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import ForeignPortal, Response

PLACE = "石门市"


def uuid_of(text: str) -> str:
    """A UUID from a name."""
    return Piece(9, text, text, 0, "", "news").uuid


NEWS, NB, OTHER, ROOT = (uuid_of(name) for name in ("要闻", "年报", "主动公开", "信息公开"))


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{extra}
<script>function openUrl(u){{window.open(u,'_blank');}}</script></head><body><div class="header">
<div class="menu" onclick="location.href='/index.html'">首页</div>
<div class="menu" onclick="location.href='/columns/{NEWS}/index.html'">要闻</div>
<div class="menu" onclick="window.location='/columns/{ROOT}/index.html'">政府信息公开</div></div>{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    body = f"""<div class="detail"><h1 class="detail-title">{attr(piece.title)}</h1><div class="detail-info">
<span class="time">{piece.date} 17:26:10</span><span class="from">{piece.agency}</span></div><div class="detail-content">{text}</div></div>"""
    return shell(piece.title, body, metas(piece, "政府信息公开年报", "石门市人民政府"))


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.shimen.gov.cn.test")
    districts = ["长宁区人民政府", "桥东区人民政府", "裕丰区人民政府", "藁北区人民政府", "正原县人民政府"]
    stock = library(
        118, PLACE, county(PLACE, 9, districts), range(2014, 2026), files=0.12, decoys=14, skip=7, news=30
    )
    ashx: dict[str, Piece] = {}

    def put(column: str, piece: Piece) -> str:
        """Puts an article below a column and gives its path."""
        path = f"/columns/{column}/{piece.compact[:6]}/{piece.compact[6:]}/{piece.uuid}.html"
        if piece.form == "page":
            publish(site, piece, path, frame)
            return path
        query = f"/handlers/DownLoad.ashx?fileid={piece.uuid}"
        ashx[query] = piece
        kind = KINDS[piece.form]
        where = site.file(query, lambda: file_bytes(piece), kind, f"{piece.uuid}.{piece.form}")
        line = f'<p>{piece.agency}{piece.year}年度报告（点击下载）：<a href="../../../..{query}">{attr(piece.title)}</a></p>'
        url = site.page(path, lambda: frame(piece, line))
        note(site, piece, where if piece.kind == "report" else url)
        return path

    listed = []
    near = [piece for piece in stock.reports if not piece.agency.endswith(tuple(districts))]
    far = [piece for piece in stock.reports if piece not in near]
    tabs = ""
    years = sorted({piece.year for piece in near}, reverse=True)
    for year in years:
        tabs += (
            f'<li data-year="{year}"><a href="/columns/{uuid_of(f"nb{year}")}/index.html">{year}年</a></li>'
        )
    groups: list[tuple[str, str, list[Piece], str]] = []
    for index, year in enumerate(years):
        mine = [piece for piece in near if piece.year == year] + stock.decoys[index : index + 1][: index < 6]
        groups.append((uuid_of(f"nb{year}"), f"{year}年度", mine, f'<ul class="year-tab">{tabs}</ul>'))
    groups += [
        (uuid_of("县区"), "县（市、区）年报", far, ""),
        (OTHER, "主动公开", stock.decoys[6:], ""),
        (NEWS, "要闻", stock.news, ""),
    ]
    for column, name, pieces, top in groups:
        paths = [put(column, piece) for piece in pieces]
        parts = chunks(list(zip(pieces, paths, strict=True)), 13)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                (
                    f"<li onclick=\"window.open('{path}')\"><p>{attr(piece.title)}</p><i>{piece.date}</i></li>"
                    if top or name == "县（市、区）年报"
                    else f'<li><a href="{path}">{cut(piece.title, 25)}</a><i>{piece.date}</i></li>'
                )
                for piece, path in part
            )
            pager = "".join(
                f'<a href="/columns/{column}/index{"" if item == 1 else f"_{item}"}.html">{item}</a>'
                for item in range(1, len(parts) + 1)
            )
            page = shell(
                name, f'{top}<h3>{name}</h3><ul class="rows">{rows}</ul><div class="page">{pager}</div>'
            )
            site.page(f"/columns/{column}/index{'' if number == 1 else f'_{number}'}.html", page)
        if top or name == "县（市、区）年报":
            listed.append(site.url(f"/columns/{column}/index.html"))
    first = groups[0][0]
    site.page(
        f"/columns/{ROOT}/index.html",
        shell(
            "政府信息公开",
            f"""<div class="side"><p onclick="openUrl('/columns/{OTHER}/index.html')">法定主动公开内容</p>
<p onclick="openUrl('/columns/{NB}/index.html')">政府信息公开年报</p></div>""",
        ),
    )
    both = f"""<div class="cards"><div onclick="location.href='/columns/{first}/index.html'">市政府及部门</div>
<div onclick="location.href='/columns/{uuid_of("县区")}/index.html'">县（市、区）</div></div>"""
    site.page(f"/columns/{NB}/index.html", shell("政府信息公开年报", both))
    home = shell("石门市人民政府", "<div class='swiper'></div>")
    site.page("/index.html", home)
    site.handle("/", lambda _request, _query: Response(b"", 302, headers=(("Location", "/index.html"),)))
    notes = (
        "navigation and rows only by onclick (location.href, window.open, openUrl); UUID folders; year tabs; files by"
        " /handlers/DownLoad.ashx?fileid= with a relative address; home redirects"
    )
    return site.portal("石门市", "UUID columns (石家庄-like)", "/", listed, notes)


PORTAL = build()
