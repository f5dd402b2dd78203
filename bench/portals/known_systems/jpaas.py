"""岭南江省生态环境厅: Hanweb JPAAS; lists are built by scripts from a gateway and from a query service."""

from __future__ import annotations

import json

from bench.portals.known_systems.chrome import foot, metas, nav
from bench.portals.known_systems.library import Library, library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Query, Site, attr, chunks, cut, form_of
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Request, Response

PLACE = "岭南江省"
OFFICE = "岭南江省生态环境厅"
CITIES = ["昌原市", "浔江市", "景陶市", "萍溪市", "新渝市", "鹰山市", "赣源市", "吉水市"]
WEB = "ln57c1b2d8a0450e9f6c34a1d07e5b92"
TEMPLATE = "6Xq0JpYk3dMtr8VwZ1nLs"

UNIT_JS = """
(function(){
  function obj(text){return JSON.parse(text.replace(/'/g,'"'));}
  function pager(box,script,q,info){
    var count=Math.ceil(parseInt(info.getAttribute('count'),10)/parseInt(info.getAttribute('rows'),10));
    var now=parseInt(info.getAttribute('pageNo'),10),html='';
    for(var i=1;i<=count;i++){html+='<a href="javascript:void(0)" class="'+(i===now?'cur':'')+'" data-p="'+i+'">'+i+'</a> ';}
    html+='<a href="javascript:void(0)" class="next" data-p="'+Math.min(now+1,count)+'">下一页</a>';
    info.innerHTML=html;
    Array.prototype.forEach.call(info.getElementsByTagName('a'),function(a){
      a.onclick=function(){load(box,script,q,parseInt(a.getAttribute('data-p'),10),info.getAttribute('rows'));};});
  }
  function load(box,script,q,page,size){
    var parts=[];for(var k in q){parts.push(k+'='+encodeURIComponent(q[k]));}
    if(page){parts.push('paramJson='+encodeURIComponent('{"pageNo":'+page+',"pageSize":'+size+'}'));}
    var x=new XMLHttpRequest();x.open('GET',script.getAttribute('url')+'?'+parts.join('&'),true);
    x.onload=function(){box.innerHTML=JSON.parse(x.responseText).data.html;
      var info=box.querySelector('.pagination');if(info){pager(box,script,q,info);}};
    x.send();
  }
  window.addEventListener('DOMContentLoaded',function(){
    Array.prototype.forEach.call(document.querySelectorAll('script[queryData]'),function(s){
      var q=obj(s.getAttribute('queryData')),box=document.getElementById(q.tagId);load(box,s,q,0);});
  });
})();
"""
QUERY_JS = """
function loadPageData(o){
  var x=new XMLHttpRequest(),p=[];
  p.push('current='+o.current);p.push('unitid='+o.unitid);p.push('perPage='+o.perPage);
  p.push('webSiteCode%5B%5D='+o.webSiteCode[0]);p.push('channelCode%5B%5D='+o.channelCode[0]);
  p.push('showMode=full&groupSize=1&barPosition=bottom&titleMember=title&titleLength=30');
  x.open('POST','/queryList',true);x.setRequestHeader('Content-Type','application/x-www-form-urlencoded');
  x.onload=function(){
    var d=JSON.parse(x.responseText).data,h='';
    d.results.forEach(function(r){var s=r.source;h+='<li><a target="_blank" href="'+JSON.parse(s.urls).pc+'" title="'+s.title+
      '">'+s.title.substr(0,30)+'</a><span>'+s.pubDate.substr(0,10)+'</span></li>';});
    document.getElementById(o.templateContainerId).innerHTML='<ul>'+h+'</ul>';
    var b='共 '+d.pager.total+' 条 ';
    for(var i=1;i<=d.pager.pageCount;i++){b+='<a href="col/col42150/index.html?uid='+o.unitid+'&pageNum='+i+'">'+i+'</a> ';}
    document.getElementById(o.unitid).innerHTML=b;
  };
  x.send(p.join('&'));
}
"""


def shell(title: str, body: str, extra: str = "") -> str:
    """A page of the portal; all addresses are below the base."""
    links = [
        ("首页", "index.html"),
        ("新闻动态", "col/col42101/index.html"),
        ("政府信息公开", "col/col42100/index.html"),
    ]
    return f"""<!DOCTYPE html><html><head><base href="/lnjssthjt/"><meta charset="utf-8"><title>{title}</title>{extra}
<script src="js/unitbuild.js"></script><script src="js/pageData.js"></script></head><body><div id="header">
<ul class="fl">{nav(links)}</ul></div>{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article page."""
    return shell(
        piece.title,
        f"""<div class="article"><div class="bt-article-y"><h2>{attr(piece.title)}</h2></div><div class="info"><span>
发布日期：{piece.date} 15:09</span><span>来源：{piece.agency}</span></div><div id="zoomcon">{text}</div></div>""",
        metas(piece, "政府信息公开年报", OFFICE),
    )


def stock() -> tuple[Library, Library]:
    """The reports of the office and those of the city bureaus."""
    own = library(
        103,
        PLACE,
        [OFFICE],
        range(2008, 2026),
        whole=True,
        gaps=0.0,
        named=False,
        files=0.15,
        decoys=8,
        skip=2,
    )
    below = [f"{city}生态环境局" for city in CITIES]
    return own, library(104, PLACE, below, range(2018, 2026), gaps=0.15, decoys=6, skip=7)


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("sthjt.lnjiang.gov.cn.test")
    own, below = stock()
    places: dict[int, str] = {}
    for piece in own.reports + own.decoys + own.news + below.reports + below.decoys:
        column = "col42150" if piece in own.reports or piece in own.decoys[:3] else "col42160"
        year = piece.date[:4]
        target = f"/lnjssthjt/{column}/art/{year}/art_{piece.hex32}.html"
        stored = f"/lnjssthjt/{column}/art/{year}/{piece.hex32[:20]}.{piece.form}"
        publish(site, piece, target, frame, stored, href=stored.removeprefix("/lnjssthjt/"))
        places[id(piece)] = target

    first = sorted(own.reports + own.decoys[:3], key=lambda piece: piece.date, reverse=True)
    second = sorted(below.reports + below.decoys[:3], key=lambda piece: piece.date, reverse=True)
    rest = sorted(own.decoys[3:] + below.decoys[3:], key=lambda piece: piece.date, reverse=True)
    units = {"col42160": second, "col42101": own.news, "col42170": rest}

    def query_list(request: Request, _: Query) -> Response:
        """One page of rows for a posted channel."""
        form = form_of(request)
        rows = first if form.get("channelCode[]") == "col42150" and request.method == "POST" else []
        size = max(1, int(form.get("perPage", "15") or 15))
        current = int(form.get("current", "1") or 1)
        parts = chunks(rows, size)
        part = parts[current - 1] if 0 < current <= len(parts) else []
        results = [
            {
                "id": piece.hex32,
                "source": {
                    "title": piece.title,
                    "pubDate": piece.date + " 15:09:11",
                    "urls": json.dumps({"pc": places[id(piece)], "common": places[id(piece)]}),
                },
            }
            for piece in part
        ]
        pages = {"total": len(rows), "pageCount": len(parts), "current": current, "pageSize": size}
        answer = {"code": "200", "message": "", "data": {"results": results, "pager": pages}}
        return Response(
            json.dumps(answer, ensure_ascii=False).encode(), 200, "application/json;charset=UTF-8"
        )

    def unit(_: Request, query: Query) -> Response:
        """One page of a list as markup inside JSON."""
        rows = units.get(query.get("pageId", ""), [])
        wish = json.loads(query.get("paramJson") or "{}")
        size, number = int(wish.get("pageSize", 12)), int(wish.get("pageNo", 1))
        parts = chunks(rows, size)
        part = parts[number - 1] if 0 < number <= len(parts) else []
        items = "".join(
            f'<li class="clearfix"><a href="{places[id(piece)]}" target="_blank" title="{attr(piece.title)}">'
            f'{cut(piece.title, 28)}</a><span class="date">{piece.date}</span></li>'
            for piece in part
        )
        markup = (
            f'<div class="page-content"><ul>{items}</ul></div><div class="pagination" rows="{size}"'
            f' count="{len(rows)}" pageNo="{number}"></div>'
        )
        answer = {"success": True, "code": "200", "message": "成功", "data": {"html": markup}}
        return Response(
            json.dumps(answer, ensure_ascii=False).encode(), 200, "application/json;charset=UTF-8"
        )

    site.handle("/queryList", query_list)
    site.handle("/api-gateway/jpaas-publish-server/front/page/build/unit", unit)
    site.static({"/lnjssthjt/js/unitbuild.js": UNIT_JS, "/lnjssthjt/js/pageData.js": QUERY_JS})

    def unit_page(column: str, name: str) -> str:
        query = (
            f"{{'parseType':'bulidstatic','webId':'{WEB}','tplSetId':'{TEMPLATE}','pageType':'column',"
            f"'tagId':'信息列表','editType':'null','pageId':'{column}'}}"
        )
        script = (
            f'<script type="text/javascript" url="/api-gateway/jpaas-publish-server/front/page/build/unit"'
            f' queryData="{query}"></script>'
        )
        return shell(name, f'{MENU}<div class="list_r"><div id="信息列表"></div>{script}</div>')

    def query_page() -> str:
        call = (
            "var m=/pageNum=(\\d+)/.exec(location.search);loadPageData({current:m?parseInt(m[1],10):1,unitid:'380055',"
            "webSiteCode:['lnjssthjt'],channelCode:['col42150'],perPage:'15',showMode:'full',templateContainerId:'tpl'});"
        )
        body = f'<div class="list_r"><div id="tpl"></div><div id="380055" class="pagination"></div><script>{call}</script></div>'
        return shell("政府信息公开年报", MENU + body, '<meta name="ColumnName" content="省厅年报">')

    site.page("/lnjssthjt/col/col42150/index.html", query_page)
    for column, name in (("col42160", "设区市局年报"), ("col42101", "新闻动态"), ("col42170", "其他公开")):
        site.page(f"/lnjssthjt/col/{column}/index.html", lambda c=column, n=name: unit_page(c, n))
    site.page("/lnjssthjt/col/col42100/index.html", shell("政府信息公开", MENU))
    guide = "<div id='zoomcon'><p>申请人可以当面、信函、网络等方式提出申请。</p></div>"
    site.page("/lnjssthjt/col/col42102/index.html", shell("政府信息公开指南", MENU + guide))
    slides = "".join(
        f'<li><a href="{places[id(p)].removeprefix("/lnjssthjt/")}">{p.title}</a></li>' for p in own.news[:7]
    )
    home = shell(OFFICE, f'<div class="news"><ul>{slides}</ul></div>')
    site.page("/", home)
    site.page("/lnjssthjt/index.html", home)
    columns = [site.url("/lnjssthjt/col/col42150/index.html"), site.url("/lnjssthjt/col/col42160/index.html")]
    notes = (
        "<base>; a list from the publish gateway (script with url= and queryData=, JSON with markup, paramJson pages)"
        " and a list from /queryList by POST (loadPageData); titles without the agency's name"
    )
    return site.portal("岭南江省生态环境厅", "Hanweb JPAAS", "/", columns, notes, needs_browser=True)


MENU = """<div class="list_l"><ul><li><a href="col/col42102/index.html">政府信息公开指南</a></li>
<li><a href="col/col42170/index.html">法定主动公开内容</a></li><li><span>政府信息公开年报</span><ul>
<li><a href="col/col42150/index.html">省厅年报</a></li><li><a href="col/col42160/index.html">设区市生态环境局年报</a></li></ul></li>
</ul></div>"""

PORTAL = build()
