"""Heads, feet and little scripts that several portals print, each in a few looks."""

from __future__ import annotations

from collections.abc import Sequence

from bench.portals.known_systems.site import attr
from bench.portals.known_systems.texts import Piece

LINKS = Sequence[tuple[str, str]]


def nav(links: LINKS, mark: str = "li") -> str:
    """Navigation links as list items (or other marks)."""
    return "".join(f'<{mark}><a href="{attr(href)}">{text}</a></{mark}>' for text, href in links)


def foot(place: str) -> str:
    """The foot of a modern portal: a search form, links to other sites in select boxes, the owner."""
    friends = "".join(
        f'<option value="{href}">{name}</option>'
        for name, href in (
            ("中国政府网", "http://www.gov.cn/"),
            ("省人民政府", "http://www.province.gov.cn/"),
            ("国家政务服务平台", "http://gjzwfw.www.gov.cn/"),
        )
    )
    return (
        '<form action="/search/index.jsp" method="get" target="_blank"><input name="q" value="请输入关键字">'
        '<input type="submit" value="搜索"></form><div class="footer"><select onchange="window.open(this.value)">'
        f'<option value="">友情链接</option>{friends}</select><p>主办单位：{place}人民政府办公室　承办单位：{place}大数据中心</p>'
        '<p>网站标识码：3200000000　<a href="javascript:void(0)">网站地图</a>　联系我们</p>'
        '<p><a href="https://beian.miit.gov.cn/">备案号：ICP备05000000号</a>　公安备案 32000002000001号</p></div>'
    )


def tools() -> str:
    """The chrome words beside an article."""
    return (
        '<div class="share">字体：[<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> '
        '<a href="javascript:doZoom(14)">小</a>] <a href="javascript:window.print()">打印</a> '
        '<a href="javascript:window.close()">关闭</a> 分享到：</div>'
    )


def metas(piece: Piece, column: str, site: str, code: str = "3208000001") -> str:
    """The meta lines that the state's norm asks of every article page."""
    return (
        f'<meta name="SiteName" content="{site}"/>\n<meta name="SiteIDCode" content="{code}"/>\n'
        f'<meta name="ColumnName" content="{column}"/>\n<meta name="ColumnType" content="{column}"/>\n'
        f'<meta name="ArticleTitle" content="{attr(piece.title)}"/>\n<meta name="PubDate" content="{piece.date} 10:2'
        f'{piece.key % 10}"/>\n<meta name="ContentSource" content="{piece.agency}"/>'
    )


def index_table(piece: Piece) -> str:
    """The table above a disclosed document: index number, issuer, dates."""
    return (
        '<table class="xxgk_table" width="100%"><tr><td>索 引 号：</td><td>'
        f"0142{piece.key:05d}/{piece.date[:4]}-{piece.key:05d}</td><td>信息分类：</td><td>政府信息公开 / 其他</td></tr>"
        f"<tr><td>发布机构：</td><td>{piece.agency}</td><td>生成日期：</td><td>{piece.date}</td></tr>"
        f"<tr><td>名　　称：</td><td colspan=3>{attr(piece.title)}</td></tr></table>"
    )
