"""Pieces that several portals print: file links, related headers and footers, and bookkeeping of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape

from bench.portals.other_systems.content import IN_COLUMN, Doc, Place, make_decoys, make_news, make_reports
from bench.portals.portal_model import KnownReport


class Stock:
    """All that a portal publishes, by number and by key."""

    def __init__(
        self,
        place: Place,
        years: range,
        seed: int,
        forms: dict[str, float] | None = None,
        exts: tuple[str, ...] = ("docx", "docx", "pdf", "pdf", "doc"),
        nameless: float = 0.0,
    ) -> None:
        self.place = place
        self.reports = make_reports(place, years, seed, forms, exts, nameless)
        self.decoys = make_decoys(place, seed + 1)
        self.news = make_news(place, 34, seed + 2)
        self.docs = [*self.reports, *self.decoys, *self.news]
        self.by_id = {d.id: d for d in self.docs}
        self.by_key = {d.key: d for d in self.docs}
        self.by_guid = {d.guid: d for d in self.docs}

    def of(self, agency: str) -> list[Doc]:
        """The reports of one agency, newest first."""
        return [d for d in self.reports if d.agency == agency]

    def column(self, agencies: Iterable[str]) -> list[Doc]:
        """Reports of some agencies with the decoys that editors put among them, newest first."""
        names = set(agencies)
        rows = [d for d in self.reports if d.agency in names]
        rows += [d for d in self.decoys if d.topic in IN_COLUMN]
        return sorted(rows, key=lambda d: d.date, reverse=True)

    def other_decoys(self) -> list[Doc]:
        """The decoys of other columns, newest first."""
        rows = [d for d in self.decoys if d.topic not in IN_COLUMN]
        return sorted(rows, key=lambda d: d.date, reverse=True)

    def listed(self, where: Callable[[Doc], str]) -> tuple[KnownReport, ...]:
        """The reports with the addresses where they are."""
        return tuple(KnownReport(where(d), d.agency, d.year) for d in self.reports)


def attr(doc: Doc) -> str:
    """The full title for a title attribute."""
    return escape(doc.title, quote=True)


def see_file(doc: Doc, href: str, label: str = "") -> str:
    """The only line of an article whose text is in a file."""
    name = label or f"{doc.title}.{doc.ext}"
    return f'<p>　　{doc.title}，详见附件。</p><p>附件：<a href="{href}" target="_blank">{name}</a></p>'


SISTERS = (
    ("http://www.zhongyang.gov.cn.test/", "中国政府网"),
    ("http://www.shengfu.gov.cn.test/", "省人民政府"),
    ("http://xxgk.shengfu.gov.cn.test/nb/index.html", "省政府信息公开年报"),
    ("http://zwfw.shengfu.gov.cn.test/", "政务服务网"),
)
"""Websites of others that every page links; they are not part of any portal and answer nothing."""


def clutter(place: Place, style: str) -> str:
    """What stands at the foot of every page: links to others, help for readers, a counter."""
    options = "".join(f'<option value="{h}">{t}</option>' for h, t in SISTERS)
    anchors = "".join(f'<a href="{h}" target="_blank">{t}</a> | ' for h, t in SISTERS)
    if style == "upper":
        return (
            '<TABLE width=760 align=center><TR><TD><SELECT onchange="window.open(this.value)"><OPTION>==友情链接=='
            + options.replace("option", "OPTION")
            + '</SELECT><TD><A href="javascript:window.external.AddFavorite(location.href,document.title)">加入收藏</A> '
            '<A href="#" onclick="this.style.behavior=\'url(#default#homepage)\'">设为首页</A> '
            f'<A href="mailto:webmaster@{place.host}">联系我们</A></TABLE>'
        )
    if style == "select":
        return (
            f'<div class="links"><select onchange="if(this.value)window.open(this.value)"><option value="">友情链接</option>'
            f'{options}</select></div><div class="tools"><a href="javascript:void(0)" id="wza">无障碍</a> '
            '<a href="javascript:;" onclick="window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>'
            '<script type="text/javascript">var _hmt = _hmt || []; (function(){ var d = new Date(); window._t = d; })();</script>'
        )
    return (
        f'<div class="friend-link">{anchors}</div><form class="search" action="/search" method="get"><input name="q" '
        'placeholder="请输入关键词"><button type="submit">搜索</button></form><p><a href="#top">返回顶部</a> '
        f'<a href="/sitemap.html">网站地图</a> <a href="tel:0000-1234567">电话</a> 网站标识码：{place.host[4:10]}01</p>'
        '<!--[if lt IE 9]><script src="/js/html5shiv.js"></script><![endif]-->'
    )
