"""陇源县: UCAP; static list pages whose pager is written by createPageHTML, rows also inside an HTML comment."""

from __future__ import annotations

from bench.portals.known_systems.chrome import foot, metas, nav, tools
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal

PLACE = "陇源县"
PAGER = """
function createPageHTML(id,count,now,name,ext,rows){
  var h='<ul class="pagination">';
  function at(i){return i===1?name+'.'+ext:name+'_'+i+'.'+ext;}
  h+='<li>共'+rows+'条</li>';
  if(now>1){h+='<li><a href="'+at(now-1)+'">上一页</a></li>';}
  for(var i=1;i<=count;i++){h+='<li'+(i===now?' class="active"':'')+'><a href="'+at(i)+'">'+i+'</a></li>';}
  if(now<count){h+='<li><a href="'+at(now+1)+'">下一页</a></li><li><a href="'+at(count)+'">末页</a></li>';}
  document.getElementById(id).innerHTML=h+'</ul>';
}
"""
COLUMNS = {
    "c108101": ("陇源要闻", "xwlist"),
    "c108231": ("县政府及部门年报", "zwgklist"),
    "c108232": ("乡镇年报", "zwgklist"),
    "c108240": ("政务公开", "zwgklist"),
}


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    links = [
        ("首页", "/lyx/index.shtml"),
        ("走进陇源", "/lyx/c108100/gk.shtml"),
        ("新闻中心", "/lyx/c108101/xwlist.shtml"),
        ("政府信息公开", "/lyx/zfxxgk/index.shtml"),
    ]
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>{title}</title>
{extra}<meta name="others" content="页面生成时间 2026-11-29 02:11:07"/>
<script type="text/javascript" src="/lyx/xhtml/js/page.js"></script></head><body>
<div class="header"><div class="nav"><ul>{nav(links)}</ul></div></div>{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page with the marks of the system around title, time and text."""
    return shell(
        piece.title,
        f"""<div class="main mt8"><h1><ucaptitle>{attr(piece.title)}</ucaptitle></h1><div class="pages-date">发布时间：
<publishtime>{piece.date} 16:{piece.key % 60:02d}</publishtime> 来源：{piece.agency} 浏览次数：<b id="pv"></b></div>{tools()}
<div id="zoomcon"><ucapcontent>{text}</ucapcontent></div></div>""",
        metas(piece, "政府信息公开年报", "陇源县人民政府", "6211210001"),
    )


def link(piece: Piece, href: str) -> str:
    """The attachment as the editor of this system leaves it."""
    return (
        f'<p style="text-align:center"><a href="{href}" target="_blank" title="{attr(piece.title)}.{piece.form}">'
        f'<img src="/lyx/xhtml/images/icon_{piece.form}.gif" alt=""/>{attr(piece.title)}</a></p>'
    )


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.longyuan.gov.cn.test")
    towns = [
        "文峰镇人民政府",
        "巩昌镇人民政府",
        "首阳镇人民政府",
        "菜子镇人民政府",
        "福星镇人民政府",
        "云田镇人民政府",
    ]
    stock = library(
        105, PLACE, county(PLACE, 7, towns), range(2014, 2026), files=0.12, decoys=14, news=36, skip=5
    )
    near = [piece for piece in stock.reports if not piece.agency.endswith("镇人民政府")]
    far = [piece for piece in stock.reports if piece.agency.endswith("镇人民政府")]
    shares = {
        "c108101": stock.news,
        "c108231": sorted(near + stock.decoys[:5], key=lambda piece: piece.date, reverse=True),
        "c108232": far,
        "c108240": stock.decoys[5:],
    }
    places: dict[int, str] = {}
    for column, pieces in shares.items():
        for piece in pieces:
            folder = f"/lyx/{column}/{piece.compact[:6]}/"
            target = f"{folder}{piece.hex32}.shtml"
            stored = f"{folder}{piece.hex32}/files/{piece.hex32[::-1]}.{piece.form}"
            href = stored.removeprefix(folder)
            publish(site, piece, target, frame, stored, link, href=href)
            places[id(piece)] = target
    for column, (name, base) in COLUMNS.items():
        parts = chunks(shares[column], 15)
        for number, part in enumerate(parts, 1):
            rows = "".join(
                f'<li><a href="{places[id(piece)]}" target="_blank" title="{attr(piece.title)}">{cut(piece.title, 24)}</a>'
                f'<span class="date">{piece.date}</span></li>'
                for piece in part
            )
            old = "".join(
                f'<tr><td class="info"><a href="{places[id(piece)]}">{attr(piece.title)}</a></td><td>{piece.date}</td></tr>'
                for piece in part
            )
            gone = f'<tr><td class="info"><a href="/lyx/{column}/202001/{"0" * 31}{number}.shtml">撤下的信息</a></td></tr>'
            body = f"""<div class="con">{MENU}<div class="right"><h3>{name}</h3><!-- <table class="old">{old}{gone}</table>-->
<ul class="list">{rows}</ul><div id="page_div" class="page"></div><script type="text/javascript">
createPageHTML('page_div',{len(parts)}, {number},'{base}','shtml',{len(shares[column])});</script></div></div>"""
            suffix = "" if number == 1 else f"_{number}"
            extra = f'<meta name="ColumnName" content="{name}"/><meta name="channelId" content="{column}"/>'
            site.page(f"/lyx/{column}/{base}{suffix}.shtml", shell(name, body, extra))
    site.page(
        "/lyx/c108100/gk.shtml", shell("走进陇源", "<div id='zoomcon'><p>陇源县位于渭河上游。</p></div>")
    )
    site.page("/lyx/zfxxgk/index.shtml", shell("政府信息公开", f'<div class="con">{MENU}</div>'))
    site.page("/lyx/c108230/zfxxgkzn.shtml", shell("政府信息公开指南", "<p>指南编制依据：《条例》。</p>"))
    site.static({"/lyx/xhtml/js/page.js": PAGER})
    top = "".join(
        f'<li><a href="{places[id(piece)]}">{cut(piece.title, 20)}</a></li>' for piece in stock.news[:8]
    )
    home = shell("陇源县人民政府", f'<div class="focus"><ul>{top}</ul></div>')
    site.page("/lyx/index.shtml", home)
    site.page("/", home)
    columns = [site.url("/lyx/c108231/zwgklist.shtml"), site.url("/lyx/c108232/zwgklist.shtml")]
    notes = (
        "createPageHTML('page_div',pages,now,'zwgklist','shtml',rows): page two is zwgklist_2.shtml; the rows again in"
        " an HTML comment with a dead link; titles cut with … and whole in title=; files beside the article"
    )
    return site.portal("陇源县", "UCAP (static list)", "/", columns, notes)


MENU = """<div class="left"><ul><li><a href="/lyx/c108230/zfxxgkzn.shtml">政府信息公开指南</a></li>
<li><a href="/lyx/c108240/zwgklist.shtml">法定主动公开内容</a></li><li><a href="javascript:void(0);">政府信息公开年报</a>
<ul class="sub"><li><a href="/lyx/c108231/zwgklist.shtml">县政府及部门</a></li>
<li><a href="/lyx/c108232/zwgklist.shtml">乡镇</a></li></ul></li></ul></div>"""

PORTAL = build()
