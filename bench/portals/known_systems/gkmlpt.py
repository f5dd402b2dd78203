"""清岗市: the disclosure platform of Guangdong; annual reports are columns of one-page applications fed by JSON."""

from __future__ import annotations

import json

from bench.portals.known_systems.chrome import foot, nav
from bench.portals.known_systems.library import library
from bench.portals.known_systems.publish import publish
from bench.portals.known_systems.site import Query, Site, attr, chunks, cut
from bench.portals.known_systems.texts import Piece
from bench.portals.portal_model import ForeignPortal, Response

PLACE = "清岗市"
UNITS = [
    ("", "清岗市人民政府", 760001, 1201),
    ("qgsjyj", "清岗市教育局", 760012, 2113),
    ("qgsmzj", "清岗市民政局", 760015, 2214),
    ("qgsczj", "清岗市财政局", 760017, 2315),
    ("qgsslj", "清岗市水务局", 760021, 2416),
    ("qgsnyj", "清岗市农业农村局", 760022, 2517),
    ("qgstjj", "清岗市统计局", 760030, 2618),
    ("qgsfcq", "清岗市凤城区人民政府", 760041, 2719),
    ("qgsyzx", "清岗市云洲县人民政府", 760042, 2820),
]
APP = """
(function(){
  var c=window._CONFIG,app=document.getElementById('app');
  function get(u,f){var x=new XMLHttpRequest();x.open('GET',u);x.onload=function(){f(JSON.parse(x.responseText));};x.send();}
  function esc(s){return s.replace(/&/g,'&amp;').replace(/</g,'&lt;').replace(/"/g,'&quot;');}
  function menu(){var h='<ul class="tree">';c.TREE.forEach(function(n){
    h+='<li><a href="#'+n.id+'">'+n.name+'</a></li>';});return h+'</ul>';}
  function list(id,page){
    get(c.BASE+'/gkmlpt/api/all/'+id+'?page='+page+'&sid='+c.SID,function(d){
      var h='<table class="table-content"><thead><tr><th>标题</th><th>发布日期</th></tr></thead><tbody>';
      d.articles.forEach(function(a){h+='<tr><td class="first-td"><a class="document-number" href="'+a.url+'" target="_blank">'+
        esc(a.title)+'</a></td><td>'+a.display_publish_time+'</td></tr>';});
      h+='</tbody></table><div class="pagination">';
      var n=Math.ceil(d.total/c.PER);
      for(var i=1;i<=n;i++){h+='<span class="page-number'+(i===page?' active':'')+'" data-page="'+i+'">'+i+'</span>';}
      document.getElementById('postList').innerHTML=h+'</div>';
      Array.prototype.forEach.call(document.querySelectorAll('.page-number'),function(s){
        s.onclick=function(){list(id,parseInt(s.getAttribute('data-page'),10));};});
    });
  }
  function start(){var id=location.hash.replace('#','')||c.DEFAULT;
    app.innerHTML='<div class="gkml-left">'+menu()+'</div><div id="postList" class="gkml-right"></div>';list(id,1);}
  window.addEventListener('hashchange',start);start();
})();
"""
PER = 8


def shell(title: str, body: str) -> str:
    """A page of the platform or the portal."""
    links = [("首页", "/"), ("要闻", "/xwzx/index.html"), ("政府信息公开平台", "/gkmlpt/index")]
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{title}</title>
<link rel="stylesheet" href="/gkmlpt/css/app.css"></head><body><header><ul class="top-nav">{nav(links)}</ul></header>
{body}{foot(PLACE)}</body></html>"""


def frame(piece: Piece, text: str) -> str:
    """An article of the platform."""
    config = {"DETAIL": {"id": piece.number, "title": piece.title}, "SID": "760001"}
    return shell(
        piece.title,
        f"""<div class="content-box"><div class="classify"><table><tr><td>索引号：</td><td>{piece.number}/{
            piece.date[:4]
        }-00{
            piece.key % 90 + 10
        }</td><td>分类：</td><td>政府信息公开年报</td></tr><tr><td>发布机构：</td><td>{
            piece.agency
        }</td><td>成文日期：</td>
<td>{piece.date}</td></tr></table></div><h1 class="title document-number">{attr(piece.title)}</h1>
<div class="article-content"><div class="content">{text}</div></div></div>
<script>window._CONFIG={json.dumps(config, ensure_ascii=False)}</script>""",
    )


def link(piece: Piece, href: str) -> str:
    """The attachment at the end of an article."""
    return f'<p>　　年度报告全文见附件。</p><p><a class="nfw-cms-attachment" href="{href}">{attr(piece.title)}.{piece.form}</a></p>'


def build() -> ForeignPortal:
    """Makes the portal."""
    site = Site("www.qinggang.gov.cn.test")
    agencies = [unit[1] for unit in UNITS]
    stock = library(
        111, PLACE, agencies, range(2014, 2026), gaps=0.1, files=0.15, decoys=14, skip=11, news=24
    )
    rows: dict[int, list[Piece]] = {}
    places: dict[int, str] = {}
    listed = []
    for index, (folder, agency, sid, column) in enumerate(UNITS):
        base = f"/{folder}" if folder else ""
        rows[column] = sorted(
            stock.of(agency) + stock.decoys[index : index + 1], key=lambda p: p.date, reverse=True
        )
        rows[column + 40000] = stock.news[index : index + 2] + (stock.decoys[9:] if index == 0 else [])
        for piece in rows[column] + rows[column + 40000]:
            if id(piece) in places:
                continue
            number = 2000000 + piece.number
            target = f"{base}/gkmlpt/content/{number // 1000000}/{number // 1000}/post_{number}.html"
            stored = f"{base}/attachment/0/{number % 1000}/{number % 100000}/{number}.{piece.form}"
            publish(site, piece, target, frame, stored, link)
            places[id(piece)] = target
        tree = [
            {"id": column + 40000, "name": "法定主动公开内容", "post_count": len(rows[column + 40000])},
            {"id": column, "name": "政府信息公开年报", "post_count": len(rows[column])},
        ]
        config = (
            f"window._CONFIG = {{ SID: '{sid}', BASE: '{base}', PER: {PER}, DEFAULT: {column + 40000},"
            f" TREE: {json.dumps(tree, ensure_ascii=False)} }};"
        )
        tabs = nav(
            [
                ("政府信息公开指南", f"{base}/gkmlpt/guide"),
                ("法定主动公开内容", f"{base}/gkmlpt/index"),
                ("政府信息公开年报", f"{base}/gkmlpt/annualreport#{column}"),
            ]
        )
        body = f'<div class="site-name">{agency}</div><ul class="tabs">{tabs}</ul><div id="app"></div>'
        app = f'<script>{config}</script><script src="/gkmlpt/js/app.js"></script>'
        site.page(f"{base}/gkmlpt/index", shell(f"{agency}政府信息公开平台", body + app))
        annual = app.replace(f"DEFAULT: {column + 40000}", f"DEFAULT: {column}")
        site.page(f"{base}/gkmlpt/annualreport", shell(f"{agency}政府信息公开年报", body + annual))
        guide = f'<div class="site-name">{agency}</div><ul class="tabs">{tabs}</ul><div class="article-content">公开指南</div>'
        site.page(f"{base}/gkmlpt/guide", shell("公开指南", guide))
        listed.append(site.url(f"{base}/gkmlpt/annualreport#{column}"))
        for item in (column, column + 40000):
            site.handle(
                f"{base}/gkmlpt/api/all/{item}",
                lambda _, query, item=item, base=base: articles(site, rows[item], places, query, base),
            )
    site.static({"/gkmlpt/js/app.js": APP})
    parts = chunks(stock.news, 12)
    for number, part in enumerate(parts, 1):
        items = "".join(f"<li>{cut(piece.title, 26)}<span>{piece.date}</span></li>" for piece in part)
        after = (
            f'<a class="next" href="/xwzx/index_{number + 1}.html">下一页</a>' if number < len(parts) else ""
        )
        name = "index.html" if number == 1 else f"index_{number}.html"
        site.page(f"/xwzx/{name}", shell("要闻", f"<ul>{items}</ul>{after}"))
    links = nav([(agency, f"/{folder}/gkmlpt/index") for folder, agency, _, _ in UNITS if folder])
    site.page("/zwgk/bmxxgk/index.html", shell("部门信息公开平台", f'<ul class="bm">{links}</ul>'))
    home = '<div><a href="/zwgk/bmxxgk/index.html">部门及县（区）政府信息公开平台</a></div>'
    site.page("/", shell("清岗市人民政府门户网站", home))
    notes = (
        "gkmlpt/annualreport#<column> and gkmlpt/index#<column>: rows only from gkmlpt/api/all/<column>?page=&sid=;"
        " the number of the column is in the fragment; SID and TREE in window._CONFIG; one platform for each agency"
    )
    return site.portal("清岗市", "Guangdong gkmlpt (JSON API)", "/", listed, notes, needs_browser=True)


def articles(site: Site, pieces: list[Piece], places: dict[int, str], query: Query, base: str) -> Response:
    """One page of a column as JSON."""
    page = int(query.get("page", "1") or 1)
    parts = chunks(pieces, PER)
    part = parts[page - 1] if 0 < page <= len(parts) else []
    found = [
        {
            "id": 2000000 + piece.number,
            "title": piece.title,
            "url": site.url(places[id(piece)]),
            "post_url": places[id(piece)],
            "publisher": piece.agency,
            "document_number": "",
            "identifier": f"{piece.number}/{piece.date[:4]}-00001",
            "created_at": piece.date + " 10:11:12",
            "display_publish_time": piece.date,
            "classify_main_name": "政府信息公开年报",
        }
        for piece in part
    ]
    answer = {"total": len(pieces), "page": page, "base": base, "articles": found}
    return Response(json.dumps(answer, ensure_ascii=True).encode(), 200, "application/json")


PORTAL = build()
