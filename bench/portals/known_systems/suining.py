"""遂江市: 遂宁-like (/gongkai/show/) with counties like 理塘 (<column>/article/<id>); a cookie is set on the way in."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import note, publish
from bench.portals.known_systems.site import KINDS, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece, file_bytes
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = "遂江市"
COOKIE = "sj_visit=7d1f0a52"


def shell(title: str, body: str) -> str:
    """A page of the portal."""
    links = [("首页", "/index.html"), ("遂江要闻", "/xinwen/list-1.html"), ("政务公开", "/gongkai.html")]
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><nav><ul>{nav(links)}</ul></nav>
{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    return shell(
        piece.title,
        f"""<article><header><h1>{attr(piece.title)}</h1><ul class="meta"><li>{piece.date.replace("-", "/")}</li>
<li>来源：{piece.agency}</li></ul></header><section class="content" id="con_con">{text}</section></article>""",
    )


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.suijiang.gov.cn.test")
    counties = ["船山北区人民政府", "蓬北县人民政府", "射江县人民政府", "大英北县人民政府"]
    stock = library(
        119, PLACE, county(PLACE, 9, counties), range(2014, 2026), files=0.2, decoys=12, skip=15, news=30
    )
    far = [piece for piece in stock.reports if piece.agency.endswith(tuple(counties))]
    near = [piece for piece in stock.reports if piece not in far]
    hrefs: dict[int, str] = {}
    for piece in near + far + stock.decoys + stock.news:
        if piece in far:
            column = "sjqxnb"
            path = f"/{column}/article/{piece.number}"
        else:
            path = f"/{'xinwen' if piece.kind == 'news' else 'gongkai'}/show/{piece.hex32}.html"
        hrefs[id(piece)] = path
        if piece.form == "page":
            publish(site, piece, path, frame)
            continue
        file = f"/gongkai/download.do?id={piece.hex32}"
        where = site.file(
            file, lambda piece=piece: file_bytes(piece), KINDS[piece.form], f"{piece.number}.{piece.form}"
        )
        if piece.key % 3 == 0:
            hrefs[id(piece)] = file
        else:
            line = f'<p>附件下载：<a href="{file}">{attr(piece.title)}</a>（{piece.form.upper()}，{piece.key}KB）</p>'
            site.page(path, frame(piece, line))
        note(site, piece, where)

    def item(piece: Piece) -> str:
        return (
            f'<li><a href="{hrefs[id(piece)]}" title="{attr(piece.title)}">{cut(piece.title, 29)}</a></li>'
            f'<span class="date">{piece.date[:4]}-{int(piece.date[5:7])}-{int(piece.date[8:])}</span>'
        )

    mixed = sorted(near + stock.decoys[:6], key=lambda piece: piece.date, reverse=True)
    groups = {
        "/gongkai/nianbao-{}.html": ("政府信息公开年报", mixed),
        "/sjqxnb/list/{}": ("县（区）年报", far),
        "/gongkai/zhudong-{}.html": ("法定主动公开内容", stock.decoys[6:]),
        "/xinwen/list-{}.html": ("遂江要闻", stock.news),
    }
    listed = []
    for pattern, (name, pieces) in groups.items():
        parts = chunks(pieces, 17)
        for number, part in enumerate(parts, 1):
            rows = "".join(item(piece) for piece in part)
            after = number + 1 if number < len(parts) else number
            links = (
                f'<a href="{pattern.format(max(1, number - 1))}" class="iconfont icon-left"></a>'
                f'<span class="cur">{number}</span><a href="{pattern.format(after)}" class="iconfont icon-right"></a>'
                f'<input id="jump"><button onclick="go()">GO</button>'
            )
            site.page(
                pattern.format(number),
                shell(name, f"<h2>{name}</h2><ul>{rows}</ul><div class='pg'>{links}</div>"),
            )
        if pattern.startswith(("/gongkai/nianbao", "/sjqxnb")):
            listed.append(site.url(pattern.format(1)))
    menu = nav(
        [
            ("政府信息公开指南", "/gongkai/zhinan.html"),
            ("法定主动公开内容", "/gongkai/zhudong-1.html"),
            ("政府信息公开年报", "/gongkai/nianbao-1.html"),
            ("县（区）政府信息公开年报", "/sjqxnb/list/1"),
        ]
    )
    site.page("/gongkai.html", shell("政务公开", f"<aside><ul>{menu}</ul></aside>"))
    site.page("/gongkai/zhinan.html", shell("指南", "<section class='content'>指南正文</section>"))
    site.page("/index.html", shell("遂江市人民政府", "<main><h2>遂江欢迎您</h2></main>"))

    def door(request: Request) -> Response:
        """Sends a first visitor back to the same address with a cookie, as the shield before the site does."""
        cookie = next((value for name, value in request.headers.items() if name.lower() == "cookie"), "")
        path = request.target.split("?")[0]
        if path in ("/", "/index.html", "/gongkai.html") and COOKIE not in cookie:
            return Response(
                b"", 302, headers=(("Set-Cookie", COOKIE + "; Path=/"), ("Location", request.target))
            )
        if path == "/":
            return Response(
                b"<html><head><meta http-equiv='Refresh' content='0; URL=index.html'></head></html>"
            )
        return site.respond(request)

    portal = site.portal(
        "遂江市",
        "遂宁/理塘-like",
        "/",
        listed,
        "home, /index.html and /gongkai.html redirect to themselves until a cookie is sent back; then a meta refresh;"
        " dates in a <span> after the <li>; pagers are icons without words; files by download.do?id=, some straight"
        " from the list",
    )
    return ForeignPortal(
        portal.name,
        portal.system,
        portal.hosts,
        portal.home,
        portal.columns,
        portal.reports,
        portal.decoys,
        portal.needs_browser,
        portal.notes,
        door,
    )


PORTAL = build()
