"""A district whose portal is a React application: history routes, Ant Design table and pages, rows that only click."""

from __future__ import annotations

import json

from bench.portals.other_systems.content import Doc, make_place
from bench.portals.other_systems.files import file_response
from bench.portals.other_systems.parts import Stock
from bench.portals.other_systems.texts import body_html
from bench.portals.other_systems.web import Call, Site, text_response, window
from bench.portals.portal_model import ForeignPortal, Response

PLACE = make_place("望江湾区", "www.wangjiangwan.gov.cn.test", 6, 3, 101)
STOCK = Stock(PLACE, range(2016, 2026), 102, {"page": 0.85, "attach": 0.15})
SITE = Site(soft_404=True)
ROOT = "http://" + PLACE.host


def route(doc: Doc) -> str:
    """The address of an article."""
    return f"/article/{doc.id}"


def file_path(doc: Doc) -> str:
    """The address of an attachment; it has no extension."""
    return f"/gateway/file/download/{doc.key}"


def where(doc: Doc) -> str:
    """The address at which a report is."""
    return ROOT + (file_path(doc) if doc.form == "attach" else route(doc))


BUNDLE = r"""(()=>{"use strict";
const root=document.getElementById("root");
const h=(t,p,...c)=>{const e=document.createElement(t);for(const k in p||{}){if(k.startsWith("on")){
e.addEventListener(k.slice(2).toLowerCase(),p[k])}else if(p[k]!==undefined){e.setAttribute(k==="className"?"class":k,p[k])}}
c.flat().forEach(x=>x!=null&&e.append(x));return e};
const post=(u,b)=>fetch(u,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify(b)}).then(r=>r.json());
const go=p=>{history.pushState({},"",p);render()};
const nav=[["首页","/"],["新闻","/channel/news"],["信息公开","/xxgk"],["公告","/channel/notice"]];
const frame=(...c)=>{root.replaceChildren(h("header",{className:"ant-layout-header"},h("ul",{className:"ant-menu",role:"menu"},
nav.map(([t,p])=>h("li",{className:"ant-menu-item",role:"menuitem",onClick:()=>go(p)},t)))),
h("main",{className:"ant-layout-content"},c))};
const arrow=(cls,label,title,off,f)=>h("li",{title,className:"ant-pagination-"+cls+(off?" ant-pagination-disabled":""),
"aria-disabled":String(off),onClick:()=>off||f()},h("button",{className:"ant-pagination-item-link",type:"button",tabindex:"-1"},
h("span",{role:"img","aria-label":label,className:"anticon anticon-"+label})));
const pager=(d,f)=>{const last=Math.ceil(d.total/d.pageSize),s=new Set([1,last]);
for(let i=d.pageNum-2;i<=d.pageNum+2;i++)if(i>=1&&i<=last)s.add(i);
let prev=0;const items=[];for(const n of[...s].sort((a,b)=>a-b)){
if(n-prev>1)items.push(h("li",{className:"ant-pagination-jump-next",title:"向后 5 页",onClick:()=>f(Math.min(last,d.pageNum+5))},"•••"));
items.push(h("li",{title:n,className:"ant-pagination-item ant-pagination-item-"+n+(n===d.pageNum?" ant-pagination-item-active":""),
tabindex:"0",onClick:()=>f(n)},h("a",{rel:"nofollow"},String(n))));prev=n}
return h("ul",{className:"ant-pagination ant-table-pagination ant-table-pagination-right"},
arrow("prev","left","上一页",d.pageNum<=1,()=>f(d.pageNum-1)),items,arrow("next","right","下一页",d.pageNum>=last,()=>f(d.pageNum+1)))};
const table=(code,dept,page)=>post("/gateway/content/list",{channelCode:code,deptCode:dept,pageNum:page,pageSize:10}).then(r=>{
const d=r.result;frame(h("h2",{},d.channelName),code==="nb"?h("div",{className:"ant-radio-group"},d.depts.map(x=>
h("label",{className:"ant-radio-button-wrapper"+(x.code===dept?" ant-radio-button-wrapper-checked":""),
onClick:()=>table(code,x.code,1)},h("span",{},x.name)))):null,
h("div",{className:"ant-table"},h("table",{},h("tbody",{className:"ant-table-tbody"},d.list.map(x=>
h("tr",{className:"ant-table-row ant-table-row-level-0","data-row-key":x.id,onClick:()=>go("/article/"+x.id)},
h("td",{className:"ant-table-cell"},x.title),h("td",{className:"ant-table-cell"},x.dept),h("td",{className:"ant-table-cell"},x.date)))))),
pager(d,n=>table(code,dept,n)))});
const article=id=>post("/gateway/content/detail",{id}).then(r=>{const d=r.result;
const body=h("div",{className:"article-body"});body.innerHTML=d.html;document.title=d.title;
frame(h("h1",{},d.title),h("p",{className:"meta"},"来源：",d.dept,"　",d.date),body,
d.files.map(f=>h("a",{href:f.url,className:"ant-btn ant-btn-link"},f.name)))});
function render(){const p=location.pathname;let m;
if(m=p.match(/^\/article\/(\d+)/))return article(m[1]);
if(m=p.match(/^\/channel\/(\w+)/))return table(m[1],"",1);
if(p==="/xxgk")return frame(h("ul",{className:"ant-list-items"},[["公开指南","/channel/notice"],["公开目录","/channel/notice"],
["公开年报","/channel/nb"]].map(([t,u])=>h("li",{className:"ant-list-item"},h("a",{href:u,onClick:e=>{e.preventDefault();go(u)}},t)))));
return table("news","",1)}
addEventListener("popstate",render);render()})();
"""


@SITE.route(r"/assets/index-[0-9a-f]+\.js")
def bundle(call: Call) -> Response:
    """The bundle."""
    return text_response(BUNDLE, "text/javascript")


def result(value: object) -> Response:
    """JSON in the envelope of the gateway."""
    return text_response(
        json.dumps({"success": True, "result": value}, ensure_ascii=False), "application/json"
    )


def posted(call: Call) -> dict[str, object]:
    """The JSON that a script posted; empty if it is none."""
    try:
        found = json.loads(call.request.body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


@SITE.route(r"/gateway/content/list")
def listing(call: Call) -> Response:
    """A page of a channel."""
    ask = posted(call)
    code, dept = str(ask.get("channelCode", "news")), str(ask.get("deptCode", ""))
    page, size = int(str(ask.get("pageNum", 1))), int(str(ask.get("pageSize", 10)))
    agencies = {f"D{n:03d}": a for n, a in enumerate(PLACE.agencies)}
    if code == "nb":
        docs = STOCK.column([agencies[dept]] if dept in agencies else PLACE.agencies)
    else:
        docs = STOCK.other_decoys() if code == "notice" else STOCK.news
    rows = [
        {"id": str(d.id), "title": d.title, "dept": d.agency, "date": d.date}
        for d in window(docs, page, size)
    ]
    depts = [{"code": "", "name": "全部"}, *({"code": c, "name": a} for c, a in agencies.items())]
    name = {"nb": "政府信息公开年报", "notice": "公告公示"}.get(code, "望江湾要闻")
    return result(
        {
            "list": rows,
            "total": len(docs),
            "pageNum": page,
            "pageSize": size,
            "channelName": name,
            "depts": depts,
        }
    )


@SITE.route(r"/gateway/content/detail")
def detail(call: Call) -> Response | None:
    """An article."""
    number = str(posted(call).get("id", ""))
    doc = STOCK.by_id.get(int(number)) if number.isdigit() else None
    if doc is None:
        return None
    attached = doc.form == "attach"
    files = [{"name": f"{doc.title}.{doc.ext}", "url": file_path(doc)}] if attached else []
    html = "<p>年度报告全文见附件。</p>" if attached else body_html(doc, "word")
    return result({"title": doc.title, "dept": doc.agency, "date": doc.date, "html": html, "files": files})


@SITE.route(r"/gateway/file/download/(\w+)")
def download(call: Call, key: str) -> Response | None:
    """An attachment."""
    doc = STOCK.by_key.get(key)
    return file_response(doc, f'attachment; filename="{doc.year}.{doc.ext}"') if doc and doc.ext else None


@SITE.route(r"/(?:|xxgk|channel/\w+|article/\d+|index\.html)")
def shell(call: Call) -> str:
    """The page that is the same for every route."""
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="UTF-8" /><link rel="icon" href="/favicon.ico" />'
        f'<title>{PLACE.name}人民政府</title><script type="module" crossorigin src="/assets/index-5be1c0d2.js"></script>'
        '</head><body><div id="root"></div></body></html>'
    )


PORTAL = ForeignPortal(
    name=f"{PLACE.name}人民政府",
    system="React + Ant Design",
    hosts=(PLACE.host,),
    home=ROOT + "/",
    columns=(ROOT + "/channel/nb",),
    reports=STOCK.listed(where),
    decoys=tuple(ROOT + route(d) for d in STOCK.decoys),
    needs_browser=True,
    notes="history routes, lists by fetch POST with JSON, table rows without addresses (click changes the route), "
    "ant-pagination with icon arrows and •••, department radio buttons, downloads without extension",
    respond=SITE.respond,
)
