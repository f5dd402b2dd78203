"""泗北区: UCAP; every list is loaded as JSON from the search service of the system."""

from __future__ import annotations

import json

from bench.portals.known_systems.chrome import foot, metas, nav
from bench.portals.known_systems.library import county, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Query, Site, attr, chunks
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Response

PLACE = "泗北区"
PREFIX = "/sibei"
LIST_JS = """
function loadList(channel,page){
  var url='/sibei/common/search/'+channel+'?_isAgg=true&_isJson=true&_pageSize=6&_template=index&_rangeTimeGte=&_channelName=&page='+page;
  var x=new XMLHttpRequest();x.open('GET',url,true);
  x.onload=function(){
    var d=JSON.parse(x.responseText).data,h='';
    d.results.forEach(function(r){h+='<dl><dt><a href="'+r.url+'" title="'+r.title+'">'+
      (r.title.length>26?r.title.substr(0,25)+'…':r.title)+'</a></dt><dd>'+r.publishedTimeStr.substr(0,10)+'</dd></dl>';});
    document.querySelector('#list_box').innerHTML=h;
    var n=Math.ceil(d.total/d.rows),b='';
    for(var i=1;i<=n;i++){b+='<a href="javascript:;" onclick="loadList(\\''+channel+'\\','+i+')"'+(i===page?' class="on"':'')+'>'+i+'</a>';}
    document.querySelector('#page_box').innerHTML=b+' 共'+d.total+'条';
  };
  x.send();
}
function splitContent(){
  var box=document.getElementById('UCAP-CONTENT');if(!box){return;}
  var parts=box.innerHTML.split('#PAGE_BREAK#');if(parts.length<2){return;}
  function show(i){var b='';for(var k=0;k<parts.length;k++){b+='<a href="javascript:;" data-k="'+k+'">'+(k+1)+'</a> ';}
    box.innerHTML=parts[i]+'<div class="split">'+b+'</div>';
    Array.prototype.forEach.call(box.querySelectorAll('.split a'),function(a){a.onclick=function(){show(+a.getAttribute('data-k'));};});}
  show(0);
}
"""


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal."""
    links = [
        ("首页", f"{PREFIX}/"),
        ("泗北新闻", f"{PREFIX}/qzxw/list.shtml"),
        ("政务公开", f"{PREFIX}/zwgk/index.shtml"),
    ]
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{extra}
<script src="{PREFIX}/xhtml/js/list.js"></script></head><body><div class="wrap"><ul class="menu">{nav(links)}</ul>
{body}</div>{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page; long texts are split by a mark that a script turns into pages."""
    if piece.seed % 5 == 0 and "<table" in text:
        text = text.replace("<table", "#PAGE_BREAK#<table", 1)
    body = f"""<div class="arti"><h2 class="tit">{attr(piece.title)}</h2><p class="ly"><span>日期：{piece.date}</span>
<span>来源：{piece.agency}</span></p><div id="UCAP-CONTENT">{text}</div></div><script>splitContent();</script>"""
    return shell(piece.title, body, metas(piece, "信息公开年报", "泗北区人民政府", "3213010002"))


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.sibei.gov.cn.test")
    towns = ["古楚街道办事处", "双庄街道办事处", "洋河镇人民政府", "仓集镇人民政府"]
    agencies = county(PLACE, 8, towns)
    stock = library(106, PLACE, agencies, range(2016, 2026), files=0.2, decoys=12, news=32, skip=9)
    channels = {f"{index:02d}ac{hash_of(name)}": name for index, name in enumerate(agencies)}
    rows: dict[str, list[Piece]] = {}
    for index, (channel, name) in enumerate(channels.items()):
        mixed = stock.of(name) + (stock.decoys[index : index + 1] if index < 4 else [])
        rows[channel] = sorted(mixed, key=lambda piece: piece.date, reverse=True)
    news, other = "f0a1e2c6b7d84e5f9a0b1c2d3e4f5a6b", "f1b2c3d4e5f60718293a4b5c6d7e8f90"
    rows[news], rows[other] = stock.news, stock.decoys[4:]
    places: dict[int, str] = {}
    for channel, pieces in rows.items():
        folder = "qzxw" if channel == news else "zfxxgknb" if channel in channels else "zwgkother"
        for piece in pieces:
            target = f"{PREFIX}/{folder}/{piece.compact[:6]}/{piece.hex32}.shtml"
            stored = f"{PREFIX}/{folder}/{piece.compact[:6]}/{piece.hex32}/{piece.hex32[:12]}.{piece.form}"
            publish(site, piece, target, frame, stored)
            places[id(piece)] = target

    def search(channel: str, query: Query) -> Response:
        """One page of a channel as JSON."""
        size, page = int(query.get("_pageSize", "15") or 15), int(query.get("page", "1") or 1)
        parts = chunks(rows[channel], size)
        part = parts[page - 1] if 0 < page <= len(parts) else []
        results = [
            {
                "id": piece.number,
                "manuscriptId": piece.hex32,
                "title": piece.title,
                "url": places[id(piece)],
                "publishedTimeStr": f"{piece.date} 09:30:00",
                "channelName": channels.get(channel, "列表"),
                "domainMetaList": [],
                "content": piece.lines()[0][:60],
            }
            for piece in part
        ]
        data = {"total": len(rows[channel]), "page": page, "rows": size, "results": results}
        answer = {"code": 200, "msg": "success", "data": data}
        return Response(
            json.dumps(answer, ensure_ascii=False).encode(), 200, "application/json;charset=UTF-8"
        )

    for channel in rows:
        site.handle(f"{PREFIX}/common/search/{channel}", lambda _, query, c=channel: search(c, query))
    site.static({f"{PREFIX}/xhtml/js/list.js": LIST_JS})
    box = '<div id="list_box"></div><div id="page_box"></div><script>loadList("{}",1);</script>'
    listed = []
    for channel, name in channels.items():
        target = f"{PREFIX}/zfxxgknb/{channel[:8]}/list.shtml"
        extra = f'<meta name="channelId" content="{channel}"/><meta name="ColumnName" content="年报"/>'
        listed.append(site.page(target, shell(f"{name}信息公开年报", box.format(channel), extra)))
    site.page(f"{PREFIX}/qzxw/list.shtml", shell("泗北新闻", box.format(news)))
    site.page(f"{PREFIX}/zwgkother/list.shtml", shell("法定主动公开内容", box.format(other)))
    units = nav([(name, f"{PREFIX}/zfxxgknb/{channel[:8]}/list.shtml") for channel, name in channels.items()])
    site.page(
        f"{PREFIX}/zfxxgknb/index.shtml",
        shell("政府信息公开年报", f'<div class="units"><ul>{units}</ul></div>'),
    )
    menu = nav(
        [
            ("政府信息公开指南", f"{PREFIX}/zwgk/zn.shtml"),
            ("法定主动公开内容", f"{PREFIX}/zwgkother/list.shtml"),
            ("政府信息公开年报", f"{PREFIX}/zfxxgknb/index.shtml"),
        ]
    )
    site.page(f"{PREFIX}/zwgk/index.shtml", shell("政务公开", f"<ul>{menu}</ul>"))
    site.page(f"{PREFIX}/zwgk/zn.shtml", shell("指南", "<p>泗北区人民政府信息公开指南。</p>"))
    home = shell("泗北区人民政府", '<div class="banner"></div>' + box.format(news))
    site.page("/", home)
    site.page(f"{PREFIX}/", home)
    notes = (
        "lists as JSON of common/search/<channel>?_isAgg=true&_isJson=true&page=; dates in sibling <dd>; one list for"
        " each agency; articles split by #PAGE_BREAK# in #UCAP-CONTENT"
    )
    return site.portal("泗北区", "UCAP (JSON search list)", "/", listed, notes, needs_browser=True)


def hash_of(name: str) -> str:
    """Twenty-eight hex digits from a name."""
    return Piece(0, name, name, 0, "", "news").hex32[:28]


PORTAL = build()
